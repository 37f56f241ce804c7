// A browser becomes a till; a cashier signs in by her PIN, opens her shift, and sells while there is no
// network; when there is one again, the sale is in the books.
import { type BrowserContext, type Locator, type Page, expect, test } from "@playwright/test";

import { LATE_SALES, owner } from "./demo.ts";
import { RETRY_MS } from "./till-stand.ts";
import { BALE, PIN, becomeTill, numberSold, openShift, scan, scanAnywhere, typePin, waitForServer } from "./till.ts";

const NAME = "Till at the door";
/** The barcode of a packet of milk, for KSh 80. */
const MILK = "2000000000282";

// One after the other: each step begins where the one before ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;
let [number, quick] = ["", ""];

test.beforeAll(async ({ browser }) => {
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await owner(browser),
  });
  // Who is locked out on the device is let in by the server alone.
  await waitForServer(context);
  page = await context.newPage();
});

test.afterAll(async () => {
  await context.close();
});

/** Its tile. */
function milk(): Locator {
  return page.locator(".till-tile", { hasText: "Long-life milk, 500 ml" });
}

/** How much its tile says is left, without a network. */
async function left(): Promise<number> {
  const search = page.getByRole("searchbox");
  await search.fill(MILK);
  const said = /(\d+) packets left, as of (?:\d\d\/\d\d\/\d{4} )?\d\d:\d\d$/;
  await expect(milk()).toHaveText(said);
  const text = await milk().textContent();
  await search.fill("");
  return Number(said.exec(text ?? "")?.[1]);
}

test("the browser becomes a till", async () => {
  await becomeTill(page, NAME);
});

test("a wrong PIN opens nothing, hers does, and she counts her float", async () => {
  await page.getByRole("button", { name: "Owner" }).first().click();
  await expect(page.getByLabel("PIN")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  await typePin(page, "1357");
  await expect(page.getByRole("alert")).toContainText("Wrong PIN");
  await page.keyboard.type(PIN);
  await page.keyboard.press("Enter");
  await openShift(page, "1000");
  await expect(page.getByText("All is sent")).toBeVisible();
  await page.getByRole("searchbox").fill(MILK);
  await expect(milk()).toHaveText(/\d+ packets left$/);
  await page.getByRole("searchbox").fill("");
});

test("what she mistypes is found, and nothing of it is sold unseen", async () => {
  const search = page.getByRole("searchbox");
  await expect(page.getByRole("button", { name: "Milk", exact: true }).locator("svg")).toBeVisible();
  await search.fill("suger");
  await expect(page.getByText("Did you mean one of these?")).toBeVisible();
  const meant = page.locator(".till-tile", { hasText: "Sugar (sukari), 1 kg" });
  await expect(meant).toBeVisible();
  await search.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Nothing is called suger");
  await expect(page.getByRole("button", { name: /^Take KSh\s0/ })).toBeDisabled();
  await search.press("ArrowDown");
  await expect(meant).toBeFocused();
  await search.fill("");
  await expect(page.getByRole("alert")).not.toContainText("Nothing is called");
});

test("without a network she starts the till anew, scans, and is paid in cash", async () => {
  await context.setOffline(true);
  await page.reload();
  await typePin(page, PIN);
  await expect(page.getByRole("search")).toBeVisible();

  await page.getByRole("searchbox").fill("9999999999994");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Nobody knows this barcode" })).toBeVisible();
  await page.getByRole("button", { name: "Search for it" }).click();
  // Closed in another way, it leaves nothing behind for the next scan either.
  await scan(page, "9999999999994");
  await expect(page.getByRole("heading", { name: "Nobody knows this barcode" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await scan(page, BALE);
  await expect(page.getByRole("button", { name: /^Take KSh\s2,760/ })).toBeVisible();
  // What is typed takes the place of the quantity that stood there.
  const whole = [["F2", "3", /^Take KSh\s8,280/], ["ArrowUp", "1", /^Take KSh\s2,760/]] as const;
  for (const [key, figure, amount] of whole) {
    await expect(page.getByRole("searchbox")).toBeFocused();
    await page.keyboard.press(key);
    // From the search field up is the last line of the cart.
    if (key === "ArrowUp") await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Quantity" })).toBeFocused();
    await page.keyboard.type(figure);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: amount })).toBeVisible();
  }

  await page.keyboard.press("F9");
  await page.keyboard.type("3000");
  await expect(page.getByText(/KSh\s240/)).toBeVisible();
  await page.keyboard.press("Enter");
  number = await numberSold(page);
  await expect(page.getByRole("article")).toContainText(number);
  await expect(page.getByText("No network, 1 to send")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
});

test("on a phone that is held sideways the cart stands beside the goods, and figures beside their field", async () => {
  await page.setViewportSize({ width: 740, height: 360 });
  const isSeen = async (one: Locator) => expect(one).toBeInViewport({ ratio: 1 });
  const key = page.locator(".till-keys").getByRole("button", { name: "0", exact: true });
  // Nothing of the sale before is said any more.
  await expect(page.locator(".till-said")).toHaveCount(0);
  for (const goods of ["bread", "banana", MILK, BALE]) {
    await scan(page, goods);
  }
  const line = page.locator(".till-line", { hasText: "Maize flour (unga), 2 kg" });
  await expect(line).toContainText(/1 × KSh\s2,760 \/ bale/);
  await isSeen(line);
  await isSeen(page.getByRole("button", { name: /^Take KSh/ }));
  await isSeen(page.getByRole("searchbox"));
  await line.click();
  await isSeen(page.getByRole("dialog").getByRole("button", { name: "bale", exact: true }));
  await isSeen(page.getByRole("textbox", { name: "Quantity" }));
  await isSeen(key);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("F9");
  await page.getByLabel("Handed over").fill("9000");
  const paid = page.getByRole("button", { name: /^Paid/ });
  for (const one of [page.locator(".till-bar"), page.locator(".till-due").last(), paid, key]) {
    await isSeen(one);
  }
  // On a tablet no figure lies under the change.
  await page.setViewportSize({ width: 1024, height: 768 });
  const [figure, foot] = [await key.boundingBox(), await page.locator(".till-foot").boundingBox()];
  expect(figure!.y + figure!.height).toBeLessThanOrEqual(foot!.y);
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 1440, height: 900 });
  for (let left = await page.locator(".till-line").count(); left > 0; left--) {
    await page.locator(".till-line").first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  }
});

