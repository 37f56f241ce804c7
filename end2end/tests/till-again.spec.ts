// A till that the server does not know any more, because its books were restored from before it was enrolled:
// it says so and keeps everything; made a till again, it sends what it has kept, as it was printed. So it does
// with what an older till left that did not keep whose it was.
import { readFileSync } from "node:fs";

import { type Page, expect, test } from "@playwright/test";

import { LATE_SALES_FILE, OFFICE, owner } from "./demo.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, typePin } from "./till.ts";

test("what a till has kept is sent when it is a till again", async ({ browser }) => {
  // What was not told is told again after a minute at most.
  test.setTimeout(150_000);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  const page = await context.newPage();
  await becomeTill(page, "Till of the week before");
  await typePin(page, PIN);
  await openShift(page, "1000");
  const sell = async () => {
    await scan(page, BALE);
    await page.keyboard.press("F9");
    await expect(page.getByLabel("Handed over")).toBeFocused();
    await page.keyboard.press("Enter");
    const number = await numberSold(page);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("search")).toBeVisible();
    return number;
  };
  const told = await sell();
  await expect(page.getByText("All is sent")).toBeVisible();
  await context.setOffline(true);
  const untold = await sell();

  // To the server it is nobody now.
  await context.clearCookies({ name: "dukani_till" });
  await context.setOffline(false);
  await page.reload();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("does not know this till any more", { timeout: 75_000 });
  const download = page.waitForEvent("download");
  await alert.getByRole("button", { name: "Save as a file" }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file, "the sale is in the file").toContain('"kind":"sale"');

  await alert.getByRole("button", { name: "Make it a till again" }).click();
  await expect(page.getByLabel("Code")).toBeVisible();
  await becomeTill(page, "Till of this week");
  await typePin(page, PIN);
  const sales = async () => (await page.request.get(LATE_SALES_FILE)).text();
  const asks = { message: `${untold} is in the books`, timeout: 75_000 };
  await expect.poll(sales, asks).toContain(`\n${untold},`);
  for (const number of [told, untold]) {
    expect((await sales()).split(`\n${number},`), `${number} is there once`).toHaveLength(2);
  }
  // A manager is told that another till sent it.
  await page.goto(`${OFFICE}/sales/flags`);
  await expect(page.getByText(/It happened at .?Till of the week before/).first()).toBeVisible();
  await context.close();
});

/** A row of what a till has not told: its key, and the event. */
type Row = [number, string];

/** What the till of an id has not told, as its database has it; first it puts rows there, and where it is `aged`,
 * takes away what an older till did not keep: whose it was. */
function outbox(page: Page, id: string, rows: Row[], aged: boolean): Promise<Row[]> {
  return page.evaluate(
    async ([id, rows, aged]) => {
      const end = <T>(request: IDBRequest<T>) =>
        new Promise<T>((well, ill) => {
          request.onsuccess = () => well(request.result);
          request.onerror = () => ill(request.error);
        });
      const base = await end(indexedDB.open(`dukani-till-${id}`));
      const tx = base.transaction(["meta", "outbox"], "readwrite");
      const done = new Promise((well) => (tx.oncomplete = well));
      const [meta, outbox] = [tx.objectStore("meta"), tx.objectStore("outbox")];
      if (aged) {
        const { business, ...head } = JSON.parse(await end(meta.get("head")));
        if (!business) throw new Error("a till keeps whose it is");
        meta.put(JSON.stringify(head), "head");
      }
      for (const [key, text] of rows) outbox.put(text, key);
      const keys = (await end(outbox.getAllKeys())) as number[];
      const texts = (await end(outbox.getAll())) as string[];
      await done;
      base.close();
      return keys.map((key, at): [number, string] => [key, texts[at]!]);
    },
    [id, rows, aged] as const,
  );
}

