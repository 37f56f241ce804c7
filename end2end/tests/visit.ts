// One visit of a page, and all that no page may have wrong: what it answers, how it is laid out,
// what the browser complains of, and what axe finds.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { type Browser, type BrowserContext, type Page, expect } from "@playwright/test";

import type { Cookies } from "./demo.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Everything that axe knows, its advice for good practice too. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The browser that looks at pages, and how closely. */
export interface Look {
  width: number;
  colorScheme: "light" | "dark";
  /** What the browser chose to be spoken to in; the business's own where it is not said. */
  language?: "sw" | "id";
  /** Whether axe looks too. */
  axe?: boolean;
  /** Whether to wait until islands are awake and nothing is loaded any more. */
  idle?: boolean;
}

/** A page in a browser of that look, signed in or with a cart if there are cookies. */
export async function opened(browser: Browser, look: Look, state?: Cookies): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.width < 600 ? 740 : 900 },
    colorScheme: look.colorScheme,
    // The browser is told to hold still for axe, so that nothing is measured half faded in.
    reducedMotion: look.axe ? "reduce" : "no-preference",
    storageState: state,
  });
  if (look.language) await speak(context, look.language);
  return context.newPage();
}

/** Has a browser be spoken to in a language, as if it had been chosen at the foot of a page. */
export async function speak(context: BrowserContext, language: string): Promise<void> {
  const url = process.env.DUKANI_PUBLIC_URL!;
  await context.addCookies([{ name: "dukani_language", value: language, url }]);
}

/** Visits pages, each once, and finds nothing wrong with any; then closes the browser. */
export async function visitAll(
  browser: Browser,
  look: Look,
  paths: string[],
  state?: Cookies,
): Promise<void> {
  const page = await opened(browser, look, state);
  const said: string[] = [];
  page.on("console", (message) => {
    const isPolicy = /content security policy|permissions-policy/i.test(message.text());
    // The page before was left while it still loaded.
    const isLeft = message.text().includes("Response body loading was aborted");
    if ((message.type() === "error" && !isLeft) || isPolicy) {
      said.push(`the console says: ${message.text()} ${message.location().url}`);
    }
  });
  page.on("pageerror", (error) => said.push(`an error in the page: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`blocked: ${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  for (const path of paths) {
    const answer = await page.goto(path, { waitUntil: look.idle ? "networkidle" : "load" });
    expect.soft(answer?.status(), path).toBe(200);
    const wrong = [...(await faults(page)), ...said.splice(0)];
    if (look.width < 640) wrong.push(...(await covered(page)));
    if (look.language) {
      const lang = await page.locator("html").getAttribute("lang");
      if (lang !== look.language) wrong.push(`it speaks ${lang}`);
    }
    if (look.axe) {
      wrong.push(...(await findings(page)));
      // What the browser says of axe is not the page's fault.
      said.splice(0);
    }
    expect.soft(wrong, path).toEqual([]);
  }
  await page.context().close();
}

/** What is wrong with a page that no page may have wrong. */
export async function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      const wide = [...document.body.querySelectorAll("*")].filter(
        (one) => one.getBoundingClientRect().right > root.clientWidth + 1,
      );
      const first = wide[0];
      wrong.push(
        `${root.scrollWidth - root.clientWidth} px too wide: ` +
          `${first?.tagName.toLowerCase()}.${first?.getAttribute("class")}`,
      );
    }
    const headings = document.querySelectorAll("h1").length;
    if (headings !== 1) wrong.push(`${headings} h1`);
    if (!/^(en|sw|id)$/.test(root.lang)) wrong.push(`lang is "${root.lang}"`);
    if (document.title.trim() === "") wrong.push("no title");
    if (document.querySelectorAll("main").length !== 1) wrong.push("no main, or several");
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
    if (twice.length > 0) wrong.push(`ids that are there twice: ${twice.join(" ")}`);
    // Whoever hears a page goes from table to table by their names.
    for (const table of document.querySelectorAll("table")) {
      const by = (table.getAttribute("aria-labelledby") ?? "").split(/\s+/);
      const names = [
        table.caption?.textContent,
        table.getAttribute("aria-label"),
        ...by.map((id) => document.getElementById(id)?.textContent),
      ];
      if (!names.some((name) => name?.trim())) {
        wrong.push(`a table without a name: ${table.outerHTML.slice(0, 120)}`);
      }
    }
    return wrong;
  });
}

/** What a thumb cannot reach, because something else lies over it wherever the page is scrolled to. */
export async function covered(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const acts = "main :is(a, button, input:not([type=hidden]), select, textarea, summary)";
    const named = (one: Element) => one.outerHTML.slice(0, 90);
    const wrong = [...document.querySelectorAll<HTMLElement>(acts)].flatMap((one) => {
      // Heads of tables are no part of cards: they come to those who go by keyboard.
      if (!one.checkVisibility() || one.closest("thead")) return [];
      one.scrollIntoView({ block: "center", inline: "center" });
      // Of words that go on in a second line the first: between its lines stands what is not of them.
      const box = one.getClientRects()[0] ?? one.getBoundingClientRect();
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      const top = document.elementFromPoint(x, y);
      const labels = [...((one as HTMLInputElement).labels ?? [])];
      const reached = [one, ...labels].some((each) => each.contains(top)) || top?.contains(one);
      return reached || !top || box.width < 2 ? [] : [`${named(one)} lies under ${named(top)}`];
    });
    window.scrollTo(0, 0);
    return wrong.slice(0, 3);
  });
}

/** What has the focus, and what is wrong with how it is seen. */
export async function focusStop(page: Page): Promise<{ name: string; wrong: string }> {
  return page.evaluate(() => {
    const at = document.activeElement as HTMLElement;
    const name = `${at.tagName} ${at.id} ${at.textContent?.trim().slice(0, 40)}`;
    const say = (wrong: string) => ({ name, wrong });
    if (at === document.body) return say("the focus is lost");
    // A field may stand in a box that wears the ring for it.
    const wears = (one: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    };
    const boxes = [at, at.parentElement!, at.parentElement!.parentElement!];
    if (!boxes.some((one) => one.matches(":focus-within") && wears(one))) {
      return say("there is no ring round it");
    }
    if (!at.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
      return say("it cannot be seen");
    }
    const box = at.getBoundingClientRect();
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const top = document.elementFromPoint(x, y);
    if (!top) return say("it is not on the screen");
    return say(at.contains(top) || top.contains(at) ? "" : `it lies under ${top.className}`);
  });
}

interface Finding {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** What axe finds wrong with a page, a line each: the rule, and the first place. */
export async function findings(page: Page): Promise<string[]> {
  const { width, height } = page.viewportSize()!;
  // Whole: what stands under the bar at a phone's foot would count as covered, and scrolls out.
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: whole + 200 });
  await page.evaluate(AXE);
  const lines = await page.evaluate(async (tags) => {
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
  await page.setViewportSize({ width, height });
  return lines;
}