test("what she presses in the same breath as Escape is not lost", async () => {
  await scan(page, MILK);
  await page.keyboard.press("F2");
  await expect(page.getByRole("textbox", { name: "Quantity" })).toBeFocused();
  // Nobody waits for the sheet to be gone.
  await Promise.all(["Escape", "F9"].map((key) => page.keyboard.press(key)));
  await expect(page.getByLabel("Handed over")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.locator(".till-line").click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
});

test("the cursor is where she goes on when she closes a sheet", async () => {
  await scan(page, MILK);
  await page.keyboard.press("F9");
  await expect(page.getByLabel("Handed over")).toBeVisible();
  const goesOn = async (name: RegExp) => {
    await page.getByRole("button", { name: "Menu" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name })).toBeFocused();
    await page.keyboard.press("Enter");
  };
  await goesOn(/^Paid/);
  await numberSold(page);
  await goesOn(/^New sale/);
  await expect(page.getByRole("search")).toBeVisible();
});

test("what is scanned is in the cart or said not to be, wherever the cursor is", async () => {
  const taken = (amount: RegExp) => expect(page.getByRole("button", { name: amount })).toBeVisible();
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Menu" }).focus();
  await scanAnywhere(page, MILK);
  await taken(/^Take KSh\s80/);
  // It presses nothing of a sheet, and a cart is not put aside under its name.
  for (const open of ["F8", "Menu"]) {
    if (open === "Menu") await page.getByRole("button", { name: "Menu" }).click();
    else await page.keyboard.press(open);
    await expect(dialog).toBeVisible();
    await scanAnywhere(page, MILK);
    await expect(dialog.getByRole("alert")).toContainText(`${MILK} was scanned and is not in the cart`);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  }
  // Nor is what is being filled in sent by it.
  await page.getByRole("button", { name: "Menu" }).click();
  await dialog.getByRole("button", { name: "Cash in or out" }).click();
  await dialog.getByLabel("Amount", { exact: true }).fill("50");
  await dialog.getByLabel("Note", { exact: true }).focus();
  await scanAnywhere(page, MILK);
  await expect(dialog.getByRole("alert")).toContainText(`${MILK} was scanned and is not in the cart`);
  await expect(dialog.getByLabel("Note", { exact: true })).toHaveValue("");
  await page.keyboard.press("Escape");
  await taken(/^Take KSh\s80/);
  await page.keyboard.press("F9");
  await expect(page.getByLabel("Handed over")).toBeFocused();
  // A short one would be a lot of money.
  await scanAnywhere(page, "12345670");
  await expect(page.getByRole("alert")).toContainText("12345670 was scanned and is not in the cart");
  await expect(page.getByLabel("Handed over")).toHaveValue("");
  await page.keyboard.press("Enter");
  await numberSold(page);
  // The next customer's goods are not given away with the sale before.
  await expect(page.getByRole("button", { name: /^New sale/ })).toBeFocused();
  await scanAnywhere(page, MILK);
  await taken(/^Take KSh\s80/);
  await page.locator(".till-line").click();
  await dialog.getByRole("button", { name: "Remove" }).click();
});

