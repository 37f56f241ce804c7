// A browser as a till: how it becomes one, how a cashier signs in, and how she sells for cash, by keyboard.
import { type BrowserContext, type Page, expect } from "@playwright/test";

import { OFFICE } from "./demo.ts";

/** The owner's PIN at every till of the tests. */
export const PIN = "2580";
/** The barcode of a bale of maize flour, for KSh 2,760. */
export const BALE = "2000000002019";

/** More is sold than the demo has: nobody is asked about that, unless a test is about it. */
async function sellWhatIsNotThere(office: Page): Promise<void> {
  await office.goto(`${OFFICE}/settings/stock`);
  await office.locator('[name="form[below_zero]"][value="allow"]').check();
  await office.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(office.getByRole("main").getByRole("status").first()).toBeVisible();
}

/** Makes the browser a till, with a PIN for its owner; ends at its door, when it needs no network any more. */
export async function becomeTill(page: Page, name: string): Promise<void> {
  await sellWhatIsNotThere(page);
  await page.goto(`${OFFICE}/pin`);
  await page.getByLabel("New PIN").fill(PIN);
  await page.getByLabel("The same PIN again").fill(PIN);
  await page.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Your PIN is set." })).toBeVisible();
  await page.goto(`${OFFICE}/tills`);
  await page.getByLabel("Name of the till").fill(name);
  await page.getByRole("button", { name: "Use this device as a till" }).click();
  await expect(page.getByRole("heading", { name: "This device is a till now." })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
}

/**
 * Has its tills wait for the server however long it takes, as those of old browsers do: else one that is slow for a
 * moment is taken for none, and the till answers in its place.
 */
export async function waitForServer(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    if (location.pathname === "/till") Reflect.deleteProperty(globalThis, "AbortController");
  });
}

/** The owner says who she is, and types a PIN. */
export async function typePin(page: Page, pin: string): Promise<void> {
  await page.getByRole("button", { name: "Owner" }).first().click();
  await page.keyboard.type(pin);
  await page.keyboard.press("Enter");
}

/** Counts the money that a shift begins with. */
export async function openShift(page: Page, float: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open your shift");
  await page.keyboard.type(float);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
}

/** Puts something into the cart, as a scanner does whose keys go to the search field. */
export async function scan(page: Page, code: string): Promise<void> {
  await page.getByRole("searchbox").focus();
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
}

/** Types a code as a scanner does whose keys go wherever the cursor is: figures, each stamped when it was pressed. */
export async function scanAnywhere(page: Page, code: string): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  const begun = Date.now() / 1000;
  const pressed = [...code, "\r"].map((text, at) => {
    const key = text === "\r" ? "Enter" : text;
    const windowsVirtualKeyCode = text.charCodeAt(0);
    const is = { key, windowsVirtualKeyCode, timestamp: begun + at * 0.005 };
    return Promise.all([
      keyboard.send("Input.dispatchKeyEvent", { type: "keyDown", text, ...is }),
      keyboard.send("Input.dispatchKeyEvent", { type: "keyUp", ...is }),
    ]);
  });
  await Promise.all(pressed);
  await keyboard.detach();
}

/**
 * Waits until what is on the screen is on the disk as well: a cart is kept a moment after it was drawn, and to read
 * waits for what was to be written before.
 */
export async function onDisk(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const heard = <T>(asked: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith("dukani-till-")) continue;
      const base = await heard(indexedDB.open(name));
      await heard(base.transaction("baskets").objectStore("baskets").count());
      base.close();
    }
  });
}

/** What a sale is called that is shown as done. */
export async function numberSold(page: Page): Promise<string> {
  const sold = page.getByRole("heading", { name: /^Sold: T\d+-\d+$/ });
  await expect(sold).toBeVisible();
  return (await sold.innerText()).replace("Sold: ", "");
}

/** Sells a bale for cash; its number. What she has just sold is shown then. */
export async function sellBale(page: Page): Promise<string> {
  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  await page.keyboard.press("F9");
  await expect(page.getByLabel("Handed over")).toBeFocused();
  await page.keyboard.press("Enter");
  return numberSold(page);
}

/** Chooses in the office what becomes of goods; the till hears of it as its cashier comes back. */
export async function choosePolicy(page: Page, name: string, value: string): Promise<void> {
  const office = await page.context().newPage();
  await office.goto(`${OFFICE}/settings/stock`);
  await office.locator(`[name="form[${name}]"][value="${value}"]`).check();
  await office.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(office.getByRole("main").getByRole("status").first()).toBeVisible();
  await office.close();
  const heard = page.waitForResponse("**/sync/v1/catalogue*");
  await page.reload();
  await typePin(page, PIN);
  await heard;
  await expect(page.getByRole("search")).toBeVisible();
  await expect(page.getByText("All is sent")).toBeVisible();
}
