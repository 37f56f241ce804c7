// A cashier sells a gift voucher at her till, without a network too: the code is made there and stands on the
// paper, the money is in her shift, and the voucher pays as soon as the till has told of it.
import { type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

import { LATE_SALES, OFFICE, fact, owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
/** The code as it is printed. */
let code: string;

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({
    viewport: { width: 360, height: 640 },
    storageState: await owner(browser),
  });
  page = await context.newPage();
});

test.afterAll(async () => {
  await context.close();
});

/** A line of the menu, opened. */
async function fromMenu(name: RegExp): Promise<Locator> {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("dialog").getByRole("button", { name }).click();
  return page.getByRole("dialog");
}

function sold(): Locator {
  return page.getByRole("heading", { name: /^Voucher sold: [0-9A-Z]{5}-[0-9A-Z]{5}$/ });
}

test("a till on a phone whose cashier has opened her shift", async () => {
  await becomeTill(page, "Till that sells vouchers");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();
});

test("what is no voucher is said in words", async () => {
  const sheet = await fromMenu(/^Sell a gift voucher/);
  const sell = sheet.getByRole("button", { name: "Sell the voucher" });
  const alert = sheet.getByRole("alert");
  await sell.click();
  await expect(alert).toContainText("Type an amount");
  await sheet.getByLabel("Amount", { exact: true }).fill("1500");
  await sheet.getByLabel("Handed over").fill("1000");
  await sell.click();
  await expect(alert).toContainText("That is less than the voucher");
  await sheet.getByRole("button", { name: "M-Pesa", exact: true }).click();
  await sell.click();
  await expect(alert).toContainText("Type the M-Pesa code of the message");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("without a network a voucher is sold for cash, with its code on the paper", async () => {
  await context.setOffline(true);
  const sheet = await fromMenu(/^Sell a gift voucher/);
  await sheet.getByLabel("Amount", { exact: true }).fill("1500");
  await sheet.getByLabel("Handed over").fill("2000");
  await expect(sheet.locator(".till-due")).toContainText(/KSh\s500/);
  await sheet.getByLabel(/^For whom/).fill("For Asha");
  await sheet.getByRole("button", { name: "Sell the voucher" }).click();
  await expect(sold()).toBeVisible();
  code = (await sold().innerText()).replace("Voucher sold: ", "");
  await expect(page.locator(".till-due")).toContainText(/KSh\s500/);
  await expect(page.getByText("Nobody can pay with it before it is sent.")).toBeVisible();
  const paper = page.getByRole("article");
  await expect(paper).toContainText(code);
  await expect(paper).toContainText("For Asha");
  await expect(paper).not.toContainText("Taxes inside");
});

test("it is there after the till was killed, and is printed again as a copy", async () => {
  await page.reload();
  await typePin(page, PIN);
  await expect(page.getByRole("search")).toBeVisible();
  await expect(page.getByText("No network, 1 to send")).toBeVisible();
  const all = await fromMenu(/^Sales of this till/);
  await expect(all.getByLabel("Number or code")).toBeFocused();
  const end = code.slice(-4);
  await all.getByRole("button", { name: new RegExp(`^Gift voucher \\*${end} `) }).click();
  const paper = page.getByRole("article");
  await expect(paper).toContainText("COPY");
  await expect(paper).toContainText(code);
  await page.keyboard.press("Escape");
  const shift = await fromMenu(/^Shift so far/);
  await expect(shift).toContainText(/Gift vouchers\s*1/);
  await expect(shift).toContainText(/Expected in the drawer\s*KSh\s2,500/);
  await page.keyboard.press("Escape");
});

test("with a network it is told, and pays", async () => {
  // What was not told is told again after a minute at most.
  test.setTimeout(100_000);
  await context.setOffline(false);
  await expect(page.getByText("All is sent")).toBeVisible({ timeout: 75_000 });
  await page.setViewportSize({ width: 1440, height: 900 });
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: "Gift voucher", exact: true }).click();
  await page.getByLabel("Code of the voucher").fill(code.toLowerCase());
  await page.getByRole("button", { name: /^Paid/ }).click();
  await expect(page.locator(".till-due").first()).toContainText(/KSh\s1,260/);
  await page.getByRole("button", { name: "Cash", exact: true }).click();
  await page.getByLabel("Handed over").press("Enter");
  const number = await numberSold(page);
  await expect(page.getByText("All is sent")).toBeVisible();

  const office = await context.newPage();
  await office.goto(`${OFFICE}/sales/vouchers?q=${code}`);
  const main = office.getByRole("main");
  await main.getByRole("link", { name: code }).click();
  await expect(fact(main, "Left")).toHaveText(/^KSh\s0\.00$/);
  await office.goto(LATE_SALES);
  await main.getByText(number).first().click();
  await office.getByRole("link", { name: "Its report" }).click();
  const report = office.getByRole("article");
  await expect(report).toContainText(/1 gift voucher sold, no sale yet\s*1,500\.00/);
  await expect(report).toContainText(/Cash of sales and vouchers\s*2,760\.00/);
  await expect(report).toContainText(/Expected\s*3,760\.00/);
  await office.close();
});

