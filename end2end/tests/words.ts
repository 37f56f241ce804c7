// The words of the product as its Fluent files have them: what a page should say in a language, and
// what it still says in English.
import { readFileSync, readdirSync } from "node:fs";

import { type Page, expect } from "@playwright/test";

const FILES = new URL("../../src/ui/language/", import.meta.url);

/** The text of each key, over all its lines. */
function texts(language: string): Map<string, string> {
  const found = new Map<string, string>();
  const folder = new URL(`${language}/`, FILES);
  for (const file of readdirSync(folder)) {
    let key = "";
    for (const line of readFileSync(new URL(file, folder), "utf8").split("\n")) {
      const begins = /^([a-z][a-z0-9-]*) = ?(.*)$/.exec(line);
      if (begins) key = begins[1];
      if (begins) found.set(key, begins[2]);
      else if (/^ /.test(line)) found.set(key, `${found.get(key)}\n${line}`);
    }
  }
  return found;
}

/** Says what a key says in a language, with what it names; only of texts that do not count. */
export function wordsOf(language: string): (key: string, names?: object) => string {
  const all = texts(language);
  return (key, names = {}) => {
    let text = all.get(key);
    for (const [name, value] of Object.entries(names)) text = text?.replace(`{ $${name} }`, value);
    if (text === undefined || text.includes("{")) throw new Error(`${key} is ${text}`);
    return text;
  };
}

/** What stands around the names in a text, one piece after the other. */
function pieces(text: string): string[] {
  const lines = text.split("\n").map((line) => line.replace(/^ *\*?\[[a-z0-9]+\]/, ""));
  const parts = lines.flatMap((line) => line.replace(/^.*->$/, "").split(/\{[^}]*\}?/));
  return parts.map((part) => part.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ""));
}

/**
 * English that a page in another language still says: to the eye, to a screen reader, as a title. One
 * word is told from a word of the shop's owner by standing alone.
 */
export async function englishLeft(page: Page, language: string): Promise<string[]> {
  const other = texts(language);
  const own = new Set([...other.values()].flatMap(pieces));
  const english = [...texts("en")].filter(([key, text]) => other.get(key) !== text);
  const foreign = new Set(english.flatMap(([, text]) => pieces(text)));
  const said = await everythingSaid(page);
  const spaced = new Set(said.map(inWords));
  return [...foreign].filter((piece) => {
    const looked = inWords(piece);
    if (looked.trim() === "" || own.has(piece)) return false;
    const isAlone = !looked.trim().includes(" ");
    return isAlone ? spaced.has(looked) : [...spaced].some((text) => text.includes(looked));
  });
}

/** All that a page says. One that loads itself again meanwhile is read once more. */
async function everythingSaid(page: Page): Promise<string[]> {
  let said: string[] = [];
  await expect(async () => {
    said = await page.evaluate(() => {
      const hints = ["placeholder", "aria-label", "title", "alt"];
      const tags = [...document.body.querySelectorAll("*")];
      const hidden = tags.flatMap((tag) => hints.map((hint) => tag.getAttribute(hint) ?? ""));
      const all = document.createNodeIterator(document.body, NodeFilter.SHOW_TEXT);
      const texts: string[] = [];
      for (let node = all.nextNode(); node; node = all.nextNode()) texts.push(node.textContent!);
      return [document.title, ...texts, ...hidden];
    });
  }).toPass({ timeout: 15_000 });
  return said;
}

/** A text as its words, a space round each. */
function inWords(text: string): string {
  return ` ${text.replaceAll(/[^\p{L}\p{N}’'-]+/gu, " ").trim()} `;
}