test("the language that is spoken is marked", async () => {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: /^Language/ }).click();
  const marked = page.getByRole("dialog").locator("[lang]", { hasText: "English" }).locator("..");
  await expect(marked).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: "Kiswahili" })).toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("what is left is what was last known, less what she sold since", async () => {
  const before = await left();
  await scan(page, MILK);
  await expect(page.getByRole("button", { name: /^Take KSh\s80/ })).toBeVisible();
  await page.keyboard.press("F9");
  await expect(page.getByLabel("Handed over")).toBeFocused();
  // A barcode that is scanned into that field is no money, and what is too short is no code.
  await scanAnywhere(page, "036000291452");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("036000291452 was scanned and is not in the cart");
  await page.getByRole("button", { name: "M-Pesa", exact: true }).click();
  await page.getByLabel("M-Pesa code").fill("ab");
  await page.getByRole("button", { name: /^Paid/ }).click();
  await expect(alert).toContainText("Type the code as it stands there");
  await page.getByRole("button", { name: "Cash", exact: true }).click();
  await page.getByRole("button", { name: /^Paid/ }).click();
  await numberSold(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
  expect(await left()).toBe(before - 1);
});

test("what no product is she sells by its name, with a note, and takes back", async () => {
  await page.getByRole("searchbox").fill("9999999999994");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("What it is")).toBeFocused();
  await page.keyboard.type("Sufuria");
  await page.getByLabel("Price of one").fill("150");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^Take KSh\s150/ })).toBeVisible();
  // Scanned again it is one more of the same.
  await scan(page, "9999999999994");
  await expect(page.getByRole("button", { name: /^Take KSh\s300/ })).toBeVisible();
  await page.getByRole("button", { name: /^Sufuria/ }).click();
  await page.getByLabel("Note, for the receipt").fill("the blue ones");
  await page.keyboard.press("Enter");

  await page.keyboard.press("F9");
  await page.keyboard.type("300");
  await page.keyboard.press("Enter");
  quick = await numberSold(page);
  await expect(page.getByRole("article")).toContainText("the blue ones");
  await page.keyboard.press("Enter");

  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Sales of this till" }).click();
  await page.getByRole("button", { name: new RegExp(`^Sale ${quick} `) }).click();
  await page.getByRole("button", { name: "Goods come back" }).click();
  await page.getByLabel("Sufuria").fill("3");
  await page.getByRole("button", { name: "Pay back" }).click();
  const alert = page.getByRole("dialog").getByRole("alert");
  await expect(alert).toContainText("Sufuria: At most 2");
  // A comma may mean a thousand.
  await page.getByLabel("Sufuria").fill("1,000");
  await page.getByRole("button", { name: "Pay back" }).click();
  await expect(alert).toContainText("Sufuria: Type a quantity");
  await page.getByLabel("Sufuria").fill("1");
  await page.getByRole("button", { name: "Pay back" }).click();
  const paper = page.getByRole("article");
  await expect(paper).toContainText(`Takes back: Sale ${quick}`);
  await expect(paper).toContainText("Sufuria");
  await expect(paper).toContainText("Cash, paid back");
  await expect(paper).not.toContainText("COPY");
  await page.getByRole("button", { name: "Close" }).click();
});

