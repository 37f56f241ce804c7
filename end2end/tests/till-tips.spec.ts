// A business that takes tips: the till asks for one, what is to be paid is the goods and the tip, and the
// receipt and the shift's report say how much it was.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { OFFICE, owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;

/** Sets whether the business takes tips. */
async function takeTips(on: boolean): Promise<void> {
  await page.goto(`${OFFICE}/settings/selling`);
  await page.getByLabel("Take tips").setChecked(on);
  await page.getByRole("main").getByRole("button", { name: "Save" }).click();
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
  await office.goto(`${OFFICE}/sales`);
  await office.getByRole("main").getByText(number).first().click();
  await expect(office.getByRole("main")).toContainText(/Tip\s*KSh\s40/);
  await office.getByRole("link", { name: "Its report" }).click();
  await expect(office.getByRole("article")).toContainText(/Tips, kept for the staff\s*40/);
  await office.close();
});
