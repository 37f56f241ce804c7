// A business that takes tips: the till asks for one, what is to be paid is the goods and the tip, and the
// receipt and the shift's report say how much it was; however much is asked, the way to be paid is in reach.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { LATE_SALES, OFFICE, owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, typePin } from "./till.ts";
import { covered } from "./visit.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;

/** Sets whether the business takes tips. */
async function takeTips(on: boolean): Promise<void> {
  await page.goto(`${OFFICE}/settings/selling`);
  await page.getByLabel("Take tips").setChecked(on);
  await page.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("main").getByRole("status").first()).toBeVisible();
  await expect(page.getByLabel("Take tips")).toBeChecked({ checked: on });
}

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  page = await context.newPage();
});

test.afterAll(async () => {
  await takeTips(false);
  await context.close();
});

test("a till of a business that takes tips", async () => {
  await takeTips(true);
  await becomeTill(page, "Till with tips");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();
});

test("what is to be paid is the goods and the tip, and the receipt says both", async () => {
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  const due = page.locator(".till-due").first();
  await expect(due).toContainText(/KSh\s2,760/);
  const tip = page.getByLabel("Tip", { exact: true });
  await tip.fill("much");
  await page.getByRole("button", { name: /^Paid/ }).click();
  await expect(page.getByRole("alert")).toContainText("Type an amount that can be paid");
  await tip.fill("40");
  await expect(due).toContainText(/KSh\s2,800/);
  await page.getByRole("button", { name: /^Paid/ }).click();
  const number = await numberSold(page);
  const receipt = page.getByRole("article");
  await expect(receipt).toContainText(/Total\s*KSh\s2,760/);
  await expect(receipt).toContainText(/Tip\s*40/);
  await expect(page.getByText("All is sent")).toBeVisible();

  const office = await context.newPage();
  await office.goto(LATE_SALES);
  await office.getByRole("main").getByText(number).first().click();
  await expect(office.getByRole("main")).toContainText(/Tip\s*KSh\s40/);
  await office.getByRole("link", { name: "Its report" }).click();
  await expect(office.getByRole("article")).toContainText(/Tips, kept for the staff\s*40/);
  await office.close();
});

test("the customer is shown what the tab says that was touched last", async () => {
  await page.getByRole("button", { name: /^New sale/ }).click();
  const screen = await context.newPage();
  await screen.goto("/till/screen");
  const shown = screen.locator(".till-screen");
  await expect(shown).toBeVisible();
  await page.bringToFront();
  await scan(page, BALE);
  // Of a pack she is told what one of it is, as the cashier is.
  await expect(shown).toContainText(/ · 1 × KSh\s2,760 \/ bale/);
  const idle = await context.newPage();
  await idle.goto("/till");
  await expect(idle.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  await expect(shown).toContainText(/KSh\s2,760/);
  await idle.keyboard.press("Shift");
  await expect(shown).not.toContainText("2,760");
  await page.bringToFront();
  await page.keyboard.press("Shift");
  await expect(shown).toContainText(/KSh\s2,760/);
  await idle.close();
  await screen.close();
});

test("whatever is to be filled in, the way to be paid is in reach", async () => {
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  const paid = page.getByRole("button", { name: /^Paid/ });
  // A part in cash, and the rest by voucher, with a tip.
  await page.getByLabel("Handed over").fill("60");
  await paid.click();
  await expect(page.locator(".till-due").first()).toContainText(/KSh\s2,700/);
  // On a small phone every way to be paid is seen without a swipe.
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(() => window.scrollTo(0, 0));
  for (const way of ["Cash", "M-Pesa", "Card", "Bank transfer", "On account", "Gift voucher"]) {
    await expect(page.getByRole("button", { name: way, exact: true })).toBeInViewport({ ratio: 1 });
  }
  await page.getByRole("button", { name: "Gift voucher", exact: true }).click();
  await page.getByLabel("Tip", { exact: true }).fill("40");
  for (const [width, height] of [[1440, 900], [360, 640], [740, 360]] as const) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => window.scrollTo(0, 0));
    await expect(page.getByLabel("Code of the voucher")).toBeVisible();
    await expect(paid, `at ${width} × ${height}`).toBeInViewport({ ratio: 1 });
    expect(await covered(page), `at ${width} × ${height}`).toEqual([]);
    // Who goes by keyboard sees where she is.
    await page.getByLabel("Code of the voucher").focus();
    await page.getByLabel("Tip", { exact: true }).focus();
    const bar = await page.locator(".till-pay .till-foot").boundingBox();
    const field = await page.getByLabel("Tip", { exact: true }).boundingBox();
    expect(field!.y + field!.height).toBeLessThanOrEqual(bar!.y);
    // Nor is it said out of her sight what will not do.
    await paid.click();
    const said = page.getByText("Type the code of the voucher");
    await expect(said, `at ${width} × ${height}`).toBeInViewport({ ratio: 1 });
    await page.getByRole("button", { name: "Card", exact: true }).click();
    await page.getByRole("button", { name: "Gift voucher", exact: true }).click();
  }
});

test("who pays out tips that the books do not know of is told who will ask", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press("Escape");
  await expect(page.getByRole("search")).toBeVisible();
  const menu = page.getByRole("button", { name: "Menu", exact: true });
  const dialog = page.getByRole("dialog");
  await menu.click();
  await dialog.getByRole("button", { name: "Cash in or out" }).click();
  await dialog.getByLabel("Why").selectOption("tips");
  await expect(dialog).toContainText("If another till took tips, let it send its sales first.");
  await dialog.getByLabel("Amount", { exact: true }).fill("90000");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Written down.")).toBeAttached();
  await expect(page.getByText("All is sent")).toBeVisible();
  // The money is gone: it is in the books, and somebody looks at it.
  const office = await context.newPage();
  await office.goto(`${OFFICE}/sales/flags`);
  await expect(office.getByRole("main")).toContainText(/KSh\s90,000.? was paid out as tips/);
  await office.close();
});
