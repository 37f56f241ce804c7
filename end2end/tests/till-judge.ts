// What a till did, as the books tell it, and whether that is right: see till-faults.spec.ts.
import { type Page, expect } from "@playwright/test";

import { LATE_SALES_FILE, OFFICE } from "./demo.ts";
import { cents } from "./till-stand.ts";

/** With so much in the drawer the first shift begins. */
export const FLOAT = 1000;

/** What the books have of a till's series: what each number came to, in cents. */
export async function booked(page: Page, series: string): Promise<[string, number][]> {
  const file = await page.request.get(LATE_SALES_FILE);
  expect(file.status()).toBe(200);
  const [heading, ...rows] = (await file.text()).replace("\uFEFF", "").split("\r\n");
  expect(heading.startsWith("number,date,time,total,")).toBe(true);
  const cells = rows.map((row) => row.split(","));
  const ours = cells.filter(([number]) => number.startsWith(`${series}-`));
  return ours.map(([number, , , total]) => [number, Math.round(Number(total) * 100)]);
}

/** A line of the shift's report in the back office, in words. */
export async function reported(page: Page, till: string, line: string): Promise<string> {
  await page.goto(`${OFFICE}/sales/shifts`);
  await page.getByRole("row").filter({ hasText: till }).getByRole("link").first().click();
  const heading = page.getByRole("rowheader", { name: line, exact: true });
  return page.getByRole("row").filter({ has: heading }).getByRole("cell").last().innerText();
}

/** The shifts of a till in the books: how far what was counted was from what was expected, in cents. */
export async function shiftsOf(page: Page, till: string): Promise<[string, number][]> {
  const found = new Map<string, number>();
  for (let at = 1, before = -1; found.size > before; at++) {
    before = found.size;
    await page.goto(`${OFFICE}/sales/shifts?page=${at}`);
    for (const row of await page.getByRole("row").filter({ hasText: till }).all()) {
      const number = await row.getByRole("link").first().innerText();
      found.set(number, cents(await row.getByRole("cell").last().innerText()));
    }
  }
  return [...found];
}

/** What was seen of a till, and what the books have of it; amounts in cents. */
export interface Evidence {
  /** What was shown as done. */
  shown: Map<string, number>;
  /** How many may be in the books that nobody saw. */
  unseen: number;
  /** Each number in the books, and what it came to. */
  sales: [string, number][];
  /** Who says how much is in the drawer. */
  drawer: Record<string, number>;
  /** How many shifts were opened, and closed with what the till expected in the drawer. */
  opened: number;
  /** Each of them in the books, and how far apart it is there. */
  shifts: [string, number][];
}

/** The figures of numbers as they were given. */
function inOrder(numbered: [string, number][]): number[] {
  return numbered.map(([number]) => Number(number.split("-")[1])).sort((a, b) => a - b);
}

/** Whether none is missing and none is there twice. */
function isWhole(numbers: number[]): boolean {
  return numbers.every((number, at) => number === at + 1);
}

/** What is wrong with it; nothing where all is well. */
export function judge({ shown, unseen, sales, drawer, opened, shifts }: Evidence): string[] {
  const wrong: string[] = [];
  const numbers = inOrder(sales);
  if (!isWhole(numbers)) wrong.push(`a gap, or one twice: ${numbers.join()}`);
  const totals = new Map(sales);
  for (const [number, total] of shown) {
    const booked = totals.get(number);
    if (booked !== total) wrong.push(`${number} was shown as ${total}, and is ${booked} in the books`);
  }
  for (const [number, total] of sales) {
    if (total <= 0 && !shown.has(number)) wrong.push(`${number} came back for ${total}, and nobody saw it`);
  }
  const more = sales.length - shown.size;
  if (more < 0 || more > unseen) wrong.push(`${more} sales that nobody saw, of ${unseen}`);
  const sum = sales.reduce((all, [, total]) => all + total, FLOAT * 100);
  for (const [who, cash] of Object.entries(drawer)) {
    if (cash !== sum) wrong.push(`${who}: ${cash} in the drawer, and not ${sum}`);
  }
  const turns = inOrder(shifts);
  if (turns.length !== opened || !isWhole(turns)) wrong.push(`${opened} shifts, and in the books ${turns.join()}`);
  for (const [number, apart] of shifts) {
    if (apart !== 0) wrong.push(`the shift ${number} is ${apart} apart`);
  }
  return wrong;
}

/** Damages that the judge has to see. */
export const DAMAGES: Record<string, (it: Evidence) => Evidence> = {
  "the first sale is lost": (it) => ({ ...it, sales: it.sales.filter(([number]) => !number.endsWith("-1")) }),
  "a sale that was seen is lost": (it) => {
    const [seen] = it.shown.keys();
    return { ...it, sales: it.sales.filter(([number]) => number !== seen), drawer: {} };
  },
  "a sale is there twice": (it) => ({ ...it, sales: [...it.sales, it.sales[0]], drawer: {} }),
  "a sale is a cent less": (it) => {
    const [seen] = it.shown.keys();
    const less = ([number, total]: [string, number]): [string, number] => [number, total - Number(number === seen)];
    return { ...it, sales: it.sales.map(less), drawer: {} };
  },
  "a cart was sold again": (it) => {
    const [series] = it.sales[0][0].split("-");
    const again = [...Array(it.unseen + 1).keys()].map((at): [string, number] => [`${series}-${it.sales.length + at + 1}`, 100]);
    return { ...it, sales: [...it.sales, ...again], drawer: {} };
  },
  "something came back that nobody brought": (it) => {
    const next: [string, number] = [`${it.sales[0][0].split("-")[0]}-${it.sales.length + 1}`, -100];
    return { ...it, sales: [...it.sales, next], drawer: {} };
  },
  "a shift was opened twice": (it) => {
    const again: [string, number] = [`${it.shifts[0][0].split("-")[0]}-${it.shifts.length + 1}`, 0];
    return { ...it, shifts: [...it.shifts, again] };
  },
  "a shift is lost": (it) => ({ ...it, shifts: it.shifts.slice(1) }),
  "a shift is a cent short": (it) => {
    const [[number, apart], ...rest] = it.shifts;
    return { ...it, shifts: [[number, apart + 1], ...rest] };
  },
  "a cent is missing": (it) => ({ ...it, drawer: { ...it.drawer, thief: Object.values(it.drawer)[0] - 1 } }),
};
