// Every page there is, for tests that hold of all of them, and who may look at which.
import { type Browser, expect } from "@playwright/test";

import {
  type Cookies,
  FAMILY,
  KIT,
  OFFICE,
  SHOP,
  choose,
  order,
  owner as ownerOf,
} from "./demo.ts";

/** Pages of the storefront, and what stands outside every shop. `ORDER` is an order's own page. */
export const STOREFRONT = [
  "/",
  SHOP,
  `${SHOP}/c/vegetables`,
  `${SHOP}?q=unga&sort=price&stock=true`,
  `${SHOP}?q=zzxxqq`,
  `${SHOP}?page=2`,
  `${SHOP}/p/potatoes-viazi`,
  `${SHOP}/p/camel-milk-fresh-maziwa-ya-ngamia`,
  `${SHOP}/p/omena-dried`,
  `${SHOP}/p/breakfast-basket`,
  `${SHOP}/p/market-bag-kiondo`,
  `${SHOP}/p/market-bag-kiondo-large`,
  `${SHOP}/cart`,
  `${SHOP}/checkout`,
  `${SHOP}/find`,
  "ORDER",
];
export const WAY_IN = ["/sign-in", "/sign-up"];
export const SIGNED_IN = ["/businesses", "/businesses/new", "/account"];
/** Pages of the back office, after `/b/demo`; those in capitals are found by following a link. */
export const BACK_OFFICE = [
  "",
  "/orders",
  "/orders?tab=all",
  "/orders?tab=all&how=delivery&sort=name",
  "/orders?q=zzxxqq",
  "/orders/slips",
  "ORDER",
  "SLIP",
  "/products",
  "/products?q=unga",
  "/products/new",
  "/products/import",
  "PRODUCT",
  "/products/files",
  "/products/labels",
  "/products/add-known",
  "/categories",
  "/prices",
  "/sales",
  "SALE",
  "/stock",
  "/stock?show=empty",
  "STOCK",
  "/stock?q=basket",
  `/stock/products/${KIT}`,
  `/stock/products/${FAMILY}`,
  "/stock/movements",
  "/stock/expiry",
  "/stock/points",
  "/stock/adjustments",
  "/stock/adjustments/new",
  "ADJUSTMENT",
  "/stock/transfers",
  "/stock/transfers/new",
  "TRANSFER",
  "/stock/takes",
  "/stock/takes/new",
  "TAKE",
  "/purchases",
  "/purchases/suggested",
  "PURCHASE",
  "/suppliers",
  "/suppliers/new",
  "SUPPLIER",
  "/suppliers/import",
  "/suppliers/ageing",
  "/receipts",
  "RECEIPT",
  "/bills",
  "BILL",
  "/books",
  "ENTRY",
  "/settings",
  "/settings/delivery",
  "/settings/delivery/new",
  "/settings/locations",
  "/settings/locations/new",
  "/settings/hours",
  "/people",
  "PERSON",
  "/settings/payments",
  "/settings/stock",
  "/settings/taxes",
  "/settings/scales",
];

/** Who looks at the pages. */
export interface Visitors {
  /** The cookies of a customer with goods in her cart, who has ordered once. */
  customer: Cookies;
  /** The cookies of the owner. */
  owner: Cookies;
  /** The address of a page of the storefront. */
  inShop(path: string): string;
  /** The address of a page of the back office. */
  inOffice(path: string): string;
}

/** Makes the visitors, and finds pages whose address is only known once they are there. */
export async function visitorsOf(browser: Browser): Promise<Visitors> {
  const buyer = await browser.newContext();
  let page = await buyer.newPage();
  await choose(page, "dry-onions-kitunguu", "0.5");
  await order(page, {
    phone: "0712 345 631",
    reaches: /^Deliver to Town centre/,
    pays: /^When I get my goods/,
  });
  const orderPage = new URL(page.url()).pathname;
  await choose(page, "camel-milk-fresh-maziwa-ya-ngamia", "0.25");
  await choose(page, "sukuma-wiki-bunch", "1");
  const customer = await buyer.storageState();
  await buyer.close();

  const owner = await ownerOf(browser);
  const seller = await browser.newContext({ storageState: owner });
  page = await seller.newPage();
  const found = new Map<string, string>();
  const first: [string, string, RegExp][] = [
    ["ORDER", "/orders?tab=all", /\/orders\/[0-9a-f-]{36}$/],
    ["PRODUCT", "/products", /\/products\/[0-9a-f-]{36}$/],
    ["ENTRY", "/books", /\/books\/[0-9a-f-]{36}$/],
    ["PERSON", "/people", /\/people\/[0-9a-f-]{36}$/],
    ["SALE", "/sales?from=2000-01-01", /\/sales\/[0-9a-f-]{36}$/],
    ["STOCK", "/stock", /\/stock\/products\/[0-9a-f-]{36}$/],
    ["ADJUSTMENT", "/stock/adjustments", /\/adjustments\/[0-9a-f-]{36}$/],
    ["TRANSFER", "/stock/transfers?state=in_transit", /\/transfers\/[0-9a-f-]{36}$/],
    ["TAKE", "/stock/takes", /\/takes\/[0-9a-f-]{36}$/],
    ["PURCHASE", "/purchases", /\/purchases\/[0-9a-f-]{36}$/],
    ["SUPPLIER", "/suppliers", /\/suppliers\/[0-9a-f-]{36}$/],
    ["RECEIPT", "/receipts", /\/receipts\/[0-9a-f-]{36}$/],
    ["BILL", "/bills", /\/bills\/[0-9a-f-]{36}$/],
  ];
  for (const [name, list, shape] of first) {
    await page.goto(OFFICE + list);
    const links = page.getByRole("main").getByRole("link");
    const hrefs = await links.evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    const href = hrefs.find((one) => shape.test(one));
    expect(href, `${list} leads to one of its own`).toBeTruthy();
    found.set(name, href!);
  }
  found.set("SLIP", `${found.get("ORDER")}/slip`);
  await seller.close();
  return {
    customer,
    owner,
    inShop: (path) => (path === "ORDER" ? orderPage : path),
    inOffice: (path) => found.get(path) ?? OFFICE + path,
  };
}
