// A cashier's shift at a till with two tabs, and without a network: what she sells is in the shift that she
// opened last, whatever the books know of it yet; and what was taken back is taken back once.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { fact, owner } from "./demo.ts";
import { RETRY_MS } from "./till-stand.ts";
import { BALE, PIN, scan, becomeTill, numberSold, openShift, sellBale, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let first: Page;
let page: Page;

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
});

test.afterAll(async () => {
  await context.close();
});

/** Sells a bale for cash; its number. */
async function sell(): Promise<string> {
  const number = await sellBale(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
  return number;
}

/** Opens a line of the menu. */
async function open(name: string): Promise<void> {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name, exact: true }).click();
}

/** What her shift says is in the drawer. */
async function expectDrawer(amount: RegExp): Promise<void> {
  await open("Shift so far");
  await expect(fact(page, "Expected in the drawer")).toHaveText(amount);
  await page.getByRole("button", { name: "Close", exact: true }).click();
}

async function allSent(): Promise<void> {
  await expect(page.getByText("All is sent")).toBeVisible({ timeout: RETRY_MS });
}

test("a shift that is opened in the tab that does not tell the books is open there", async () => {
  first = await context.newPage();
  await becomeTill(first, "Till with two tabs");
  page = await context.newPage();
  await page.goto("/till");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await allSent();
  await sell();
  await expectDrawer(/KSh\s3,760/);
  await allSent();
});

test("a cart that one tab has in hand is in no other", async () => {
  await scan(page, BALE);
  const take = page.getByRole("button", { name: /^Take KSh\s2,760/ });
  await expect(take).toBeEnabled();
  await first.bringToFront();
  await typePin(first, PIN);
  await expect(first.getByRole("search")).toBeVisible();
  await expect(first.getByText("Nothing is in the cart yet.")).toBeVisible();
  await first.close();
  await page.bringToFront();
  await expect(take).toBeEnabled();
  await page.keyboard.press("F9");
  await expect(page.getByLabel("Handed over")).toBeFocused();
  await page.keyboard.press("Enter");
  await numberSold(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
  await expectDrawer(/KSh\s6,520/);
});

test("without a network she closes her shift, and sells in the next one", async () => {
  test.setTimeout(60_000 + RETRY_MS);
  await context.setOffline(true);
  await open("Close the shift");
  await page.getByLabel("Counted").fill("6500");
  await page.getByRole("button", { name: "Close the shift" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  // What it came to stands there for her, until somebody else's turn begins.
  await expect(page.getByRole("heading", { name: "The shift is closed." })).toBeVisible();
  await expect(fact(page, "Cash")).toHaveText(/KSh\s5,520/);
  await expect(fact(page, "Counted")).toHaveText(/KSh\s6,500/);
  await expect(fact(page, "Expected in the drawer")).toHaveText(/KSh\s6,520/);
  await expect(page.getByText(/difference KSh\s−20/)).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { level: 1 })).toBeHidden();
  await expect(fact(page, "Counted")).toBeVisible();
  await page.emulateMedia({ media: null });
  await typePin(page, PIN);
  await openShift(page, "500");
  await expect(page.getByRole("heading", { name: "The shift is closed." })).toHaveCount(0);
  await sell();
  await expectDrawer(/KSh\s3,260/);
  await context.setOffline(false);
  await allSent();
  await expectDrawer(/KSh\s3,260/);
});

test("what was a mistake is paid back once", async () => {
  const number = await sell();
  await expectDrawer(/KSh\s6,020/);
  const sheet = page.getByRole("dialog");
  const find = async () => {
    await open("Sales of this till");
    await sheet.getByRole("button", { name: new RegExp(`^Sale ${number} `) }).click();
  };
  const mistake = async () => {
    await find();
    await sheet.getByText("It was a mistake").click();
    await sheet.getByRole("button", { name: "Void this sale" }).click();
  };
  await mistake();
  await expect(sheet.getByRole("article").getByRole("heading", { name: /^Void/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expectDrawer(/KSh\s3,260/);
  await mistake();
  await expect(sheet.getByRole("alert")).toContainText("came back already");
  await page.keyboard.press("Escape");
  await find();
  await sheet.getByRole("button", { name: "Goods come back" }).click();
  await expect(sheet).toContainText("Nothing of it is left");
  await page.keyboard.press("Escape");
  await expectDrawer(/KSh\s3,260/);
});