test("what an older till left is told once, also where taking it over broke off", async ({
  browser,
}) => {
  test.setTimeout(150_000);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  const page = await context.newPage();
  await becomeTill(page, "Till of an older kind");
  const boot = await page.locator("#till").getAttribute("data-boot");
  const id = (JSON.parse(boot!) as { device_id: string }).device_id;
  await typePin(page, PIN);
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();
  await context.route("**/sync/v1/events", (route) => route.abort());
  await scan(page, BALE);
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: /^Paid/ }).click();
  const untold = await numberSold(page);

  // To the server it is nobody now, and the next till has a database of its own.
  await page.goto(`${OFFICE}/tills`);
  await context.clearCookies({ name: "dukani_till" });
  const rows = await outbox(page, id, [], true);
  expect(rows.length, "the sale waits").toBe(1);
  await context.unroute("**/sync/v1/events");
  await becomeTill(page, "Till of the newer kind");
  const sales = async () => (await page.request.get(LATE_SALES_FILE)).text();
  const asks = { message: `${untold} is in the books`, timeout: 75_000 };
  await expect.poll(sales, asks).toContain(`\n${untold},`);
  expect(await outbox(page, id, [], false), "nothing is left of it").toEqual([]);

  // As it is when the browser dies after it was kept here, and before it was forgotten there.
  await page.goto(`${OFFICE}/tills`);
  await outbox(page, id, rows, false);
  await page.goto("/till");
  const left = { message: "it is forgotten there", timeout: 75_000 };
  await expect.poll(() => outbox(page, id, [], false), left).toEqual([]);
  await expect(page.getByText("All is sent")).toBeVisible();
  expect((await sales()).split(`\n${untold},`), `${untold} is there once`).toHaveLength(2);
  await context.close();
});

/** The name and the id of the till whose page this is. */
async function bootOf(page: Page): Promise<{ name: string; device_id: string }> {
  const boot = await page.locator("#till").getAttribute("data-boot");
  return JSON.parse(boot!) as { name: string; device_id: string };
}

test("a browser that becomes another till is shown that one, with a network and without", async ({
  browser,
}) => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  const page = await context.newPage();
  await becomeTill(page, "Till of before");
  const before = await bootOf(page);
  await page.goto("/till");
  expect(await bootOf(page), "its page is kept").toEqual(before);
  // It is told no more which till it is; what that till kept stays.
  await context.clearCookies({ name: "dukani_till" });
  await becomeTill(page, "Till of now");
  const now = await bootOf(page);
  expect(now.name).toBe("Till of now");
  expect(now.device_id).not.toBe(before.device_id);
  // What was said as it became one is not kept with its page.
  const kept = () =>
    page.evaluate(async () => {
      const match = (one: string) => caches.match(one, { ignoreVary: true });
      const found = await Promise.all(["/till", "/till/screen"].map(match));
      return Promise.all(found.map(async (one) => (await one?.text()) ?? ""));
    });
  const isItsOwn = (text: string) => text.includes("Till of now") && !text.includes("This device is");
  await expect.poll(async () => (await kept()).map(isItsOwn)).toEqual([true, true]);
  await context.setOffline(true);
  for (const address of ["/till", `/till?enrolled=${now.device_id}`]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
    expect(await bootOf(page), address).toEqual(now);
  }
  // The network went in the middle of becoming yet another: the older one is not shown in its place.
  const other = "/till?enrolled=0199a3f2-7c1b-7d4e-9a1f-123456789012";
  await expect(page.goto(other)).rejects.toThrow();
  await context.setOffline(false);
  await page.goto("/till");
  expect((await bootOf(page)).name, "the server says which it is").toBe("Till of now");
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  await context.close();
});

test("a tab of the till before says that the browser is another one now, and goes on as that", async ({
  browser,
}) => {
  // What failed is tried again after a minute at most.
  test.setTimeout(150_000);
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  const left = await context.newPage();
  await becomeTill(left, "Till of the tab before");
  await typePin(left, PIN);
  await openShift(left, "1000");
  await expect(left.getByText("All is sent")).toBeVisible();
  await scan(left, BALE);
  await left.keyboard.press("F9");
  await left.getByLabel("Handed over").fill("1000");
  await left.getByRole("button", { name: /^Paid/ }).click();
  await expect(left.locator(".till-due").first()).toContainText(/KSh\s1,760/);
  await context.clearCookies({ name: "dukani_till" });
  const page = await context.newPage();
  await becomeTill(page, "Till of the tab beside it");
  await left.bringToFront();
  await left.evaluate(() => window.dispatchEvent(new Event("online")));
  const alert = left.getByRole("alert");
  await expect(alert).toContainText("This browser has become another till", { timeout: 75_000 });
  await alert.getByRole("button", { name: "Load anew" }).click();
  await expect(left.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  await expect.poll(async () => (await bootOf(left)).name).toBe("Till of the tab beside it");
  // What was paid for the cart there is known here.
  await typePin(left, PIN);
  await openShift(left, "1000");
  const dialog = left.getByRole("dialog");
  await expect(async () => {
    await left.keyboard.press("Escape");
    await left.getByRole("button", { name: "Menu", exact: true }).click();
    await dialog.getByRole("button", { name: "Parked carts" }).click();
    await expect(dialog).toContainText(/Paid already: KSh\s1,000/, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await context.close();
});
