// Lighthouse on addresses, as it sees them on a phone: `node lighthouse.mjs [--cookie C] URL…`
// prints one JSON array: for each address its four scores and the audits that cost points.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const addresses = process.argv.slice(2);
const headers = {};
if (addresses[0] === "--cookie") {
  headers.Cookie = addresses[1];
  addresses.splice(0, 2);
}

const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
  ],
});
try {
  const looks = [];
  for (const address of addresses) {
    looks.push(await look(address));
  }
  process.stdout.write(`${JSON.stringify(looks)}\n`);
} finally {
  await chrome.kill();
}

// The browser sometimes loses the beginning of its own recording: then the page is looked at again.
async function lookAt(address) {
  for (let tries = 3; ; tries -= 1) {
    // Phone, slow network and slow processor are what Lighthouse takes where nothing is said.
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      logLevel: "error",
      onlyCategories: CATEGORIES,
      extraHeaders: headers,
    });
    if (!lhr.runtimeError) {
      return lhr;
    }
    if (tries === 1) {
      throw new Error(`${address}: ${lhr.runtimeError.message}`);
    }
  }
}

async function look(address) {
  const lhr = await lookAt(address);
  const scores = {};
  const lost = [];
  for (const category of CATEGORIES) {
    const found = lhr.categories[category];
    scores[category] = Math.round((found.score ?? 0) * 100);
    for (const { id, weight } of found.auditRefs) {
      const { score } = lhr.audits[id];
      if (weight > 0 && score !== null && score < 1) {
        lost.push(`${category}: ${id}`);
      }
    }
  }
  return { address, version: lhr.lighthouseVersion, scores, lost };
}
