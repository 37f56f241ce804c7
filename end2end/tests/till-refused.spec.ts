// What the books refuse of a till waits there for a manager, until one has looked at it.
import { expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { PIN, becomeTill, openShift, sellBale, typePin } from "./till.ts";

type Told = { events: { id: string }[] };

test("what the books refuse is put away by a manager, and stays among the sales", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  const page = await context.newPage();
  await becomeTill(page, "Till of what is refused");
  await typePin(page, PIN);
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();

  await context.route("**/sync/v1/events", async (route) => {
    const { events } = route.request().postDataJSON() as Told;
    const refusals = [{ key: "refused-sale-other", words: "Another sale has its id." }];
    const settled = events.map(({ id }) => ({ id, outcome: "refused", refusals }));
    await route.fulfill({ json: { settled } });
  });
  const number = await sellBale(page);
  await expect(page.getByText("All is sent")).toBeVisible();
  await page.keyboard.press("Enter");

  const dialog = page.getByRole("dialog");
  const waiting = dialog.getByRole("button", { name: `Sale ${number}` });
  const open = async (name: RegExp) => {
    await page.getByRole("button", { name: "Menu" }).click();
    await dialog.getByRole("button", { name }).click();
  };
  await open(/^Not sent yet/);
  await waiting.click();
  await expect(dialog).toContainText("The books refuse it: tell a manager. Another sale has its id.");
  await dialog.getByText("A manager has looked at it").click();
  await dialog.getByRole("button", { name: "Put it away" }).click();
  await expect(dialog.getByRole("heading", { name: "Not sent yet" })).toBeVisible();
  await expect(waiting).toHaveCount(0);

  await page.reload();
  await typePin(page, PIN);
  await open(/^Not sent yet/);
  await expect(dialog.getByRole("button", { name: "Send now" })).toBeVisible();
  await expect(waiting).toHaveCount(0);
  await page.keyboard.press("Escape");
  await open(/^Sales of this till/);
  await waiting.click();
  await expect(dialog).toContainText("A manager has looked at it. Another sale has its id.");
  await expect(dialog.getByRole("button", { name: "Put it away" })).toHaveCount(0);
  await context.close();
});
