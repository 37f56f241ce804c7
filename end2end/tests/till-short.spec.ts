// What is not there by the books, rung up at a till: refused, asked about, or sold, as the business wants.
import { type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { PIN, becomeTill, choosePolicy, openShift, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let page: Page;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  page = await context.newPage();
});

test.afterAll(async () => {
  await page.context().close();
});

const choose = (belowZero: string) => choosePolicy(page, "below_zero", belowZero);

test("a till and its shift", async () => {
  await becomeTill(page, "Till of the bananas");
  await typePin(page, PIN);
  await openShift(page, "500");
});

test("more than there is cannot be paid where the business sells no more", async () => {
  await choose("block");
  await page.getByRole("searchbox").fill("BANANA");
  // The first, as soon as nothing else is shown: a moment after the last key.
  const tile = page.locator(".till-tile").first();
  await expect(tile).toContainText("Banana");
  await expect(tile).toHaveText(/\d+ left$/);
  const left = Number(/(\d+) left$/.exec(await tile.innerText())?.[1]);
  await tile.click();
  await page.keyboard.press("F2");
  await page.keyboard.type(String(left + 1));
  await page.keyboard.press("Enter");
  await expect(page.getByText("More than there is")).toBeVisible();
  await page.keyboard.press("F9");
  const why = `By the books only ${left} of Banana (ndizi) are left`;
  await expect(page.getByText(why)).toBeVisible();
  await expect(page.getByRole("search")).toBeVisible();
});

test("after a warning she sells it all the same, or goes back", async () => {
  await choose("warn");
  await page.keyboard.press("F9");
  const asked = page.getByRole("dialog", { name: "More than there is" });
  await asked.getByRole("button", { name: "Back" }).click();
  await expect(page.getByRole("search")).toBeVisible();
  await page.keyboard.press("F9");
  await asked.getByRole("button", { name: "Sell all the same" }).click();
  await expect(page.getByRole("button", { name: /^Paid/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("search")).toBeVisible();
});

test("of a kit it is said which part is not there, and for what", async () => {
  await page.keyboard.press("F8");
  await page.getByRole("dialog").getByRole("button", { name: "Empty the cart" }).click();
  await page.getByRole("searchbox").fill("Breakfast basket");
  const basket = page.locator(".till-tile").first();
  await expect(basket).toContainText("Breakfast basket");
  await basket.click();
  await page.keyboard.press("F2");
  await page.keyboard.type("999");
  await page.keyboard.press("Enter");
  await page.keyboard.press("F9");
  const asked = page.getByRole("dialog", { name: "More than there is" });
  await expect(asked).toContainText(/of Wheat flour \(unga wa ngano\), 1 kg for Breakfast basket (are|is) left/);
  await asked.getByRole("button", { name: "Back" }).click();
});

test("where it always sells nobody is asked", async () => {
  await choose("allow");
  await page.keyboard.press("F9");
  await expect(page.getByRole("button", { name: /^Paid/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await choose("block");
});
