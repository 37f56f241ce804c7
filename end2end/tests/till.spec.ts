// A browser becomes a till; a cashier signs in by her PIN, opens her shift, and sells while there is no
// network; when there is one again, the sale is in the books.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { OFFICE, owner } from "./demo.ts";

const NAME = "Till at the door";
const PIN = "2580";
/** On a bale of maize flour, for KSh 2,760. */
const BALE = "2000000002019";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
let number: string;

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

test("the browser becomes a till", async () => {
  await page.goto(`${OFFICE}/pin`);
  await page.getByLabel("New PIN").fill(PIN);
  await page.getByLabel("The same PIN again").fill(PIN);
  await page.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Your PIN is set." })).toBeVisible();
  await page.goto(`${OFFICE}/tills`);
  await page.getByLabel("Name of the till").fill(NAME);
  await page.getByRole("button", { name: "Use this device as a till" }).click();
  await expect(page.getByRole("heading", { name: "This device is a till now." })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
});

test("a wrong PIN opens nothing, hers does, and she counts her float", async () => {
  await page.getByRole("button", { name: "Owner" }).first().click();
  await page.keyboard.type("1357");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Wrong PIN");
  await page.keyboard.type(PIN);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open your shift");
  await page.keyboard.type("1000");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
  await expect(page.getByText("All is sent")).toBeVisible();
});

test("without a network she starts the till anew, scans, and is paid in cash", async () => {
  await context.setOffline(true);
  await page.reload();
  await page.getByRole("button", { name: "Owner" }).first().click();
  await page.keyboard.type(PIN);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();

  await page.getByRole("searchbox").fill("9999999999994");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Nobody knows this barcode" })).toBeVisible();
  await page.getByRole("button", { name: "Search for it" }).click();

  await page.getByRole("searchbox").focus();
  await page.keyboard.type(BALE);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();

  await page.keyboard.press("F9");
  await page.keyboard.type("3000");
  await expect(page.getByText(/KSh\s240/)).toBeVisible();
  await page.keyboard.press("Enter");
  const sold = page.getByRole("heading", { name: /^Sold: T\d+-\d+$/ });
  await expect(sold).toBeVisible();
  number = (await sold.innerText()).replace("Sold: ", "");
  await expect(page.getByRole("article")).toContainText(number);
  await expect(page.getByText("No network, 1 to send")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
});

test("with a network again, the sale is in the books", async () => {
  // What was not told is told again after a minute at most.
  test.setTimeout(100_000);
  await context.setOffline(false);
  await expect(page.getByText("All is sent")).toBeVisible({ timeout: 75_000 });
  const office = await context.newPage();
  await office.goto(`${OFFICE}/sales`);
  await expect(office.getByRole("main").getByText(number).first()).toBeVisible();
  await office.close();
});
