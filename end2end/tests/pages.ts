// Every page there is, for tests that hold of all of them, and who may look at which. A page of one
// thing stands here as its route is written (`/sales/:sale`); tests find its address while they run.
import { type APIRequestContext, type Browser, type Page, expect } from "@playwright/test";

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

const ORDER_STATUS = `${SHOP}/o/:link`;
const SHARED_PURCHASE = `${SHOP}/po/:link`;
const RECEIPT = `${SHOP}/r/:code`;
const INVITATION = "/join/:token";
/** What a browser that is no till is shown there, and one that is. */
export const TILL = "/till";
/** What a customer sees beside a till. */
export const SCREEN = "/till/screen";

/** Pages of the storefront, and what stands outside every shop. */
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
  ORDER_STATUS,
  SHARED_PURCHASE,
  `${SHOP}/r`,
  RECEIPT,
];
export const WAY_IN = ["/sign-in", "/sign-up", INVITATION, TILL];
export const SIGNED_IN = ["/businesses", "/businesses/new", "/account"];

/** Pages of the back office whose addresses are known, after `/b/demo`. */
const KNOWN = [
  "",
  "/orders",
  "/orders?tab=all",
  "/orders?tab=all&how=delivery&sort=name",
  "/orders?q=zzxxqq",
  "/orders/slips",
  "/products",
  "/products?q=unga",
  "/products/new",
  "/products/import",
  "/products/files",
  "/products/labels",
  "/products/labels/sheet",
  "/products/add-known",
  "/categories",
  "/prices",
  "/files",
  "/files/transfers",
  "/files/categories",
  "/files/credits",
  "/files/locations",
  "/files/prefixes",
  "/files/worth",
  "/files/batches",
  "/files/payments",
  "/sales",
  "/sales?from=2020-01-01",
  "/sales/shifts",
  "/sales/customers",
  "/sales/vouchers",
  "/sales/shifts?state=closed",
  "/sales/flags",
  "/sales/flags?show=all",
  "/stock",
  "/stock?show=empty",
  "/stock?q=basket",
  `/stock/products/${KIT}`,
  `/stock/products/${FAMILY}`,
  "/stock/movements",
  "/stock/expiry",
  "/stock/points",
  "/stock/adjustments",
  "/stock/adjustments/new",
  "/stock/revalue",
  "/stock/revalue?what=SUGAR-1KG",
  "/stock/transfers",
  "/stock/transfers?state=in_transit",
  "/stock/transfers/new",
  "/stock/takes",
  "/stock/takes/new",
  "/purchases",
  "/purchases/new",
  "/purchases/suggested",
  "/suppliers",
  "/suppliers/new",
  "/suppliers/import",
  "/suppliers/ageing",
  "/receipts",
  "/receipts/new",
  "/bills",
  "/bills/new",
  "/books",
  "/settings",
  "/settings/delivery",
  "/settings/delivery/new",
  "/settings/locations",
  "/settings/locations/new",
  "/settings/hours",
  "/people",
  "/pin",
  "/tills",
  "/settings/payments",
  "/settings/selling",
  "/settings/stock",
  "/settings/taxes",
  "/settings/scales",
];

/**
 * Pages of the back office that are found by a link, each with the page that leads there, both after
 * `/b/demo`. What follows `?` is how the link goes on; what follows `#` only tells apart two pages of
 * one route.
 */
