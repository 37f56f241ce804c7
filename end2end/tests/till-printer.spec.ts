// A cashier chooses a receipt printer by Bluetooth, and what she sells is printed on it. The printer is the
// browser's own interface to one, and keeps what is written to it.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;

/** What the printer of the tests does: what was written to it, part by part; whether it answers; what it left
 * without an answer. */
interface Printer {
  written: number[][];
  silent: boolean;
  unanswered: number;
}

function printer(): Promise<Printer> {
  return page.evaluate(() => (globalThis as unknown as { printer: Printer }).printer);
}

/** From now on it answers, or does not. */
async function setSilent(silent: boolean): Promise<void> {
  await page.evaluate((silent) => {
    (globalThis as unknown as { printer: Printer }).printer.silent = silent;
  }, silent);
}

/** What was written to it, part by part. */
async function written(): Promise<number[][]> {
  return (await printer()).written;
}

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  await context.addInitScript(() => {
    const printer: Printer = { written: [], silent: false, unanswered: 0 };
    const inlet = {
      properties: { write: true },
      async writeValueWithResponse(part: Uint8Array) {
        if (printer.silent) {
          printer.unanswered += 1;
          await new Promise(() => {});
        }
        printer.written.push([...part]);
      },
    };
    const service = { getCharacteristic: async () => inlet };
    const server = { getPrimaryService: async () => service };
    const device = { gatt: { connect: async () => server } };
    const bluetooth = { requestDevice: async () => device };
    Object.defineProperty(navigator, "bluetooth", { value: bluetooth });
    Object.assign(globalThis, { printer });
  });
  page = await context.newPage();
});

test.afterAll(async () => {
  await context.close();
});

test("a till whose cashier chooses the printer", async () => {
  await becomeTill(page, "Till that prints");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Language, printer, about" }).click();
  await page.getByRole("button", { name: "Choose one by Bluetooth" }).click();
  await expect(page.getByText("The printer is chosen.")).toBeAttached();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await written()).toEqual([]);
});

test("what she sells is printed, in parts that the printer takes", async () => {
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: /^Paid/ }).click();
  const number = await numberSold(page);
  await expect(async () => {
    const parts = await written();
    const text = String.fromCharCode(...parts.flat());
    expect(text.startsWith("\u001b@")).toBe(true);
    expect(text).toContain(number);
    expect(text).toContain("2,760");
    expect(parts.length).toBeGreaterThan(1);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(180);
  }).toPass({ timeout: 10_000 });
  await expect(page.getByRole("alert")).not.toContainText("The printer does not answer");
});

test("one that never answers is said not to, and what comes after it is printed", async () => {
  await page.getByRole("button", { name: /^New sale/ }).click();
  await setSilent(true);
  const sell = async () => {
    await scan(page, BALE);
    await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
    await page.keyboard.press("F9");
    await page.getByRole("button", { name: /^Paid/ }).click();
    return numberSold(page);
  };
  const lost = await sell();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("The printer does not answer", { timeout: 20_000 });
  await expect(alert).toContainText("then print again");
  await setSilent(false);
  await page.getByRole("button", { name: /^New sale/ }).click();
  const next = await sell();
  const text = async () => String.fromCharCode(...(await written()).flat());
  await expect.poll(text, { timeout: 10_000 }).toContain(next);
  expect(await text()).not.toContain(lost);
  expect((await printer()).unanswered, "what did not answer is not asked again").toBe(1);
});
