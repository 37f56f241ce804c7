// A page by its keys alone, and as a screen reader is told of it.
import { type Locator, type Page, expect } from "@playwright/test";

import { focusStop } from "./visit.ts";

/** Presses the tab key until it is reached; every stop on the way is seen. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < 120; press += 1) {
    await page.keyboard.press("Tab");
    const stop = await focusStop(page);
    expect(stop.wrong, `${page.url()}: ${stop.name}`).toBe("");
    passed.push(stop.name);
    const isHere = (all: Element[]) => all.some((one) => one === document.activeElement);
    if (await wanted.evaluateAll(isHere)) return;
  }
  throw new Error(`not reached by the tab key: ${wanted}; only ${passed.join(" · ")}`);
}

/** Presses the enter key, which leads to another page. */
export async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

/** Every part of the page has a name and a place, and headings go down a step at a time. */
export async function expectTold(page: Page): Promise<void> {
  expect(await untold(page), page.url()).toEqual([]);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await expect(page.getByRole("main")).toHaveCount(1);
}

/** What a screen reader would have to guess, from the tree that it is given. */
export async function untold(page: Page): Promise<string[]> {
  const tree = await page.locator("body").ariaSnapshot();
  const wrong: string[] = [];
  // What the last act left to say may stand above the title.
  let level = 1;
  for (const line of tree.split("\n")) {
    const [, indent, role, name] = /^( *)- ([a-z]+)(?: ("(?:[^"\\]|\\.)*"))?/.exec(line) ?? [];
    if (NAMED.includes(role) && name === undefined) wrong.push(`${role} has no name`);
    if (role === "heading") {
      const next = Number(/\[level=(\d)\]/.exec(line)?.[1]);
      if (next > level + 1) wrong.push(`heading ${name} comes after level ${level}`);
      level = next;
    }
    const isSkip = /^"Skip to (the )?content"$/.test(name ?? "");
    if (indent === "" && role && !PLACES.includes(role) && !isSkip) {
      wrong.push(`outside every landmark: ${role} ${name ?? ""}`);
    }
  }
  return wrong;
}

/** Roles that say nothing without a name. */
const NAMED =
  "link button textbox searchbox checkbox radio combobox img heading navigation complementary table"
    .split(" ");
/** Where all else stands; what is said as it comes needs no place. */
const PLACES = ["banner", "main", "complementary", "contentinfo", "navigation", "status"];
