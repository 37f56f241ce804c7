// An owner invites a cashier; she comes in with a browser of her own, sees what a cashier sees, and
// is let go.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { OFFICE, owner } from "./demo.ts";

const PHONE = "0722 000 301";
const PASSWORD = "three short words";

// One after the other: the second browser needs what the first one made.
test.describe.configure({ mode: "serial" });

let office: BrowserContext;
let boss: Page;
let hers: BrowserContext;
let cashier: Page;
let link: string;

test.beforeAll(async ({ browser }) => {
  office = await browser.newContext({ storageState: await owner(browser) });
  boss = await office.newPage();
  hers = await browser.newContext();
  cashier = await hers.newPage();
});

test.afterAll(async () => {
  await office.close();
  await hers.close();
});

test("the owner invites a cashier by phone", async () => {
  const main = boss.getByRole("main");
  await boss.goto(OFFICE);
  await boss.getByRole("link", { name: "People" }).first().click();
  await boss.waitForURL(`**${OFFICE}/people`);
  await main.getByLabel("Phone or e-mail").fill("nobody");
  await main.getByRole("radio", { name: /^Cashier/ }).check();
  await main.getByRole("button", { name: "Make the link" }).click();
  const identity = main.getByLabel("Phone or e-mail");
  await expect(identity).toHaveAttribute("aria-invalid", "true");
  await expect(identity).toHaveValue("nobody");
  await identity.fill(PHONE);
  await main.getByRole("button", { name: "Make the link" }).click();

  await expect(main.getByRole("heading", { name: "The link is ready" })).toBeVisible();
  link = (await main.locator("code.link").innerText()).trim();
  expect(link).toMatch(/\/join\/[A-Za-z0-9_-]{32}$/);
  const whatsapp = main.getByRole("link", { name: "WhatsApp" });
  await expect(whatsapp).toHaveAttribute("href", /^https:\/\/wa\.me\/\?text=.*%2Fjoin%2F/);
  await expect(main.getByRole("link", { name: "SMS" })).toHaveAttribute("href", /^sms:/);
  // Shown once.
  await boss.goto(`${OFFICE}/people`);
  await expect(main.locator("code.link")).toHaveCount(0);
  const row = main.getByRole("row").filter({ hasText: PHONE });
  await expect(row).toContainText("Waiting");
});

test("she comes in with a new account and sees what a cashier sees", async () => {
  await cashier.goto(link);
  await expect(cashier.getByRole("heading", { level: 1 })).toContainText("Work with");
  await expect(cashier.getByText(/invites you as: Cashier/)).toBeVisible();
  await cashier.getByRole("link", { name: "Create account" }).click();
  await cashier.getByLabel("Your name").fill("A new cashier");
  await cashier.getByLabel("Phone or e-mail").fill(PHONE);
  await cashier.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await cashier.getByRole("button", { name: "Create account" }).click();
  // Back where she came from.
  await expect(cashier).toHaveURL(link);
  await cashier.getByRole("button", { name: "Accept" }).click();
  await cashier.waitForURL(`**${OFFICE}`);
  await expect(cashier.getByRole("heading", { name: /^Welcome to / })).toBeVisible();

  const nav = cashier.getByRole("navigation").first();
  await expect(nav.getByRole("link", { name: "Orders" })).toBeVisible();
  await expect(nav.getByRole("link", { name: "Books" })).toHaveCount(0);
  await expect(nav.getByRole("link", { name: "People" })).toHaveCount(0);
  for (const closed of ["people", "settings", "settings/payments", "books", "products/new"]) {
    const answer = await cashier.goto(`${OFFICE}/${closed}`);
    expect(answer?.status(), closed).toBe(403);
  }
  // The link is used up: for her it leads in, for others it says so.
  await cashier.goto(link);
  await expect(cashier.getByText(/^You work at .* already\.$/)).toBeVisible();
  await boss.goto(link);
  await expect(boss.getByRole("link", { name: /^Open / })).toBeVisible();
});

test("her own account shows where she is signed in", async () => {
  await cashier.goto("/account");
  await expect(cashier.getByText("This one")).toBeVisible();
  await expect(cashier.getByText(/Chrome/)).toBeVisible();
  await expect(cashier.getByText(/127\.0\.0\.…/)).toBeVisible();
});

test("the owner lets her go, and her next page is not there", async () => {
  const main = boss.getByRole("main");
  expect((await cashier.goto(`${OFFICE}/orders`))?.status()).toBe(200);
  await boss.goto(`${OFFICE}/people`);
  await main.getByRole("link", { name: "A new cashier" }).click();
  await main.getByText("Let this person go").click();
  await main.getByRole("button", { name: "Let A new cashier go" }).click();
  await boss.waitForURL(`**${OFFICE}/people`);
  await expect(boss.getByText("A new cashier no longer works here.")).toBeVisible();
  expect((await cashier.goto(`${OFFICE}/orders`))?.status()).toBe(404);
});
