// An owner's acts on a phone without scripts, in Kiswahili: a file of products, a photo, an order
// packed, made smaller and paid back, somebody invited, the shop's settings.
import { type Browser, type BrowserContext, type Page, expect, test } from "@playwright/test";

import { OFFICE, SHOP, type Cookies, codeOf, fact, owner as ownerOf } from "./demo.ts";
import { speak } from "./visit.ts";

const NAME = "Njugu karanga 250 g";
const COLUMNS = "sku,name,category,unit,price,cost,stock";
const BAD = `NJUGU-250,${NAME},Beans & peas,packet,themanini,50,40`;
const GOOD = `NJUGU-250,${NAME},Beans & peas,packet,80,50,40`;

// What the file brings is given its photo, ordered and packed.
test.describe.configure({ mode: "serial" });

let office: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  office = await phone(browser, await ownerOf(browser));
  page = await office.newPage();
});

test.afterAll(async () => {
  await office.close();
});

test("a file is tried, mended and brought in", async () => {
  const main = page.getByRole("main");
  const send = async (row: string): Promise<void> => {
    await page.goto(`${OFFICE}/products/import`);
    const buffer = Buffer.from(`${COLUMNS}\n${row}\n`);
    const file = { name: "bidhaa.csv", mimeType: "text/csv", buffer };
    await main.getByLabel("Faili", { exact: true }).setInputFiles(file);
    await main.getByLabel("Ijaribu tu").check();
    await main.getByRole("button", { name: "Soma faili" }).click();
  };
  await send(BAD);
  await expect(main.getByText("Safu 1 inahitaji kutazamwa tena")).toBeVisible();
  const row = main.getByRole("row").filter({ hasText: "Andika kiasi cha pesa" });
  await expect(row).toContainText("price");
  await send(GOOD);
  await expect(main.getByText("Hivi ndivyo itakavyokuwa. Hakuna kilichobadilishwa.")).toBeVisible();
  await page.goto(`${SHOP}?q=njugu`);
  await expect(main.getByRole("link", { name: NAME })).toHaveCount(0);

  await send(GOOD);
  await main.getByRole("button", { name: "Iingize sasa" }).click();
  await expect(main.getByRole("heading", { name: "Faili imeingia" })).toBeVisible();
  await page.goto(`${SHOP}?q=njugu`);
  await expect(main.getByRole("link", { name: NAME, exact: true })).toBeVisible();
});

