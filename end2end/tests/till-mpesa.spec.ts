// A cashier has M-Pesa ask the customer on her phone, and believes what the server says of it; the screen
// that the customer looks at says it as well.
import { type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

import { answer, owner, promptOn } from "./demo.ts";
import { BALE, PIN, becomeTill, openShift, scan, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
let screen: Page;

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  page = await context.newPage();
});

test.afterAll(async () => {
  await context.close();
});

/** A bale in the cart, and the customer pays by M-Pesa. */
async function ringUp(): Promise<void> {
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: "M-Pesa", exact: true }).click();
}

/** What is paid already and cannot be taken back. */
function brought(): Locator {
  return page.getByRole("paragraph").filter({ hasText: /M-Pesa [0-9A-Z]{10}.*KSh\s2,760 ✓/ });
}

/** What the screen says that the customer looks at. */
function shown(): Locator {
  return screen.locator(".till-screen");
}

async function sold(): Promise<void> {
  await page.getByRole("button", { name: /^Paid/ }).click();
  await expect(page.getByRole("heading", { name: /^Sold: T\d+-\d+$/ })).toBeVisible();
  await expect(page.getByText("All is sent")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
}

test("a till whose cashier has opened her shift", async () => {
  await becomeTill(page, "Till that asks M-Pesa");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();
  screen = await context.newPage();
  await screen.goto("/till/screen");
  await expect(screen.getByRole("heading", { level: 1 })).toBeVisible();
  await page.bringToFront();
});

test("a prompt that was cancelled is asked again, and what is paid is the tender", async ({
  request,
}) => {
  await ringUp();
  await expect(page.getByLabel("Phone that pays")).toBeFocused();
  await page.keyboard.type("0712 345 681");
  await page.getByRole("button", { name: /^Ask for KSh\s2,760$/ }).click();
  await expect(page.getByText(/^0712 345 681 is asked for KSh\s2,760$/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Paid/ })).toBeFocused();
  const first = await promptOn(request, "254712345681");
  expect(first.amount).toBe(2760);
  await expect(shown()).toContainText("Look at your phone and type your M-Pesa PIN");
  await expect(shown()).toContainText(/M-Pesa\s*KSh\s2,760/);
  // As long as it may be paid there, it is not taken otherwise.
  await page.getByRole("button", { name: /^Paid/ }).click();
  await expect(page.getByRole("alert")).toContainText("M-Pesa still asks the customer");
  await answer(request, first, "cancel");
  await expect(page.getByText("The customer cancelled the prompt")).toBeVisible({
    timeout: 15_000,
  });
  await expect(shown()).toContainText("M-Pesa did not bring the money.");

  await page.getByRole("button", { name: /^Ask again for KSh\s2,760$/ }).click();
  const second = await promptOn(request, "254712345681");
  expect(second.checkout_request_id).not.toBe(first.checkout_request_id);
  await answer(request, second, "accept");
  await expect(brought()).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText("Phone that pays")).toHaveCount(0);
  await expect(shown()).toContainText(/M-Pesa has paid KSh\s2,760/);
  await sold();
  await expect(shown()).not.toContainText("M-Pesa");
});

test("a till that is loaded anew still waits, and keeps what was paid", async ({
  request,
}) => {
  await ringUp();
  const phone = page.getByLabel("Phone that pays");
  await phone.fill("0712 345 682");
  await phone.press("Enter");
  const asked = await promptOn(request, "254712345682");
  await page.reload();
  await typePin(page, PIN);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  await expect(page.getByText(/^0712 345 682 is asked for KSh\s2,760$/)).toBeVisible();
  await page.keyboard.press("Escape");
  await answer(request, asked, "accept");
  await expect(page.getByText("Paid. M-Pesa has told us so itself.")).toBeAttached({
    timeout: 15_000,
  });
  await page.keyboard.press("F9");
  await expect(brought()).toBeVisible();
  await sold();
});

test("a customer scans a code for what is due, until it is paid", async () => {
  await ringUp();
  const code = shown().locator("img");
  await expect(code).toBeVisible();
  await expect
    .poll(() => code.evaluate((image: HTMLImageElement) => image.naturalWidth), {
      timeout: 15_000,
    })
    .toBeGreaterThan(0);
  await expect(shown()).toContainText(/Scan with the M-Pesa app to pay KSh\s2,760/);
  await expect(shown()).toContainText("Lipa na M-Pesa");
  // A part of it is typed, or it is paid otherwise: then it is not all that is scanned for.
  await page.getByRole("button", { name: "Cash", exact: true }).click();
  await expect(code).toHaveCount(0);
  // Where she puts the cursor at the same time it stays.
  await page.getByRole("button", { name: "M-Pesa", exact: true }).evaluate((way: HTMLElement) => {
    way.focus();
    way.click();
    document.getElementById("till-paid")?.focus();
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  await expect(page.getByLabel("Amount", { exact: true })).toBeFocused();
  await expect(code).toBeVisible();
  await page.getByLabel("M-Pesa code").fill("UKQ7R3W9ZB");
  await sold();
  await expect(code).toHaveCount(0);
});

test("where no code comes there is the number, and it is not asked for again at once", async () => {
  const asked: string[] = [];
  await screen.clock.install();
  await context.route("**/sync/v1/qr/**", (route) => {
    asked.push(new URL(route.request().url()).pathname);
    return route.fulfill({ status: 204 });
  });
  await ringUp();
  await expect.poll(() => asked.length).toBe(1);
  await expect(shown()).toContainText("Lipa na M-Pesa");
  await expect(shown().locator("img")).toHaveCount(0);
  await page.getByRole("button", { name: "Cash", exact: true }).click();
  await page.getByRole("button", { name: "M-Pesa", exact: true }).click();
  await expect(page.getByLabel("M-Pesa code")).toBeVisible();
  // Another amount is another code.
  await page.keyboard.press("Escape");
  await scan(page, BALE);
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: "M-Pesa", exact: true }).click();
  await expect.poll(() => asked.length).toBe(2);
  expect(new Set(asked).size, "each was asked for once").toBe(2);
  // Its minute begins when the answer is there.
  await expect(shown().locator("img")).toHaveCount(0);
  // And the same again after a minute.
  await screen.clock.fastForward(61_000);
  await expect.poll(() => asked.length).toBe(3);
  expect(asked[2]).toBe(asked[1]);
  await screen.clock.fastForward(21_000);
  await expect(shown().locator("img")).toHaveCount(0);
  expect(asked).toHaveLength(3);
  await page.getByRole("button", { name: "Cash", exact: true }).click();
  await sold();
  await context.unroute("**/sync/v1/qr/**");
});

test("who gives up is paid otherwise", async ({ request }) => {
  await ringUp();
  await page.getByLabel("Phone that pays").fill("0712 345 683");
  await page.getByRole("button", { name: /^Ask for KSh\s2,760$/ }).click();
  const asked = await promptOn(request, "254712345683");
  await page.getByRole("button", { name: "Give up" }).click();
  await expect(page.getByRole("alert")).toContainText("You no longer wait for this prompt");
  await page.getByRole("button", { name: "Cash", exact: true }).click();
  await sold();
  await answer(request, asked, "cancel");
});
