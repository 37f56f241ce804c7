// More is given away on a cart than what is left in it comes to: the till says so, and nobody is asked for
// nothing.
import { expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { BALE, PIN, becomeTill, openShift, scan, typePin } from "./till.ts";

test("what is given away on the whole is no more than what is left of it", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  const page = await context.newPage();
  await becomeTill(page, "Till that gives away");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await scan(page, BALE);
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s5,520/ })).toBeVisible();
  await page.keyboard.press("F4");
  await page.getByLabel("Discount: an amount, or 5% for a share").fill("3000");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await expect(page.getByRole("button", { name: /^Take KSh\s2,520/ })).toBeVisible();
  await page.keyboard.press("F2");
  await page.getByLabel("Quantity", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.keyboard.press("F9");
  await expect(page.getByRole("alert")).toContainText("The discount is more than the price");
  await expect(page.getByLabel("Handed over")).toBeHidden();
  await page.keyboard.press("F4");
  await page.getByLabel("Discount: an amount, or 5% for a share").fill("1000");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.keyboard.press("F9");
  await expect(page.locator(".till-due").first()).toContainText(/KSh\s1,760/);
  await context.close();
});