const LINKED: [string, string][] = [
  ["/orders/:order", "/orders"],
  ["/orders/:order/slip", "/orders/:order"],
  ["/products/:product", "/products?q=unga"],
  ["/products/:product/packs", "/products/:product"],
  ["/products/:product/parts", "/products/:product"],
  ["/products/:product/variants", "/products/:product"],
  ["/products/labels/sheet?id=", "/products/:product"],
  ["/products/imports/:import", "/products/import"],
  ["/prices/:list", "/prices"],
  ["/prices/:list/many", "/prices/:list"],
  ["/prices/:list/file", "/prices/:list"],
  ["/prices/:list/customers", "/prices/:list"],
  ["/prices/:list/:product", "/prices/:list"],
  ["/sales/:sale", "/sales?from=2020-01-01&kind=sale"],
  ["/sales/customers/:customer", "/sales/customers"],
  ["/sales/vouchers/:voucher", "/sales/vouchers"],
  ["/sales/shifts/:shift", "/sales/shifts?state=closed"],
  ["/sales/shifts/:shift#open", "/sales/shifts?state=open"],
  ["/sales/:sale#refund", "/sales?from=2020-01-01&kind=refund"],
  ["/sales/:sale/receipt", "/sales/:sale"],
  ["/stock/products/:product", "/stock"],
  ["/stock/batches/:batch", "/stock/expiry"],
  ["/stock/adjustments/:adjustment", "/stock/adjustments"],
  ["/stock/transfers/:transfer", "/stock/transfers?state=in_transit"],
  ["/stock/transfers/:transfer#completed", "/stock/transfers?state=completed"],
  ["/stock/takes/:take", "/stock/takes?state=open"],
  ["/stock/takes/:take?show=todo", "/stock/takes/:take"],
  ["/stock/takes/:take/count?product=", "/stock/takes/:take"],
  ["/stock/takes/:take/sheet", "/stock/takes/:take"],
  ["/stock/takes/:take/upload", "/stock/takes/:take"],
  ["/stock/takes/:take#done", "/stock/takes?state=done"],
  ["/stock/takes/:take?show=differences", "/stock/takes/:take#done"],
  ["/purchases/:purchase", "/purchases?tab=sent"],
  ["/purchases/:purchase/print", "/purchases/:purchase"],
  ["/purchases/:purchase/receive", "/purchases/:purchase"],
  ["/purchases/:purchase#draft", "/purchases?tab=draft"],
  ["/suppliers/:supplier", "/suppliers"],
  ["/suppliers/:supplier/pay", "/suppliers/:supplier"],
  ["/suppliers/:supplier/refund", "/suppliers/:supplier"],
  ["/suppliers/:supplier/statement", "/suppliers/:supplier"],
  ["/purchases/new?supplier=", "/suppliers/:supplier"],
  ["/receipts/new?supplier=", "/suppliers/:supplier"],
  ["/bills/new?supplier=", "/suppliers/:supplier"],
  ["/receipts/:receipt", "/receipts"],
  ["/bills/:bill", "/bills"],
  ["/bills/:bill#paid", "/bills?tab=paid"],
  ["/payments/:payment", "/bills/:bill#paid"],
  ["/credits/:credit", "/stock/movements?kind=revaluation"],
  ["/suppliers/:supplier/pay?bill=", "/bills/:bill"],
  ["/suppliers/:supplier/credit", "/bills/:bill"],
  ["/books/:entry", "/books"],
  ["/people/:member", "/people"],
  ["/tills/:device", "/tills"],
  ["/settings/delivery/:area", "/settings/delivery"],
  ["/settings/locations/:location", "/settings/locations"],
];

/** A form leads there, no link. */
const CLOSING = "/stock/takes/:take/close";

/** Pages of the back office. */
export const BACK_OFFICE = [...KNOWN, ...LINKED.map(([name]) => name), CLOSING].map(
  (path) => OFFICE + path,
);

/** Who looks at the pages. */
export interface Visitors {
  /** The cookies of a customer with goods in her cart, who has ordered once. */
  customer: Cookies;
  /** The cookies of the owner. */
  owner: Cookies;
  /** The cookies of a browser that is a till, where somebody can sign in. */
  till: Cookies;
  /** The address of a page of the lists above. */
  at(page: string): string;
}

/** Makes the visitors, and finds pages whose address is only known once they are there. */
export async function visitorsOf(browser: Browser): Promise<Visitors> {
  const found = new Map<string, string>();
  const buyer = await browser.newContext();
  let page = await buyer.newPage();
  await choose(page, "dry-onions-kitunguu", "0.5");
  await order(page, {
    phone: "0712 345 631",
    reaches: /^Deliver to Town centre/,
    pays: /^When I get my goods/,
  });
  found.set(ORDER_STATUS, new URL(page.url()).pathname);
  await choose(page, "camel-milk-fresh-maziwa-ya-ngamia", "0.25");
  await choose(page, "sukuma-wiki-bunch", "1");
  const customer = await buyer.storageState();
  await buyer.close();

  const owner = await ownerOf(browser);
  const seller = await browser.newContext({ storageState: owner });
  page = await seller.newPage();
  await tryFile(page);
  await setPin(page);
  await becomeTill(page);
  const till = await seller.storageState();
  await followLinks(seller.request, found);
  found.set(OFFICE + CLOSING, `${found.get(`${OFFICE}/stock/takes/:take`)}/close`);
  found.set(RECEIPT, await receiptOf(seller.request, found.get(`${OFFICE}/sales/:sale/receipt`)!));
  found.set(SHARED_PURCHASE, await shareWith(page, found.get(`${OFFICE}/purchases/:purchase`)!));
  found.set(INVITATION, await invite(page));
  await seller.close();
  const at = (name: string): string => {
    const address = found.get(name) ?? name;
    expect(address, "was found").not.toContain("/:");
    return address;
  };
  return { customer, owner, till, at };
}

