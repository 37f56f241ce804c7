// Goods counted by two, sent to another branch, corrected, labelled and bought again when they run
// low: all on phones without scripts.
import { type Browser, type Locator, type Page, expect, test } from "@playwright/test";

import { type Cookies, OFFICE, owner as ownerOf } from "./demo.ts";

let page: Page;
let main: Locator;

test.beforeAll(async ({ browser }) => {
  page = await phone(browser, await ownerOf(browser));
  main = page.getByRole("main");
});

test.afterAll(async () => {
  await page.context().close();
});

test("two count at once, on two phones, and their shelves add up", async ({ browser }) => {
  test.setTimeout(60_000);
  const helper = await phone(browser);
  await joins(helper);
  await page.goto(`${OFFICE}/stock/takes/new`);
  await main.getByLabel("Where", { exact: true }).selectOption({ label: "Market stall" });
  await main.getByLabel("What", { exact: true }).selectOption({ label: "Meat & fish (4 products)" });
  await main.getByRole("button", { name: "Start counting" }).click();
  await expect(main.getByText(/^Stock take \d+ is open/)).toBeVisible();
  const take = page.url();

  // Both open the same product; nobody is told what the books say.
  await Promise.all([page, helper].map((one) => find(one, take, "BEEF")));
  await expect(main.getByText(/The books say/)).toHaveCount(0);
  await count(page, "10");
  await expect(main.getByText("Beef (nyama ya ng'ombe): 10 counted")).toBeVisible();
  await count(helper, "5");
  const hers = helper.getByRole("main");
  await expect(hers.getByRole("alert")).toContainText(/counted 10 of Beef/);
  await expect(hers.getByLabel("How many are there?")).toHaveValue("5");
  await hers.getByRole("button", { name: /^Another shelf: add to the 10 .*of / }).click();
  await expect(hers.getByText("Beef (nyama ya ng'ombe): 15 counted")).toBeVisible();

  // Who closes sees both, and what becomes of it.
  await page.goto(take);
  await expect(main.getByRole("heading", { name: "1 of 4 counted" })).toBeVisible();
  await main.getByRole("link", { name: /^Differences/ }).first().click();
  const beef = main.getByRole("row").filter({ hasText: "Beef" });
  await expect(beef).toContainText("A helper");
  await page.goto(take);
  await main.getByRole("button", { name: "Close it" }).click();
  await expect(main.getByText(/is closed\. Stock and books are as counted\.$/)).toBeVisible();
  await find(helper, take, "BEEF");
  await expect(hers.getByRole("button", { name: "Save the count" })).toHaveCount(0);
  await page.goto(`${OFFICE}/stock?q=BEEF`);
  await expect(main.getByText("15 kg").first()).toBeVisible();
  await helper.context().close();
});

test("goods are sent to the other branch, and fewer arrive", async () => {
  await page.goto(`${OFFICE}/stock/transfers/new`);
  await main.getByLabel("SKU, barcode or name, row 1").fill("SUGAR-1KG");
  await main.getByLabel("Quantity, row 1").fill("4");
  await main.getByLabel("To", { exact: true }).selectOption({ label: "Market stall" });
  await main.getByRole("button", { name: "Ask for the transfer" }).click();
  await expect(main.getByRole("alert")).toContainText("Choose two different locations");
  await expect(main.getByLabel("Quantity, row 1")).toHaveValue("4");
  await main.getByLabel("To", { exact: true }).selectOption({ label: "Stage kiosk" });
  await main.getByRole("button", { name: "Ask for the transfer" }).click();
  await expect(main.getByText(/^Transfer \d+ is saved\.$/)).toBeVisible();
  await main.getByRole("button", { name: "Send", exact: true }).click();
  await expect(main.getByText(/^Transfer \d+ is on its way\.$/)).toBeVisible();

  const arrived = main.getByLabel("Sugar (sukari), 1 kg");
  await arrived.fill("5");
  await main.getByRole("button", { name: "Receive", exact: true }).click();
  await expect(main.getByRole("alert")).toContainText("only 4 was sent");
  await expect(arrived).toHaveValue("5");
  await arrived.fill("3");
  await main.getByRole("button", { name: "Receive", exact: true }).click();
  await expect(main.getByText(/^Transfer \d+ has arrived\.$/)).toBeVisible();
  await expect(main.getByText(/^1 .*missing$/)).toBeVisible();
  await expect(main.getByText(/did not arrive\. The books show them/)).toBeVisible();
});