test("a photo is refused, then taken, and made small for customers", async ({ browser }) => {
  const main = page.getByRole("main");
  await page.goto(`${OFFICE}/products?q=NJUGU-250`);
  await main.getByRole("link", { name: NAME }).click();
  const photo = main.getByLabel("Chagua picha");
  const text = { name: "picha.jpg", mimeType: "image/jpeg", buffer: Buffer.from("not a picture") };
  await photo.setInputFiles(text);
  await main.getByRole("button", { name: "Tumia picha hii" }).click();
  await expect(photo).toHaveAccessibleDescription(/Hii si picha tunayoweza kuisoma/);
  const buffer = await page.screenshot({ type: "jpeg" });
  await photo.setInputFiles({ name: "picha.jpg", mimeType: "image/jpeg", buffer });
  await main.getByRole("button", { name: "Tumia picha hii" }).click();
  await expect(main.getByText(`${NAME} imepata picha yake`)).toBeVisible();

  const customer = await phone(browser);
  const shop = await customer.newPage();
  await shop.goto(`${SHOP}?q=njugu`);
  const shown = shop.getByRole("listitem").filter({ hasText: NAME }).locator("img");
  await expect(shown).toHaveJSProperty("complete", true);
  const bytes = await shop.request.get((await shown.getAttribute("src"))!);
  expect(bytes.headers()["content-type"]).toMatch(/^image\//);
  expect((await bytes.body()).length).toBeLessThan(buffer.length);
  await customer.close();
});

test("an order is paid, packed, made smaller and paid back", async ({ browser }) => {
  const main = page.getByRole("main");
  const customer = await phone(browser);
  const code = await orderThree(await customer.newPage());
  await page.goto(`${OFFICE}/orders?tab=open&q=${code}`);
  await main.getByRole("link", { name: code }).click();
  await main.getByRole("button", { name: "Imefungashwa", exact: true }).click();
  await expect(main.getByText(`Oda ${code} imefungashwa.`)).toBeVisible();
  await main.getByRole("button", { name: "Andika malipo" }).click();
  await expect(main.getByText("Malipo yameandikwa.")).toBeVisible();

  await main.getByText("Ondoa bidhaa", { exact: true }).click();
  const kept = main.getByRole("textbox", { name: /njugu/i });
  await expect(kept).toHaveValue("3");
  await kept.fill("4");
  await main.getByRole("button", { name: "Ondoa kilichopungua" }).click();
  await expect(main.getByRole("alert")).toBeVisible();
  // Refused, and what was typed is there again.
  await expect(kept).toHaveValue("4");
  await kept.fill("2");
  await main.getByRole("button", { name: "Ondoa kilichopungua" }).click();
  await expect(main.getByText(`Imeondolewa. Oda ${code} sasa ni`)).toBeVisible();
  await expect(fact(main, "Ya kurudisha")).toHaveText(/ 80\.00$/);

  await main.getByRole("button", { name: "Andika marejesho" }).click();
  await expect(main.getByText("Marejesho yameandikwa.")).toBeVisible();
  await expect(fact(main, "Ya kurudisha")).toHaveCount(0);
  await main.getByRole("button", { name: "Kabidhi" }).click();
  await expect(main.getByText(`Oda ${code} imekabidhiwa.`)).toBeVisible();
  await customer.close();
});

test("somebody is invited, and comes in", async ({ browser }) => {
  const main = page.getByRole("main");
  const identity = `0724${String(Date.now()).slice(-6)}`;
  await page.goto(`${OFFICE}/people`);
  await main.getByLabel("Simu au barua pepe").fill(identity);
  await main.getByRole("radio", { name: /^Keshia/ }).check();
  await main.getByRole("button", { name: "Tengeneza kiungo" }).click();
  const link = (await main.locator("code.link").innerText()).trim();

  const hers = await phone(browser);
  const cashier = await hers.newPage();
  await cashier.goto(link);
  await cashier.getByRole("link", { name: "Fungua akaunti" }).click();
  await cashier.getByLabel("Jina lako").fill("Keshia mpya");
  await cashier.getByLabel("Simu au barua pepe").fill(identity);
  await cashier.getByLabel("Nenosiri", { exact: true }).fill("maneno matatu mafupi");
  await cashier.getByRole("button", { name: "Fungua akaunti" }).click();
  await expect(cashier).toHaveURL(link);
  await cashier.getByRole("button", { name: "Kubali" }).click();
  await cashier.waitForURL(`**${OFFICE}`);
  expect((await cashier.goto(`${OFFICE}/orders`))?.status()).toBe(200);
  expect((await cashier.goto(`${OFFICE}/books`))?.status()).toBe(403);
  await hers.close();
});

test("what the shop says of itself is changed, and kept as it was typed", async () => {
  const main = page.getByRole("main");
  const line = main.getByLabel("Mstari mmoja kukuhusu");
  const calls = main.getByLabel("Simu ya wateja");
  await page.goto(`${OFFICE}/settings`);
  const before = await calls.inputValue();
  await line.fill("Bidhaa bora kila siku");
  await calls.fill("sifuri saba");
  await main.getByRole("button", { name: "Hifadhi" }).click();
  await expect(calls).toHaveAttribute("aria-invalid", "true");
  await expect(calls).toHaveValue("sifuri saba");
  await expect(line).toHaveValue("Bidhaa bora kila siku");
  await calls.fill(before);
  await main.getByRole("button", { name: "Hifadhi" }).click();
  await expect(main.getByText("Mipangilio imehifadhiwa.")).toBeVisible();
  await page.goto(SHOP);
  await expect(main.getByText("Bidhaa bora kila siku")).toBeVisible();
  await page.goto(`${OFFICE}/settings`);
  await line.fill("");
  await main.getByRole("button", { name: "Hifadhi" }).click();
  await expect(main.getByText("Mipangilio imehifadhiwa.")).toBeVisible();
});

/** A phone without scripts, of somebody who has chosen Kiswahili. */
async function phone(browser: Browser, state?: Cookies): Promise<BrowserContext> {
  const context = await browser.newContext({
    storageState: state,
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  });
  await speak(context, "sw");
  return context;
}

/** Orders three packets, to be paid when they are picked up; the order's code. */
async function orderThree(shop: Page): Promise<string> {
  await shop.goto(`${SHOP}?q=njugu`);
  await shop.getByRole("link", { name: NAME, exact: true }).click();
  await shop.getByLabel("Kiasi gani?").fill("3");
  await shop.getByRole("button", { name: "Weka kwenye kikapu" }).click();
  await shop.goto(`${SHOP}/checkout`);
  await shop.getByLabel("Jina lako").fill("Mteja");
  await shop.getByLabel("Nambari yako ya simu").fill("0712 345 671");
  await shop.getByRole("radio", { name: /^Chukua/ }).check();
  await shop.getByRole("radio", { name: /^Nikipokea bidhaa/ }).check();
  await shop.getByRole("button", { name: "Tuma oda" }).click();
  await shop.waitForURL(/\/s\/demo\/o\//);
  return codeOf(shop);
}
