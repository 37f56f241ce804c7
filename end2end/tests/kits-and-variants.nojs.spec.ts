// A kit and a variant, found, chosen and ordered in a browser without scripts, and what the shop sees.
import { expect, test } from "@playwright/test";

import { KIT, OFFICE, SHOP, choose, fact, order, owner } from "./demo.ts";

test("a kit says what is in it, and a family lets its variant be chosen", async ({
  page,
  browser,
}) => {
  await page.goto(`${SHOP}?q=basket`);
  const main = page.getByRole("main");
  await main.getByRole("link", { name: "Breakfast basket" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Breakfast basket");
  const inside = main.getByRole("listitem");
  await expect(inside.filter({ hasText: "Sugar (sukari), 1 kg" })).toContainText("1");
  await expect(inside.filter({ hasText: "Long-life milk, 500 ml" })).toContainText("2");
  await choose(page, "breakfast-basket", "2");

  // A family stands in the list once, at the price of its cheapest variant.
  await page.goto(`${SHOP}?q=large+kiondo`);
  const tiles = main.getByRole("listitem").filter({ hasText: "Market bag (kiondo)" });
  await expect(tiles).toHaveCount(1);
  await expect(tiles.getByText("from")).toBeVisible();
  await expect(tiles).toContainText("150");
  await tiles.getByRole("link", { name: "Choose Market bag (kiondo)" }).click();
  await expect(page.getByRole("button", { name: "Add to cart" })).toHaveCount(0);
  const variants = main.getByRole("navigation", { name: "Choose which one" });
  await expect(variants.getByRole("link")).toHaveCount(2);
  await variants.getByRole("link", { name: "Large" }).click();
  await expect(page).toHaveURL(/\/p\/market-bag-kiondo-large$/);
  const large = variants.getByRole("link", { name: "Large" });
  await expect(large).toHaveAttribute("aria-current", "page");
  await page.getByLabel("How much?").fill("1");
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect(page.getByRole("heading", { name: "Added to your cart" })).toBeVisible();

  const code = await order(page, { phone: "0712 345 641", pays: /^When I get my goods/ });
  await expect(fact(page, /^Breakfast basket, 2/)).toHaveText(/960$/);
  await expect(fact(page, /^Market bag \(kiondo\) – Large, 1/)).toHaveText(/300$/);
  await expect(fact(page, "Total")).toHaveText(/1,?260$/);
  await expect(main).toContainText("4 packets × Long-life milk, 500 ml");

  // Who packs it reads what to take off the shelf.
  const office = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await owner(browser),
  });
  const desk = await office.newPage();
  await desk.goto(`${OFFICE}/orders?tab=all&q=${code}`);
  await desk.getByRole("link", { name: code }).first().click();
  await expect(desk.getByRole("main")).toContainText("4 packets × Long-life milk, 500 ml");
  await desk.goto(`${desk.url().replace(/[?#].*$/, "")}/slip`);
  const slip = desk.getByRole("article");
  await expect(slip).toContainText("2 packets × Sugar (sukari), 1 kg");

  // Stock shows a kit by its parts.
  await desk.goto(`${OFFICE}/stock?q=basket`);
  await desk.getByRole("main").getByRole("link", { name: "Breakfast basket" }).click();
  await expect(desk).toHaveURL(new RegExp(`/stock/products/${KIT}$`));
  await expect(desk.getByRole("heading", { name: "Whole kits that can be made now" })).toBeVisible();
  await desk.getByRole("link", { name: "Sugar (sukari), 1 kg" }).first().click();
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Sugar (sukari), 1 kg");
  await office.close();
});
