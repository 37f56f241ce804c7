// A cashier chooses a receipt printer by Bluetooth, and what she sells is printed on it, and what her shift comes
// to; cash opens the drawer, and nothing else. The printer is the browser's own interface to one, and keeps what is
// written to it.
import { type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;

/** Wakes a printer: ESC @, FS ., ESC t 16. */
const BEGIN = "\u001b@\u001c.\u001bt\u0010";
/** Opens the drawer: ESC p, the first one, for 50 ms. */
const KICK = "\u001bp\u0000\u0019\u00fa";
/** Cuts the paper: GS V 66 0. */
const CUT = "\u001dVB\u0000";

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

/** What is printed by an act, once it is cut off. */
async function printed(act: () => Promise<unknown>): Promise<string> {
  const before = (await written()).length;
  await act();
  let text = "";
  await expect(async () => {
    text = String.fromCharCode(...(await written()).slice(before).flat());
    expect(text.endsWith(CUT)).toBe(true);
  }).toPass({ timeout: 10_000 });
  expect(text.startsWith(BEGIN)).toBe(true);
  return text;
}

/** How often the drawer is opened by what was printed. */
function kicks(text: string): number {
  return text.split("\u001bp").length - 1;
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
    // The drawer opens first: change is given while the paper comes.
    expect(text.startsWith(BEGIN + KICK)).toBe(true);
    expect(kicks(text)).toBe(1);
    expect(text).toContain(number);
    expect(text).toContain("2,760");
    expect(text.endsWith(CUT)).toBe(true);
    expect(parts.length).toBeGreaterThan(1);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(180);
  }).toPass({ timeout: 10_000 });
  await expect(page.getByRole("alert")).not.toContainText("The printer does not answer");
});

test("a copy opens no drawer, nor does what is no cash", async () => {
  const again = () => page.getByRole("button", { name: "Print", exact: true }).click();
  expect(kicks(await printed(again))).toBe(0);
  await page.getByRole("button", { name: /^New sale/ }).click();
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: "Card", exact: true }).click();
  const receipt = await printed(() => page.getByRole("button", { name: /^Paid/ }).click());
  expect(receipt).toContain(await numberSold(page));
  expect(receipt).toMatch(/Card +2,760\.00\n/);
  expect(kicks(receipt)).toBe(0);
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

test("the drawer opens by itself, and what the shift comes to is printed", async () => {
  const dialog = page.getByRole("dialog");
  const open = async (name: string) => {
    await page.getByRole("button", { name: "Menu" }).click();
    await dialog.getByRole("button", { name, exact: true }).click();
  };
  const print = (within: Page | Locator) => async () => {
    await within.getByRole("button", { name: "Print", exact: true }).click();
  };
  const since = async (part: number) => String.fromCharCode(...(await written()).slice(part).flat());
  // Nothing of the sale before is still to come.
  await expect.poll(async () => (await since(0)).endsWith(CUT), { timeout: 10_000 }).toBe(true);
  const before = (await written()).length;
  await open("Open the drawer");
  await expect.poll(() => since(before), { timeout: 10_000 }).toBe(KICK);
  await page.keyboard.press("Escape");

  await open("Shift so far");
  await expect(dialog.getByRole("article")).toContainText("Till that prints · ");
  const soFar = await printed(print(dialog));
  expect(soFar).toContain("Shift so far\n");
  expect(soFar).toContain("Till that prints \u00b7 ");
  expect(soFar).toMatch(/\nCard +KSh 2,760\n/);
  expect(soFar).toMatch(/Expected in the drawer +KSh 9,280\n/);
  expect(soFar).not.toContain("Counted");
  expect(kicks(soFar)).toBe(0);
  await page.keyboard.press("Escape");

  await open("Close the shift");
  await page.getByLabel("Counted").fill("9270");
  await dialog.getByRole("button", { name: "Close the shift" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  const closed = await printed(print(page));
  expect(closed).toContain("The shift is closed.\n");
  expect(closed).toMatch(/\nCounted +KSh 9,270\n/);
  expect(closed).toMatch(/difference KSh -10/);
  expect(kicks(closed)).toBe(0);
});
