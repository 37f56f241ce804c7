// An order as people pack it: it comes, is packed, made smaller, paid back, printed and told of.
import { type Browser, type Page, expect, test } from "@playwright/test";

import {
  OFFICE,
  SHOP,
  answer,
  awaitStage,
  choose,
  fact,
  order,
  owner as ownerOf,
  prompt,
} from "./demo.ts";
import { faults, speak } from "./visit.ts";

/** The question that every page asks about every ten seconds, and a little more. */
const NEWS_MS = 25_000;

let owner: Page;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ storageState: await ownerOf(browser) });
  owner = await context.newPage();
});

test.afterAll(async () => {
  await owner.context().close();
});

test("a paid order is packed, made smaller, paid back, printed and told of", async ({
  browser,
  request,
}, info) => {
  test.setTimeout(120_000);
  await owner.goto(`${OFFICE}/products`);
  const title = await owner.title();
  const customer = await visit(browser);
  await choose(customer, "salt-chumvi-200-g", "3");
  await choose(customer, "sukuma-wiki-bunch", "2");
  const code = await order(customer, { phone: "0712 345 641" });
  await answer(request, await prompt(request, code), "accept");
  await awaitStage(customer, "Paid, thank you");

  // It is said on whatever page is open, and in the browser's tab.
  await owner.bringToFront();
  const bar = owner.getByRole("status").getByRole("link", { name: /^\d+ new orders?\. Show / });
  await expect(bar).toBeVisible({ timeout: NEWS_MS });
  expect(await owner.title()).toMatch(/^\(\d+\) /);
  expect(await owner.title()).toContain(title);
  await bar.click();
  const row = owner.getByRole("row").filter({ hasText: code });
  await expect(row).toContainText("Paid");

  // Packed from the list, with a tick.
  await owner.goto(`${OFFICE}/orders?tab=open&q=${code}`);
  await owner.getByRole("checkbox", { name: `Tick order ${code}` }).check();
  await owner.getByRole("button", { name: "Mark as packed" }).click();
  await expect(owner.getByText("1 order is packed.")).toBeVisible();
  await owner.goto(`${OFFICE}/orders?tab=pickup&q=${code}`);
  await owner.getByRole("link", { name: code }).click();
  const total = cents(await fact(owner, "Total").innerText());

  // One packet of salt is not on the shelf.
  await owner.getByText("Take goods off", { exact: true }).click();
  const salt = owner.getByRole("textbox", { name: /salt/i });
  await expect(salt).toHaveValue("3");
  await salt.fill("4");
  await owner.getByRole("button", { name: "Take off what is missing" }).click();
  await expect(owner.getByRole("alert")).toContainText("at most 3 can stay");
  await expect(salt).toHaveValue("4");
  await salt.fill("2");
  await owner.getByLabel("Words to the customer").fill("Sorry, the box was short");
  await owner.getByRole("button", { name: "Take off what is missing" }).click();
  await expect(owner.getByText(`Taken off. Order ${code} comes to`)).toBeVisible();
  await expect(owner.getByText("1 packet of 3 packets taken off").first()).toBeVisible();
  const smaller = cents(await fact(owner, "Total").innerText());
  expect(smaller).toBeLessThan(total);
  const owed = cents(await fact(owner, "To pay back").innerText());
  expect(owed).toBe(total - smaller);
  await customer.goto(customer.url());
  await expect(customer.getByText("Sorry, the box was short")).toBeVisible();
  await expect(customer.getByText(/owes you KSh/)).toBeVisible();

  // What is owed has long words in other languages: the list stays in its frame on a small PC.
  await owner.setViewportSize({ width: 1366, height: 768 });
  for (const language of ["sw", "id"]) {
    await speak(owner.context(), language);
    await owner.goto(`${OFFICE}/orders?tab=all`);
    expect(await faults(owner)).toEqual([]);
    const beyond = await owner.locator(".table-wrap").evaluate((frame) => {
      const edge = (of: Element): number => of.getBoundingClientRect().right;
      return edge(frame.querySelector("table")!) - edge(frame);
    });
    expect(beyond, language).toBeLessThanOrEqual(1);
  }
  await speak(owner.context(), "en");
  await owner.setViewportSize({ width: 1440, height: 900 });

  // It stands among the refunds, and is paid back with M-Pesa's code.
  await owner.goto(`${OFFICE}/orders?tab=refunds`);
  const due = owner.getByRole("row").filter({ hasText: code });
  await expect(due).toContainText("Refund owed");
  await due.getByRole("link", { name: code }).click();
  await owner.getByLabel("Receipt or reference").fill(`BACK${code.slice(0, 4)}01`);
  await owner.getByRole("button", { name: "Record the refund" }).click();
  await expect(owner.getByText("The refund is recorded.")).toBeVisible();
  await expect(fact(owner, "To pay back")).toHaveCount(0);

  // A note for the others stays, and the customer never reads it.
  await owner.getByLabel("New note").fill("Order more salt from the depot");
  await owner.getByRole("button", { name: "Write the note" }).click();
  await expect(owner.getByText("The note is written.")).toBeVisible();

  const history = owner.locator("section").filter({
    has: owner.getByRole("heading", { name: "History", exact: true }),
  });
  for (const told of [
    /^Order placed/,
    /^Paid KSh/,
    /^Packed and ready/,
    /^Not on the shelf, taken off: 1 × /,
    /^KSh\s10 is to be paid back/,
    /^Paid back KSh/,
    /^Note: Order more salt/,
  ]) {
    await expect(history.getByRole("listitem").filter({ hasText: told }).first()).toBeVisible();
  }
  await owner.getByText("Audit trail", { exact: true }).click();
  await expect(owner.getByText("Every record is as it was written.")).toBeVisible();
  await expect(owner.getByText(/^Refund of KSh/)).toBeVisible();
  await customer.goto(customer.url());
  await expect(customer.getByText("Order more salt")).toHaveCount(0);

  // On paper: the code, the customer, what goes into the bag, and that it is paid.
  await owner.getByRole("link", { name: "Packing slip" }).click();
  const slip = owner.getByRole("article", { name: `Packing slip of order ${code}` });
  await owner.emulateMedia({ media: "print" });
  await expect(slip).toContainText(code);
  await expect(slip).toContainText("0712 345 641");
  await expect(slip).toContainText("1 packet of 3 packets taken off");
  await expect(slip).toContainText("PAID");
  await expect(owner.getByRole("navigation")).toHaveCount(0);
  await expect(owner.getByRole("heading", { level: 1 })).toBeHidden();
  for (const [name, width] of [["a4", 794], ["roll", 302]] as const) {
    await owner.setViewportSize({ width, height: 1000 });
    const wide = await owner.evaluate(() => document.documentElement.scrollWidth);
    expect(wide, `${name}: nothing is cut off`).toBeLessThanOrEqual(width);
    await owner.screenshot({ path: info.outputPath(`slip-${name}.png`), fullPage: true });
  }
  await owner.emulateMedia({ media: null });
  // On a phone: one column, and nothing of it stands beside the screen.
  await owner.setViewportSize({ width: 360, height: 740 });
  const left = await slip.locator("header > div, section > div").evaluateAll((all) =>
    all.map((one) => Math.round(one.getBoundingClientRect().left)),
  );
  expect(left.length).toBeGreaterThanOrEqual(4);
  expect(new Set(left).size, `one column: ${left}`).toBe(1);
  const wide = await owner.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, "on a phone").toBeLessThanOrEqual(360);
  await owner.setViewportSize({ width: 1440, height: 900 });

  await owner.goto(`${OFFICE}/books`);
  await expect(owner.getByText("In balance", { exact: true })).toBeVisible();
  await customer.context().close();
});

