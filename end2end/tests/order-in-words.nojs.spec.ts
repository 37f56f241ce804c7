// What the storefront says and refuses: languages, checkout, stock, and the way back to an order.
import { type Browser, type Page, expect, test } from "@playwright/test";

import { SHOP, choose, codeOf, fact, order } from "./demo.ts";

const LANGUAGES = [
  {
    name: "Kiswahili",
    tag: "sw",
    cart: "Kikapu chako",
    add: "Ongeza",
    find: "Tafuta oda yangu",
  },
  {
    name: "Indonesia",
    tag: "id",
    cart: "Keranjang Anda",
    add: "Tambah",
    find: "Cari pesanan saya",
  },
];

for (const words of LANGUAGES) {
  test(`the storefront speaks ${words.name} and remembers it`, async ({ page }) => {
    await page.goto(`${SHOP}/c/vegetables`);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.getByRole("button", { name: words.name }).click();
    await expect(page).toHaveURL(/\/s\/demo\/c\/vegetables$/);
    await expect(page.locator("html")).toHaveAttribute("lang", words.tag);
    const add = page.getByRole("button", { name: `${words.add} Cabbage (kabeji)` });
    await expect(add).toBeVisible();

    await page.goto(`${SHOP}/cart`);
    await expect(page.locator("html")).toHaveAttribute("lang", words.tag);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.cart);
    await page.getByRole("link", { name: words.find }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words.find);

    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Find my order");
  });
}

test("what is wrong at the checkout stands beside its field, and nothing typed is lost", async ({
  page,
}) => {
  await choose(page, "banana-ndizi", "1");
  await page.goto(`${SHOP}/checkout`);
  await page.getByLabel("Your phone number").fill("oh seven one two");
  await page.getByLabel("A note for the shop").fill("Ripe ones, please");
  await page.getByRole("radio", { name: /^When I get my goods/ }).check();
  await page.getByRole("button", { name: "Place order" }).click();

  const summary = page.getByRole("alert");
  await expect(summary.getByRole("listitem")).toHaveCount(3);
  const link = summary.getByRole("link", { name: /Write a mobile number/ });
  const phone = page.getByLabel("Your phone number");
  await expect(link).toHaveAttribute("href", `#${await phone.getAttribute("id")}`);
  await expect(phone).toHaveAttribute("aria-invalid", "true");
  await expect(phone).toHaveAccessibleDescription(/Write a mobile number, such as 0712 345 678/);
  await expect(page.getByLabel("Your name")).toHaveAccessibleDescription(/Write your name/);
  const reaches = page.getByRole("group", { name: "How do you want to get it?" });
  await expect(reaches.getByText("Choose where you get your goods")).toBeVisible();

  await expect(phone).toHaveValue("oh seven one two");
  await expect(page.getByLabel("A note for the shop")).toHaveValue("Ripe ones, please");
  await expect(page.getByRole("radio", { name: /^When I get my goods/ })).toBeChecked();

  // The cart is still there, and nothing was ordered.
  await expect(page.getByRole("term").filter({ hasText: "Banana (ndizi)" })).toBeVisible();
});

