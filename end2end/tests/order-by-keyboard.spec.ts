// An order from the first page to paid without a mouse, and as a screen reader is told of it. On a
// screen as wide as a phone's, where a bar lies over the foot of the page.
import { expect, test } from "@playwright/test";

import { SHOP, answer, awaitStage, choose, codeOf, order, prompt } from "./demo.ts";
import { enter, expectTold, tabTo, untold } from "./keyboard.ts";
import { focusStop } from "./visit.ts";

test.use({ viewport: { width: 360, height: 740 } });

test("goods are found, ordered and paid with the keyboard alone", async ({ page, request }) => {
  await page.goto(SHOP);
  await tabTo(page, page.getByRole("searchbox", { name: "What are you looking for?" }));
  await page.keyboard.type("kiondo");
  await enter(page);
  await tabTo(page, page.getByRole("link", { name: "Choose Market bag (kiondo)" }));
  await enter(page);
  await tabTo(page, page.getByRole("link", { name: /^Large/ }));
  await enter(page);
  await expect(page).toHaveURL(/market-bag-kiondo-large$/);
  // What stands in a field is replaced by what is typed.
  await tabTo(page, page.getByLabel("How much?"));
  await page.keyboard.type("2");
  await enter(page);
  await expect(page.getByRole("heading", { name: "Added to your cart" })).toBeVisible();
  // Again, now that the bar lies over the foot of the page.
  await tabTo(page, page.getByRole("button", { name: "Add to cart" }));
  await enter(page);
  await tabTo(page, page.getByRole("link", { name: "View cart" }));
  await enter(page);
  await expect(page.getByLabel("How much Market bag (kiondo) – Large")).toHaveValue("3");
  await tabTo(page, page.getByRole("link", { name: "Go to checkout" }));
  await enter(page);

  await tabTo(page, page.getByLabel("Your name"));
  await page.keyboard.type("A customer");
  await tabTo(page, page.getByLabel("Your phone number"));
  await page.keyboard.type("0712 345 661");
  const pickUp = page.getByRole("radio", { name: /^Pick up at/ });
  await tabTo(page, pickUp);
  await page.keyboard.press("Space");
  await expect(pickUp).toBeChecked();
  await expect(page.getByRole("radio", { name: /^M-Pesa, now/ })).toBeChecked();
  await tabTo(page, page.getByRole("button", { name: "Place order" }));
  await enter(page);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Look at your phone");
  const asked = await prompt(request, await codeOf(page));
  expect(asked.amount).toBe(900);
  await answer(request, asked, "accept");
  const paid = page.getByRole("heading", { level: 1, name: "Paid, thank you" });
  await expect(async () => {
    // The page looks again by itself as well.
    if (await paid.isVisible()) return;
    await tabTo(page, page.getByRole("link", { name: "Look again now" }));
    // Nothing is waited for: where the page was faster, nothing is loaded any more.
    await page.keyboard.press("Enter");
    await expect(paid).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 40_000 });
  await page.waitForLoadState();
  await tabTo(page, page.getByRole("link", { name: "Find my order" }));
});

test("a screen reader is told what everything is, on the way to a paid order", async ({
  page,
  request,
}) => {
  await page.goto(SHOP);
  await expectTold(page);
  await expect(page.locator("body")).toMatchAriaSnapshot(`
    - link "Skip to content"
    - banner:
      - link "Duka la Mfano"
      - link "Cart"
    - main:
      - navigation "Categories"
    - contentinfo:
      - navigation
  `);
  await choose(page, "tomatoes-nyanya", "1");
  await expectTold(page);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - status:
      - heading "Added to your cart" [level=2]
    - img "Tomatoes (nyanya)"
    - heading "Tomatoes (nyanya)" [level=1]
    - textbox "How much?": "1"
    - button "Add to cart"
  `);
  await expect(page.getByRole("complementary", { name: "Cart" })).toMatchAriaSnapshot(`
    - link "View cart"
  `);

  await page.goto(`${SHOP}/cart`);
  await expectTold(page);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - heading "Your cart" [level=1]
    - list:
      - listitem:
        - link "Tomatoes (nyanya)"
        - button "Less Tomatoes (nyanya)"
        - textbox "How much Tomatoes (nyanya)": "1"
        - button "More Tomatoes (nyanya)"
        - button "Update Tomatoes (nyanya)"
        - button "Remove Tomatoes (nyanya)"
  `);

  // What is wrong is said at once, and again with the field.
  await page.goto(`${SHOP}/checkout`);
  await page.getByRole("button", { name: "Place order" }).click();
  await expectTold(page);
  await expect(page.getByRole("alert").getByRole("link")).not.toHaveCount(0);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - alert
    - textbox "Your name"
    - textbox "Your phone number"
    - group "How do you want to get it?":
      - radio /^Pick up at/
    - group "How do you want to pay?":
      - radio /^M-Pesa, now/ [checked]
    - heading "Your order" [level=2]
    - term: /Tomatoes/
    - definition: /KSh/
    - button "Place order"
  `);
  await expect(page.getByLabel("Your name")).toHaveAccessibleDescription(/Write your name/);

  const code = await order(page, { phone: "0712 345 662" });
  await expectTold(page);
  await answer(request, await prompt(request, code), "accept");
  await awaitStage(page, "Paid, thank you");
  await expectTold(page);
  await expect(page.getByRole("main")).toMatchAriaSnapshot(`
    - status:
      - heading "Paid, thank you" [level=1]
    - heading "Order code" [level=2]
    - paragraph: ${code}
    - heading "Your order" [level=2]
    - term: Total
    - definition: /KSh/
  `);
});

test("what has no name, and a heading that skips a level, would be seen", async ({ page }) => {
  await page.goto(SHOP);
  await page.getByRole("main").evaluate((main) => {
    main.insertAdjacentHTML("beforeend", "<h4>Deep</h4><button></button><nav></nav>");
    document.body.insertAdjacentHTML("beforeend", "<a href='/'>Out</a>");
  });
  expect(await untold(page)).toEqual([
    'heading "Deep" comes after level 1',
    "button has no name",
    "navigation has no name",
    'outside every landmark: link "Out"',
  ]);
});

test("what lies under a bar, has no ring or is lost would be seen", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    // Only so can a test slip a style in.
    bypassCSP: true,
  });
  const page = await context.newPage();
  await choose(page, "tomatoes-nyanya", "1");
  for (const [style, wrong] of [
    [".cart-bar { padding-top: 500px }", "it lies under cart-bar"],
    ["* { outline: 0 !important }", "there is no ring round it"],
    [".button { opacity: 0 }", "it cannot be seen"],
  ]) {
    await page.goto(`${SHOP}/p/tomatoes-nyanya`);
    await page.addStyleTag({ content: style });
    const seen: string[] = [];
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press("Tab");
      seen.push((await focusStop(page)).wrong);
    }
    expect(seen, style).toContain(wrong);
  }
  await context.close();
});