test("goods that were torn are taken off, with the reason, and stand in the books", async () => {
  await page.goto(`${OFFICE}/stock/adjustments/new`);
  await main.getByLabel("Why").selectOption({ label: "Damaged" });
  await main.getByLabel("Note").fill("Torn bags in the last row");
  await main.getByLabel("SKU, barcode or name, row 1").fill("SALT-200G");
  await main.getByLabel("Quantity, row 1").fill("two");
  await main.getByRole("button", { name: "Adjust" }).click();
  await expect(main.getByLabel("Quantity, row 1")).toHaveValue("two");
  await expect(main.getByLabel("Note")).toHaveValue("Torn bags in the last row");
  await main.getByLabel("Quantity, row 1").fill("2");
  await main.getByRole("button", { name: "Adjust" }).click();
  await page.waitForURL(/\/stock\/adjustments\/[0-9a-f-]{36}$/);
  await expect(main.getByText("Torn bags in the last row").first()).toBeVisible();
  await expect(main.getByRole("heading", { name: "In the books" })).toBeVisible();
});

test("a location that is not empty says what is still there, and leads to it", async () => {
  await page.goto(`${OFFICE}/settings/locations`);
  await main.getByRole("link", { name: "Market stall" }).click();
  await main.locator("summary").filter({ hasText: "Close this location" }).click();
  await main.getByRole("button", { name: "Close this location" }).click();
  const why = main.getByRole("alert");
  await expect(why.getByRole("link", { name: /^Orders to suppliers/ })).toBeVisible();
  await why.getByRole("link", { name: /^Products still at Market stall/ }).click();
  await page.waitForURL(/\/stock\?at=/);
  await expect(main.locator('[name="at"] option:checked')).toHaveText("Market stall");
  await expect(main.getByRole("row").nth(1)).toBeVisible();
});

test("labels are chosen and printed, as many as are wanted", async () => {
  await page.goto(`${OFFICE}/products/labels?q=SALT-200G`);
  await main.getByLabel("Label Salt (chumvi), 200 g").check();
  await main.getByLabel("How many labels of Salt (chumvi), 200 g").fill("3");
  await main.getByRole("button", { name: "Show the labels" }).click();
  await page.waitForURL(/\/products\/labels\/sheet\?/);
  await expect(main.getByText("Salt (chumvi), 200 g", { exact: true })).toHaveCount(3);
  await expect(main.locator("svg.label-bars")).toHaveCount(3);
});

test("what runs low becomes an order to its supplier", async () => {
  await page.goto(`${OFFICE}/purchases/suggested`);
  const low = main.getByLabel("Milk, pasteurised, 500 ml, How many");
  await low.fill("36");
  await main.getByRole("button", { name: "Make a draft" }).first().click();
  await page.waitForURL(/\/purchases\/[0-9a-f-]{36}$/);
  await expect(main.getByText("Maziwa Bora Dairies").first()).toBeVisible();
  await main.getByRole("button", { name: "Save and send" }).click();
  await expect(main.getByText("Sent", { exact: true })).toBeVisible();
  await expect(main.getByText("36 packets").first()).toBeVisible();

  // What is on its way is not suggested again.
  await page.goto(`${OFFICE}/purchases/suggested`);
  await expect(low).toHaveCount(0);
});

test("places and what is needed stand in one line on a PC, and nothing leaves a phone", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${OFFICE}/stock?show=below`);
  const state = main.locator(".levels .status", { hasText: "Below minimum" }).first();
  await expect(state).toBeVisible();
  for (const cell of [state, main.locator(".levels .place").first()]) {
    const { height } = (await cell.boundingBox())!;
    expect(height).toBeLessThan(30);
  }
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 740 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(width);
  }
});

/** A phone without scripts. */
async function phone(browser: Browser, storageState?: Cookies): Promise<Page> {
  const context = await browser.newContext({
    storageState,
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  return context.newPage();
}

/** Makes somebody a cashier of the shop, by an invitation. */
async function joins(helper: Page): Promise<void> {
  const identity = `0725${String(Date.now()).slice(-6)}`;
  await page.goto(`${OFFICE}/people`);
  await main.getByLabel("Phone or e-mail").fill(identity);
  await main.getByRole("radio", { name: /^Cashier/ }).check();
  await main.getByRole("button", { name: "Make the link" }).click();
  await helper.goto((await main.locator("code.link").innerText()).trim());
  await helper.getByRole("link", { name: "Create account" }).click();
  await helper.getByLabel("Your name").fill("A helper");
  await helper.getByLabel("Phone or e-mail").fill(identity);
  await helper.getByLabel("Password", { exact: true }).fill("three short words");
  await helper.getByRole("button", { name: "Create account" }).click();
  await helper.getByRole("button", { name: "Accept" }).click();
  await helper.waitForURL(`**${OFFICE}`);
}

/** Finds a product to count, as a scanner types it. */
async function find(counter: Page, take: string, code: string): Promise<void> {
  await counter.goto(`${take}/count?q=${code}`);
}

/** Writes down how many there are. */
async function count(counter: Page, quantity: string): Promise<void> {
  await counter.getByLabel("How many are there?").fill(quantity);
  await counter.getByRole("button", { name: "Save the count" }).click();
}
