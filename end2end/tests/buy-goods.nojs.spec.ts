// Goods from a supplier, from the order to what is owed, on a phone without scripts.
import { type Page, expect, test } from "@playwright/test";

import { OFFICE, owner as ownerOf } from "./demo.ts";

let page: Page;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({
    storageState: await ownerOf(browser),
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  page = await context.newPage();
});

test.afterAll(async () => {
  await page.context().close();
});

test("an order to a supplier becomes goods, a bill, and money owed", async ({ browser }) => {
  test.setTimeout(60_000);
  const main = page.getByRole("main");
  const field = (name: string) => main.locator(`[name="${name}"]`).first();

  await page.goto(`${OFFICE}/suppliers/new`);
  await field("form[name]").fill("A wholesaler");
  await field("form[terms_days]").fill("14");
  await main.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A wholesaler");
  const supplier = new URL(page.url()).pathname.split("/").pop()!;

  await page.goto(`${OFFICE}/purchases/new?supplier=${supplier}`);
  await field("form[what][l1]").fill("SALT-200G");
  await field("form[packs][l1]").fill("many");
  await field("form[cost][l1]").fill("8");
  await main.getByRole("button", { name: "Save and send" }).click();
  // Refused, and nothing that was typed is lost.
  await expect(main.getByRole("alert")).toContainText("Line 1, SALT-200G: ");
  await expect(field("form[packs][l1]")).toHaveValue("many");
  await field("form[packs][l1]").fill("50");
  await main.getByRole("button", { name: "Save and send" }).click();
  await page.waitForURL(/\/purchases\/[0-9a-f-]{36}$/);
  const order = page.url();

  // Whoever holds the link sees the order, and needs no sign-in.
  const link = (await page.content()).match(/\/s\/demo\/po\/[A-Za-z0-9_-]+/)?.[0];
  expect(link, "the order's link").toBeTruthy();
  const stranger = await browser.newContext({ javaScriptEnabled: false });
  const shared = await stranger.newPage();
  expect((await shared.goto(link!))?.status()).toBe(200);
  await expect(shared.getByText("Salt (chumvi), 200 g").first()).toBeVisible();
  await stranger.close();

  await page.goto(`${order}/receive`);
  await field("form[quantity][l1]").fill("60");
  await main.getByRole("button", { name: "Receive" }).click();
  // Which line it is, and the tick that takes more, above the lines.
  await expect(main.getByRole("alert")).toContainText("Line 1, Salt (chumvi), 200 g: ");
  await expect(main.getByLabel("More came than we ordered")).toBeVisible();
  await field("form[quantity][l1]").fill("50");
  await main.getByRole("button", { name: "Receive" }).click();
  await page.waitForURL(/\/receipts\/[0-9a-f-]{36}$/);

  await page.goto(`${OFFICE}/bills/new?supplier=${supplier}`);
  await field("form[number]").fill("INV-77");
  await main.getByRole("button", { name: "Enter the bill" }).click();
  await page.waitForURL(/\/bills\/[0-9a-f-]{36}$/);
  await expect(main.getByText("INV-77").first()).toBeVisible();

  await page.goto(`${OFFICE}/suppliers/ageing`);
  await expect(main.getByText("A wholesaler").first()).toBeVisible();
  await expect(main.getByText("The books say the same")).toBeVisible();

  // Far too much is paid. What is ahead comes back, and that was written by mistake.
  await page.goto(`${OFFICE}/suppliers/${supplier}/pay`);
  await field("form[amount]").fill("50000");
  await main.getByRole("button", { name: "Record the payment" }).click();
  await page.waitForURL(/\/statement$/);
  await page.goto(`${OFFICE}/suppliers/${supplier}/refund`);
  await expect(field("form[amount]")).toHaveValue(/^4\d{4}\.\d\d$/);
  await main.getByRole("button", { name: "Record the money" }).click();
  await page.waitForURL(/\/statement$/);
  await main.getByRole("link", { name: /^Money back: Cash/ }).click();
  await page.waitForURL(/\/payments\/[0-9a-f-]{36}$/);
  await main.getByText("Written by mistake?").click();
  await main.getByRole("button", { name: "Undo it" }).click();
  await expect(main.getByRole("alert")).toContainText("Write why it is undone");
  await field("form[reason]").fill("It was another supplier");
  await main.getByRole("button", { name: "Undo it" }).click();
  await expect(main.getByRole("heading", { name: "This was undone" })).toBeVisible();
  await expect(main.getByText("It was another supplier")).toBeVisible();

  // Five packets go back by a credit that was never given.
  await page.goto(`${OFFICE}/suppliers/${supplier}/credit`);
  await main.locator('[name="form[reason]"][value="returned"]').check();
  await main.locator('[name^="form[quantity]["]').first().fill("5");
  await field("form[number]").fill("CN-77");
  await main.getByRole("button", { name: "Enter the credit" }).click();
  await page.waitForURL(/\/statement$/);
  await main.getByRole("link", { name: "Goods returned CN-77" }).click();
  await page.waitForURL(/\/credits\/[0-9a-f-]{36}$/);
  await main.getByText("Written by mistake?").click();
  await field("form[reason]").fill("She took nothing off");
  await main.getByRole("button", { name: "Undo it" }).click();
  await expect(main.getByRole("heading", { name: "This credit was undone" })).toBeVisible();
  await page.goto(`${OFFICE}/suppliers/ageing`);
  await expect(main.getByText("The books say the same")).toBeVisible();
});
