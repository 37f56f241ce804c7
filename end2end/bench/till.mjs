// A till in a real browser, with a processor and a network as slow as a phone's: `node till.mjs JOB` prints
// one JSON object of what was seen. JOB is JSON: where the program is, the cookie that makes the browser a
// till, a folder for the browser, the PIN, barcodes, how often to start and how many lines a sale has.
//
// All times are milliseconds, taken in the page: from the press of a key, as the browser dates it, until
// what it leads to was drawn, or is in the database of the browser. That stands on a disk: no private window.
import { createServer, request as ask } from "node:http";

import { chromium } from "@playwright/test";

const PROCESSOR = 4;
// Slow 4G as Lighthouse and Chromium's own tools have it.
const NETWORK = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1474.56 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
};
/** Between two keys of a scanner. */
const KEY_MS = 10;
/** What was not drawn by then is lost. */
const PATIENCE_MS = 10_000;
const LOAD_MS = 1_800_000;
const LOADING = ".till-alerts + .notice.info";

const job = JSON.parse(process.argv[2]);
const between = await counting(new URL(job.address));
try {
  process.stdout.write(`${JSON.stringify(await look())}\n`);
} finally {
  between.close();
}

async function look() {
  const seen = { starts: [], pins: [], in_field: [], elsewhere: [], lost: 0, sales: [], later: [] };
  await within(async (till) => Object.assign(seen, await firstVisit(till)));
  for (let left = job.starts; left > 0; left -= 1) {
    await within(async (till) => {
      seen.starts.push(await start(till));
      seen.pins.push(await signIn(till, ".till-tile"));
      await pause(3_000);
      seen.later.push(between.take().filter(isTheTill));
      if (left > 1) return;
      // It opened before all its goods were there again.
      await till.page.locator(LOADING).waitFor({ state: "detached", timeout: LOAD_MS });
      await sellMuch(till, seen);
    });
  }
  return seen;
}

/** What is downloaded, how soon one may sell, and what is sold before all goods are there. */
async function firstVisit(till) {
  const { context, page } = till;
  const cookie = { name: "dukani_till", value: job.cookie, url: job.address };
  await context.addCookies([{ ...cookie, expires: Math.floor(Date.now() / 1000) + 86_400 }]);
  const door = await start(till);
  await signIn(till, "#till-float");
  await page.locator("#till-float").pressSequentially("1000");
  await page.keyboard.press("Enter");
  await page.locator(".till-tile").first().waitFor();
  const meanwhile = [];
  for (const code of job.first) {
    if (!(await isLoading(page))) break;
    if ((await scan(till, code, true)) === null) continue;
    const sale = await sell(till);
    if (await isLoading(page)) meanwhile.push(sale);
  }
  await page.locator(LOADING).waitFor({ state: "detached", timeout: LOAD_MS });
  const loaded = await page.evaluate(() => performance.now());
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await pause(3_000);
  return { door, loaded, meanwhile, first: between.take().filter(isTheTill) };
}

/** Sales with the cursor in the search field and elsewhere, by turns. */
async function sellMuch(till, seen) {
  for (let at = 0; at < job.codes.length; at += job.lines) {
    const inField = (at / job.lines) % 2 === 0;
    let scanned = 0;
    for (const code of job.codes.slice(at, at + job.lines)) {
      const took = await scan(till, code, inField);
      if (took === null) {
        seen.lost += 1;
        continue;
      }
      scanned += 1;
      (inField ? seen.in_field : seen.elsewhere).push(took);
    }
    if (scanned > 0) seen.sales.push(await sell(till));
  }
}

/** A browser that was not open before, with what it kept of the times before. */
async function within(act) {
  const context = await chromium.launchPersistentContext(job.folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-dev-shm-usage",
    ],
    proxy: { server: between.address },
    viewport: { width: 1440, height: 900 },
  });
  try {
    context.setDefaultTimeout(120_000);
    await context.addInitScript(watch);
    const page = context.pages()[0] ?? (await context.newPage());
    const browser = await context.newCDPSession(page);
    await browser.send("Emulation.setCPUThrottlingRate", { rate: PROCESSOR });
    await browser.send("Network.enable");
    await browser.send("Network.emulateNetworkConditions", NETWORK);
    await act({ context, page, browser });
  } finally {
    await context.close();
  }
}

