// A till sells while everything round it fails: the network before, during and after a request, the server,
// the tab, another tab, the clock, the service worker, the device's room. Afterwards the books have every
// sale that was shown as done exactly once, its numbers have no gaps, the shift's cash is right, and the
// program's own check finds nothing broken.
//
// TILL_ROUNDS says how many faults there are, TILL_SEED has a run again.
import { appendFileSync } from "node:fs";

import { type Page, type Route, type TestInfo, expect, test } from "@playwright/test";

import { check } from "../server.ts";
import { owner } from "./demo.ts";
import { DAMAGES, type Evidence, FLOAT, booked, judge, reported, shiftsOf } from "./till-judge.ts";
import { KILLS, closeShift } from "./till-kills.ts";
import { type Meeting, RETRY_MS, Stand, cents, dice, pause, signIn } from "./till-stand.ts";
import { PIN, becomeTill, numberSold, openShift, typePin } from "./till.ts";

const SEED = Number(process.env.TILL_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** How long the program may look whether the books are right. */
const CHECK_MS = 60_000;

/** The books are told, and their answer gets lost after a while. */
async function loseAnswer(route: Route, after: number): Promise<void> {
  await route.fetch();
  await pause(after);
  await route.abort("connectionreset");
}

/** How far the page's clock is off, in milliseconds. Timers go on as they do. */
async function shiftClock(page: Page, by: number): Promise<void> {
  await page.evaluate((ms) => {
    const kept = globalThis as unknown as { RealDate?: DateConstructor };
    const Real = (kept.RealDate ??= Date);
    class Shifted extends Real {
      constructor(...parts: unknown[]) {
        super(...((parts.length === 0 ? [Real.now() + ms] : parts) as [number]));
      }
      static override now(): number {
        return Real.now() + ms;
      }
    }
    globalThis.Date = (ms === 0 ? Real : Shifted) as DateConstructor;
  }, by);
}

/** Has the worker of this address take over from the one before, as an idle till does. */
async function takeOver(page: Page, script: string): Promise<void> {
  await page.evaluate(async (script) => {
    const how: RegistrationOptions = { scope: "/till", updateViaCache: "all" };
    const registration = await navigator.serviceWorker.register(script, how);
    const worker = registration.installing ?? registration.waiting;
    // It has taken over already.
    if (!worker) return;
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (worker.state === "installed") worker.postMessage("take over");
        if (worker.state === "activated") resolve();
        if (worker.state === "redundant") reject(new Error("another worker came in its place"));
      };
      worker.addEventListener("statechange", look);
      look();
    });
  }, script);
}

/** The faults. */
const FAULTS: Record<string, (stand: Stand) => Promise<void>> = {
  ...KILLS,
  "cut before it is sent": (stand) => stand.sellInto((route) => route.abort("connectionfailed")),
  "cut before it is answered": (stand) => stand.sellInto((route) => loseAnswer(route, 0)),
  "answer lost on the way": (stand) => {
    const after = 50 + stand.upTo(400);
    return stand.sellInto((route) => loseAnswer(route, after));
  },
  "server busy": (stand) => stand.sellInto((route) => route.fulfill({ status: 503, body: "busy" })),
  "server killed between commit and answer": (stand) =>
    // It has committed when it answers, and nobody hears the answer.
    stand.sellIntoDeath(async (route) => {
      const answer = await route.fetch();
      expect(answer.status()).toBe(200);
    }),
  "server killed while it writes": (stand) => {
    const after = stand.upTo(60);
    return stand.sellIntoDeath(async (route) => {
      route.fetch().catch(() => undefined);
      await pause(after);
    });
  },
  "proxy lost its server": (stand) =>
    stand.sellInto(async (route) => {
      await route.fetch();
      await route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" });
    }),
  "told twice": (stand) =>
    stand.sellInto(async (route) => {
      await route.fetch();
      await route.continue();
    }),
  "network off and on": async (stand) => {
    await stand.context.setOffline(true);
    await stand.sellSome();
    await stand.context.setOffline(false);
  },
  "page reloaded when it is done": async (stand) => {
    const total = await stand.ring();
    await stand.page.keyboard.press("Enter");
    stand.saw(await numberSold(stand.page), total);
    await stand.page.reload();
    await signIn(stand.page);
  },
  "two tabs": async (stand) => {
    const first = stand.page;
    const second = await stand.open();
    const totals = [await stand.ring(first), await stand.ring(second)];
    // At once: each number is given once.
    await Promise.all([first.keyboard.press("Enter"), second.keyboard.press("Enter")]);
    await stand.done(totals[0], first);
    await stand.done(totals[1], second);
    // The one that tells the books may be the one that goes.
    const [gone, stays] = stand.upTo(2) === 0 ? [first, second] : [second, first];
    await gone.close();
    stand.page = stays;
  },
  "clock an hour off": async (stand) => {
    await shiftClock(stand.page, (stand.upTo(2) === 0 ? -1 : 1) * 3_600_000);
    await stand.sellSome();
    await shiftClock(stand.page, 0);
  },
  "service worker updated": async (stand) => {
    let isOver = false;
    const busy: Meeting = async (route) => {
      await route.fulfill({ status: 503, body: "busy" });
      if (!isOver) stand.meeting = busy;
    };
    stand.meeting = busy;
    await stand.sellSome();
    await takeOver(stand.page, `/till/sw.js?again=${stand.upTo(1e9)}`);
    isOver = true;
    stand.meeting = undefined;
    await stand.page.reload();
    await signIn(stand.page);
    // The till asked for its own worker as it was opened. Left waiting, that would load an idle page anew a
    // minute later, in the middle of another fault.
    await takeOver(stand.page, "/till/sw.js");
  },
  "no room on the device": async (stand) => {
    const total = await stand.ring();
    const fault = { store: ["meta", "outbox", "documents"][stand.upTo(3)], undone: stand.upTo(2) === 0 };
    await stand.page.evaluate(({ store, undone }) => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...with_: [unknown, IDBValidKey?]) {
        if (this.name !== store || !this.transaction.objectStoreNames.contains("baskets")) {
          return put.apply(this, with_);
        }
        IDBObjectStore.prototype.put = put;
        if (!undone) throw new DOMException("no room", "QuotaExceededError");
        const request = put.apply(this, with_);
        this.transaction.abort();
        return request;
      };
    }, fault);
    await stand.page.keyboard.press("Enter");
    await expect(stand.page.getByRole("alert")).toContainText("The device is full");
    await expect(stand.page.getByRole("heading", { name: /^Sold/ })).toHaveCount(0);
    // She makes room, and is paid: it is one sale, and its number is the next.
    await stand.page.keyboard.press("Enter");
    await stand.done(total);
  },
  "browser closes what it keeps": async (stand) => {
    await stand.ring();
    // As it does where the disk is full.
    await stand.page.evaluate(() => {
      const { tillBase } = globalThis as unknown as { tillBase: IDBDatabase };
      tillBase.close();
      tillBase.dispatchEvent(new Event("close"));
    });
    await stand.page.keyboard.press("Enter");
    await expect(stand.page.getByRole("alert").getByText("This browser keeps nothing now")).toBeVisible();
    await expect(stand.page.getByRole("heading", { name: /^Sold/ })).toHaveCount(0);
    await stand.page.getByRole("button", { name: "Load anew" }).click();
    await signIn(stand.page);
    await stand.sell();
  },
};

