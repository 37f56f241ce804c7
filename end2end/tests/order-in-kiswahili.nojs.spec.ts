// A customer who reads Kiswahili, from the first page to a paid order, on a phone without scripts: in
// the words that the product has for her, and in no others.
import { type Page, expect, test } from "@playwright/test";

import { SHOP, answer, awaitStage, codeOf, fact, prompt } from "./demo.ts";
import { englishLeft, wordsOf } from "./words.ts";

const say = wordsOf("sw");

/** Categories of the demo's owner, which nobody translates, that are words of the product too. */
const OF_THE_SHOP = ["Fruit", "Milk"];

test("goods are found, ordered and paid in Kiswahili", async ({ page, request }) => {
  test.setTimeout(60_000);
  const main = page.getByRole("main");
  const button = (name: string) => main.getByRole("button", { name, exact: true });
  const title = page.getByRole("heading", { level: 1 });

  await page.goto(SHOP);
  expect(await englishLeft(page, "sw"), "English is seen").toContain("Find my order");
  await page.getByRole("button", { name: "Kiswahili" }).click();
  await inKiswahili(page);
  await page.getByLabel(say("store-search-hint")).fill("viazi");
  await page.getByRole("button", { name: say("search"), exact: true }).click();
  await inKiswahili(page);
  await main.getByRole("link", { name: "Potatoes (viazi)", exact: true }).click();
  await inKiswahili(page);
  await expect(main.getByText(say("store-in-stock"))).toBeVisible();
  await main.getByLabel(say("store-how-much")).fill("viwili");
  await button(say("store-add-to-cart")).click();
  // Refused: the reason too.
  await inKiswahili(page);
  await main.getByLabel(say("store-how-much")).fill("2");
  await button(say("store-add-to-cart")).click();
  await expect(main.getByRole("heading", { name: say("done-added-to-cart") })).toBeVisible();
  await inKiswahili(page);

  await page.getByRole("link", { name: say("store-view-cart") }).click();
  await expect(title).toHaveText(say("store-cart-title"));
  await inKiswahili(page);
  await page.getByRole("link", { name: say("store-to-checkout") }).click();
  await expect(title).toHaveText(say("store-checkout-title"));
  await inKiswahili(page);
  await button(say("store-place-order")).click();
  await expect(main.getByRole("alert")).toContainText(say("refused-name-needed"));
  await inKiswahili(page);
  await main.getByLabel(say("store-your-name")).fill("Mteja");
  await main.getByLabel(say("store-your-phone")).fill("0712 345 691");
  await main.getByRole("radio", { name: begins(say("store-pickup-at", { place: "" })) }).check();
  await main.getByRole("radio", { name: say("store-pay-mpesa") }).check();
  await button(say("store-place-order")).click();

  await page.waitForURL(/\/s\/demo\/o\//);
  await expect(title).toHaveText(say("store-stage-waiting"));
  await expect(main.getByText(say("store-renews-itself"))).toBeVisible();
  await inKiswahili(page);
  const code = await codeOf(page);
  const first = await prompt(request, code);
  await answer(request, first, "cancel");
  await awaitStage(page, say("store-stage-failed"));
  await expect(main.getByText(say("mpesa-failed-cancelled"))).toBeVisible();
  await inKiswahili(page);
  await main.getByRole("button", { name: say("store-ask-mpesa", { amount: "KSh 118" }) }).click();
  await answer(request, await prompt(request, code), "accept");
  await awaitStage(page, say("store-stage-paid"));
  await expect(main.getByText(begins(say("store-receipt", { receipt: "" })))).toBeVisible();
  await expect(fact(main, say("total"))).toHaveText(/118$/);
  await inKiswahili(page);

  await page.getByRole("link", { name: say("store-find-order") }).first().click();
  await main.getByLabel(say("store-your-phone")).fill("0712 345 691");
  await main.getByLabel(say("store-order-code")).fill(code);
  await inKiswahili(page);
  await button(say("store-find-button")).click();
  await expect(title).toHaveText(say("store-stage-paid"));
});

/** What begins with these words. */
function begins(words: string): RegExp {
  return new RegExp(`^${words}`);
}

/** The page says nothing in English, and says in which language it is. */
async function inKiswahili(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", "sw");
  const left = await englishLeft(page, "sw");
  expect.soft(left.filter((piece) => !OF_THE_SHOP.includes(piece)), page.url()).toEqual([]);
}