test("a name that never ends makes no page wide", async ({ browser }) => {
  const customer = await visit(browser);
  await choose(customer, "salt-chumvi-200-g", "1");
  const pays = /^When I get my goods/;
  const code = await order(customer, { phone: "0712 345 644", name: "n".repeat(400), pays });
  await customer.context().close();
  const list = `${OFFICE}/orders?tab=all&q=${code}`;
  for (const width of [360, 1440]) {
    await owner.setViewportSize({ width, height: 900 });
    await owner.goto(list);
    const link = owner.getByRole("link", { name: code }).first();
    await expect(link).toBeVisible();
    const ofList = await owner.evaluate(() => document.documentElement.scrollWidth);
    expect(ofList, `the list at ${width}`).toBeLessThanOrEqual(width);
    await link.click();
    await expect(owner.getByRole("heading", { level: 1 })).toContainText(code);
    const ofOrder = await owner.evaluate(() => document.documentElement.scrollWidth);
    expect(ofOrder, `the order at ${width}`).toBeLessThanOrEqual(width);
  }
});

test("several slips are printed one on each page", async ({ browser }) => {
  const codes: string[] = [];
  for (const phone of ["0712 345 642", "0712 345 643"]) {
    const customer = await visit(browser);
    await choose(customer, "salt-chumvi-200-g", "1");
    codes.push(await order(customer, { phone, pays: /^When I get my goods/ }));
    await customer.context().close();
  }
  await owner.goto(`${OFFICE}/orders?tab=all`);
  for (const code of codes) {
    await owner.getByRole("checkbox", { name: `Tick order ${code}` }).check();
  }
  await owner.getByRole("button", { name: "Packing slips" }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toHaveText("2 packing slips");
  await expect(owner.getByRole("article")).toHaveCount(2);
  await expect(owner.getByText("To be paid at hand-over")).toHaveCount(2);
  const pdf = await owner.pdf({ format: "A5" });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages).toHaveLength(2);
});

