// An owner's acts without a mouse, and as a screen reader is told of them: a shop that is opened, a product,
// an order that is packed and made smaller, goods that come, and the bill for them.
import { type Locator, type Page, expect, test } from "@playwright/test";

import { OFFICE, choose, order, owner as ownerOf } from "./demo.ts";
import { enter, expectTold, tabTo } from "./keyboard.ts";

let page: Page;
let main: Locator;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ storageState: await ownerOf(browser) });
  page = await context.newPage();
  main = page.getByRole("main");
});

test.afterAll(async () => {
  await page.context().close();
});

test("a product is added", async () => {
  await page.goto(`${OFFICE}/products`);
  await expectTold(page);
  await press(main.getByRole("link", { name: "Add a product" }).first());
  await expectTold(page);
  await type(main.getByLabel("Name", { exact: true }), "Okra (bamia)");
  const category = main.getByLabel("Category");
  await pick(category, "Vegetables", "Vegetables");
  await type(main.getByLabel("Price", { exact: true }), "forty");
  await press(main.getByRole("button", { name: "Save" }));
  // The focus is on what is wrong; the way to its field is a link.
  const alert = main.getByRole("alert");
  await expect(alert).toBeFocused();
  await expectTold(page);
  await tabTo(page, alert.getByRole("link").first());
  await page.keyboard.press("Enter");
  const price = main.getByLabel("Price", { exact: true });
  await expect(price).toBeFocused();
  await expect(price).toHaveAccessibleDescription(/Write an amount/);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("40");
  await press(main.getByRole("button", { name: "Save" }));
  await expect(main.getByRole("heading", { name: "Okra (bamia) is saved" })).toBeVisible();
  await expectTold(page);
});

test("an order is packed, and part of it taken off", async ({ browser }) => {
  test.setTimeout(60_000);
  const customer = await browser.newPage();
  await choose(customer, "salt-chumvi-200-g", "3");
  const code = await order(customer, { phone: "0712 345 692", pays: /^When I get my goods/ });
  await customer.context().close();

  await page.goto(`${OFFICE}/orders`);
  await type(main.getByRole("searchbox"), code);
  await enter(page);
  await expectTold(page);
  await press(main.getByRole("link", { name: code }));
  await expectTold(page);
  await press(main.getByRole("button", { name: "Mark as packed" }));
  await expect(main.getByText(`Order ${code} is packed.`)).toBeVisible();
  await expectTold(page);

  await tabTo(page, main.locator("summary").filter({ hasText: "Take goods off" }));
  await page.keyboard.press("Enter");
  await type(main.getByRole("textbox", { name: /salt/i }), "2");
  await press(main.getByRole("button", { name: "Take off what is missing" }));
  await expect(main.getByText(`Taken off. Order ${code} comes to`)).toBeVisible();
  await expectTold(page);
  await expect(main).toMatchAriaSnapshot(`
    - heading "${code}" [level=1]
    - status:
      - heading /^Taken off/ [level=2]
    - heading "Goods" [level=2]
    - table "Goods"
    - term: Total
    - definition: /KSh/
  `);
});

test("goods are received, and their bill is entered", async () => {
  test.setTimeout(60_000);
  await page.goto(`${OFFICE}/receipts/new`);
  await expectTold(page);
  const supplier = main.getByLabel("From which supplier?");
  await pick(supplier, "Mboga", "Mboga Fresh Growers");
  await press(main.getByRole("button", { name: "Continue" }));
  await expectTold(page);
  await type(main.getByLabel("Came: Cabbage (kabeji)"), "4");
  await type(main.getByLabel("Cost of one: Cabbage (kabeji)"), "45");
  await press(main.getByRole("button", { name: "Receive" }));
  await page.waitForURL(/\/receipts\/[0-9a-f-]{36}$/);
  await expectTold(page);

  await press(main.getByRole("link", { name: "Enter its bill" }));
  await expectTold(page);
  await type(main.getByLabel("Bill number"), "CAB-4");
  await press(main.getByRole("button", { name: "Enter the bill" }));
  await page.waitForURL(/\/bills\/[0-9a-f-]{36}$/);
  await expectTold(page);
  await expect(main.getByText("Bill CAB-4 is entered")).toBeVisible();
  await expect(main.getByText("180.00").first()).toBeVisible();
});

test("a shop is opened, told its hours, its delivery and its M-Pesa", async ({ browser }) => {
  test.setTimeout(90_000);
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
  const hers = await context.newPage();
  const form = hers.getByRole("main");
  const save = form.getByRole("button", { name: "Save", exact: true });
  await hers.goto("/sign-up");
  await expectTold(hers);
  await type(form.getByLabel("Your name"), "Wanjiku");
  await type(form.getByLabel("Phone or e-mail"), `0725${String(Date.now()).slice(-6)}`);
  await type(form.getByLabel("Password", { exact: true }), "three short words");
  await press(form.getByRole("button", { name: "Create account" }));
  await hers.waitForURL("**/businesses/new");
  await expectTold(hers);
  await type(form.getByLabel("Name of the shop"), `Keys ${Date.now()}`);
  await press(form.getByRole("button", { name: "Open a shop" }));
  await hers.waitForURL(/\/b\/keys-\d+$/);
  await expectTold(hers);
  const settings = `${hers.url()}/settings`;

  await hers.goto(`${settings}/hours`);
  await expectTold(hers);
  await type(form.getByLabel("Opens").first(), "0800AM");
  await type(form.getByLabel("Closes").first(), "0700PM");
  await press(form.getByRole("button", { name: "Save Monday's hours for every day" }));
  await expect(form.getByLabel("Closes").last()).toHaveValue("19:00");
  await expectTold(hers);

  await hers.goto(`${settings}/delivery/new`);
  await expectTold(hers);
  await type(form.getByLabel("Name of the area"), "Roysambu");
  await type(form.getByLabel("Delivery fee"), "100");
  await press(save);
  await expect(form.getByText("Roysambu saved.")).toBeVisible();

  await hers.goto(`${settings}/payments`);
  await expectTold(hers);
  await press(save);
  await expect(form.getByRole("alert")).toBeFocused();
  await expectTold(hers);
  await type(form.getByLabel("PayBill or store number"), "174379");
  for (const key of ["Consumer key", "Consumer secret", "Passkey"]) {
    await type(form.getByLabel(key), "not the right one");
  }
  await press(save);
  await press(form.getByRole("button", { name: "Test this" }));
  await expectTold(hers);
  await expect(form.getByRole("button", { name: "Test this" })).toBeVisible();
  await context.close();
});

/** Goes to something by the tab key, and presses the enter key there. */
async function press(wanted: Locator): Promise<void> {
  await tabTo(wanted.page(), wanted);
  await enter(wanted.page());
}

/** Goes to a field by the tab key, and types. */
async function type(field: Locator, text: string): Promise<void> {
  await tabTo(field.page(), field);
  await field.page().keyboard.type(text);
}

/** Goes to a list, and types the first letters of what is wanted. */
async function pick(list: Locator, letters: string, wanted: string): Promise<void> {
  await tabTo(list.page(), list);
  await expect(async () => {
    await list.page().keyboard.type(letters);
    // A browser that stands still for a second between two letters begins another word with the second; before
    // they are typed again it has to rest.
    await expect(list.locator(":checked")).toHaveText(wanted, { timeout: 1_500 });
  }).toPass({ timeout: 30_000 });
}
