// The README's pictures, taken in a demo that was just filled: a customer orders and pays, and the
// owner looks at it and at her stock. Each ends up in public/pictures under its name.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { type Browser, type Page, expect, test } from "@playwright/test";

import { OFFICE, SHOP, answer, awaitStage, choose, order, owner, prompt } from "../tests/demo.ts";
import { BALE, PIN, becomeTill, openShift, scan, typePin } from "../tests/till.ts";

const FOLDER = fileURLToPath(new URL("../../public/pictures", import.meta.url));
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 };
const DESK = { viewport: { width: 1440, height: 900 } };

// The owner is shown what the customer did.
test.describe.configure({ mode: "serial" });

let code: string;

test("a customer orders and pays on her phone", async ({ browser, request }) => {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await page.goto(SHOP);
  await take(page, "storefront");
  // 290.50: M-Pesa is asked for whole shillings.
  await choose(page, "sugar-sukari-1-kg", "1");
  await choose(page, "tomatoes-nyanya", "1");
  await choose(page, "sukuma-wiki-bunch", "1");
  code = await order(page, { phone: "0712 345 611" });
  await awaitStage(page, "Look at your phone");
  await take(page, "asked");
  await answer(request, await prompt(request, code), "accept");
  await awaitStage(page, "Paid, thank you");
  await take(page, "paid");
  await context.close();
});

test("the owner looks at her day, the order, her stock and her purchases", async ({ browser }) => {
  const page = await signedIn(browser, DESK);
  await page.goto(OFFICE);
  await take(page, "dashboard");
  await page.goto(`${OFFICE}/orders?tab=all&q=${code}`);
  await page.getByRole("main").getByRole("link", { name: code }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(code);
  await take(page, "order");
  await page.goto(`${OFFICE}/stock`);
  await take(page, "levels");
  await open(page, "/purchases?tab=part_received", "Nafaka Traders");
  await take(page, "purchase");
  await open(page, "/receipts", "Soko Wholesalers Ltd");
  await take(page, "receipt");
  await page.context().close();
});

test("somebody counts with a phone", async ({ browser }) => {
  const desk = await signedIn(browser, DESK);
  await open(desk, "/stock/takes", "The kiosk, blind");
  const page = await signedIn(browser, PHONE);
  await page.goto(desk.url());
  await take(page, "stock-take");
  await page.context().close();
  await desk.context().close();
});

test("a cashier rings up at a till, and is paid on a phone", async ({ browser }) => {
  for (const [screen, name] of [
    [DESK, "till"],
    [PHONE, "till-paid"],
  ] as const) {
    const page = await signedIn(browser, screen);
    await becomeTill(page, name === "till" ? "Counter" : "Phone");
    await typePin(page, PIN);
    await openShift(page, "1000");
    await scan(page, BALE);
    await scan(page, "milk");
    if (name === "till") {
      await take(page, name);
    } else {
      await page.getByRole("button", { name: /^Take KSh/ }).click();
      await page.keyboard.type("3000");
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { name: /^Sold: / })).toBeVisible();
      await take(page, name);
    }
    await page.context().close();
  }
});

/** A page of the demo's owner. */
async function signedIn(browser: Browser, screen: typeof DESK): Promise<Page> {
  const context = await browser.newContext({ ...screen, storageState: await owner(browser) });
  return context.newPage();
}

/** Opens what a row of a list leads to; the row says these words. */
async function open(page: Page, list: string, words: string): Promise<void> {
  await page.goto(OFFICE + list);
  const row = page.getByRole("row").filter({ hasText: words }).first();
  await row.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/[0-9a-f-]{36}$/);
}

/** Takes the picture of what the screen shows. */
async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(FOLDER, `${name}.jpg`), type: "jpeg", quality: 70 });
}