/** Runs in the page before all of it: notes when what is waited for is drawn, or kept. */
function watch() {
  const bench = { entered: 0, kept: 0, shown: undefined };
  window.bench = bench;
  /** When so many of something are there and the frame with the last of them was drawn. */
  bench.when = (selector, count) =>
    new Promise((resolve) => {
      const look = () => {
        if (document.querySelectorAll(selector).length < count) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          // This message comes when the frame is drawn.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          port2.postMessage(0);
        });
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { childList: true, subtree: true });
      look();
    });
  bench.expect = (selector, count) => {
    bench.entered = 0;
    bench.kept = 0;
    bench.shown = bench.when(selector, count);
  };
  /** What has come of it; nothing was shown where that takes too long. */
  bench.outcome = async (patience) => {
    const late = new Promise((resolve) => setTimeout(() => resolve(null), patience));
    const shown = await Promise.race([bench.shown, late]);
    return { entered: bench.entered, kept: bench.kept, shown };
  };
  bench.door = bench.when(".till-door .till-row", 1);

  const note = (event) => {
    if (event.key === "Enter") bench.entered = event.timeStamp;
  };
  addEventListener("keydown", note, { capture: true });
  // Of all that the till writes, only what happened is in both of these: a cart alone is not.
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, ...how) {
    const transaction = begin.call(this, stores, ...how);
    const isRecord = how[0] === "readwrite" && stores.includes("outbox") && stores.includes("baskets");
    if (isRecord) transaction.addEventListener("complete", () => (bench.kept = performance.now()));
    return transaction;
  };
}

/** Opens the till; how long it took until somebody could say who she is. */
async function start({ page }) {
  await page.goto(`${job.address}/till`);
  return page.evaluate(() => window.bench.door);
}

/** Her PIN; how long it took from its last key until what comes then was drawn. */
async function signIn({ page }, then) {
  await page.locator(".till-door .till-row").first().click();
  await page.locator("#till-pin").pressSequentially(job.pin);
  const seen = await pressed(page, then);
  return seen.shown - seen.entered;
}

/** Presses Enter, and waits for what comes of it. */
async function pressed(page, then) {
  await page.evaluate((then) => window.bench.expect(then, 1), then);
  await page.keyboard.press("Enter");
  const seen = await page.evaluate((patience) => window.bench.outcome(patience), 6 * PATIENCE_MS);
  if (seen.shown === null) throw new Error(`${then} did not come: ${await page.innerText("body")}`);
  return seen;
}

/** Scans; how long it took until the line was drawn, null where it never was. */
async function scan({ page, browser }, code, inField) {
  await page.evaluate((inField) => {
    if (inField) document.getElementById("till-search").focus();
    else document.activeElement?.blur();
    window.bench.expect(".till-line", document.querySelectorAll(".till-line").length + 1);
  }, inField);
  const keys = [];
  for (const key of [...code, "Enter"]) {
    // Not waited for: a scanner goes on whether the page can follow or not.
    keys.push(press(browser, key));
    await pause(KEY_MS);
  }
  await Promise.all(keys);
  const seen = await page.evaluate((patience) => window.bench.outcome(patience), PATIENCE_MS);
  if (seen.shown !== null) return seen.shown - seen.entered;
  await page.evaluate(() => {
    document.querySelector("dialog[open]")?.close();
    const field = document.getElementById("till-search");
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return null;
}

function press(browser, key) {
  const isEnter = key === "Enter";
  const text = isEnter ? "\r" : key;
  const which = {
    key,
    code: isEnter ? key : `Digit${key}`,
    windowsVirtualKeyCode: text.charCodeAt(0),
  };
  const down = { type: "keyDown", text, unmodifiedText: text, ...which };
  return Promise.all([
    browser.send("Input.dispatchKeyEvent", down),
    browser.send("Input.dispatchKeyEvent", { type: "keyUp", ...which }),
  ]);
}

/** Takes cash for what is in the cart: how long from the last key until it is kept, and until it is shown. */
async function sell({ page }) {
  // What was scanned before its goods were there belongs to this sale.
  await page.locator(".till-line .status.info").first().waitFor({ state: "detached" });
  await page.keyboard.press("F9");
  await page.locator("#till-paid:focus").waitFor({ timeout: 15_000 }).catch(async (error) => {
    // What the till says instead is why.
    throw new Error(`not paid: ${await page.locator("body").innerText()}`, { cause: error });
  });
  const seen = await pressed(page, ".till-done");
  await page.locator(".till-done button:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".till-tile").first().waitFor();
  return { kept: seen.kept - seen.entered, shown: seen.shown - seen.entered };
}

async function isLoading(page) {
  return (await page.locator(LOADING).count()) > 0;
}

/** What is neither the goods, nor comes with what is sold, as the picture of a receipt's code. */
function isTheTill({ path }) {
  return !path.startsWith("/sync/") && !path.startsWith("/till/qr/");
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Stands between the browser and the program, and counts what the program sends, as it is sent. */
async function counting(program) {
  let all = [];
  const server = createServer((asked, answer) => {
    const to = new URL(asked.url, program);
    if (to.host !== program.host) {
      answer.writeHead(403).end();
      return;
    }
    const { method, headers } = asked;
    const onward = ask(to, { method, headers }, (said) => {
      const isByWorker = "service-worker" in headers || (headers.referer ?? "").endsWith("/till/sw.js");
      const one = {
        path: to.pathname + to.search,
        bytes: said.rawHeaders.join(": ").length,
        packed: said.headers["content-encoding"] ?? "",
        by_worker: isByWorker,
      };
      all.push(one);
      said.on("data", (chunk) => (one.bytes += chunk.length));
      answer.writeHead(said.statusCode, said.rawHeaders);
      said.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    /** What was sent since it was taken last. */
    take() {
      const taken = all;
      all = [];
      return taken;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
