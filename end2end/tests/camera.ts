// A phone's camera and what reads barcodes in its browser, as tests need them: they see what they are shown.
import { type BrowserContext, type Page, expect } from "@playwright/test";

/** What is held before the camera, whether its use is refused, and what was ever switched on. */
interface Camera {
  code: string;
  refused: boolean;
  tracks: MediaStreamTrack[];
}

type Seen = { camera: Camera };

/** Gives every page of a browser a camera, and what reads barcodes. */
export async function giveCamera(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const camera: Camera = { code: "", refused: false, tracks: [] };
    const devices = {
      enumerateDevices: async () => [{ kind: "videoinput" }],
      getUserMedia: async () => {
        if (camera.refused) throw new DOMException("Permission denied", "NotAllowedError");
        const canvas = document.createElement("canvas");
        const picture = canvas.getContext("2d")!;
        setInterval(() => picture.fillRect(0, 0, 9, 9), 50);
        const stream = canvas.captureStream();
        camera.tracks.push(...stream.getTracks());
        return stream;
      },
    };
    Object.defineProperty(navigator, "mediaDevices", { value: devices });
    const reader = {
      detect: async () => {
        const rawValue = camera.code;
        camera.code = "";
        return rawValue ? [{ format: "ean_13", rawValue }] : [];
      },
    };
    const BarcodeDetector = function () {
      return reader;
    };
    const getSupportedFormats = async () => ["ean_13"];
    Object.assign(globalThis, { camera });
    Object.assign(globalThis, {
      BarcodeDetector: Object.assign(BarcodeDetector, { getSupportedFormats }),
    });
  });
}

/** Holds a barcode before the camera, once it is on. */
export async function show(page: Page, code: string): Promise<void> {
  await expect.poll(() => tracksOn(page), { message: "the camera is on" }).toBe(1);
  await page.evaluate((code) => {
    (globalThis as unknown as Seen).camera.code = code;
  }, code);
}

/** From now on nobody may use the camera. */
export async function refuseCamera(page: Page): Promise<void> {
  await page.evaluate(() => {
    (globalThis as unknown as Seen).camera.refused = true;
  });
}

/** How many of the camera's tracks are on. */
export async function tracksOn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { tracks } = (globalThis as unknown as Seen).camera;
    return tracks.filter((track) => track.readyState === "live").length;
  });
}