/** Follows the links to all that is found by one; a page that leads nowhere fails. */
async function followLinks(
  request: APIRequestContext,
  found: Map<string, string>,
): Promise<void> {
  const seen = new Map<string, string[]>();
  for (const [name, from] of LINKED) {
    const path = found.get(OFFICE + from) ?? OFFICE + from;
    const links = seen.get(path) ?? (await linksOf(request, path));
    seen.set(path, links);
    const href = links.find((one) => shapeOf(name).test(one));
    expect(href, `${path} leads to ${name}`).toBeTruthy();
    found.set(OFFICE + name, href!);
  }
}

/** Where the links of a page lead, as it is sent. */
async function linksOf(request: APIRequestContext, path: string): Promise<string[]> {
  const answer = await request.get(path, { headers: { accept: "text/html" } });
  expect(answer.status(), path).toBe(200);
  const links = (await answer.text()).matchAll(/ href="([^"]*)"/g);
  return [...links].map(([, href]) => href.replaceAll("&amp;", "&"));
}

/** What the address of a page looks like: a list of prices goes by a word, all else by its id. */
function shapeOf(name: string): RegExp {
  const [route, query] = name.split("#")[0].split("?");
  const path = route.replace(":list", "[^/?#]+").replaceAll(/:[a-z]+/g, "[0-9a-f-]{36}");
  return new RegExp(`^${OFFICE}${path}${query === undefined ? "" : `\\?${query}.*`}$`);
}

/** Sends a file of products on trial, so that there is one. */
async function tryFile(page: Page): Promise<void> {
  const main = page.getByRole("main");
  await page.goto(`${OFFICE}/products/import`);
  await main.getByLabel("The file").setInputFiles({
    name: "goods.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("sku,name,unit,price\nON-TRIAL,On trial,kg,100\n"),
  });
  await main.getByLabel("Only try it").check();
  await main.getByRole("button", { name: "Read the file" }).click();
  await page.waitForURL(/\/products\/imports\/[0-9a-f-]{36}$/);
}

/** Sets the PIN of whoever is signed in. */
async function setPin(page: Page): Promise<void> {
  await page.goto(`${OFFICE}/pin`);
  await page.getByLabel("New PIN").fill("2580");
  await page.getByLabel("The same PIN again").fill("2580");
  await page.getByRole("main").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { name: "Your PIN is set." })).toBeVisible();
}

/** Makes the browser of whoever is signed in a till. */
async function becomeTill(page: Page): Promise<void> {
  await page.goto(`${OFFICE}/tills`);
  await page.getByLabel("Name of the till").fill("A till to look at");
  await page.getByRole("button", { name: "Use this device as a till" }).click();
  await expect(page.getByRole("heading", { name: "This device is a till now." })).toBeVisible();
}

/** Makes a link that shows an order to its supplier; where it leads. */
async function shareWith(page: Page, purchase: string): Promise<string> {
  await page.goto(purchase);
  await page.getByRole("button", { name: /^Make a (new )?link$/ }).click();
  return linkShown(page);
}

/** Where the code of a receipt leads whoever scans it, without its host. */
async function receiptOf(request: APIRequestContext, paper: string): Promise<string> {
  const links = await linksOf(request, paper);
  const link = links.find((href) => href.includes(`${SHOP}/r/`));
  expect(link, `${paper} says where it is verified`).toBeTruthy();
  return new URL(link!).pathname;
}

/** Invites somebody who was not invited before; where her link leads. */
async function invite(page: Page): Promise<string> {
  await page.goto(`${OFFICE}/people`);
  const phone = `0723${String(Date.now()).slice(-6)}`;
  await page.getByRole("main").getByLabel("Phone or e-mail").fill(phone);
  await page.getByRole("button", { name: "Make the link" }).click();
  return linkShown(page);
}

/** The link that a page shows once, without its host. */
async function linkShown(page: Page): Promise<string> {
  const link = await page.getByRole("main").locator("code.link").innerText();
  return new URL(link.trim()).pathname;
}
