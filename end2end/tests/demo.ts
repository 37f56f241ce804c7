// The demo shop as a person meets it: its pages, its owner, and the virtual phone that
// M-Pesa's simulator rings.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
  expect,
} from "@playwright/test";

/** The demo's storefront. */
export const SHOP = "/s/demo";
/** The demo's back office. */
export const OFFICE = "/b/demo";
/** What was sold lately: a sale of a minute ago may be one of yesterday, as may one of a clock that is behind. */
const LATELY = `from=${new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)}`;
export const LATE_SALES = `${OFFICE}/sales?${LATELY}`;
/** The same as a file. */
export const LATE_SALES_FILE = `${OFFICE}/files/sales/all.csv?${LATELY}`;

/** The demo's kit and its family of variants, by their ids. */
export const KIT = "01970000-0000-7000-8000-000000000002";
export const FAMILY = "01970000-0000-7000-8000-000000000003";

const OWNER = "0700 000 001";
const PASSWORD = "duka-la-mfano";

/** A prompt on the virtual phone. */
export interface Prompt {
  checkout_request_id: string;
  phone: string;
  amount: number;
  account_reference: string;
  ending: { code: string; receipt: string | null } | null;
}

/** How somebody checks out. */
export interface Checkout {
  /** Her phone; M-Pesa asks on it. Three prompts in three minutes are the most. */
  phone: string;
  /** Whom the order is for; somebody where it is not said. */
  name?: string;
  /** How the goods reach her; picked up where it is not said. */
  reaches?: RegExp;
  /** How she pays; by M-Pesa where it is not said. */
  pays?: RegExp;
}

/** Puts some of a product into the cart, from its own page. */
export async function choose(page: Page, slug: string, quantity: string): Promise<void> {
  await page.goto(`${SHOP}/p/${slug}`);
  await page.getByLabel("How much?").fill(quantity);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect(page.getByRole("heading", { name: "Added to your cart" })).toBeVisible();
}

/** Orders what is in the cart; returns the order's code. */
export async function order(page: Page, checkout: Checkout): Promise<string> {
  await page.goto(`${SHOP}/checkout`);
  await page.getByLabel("Your name").fill(checkout.name ?? "A customer");
  await page.getByLabel("Your phone number").fill(checkout.phone);
  await page.getByRole("radio", { name: checkout.reaches ?? /^Pick up at/ }).check();
  await page.getByRole("radio", { name: checkout.pays ?? /^M-Pesa, now/ }).check();
  await page.getByRole("button", { name: "Place order" }).click();
  await page.waitForURL(/\/s\/demo\/o\//);
  return codeOf(page);
}

/** The code of the order whose page is shown. */
export async function codeOf(page: Page): Promise<string> {
  let code = "";
  // A page that waits for money loads itself again, and has no title for a moment.
  const read = async () => {
    code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await page.title())?.[0] ?? "";
    return code;
  };
  await expect.poll(read, { message: "the page's title names the order" }).not.toBe("");
  return code;
}

/** What an amount, a word or a date stands beside, in a list of facts or totals. */
export function fact(within: Page | Locator, term: string | RegExp): Locator {
  const exact = typeof term === "string" ? new RegExp(`^${term}$`) : term;
  const terms = within.getByRole("term").filter({ hasText: exact });
  return terms.locator("xpath=following-sibling::dd[1]");
}

/** Waits until the virtual phone shows an open prompt for an order. */
export async function prompt(request: APIRequestContext, code: string): Promise<Prompt> {
  return rings(request, (one) => one.account_reference === code, `for order ${code}`);
}

/** Waits until a number's virtual phone, 2547…, shows an open prompt. */
export async function promptOn(request: APIRequestContext, phone: string): Promise<Prompt> {
  return rings(request, (one) => one.phone === phone, `at ${phone}`);
}

async function rings(
  request: APIRequestContext,
  isMeant: (one: Prompt) => boolean,
  about: string,
): Promise<Prompt> {
  let found: Prompt | undefined;
  await expect
    .poll(
      async () => {
        const answer = await request.get(`${simulator()}/phone.json`);
        const { prompts } = (await answer.json()) as { prompts: Prompt[] };
        found = prompts.find((one) => one.ending === null && isMeant(one));
        return found !== undefined;
      },
      { message: `the phone rings ${about}` },
    )
    .toBe(true);
  return found!;
}

/** Does on the virtual phone what the customer does: `accept`, `cancel` and so on. */
export async function answer(
  request: APIRequestContext,
  asked: Prompt,
  how: string,
): Promise<void> {
  const url = `${simulator()}/phone/${asked.checkout_request_id}/${how}`;
  const reply = await request.post(url, { maxRedirects: 0 });
  expect(reply.status()).toBe(303);
}

/** Loads the order's page again, as it does by itself, until it says this. */
export async function awaitStage(page: Page, heading: string): Promise<void> {
  await expect(async () => {
    await page.goto(page.url());
    const title = page.getByRole("heading", { level: 1, name: heading });
    await expect(title).toBeVisible({ timeout: 200 });
    // What M-Pesa says is read again after 15 s where the first reading failed.
  }).toPass({ timeout: 40_000, intervals: [300] });
}

/** Cookies of a browser. */
export type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>;

/**
 * The cookies of the demo's owner, signed in once for all tests, because it takes its
 * time and each test that fails begins anew. They are kept beside the database that knows the session.
 */
export async function owner(browser: Browser): Promise<Cookies> {
  const kept = join(process.env.DUKANI_DATA!, "owner-cookies.json");
  if (!existsSync(kept)) {
    const page = await browser.newPage();
    await signIn(page);
    await page.context().storageState({ path: kept });
    await page.context().close();
  }
  return JSON.parse(readFileSync(kept, "utf8")) as Cookies;
}

/** The owner signs in, to the office. */
export async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in?next=%2Fb%2Fdemo");
  await page.getByLabel("Phone or e-mail").fill(OWNER);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`**${OFFICE}`);
}

/** Where the simulator is; set by server-start.ts. */
function simulator(): string {
  return process.env.DUKANI_SIMULATOR_URL!;
}
