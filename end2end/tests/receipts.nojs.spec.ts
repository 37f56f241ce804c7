// A receipt of a sale, from the back office to paper and to whoever holds it: on a phone without
// scripts, and on a roll of 58 mm.
import { type Page, expect, test } from "@playwright/test";

import { OFFICE, SHOP, owner as ownerOf } from "./demo.ts";

/** CSS pixels of a millimetre. */
const MM = 96 / 25.4;

// One after the other: what is verified is what was printed.
test.describe.configure({ mode: "serial" });

let page: Page;
let paper: string;

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

test("the shop's own words stand on its receipts", async () => {
  const main = page.getByRole("main");
  await page.goto(`${OFFICE}/settings`);
  await main.getByLabel("Under the shop’s name").fill("Fresh every morning");
  await main.getByLabel("At the end", { exact: true }).fill("Thank you for coming");
  await main.getByRole("button", { name: "Save", exact: true }).click();
  await page.goto(`${OFFICE}/sales?from=2020-01-01&kind=sale`);
  const sale = new RegExp(`${OFFICE}/sales/[0-9a-f-]{36}`).exec(await page.content());
  await page.goto(sale![0]);
  await main.getByRole("link", { name: "Receipt" }).click();
  await page.waitForURL(/\/sales\/[0-9a-f-]{36}\/receipt$/);
  paper = page.url();
  const receipt = main.getByRole("article");
  await expect(receipt).toContainText("Fresh every morning");
  await expect(receipt).toContainText("Thank you for coming");
  await expect(receipt).not.toContainText("COPY");
});

test("what was not counted stays on the screen", async () => {
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("article")).toBeHidden();
  await page.emulateMedia({ media: null });
});

test("it goes on a roll of 58 mm once, and then as a copy", async () => {
  const main = page.getByRole("main");
  await main.getByLabel("Paper", { exact: true }).selectOption("Roll of 58 mm");
  await main.getByRole("button", { name: "Print the receipt" }).click();
  await page.waitForURL(/paper=roll-58&print=/);
  await expect(page.getByRole("article")).not.toContainText("COPY");
  await fits();
  await page.goto(paper);
  await expect(main.getByRole("heading", { name: /^It was printed once/ })).toBeVisible();
  await main.getByLabel("Paper", { exact: true }).selectOption("Roll of 58 mm");
  await main.getByRole("button", { name: "Print a copy" }).click();
  await page.waitForURL(/paper=roll-58&print=/);
  await expect(page.getByRole("article")).toContainText("COPY 1");
  await fits();
});

/** The receipt that is shown is as wide as the roll, alone on it, and nothing is cut off. */
async function fits(): Promise<void> {
  const width = Math.round(58 * MM);
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ media: "print" });
  const receipt = page.getByRole("article");
  const box = (await receipt.boundingBox())!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width + 1);
  expect(box.width).toBeGreaterThan(width - 10);
  // Every line of it lies on the paper.
  const right = (elements: Element[]): number =>
    Math.max(...elements.map((one) => one.getBoundingClientRect().right));
  const parts = receipt.locator("tbody td, tbody th, header div, footer div, b, svg");
  expect(await parts.evaluateAll(right)).toBeLessThanOrEqual(width + 1);
  const qr = (await receipt.locator(".receipt-qr").boundingBox())!;
  expect(qr.width, "25 mm are scanned by any phone").toBeGreaterThan(25 * MM);
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const size = /\/MediaBox\s*\[\s*0 0 ([\d.]+)/.exec(pdf.toString("latin1"));
  expect(Number(size?.[1]), "the page is as wide as the roll").toBeCloseTo((58 / 25.4) * 72, 0);
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 360, height: 740 });
}

test("whoever holds it asks whether it is the shop's", async ({ browser }) => {
  const code = page.getByRole("article").getByRole("link");
  const link = new URL((await code.getAttribute("href"))!).pathname;
  const context = await browser.newContext({ javaScriptEnabled: false });
  const stranger = await context.newPage();
  await stranger.goto(link);
  const heading = stranger.getByRole("heading", { level: 1 });
  await expect(heading).toContainText("gave out this receipt");
  await expect(stranger.getByRole("article")).not.toContainText("Served by");
  // From the storefront, with a slip first.
  const main = stranger.getByRole("main");
  await stranger.goto(`${SHOP}/find`);
  await main.getByRole("link", { name: "Check a receipt" }).click();
  const field = main.getByLabel("Code of the receipt");
  await field.fill("8AE8-UNM2-7ZHA");
  await main.getByRole("button", { name: "Check" }).click();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue("8AE8-UNM2-7ZHA");
  await field.fill(link.split("/").pop()!.toLowerCase());
  await main.getByRole("button", { name: "Check" }).click();
  await expect(heading).toContainText("gave out this receipt");
  await context.close();
});