test("no more goes into a cart than there is, and nothing that is sold out", async ({
  page,
  browser,
}) => {
  await choose(page, "bread-400-g", "1");
  await page.goto(`${SHOP}/cart`);
  const bread = page.getByRole("listitem").filter({ hasText: "Bread, 400 g" });
  const quantity = bread.getByLabel("How much Bread, 400 g");
  await quantity.fill("50");
  await bread.getByRole("button", { name: "Update" }).click();
  await expect(bread.getByRole("alert")).toContainText("Only 3 of Bread, 400 g left");
  await expect(quantity).toHaveValue("50");
  await expect(fact(page, "Goods")).toHaveText(/45$/);

  await quantity.fill("1.5");
  await bread.getByRole("button", { name: "Update" }).click();
  await expect(bread.getByRole("alert")).toContainText("sold in steps of 1");

  await page.goto(`${SHOP}/p/omena-dried`);
  await expect(page.getByText("Sold out for now")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add to cart" })).toHaveCount(0);

  // Two more have looked at the bread; one of them buys all of it.
  const late = await newVisitor(browser);
  await late.goto(`${SHOP}/c/bread-flour`);
  const quick = await newVisitor(browser);
  await choose(quick, "bread-400-g", "3");
  await order(quick, { phone: "0712 345 613", pays: /^When I get my goods/ });

  const tile = late.getByRole("main").getByRole("listitem").filter({ hasText: "Bread, 400 g" });
  await tile.getByRole("button", { name: "Add Bread, 400 g" }).click();
  await expect(tile.getByRole("alert")).toContainText("Bread, 400 g is sold out");
  await expect(tile.getByRole("button")).toHaveCount(0);
  await late.goto(`${SHOP}/cart`);
  await expect(late.getByRole("heading", { name: "Your cart is empty" })).toBeVisible();

  // The first one still has it in the cart: she is told, and cannot order it.
  await page.goto(`${SHOP}/cart`);
  await expect(page.getByText("Something in your cart needs another look")).toBeVisible();
  await expect(bread.getByRole("alert")).toContainText("Bread, 400 g is sold out");
  await expect(page.getByRole("link", { name: "Go to checkout" })).toHaveCount(0);
  await page.goto(`${SHOP}/checkout`);
  await expect(page.getByRole("button", { name: "Place order" })).toHaveCount(0);
  await late.context().close();
  await quick.context().close();
});

test("a quantity that is none is told beside it, in words that fit", async ({ page }) => {
  const wrong: [string, RegExp][] = [
    ["-3", /more than 0/],
    ["three", /in figures/],
    ["1.2345", /three decimals/],
    ["2000000", /at most 1000000/],
  ];
  for (const [typed, said] of [...wrong, ["0", /more than 0/] as const]) {
    await page.goto(`${SHOP}/p/banana-ndizi`);
    const field = page.getByLabel("How much?");
    await field.fill(typed);
    await page.getByRole("button", { name: "Add to cart" }).click();
    await expect(field).toHaveAccessibleDescription(said);
    await expect(field).toHaveValue(typed);
  }
  await choose(page, "banana-ndizi", "1");
  await page.goto(`${SHOP}/cart`);
  const banana = page.getByRole("listitem").filter({ hasText: "Banana (ndizi)" });
  const field = banana.getByLabel("How much Banana (ndizi)");
  for (const [typed, said] of wrong) {
    await field.fill(typed);
    await banana.getByRole("button", { name: "Update" }).click();
    await expect(field).toHaveAccessibleDescription(said);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveValue(typed);
  }
});

test("prices that cannot be are told beside their field, and stay", async ({ page }) => {
  for (const [from, to, name, said] of [
    ["-5", "", "Price from", /never less than 0/],
    ["200", "100", "Price to", /less than “Price from”/],
  ] as const) {
    await page.goto(SHOP);
    await page.getByText("Filter and sort", { exact: true }).click();
    await page.getByLabel("Price from").fill(from);
    await page.getByLabel("Price to").fill(to);
    await page.getByRole("button", { name: "Show products" }).click();
    await expect(page.getByLabel(name)).toHaveAccessibleDescription(said);
    await expect(page.getByLabel("Price from")).toHaveValue(from);
    await expect(page.getByLabel("Price to")).toHaveValue(to);
  }
});

test("an order is found by phone and code, and by nothing less", async ({ page, browser }) => {
  await choose(page, "banana-ndizi", "2");
  const code = await order(page, { phone: "0712 345 611", pays: /^When I get my goods/ });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you, we have your order");
  await expect(page.getByText("You pay when you pick it up.")).toBeVisible();

  const elsewhere = await newVisitor(browser);
  const find = async (phone: string, typed: string): Promise<void> => {
    await elsewhere.goto(`${SHOP}/find`);
    await elsewhere.getByLabel("Your phone number").fill(phone);
    await elsewhere.getByLabel("Order code").fill(typed);
    await elsewhere.getByRole("button", { name: "Show my order" }).click();
  };
  const wrong: [string, string][] = [
    ["0712 345 611", "ABCD-2345"],
    ["0712 345 699", code],
  ];
  const said: string[] = [];
  for (const [phone, typed] of wrong) {
    await find(phone, typed);
    await expect(elsewhere).toHaveURL(/\/s\/demo\/find$/);
    said.push((await elsewhere.getByRole("alert").innerText()).trim());
  }
  // The same words, whichever of the two was wrong.
  expect(said[0]).toContain("No order with this code and phone number. Check both.");
  expect(new Set(said).size).toBe(1);

  // What can be no phone and no code is told beside its field.
  await find("not a phone", "K7F3");
  const phone = elsewhere.getByLabel("Your phone number");
  await expect(phone).toHaveAccessibleDescription(/Write a mobile number/);
  await expect(phone).toHaveValue("not a phone");
  const field = elsewhere.getByLabel("Order code");
  await expect(field).toHaveAccessibleDescription(/Write the code with its eight letters/);
  await expect(field).toHaveValue("K7F3");

  // As people type it.
  await find("+254 712 345611", code.toLowerCase().replace("-", " "));
  await elsewhere.waitForURL(/\/s\/demo\/o\//);
  expect(await codeOf(elsewhere)).toBe(code);
  await expect(elsewhere.getByText("0712")).toHaveCount(0);

  const guessed = page.url().replace(/[^/]+$/, "A".repeat(32));
  const answer = await elsewhere.goto(guessed);
  expect(answer?.status()).toBe(404);
  const title = elsewhere.getByRole("heading", { level: 1 });
  await expect(title).toHaveText("Not here");
  await elsewhere.context().close();
});

test("a delivery costs its area's fee and is paid at the door", async ({ page, browser }) => {
  await choose(page, "cabbage-kabeji", "1");
  await page.goto(`${SHOP}/checkout`);
  await page.getByLabel("Where to bring it").fill("The blue gate behind the market");
  await page.getByLabel("Your name").fill("A customer");
  await page.getByLabel("Your phone number").fill("0712345612");
  await page.getByRole("radio", { name: /^Deliver to Kilimani.*150/ }).check();
  await page.getByRole("radio", { name: /^When I get my goods/ }).check();
  await page.getByRole("button", { name: "Place order" }).click();

  await expect(page.getByRole("heading", { name: "Your order is placed" })).toBeVisible();
  await expect(page.getByText("You pay when it is brought.")).toBeVisible();
  await expect(fact(page, "Deliver to Kilimani")).toHaveText(/150$/);
  await expect(fact(page, "Total")).toHaveText(/210$/);
  await expect(fact(page, "Where we bring it")).toHaveText("The blue gate behind the market");
  await expect(fact(page, "Phone")).toHaveText("…612");
  // Whoever else holds the link learns neither where she lives nor her number.
  const elsewhere = await newVisitor(browser);
  await elsewhere.goto(page.url());
  await expect(fact(elsewhere, "Phone")).toHaveText("…612");
  await expect(elsewhere.getByText("blue gate")).toHaveCount(0);
  await elsewhere.context().close();
});

/** Somebody else, whose browser runs no scripts either. */
async function newVisitor(browser: Browser): Promise<Page> {
  const visitor = await browser.newContext({ javaScriptEnabled: false });
  return visitor.newPage();
}

test("who changed her mind calls her order off, and nobody else with its link", async ({
  page,
  browser,
}) => {
  await choose(page, "tomatoes-nyanya", "1");
  const code = await order(page, { phone: "0712 345 613", pays: /^When I get my goods/ });
  const elsewhere = await browser.newPage({ javaScriptEnabled: false });
  await elsewhere.goto(page.url());
  await expect(elsewhere.getByText("Cancel this order", { exact: true })).toHaveCount(0);
  await expect(elsewhere.getByText(/^To change or cancel this order, call/)).toBeVisible();
  await elsewhere.close();

  await page.getByText("Cancel this order", { exact: true }).click();
  await page.getByRole("button", { name: `Cancel order ${code}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This order was cancelled");
  await expect(page.getByText("Cancelled, as the customer asked.")).toBeVisible();
});
