// What axe finds on any page of any door: nothing. With the same pages that hold everywhere else,
// on a phone in the light and on a PC in the dark.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { type Browser, type Page, expect, test } from "@playwright/test";

import type { Cookies } from "./demo.ts";
import {
  BACK_OFFICE,
  SIGNED_IN,
  STOREFRONT,
  type Visitors,
  WAY_IN,
  visitorsOf,
} from "./pages.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Everything that axe knows, its advice for good practice too. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Look {
  width: number;
  colorScheme: "light" | "dark";
}

const LOOKS: Look[] = [
  { width: 360, colorScheme: "light" },
  { width: 1440, colorScheme: "dark" },
];

let visitors: Visitors;

test.beforeAll(async ({ browser }) => {
  visitors = await visitorsOf(browser);
});

for (const look of LOOKS) {
  const name = `${look.width} px, ${look.colorScheme}`;
  test(`axe finds nothing in the storefront at ${name}`, async ({ browser }) => {
    test.setTimeout(120_000);
    const { customer, inShop } = visitors;
    await expectNothing(browser, look, [...STOREFRONT.map(inShop), "/nowhere"], customer);
  });
  test(`axe finds nothing on the way in at ${name}`, async ({ browser }) => {
    test.setTimeout(120_000);
    await expectNothing(browser, look, WAY_IN);
    await expectNothing(browser, look, SIGNED_IN, visitors.owner);
  });
  test(`axe finds nothing in the back office at ${name}`, async ({ browser }) => {
    test.setTimeout(300_000);
    await expectNothing(browser, look, BACK_OFFICE.map(visitors.inOffice), visitors.owner);
  });
}

test("axe would see it", async ({ browser }) => {
  const page = await opened(browser, LOOKS[0]);
  await page.goto(visitors.inShop(STOREFRONT[1]));
  await page.evaluate(() => {
    document.querySelector("main")!.insertAdjacentHTML("beforeend", "<input name=nameless>");
  });
  expect(await findings(page)).toEqual([expect.stringMatching(/^label: /)]);
  await page.context().close();
});

async function opened(browser: Browser, look: Look, state?: Cookies): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.width < 600 ? 740 : 900 },
    colorScheme: look.colorScheme,
    // The browser is told to hold still, so that nothing is measured half faded in.
    reducedMotion: "reduce",
    storageState: state,
  });
  return context.newPage();
}

async function expectNothing(
  browser: Browser,
  look: Look,
  paths: string[],
  state?: Cookies,
): Promise<void> {
  const page = await opened(browser, look, state);
  for (const path of paths) {
    await page.goto(path, { waitUntil: "load" });
    // Whole: what stands under the bar at a phone's foot would count as covered, and scrolls out.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: look.width, height: height + 200 });
    expect.soft(await findings(page), path).toEqual([]);
  }
  await page.context().close();
}

interface Finding {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** What is wrong, a line each: the rule, and the first place. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: Finding[] }> };
    };
    const { violations } = await axe.run({ runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, help, nodes }) => {
      const [first] = nodes;
      const why = (first.failureSummary ?? "").split("\n").slice(1, 3).join(" ").trim();
      return `${id}: ${help}; ${nodes.length} times, first ${first.target.join(" ")}: ${why}`;
    });
  }, TAGS);
}