test("by keyboard alone, and another way to pay", async () => {
  await page.getByRole("button", { name: /^New sale/ }).click();
  await page.getByRole("button", { name: "Menu" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Sell a gift voucher/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Amount", { exact: true })).toBeFocused();
  await page.keyboard.type("200");
  const card = page.getByRole("dialog").getByRole("button", { name: "Card", exact: true });
  await card.focus();
  await page.keyboard.press("Enter");
  await expect(card).toHaveAttribute("aria-pressed", "true");
  await page.getByLabel("Amount", { exact: true }).press("Enter");
  await expect(sold()).toBeVisible();
  await expect(page.getByRole("article")).toContainText(/Card\s*200\.00/);
  await expect(page.getByText("All is sent")).toBeVisible();
});

test("one that was not paid in cash leads to the back office, where it is made void", async () => {
  const end = (await sold().innerText()).slice(-4);
  await page.getByRole("button", { name: /^New sale/ }).click();
  const all = await fromMenu(/^Sales of this till/);
  await all.getByRole("button", { name: new RegExp(`^Gift voucher \\*${end} `) }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("in the back office: Sales, Gift vouchers, Make it void");
  await expect(sheet.getByText("It was a mistake")).toHaveCount(0);
  await page.keyboard.press("Escape");
  const office = await context.newPage();
  await office.goto(LATE_SALES);
  const main = office.getByRole("main");
  await office.getByRole("link", { name: "Gift vouchers", exact: true }).first().click();
  await main.getByRole("link", { name: new RegExp(`${end}$`) }).click();
  await expect(main.getByText("Make it void", { exact: true })).toBeVisible();
  await office.close();
});

test("one that was a mistake is paid back out of the drawer, once", async () => {
  const drawer = async (amount: RegExp) => {
    const shift = await fromMenu(/^Shift so far/);
    await expect(fact(shift, "Expected in the drawer")).toHaveText(amount);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  };
  await drawer(/KSh\s3,760/);
  const sheet = await fromMenu(/^Sell a gift voucher/);
  await sheet.getByLabel("Amount", { exact: true }).fill("300");
  await sheet.getByRole("button", { name: "Sell the voucher" }).click();
  await expect(sold()).toBeVisible();
  const end = (await sold().innerText()).slice(-4);
  await page.getByRole("button", { name: /^New sale/ }).click();
  await drawer(/KSh\s4,060/);
  const mistake = async () => {
    const all = await fromMenu(/^Sales of this till/);
    await all.getByRole("button", { name: new RegExp(`^Gift voucher \\*${end} `) }).click();
    await page.getByText("It was a mistake").click();
    await page.getByRole("dialog").getByRole("button", { name: "Pay back" }).click();
  };
  await mistake();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await drawer(/KSh\s3,760/);
  await expect(page.getByText("All is sent")).toBeVisible();
  await mistake();
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("came back already");
  await page.keyboard.press("Escape");
});