test("filters stand in the address and can be kept under a name", async () => {
  await owner.goto(`${OFFICE}/orders?tab=all`);
  await owner.getByText("Filter and sort", { exact: true }).click();
  await owner.getByLabel("How it goes").selectOption({ label: "Delivery" });
  await owner.getByLabel("Payment", { exact: true }).selectOption({ label: "Not paid" });
  await owner.getByRole("button", { name: "Show orders" }).click();
  await expect(owner).toHaveURL(/how=delivery/);
  await expect(owner).toHaveURL(/pay=unpaid/);
  await owner.getByText("Keep this view", { exact: true }).click();
  await owner.getByLabel("Name of the view").fill("Riders");
  await owner.getByLabel("Everybody in the shop sees it").check();
  await owner.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(owner.getByText("The view Riders is kept.")).toBeVisible();
  await owner.goto(`${OFFICE}/orders`);
  await owner.getByRole("link", { name: "Riders" }).click();
  await expect(owner).toHaveURL(/tab=all&pay=unpaid&how=delivery/);
  await expect(owner.getByRole("link", { name: "Riders" })).toHaveAttribute("aria-current", "page");
  await owner.getByRole("button", { name: "Remove the view Riders" }).click();
  await expect(owner.getByRole("link", { name: "Riders" })).toHaveCount(0);
});

test("calls are switched on by a hand, and stay on this device", async () => {
  await owner.goto(`${OFFICE}/orders`);
  await owner.getByRole("button", { name: "Call me when an order comes" }).click();
  const off = owner.getByRole("button", { name: "Stop calling me" });
  await expect(off).toBeVisible();
  await owner.reload();
  await off.click();
  await expect(owner.getByRole("button", { name: "Call me when an order comes" })).toBeVisible();
});

test("without script the list looks again by itself", async ({ browser }) => {
  const context = await browser.newContext({
    storageState: await ownerOf(browser),
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  const page = await context.newPage();
  await page.goto(`${OFFICE}/orders?tab=all`);
  await expect(page.locator('meta[http-equiv="refresh"]')).toHaveAttribute("content", "45");
  await expect(page.getByRole("button", { name: /^Call me/ })).toHaveCount(0);
  await context.close();
});

/** A customer with a browser of her own. */
async function visit(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(SHOP);
  return page;
}

/** `KSh 1,234.50` in cents. */
function cents(text: string): number {
  return Math.round(Number(text.replace(/[^0-9.]/g, "") || "0") * 100);
}
