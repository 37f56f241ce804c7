// What the server says to a cashier is said in the sheet where she looks, whatever it says to her till: that
// stands behind the sheet; and in the language that her till speaks, whatever her browser asks for.
import { expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { PIN, becomeTill, openShift, typePin, waitForServer } from "./till.ts";

test("a till that is turned away says why a sale is not found", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    storageState: await owner(browser),
  });
  const page = await context.newPage();
  await becomeTill(page, "Till in trouble");
  await typePin(page, PIN);
  await openShift(page, "0");
  const turnsAway = (what: string, words: string) =>
    context.route(`**/sync/v1/${what}*`, (route) => route.fulfill({ status: 429, json: { code: "busy", words } }));
  await turnsAway("catalogue", "Wait 3 minutes");
  await page.reload();
  await typePin(page, PIN);
  await expect(page.locator(".till-alerts")).toContainText("Wait 3 minutes");
  await page.getByRole("button", { name: "Menu" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Sales of this till" }).click();
  // Other words than those that stand there already, and the same.
  for (const words of ["Wait 5 minutes", "Wait 3 minutes"]) {
    await turnsAway("document", words);
    await sheet.getByRole("button", { name: "Look for it in all sales" }).click();
    await expect(sheet.getByRole("alert")).toContainText(words);
  }
  await context.close();
});

test("a till that speaks Kiswahili is answered in it", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  await waitForServer(context);
  const page = await context.newPage();
  await becomeTill(page, "Till in Kiswahili");
  await typePin(page, PIN);
  await openShift(page, "0");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Language/ }).click();
  await page.getByRole("button", { name: "Kiswahili" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Wewe ni nani?");
  await expect(page.locator("html")).toHaveAttribute("lang", "sw");
  await page.locator(".till-door .till-row").first().click();
  await page.keyboard.type("1357");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("PIN si sahihi. Umebakiwa");
  await context.close();
});
