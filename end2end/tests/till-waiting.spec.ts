// Goods that are scanned before they are there: they wait in the cart, also over a reload, and become lines as
// their goods come; what nobody knows in the end is offered as a quick item.
import { type Browser, type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, onDisk, openShift, scan, typePin } from "./till.ts";

/** The barcode of a packet of milk, for KSh 80. */
const MILK = "2000000000282";
/** A barcode that no product has. */
const UNKNOWN = "6161100199999";

type Product = { barcodes: { barcode: string }[] };
type Goods = { cursor: string; more: boolean; reset: boolean; till: object; products: Product[] };

/** Something that is waited for until somebody opens it. */
function gate(): { open: () => void; opened: Promise<void> } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

const has = (code: string) => (one: Product) => one.barcodes.some((it) => it.barcode === code);

/** Has the goods come in three pages: all but milk and flour, and those behind a gate each. */
async function holdBack(context: BrowserContext, milk: Promise<void>, flour: Promise<void>): Promise<void> {
  let first: Goods;
  await context.route(/\/sync\/v1\/catalogue\?/, async (route) => {
    const url = new URL(route.request().url());
    const since = url.searchParams.get("since");
    const further = async (products: Product[], more: boolean, cursor: string) => {
      // With what the books say of the till by now: its shift was opened since the first page.
      url.searchParams.set("since", first.cursor);
      const { till } = (await (await route.fetch({ url: String(url) })).json()) as Goods;
      await route.fulfill({ json: { cursor, more, left: 0, reset: false, till, products } });
    };
    if (since === "") {
      const answer = await route.fetch();
      first = (await answer.json()) as Goods;
      expect(first.more, "all goods of the demo stand on one page").toBe(false);
      const products = first.products.filter((one) => !has(MILK)(one) && !has(BALE)(one));
      await route.fulfill({ json: { ...first, products, more: true, cursor: "held-milk" } });
    } else if (since === "held-milk") {
      await milk;
      await further(first.products.filter(has(MILK)), true, "held-flour");
    } else if (since === "held-flour") {
      await flour;
      // Of a page that was left nobody hears the answer.
      await further(first.products.filter(has(BALE)), false, first.cursor).catch(() => {});
    } else {
      await route.continue();
    }
  });
}

/** A till whose shift is open while some of its goods are held back. */
async function loading(browser: Browser, name: string) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  const [milk, flour] = [gate(), gate()];
  await holdBack(context, milk.opened, flour.opened);
  const page = await context.newPage();
  await becomeTill(page, name);
  await typePin(page, PIN);
  await openShift(page, "1000");
  return { context, page, milk, flour };
}

function waiting(page: Page): Locator {
  return page.locator(".till-line", { hasText: "Waiting for its goods" });
}

test("what is scanned before its goods are there waits, and nothing of it is lost", async ({ browser }) => {
  test.setTimeout(120_000);
  const { context, page, milk, flour } = await loading(browser, "Till that still loads");

  for (const code of [BALE, MILK, BALE, UNKNOWN]) {
    await scan(page, code);
  }
  await expect(waiting(page)).toHaveText([BALE, MILK, BALE, UNKNOWN].map((code) => new RegExp(`^${code}`)));
  const alert = page.getByRole("alert");
  await page.keyboard.press("F9");
  await expect(alert).toContainText("Something was scanned whose goods are still to come");
  await expect(page.getByRole("search"), "it is not paid without them").toBeVisible();
  // Whoever goes on with something else is not taken to payment, and that is not promised any more.
  await page.keyboard.press("Escape");
  await expect(alert).not.toContainText("Something was scanned");
  // So it is by touch.
  await page.keyboard.press("F9");
  await expect(alert).toContainText("Something was scanned whose goods are still to come");
  await page.locator(".till-goods .till-chip").first().click();
  await expect(alert).not.toContainText("Something was scanned");

  milk.open();
  await expect(waiting(page)).toHaveCount(3);
  await expect(page.getByRole("button", { name: /^Take KSh\s80/ })).toBeVisible();

  // What waits can be looked at, and goes on waiting.
  await waiting(page).first().click();
  await expect(page.getByRole("dialog")).toContainText(`${BALE} was scanned before its goods were here.`);
  await page.keyboard.press("Escape");
  await expect(waiting(page)).toHaveCount(3);

  await onDisk(page);
  await page.reload();
  await typePin(page, PIN);
  await expect(waiting(page)).toHaveText([BALE, BALE, UNKNOWN].map((code) => new RegExp(`^${code}`)));

  // Its goods come while she is asked what it is: it is not left out by closing that.
  const dialog = page.getByRole("dialog");
  await waiting(page).first().click();
  await dialog.getByRole("button", { name: "Sell a quick item" }).click();
  await expect(dialog).toContainText(BALE);
  flour.open();
  await expect(page.getByText("All is sent")).toBeVisible();
  await expect(page.getByText("Loading the shop")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("heading", { name: "Nobody knows this barcode" })).toBeVisible();
  await expect(dialog).toContainText(UNKNOWN);
  await dialog.getByLabel("What it is").fill("A pan");
  await dialog.getByLabel("Price").fill("50");
  await dialog.getByRole("button", { name: "Put in the cart" }).click();
  await expect(waiting(page)).toHaveCount(0);
  // Two bales, the milk and the pan.
  await expect(page.getByRole("button", { name: /^Take KSh\s5,650/ })).toBeVisible();
  await page.keyboard.press("F9");
  await expect(page.getByLabel("Handed over")).toBeFocused();
  await page.keyboard.press("Enter");
  await numberSold(page);
  await expect(page.getByText("All is sent")).toBeVisible();
  await context.close();
});

test("whoever wants to be paid is, as soon as the goods are there that she scanned", async ({ browser }) => {
  const { context, page, milk, flour } = await loading(browser, "Till that pays as soon as it can");
  const alert = page.getByRole("alert");

  for (const code of [MILK, BALE]) {
    await scan(page, code);
  }
  await page.keyboard.press("F9");
  await expect(alert).toContainText("Payment opens by itself as soon as they are here");
  // One of two is not all of them.
  milk.open();
  await expect(waiting(page)).toHaveCount(1);
  await expect(alert).toContainText("Payment opens by itself as soon as they are here");
  await expect(page.getByRole("search")).toBeVisible();
  flour.open();
  await expect(page.getByLabel("Handed over")).toBeFocused();
  await expect(page.locator(".till-due").first()).toContainText(/KSh\s2,840/);
  await expect(alert).not.toContainText("Something was scanned");
  // What was pressed for the cart a moment before pays nothing.
  await expect(page.getByRole("button", { name: /^Paid/ })).toBeEnabled();
  await page.keyboard.press("Enter");
  await numberSold(page);
  await expect(page.getByText("All is sent")).toBeVisible();
  await context.close();
});
