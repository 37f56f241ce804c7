// A till sells while everything round it fails: the network before, during and after a request, the server,
// the tab, another tab, the clock, the service worker, the device's room. Afterwards the books have every
// sale that was shown as done exactly once, its numbers have no gaps, the shift's cash is right, and the
// program's own check finds nothing broken.
//
// TILL_ROUNDS says how many faults there are, TILL_SEED has a run again.
import { appendFileSync } from "node:fs";

import { type Page, type Route, type TestInfo, expect, test } from "@playwright/test";

import { check } from "../server.ts";
import { OFFICE, fact, owner } from "./demo.ts";
import { type Meeting, RETRY_MS, Stand, cents, dice, pause, signIn } from "./till-stand.ts";
import { PIN, becomeTill, openShift, typePin } from "./till.ts";

const ROUNDS = Number(process.env.TILL_ROUNDS ?? 20);
const SEED = Number(process.env.TILL_SEED ?? Math.floor(Math.random() * 2 ** 31));
const FLOAT = 1000;
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

/** The faults. */
const FAULTS: Record<string, (stand: Stand) => Promise<void>> = {
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
    await stand.saw(total);
    await stand.page.reload();
    await signIn(stand.page);
  },
  "tab closed while it tells": async (stand) => {
    const isTold = stand.upTo(2) === 1;
    let isAsked = false;
    stand.meeting = async (route) => {
      if (isTold) await route.fetch();
      isAsked = true;
      await pause(500);
      await route.abort();
    };
    await stand.sell();
    await expect.poll(() => isAsked, { timeout: RETRY_MS }).toBe(true);
    await stand.page.close();
    await stand.openAnew();
  },
  "tab killed while she is paid": async (stand) => {
    await stand.ring();
    const wait = stand.upTo(40);
    // Not waited for: the tab goes in the middle of it.
    const paid = stand.page.keyboard.press("Enter").catch(() => undefined);
    await pause(wait);
    await stand.page.close();
    await paid;
    await stand.openAnew();
    // A cart that was not sold is back, and is sold with more in it.
    const take = stand.page.getByRole("button", { name: /^Take KSh/ });
    if (!(await take.isEnabled())) stand.unseen++;
    await stand.sell();
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
    const script = `/till/sw.js?again=${stand.upTo(1e9)}`;
    await stand.page.evaluate(async (script) => {
      const registration = await navigator.serviceWorker.register(script, { scope: "/till" });
      const worker = registration.installing ?? registration.waiting!;
      await new Promise<void>((resolve) => {
        const look = () => {
          if (worker.state === "installed") worker.postMessage("take over");
          if (worker.state === "activated") resolve();
        };
        worker.addEventListener("statechange", look);
        look();
      });
    }, script);
    isOver = true;
    stand.meeting = undefined;
    await stand.page.reload();
    await signIn(stand.page);
  },
  "no room on the device": async (stand) => {
    const total = await stand.ring();
    const store = ["meta", "outbox", "documents"][stand.upTo(3)];
    await stand.page.evaluate((store) => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...with_: [unknown, IDBValidKey?]) {
        if (this.name === store && this.transaction.objectStoreNames.contains("baskets")) {
          IDBObjectStore.prototype.put = put;
          throw new DOMException("no room", "QuotaExceededError");
        }
        return put.apply(this, with_);
      };
    }, store);
    await stand.page.keyboard.press("Enter");
    await expect(stand.page.getByRole("alert")).toContainText("The device is full");
    await expect(stand.page.getByRole("heading", { name: /^Sold/ })).toHaveCount(0);
    // She makes room, and is paid: it is one sale, and its number is the next.
    await stand.page.keyboard.press("Enter");
    await stand.done(total);
  },
};

const FAULT_NAMES = Object.keys(FAULTS);

/** Every fault before any comes again, in an order of the seed's. */
function* drawn(roll: () => number): Generator<string, never> {
  for (;;) {
    const deck = [...FAULT_NAMES];
    while (deck.length > 0) {
      yield deck.splice(Math.floor(roll() * deck.length), 1)[0];
    }
  }
}

/** What the books have of a till's series: what each number came to, in cents. */
async function booked(page: Page, series: string): Promise<[string, number][]> {
  // A clock that is behind may have sold yesterday.
  const from = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  const file = await page.request.get(`${OFFICE}/files/sales/all.csv?from=${from}`);
  expect(file.status()).toBe(200);
  const [heading, ...rows] = (await file.text()).replace("\uFEFF", "").split("\r\n");
  expect(heading.startsWith("number,date,time,total,")).toBe(true);
  const cells = rows.map((row) => row.split(","));
  const ours = cells.filter(([number]) => number.startsWith(`${series}-`));
  return ours.map(([number, , , total]) => [number, Math.round(Number(total) * 100)]);
}

/** A line of the shift's report in the back office, in words. */
async function reported(page: Page, till: string, line: string): Promise<string> {
  await page.goto(`${OFFICE}/sales/shifts`);
  await page.getByRole("row").filter({ hasText: till }).getByRole("link").first().click();
  const heading = page.getByRole("rowheader", { name: line, exact: true });
  return page.getByRole("row").filter({ has: heading }).getByRole("cell").last().innerText();
}

/** Counts what the till itself expects in the drawer, ends the shift with it, and returns it in cents. */
async function closeShift(page: Page): Promise<number> {
  const open = async (name: string) => {
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("button", { name, exact: true }).click();
  };
  await open("Shift so far");
  const counted = cents(await fact(page, "Expected in the drawer").innerText());
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await open("Close the shift");
  await page.getByLabel("Counted").fill(String(counted / 100));
  await page.getByRole("button", { name: "Close the shift" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  await expect(page.getByText("All is sent")).toBeVisible();
  return counted;
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
  const numbers = sales.map(([number]) => Number(number.split("-")[1])).sort((a, b) => a - b);
  expect(numbers, "no gaps, and none twice").toEqual(numbers.map((_, at) => at + 1));
  const totals = new Map(sales);
  for (const [number, total] of stand.shown) {
    expect(totals.get(number), `${number} is in the books as it was shown`).toBe(total);
  }
  const unseen = sales.length - stand.shown.size;
  expect(unseen).toBeGreaterThanOrEqual(0);
  expect(unseen, "no cart came back that was sold").toBeLessThanOrEqual(stand.unseen);
  const sum = sales.reduce((all, [, total]) => all + total, FLOAT * 100);
  expect(cents(await reported(office, name, "Expected")), "the shift's cash").toBe(sum);
  expect(await closeShift(stand.page), "the same by the till's own count").toBe(sum);
  expect(cents(await reported(office, name, "Counted")), "the same when it is closed").toBe(sum);
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
