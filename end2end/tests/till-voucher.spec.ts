// A gift voucher is sold in the back office and pays a part at the till, where the server says what is left of
// it; cash pays the rest, and the voucher's page shows what can still be bought with it.
import { type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

import { OFFICE, fact, owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
/** The code as it is printed, and the page that it stands on. */
let code: string;
let voucher: string;

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

/** A bale in the cart, and the customer pays by voucher. */
async function ringUp(): Promise<void> {
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: "Gift voucher", exact: true }).click();
}

/** Types a code, and says that it is paid. */
async function payBy(typed: string): Promise<void> {
  await page.getByLabel("Code of the voucher").fill(typed);
  await page.getByRole("button", { name: /^Paid/ }).click();
}

/** What is still to be paid. */
function due(): Locator {
  return page.locator(".till-due").first();
}

/** What a voucher has paid so far: touched, it is taken back. */
function part(): Locator {
  return page.getByRole("button", { name: /^Gift voucher [0-9A-Z]{10}/ });
}

test("a voucher is sold in the back office", async () => {
  await page.goto(`${OFFICE}/sales/vouchers`);
  const main = page.getByRole("main");
  await main.getByLabel("Amount", { exact: true }).fill("3000");
  await main.getByRole("button", { name: "Sell voucher" }).click();
  const paper = main.getByRole("article", { name: "Gift voucher" });
  await expect(paper).toContainText(/KSh\s3,000/);
  const printed = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(await paper.innerText());
  expect(printed, "the code stands on the paper").not.toBeNull();
  code = printed![0];
  voucher = page.url();
});

test("a till whose cashier has opened her shift", async () => {
  await becomeTill(page, "Till that takes vouchers");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();
});

test("what pays nothing is said in words", async () => {
  await ringUp();
  const alert = page.getByRole("alert");
  await page.getByRole("button", { name: /^Paid/ }).click();
  await expect(alert).toContainText("Type the code of the voucher");
  await payBy("22222-22223");
  await expect(alert).toContainText("No voucher has the code 22222-22223");
  await context.setOffline(true);
  await payBy(code);
  await expect(alert).toContainText("A voucher cannot be looked at without a network");
  await context.setOffline(false);
  await expect(part()).toHaveCount(0);
  await expect(due()).toContainText(/KSh\s2,760/);
});

test("a voucher pays a part, once, and cash the rest", async () => {
  // What was not told is told again after a minute at most.
  test.setTimeout(100_000);
  await page.getByLabel("Amount").fill("2000");
  await payBy(code.toLowerCase());
  await expect(part()).toContainText(/KSh\s2,000/);
  await expect(due()).toContainText(/KSh\s760/);
  await payBy(code);
  await expect(page.getByRole("alert")).toContainText("This voucher pays a part of it already");
  await expect(part()).toHaveCount(1);
  await page.getByRole("button", { name: "Cash", exact: true }).click();
  await page.getByLabel("Handed over").fill("1000");
  await expect(page.getByText(/KSh\s240/)).toBeVisible();
  await page.getByLabel("Handed over").press("Enter");
  const number = await numberSold(page);
  // Who has the whole code can buy with it.
  const receipt = page.getByRole("article");
  await expect(receipt).toContainText(`Gift voucher *${code.slice(-4)}`);
  await expect(receipt).not.toContainText(code.replace("-", ""));
  await expect(page.getByText("All is sent")).toBeVisible({ timeout: 75_000 });

  const office = await context.newPage();
  await office.goto(voucher);
  const main = office.getByRole("main");
  await expect(fact(main, "Left")).toHaveText(/^KSh\s1,000\.00$/);
  await expect(main.getByRole("row").filter({ hasText: number })).toContainText("2,000.00");
  await office.close();
});

test("no more is taken than is left, and what is not sold leaves it as it was", async () => {
  await page.getByRole("button", { name: /^New sale/ }).click();
  await ringUp();
  await payBy(code);
  await expect(part()).toContainText(/KSh\s1,000/);
  await expect(due()).toContainText(/KSh\s1,760/);
  await part().click();
  await expect(due()).toContainText(/KSh\s2,760/);
  // She goes back before the server has answered: nothing is paid, and the till goes on.
  await context.route("**/sync/v1/voucher/**", async (route) => {
    await page.keyboard.press("Escape");
    await route.continue();
  });
  const answered = page.waitForResponse("**/sync/v1/voucher/**");
  await payBy(code);
  await answered;
  await context.unroute("**/sync/v1/voucher/**");
  await expect(page.getByRole("search")).toBeVisible();
  await page.keyboard.press("F9");
  await expect(due()).toContainText(/KSh\s2,760/);
  await page.getByRole("button", { name: /^Paid/ }).click();
  await numberSold(page);

  const office = await context.newPage();
  await office.goto(voucher);
  await expect(fact(office.getByRole("main"), "Left")).toHaveText(/^KSh\s1,000\.00$/);
  await office.close();
});
