// More is given away on a cart than what is left in it comes to: the till says so, and nobody is asked for
// nothing.
import { expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, typePin } from "./till.ts";

type Member = { role: string };

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

test("what somebody has allowed is asked for again where the customer is another since", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  // To the till the owner is a cashier, who has the PIN of one who may allow it.
  await context.route(/\/sync\/v1\/catalogue\?/, async (route) => {
    const answer = await route.fetch();
    // A server that is busy names no members, and is asked again.
    if (!answer.ok()) return route.fulfill({ response: answer });
    const told = (await answer.json()) as { members: Member[] };
    const owners = told.members.filter((one) => one.role === "owner");
    await route.fulfill({ json: { ...told, members: owners.map((one) => ({ ...one, role: "cashier" })) } });
  });
  const page = await context.newPage();
  await becomeTill(page, "Till whose cashier asks");
  await page.locator(".till-door .till-row").first().click();
  await page.keyboard.type(PIN);
  await page.keyboard.press("Enter");
  await openShift(page, "1000");
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F4");
  await page.getByLabel("Discount: an amount, or 5% for a share").fill("60%");
  await page.getByRole("button", { name: "Done", exact: true }).click();
  await page.keyboard.press("F9");
  const asked = page.getByRole("dialog", { name: "Somebody has to allow this" });
  // Whoever allows it sees what.
  await expect(asked).toContainText(/Discounts, taken off already\s*KSh\s1,656/);
  await expect(asked).toContainText(/Total\s*KSh\s1,104/);
  const allow = async () => {
    await asked.getByLabel("PIN", { exact: true }).fill(PIN);
    await asked.getByRole("button", { name: "Allow", exact: true }).click();
    await expect(asked).toBeHidden();
    await expect(page.getByLabel("Handed over")).toBeVisible();
  };
  await allow();
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Customer", exact: true }).click();
  await dialog.getByLabel("Phone number or name").fill("0722 555 019");
  await dialog.getByRole("button", { name: "Write down" }).click();
  await expect(dialog).toBeHidden();
  await page.getByLabel("Handed over").fill("2000");
  await page.getByRole("button", { name: /^Paid/ }).click();
  await allow();
  await expect(page.getByLabel("Handed over"), "it need not be typed again").toHaveValue("2000");
  await page.getByRole("button", { name: /^Paid/ }).click();
  await numberSold(page);
  // More than the demo's café may owe: somebody has to allow it.
  await page.getByRole("button", { name: /^New sale/ }).click();
  await scan(page, BALE);
  await page.keyboard.press("F2");
  await page.getByLabel("Quantity", { exact: true }).fill("5");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("F6");
  await dialog.getByLabel("Phone number or name").fill("kibanda");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: "On account", exact: true }).click();
  await page.getByLabel("Amount", { exact: true }).press("Enter");
  await expect(asked).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: /^Sold/ })).toBeHidden();
  await page.getByRole("button", { name: /^Paid/ }).click();
  await asked.getByLabel("PIN", { exact: true }).fill(PIN);
  await asked.getByRole("button", { name: "Allow", exact: true }).click();
  await expect(asked).toBeHidden();
  await page.getByRole("button", { name: /^Paid/ }).click();
  await numberSold(page);
  // What it asks just now is nobody's any more.
  await context.unrouteAll({ behavior: "ignoreErrors" });
  await context.close();
});
