// A browser that keeps nothing, and never did: the till cannot be opened there, and says so in words.
import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { becomeTill } from "./till.ts";
import { speak } from "./visit.ts";
import { wordsOf } from "./words.ts";

let till: Awaited<ReturnType<BrowserContext["storageState"]>>;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ storageState: await owner(browser) });
  await becomeTill(await context.newPage(), "Till that keeps nothing");
  till = await context.storageState();
  await context.close();
});

/** The till in a browser that was there never before, and refuses to keep anything. */
async function refused(context: BrowserContext): Promise<Page> {
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("not here", "SecurityError");
    };
  });
  const page = await context.newPage();
  await page.goto("/till");
  return page;
}

for (const language of ["en", "sw", "id"]) {
  test(`it says so in words: ${language}`, async ({ browser }) => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      storageState: till,
    });
    await speak(context, language);
    const page = await refused(context);
    const words = wordsOf(language);
    const said = page.getByText(words("till-trouble-no-storage")).filter({ visible: true });
    await expect(said).toBeVisible();
    await expect(page.getByRole("main")).not.toContainText("till-trouble");
    // What it was to say of other troubles is not seen.
    await expect(page.getByText(words("till-trouble-blocked"))).toBeHidden();
    const anew = page.getByRole("button", { name: words("till-app-load-anew"), exact: true });
    await Promise.all([page.waitForEvent("load"), anew.click()]);
    await expect(said).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await context.close();
  });
}
