// A till in the hand, on a phone held upright or sideways: what was done is said each time, what is refused is seen
// and says the way out, the way to be paid stays in sight, and a receipt is printed on its roll, alone.
import { type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { PIN, becomeTill, numberSold, openShift, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

const UPRIGHT = { width: 360, height: 740 };

let page: Page;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({
    viewport: UPRIGHT,
    hasTouch: true,
    storageState: await owner(browser),
  });
  page = await context.newPage();
});

test.afterAll(async () => {
  await page.context().close();
});

const dialog = () => page.getByRole("dialog");
const tile = (name: string) => page.locator(".till-tile", { hasText: name });
const take = () => page.locator(".till-total-bar").getByRole("button", { name: /^Take KSh/ });
const done = () => dialog().getByRole("button", { name: "Done", exact: true });

/** How wide the paper is that is printed on, in millimetres. */
async function paper(): Promise<number> {
  const printed = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const points = /MediaBox ?\[0 0 ([\d.]+)/.exec(printed)?.[1];
  return Math.round((Number(points) * 25.4) / 72);
}

test("a till and its shift", async () => {
  await becomeTill(page, "Till in the hand");
  await typePin(page, PIN);
  await openShift(page, "500");
});

/** How opaque what is said of something is drawn. Looked at by the page itself: a busy machine may look only when its
 * moment is over. */
function saidOf(name: string): Promise<string> {
  return page.evaluate(
    (name) =>
      new Promise<string>((resolve) => {
        const look = () => {
          const said = document.querySelector(".till-said");
          if (said?.textContent?.includes(name)) resolve(getComputedStyle(said).opacity);
          else requestAnimationFrame(look);
        };
        look();
      }),
    name,
  );
}

test("what was put in is said, and said again of the next", async () => {
  const said = page.locator(".till-said");
  for (const name of ["Banana (ndizi)", "Bread, 400 g"]) {
    const drawn = saidOf(name);
    await tile(name).tap();
    expect(await drawn).toBe("1");
    // It has gone before the next is touched.
    await expect(said).toHaveCSS("opacity", "0", { timeout: 10_000 });
  }
});

test("what is weighed is asked for each time, and why it will not do is seen", async () => {
  const quantity = dialog().getByRole("textbox", { name: "Quantity" });
  await tile("Beef (nyama ya ng'ombe)").tap();
  await expect(done()).toBeInViewport({ ratio: 1 });
  await quantity.fill("0.45");
  await done().tap();
  const why = dialog().getByRole("alert");
  await expect(why).toContainText(/It is sold in steps of [\d.]+ kg/);
  await expect(why).toBeInViewport({ ratio: 1 });
  await quantity.fill("0.5");
  await done().tap();
  await expect(dialog()).toHaveCount(0);
  const before = await take().innerText();
  await tile("Beef (nyama ya ng'ombe)").tap();
  await expect(quantity).toHaveValue("0.5");
  await page.keyboard.press("Escape");
  await expect(dialog()).toHaveCount(0);
  await expect(take()).toHaveText(before);
});

test("held sideways, the way to be paid stays in sight whatever is said above", async () => {
  await page.setViewportSize({ width: 740, height: 360 });
  await page.getByRole("searchbox").fill("zzzqq");
  await page.getByRole("searchbox").press("Enter");
  await expect(page.getByRole("alert")).toContainText("Nothing is called zzzqq");
  await expect(take()).toBeInViewport({ ratio: 1 });
  await page.getByRole("searchbox").fill("");
  await take().tap();
  // So are all the ways.
  for (const way of ["Cash", "M-Pesa", "Card", "Bank transfer", "On account", "Gift voucher"]) {
    const one = page.getByRole("button", { name: way, exact: true });
    await expect(one).toBeInViewport({ ratio: 1 });
    const foot = await page.locator(".till-foot").boundingBox();
    const stands = await one.boundingBox();
    expect(stands!.y + stands!.height, way).toBeLessThanOrEqual(foot!.y);
  }
  await page.setViewportSize(UPRIGHT);
});

test("a screen for the customer that is opened meanwhile shows what is in the cart", async () => {
  const screen = await page.context().newPage();
  await screen.goto("/till/screen");
  await expect(screen.locator(".till-screen")).toContainText("Banana (ndizi)");
  await screen.close();
  await page.bringToFront();
});

test("a cart that nobody buys is emptied at once, but not while money was taken for it", async () => {
  const park = page.locator(".till-acts").getByRole("button", { name: "Park" });
  const cart = page.locator(".till-total-bar").getByRole("button").first();
  const empty = dialog().getByRole("button", { name: "Empty the cart" });
  await page.getByLabel("Handed over").fill("10");
  await page.getByRole("button", { name: /^Paid/ }).tap();
  await page.getByRole("button", { name: /^Back/ }).tap();
  await cart.tap();
  await park.tap();
  await empty.tap();
  await expect(dialog().getByRole("alert")).toContainText("Money was taken for this cart");
  await page.keyboard.press("Escape");
  await take().tap();
  await page.getByRole("button", { name: /^Cash .*Remove$/ }).tap();
  await page.getByRole("button", { name: /^Back/ }).tap();
  await cart.tap();
  await park.tap();
  await empty.tap();
  await expect(dialog()).toHaveCount(0);
  await expect(take()).toBeDisabled();
  await tile("Bread, 400 g").tap();
  await take().tap();
});

test("a receipt is printed on its roll alone, and so is its copy", async () => {
  await page.getByRole("button", { name: /^Paid/ }).tap();
  const number = await numberSold(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: /^Sold/ })).toBeHidden();
  await expect(page.getByRole("article")).toContainText(number);
  expect(await paper()).toBe(80);
  await page.emulateMedia({ media: null });
  await page.getByRole("button", { name: /^New sale/ }).tap();
  await page.getByRole("button", { name: "Menu" }).tap();
  await dialog().getByRole("button", { name: "Sales of this till" }).tap();
  await dialog().getByRole("button", { name: new RegExp(`^Sale ${number} `) }).tap();
  await expect(page.getByRole("article")).toContainText("COPY");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("article")).toBeVisible();
  await expect(page.getByText("Goods come back")).toBeHidden();
  expect(await paper()).toBe(80);
  await page.emulateMedia({ media: null });
});
