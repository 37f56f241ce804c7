// The browser of a till is one for the office as well: whoever signs out there, or ends the till, is told first what
// the till has kept, also where it had no network to say so itself.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { LATE_SALES, OFFICE, owner, signIn } from "./demo.ts";
import { RETRY_MS } from "./till-stand.ts";
import { BALE, PIN, becomeTill, openShift, sellBale, typePin } from "./till.ts";

const TILL = "Till that is left";

test("who signs out or ends a till hears what it has kept, and loses nothing", async ({ browser }) => {
  // What was not told is told again after a minute at most.
  test.setTimeout(60_000 + RETRY_MS);
  // A session of its own: it ends here.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await signIn(page);
  await becomeTill(page, TILL);
  await typePin(page, PIN);
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();
  await context.route("**/sync/v1/events", (route) => route.abort("connectionfailed"));
  const number = await sellBale(page);
  await officeHears(context, "1");

  const office = await context.newPage();
  const main = office.getByRole("main");
  await office.goto(`${OFFICE}/tills`);
  await main.getByRole("link", { name: TILL }).click();
  await main.getByText("End this till").click();
  await expect(main.getByText("One sale on it was not sent yet")).toBeVisible();
  await main.getByRole("button", { name: `End ${TILL}` }).click();
  await expect(main.getByText("It has not sent everything yet (1).")).toBeVisible();

  await office.goto(OFFICE);
  await signOut(office);
  await expect(main.getByRole("heading", { name: "You are not signed out yet" })).toBeVisible();
  await expect(main.getByText("One sale in the till of this browser was not sent yet.")).toBeVisible();
  await main.getByRole("button", { name: "Sign out all the same" }).click();
  await expect(office.getByLabel("Phone or e-mail")).toBeVisible();

  // It is there still, and goes to the books without anybody signed in at the office.
  await page.reload();
  await context.unroute("**/sync/v1/events");
  await typePin(page, PIN);
  await expect(page.getByText("All is sent")).toBeVisible({ timeout: RETRY_MS });
  await officeHears(context, undefined);
  await signIn(office);
  await office.goto(LATE_SALES);
  await expect(main.getByText(number).first()).toBeVisible();
  await signOut(office);
  await expect(office.getByLabel("Phone or e-mail")).toBeVisible();
  await context.close();
});

async function signOut(office: Page): Promise<void> {
  await office.getByRole("button", { name: /^Sign out/ }).first().click();
}

/** Waits until the till's cookie says so much: it is written a moment after the sale. */
async function officeHears(context: BrowserContext, count: string | undefined): Promise<void> {
  const cookies = async () => (await context.cookies()).find(({ name }) => name === "dukani_unsent");
  await expect.poll(async () => (await cookies())?.value).toBe(count);
}
