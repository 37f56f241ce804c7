// Somebody scans with the camera of her phone, wherever a scanner that types is of use: into a stock take,
// for a new product, into the rows of documents, at the till. Where the browser cannot, nothing is different.
import { type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

import { giveCamera, refuseCamera, show, tracksOn } from "./camera.ts";
import { OFFICE, owner } from "./demo.ts";
import { tabTo } from "./keyboard.ts";
import { BALE, PIN, becomeTill, openShift, typePin } from "./till.ts";
import { covered, faults, findings } from "./visit.ts";

const MILK = { code: "2000000000282", name: "Long-life milk, 500 ml" };
/** Barcodes that are right, and no product of the demo's. */
const UNKNOWN = ["5901234123457", "4006381333931"];
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

let context: BrowserContext;
let page: Page;
let main: Locator;
let button: Locator;
let sheet: Locator;

test.beforeEach(async ({ browser }) => {
  context = await browser.newContext({ ...PHONE, storageState: await owner(browser) });
  await giveCamera(context);
  page = await context.newPage();
  main = page.getByRole("main");
  button = main.getByRole("button", { name: "Scan with the camera" });
  sheet = page.getByRole("dialog", { name: "Scan with the camera" });
});

test.afterEach(async () => {
  await context.close();
});

/** Scans a code with the camera. */
async function scan(code: string): Promise<void> {
  await button.click();
  await expect(sheet).toBeVisible();
  await show(page, code);
}

/** Goes where the first of such links leads. */
async function follow(link: string): Promise<void> {
  const href = await main.locator(link).first().getAttribute("href");
  await page.goto(href!);
}

/** What the sheet says is wrong. */
async function expectSaid(what: string | RegExp): Promise<void> {
  await expect(sheet.getByRole("alert")).toHaveText(what, { useInnerText: true });
}

test("a product is found to be counted", async () => {
  await page.goto(`${OFFICE}/stock/takes?state=open`);
  await follow('a[href*="/stock/takes/0"]');
  await expect(button).toBeVisible();
  expect([...(await faults(page)), ...(await covered(page))]).toEqual([]);
  await scan(MILK.code);
  await page.waitForURL(`**/count?q=${MILK.code}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(MILK.name);
});

test("what the shop sells is led to, and what nobody knows is added with its barcode", async () => {
  await page.goto(`${OFFICE}/products/add-known`);
  await expect(button).toBeVisible();
  expect([...(await faults(page)), ...(await covered(page)), ...(await findings(page))]).toEqual([]);
  await scan(MILK.code);
  await page.waitForURL(/\/products\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(MILK.name);

  await page.goto(`${OFFICE}/products/add-known`);
  await scan(UNKNOWN[0]);
  await expect(main.getByRole("heading", { name: "We do not know this barcode yet" })).toBeVisible();
  await expect(main.getByLabel("Barcode", { exact: true })).toHaveValue(UNKNOWN[0]);
});

test("a product is given several barcodes, each once", async () => {
  await page.goto(`${OFFICE}/products/new`);
  const barcodes = main.getByLabel("Barcodes", { exact: true });
  for (const code of [...UNKNOWN, UNKNOWN[0]]) {
    await scan(code);
    await expect(sheet).toBeHidden();
    await expect(barcodes).toBeFocused();
  }
  await expect(barcodes).toHaveValue(`${UNKNOWN.join("\n")}\n`);
  expect(await tracksOn(page)).toBe(0);
});

test("rows are filled in one after the other, and what they mean is looked up", async () => {
  await page.goto(`${OFFICE}/stock/transfers/new`);
  const row = (number: number) => main.getByLabel(`SKU, barcode or name, row ${number}`);
  await scan(MILK.code);
  await expect(main.getByText(MILK.name)).toBeVisible();
  await expect(row(1)).toHaveValue(MILK.code);
  await scan(BALE);
  // Only the server knows what it is called: the page that says it is the next one.
  await expect(main.getByText("Maize flour (unga), 2 kg")).toBeVisible();
  await expect(row(2)).toHaveValue(BALE);
  await expect(row(1)).toHaveValue(MILK.code);
  expect([...(await faults(page)), ...(await covered(page))]).toEqual([]);
});

test("a line of an order is gone on with, until all are filled in", async () => {
  await page.goto(`${OFFICE}/purchases/new`);
  await main.getByRole("button", { name: "Continue" }).click();
  const lines = main.locator('[name^="form[what]"]');
  await scan(MILK.code);
  await expect(sheet).toBeHidden();
  await expect(lines.first()).toHaveValue(MILK.code);
  await expect(page.locator(":focus")).toHaveAttribute("name", /^form\[packs\]/);
  for (const line of await lines.all()) await line.fill("something");
  await button.click();
  await expectSaid("Every row is filled in already.");
  expect(await tracksOn(page)).toBe(0);
});

test("goods that came are scanned into the empty lines", async () => {
  await page.goto(`${OFFICE}/suppliers`);
  await follow('a[href*="/suppliers/0"]');
  await follow('a[href*="/receipts/new?supplier="]');
  await scan(MILK.code);
  await expect(sheet).toBeHidden();
  await expect(main.locator('[name="form[code][x1]"]')).toHaveValue(MILK.code);
  await expect(main.locator('[name="form[quantity][x1]"]')).toBeFocused();
});

test("by keyboard it is opened and left, and the camera is off whatever ends it", async () => {
  await page.goto(`${OFFICE}/products/add-known`);
  await expect(button).toBeVisible();
  const open = async () => {
    await page.keyboard.press("Enter");
    await expect(sheet).toBeVisible();
    await expect.poll(() => tracksOn(page)).toBe(1);
  };
  await tabTo(page, button);
  await open();
  await expect(sheet.getByRole("button", { name: "Close" })).toBeFocused();
  await expectSaid("");
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(button).toBeFocused();
  await expect.poll(() => tracksOn(page)).toBe(0);

  await open();
  await page.keyboard.press("Enter");
  await expect(sheet).toBeHidden();
  await expect.poll(() => tracksOn(page)).toBe(0);

  await open();
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  await expect(sheet).toBeHidden();
  expect(await tracksOn(page)).toBe(0);

  await refuseCamera(page);
  await page.keyboard.press("Enter");
  await expectSaid(/^The camera cannot be used\./);
  expect(await findings(page)).toEqual([]);
});

test("the till puts what it sees into the cart, and its camera is off when it is left", async ({
  browser,
}) => {
  const desk = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  await giveCamera(desk);
  const till = await desk.newPage();
  await becomeTill(till, "Till with a camera");
  await typePin(till, PIN);
  await openShift(till, "1000");
  await till.getByRole("button", { name: "Scan with the camera" }).click();
  await show(till, BALE);
  await expect(till.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await expect.poll(() => tracksOn(till)).toBe(0);
  await till.getByRole("button", { name: "Scan with the camera" }).click();
  await expect.poll(() => tracksOn(till)).toBe(1);
  await till.keyboard.press("Escape");
  await expect(till.getByRole("dialog")).toHaveCount(0);
  await expect.poll(() => tracksOn(till)).toBe(0);
  await desk.close();
});

test("a browser that cannot is offered nothing, and no other page loads what scans", async ({
  browser,
}) => {
  const plain = await browser.newContext({ ...PHONE, storageState: await owner(browser) });
  const other = await plain.newPage();
  const loaded: string[] = [];
  other.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  for (const path of ["", "/products", "/orders", "/stock"]) {
    await other.goto(OFFICE + path, { waitUntil: "networkidle" });
  }
  expect(loaded).not.toContain("/scan.js");
  expect(loaded).not.toContain("/camera.js");
  await other.goto(`${OFFICE}/products/add-known`, { waitUntil: "networkidle" });
  expect(loaded).toContain("/scan.js");
  await expect(other.locator(".scan")).toHaveCount(1);
  await expect(other.locator(".scan")).toBeHidden();
  await plain.close();
});

test("a phone whose page is not secure is told why there is none", async ({ browser }) => {
  const plain = await browser.newContext({ ...PHONE, storageState: await owner(browser) });
  const other = await plain.newPage();
  await other.addInitScript(() => {
    Object.defineProperty(globalThis, "isSecureContext", { value: false });
  });
  await other.goto(`${OFFICE}/products/add-known`);
  const why = other.getByText("The camera reads barcodes on a secure page only (HTTPS).");
  await expect(why).toBeVisible();
  await expect(other.getByRole("button", { name: "Scan with the camera" })).toHaveCount(0);
  await plain.close();
});
