// A till that was opened before: its browser is opened anew, and nothing of the till is sent to it. What leaves
// the browser is seen where it arrives: a page hears neither of its worker's requests nor of its browser's own.
import { type IncomingMessage, type Server, createServer, request } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";

import { type BrowserContext, type Page, expect, test } from "@playwright/test";

import { owner } from "./demo.ts";
import { pause } from "./till-stand.ts";
import { becomeTill } from "./till.ts";

/** How soon after a page a browser has asked for everything by itself. */
const SETTLED_MS = 4_000;
/** Opened so often: what a browser fetches in case that it is needed, it does not fetch each time. */
const VISITS = 3;

/** Stands between a browser and the program: what was asked for since the last look. */
class Between {
  #asked: string[] = [];
  /** What stands before the worker of the program: another version of it. */
  version = "";
  readonly #server: Server;

  constructor(program: URL) {
    this.#server = createServer((asked, answer) => {
      const to = new URL(asked.url!, program);
      if (to.host !== program.host) {
        answer.writeHead(403).end();
        return;
      }
      this.#asked.push(to.pathname);
      const headers = { ...asked.headers };
      const isWorker = to.pathname === "/till/sw.js";
      if (isWorker) for (const name of ["accept-encoding", "if-none-match"]) delete headers[name];
      const onward = request(to, { method: asked.method, headers }, (said) => {
        if (isWorker) {
          void this.#another(said).then((text) => {
            const { "content-length": _, etag: __, ...rest } = said.headers;
            answer.writeHead(said.statusCode!, rest).end(text);
          });
          return;
        }
        answer.writeHead(said.statusCode!, said.rawHeaders);
        said.pipe(answer);
      });
      onward.on("error", () => answer.destroy());
      answer.on("close", () => onward.destroy());
      asked.pipe(onward);
    });
  }

  async #another(said: IncomingMessage): Promise<string> {
    const text = Buffer.concat(await said.toArray()).toString();
    return text.replace('const VERSION = "', `const VERSION = "${this.version}`);
  }

  async address(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was asked for besides the goods. */
  take(): string[] {
    return this.#asked.splice(0).filter((path) => !path.startsWith("/sync/"));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** Which versions of the till the browser keeps. */
function versions(page: Page): Promise<string[]> {
  return page.evaluate(async () => (await caches.keys()).filter((name) => name !== "till-photos"));
}

test("a later visit downloads nothing, and another version is found nevertheless", async ({
  browser,
  playwright,
  launchOptions,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const between = new Between(new URL(baseURL!));
  const proxy = { server: await between.address() };
  const folder = await mkdtemp(join(tmpdir(), "dukani-later-"));
  const within = async (act: (page: Page, context: BrowserContext) => Promise<void>) => {
    const options = { ...launchOptions, baseURL, proxy, viewport: { width: 1440, height: 900 } };
    const context = await playwright.chromium.launchPersistentContext(folder, options);
    await act(context.pages()[0]!, context);
    await context.close();
  };
  const open = async (page: Page) => {
    await page.goto("/till");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
    await pause(SETTLED_MS);
  };
  try {
    await within(async (page, context) => {
      await context.addCookies((await owner(browser)).cookies);
      await becomeTill(page, "Till of later visits");
      await pause(SETTLED_MS);
      expect(between.take()).toContain("/pkg/till_bg.wasm");
    });
    // What came as it was closed belongs to no visit.
    between.take();
    for (let visit = 1; visit <= VISITS; visit += 1) {
      await within(open);
      expect(between.take(), `visit ${visit}`).toEqual([]);
    }
    between.version = "another";
    await within(async (page) => {
      // The time at which an open till asks comes early.
      await page.clock.install();
      await open(page);
      expect(await versions(page)).toHaveLength(1);
      await page.clock.runFor(5 * 60_000);
      await expect.poll(() => versions(page)).toHaveLength(2);
      // It is idle: the other version takes over, and the one before is kept no longer.
      await expect(async () => {
        await page.clock.runFor(60_000);
        expect(await versions(page)).toEqual([expect.stringContaining("another")]);
      }).toPass();
    });
    between.take();
    await within(open);
    expect(between.take(), "a visit of the other version").toEqual([]);
  } finally {
    between.close();
    // The browser's processes may write a last file as they end.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
});
