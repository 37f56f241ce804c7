#!/usr/bin/env bash
# Makes the small WebPs of the demo's goods out of the SVGs beside them, in Chromium. Run it after
# a drawing has changed. Needs end2end/node_modules; CHROMIUM names the browser where it is not found.
set -euo pipefail
cd "$(dirname "$0")/../end2end"
node --input-type=module - <<'JS'
import { chromium } from "playwright";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = "../src/catalog/demo/pictures";
const most = 12 * 1024;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
const page = await browser.newPage();
await page.setContent('<canvas width="640" height="480"></canvas>');
for (const name of readdirSync(folder).filter((name) => name.endsWith(".svg")).sort()) {
  const svg = readFileSync(`${folder}/${name}`, "base64");
  let webp;
  for (const quality of [0.86, 0.8, 0.7, 0.6, 0.5, 0.4]) {
    const data = await page.evaluate(async ([svg, quality]) => {
      const image = new Image();
      image.src = `data:image/svg+xml;base64,${svg}`;
      await image.decode();
      const canvas = document.querySelector("canvas");
      canvas.getContext("2d").drawImage(image, 0, 0, 640, 480);
      return canvas.toDataURL("image/webp", quality).split(",")[1];
    }, [svg, quality]);
    webp = Buffer.from(data, "base64");
    if (webp.length <= most) break;
  }
  if (webp.length > most) throw new Error(`${name} is ${webp.length} bytes`);
  writeFileSync(`${folder}/${name.replace(".svg", ".webp")}`, webp);
}
await browser.close();
JS
