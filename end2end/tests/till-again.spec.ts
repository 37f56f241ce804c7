// A till that the server does not know any more, because its books were restored from before it was enrolled:
// it says so and keeps everything; made a till again, it sends what it has kept, as it was printed.
import { readFileSync } from "node:fs";

import { expect, test } from "@playwright/test";

import { OFFICE, owner } from "./demo.ts";
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
  const sales = async () => (await page.request.get(`${OFFICE}/files/sales/all.csv`)).text();
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
