// Reads barcodes with the camera, where the browser can: it looks some times a second until it has one. The
// till calls `barcodeCamera`; pages of the back office come here through `/scan.js`.

// Between two looks, in milliseconds.
const EVERY = 250;
// What goods carry. Where such a code stands beside another one, a maker's address for example, it is meant.
const BARS = /^(ean|upc|itf|code|codabar)/;

/** What the camera shows now, and whose turn it is: a turn that is over shows and finds nothing. */
let shown;
let turn = 0;

function end(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Whether there is a camera, and a browser that reads barcodes. Browsers have neither without HTTPS. */
export async function isThere() {
  try {
    const [formats, devices] = await Promise.all([
      BarcodeDetector.getSupportedFormats(),
      navigator.mediaDevices.enumerateDevices(),
    ]);
    return formats.length > 0 && devices.some((one) => one.kind === "videoinput");
  } catch {
    return false;
  }
}

/** Switches the camera off. */
export function stop() {
  turn += 1;
  end(shown);
  shown = undefined;
}

/**
 * Shows what the camera at the back sees, and gives the code that it reads; nothing where it was stopped
 * before. The camera is off afterwards, however that ends. Fails where the camera cannot be used.
 */
export async function read(video) {
  stop();
  const mine = turn;
  try {
    const back = { facingMode: "environment" };
    const stream = await navigator.mediaDevices.getUserMedia({ video: back });
    // It may have been stopped while the browser asked whether the camera may be used.
    if (mine !== turn) return end(stream);
    shown = stream;
    video.srcObject = stream;
    await video.play().catch(() => {});
    const detector = new BarcodeDetector();
    while (mine === turn) {
      const found = video.readyState < video.HAVE_CURRENT_DATA ? [] : await detector.detect(video);
      const meant = found.find((one) => BARS.test(one.format)) ?? found[0];
      if (meant && mine === turn) return meant.rawValue;
      await new Promise((next) => setTimeout(next, EVERY));
    }
  } catch (error) {
    if (mine === turn) throw error;
  } finally {
    if (mine === turn) stop();
  }
}

globalThis.barcodeCamera = { read, stop };
