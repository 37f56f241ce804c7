// What has expired, rung up at a till: refused or asked about, as the business wants. The demo has milk that has.
import { type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { PIN, becomeTill, choosePolicy, openShift, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let page: Page;
let good: number;

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

const choose = (expired: string) => choosePolicy(page, "expired", expired);
const asked = () => page.getByRole("dialog", { name: "Some has expired" });
const goods = () => page.getByRole("search");
const unheard = () => page.locator(".till-tile").filter({ hasText: "as of" });
const why = () => `By the books only ${good} packets of Long-life milk, 200 ml are still good`;

test("what has expired is said where the goods are", async () => {
  await becomeTill(page, "Till of the milk");
  await typePin(page, PIN);
  await openShift(page, "500");
  await choose("block");
  await page.getByRole("searchbox").fill("MILK-UHT-200ML");
  const tile = page.locator(".till-tile").first();
  const said = /(\d+) packets left, (\d+) packets expired$/;
  await expect(tile).toHaveText(said);
  const [, left, expired] = said.exec(await tile.innerText())!;
  good = Number(left) - Number(expired);
  expect(good).toBeGreaterThan(1);
  await tile.click();
});

test("where it is never sold, only what is good can be paid", async () => {
  await page.keyboard.press("F2");
  await page.keyboard.type(String(good + 1));
  await page.keyboard.press("Enter");
  await expect(page.locator(".till-line").getByText("Some has expired")).toBeVisible();
  await page.keyboard.press("F9");
  await expect(page.getByRole("alert").getByText(why())).toBeVisible();
  await expect(goods()).toBeVisible();
});

test("a till without a network asks: it does not know what has come since", async () => {
  // What was not heard is asked for again after a minute at most.
  test.setTimeout(100_000);
  await page.context().setOffline(true);
  await expect(unheard().first()).toBeVisible();
  await page.keyboard.press("F9");
  await expect(asked()).toContainText(why());
  await asked().getByRole("button", { name: "Back" }).click();
  await expect(goods()).toBeVisible();
  await page.context().setOffline(false);
  await expect(unheard()).toHaveCount(0, { timeout: 65_000 });
});

test("after a warning she sells it all the same, or goes back", async () => {
  await choose("warn");
  await page.keyboard.press("F9");
  await expect(asked()).toContainText(why());
  await asked().getByRole("button", { name: "Back" }).click();
  await expect(goods()).toBeVisible();
  await page.keyboard.press("F9");
  await asked().getByRole("button", { name: "Sell all the same" }).click();
  await expect(page.getByRole("button", { name: /^Paid/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(goods()).toBeVisible();
  await choose("block");
});

test("what is good is sold, and nobody is asked", async () => {
  await page.keyboard.press("F2");
  await page.getByLabel("Quantity", { exact: true }).fill(String(good));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Some has expired")).toBeHidden();
  await page.keyboard.press("F9");
  await expect(page.getByRole("button", { name: /^Paid/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(goods()).toBeVisible();
});
