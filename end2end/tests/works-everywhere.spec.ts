// What holds for every page, on a cheap phone and on a PC, in the light and in the dark; and that
// no page is left out.
import { readFileSync } from "node:fs";

import { type Page, type Request, expect, test } from "@playwright/test";

import { type Cookies, OFFICE, SHOP } from "./demo.ts";
import {
  BACK_OFFICE,
  SCREEN,
  SIGNED_IN,
  STOREFRONT,
  TILL,
  type Visitors,
  WAY_IN,
  visitorsOf,
} from "./pages.ts";
import { type Look, faults, findings, focusStop, opened, visitAll } from "./visit.ts";

/** Every width in both schemes; what costs time is looked at in some. */
const LOOKS: Look[] = [
  { width: 360, colorScheme: "light", axe: true },
  { width: 360, colorScheme: "dark" },
  { width: 1440, colorScheme: "light", idle: true },
  { width: 1440, colorScheme: "dark", axe: true },
];

/** What a customer's phone may load before it shows a page, in bytes as they are sent. */
const FIRST_VIEW = 30_000;

/** Who looks at the pages; with goods in a cart, and signed in. */
let visitors: Visitors;
let customer: Cookies;
let owner: Cookies;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  visitors = await visitorsOf(browser);
  ({ customer, owner } = visitors);
});

