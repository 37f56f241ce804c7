// A tablet becomes a till by a code, and the owner ends it: all in browsers without scripts. A till itself
// needs them, and says so.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { OFFICE, owner } from "./demo.ts";

const NAME = "Blue tablet";

// One after the other: the tablet needs what the owner made.
test.describe.configure({ mode: "serial" });

let office: BrowserContext;
let boss: Page;
let counter: BrowserContext;
let tablet: Page;
let code: string;

test.beforeAll(async ({ browser }) => {
  // A table is one on a PC; on a phone it is cards.
  office = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  boss = await office.newPage();
  counter = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  tablet = await counter.newPage();
});

test.afterAll(async () => {
  await office.close();
  await counter.close();
});

test("the owner makes a code, and it is shown once", async () => {
  const main = boss.getByRole("main");
  await boss.goto(`${OFFICE}/tills`);
  await main.getByRole("button", { name: "Make a code for another device" }).click();
  const name = main.getByLabel("Name of the till");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await name.fill(NAME);
  await main.getByRole("button", { name: "Make a code for another device" }).click();
  await expect(main.getByRole("heading", { name: "The code is ready" })).toBeVisible();
  code = (await main.locator("code.link").innerText()).trim();
  expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  await boss.goto(`${OFFICE}/tills`);
  await expect(main.locator("code.link")).toHaveCount(0);
});

test("the owner sets her PIN, and it is not one that everybody tries", async () => {
  const main = boss.getByRole("main");
  await boss.goto("/account");
  await boss.getByRole("link", { name: /^Your PIN at / }).first().click();
  await expect(main.getByText(/A PIN is not a password/)).toBeVisible();
  const pin = main.getByLabel("New PIN");
  const again = main.getByLabel("The same PIN again");
  await pin.fill("1234");
  await again.fill("1234");
  await main.getByRole("button", { name: "Save" }).click();
  await expect(pin).toHaveAttribute("aria-invalid", "true");
  await expect(pin).toHaveValue("");
  await pin.fill("2580");
  await again.fill("2580");
  await main.getByRole("button", { name: "Save" }).click();
  await expect(main.getByRole("heading", { name: "Your PIN is set." })).toBeVisible();
});

test("the code makes the tablet a till, once", async ({ browser }) => {
  const main = tablet.getByRole("main");
  await tablet.goto("/till");
  await expect(tablet.getByRole("heading", { level: 1 })).toHaveText("Make this device a till");
  const field = main.getByLabel("Code");
  await field.fill("ABCD-EFGH");
  await main.getByRole("button", { name: "Make it a till" }).click();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue("ABCD-EFGH");
  await field.fill(code.toLowerCase());
  await main.getByRole("button", { name: "Make it a till" }).click();
  await expect(tablet.getByRole("heading", { name: "This device is a till now." })).toBeVisible();
  await expect(tablet.getByRole("heading", { level: 1 })).toHaveText(NAME);
  await expect(main.getByText(/^A till needs JavaScript/)).toBeVisible();

  const late = await browser.newPage({ javaScriptEnabled: false });
  await late.goto("/till");
  await late.getByLabel("Code").fill(code);
  await late.getByRole("button", { name: "Make it a till" }).click();
  await expect(late.getByLabel("Code")).toHaveAttribute("aria-invalid", "true");
  await late.context().close();
});

test("the owner ends it, and its next page says so", async () => {
  const main = boss.getByRole("main");
  await boss.goto(`${OFFICE}/tills`);
  await main.getByRole("link", { name: NAME }).click();
  await main.getByText("End this till").click();
  await main.getByRole("button", { name: `End ${NAME}` }).click();
  await expect(main.getByRole("heading", { name: `${NAME} is no till any more.` })).toBeVisible();
  const answer = await tablet.goto("/till");
  expect(answer?.status()).toBe(401);
  const heading = tablet.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("This device is no till any more");
  await expect(tablet.getByLabel("Code")).toBeVisible();
});
