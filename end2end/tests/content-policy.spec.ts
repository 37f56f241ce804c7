// What pages may load and run: their own, and nothing that somebody slipped in. That no page breaks
// its own policy is seen where all of them are visited.
import { type Browser, type Page, expect, test } from "@playwright/test";

import { type Cookies, OFFICE, SHOP, owner } from "./demo.ts";

test("a page that is not there keeps to the policy too", async ({ browser }) => {
  const { page, blocked } = await opened(browser);
  await page.goto("/nowhere", { waitUntil: "networkidle" });
  expect(blocked).toEqual([]);
  await page.context().close();
});

test("a shop with a colour of its own shows it", async ({ browser }) => {
  const { page, blocked } = await opened(browser, await owner(browser));
  await page.goto(`${OFFICE}/settings`);
  const colour = page.locator('input[name="form[accent]"]');
  const before = await colour.inputValue();
  await choose(page, "#7a2e8c");
  await page.goto(SHOP);
  const fill = page.locator(".shop-mark");
  await expect(fill).toHaveCSS("background-color", "rgb(122, 46, 140)");
  expect(blocked).toEqual([]);
  await page.goto(`${OFFICE}/settings`);
  await choose(page, before);
  await page.context().close();
});

test("islands wake under the policy", async ({ browser }) => {
  const { page, blocked } = await opened(browser, await owner(browser));
  await page.goto(OFFICE);
  const isAwake = () => page.evaluate(() => "__hydrateIsland" in window);
  await expect.poll(isAwake, { message: "the page's own script has run" }).toBe(true);
  await page.waitForLoadState("networkidle");
  expect(blocked).toEqual([]);
  await page.context().close();
});

for (const [name, path] of [
  ["storefront", SHOP],
  ["back office", OFFICE],
] as const) {
  test(`what is slipped into the ${name} does not run`, async ({ browser }) => {
    const { page, blocked } = await opened(browser, await owner(browser));
    await page.goto(path);
    expect(blocked).toEqual([]);
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.slippedIn = true";
      document.head.append(script);
    });
    await expect.poll(() => blocked.join(" ")).toContain("script-src");
    expect(await page.evaluate(() => "slippedIn" in window)).toBe(false);
    await page.evaluate(() => document.body.setAttribute("style", "display: none"));
    await expect.poll(() => blocked.join(" ")).toContain("style-src");
    await expect(page.getByRole("main")).toBeVisible();
    await page.context().close();
  });
}

/** Types a colour into the settings and keeps it. */
async function choose(page: Page, colour: string): Promise<void> {
  const field = page.locator('input[name="form[accent]"]');
  await field.fill(colour);
  await Promise.all([
    page.waitForResponse((answer) => answer.url().includes("/api/businesses/keep_settings")),
    page.getByRole("button", { name: "Save" }).click(),
  ]);
  await page.goto(`${OFFICE}/settings`);
  await expect(field).toHaveValue(colour);
}

/** A page, and what its policies have kept it from doing so far. */
async function opened(
  browser: Browser,
  state?: Cookies,
): Promise<{ page: Page; blocked: string[] }> {
  const context = await browser.newContext({ storageState: state });
  const page = await context.newPage();
  const blocked: string[] = [];
  page.on("console", (message) => {
    if (/^blocked: |content security policy|permissions-policy/i.test(message.text())) {
      blocked.push(message.text());
    }
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`blocked: ${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return { page, blocked };
}