test("every route of the program is among the pages that are visited", () => {
  const table = readFileSync(new URL("../../src/app/table.rs", import.meta.url), "utf8");
  const routes = [...table.matchAll(/"(\/[^"]*)" =>/g)].map(([, route]) => route);
  expect(routes.length, "the table is where this test looks").toBeGreaterThan(80);
  // As the program does: the first route that fits. Of a page that is written as its route, only
  // that route does.
  const routeOf = (page: string): string | undefined => {
    const parts = page.split(/[?#]/)[0].split("/");
    return routes.find((route) => {
      const wanted = route.split("/");
      const fits = wanted.every((part, place) => part.startsWith(":") || part === parts[place]);
      return fits && wanted.length === parts.length;
    });
  };
  const pages = [...STOREFRONT, ...WAY_IN, ...SIGNED_IN, ...BACK_OFFICE, TILL, SCREEN];
  const visited = pages.map(routeOf);
  expect(pages.filter((_, place) => visited[place] === undefined), "no such route").toEqual([]);
  expect(routes.filter((route) => !visited.includes(route)), "nobody visits").toEqual([]);
});

for (const look of LOOKS) {
  const name = `${look.width} px, ${look.colorScheme}`;
  test(`the storefront holds at ${name}`, async ({ browser }) => {
    test.setTimeout(120_000);
    await visitAll(browser, look, STOREFRONT.map(at), customer);
  });
  test(`the way in holds at ${name}`, async ({ browser }) => {
    await visitAll(browser, look, WAY_IN.map(at));
    await visitAll(browser, look, SIGNED_IN.map(at), owner);
    // A till that is left before it is awake says so, and that is no fault of the page after it.
    await visitAll(browser, { ...look, idle: true }, [TILL, SCREEN], visitors.till);
  });
  test(`the back office holds at ${name}`, async ({ browser }) => {
    test.setTimeout(600_000);
    await visitAll(browser, look, BACK_OFFICE.map(at), owner);
  });
}

// Words of another length, where there is least room for them.
test("every page holds in Kiswahili on a phone", async ({ browser }) => {
  test.setTimeout(600_000);
  const look: Look = { width: 360, colorScheme: "light", language: "sw" };
  await visitAll(browser, look, STOREFRONT.map(at), customer);
  await visitAll(browser, look, WAY_IN.map(at));
  await visitAll(browser, look, [...SIGNED_IN, ...BACK_OFFICE].map(at), owner);
  await visitAll(browser, look, [TILL], visitors.till);
});

test("the storefront holds in Bahasa Indonesia on a phone", async ({ browser }) => {
  test.setTimeout(120_000);
  const look: Look = { width: 360, colorScheme: "light", language: "id" };
  await visitAll(browser, look, STOREFRONT.map(at), customer);
});

test("axe would see it", async ({ browser }) => {
  const page = await opened(browser, LOOKS[0]);
  await page.goto(SHOP);
  await page.evaluate(() => {
    document.querySelector("main")!.insertAdjacentHTML("beforeend", "<input name=nameless>");
  });
  expect(await findings(page)).toEqual([expect.stringMatching(/^label: /)]);
  await page.context().close();
});

test("a page that is not there says so, and still leads on", async ({ browser }) => {
  const page = await opened(browser, { width: 360, colorScheme: "light", axe: true });
  for (const path of ["/nowhere", "/s/no-such-shop", `${SHOP}/p/no-such-product`, "/b/no-shop"]) {
    const answer = await page.goto(path);
    // The back office asks who comes before it says what is there.
    expect.soft(answer?.status(), path).toBe(path.startsWith("/b/") ? 200 : 404);
    expect.soft([...(await faults(page)), ...(await findings(page))], path).toEqual([]);
    expect.soft(await page.getByRole("main").getByRole("link").count(), path).toBeGreaterThan(0);
  }
});

test("the first press of the tab key leads past the header", async ({ browser }) => {
  for (const [path, state] of [
    [SHOP, customer],
    [`${SHOP}/checkout`, customer],
    [`${OFFICE}/orders`, owner],
    ["/sign-in", undefined],
  ] as const) {
    const page = await opened(browser, { width: 1440, colorScheme: "light" }, state);
    await page.goto(path);
    await page.keyboard.press("Tab");
    const skip = page.locator(":focus");
    if (path === "/sign-in") {
      // Nothing stands before its form: there is nothing to skip.
      await expect(page.getByLabel("Phone or e-mail")).toBeFocused();
    } else {
      await expect.soft(skip, path).toHaveText(/^Skip to (the )?content$/);
      await expect.soft(skip, path).toBeInViewport();
      await page.keyboard.press("Enter");
      await expect.soft(page, path).toHaveURL(/#main$/);
      await page.keyboard.press("Tab");
      const inside = await page.locator(":focus").evaluate((at) => at.closest("#main") !== null);
      expect.soft(inside, `${path}: the next stop is in the content`).toBe(true);
    }
    await page.context().close();
  }
});

test("on a phone the main act is a bar on the navigation, and the page ends above it", async ({
  browser,
}) => {
  const page = await opened(browser, { width: 360, colorScheme: "light" }, owner);
  for (const path of [`${OFFICE}/orders/:order/slip`, `${OFFICE}/products`].map(at)) {
    await page.goto(path);
    const act = page.locator(".page-head .main-act");
    await expect(act, path).toBeVisible();
    const edges = await act.evaluate((one) => {
      window.scrollTo(0, document.documentElement.scrollHeight);
      const bar = one.getBoundingClientRect();
      const nav = document.querySelector(".bottom-nav")!.getBoundingClientRect();
      const rest = [...document.querySelectorAll("main *")].filter(
        (each) => !one.contains(each) && each.checkVisibility(),
      );
      const bottoms = rest.map((each) => each.getBoundingClientRect().bottom);
      return {
        beside: bar.left + document.documentElement.clientWidth - bar.right,
        under: Math.abs(nav.top - bar.bottom),
        covered: Math.max(...bottoms) - bar.top,
      };
    });
    expect.soft(edges.beside, `${path}: beside the bar`).toBe(0);
    expect.soft(edges.under, `${path}: under the bar`).toBeLessThanOrEqual(1);
    expect.soft(edges.covered, `${path}: covered by the bar`).toBeLessThanOrEqual(0);
  }
  await page.context().close();
});

test("what has the focus is never behind a bar or the head of a table", async ({ browser }) => {
  for (const width of [360, 1440]) {
    const page = await opened(browser, { width, colorScheme: "light" }, owner);
    for (const path of [`${OFFICE}/prices/:list`, `${OFFICE}/purchases/:purchase#draft`].map(at)) {
      await page.goto(path);
      await page.locator("#main").focus();
      for (const [key, presses] of [["Tab", 40], ["Shift+Tab", 30]] as const) {
        for (let press = 0; press < presses; press += 1) {
          await page.keyboard.press(key);
          const { name, wrong } = await focusStop(page);
          expect.soft(wrong, `${path} at ${width} px, ${key}: ${name}`).toBe("");
        }
      }
    }
    await page.context().close();
  }
});

test("a customer's phone loads no script and little else", async ({ browser }) => {
  test.setTimeout(120_000);
  for (const path of STOREFRONT.map(at)) {
    // A new browser each time: nothing is kept from the page before.
    const page = await opened(browser, { width: 360, colorScheme: "light" }, customer);
    const requests: Request[] = [];
    page.on("request", (request) => requests.push(request));
    await page.goto(path, { waitUntil: "networkidle" });

    expect.soft(requests.filter((one) => one.resourceType() === "script"), path).toHaveLength(0);
    // What a browser waits for before it paints: the document and its stylesheets.
    const blocking = requests.filter((one) =>
      ["document", "stylesheet"].includes(one.resourceType()),
    );
    expect.soft(blocking.length, `${path}: requests before it paints`).toBeLessThanOrEqual(2);
    let bytes = 0;
    for (const request of blocking) {
      const answer = await request.response();
      expect.soft(await answer?.headerValue("content-encoding"), request.url()).toBeTruthy();
      const sizes = await request.sizes();
      bytes += sizes.responseBodySize + sizes.responseHeadersSize;
    }
    expect.soft(bytes, `${path}: nothing was measured`).toBeGreaterThan(1_000);
    expect.soft(bytes, `${path}: bytes before it paints`).toBeLessThanOrEqual(FIRST_VIEW);
    await page.context().close();
  }
});

test("a customer's page is sound as it is sent, and has no script in it", async ({ browser }) => {
  const page = await opened(browser, { width: 360, colorScheme: "light" }, customer);
  for (const path of STOREFRONT.map(at)) {
    const html = await (await page.request.get(path)).text();
    expect.soft(html.match(/<script/g) ?? [], `${path}: script elements`).toHaveLength(0);
    expect.soft(html.match(/<html[^>]*>/)?.[0].match(/ lang=/g), `${path}: lang`).toHaveLength(1);
    expect.soft(html.split("</html>")[1], `${path}: after the document's end`).toBe("");
  }
  await page.context().close();
});

test("the dark is dark and the light is light", async ({ browser }) => {
  for (const [path, state] of [
    [SHOP, customer],
    [`${OFFICE}/orders`, owner],
    ["/sign-in", undefined],
  ] as const) {
    const shades: number[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await opened(browser, { width: 360, colorScheme }, state);
      await page.goto(path);
      shades.push(await brightness(page));
      await page.context().close();
    }
    expect.soft(shades[0], `${path} in the light`).toBeGreaterThan(200);
    expect.soft(shades[1], `${path} in the dark`).toBeLessThan(60);
  }
});

/** How bright the page's ground is, from 0 to 255. */
async function brightness(page: Page): Promise<number> {
  return page.evaluate(() => {
    const painted = [document.body, document.documentElement]
      .map((one) => getComputedStyle(one).backgroundColor)
      .find((colour) => !/rgba\(.*, 0\)|transparent/.test(colour));
    // A canvas turns every way to write a colour into three numbers.
    const canvas = document.createElement("canvas").getContext("2d")!;
    canvas.fillStyle = painted ?? "magenta";
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
  });
}

function at(page: string): string {
  return visitors.at(page);
}
