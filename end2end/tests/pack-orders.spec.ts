// An order on the shop's side: packed, paid, handed over or called off, and in the books.
import { type Browser, type Locator, type Page, expect, test } from "@playwright/test";

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

/** The question that the list asks about every ten seconds, and a little more. */
const NEWS_MS = 25_000;

let owner: Page;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ storageState: await ownerOf(browser) });
  owner = await context.newPage();
});

test.afterAll(async () => {
  await owner.context().close();
});

test("an order is packed, paid in cash and handed over, and its books balance", async ({
  browser,
}) => {
  const customer = await visit(browser);
  await choose(customer, "rice-mchele", "1.25");
  await choose(customer, "sukuma-wiki-bunch", "2");
  const code = await order(customer, { phone: "0712 345 621", pays: /^When I get my goods/ });

  await owner.goto(`${OFFICE}/orders`);
  const row = owner.getByRole("row").filter({ hasText: code });
  await expect(row).toContainText("0712 345 621");
  await expect(row).toContainText("Not paid");
  await expect(row).toContainText("To be packed");
  await row.getByRole("link", { name: code }).click();

  await expect(owner.getByRole("heading", { level: 1 })).toHaveText(code);
  await expect(fact(owner, "Rounding")).toHaveText(/ 0\.50$/);
  await expect(owner.getByText("In the books")).toHaveCount(0);
  await owner.getByRole("button", { name: "Mark as packed" }).click();
  await expect(owner.getByText(`Order ${code} is packed.`)).toBeVisible();
  // Goods go out against money only.
  await expect(owner.getByRole("button", { name: "Hand over" })).toHaveCount(0);
  await awaitStage(customer, "Thank you, we have your order");
  await expect(customer.getByText("It is packed. Come and get it at Market stall.")).toBeVisible();

  const amount = owner.getByLabel("Amount");
  const due = await amount.inputValue();
  expect(due).toBe("183.00");
  await amount.fill("100000");
  await owner.getByRole("button", { name: "Record payment" }).click();
  await expect(amount).toHaveAccessibleDescription(/^Only KSh\s183 is due$/);
  await expect(amount).toHaveValue("100000");
  await amount.fill(due);
  await owner.getByRole("button", { name: "Record payment" }).click();
  await expect(owner.getByText("The payment is recorded.")).toBeVisible();
  const payments = owner.getByRole("table", { name: "Payments" });
  await expect(payments.getByRole("row").filter({ hasText: "Cash" })).toContainText("183.00");

  await owner.getByRole("button", { name: "Hand over" }).click();
  await expect(owner.getByText(`Order ${code} is handed over.`)).toBeVisible();
  await expect(owner.getByRole("button", { name: "Hand over" })).toHaveCount(0);
  const journal = owner.getByRole("table", { name: "Journal" });
  await expect(journal.getByRole("link", { name: /Payment: money received/ })).toBeVisible();
  await expect(journal.getByRole("link", { name: /Order: goods handed over/ })).toBeVisible();
  await expectBalanced(journal);

  await journal.getByRole("link", { name: /goods handed over/ }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toHaveText(/^Entry \d+$/);
  await expectTotalsAgree(owner.getByRole("table", { name: "Lines of the entry" }));
  await expect(owner.getByRole("cell", { name: /^Cost of goods sold/ })).toBeVisible();
  await owner.getByRole("link", { name: "Order", exact: true }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toHaveText(code);

  await expectTrialBalance();
  await awaitStage(customer, "Handed over, thank you");
  await customer.context().close();
});

test("a paid order that is called off is paid back", async ({ browser, request }) => {
  const customer = await visit(browser);
  await choose(customer, "salt-chumvi-200-g", "2");
  const code = await order(customer, { phone: "0712 345 622" });
  await answer(request, await prompt(request, code), "accept");
  await awaitStage(customer, "Paid, thank you");

  await openOrder(code);
  await owner.getByText("Cancel this order").click();
  await expect(owner.getByText("KSh 20 is owed back to the customer")).toBeVisible();
  await owner.getByLabel("Reason").fill("The salt got wet");
  await owner.getByRole("button", { name: `Cancel order ${code}` }).click();
  await expect(owner.getByText(`Order ${code} is cancelled.`)).toBeVisible();
  await expect(fact(owner, "To pay back")).toHaveText(/20\.00$/);
  // Nobody is sent to pack it; whoever has the link of its slip still is told.
  await expect(owner.getByRole("link", { name: "Packing slip" })).toHaveCount(0);
  const its = new URL(owner.url()).pathname;
  await owner.goto(`${its}/slip`);
  await expect(owner.getByText("CANCELLED: do not pack")).toBeVisible();
  await owner.goto(its);
  await customer.goto(customer.url());
  await expect(customer.getByText("Duka la Mfano owes you KSh 20")).toBeVisible();
  await expect(customer.getByText("Cancelled: The salt got wet")).toBeVisible();

  await owner.goto(`${OFFICE}`);
  const waiting = owner.getByRole("link", { name: /^Pay back KSh 20 / });
  await waiting.click();
  await owner.getByRole("link", { name: code }).click();

  // It came by M-Pesa and goes back so, with the code of that payment.
  await expect(owner.getByLabel("How", { exact: true })).toHaveValue("mpesa");
  await owner.getByRole("button", { name: "Record the refund" }).click();
  const receipt = owner.getByLabel("Receipt or reference");
  await expect(receipt).toHaveAccessibleDescription(/Write the receipt or reference number/);
  await receipt.fill("TESTBACK01");
  await owner.getByRole("button", { name: "Record the refund" }).click();
  await expect(owner.getByText("The refund is recorded.")).toBeVisible();
  await expect(fact(owner, "To pay back")).toHaveCount(0);
  const payments = owner.getByRole("table", { name: "Payments" });
  await expect(payments.getByRole("row").filter({ hasText: "Paid back: M-Pesa" })).toContainText(
    "−20.00",
  );
  await expectBalanced(owner.getByRole("table", { name: "Journal" }));
  await expectTrialBalance();

  await customer.goto(customer.url());
  await expect(customer.getByText("owes you")).toHaveCount(0);
  await customer.context().close();
});

test("a page that is out of date changes nothing", async ({ browser }) => {
  const customer = await visit(browser);
  await choose(customer, "salt-chumvi-200-g", "1");
  const code = await order(customer, { phone: "0712 345 623", pays: /^When I get my goods/ });
  await openOrder(code);
  const other = await owner.context().newPage();
  await other.goto(owner.url());
  await owner.getByRole("button", { name: "Mark as packed" }).click();
  await expect(owner.getByText(`Order ${code} is packed.`)).toBeVisible();

  await other.getByText("Cancel this order").click();
  await other.getByLabel("Reason").fill("Nobody came");
  await other.getByRole("button", { name: `Cancel order ${code}` }).click();
  await expect(other.getByRole("alert")).toContainText("Somebody changed this meanwhile.");
  await expect(other.getByLabel("Reason")).toHaveValue("Nobody came");
  // On a second look it is what she wants.
  await other.getByRole("button", { name: `Cancel order ${code}` }).click();
  await expect(other.getByText(`Order ${code} is cancelled.`)).toBeVisible();
  await expect(fact(other, "To pay back")).toHaveCount(0);
  await other.close();
  await customer.context().close();
});

test("the open list of orders says by itself that one came", async ({ browser, request }) => {
  const code = await request.get("/pkg/dukani.js");
  expect(code.status(), "the islands are built").toBe(200);
  test.setTimeout(90_000);
  await owner.goto(`${OFFICE}/orders`);
  const bar = owner.getByRole("status").getByRole("link", { name: "1 new order. Show it" });
  await expect(bar).toHaveCount(0);

  const customer = await visit(browser);
  await choose(customer, "salt-chumvi-200-g", "1");
  const placed = await order(customer, { phone: "0712 345 624", pays: /^When I get my goods/ });
  await owner.bringToFront();
  await expect(bar).toBeVisible({ timeout: NEWS_MS });
  await bar.click();
  await expect(owner.getByRole("row").filter({ hasText: placed })).toBeVisible();
  await customer.context().close();
});

test("while nothing can be heard of orders, the open list says so", async () => {
  test.setTimeout(90_000);
  const question = "**/api/orders/count_new_orders*";
  await owner.route(question, (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/json",
      body: JSON.stringify({ Unavailable: "0badcafe" }),
    }),
  );
  await owner.goto(`${OFFICE}/orders`);
  await owner.bringToFront();
  const silence = owner.getByRole("status").getByText("New orders cannot be looked for just now.");
  await expect(silence).toBeVisible({ timeout: NEWS_MS });
  await owner.unroute(question);
  await expect(silence).toHaveCount(0, { timeout: NEWS_MS });
});

/** A customer with a browser of her own. */
async function visit(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(SHOP);
  return page;
}

async function openOrder(code: string): Promise<void> {
  await owner.goto(`${OFFICE}/orders?tab=all&q=${code}`);
  await owner.getByRole("link", { name: code }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toHaveText(code);
}

/** Every entry of a journal has as much debit as credit, and there is one at least. */
async function expectBalanced(journal: Locator): Promise<void> {
  // Its heading may be there before its last row is.
  await journal.page().waitForLoadState();
  const entries = await journal.locator("tbody").all();
  expect(entries.length).toBeGreaterThan(0);
  for (const entry of entries) {
    const { debit, credit } = await sums(entry);
    expect(debit).toBeGreaterThan(0);
    expect(debit).toBe(credit);
  }
}

/** The table's last row sums its debits and credits, and both come to the same. */
async function expectTotalsAgree(table: Locator): Promise<void> {
  await table.page().waitForLoadState();
  const total = table.getByRole("row").filter({ hasText: "Total" });
  const cells = (await total.getByRole("cell").allInnerTexts()).map(cents);
  const { debit, credit } = await sums(table);
  expect(debit).toBeGreaterThan(0);
  expect({ debit, credit }).toEqual({ debit: cells[1], credit: cells[2] });
  expect(debit).toBe(credit);
}

async function expectTrialBalance(): Promise<void> {
  await owner.goto(`${OFFICE}/books`);
  await expect(owner.getByText("In balance", { exact: true })).toBeVisible();
  await expectTotalsAgree(owner.getByRole("table", { name: "Trial balance" }));
  await expectBalanced(owner.getByRole("table", { name: "Journal" }));
}

/** What the rows under the headings come to, in cents, without the total. */
async function sums(rows: Locator): Promise<{ debit: number; credit: number }> {
  let [debit, credit] = [0, 0];
  for (const row of await rows.getByRole("row").all()) {
    const cells = await row.getByRole("cell").allInnerTexts();
    if (cells.length === 3 && cells[0].trim() !== "Total") {
      debit += cents(cells[1]);
      credit += cents(cells[2]);
    }
  }
  return { debit, credit };
}

/** `1,234.50` in cents; an empty cell is nothing. */
function cents(text: string): number {
  return Math.round(Number(text.replace(/[^0-9.]/g, "") || "0") * 100);
}