test("what was paid by card goes back to the card, or in cash where that is chosen", async () => {
  await scan(page, BALE);
  await page.keyboard.press("F9");
  await page.getByRole("button", { name: "Card", exact: true }).click();
  await page.getByRole("button", { name: /^Paid/ }).click();
  const sold = await numberSold(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("search")).toBeVisible();
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Sales of this till" }).click();
  await page.getByRole("button", { name: new RegExp(`^Sale ${sold} `) }).click();
  await page.getByRole("button", { name: "Goods come back" }).click();
  await page.getByLabel("Maize flour (unga), 2 kg").fill("1");
  const cameSo = page.getByRole("button", { name: "The way it came" });
  await expect(cameSo).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Cash", exact: true }).click();
  await page.getByRole("button", { name: "Pay back" }).click();
  await expect(page.getByRole("article")).toContainText(/Cash, paid back\s*2,760\.00/);
  await page.getByRole("button", { name: "Close" }).click();
});

test("what goes out of the drawer says what for, and what goes in is no expense", async () => {
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("button", { name: "Cash in or out" }).click();
  await page.getByLabel("Why").selectOption({ label: "Expense" });
  await page.getByLabel("Amount").fill("50");
  const done = page.getByRole("button", { name: "Done" });
  await done.click();
  const alert = page.getByRole("dialog").getByRole("alert");
  await expect(alert).toContainText("Write what was paid for");
  await page.getByLabel("Note").fill("milk for the tea");
  await page.getByRole("button", { name: "Cash in", exact: true }).click();
  await done.click();
  await expect(alert).toContainText("This is paid out of the drawer");
  await page.getByRole("button", { name: "Cash out", exact: true }).click();
  await done.click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("with a network again, the sale is in the books", async () => {
  // What was not told is told again after a minute at most.
  test.setTimeout(60_000 + RETRY_MS);
  await context.setOffline(false);
  await expect(page.getByText("All is sent")).toBeVisible({ timeout: RETRY_MS });
  const office = await context.newPage();
  await office.goto(LATE_SALES);
  await expect(office.getByRole("main").getByText(number).first()).toBeVisible();
  // A manager makes a product of what was none.
  await office.getByRole("main").getByRole("link", { name: quick }).first().click();
  await office.getByRole("link", { name: "Make a product of Sufuria" }).first().click();
  await expect(office.locator("[name='form[name]']")).toHaveValue("Sufuria");
  await office.close();
});

test("wrong PINs lock her out without a network too, until the server knows her", async () => {
  test.setTimeout(60_000 + RETRY_MS);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await page.getByRole("button", { name: "Owner" }).first().click();
  const alert = page.getByRole("alert");
  for (const said of ["left: 4", "left: 3", "left: 2", "left: 1", "Too many wrong PINs"]) {
    await page.keyboard.type("1357");
    await page.keyboard.press("Enter");
    await expect(alert).toContainText(said);
  }
  // Nor does it forget when it is started anew.
  await page.reload();
  await typePin(page, PIN);
  await expect(alert).toContainText("Too many wrong PINs. Try again after");
  const heard = page.waitForResponse("**/sync/v1/**", { timeout: RETRY_MS });
  await context.setOffline(false);
  await heard;
  await page.keyboard.type(PIN);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("search")).toBeVisible();
});

test("a till without HTTPS says at its door what it goes without", async () => {
  const plain = await context.newPage();
  await plain.addInitScript(() => {
    Object.defineProperty(globalThis, "isSecureContext", { value: false });
  });
  await plain.goto("/till");
  await expect(plain.getByRole("heading", { level: 1 })).toHaveText("Who are you?");
  await expect(plain.getByText("This page is not secure (no HTTPS)")).toBeVisible();
  await plain.close();
  await expect(page.getByText("This page is not secure")).toHaveCount(0);
});
