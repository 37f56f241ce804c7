// A customer finds goods, orders them and pays on her phone, in a browser without scripts.
import { expect, test } from "@playwright/test";

import { SHOP, answer, awaitStage, choose, codeOf, fact, order, prompt } from "./demo.ts";

test("goods are found by category, by words, and on a page of their own", async ({ page }) => {
  await page.goto(SHOP);
  const categories = page.getByRole("navigation", { name: "Categories" });
  await categories.getByRole("link", { name: "Vegetables" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Vegetables" })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: "Potatoes (viazi)", exact: true })).toBeVisible();
  await expect(main.getByRole("link", { name: "Beef" })).toHaveCount(0);

  // Misspelt, as it is spoken.
  await categories.getByRole("link", { name: "All", exact: true }).click();
  await page.getByRole("searchbox", { name: "What are you looking for?" }).fill("skuma");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 product for “skuma”");
  await main.getByRole("link", { name: "Sukuma wiki, bunch" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sukuma wiki, bunch");
  await expect(main.getByText("7.50")).toBeVisible();
  await expect(main.getByText("In stock")).toBeVisible();

  await page.goto(`${SHOP}?q=zzxxqq`);
  await expect(page.getByRole("heading", { name: "Nothing found", exact: true })).toBeVisible();
});

test("a cart outlives its browser's window, and M-Pesa pays it", async ({
  page,
  context,
  browser,
  request,
}) => {
  await choose(page, "potatoes-viazi", "1.5");
  await expect(page.getByText("1.5 kg in your cart")).toBeVisible();
  await choose(page, "sukuma-wiki-bunch", "1");

  const later = await browser.newContext({
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
    storageState: await context.storageState(),
  });
  const phone = await later.newPage();
  await phone.goto(`${SHOP}/cart`);
  const potatoes = phone.getByRole("listitem").filter({ hasText: "Potatoes (viazi)" });
  const quantity = potatoes.getByLabel("How much Potatoes (viazi)");
  await expect(quantity).toHaveValue("1.5");
  await expect(potatoes).toContainText("88.50");

  await quantity.fill("2");
  await potatoes.getByRole("button", { name: "Update" }).click();
  await expect(potatoes).toContainText("118");
  await potatoes.getByRole("button", { name: "More Potatoes (viazi)" }).click();
  await expect(quantity).toHaveValue("2.25");
  await expect(fact(phone, "Goods")).toHaveText(/140\.25$/);

  // 140.25 is no sum that M-Pesa takes: it is rounded, and the quarter is shown.
  await phone.getByRole("link", { name: "Go to checkout" }).click();
  await expect(fact(phone, "Rounding")).toHaveText(/−0\.25$/);
  await expect(fact(phone, "Total if you pick it up")).toHaveText(/140$/);

  const code = await order(phone, { phone: "0712 345 601" });
  await expect(phone.getByRole("heading", { level: 1 })).toHaveText("Look at your phone");
  await expect(phone.getByText("the phone ending 601 to pay KSh 140")).toBeVisible();
  await expect(phone.locator("meta[http-equiv=refresh]")).toHaveCount(1);
  await expect(phone.getByRole("button", { name: /^Pay / })).toHaveCount(0);
  await expect(phone.getByRole("link", { name: "Cart", exact: true })).toHaveText("Cart");

  const asked = await prompt(request, code);
  expect(asked).toMatchObject({ phone: "254712345601", amount: 140 });
  await answer(request, asked, "accept");
  await awaitStage(phone, "Paid, thank you");
  await expect(phone.getByText(/^Receipt [0-9A-Z]{10}$/)).toBeVisible();
  await expect(phone.locator("meta[http-equiv=refresh]")).toHaveCount(0);
  await expect(fact(phone, "Rounding")).toHaveText(/−0\.25$/);
  await expect(fact(phone, "Total")).toHaveText(/140$/);
  await later.close();
});

test("a prompt that was cancelled costs nothing and can be asked again", async ({
  page,
  request,
}) => {
  await choose(page, "sukuma-wiki-bunch", "1");
  const code = await order(page, { phone: "0712345602" });
  const first = await prompt(request, code);
  // 7.50 is half a shilling short of a whole one.
  expect(first.amount).toBe(8);
  await answer(request, first, "cancel");
  await awaitStage(page, "Not paid yet");
  await expect(page.getByText("You cancelled the M-Pesa prompt")).toBeVisible();
  await expect(page.getByText(/Receipt/)).toHaveCount(0);

  await page.getByRole("button", { name: "Pay KSh 8 with M-Pesa" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look at your phone");
  const second = await prompt(request, code);
  expect(second.checkout_request_id).not.toBe(first.checkout_request_id);
  expect(second).toMatchObject({ phone: "254712345602", amount: 8 });
  await answer(request, second, "accept");
  await awaitStage(page, "Paid, thank you");
  await expect(page.getByText(/^Receipt [0-9A-Z]{10}$/)).toBeVisible();
  expect(await codeOf(page)).toBe(code);
});
