// What a customer has paid in part is not forgotten: it stays with the cart where the cashier goes back, puts the
// cart aside, locks the till or loads it anew, until it is sold or given back. And who has no shift is led to one.
import { type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

import { LATE_SALES, fact, owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, onDisk, openShift, scan, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
let number: string;

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  page = await context.newPage();
});

test.afterAll(async () => {
  await context.close();
});

/** What is still to be paid. */
function due(): Locator {
  return page.locator(".till-due").first();
}

/** A part that was paid in cash: touched, it is given back. */
function part(): Locator {
  return page.getByRole("button", { name: /^Cash .*Remove$/ });
}

/** So much is handed over in cash. */
async function hand(amount: string): Promise<void> {
  await page.getByLabel("Handed over").fill(amount);
  await page.getByRole("button", { name: /^Paid/ }).click();
}

/** Opens a line of the menu. */
async function open(name: string): Promise<void> {
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

/** What the cart says was paid for it. */
function already(): Locator {
  return fact(page, "Paid already");
}

test("a till whose cashier has opened her shift", async () => {
  await becomeTill(page, "Till that is paid in parts");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();
});

test("what was paid is there when she comes back, and is given back", async () => {
  const screen = await context.newPage();
  await screen.goto("/till/screen");
  await page.bringToFront();
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await expect(already()).toHaveCount(0);
  await page.keyboard.press("F9");
  await hand("1000");
  await expect(due()).toContainText(/KSh\s1,760/);
  // The customer sees it as well.
  await expect(fact(screen, "Cash")).toHaveText(/KSh\s−1,000/);
  await expect(fact(screen, "To pay")).toHaveText(/KSh\s1,760/);
  await screen.close();
  await page.keyboard.press("Escape");
  await expect(already()).toHaveText(/KSh\s1,000/);
  await page.keyboard.press("F9");
  await expect(due()).toContainText(/KSh\s1,760/);
  await hand("60");
  await expect(due()).toContainText(/KSh\s1,700/);
  await part().last().click();
  await expect(part()).toHaveCount(1);
  await expect(due()).toContainText(/KSh\s1,760/);
});

test("a till that is loaded anew knows what was paid", async () => {
  await onDisk(page);
  await page.reload();
  await typePin(page, PIN);
  await expect(already()).toHaveText(/KSh\s1,000/);
  await page.keyboard.press("F9");
  await expect(part()).toHaveCount(1);
  await expect(due()).toContainText(/KSh\s1,760/);
  await page.keyboard.press("Escape");
});

test("a cart that money was taken for is not emptied, and who locks the till is told", async () => {
  await page.locator(".till-line").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Money was taken for this cart");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText(/KSh\s1,000.? was taken for carts/);
  await typePin(page, PIN);
  await expect(already()).toHaveText(/KSh\s1,000/);
});

test("what was paid goes aside with its cart, and is sold once", async () => {
  const dialog = page.getByRole("dialog");
  await page.keyboard.press("F8");
  await expect(dialog.getByLabel(/^Its name/)).toBeFocused();
  await page.keyboard.type("Asha");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing is in the cart yet.")).toBeVisible();
  await open("Close the shift");
  await expect(dialog).toContainText(/KSh\s1,000.? was taken for carts that are not sold yet/);
  await page.keyboard.press("Escape");
  await open("Parked carts");
  await dialog.getByRole("button", { name: /^Asha: .* Paid already: KSh\s1,000/ }).click();
  await expect(already()).toHaveText(/KSh\s1,000/);
  await page.keyboard.press("F9");
  await expect(due()).toContainText(/KSh\s1,760/);
  await hand("2000");
  number = await numberSold(page);
  await expect(page.getByText(/KSh\s240/).first()).toBeVisible();
  // What leads to the receipt is drawn below its code.
  const qr = page.getByRole("article").locator("img");
  await expect.poll(() => qr.evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(120);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Nothing is in the cart yet.")).toBeVisible();
  await open("Parked carts");
  await expect(dialog).toContainText("No cart is parked.");
  await page.keyboard.press("Escape");
  await open("Shift so far");
  await expect(fact(page, "Expected in the drawer")).toHaveText(/KSh\s3,760/);
  await page.keyboard.press("Escape");
  await expect(page.getByText("All is sent")).toBeVisible();
});

test("a parked cart is one tab's alone, and the other is told so", async () => {
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.getByRole("button", { name: /^Park/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Park/ }).click();
  await expect(page.getByText("Nothing is in the cart yet.")).toBeVisible();
  const other = await context.newPage();
  await other.goto("/till");
  await typePin(other, PIN);
  await expect(other.getByRole("search")).toBeVisible();
  const carts = async (tab: Page) => {
    await tab.getByRole("button", { name: "Menu", exact: true }).click();
    await tab.getByRole("dialog").getByRole("button", { name: "Parked carts", exact: true }).click();
    const cart = tab.getByRole("dialog").getByRole("button", { name: /^Maize flour/ });
    await expect(cart).toHaveCount(1);
    return cart;
  };
  const [here, there] = [await carts(page), await carts(other)];
  await here.click();
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await there.click();
  await expect(other.getByRole("dialog").getByRole("alert")).toContainText("perhaps in another tab");
  await expect(there).toHaveCount(0);
  await other.close();
  await page.locator(".till-line").click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Nothing is in the cart yet.")).toBeVisible();
});

test("whose shift was closed in the back office is told so, and opens one", async () => {
  const office = await context.newPage();
  await office.goto(LATE_SALES);
  await office.getByRole("main").getByText(number).first().click();
  await office.getByRole("link", { name: "Its report" }).click();
  await office.getByText("Close the shift").first().click();
  await office.getByLabel("Counted").fill("3760");
  await office.locator("#close").getByRole("button", { name: "Close the shift" }).click();
  await expect(office.getByText("The shift is closed.")).toBeVisible();
  await office.close();

  await page.bringToFront();
  const told = page.waitForResponse("**/sync/v1/catalogue**");
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await told;
  const heading = page.getByRole("heading", { level: 1 });
  await expect(async () => {
    await page.keyboard.press("Escape");
    await open("Cash in or out");
    await expect(heading).toHaveText("Open your shift", { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(page.getByRole("alert")).toContainText("Your shift is not open");
  await page.getByLabel("Money in the drawer").focus();
  await openShift(page, "500");
  await expect(page.getByRole("alert")).not.toContainText("Your shift is not open");
  await open("Shift so far");
  await expect(fact(page, "Expected in the drawer")).toHaveText(/KSh\s500/);
});
