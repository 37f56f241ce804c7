// A till whose network, server and browser fail, and what was seen of it: see till-faults.spec.ts.
import { type BrowserContext, type Page, type Route, expect } from "@playwright/test";

import { killServer } from "../server.ts";
import { BALE, PIN, numberSold, scan, typePin } from "./till.ts";

/** What waits after a failure waits a minute at most. */
export const RETRY_MS = 75_000;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is answered to the next request that tells the books something; undefined: what they answer. */
export type Meeting = (route: Route) => Promise<void>;

/** A till, and what has been seen of it. */
export class Stand {
  page!: Page;
  /** What was shown as done: what each number came to, in cents; what came back stands below nought. */
  readonly shown = new Map<string, number>();
  /** How many sales may be in the books that nobody saw: the tab was killed at that moment. */
  unseen = 0;
  /** How many shifts were opened, and all but the last closed, each with what the till expected. */
  shifts = 1;
  meeting: Meeting | undefined;

  constructor(
    readonly context: BrowserContext,
    readonly roll: () => number,
  ) {}

  upTo(most: number): number {
    return Math.floor(this.roll() * most);
  }

  /** A tab of the till, and the owner signed in at it. */
  async open(): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto("/till");
    await signIn(page);
    return page;
  }

  async openAnew(): Promise<void> {
    this.page = await this.open();
  }

  /** Has it scanned, and asks for the money; what it comes to, in cents. */
  async ring(page = this.page): Promise<number> {
    await scan(page, BALE);
    // A till that was opened a moment ago still takes in its goods, and what was scanned waits for them.
    await expect(page.locator(".till-line", { hasText: "Waiting for its goods" })).toHaveCount(0);
    const take = page.getByRole("button", { name: /^Take KSh/ });
    await expect(take).toBeVisible();
    const total = cents((await take.innerText()).replace(/F9/, ""));
    await page.keyboard.press("F9");
    await expect(page.getByLabel("Handed over")).toBeFocused();
    return total;
  }

  /** Notes what the page shows as done, and goes on to the next; its number. */
  async done(total: number, page = this.page): Promise<string> {
    const number = await numberSold(page);
    this.saw(number, total);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("search")).toBeVisible();
    return number;
  }

  saw(number: string, total: number): void {
    expect(this.shown.has(number), `${number} was given once`).toBe(false);
    this.shown.set(number, total);
  }

  async sell(page = this.page): Promise<string> {
    const total = await this.ring(page);
    await page.keyboard.press("Enter");
    return this.done(total, page);
  }

  /** One or two sales. */
  async sellSome(): Promise<void> {
    for (let left = 1 + this.upTo(2); left > 0; left--) {
      await this.sell();
    }
  }

  /** Sells, and kills the server at that moment of the next request; then it is started again. */
  async sellIntoDeath(moment: (route: Route) => Promise<void>): Promise<void> {
    let isBack = false;
    const meeting: Meeting = async (route) => {
      try {
        await moment(route);
      } catch {
        // It was not the moment: the till tells it again.
        this.meeting = meeting;
        return route.abort("connectionreset");
      }
      const back = killServer();
      await route.abort("connectionreset");
      await back;
      isBack = true;
    };
    await this.sellInto(meeting);
    // What comes after may need it.
    const asks = { message: "the server is there again", timeout: 400_000 };
    await expect.poll(() => isBack, asks).toBe(true);
  }

  /** Sells, and has the next request met so. */
  async sellInto(meeting: Meeting): Promise<void> {
    this.meeting = meeting;
    await this.sellSome();
    await this.met();
  }

  async met(): Promise<void> {
    const asks = { message: "the till tells the books", timeout: RETRY_MS };
    await expect.poll(() => this.meeting, asks).toBeUndefined();
  }
}

export async function signIn(page: Page): Promise<void> {
  await typePin(page, PIN);
  await expect(page.getByRole("search")).toBeVisible();
}

/** `KSh 2,760.50` in cents. */
export function cents(text: string): number {
  const figures = /[\d,]+(\.\d+)?/.exec(text);
  expect(figures, `${text} is an amount`).not.toBeNull();
  return Math.round(Number(figures![0].replaceAll(",", "")) * 100);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
