// From nothing to a shop with goods in it, and back out: one owner's first day.
import { type Page, expect, test } from "@playwright/test";

import { OFFICE } from "./demo.ts";

const PHONE = "0722 000 101";
const PASSWORD = "three short words";

/** The product that the file brings, and the row that is wrong at first. */
const COLUMNS = "sku,name,category,unit,price,cost,stock";
const GOOD = "MANGO,Mango (embe),Fruit,piece,25,15,40";
const BAD = "PAPAYA,Papaya (papai),Fruit,piece,eighty,50,12";
const MENDED = "PAPAYA,Papaya (papai),Fruit,piece,80,50,12";

// One owner goes through all of it, in this order.
test.describe.configure({ mode: "serial" });

let page: Page;
/** `/b/<slug>` and `/s/<slug>` of the new shop. */
let office: string;
let storefront: string;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
});

test.afterAll(async () => {
  await page.context().close();
});

test("somebody new opens a shop and is told what to do first", async () => {
  await page.goto("/");
  await page.getByRole("link", { name: "Open a shop" }).click();
  await page.getByLabel("Your name").fill("A new user");
  await page.getByLabel("Phone or e-mail").fill(PHONE);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Create account" }).click();
  const password = page.getByLabel("Password", { exact: true });
  await expect(password).toHaveAccessibleDescription(/at least 8 characters/);
  await expect(password).toHaveAttribute("aria-invalid", "true");
  // What was typed stays, the password does not.
  await expect(page.getByLabel("Phone or e-mail")).toHaveValue(PHONE);
  await expect(password).toHaveValue("");
  await password.fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();

  await page.waitForURL("**/businesses/new");
  await page.getByLabel("Name of the shop").fill("Duka Jipya");
  await page.getByRole("button", { name: "Open a shop" }).click();
  await page.waitForURL(/\/b\/[a-z0-9-]+$/);
  office = new URL(page.url()).pathname;
  storefront = office.replace("/b/", "/s/");

  await expect(page.getByText("Duka Jipya is open. Add your first products.")).toBeVisible();
  const main = page.getByRole("main");
  const first = main.getByRole("link", { name: /^Bring your products from a file/ });
  await expect(first).toHaveAttribute("href", `${office}/products/import`);
  await expect(main.getByRole("link", { name: /^Get paid by M-Pesa/ })).toBeVisible();
  const till = main.getByRole("link", { name: /^Sell at the counter/ });
  await expect(till).toHaveAttribute("href", `${office}/tills`);
  await expect(main.getByText("Nothing waits.")).toBeVisible();

  await page.goto(`${office}/orders`);
  await expect(main.getByRole("heading", { name: "No orders yet" })).toBeVisible();
  await page.goto(`${office}/books`);
  await expect(main.getByRole("heading", { name: "Nothing in the books yet" })).toBeVisible();
  await page.goto(`${office}/products/labels`);
  await expect(main.getByRole("heading", { name: "Nothing to sell yet" })).toBeVisible();
  await page.goto(`${office}/sales/shifts`);
  const tills = main.getByRole("link", { name: "Tills" });
  await expect(tills).toHaveAttribute("href", `${office}/tills`);
});

test("a category and a product reach the storefront, and so does a new price", async () => {
  const main = page.getByRole("main");
  await page.goto(`${office}/products`);
  await main.getByRole("link", { name: "Categories" }).click();
  await main.getByLabel("Name", { exact: true }).fill("Drinks");
  await main.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Drinks is saved" })).toBeVisible();

  await page.goto(`${office}/products`);
  await main.getByRole("link", { name: "Add a product" }).first().click();
  await main.getByLabel("Name", { exact: true }).fill("Ginger tea, 250 g");
  await main.getByLabel("Category").selectOption({ label: "Drinks" });
  await main.getByLabel("Price", { exact: true }).fill("a lot");
  await main.getByLabel("Cost", { exact: true }).fill("90");
  await main.getByLabel("Stock", { exact: true }).fill("12");
  await main.getByRole("button", { name: "Save" }).click();
  const price = main.getByLabel("Price", { exact: true });
  await expect(price).toHaveAccessibleDescription(/Write an amount/);
  await expect(price).toHaveValue("a lot");
  await expect(main.getByLabel("Stock", { exact: true })).toHaveValue("12");
  await price.fill("150");
  await main.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Ginger tea, 250 g is saved" })).toBeVisible();
  // Of 150 with 16 % tax, 129.31 are left.
  const margin = "Without tax, KSh 39.31 above cost on each unit: 30.4 % of the price";
  await expect(main.getByText(margin)).toBeVisible();

  await expectInShop("Ginger tea, 250 g", "KSh 150");
  await page.getByRole("navigation", { name: "Categories" }).getByText("Drinks").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Drinks");

  // What is done falls away; the rest waits until the first money.
  await page.goto(office);
  await expect(main.getByRole("link", { name: /^Sell at the counter/ })).toBeVisible();
  await expect(main.getByRole("link", { name: /^Bring your products from a file/ })).toHaveCount(0);
  await page.goto(`${office}/products`);
  await main.getByRole("link", { name: "Ginger tea, 250 g" }).click();
  await price.fill("165");
  await main.getByRole("button", { name: "Save" }).click();
  const prices = main.getByRole("table").filter({ hasText: "Set by" });
  await expect(prices.getByRole("row")).toHaveCount(3);
  await expectInShop("Ginger tea, 250 g", "KSh 165");
});