const FAULT_NAMES = Object.keys(FAULTS);
/** Each of them once, where nothing is said. */
const ROUNDS = Number(process.env.TILL_ROUNDS ?? FAULT_NAMES.length);

/** Every fault before any comes again, in an order of the seed's. */
function* drawn(roll: () => number): Generator<string, never> {
  for (;;) {
    const deck = [...FAULT_NAMES];
    while (deck.length > 0) {
      yield deck.splice(Math.floor(roll() * deck.length), 1)[0];
    }
  }
}

function said(info: TestInfo, text: string): void {
  info.annotations.push({ type: "till", description: text });
  console.log(text);
}

test("whatever fails, every sale is in the books once", async ({ browser }, info) => {
  test.setTimeout(60_000 + RETRY_MS + CHECK_MS + ROUNDS * 20_000);
  const begun = Date.now();
  said(info, `TILL_SEED=${SEED} TILL_ROUNDS=${ROUNDS}`);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  const stand = new Stand(context, dice(SEED));
  await context.route("**/sync/v1/events", async (route) => {
    const { meeting } = stand;
    stand.meeting = undefined;
    // A tab that is gone hears no answer.
    await (meeting ? meeting(route) : route.continue()).catch(() => undefined);
  });
  await context.addInitScript(() => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...with_: [string, number?]) {
      const request = open.apply(this, with_);
      const keep = () => Object.assign(globalThis, { tillBase: request.result });
      request.addEventListener("success", keep);
      return request;
    };
  });
  const name = `Faulty till ${SEED}`;
  stand.page = await context.newPage();
  await becomeTill(stand.page, name);
  await typePin(stand.page, PIN);
  await openShift(stand.page, String(FLOAT));

  const faults = drawn(stand.roll);
  for (let round = 1; round <= ROUNDS; round++) {
    const fault = faults.next().value;
    await test.step(`${round}: ${fault}`, () => FAULTS[fault](stand));
  }

  await expect(stand.page.getByText("All is sent")).toBeVisible({ timeout: RETRY_MS });
  const office = await context.newPage();
  const [first] = stand.shown.keys();
  const sales = await booked(office, first.split("-")[0]);
  const drawer: Record<string, number> = {};
  drawer["the shift's report"] = cents(await reported(office, name, "Expected"));
  drawer["the till"] = await closeShift(stand.page);
  await expect(stand.page.getByText("All is sent")).toBeVisible();
  drawer["what was counted"] = cents(await reported(office, name, "Counted"));
  const shifts = await shiftsOf(office, name);
  const { shown, unseen, shifts: opened } = stand;
  const evidence: Evidence = { shown, unseen, sales, drawer, opened, shifts };
  expect(judge(evidence)).toEqual([]);
  for (const [damage, done] of Object.entries(DAMAGES)) {
    expect(judge(done(evidence)), `the judge sees that ${damage}`).not.toEqual([]);
  }
  expect(await check(), "the program finds nothing broken").toContain(", 0 broken");
  const seconds = Math.round((Date.now() - begun) / 1000);
  said(info, `${sales.length} sales, ${stand.shown.size} of them seen done, in ${seconds} s`);
  if (process.env.PROOF_TABLE) {
    const faults = `${ROUNDS} of ${FAULT_NAMES.length} kinds`;
    const row = ["a till in a browser", `${sales.length} sales`, faults, stand.shown.size, 0, 0, seconds, SEED];
    appendFileSync(process.env.PROOF_TABLE, `| ${row.join(" | ")} |\n`);
  }
  await context.close();
});
