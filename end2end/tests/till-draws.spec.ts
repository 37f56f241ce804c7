// What a till draws while somebody sells: what has changed, and nothing else. A browser styles and lays out anew
// whatever is touched, and a scanner does not wait for that.
import { type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { PIN, becomeTill, openShift, scanAnywhere, typePin } from "./till.ts";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let page: Page;

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ storageState: await owner(browser) });
  page = await context.newPage();
  await becomeTill(page, "Till that draws little");
  await typePin(page, PIN);
  await openShift(page, "500");
  await expect(page.getByText("All is sent")).toBeVisible();
  // What is scanned is typed into no field, where a search could begin.
  await page.getByRole("button", { name: "Menu" }).focus();
});

test.afterAll(async () => {
  await page.context().close();
});

const WHEAT_FLOUR = "2000000000114";
const COOKING_FAT = "2000000000299";

const line = (name: string) => page.locator(".till-line", { hasText: name });
const total = () => page.locator(".till-sum .total dd");

/** Of which lines of the cart, and of how many tiles, attributes were touched while something was done. */
async function touchedBy(act: () => Promise<void>) {
  const watch = await page.evaluateHandle(() => {
    const lines = new Set<string>();
    const tiles = new Set<Element>();
    const note = (list: MutationRecord[]) => {
      for (const { target } of list) {
        const at = target as Element;
        const tile = at.closest(".till-tile");
        if (tile) tiles.add(tile);
        const line = at.closest(".till-line");
        if (line) lines.add(line.querySelector("b")!.textContent!);
      }
    };
    const observer = new MutationObserver(note);
    observer.observe(document.querySelector(".till-ring")!, { attributes: true, subtree: true });
    return { lines, tiles, take: () => note(observer.takeRecords()) };
  });
  await act();
  return watch.evaluate(({ lines, tiles, take }) => {
    take();
    return { lines: [...lines], tiles: tiles.size };
  });
}

test("a scan touches neither what stands in the cart nor the goods, and the total follows", async () => {
  await scanAnywhere(page, WHEAT_FLOUR);
  await expect(line("Wheat flour (unga wa ngano), 1 kg")).toBeVisible();
  await expect(total()).toContainText("110");
  const touched = await touchedBy(async () => {
    await scanAnywhere(page, COOKING_FAT);
    await expect(line("Cooking fat, 500 g")).toBeVisible();
    await expect(total()).toContainText("235");
  });
  expect(touched.lines).toEqual([]);
  // Of what others sell meanwhile less is left.
  expect(touched.tiles).toBeLessThan(20);
});

test("of lines only the one that changes is drawn anew", async () => {
  const { lines, tiles } = await touchedBy(async () => {
    await scanAnywhere(page, COOKING_FAT);
    await expect(line("Cooking fat, 500 g")).toContainText("2 ×");
    await expect(total()).toContainText("360");
  });
  expect(lines).toEqual(["Cooking fat, 500 g"]);
  expect(tiles).toBeLessThan(20);
});

/** Types a code into the search field, a key every 16 ms, as many scanners do; the longest pause between two of them. */
async function typeAsScanner(code: string): Promise<number> {
  return page.evaluate(async (keys) => {
    const field = document.querySelector<HTMLInputElement>("#till-search")!;
    const begun = performance.now();
    let last = begun;
    let longest = 0;
    for (const [at, key] of keys.entries()) {
      while (performance.now() < begun + at * 16) await new Promise((next) => setTimeout(next));
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
      const isForField = field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      // What the till does of it is done before the browser does its part.
      await new Promise((next) => setTimeout(next));
      if (!isForField) continue;
      if (key === "Enter") {
        field.form!.requestSubmit();
        continue;
      }
      field.value += key;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return longest;
  }, [...code, "Enter"]);
}

test("nothing is looked for while a scanner types into the search field", async () => {
  const field = page.getByRole("searchbox");
  // A machine that stands still for a moment types as a hand does: then again.
  await expect(async () => {
    await field.fill("");
    let longest = 0;
    const { tiles } = await touchedBy(async () => {
      longest = await typeAsScanner(WHEAT_FLOUR);
    });
    expect(longest).toBeLessThan(25);
    expect(tiles).toBe(0);
    await expect(field).toHaveValue("");
  }).toPass();
});

test("what a scanner types into the search field is not drawn key by key, and what a hand does stands there", async () => {
  const field = page.getByRole("searchbox");
  await field.focus();
  const inputs = await field.evaluateHandle((field) => {
    const seen = { count: 0 };
    field.addEventListener("input", () => (seen.count += 1));
    return seen;
  });
  const flour = line("Wheat flour (unga wa ngano), 1 kg");
  const before = await flour.innerText();
  await scanAnywhere(page, WHEAT_FLOUR);
  await expect(flour).not.toHaveText(before, { useInnerText: true });
  await expect(field).toHaveValue("");
  expect(await inputs.evaluate((seen) => seen.count)).toBe(3);

  await page.keyboard.type("sukari");
  await expect(field).toHaveValue("sukari");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("i");
  await expect(field).toHaveValue("sukari");
  await expect(page.locator(".till-tile").first()).toContainText("Sugar");
  await field.fill("");
});