test("a file comes in whole or not at all", async () => {
  const main = page.getByRole("main");
  await page.goto(`${office}/products/import`);
  await send([COLUMNS, GOOD, BAD], true);
  await expect(main.getByRole("heading", { name: "1 row needs another look" })).toBeVisible();
  // The heading is line 1, so the second product is line 3.
  const row = main.getByRole("row").filter({ hasText: "Write an amount" });
  await expect(row.getByRole("cell").first()).toHaveText("3");
  await expect(row).toContainText("price");

  await send([COLUMNS, GOOD, BAD], false);
  await expect(main.getByRole("heading", { name: "1 row needs another look" })).toBeVisible();
  await expectNotInShop("Mango (embe)");

  await page.goto(`${office}/products/import`);
  await send([COLUMNS, GOOD, MENDED], true);
  await expect(main.getByText("This is what would happen. Nothing was changed.")).toBeVisible();
  await expect(main.getByText("2 new products")).toBeVisible();
  await expectNotInShop("Mango (embe)");

  await page.goto(`${office}/products/import`);
  await send([COLUMNS, GOOD, MENDED], false);
  await expect(main.getByRole("heading", { name: "The file is in" })).toBeVisible();
  await expect(main.getByText("2 new products")).toBeVisible();
  await expectInShop("Mango (embe)", "KSh 25");
  await expectInShop("Papaya (papai)", "KSh 80");

  await page.goto(`${office}/products/import`);
  await send([COLUMNS, GOOD, MENDED], false);
  await expect(main.getByText("2 as they were")).toBeVisible();
});

test("what was tried is brought in without sending it again, and the list comes home", async () => {
  test.setTimeout(150_000);
  const main = page.getByRole("main");
  const guava = "GUAVA,Guava (mapera),Fruit,piece,10,6,30";
  await page.goto(`${office}/products/import`);
  await send([COLUMNS, guava], true);
  await expect(main.getByText("1 new product")).toBeVisible();
  await expectNotInShop("Guava (mapera)");
  await page.goBack();
  await main.getByRole("button", { name: "Bring it in now" }).click();
  await expect(main.getByRole("heading", { name: "The file is in" })).toBeVisible();
  await expectInShop("Guava (mapera)", "KSh 10");

  // What goes out and comes in again changes nothing.
  await page.goto(`${office}/products`);
  const coming = page.waitForEvent("download");
  await main.getByText("More", { exact: true }).click();
  await main.getByRole("link", { name: "Download all as a file" }).click();
  const file = await (await coming).path();
  await page.goto(`${office}/products/import`);
  await main.getByLabel("The file").setInputFiles(file);
  await main.getByRole("button", { name: "Read the file" }).click();
  await expect(main.getByText("4 as they were")).toBeVisible();
  await expect(main.getByText("0 changed")).toBeVisible();

  // A long file goes in behind the page, which says how far it is and asks again by itself.
  const many = Array.from({ length: 1200 }, (_, row) => `MANY-${row},Many ${row},Fruit,piece,5,3,1`);
  await page.goto(`${office}/products/import`);
  await send([COLUMNS, ...many], false);
  await expect(main.getByRole("heading", { name: "The file is in" })).toBeVisible({ timeout: 60_000 });
  await expect(main.getByText("1200 new products")).toBeVisible();
  await page.goto(`${office}/products/import`);
  await expect(main.getByRole("row").filter({ hasText: "1200 rows read" })).toContainText("In");

  // A file that is none of ours is told apart in words.
  await send(["Mango,25", "Papaya,80"], false);
  await expect(main.getByText("The first row must name the columns").first()).toBeVisible();
});

test("another's back office is not there, and a signed-out one asks who comes", async () => {
  const other = await page.goto(OFFICE);
  expect(other?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing is at this address");
  const none = await page.goto("/b/no-such-shop");
  expect(none?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing is at this address");

  await page.goto(office);
  await page.getByRole("button", { name: /^Sign out/ }).click();
  await page.waitForURL("**/sign-in");
  await page.goto(`${office}/products`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);

  // The same words, whether the login or the password was wrong.
  const said: string[] = [];
  for (const [identity, password] of [
    [PHONE, "not this one"],
    ["0722 000 199", PASSWORD],
  ]) {
    await page.getByLabel("Phone or e-mail").fill(identity);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    said.push((await page.getByRole("alert").innerText()).trim());
    await expect(page.getByLabel("Phone or e-mail")).toHaveValue(identity);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  }
  expect(said[0]).toContain("That phone, e-mail or password is not right.");
  expect(said[1]).toBe(said[0]);

  await page.getByLabel("Phone or e-mail").fill(PHONE);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  // Where she wanted to go.
  await expect(page).toHaveURL(new RegExp(`${office}/products$`));
});

/** Sends a file of these lines. */
async function send(lines: string[], tryOnly: boolean): Promise<void> {
  const main = page.getByRole("main");
  const file = { name: "goods.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) };
  await main.getByLabel("The file").setInputFiles(file);
  await main.getByLabel("Only try it").setChecked(tryOnly);
  await main.getByRole("button", { name: "Read the file" }).click();
}

async function expectInShop(name: string, price: string): Promise<void> {
  await page.goto(storefront);
  const tile = page.getByRole("main").getByRole("listitem").filter({ hasText: name });
  await expect(tile).toContainText(price);
  await expect(tile.getByRole("button", { name: `Add ${name}` })).toBeVisible();
}

async function expectNotInShop(name: string): Promise<void> {
  await page.goto(storefront);
  await expect(page.getByRole("link", { name: "Ginger tea, 250 g" })).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
}
