// The tab of a till, killed at each step of what a cashier does: see till-faults.spec.ts.
import { type Page, expect } from "@playwright/test";

import { fact } from "./demo.ts";
import { RETRY_MS, type Stand, cents, pause } from "./till-stand.ts";
import { BALE, PIN, onDisk, openShift, scan, typePin } from "./till.ts";

/** The tab goes within so many milliseconds of the key that does something. */
const SOON = 40;

/** Opens a line of the menu. */
async function open(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name, exact: true }).click();
}

/** Does what stands in the field that the cursor is in, and kills the tab in the middle of it. */
async function killed(stand: Stand): Promise<void> {
  const wait = stand.upTo(SOON);
  // Not waited for: the tab goes in the middle of it.
  const done = stand.page.keyboard.press("Enter").catch(() => undefined);
  await pause(wait);
  await stand.page.close();
  await done;
}

/** Another tab, at which she signs in; whether her shift is open there. */
async function comesBack(stand: Stand): Promise<boolean> {
  stand.page = await stand.context.newPage();
  await stand.page.goto("/till");
  await typePin(stand.page, PIN);
  const isOpen = stand.page.getByRole("search");
  const isNone = stand.page.getByRole("heading", { name: "Open your shift" });
  await expect(isOpen.or(isNone)).toBeVisible();
  return isOpen.isVisible();
}

/** Counts what the till itself expects in the drawer, as the end of the shift; returns it in cents. */
async function count(page: Page): Promise<number> {
  let counted = 0;
  // What was sold a moment ago is counted a moment later.
  await expect(async () => {
    // Where it did not agree, the sheet that said so still stands before the menu.
    await away(page);
    await open(page, "Shift so far");
    counted = cents(await fact(page, "Expected in the drawer").innerText());
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await open(page, "Close the shift");
    await page.getByLabel("Counted").fill(String(counted / 100));
    await expect(page.getByText(/, difference KSh\s0$/)).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 30_000 });
  return counted;
}

/** Ends the shift with what the till itself expects in the drawer, and returns it in cents. */
export async function closeShift(page: Page): Promise<number> {
  const counted = await count(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  return counted;
}

/** Asks what of a sale comes back. */
async function bringBack(page: Page, number: string): Promise<void> {
  await open(page, "Sales of this till");
  await page.getByRole("button", { name: new RegExp(`^Sale ${number} `) }).click();
  await page.getByRole("button", { name: "Goods come back", exact: true }).click();
}

/** The bale in it; the cursor is in its field then. */
async function aBale(page: Page): Promise<void> {
  await page.getByLabel(/^Maize flour/).fill("1");
}

async function away(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

/** What the till calls what it did last with goods. */
async function lastOf(page: Page): Promise<string> {
  await open(page, "Sales of this till");
  const rows = page.getByRole("dialog").locator(".till-list .till-row");
  await expect(rows.first()).toBeVisible();
  const name = await rows.first().innerText();
  await away(page);
  return name;
}

/** The faults. */
export const KILLS: Record<string, (stand: Stand) => Promise<void>> = {
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
  "tab killed before she is paid": async (stand) => {
    if (stand.upTo(2) === 0) await stand.ring();
    else await scan(stand.page, BALE);
    const take = () => stand.page.getByRole("button", { name: /^(Take|Paid)/ });
    await expect(take()).toBeEnabled();
    await onDisk(stand.page);
    await stand.page.close();
    await stand.openAnew();
    // What was in the cart is back, and is sold with more in it.
    await expect(take()).toBeEnabled();
    await stand.sell();
  },
  "tab killed while she is paid": async (stand) => {
    await stand.ring();
    await killed(stand);
    await stand.openAnew();
    // A cart that was not sold is back, and is sold with more in it.
    const take = stand.page.getByRole("button", { name: /^Take KSh/ });
    if (!(await take.isEnabled())) stand.unseen++;
    await stand.sell();
  },
  // What is in the drawer then is what the next shift begins with: what is lost on the way is missing at the end.
  "tab killed while she closes her shift": async (stand) => {
    const counted = await count(stand.page);
    await killed(stand);
    if (await comesBack(stand)) {
      expect(await closeShift(stand.page), "nothing has moved").toBe(counted);
      await typePin(stand.page, PIN);
    }
    await openShift(stand.page, String(counted / 100));
    stand.shifts++;
    await stand.sell();
  },
  "tab killed while she opens her shift": async (stand) => {
    const float = String((await closeShift(stand.page)) / 100);
    await typePin(stand.page, PIN);
    await expect(stand.page.getByRole("heading", { level: 1 })).toHaveText("Open your shift");
    await stand.page.keyboard.type(float);
    await killed(stand);
    if (!(await comesBack(stand))) await openShift(stand.page, float);
    stand.shifts++;
    await stand.sell();
  },
  "tab killed while goods come back": async (stand) => {
    const number = await stand.sell();
    await bringBack(stand.page, number);
    await aBale(stand.page);
    await killed(stand);
    await stand.openAnew();
    const { page } = stand;
    const back = /^Return (T\d+-\d+) /;
    if (!back.test(await lastOf(page))) {
      await bringBack(page, number);
      await aBale(page);
      await page.keyboard.press("Enter");
      const paper = page.getByRole("article").getByRole("heading", { name: /^Return T\d+-\d+$/ });
      await expect(paper).toBeVisible();
      await away(page);
    }
    stand.saw(back.exec(await lastOf(page))![1], -stand.shown.get(number)!);
    await bringBack(page, number);
    await expect(page.getByRole("dialog")).toContainText("Nothing of it is left");
    await away(page);
  },
};
