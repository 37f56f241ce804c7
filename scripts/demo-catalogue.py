#!/usr/bin/env python3
"""Makes src/catalog/demo/catalogue.csv out of the World Food Programme's prices for Kenya.

    scripts/demo-catalogue.py wfp-food-prices-kenya.csv.gz [catalogue.csv]

The same input always gives the same file. Prices come from the data; names, categories, tax
classes, stock and descriptions are kept by hand in PRODUCTS. SOURCE.md beside the CSV explains
the derivation to a reader of the catalogue; the constants below are where it is decided.
"""

import csv
import gzip
import re
import statistics
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

# What a shop pays, as a share of its price, where no wholesale price fits. Where only a
# wholesale price exists, the price is that cost divided by this share.
COST_SHARE = Fraction(78, 100)
# A month counts once this many markets report: August 2023 is one refugee camp, whose sugar is
# at 138 a kilo while the twelve markets of July have a median of 222.50.
MARKETS_ENOUGH = 3
# ... unless that month is so much older than the newest one. Also the greatest age between a
# price and the wholesale price that becomes its cost.
MONTHS_APART = 12

# Rows that cannot be what their unit says; (commodity, unit, market, month or None for always).
WRONG = {
    # 55 for 200 g where the eleven other markets say 10 or 10.89: a kilo's price, it seems.
    ("Salt", "200 G", "Kalobeyei (Village 1)", "2023-07"),
    # Half of what every other market says, every month: a smaller packet.
    ("Milk (UHT)", "500 ML", "Hagadera (Daadab)", None),
    # Half of the same market's other months and of every other market: half a kilo, it seems.
    ("Wheat flour", "KG", "Kakuma 2", "2023-06"),
    # 1,250 for 90 kg of green grams where the others say 9,000 to 12,375: a digit is missing.
    ("Beans (mung)", "90 KG", "Kitengela (Kajiado)", "2021-06"),
}
# Series in the data that give no product:
# - Maize (white), retail, to 2020-12: the same goods as Maize, whose prices run to 2023-07.
# - Onions (red) and Tomatoes, retail: one month, one market, 2020-08. The wholesale price of
#   July 2023 is twice the onions' retail price; both are taken from the wholesale price.
# - Rice (imported, Pakistan), wholesale, to 2021-06: the ordinary rice of the retail series.
# - Beans and Maize by the wholesale kilo; Maize (white), Sorghum, Beans (dry) and Potatoes
#   (Irish) by the bag: they end in 2020 to 2022, too old to be today's cost of anything.
# - Cabbage and Kale by the bag: a head and a bunch have no weight to convert with.
# - Fuels: no food.


def retail(commodity, unit="KG", size=1, bag=None):
    """A product with a retail price: `size` units of it. `bag` is its wholesale series."""
    return {"retail": (commodity, unit), "size": Fraction(size), "bag": bag}


def wholesale(commodity, unit="90 KG"):
    """A product that has only a wholesale price, sold by the kilo."""
    return {"retail": None, "size": Fraction(1), "bag": (commodity, unit)}


KG = ("kg", "0.25")
LITRE = ("litre", "0.25")
PIECE, PACKET, BOTTLE = ("piece", "1"), ("packet", "1"), ("bottle", "1")
# By category: number (makes the barcode, so never reuse one), sku, name, unit and step, tax
# class, stock, where the price comes from, search words, description. Packets carry a barcode.
PRODUCTS = {
    "Beans & peas": [
        (1, "BEANS-DRY", "Dry beans (maharagwe)", KG, "exempt", 64, retail("Beans (dry)"),
         "maharagwe maharage beans madondo ndondo githeri",
         "Dry beans, weighed out. Keep them dry and closed against weevils."),
        (2, "BEANS-KIDNEY", "Kidney beans (maharagwe)", KG, "exempt", 38,
         wholesale("Beans (kidney)"), "maharagwe maharage kidney beans red madondo",
         "Dry kidney beans, weighed out. Soak them overnight and boil them well."),
        (3, "BEANS-NJAHI", "Black beans (njahi)", KG, "exempt", 26, wholesale("Beans (dolichos)"),
         "njahi njahe dolichos lablab black beans maharagwe",
         "Dry lablab beans, black with a white line, weighed out. Soak before cooking."),
        (4, "BEANS-ROSECOCO", "Rosecoco beans (nyayo)", KG, "exempt", 52,
         wholesale("Beans (rosecoco)"), "rosecoco rose coco nyayo maharagwe maharage beans",
         "Dry speckled beans, weighed out. Keep them dry and closed."),
        (5, "BEANS-YELLOW", "Yellow beans (maharagwe ya njano)", KG, "exempt", 45,
         wholesale("Beans (yellow)"), "maharagwe maharage yellow beans njano",
         "Dry yellow beans, weighed out. Keep them dry and closed."),
        (6, "COWPEAS", "Cowpeas (kunde)", KG, "exempt", 30, wholesale("Cowpeas"),
         "kunde cowpeas peas black eyed",
         "Dry cowpeas, weighed out. Keep them dry and closed against weevils."),
        (7, "GREEN-GRAMS", "Green grams (ndengu)", KG, "exempt", 58, wholesale("Beans (mung)"),
         "ndengu green grams mung pojo choroko dengu",
         "Dry green grams, weighed out. They cook without soaking; pick them over first."),
    ],
    "Bread & flour": [
        (8, "BREAD-400G", "Bread, 400 g", PIECE, "zero", 3, retail("Bread", "400 G"),
         "mkate bread loaf boflo tosti",
         "A wrapped loaf of ordinary bread, 400 g. Eat within the days printed on the wrapper."),
        (9, "MAIZE-FLOUR-1KG", "Maize flour (unga), 1 kg", PACKET, "zero", 72,
         retail("Maize flour"), "unga ugali sembe mahindi maize flour sima uji",
         "Maize flour for ugali, in a 1 kg packet. Keep it dry; close the packet after use."),
        (10, "MAIZE-FLOUR-2KG", "Maize flour (unga), 2 kg", PACKET, "zero", 120,
         retail("Maize flour", size=2), "unga ugali sembe mahindi maize flour sima uji",
         "Maize flour for ugali, in a 2 kg packet. Keep it dry; close the packet after use."),
        (11, "WHEAT-FLOUR-1KG", "Wheat flour (unga wa ngano), 1 kg", PACKET, "zero", 48,
         retail("Wheat flour"), "unga ngano wheat flour chapati chapo mandazi",
         "Wheat flour for chapati and mandazi, in a 1 kg packet. Keep it dry and closed."),
        (12, "WHEAT-FLOUR-2KG", "Wheat flour (unga wa ngano), 2 kg", PACKET, "zero", 84,
         retail("Wheat flour", size=2), "unga ngano wheat flour chapati chapo mandazi",
         "Wheat flour for chapati and mandazi, in a 2 kg packet. Keep it dry and closed."),
    ],
    "Fruit": [
        (13, "BANANA", "Banana (ndizi)", PIECE, "exempt", 90, retail("Bananas", "Unit"),
         "ndizi banana bananas mbivu matunda",
         "A ripe banana, sold by the piece. Keep it out of the sun, not in a fridge."),
    ],
    "Grains & rice": [
        (14, "MAIZE-GRAIN", "Maize grain (mahindi)", KG, "exempt", 85,
         retail("Maize", bag=("Maize (white, dry)", "90 KG")),
         "mahindi maize corn grain githeri posho muthokoi",
         "Dry maize grain for milling or githeri, weighed out. Keep it dry and off the floor."),
        (15, "MILLET-FINGER", "Finger millet (wimbi)", KG, "exempt", 28,
         wholesale("Millet (finger)"), "wimbi millet finger uji",
         "Finger millet grain for porridge, weighed out. It needs milling."),
        (16, "RICE", "Rice (mchele)", KG, "exempt", 88, retail("Rice"),
         "mchele rice wali ordinary",
         "White rice, weighed out. Pick it over and rinse it before cooking."),
        (17, "RICE-AROMATIC", "Aromatic rice (mchele wa pishori)", KG, "exempt", 46,
         wholesale("Rice (aromatic)", "50 KG"), "mchele pishori rice aromatic pilau biriani wali",
         "White aromatic rice, weighed out. Keep it dry and closed so it holds its smell."),
        (18, "SORGHUM", "Sorghum (mtama)", KG, "exempt", 34,
         retail("Sorghum", bag=("Sorghum (white)", "90 KG")), "mtama sorghum uji ugali nafaka",
         "Sorghum grain for milling or boiling, weighed out. Keep it dry."),
        (19, "SORGHUM-RED", "Red sorghum (mtama mwekundu)", KG, "exempt", 22,
         wholesale("Sorghum (red)"), "mtama mwekundu sorghum red uji nafaka",
         "Red sorghum grain for porridge flour, weighed out. It needs milling."),
    ],
    "Meat & fish": [
        (20, "BEEF", "Beef (nyama ya ng'ombe)", KG, "exempt", 24, retail("Meat (beef)"),
         "nyama beef ng'ombe ngombe meat",
         "Fresh beef, weighed out. Keep it cold and cook it the same day."),
        (21, "CAMEL-MEAT", "Camel meat (nyama ya ngamia)", KG, "exempt", 20,
         retail("Meat (camel)"), "nyama ngamia camel meat",
         "Fresh camel meat, weighed out. Keep it cold and cook it the same day."),
        (22, "GOAT-MEAT", "Goat meat (nyama ya mbuzi)", KG, "exempt", 22, retail("Meat (goat)"),
         "nyama mbuzi goat meat choma",
         "Fresh goat meat, weighed out. Keep it cold and cook it the same day."),
        (23, "OMENA", "Omena, dried", KG, "standard", 0, wholesale("Fish (omena, dry)", "KG"),
         "omena dagaa samaki fish dried silver",
         "Small dried lake fish, weighed out. Keep them dry; wash in hot water before cooking."),
    ],
    "Milk": [
        (24, "MILK-CAMEL", "Camel milk, fresh (maziwa ya ngamia)", LITRE, "exempt", 20,
         retail("Milk (camel, fresh)", "L"), "maziwa ngamia camel milk fresh",
         "Fresh camel milk, measured into your own container. Boil it and use it the same day."),
        (25, "MILK-COW", "Cow milk, fresh (maziwa freshi)", LITRE, "exempt", 40,
         retail("Milk (cow, fresh)", "L"), "maziwa fresh freshi ng'ombe ngombe cow milk",
         "Fresh cow milk, measured into your own container. Boil it and use it the same day."),
        (26, "MILK-PASTEURISED-500ML", "Milk, pasteurised, 500 ml", PACKET, "zero", 0,
         retail("Milk (cow, pasteurized)", "500 ML"), "maziwa milk packet pakiti pasteurised",
         "Pasteurised cow milk in a 500 ml packet. Keep it in a fridge and watch the date."),
        (27, "MILK-UHT-200ML", "Long-life milk, 200 ml", PACKET, "zero", 48,
         retail("Milk (UHT)", "200 ML"), "maziwa milk uht long life pakiti packet",
         "Long-life cow milk in a 200 ml packet. Needs no fridge until it is opened."),
        (28, "MILK-UHT-500ML", "Long-life milk, 500 ml", PACKET, "zero", 96,
         retail("Milk (UHT)", "500 ML"), "maziwa milk uht long life pakiti packet",
         "Long-life cow milk in a 500 ml packet. Needs no fridge until it is opened."),
    ],
    "Oil & fat": [
        (29, "COOKING-FAT-500G", "Cooking fat, 500 g", PIECE, "standard", 36,
         retail("Cooking fat", size="1/2"), "mafuta kupika cooking fat mgando",
         "Solid vegetable cooking fat in a 500 g tub. Keep it cool and closed."),
        (30, "COOKING-FAT-1KG", "Cooking fat, 1 kg", PIECE, "standard", 24,
         retail("Cooking fat"), "mafuta kupika cooking fat mgando",
         "Solid vegetable cooking fat in a 1 kg tub. Keep it cool and closed."),
        (31, "OIL-500ML", "Vegetable oil, 500 ml", BOTTLE, "standard", 60,
         retail("Oil (vegetable)", "L", size="1/2"), "mafuta kupika oil vegetable cooking salad",
         "Vegetable cooking oil in a 500 ml bottle. Keep it closed and out of the sun."),
        (32, "OIL-1L", "Vegetable oil, 1 litre", BOTTLE, "standard", 54,
         retail("Oil (vegetable)", "L"), "mafuta kupika oil vegetable cooking salad",
         "Vegetable cooking oil in a 1 litre bottle. Keep it closed and out of the sun."),
        (33, "OIL-LOOSE", "Vegetable oil, loose (mafuta ya kupima)", ("litre", "0.1"), "standard",
         40, retail("Oil (vegetable)", "L"), "mafuta kupima kupika oil vegetable loose salad",
         "Vegetable cooking oil, measured into your own bottle. Keep it closed, out of the sun."),
    ],
    "Sugar & salt": [
        (34, "SALT-200G", "Salt (chumvi), 200 g", PACKET, "standard", 110,
         retail("Salt", "200 G"), "chumvi salt",
         "Table salt in a 200 g packet. Keep it dry."),
        (35, "SUGAR-1KG", "Sugar (sukari), 1 kg", PACKET, "standard", 80, retail("Sugar"),
         "sukari sugar suga chai", "Sugar in a 1 kg packet. Keep it dry and closed."),
        (36, "SUGAR-2KG", "Sugar (sukari), 2 kg", PACKET, "standard", 60,
         retail("Sugar", size=2), "sukari sugar suga chai",
         "Sugar in a 2 kg packet. Keep it dry and closed."),
    ],
    "Vegetables": [
        (37, "CABBAGE", "Cabbage (kabeji)", ("head", "1"), "exempt", 32,
         retail("Cabbage", "Head"), "kabeji kabichi cabbage mboga",
         "A whole cabbage, sold by the head. Keep it cool and airy."),
        (38, "COWPEA-LEAVES", "Cowpea leaves (majani ya kunde)", KG, "exempt", 20,
         wholesale("Cowpea leaves", "KG"), "kunde majani mboga cowpea leaves kienyeji",
         "Fresh cowpea leaves, weighed out. Use them within a day or two."),
        (39, "KALE", "Sukuma wiki, bunch", ("bunch", "1"), "exempt", 75,
         retail("Kale", "Bunch"), "sukuma wiki skuma kale mboga",
         "Fresh kale leaves, tied in a bunch. Keep them cool and damp; use within two days."),
        (40, "ONIONS", "Dry onions (kitunguu)", KG, "exempt", 56,
         wholesale("Onions (dry)", "13 KG"), "kitunguu vitunguu onion onions red",
         "Dry bulb onions, weighed out. Keep them dry and airy, not in a closed bag."),
        (41, "POTATOES", "Potatoes (viazi)", KG, "exempt", 90,
         retail("Potatoes (Irish)", bag=("Potatoes (Irish, white)", "50 KG")),
         "viazi waru potato potatoes irish mbatata chips",
         "Irish potatoes, weighed out. Keep them dark, dry and cool."),
        (42, "POTATOES-RED", "Red potatoes (viazi vyekundu)", KG, "exempt", 50,
         wholesale("Potatoes (Irish, red)", "50 KG"), "viazi waru potato potatoes red vyekundu",
         "Red-skinned Irish potatoes, weighed out. Keep them dark, dry and cool."),
        (43, "SPINACH", "Spinach (spinachi)", KG, "exempt", 24, wholesale("Spinach", "KG"),
         "spinach spinachi mboga", "Fresh spinach leaves, weighed out. Use within two days."),
        (44, "TOMATOES", "Tomatoes (nyanya)", KG, "exempt", 62, wholesale("Tomatoes", "64 KG"),
         "nyanya tomato tomatoes", "Fresh tomatoes, weighed out. Handle gently, keep in shade."),
    ],
}
HEADER = ("sku,barcode,name,category,unit,quantity_step,price,cost,tax_class,stock,"
          "search_words,description,slug").split(",")


def months(month):
    """`2023-07` as a count of months, to subtract."""
    year, number = month.split("-")
    return int(year) * 12 + int(number)


def read_series(path):
    """(price type, commodity, unit) -> month -> market -> its prices in that month."""
    series = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            month, goods = row["date"][:7], (row["commodity"], row["unit"])
            # Some editions have a second heading row of tags.
            if row["date"].startswith("#") or row["category"] == "non-food":
                continue
            if {(*goods, row["market"], month), (*goods, row["market"], None)} & WRONG:
                continue
            assert row["currency"] == "KES", row
            prices = series[(row["pricetype"], *goods)][month][row["market"]]
            prices.append(Fraction(row["price"]))
    return series


def latest(series, pricetype, goods):
    """The month that stands for the series, its number of markets and their median price."""
    by_month = series[(pricetype, *goods)]
    newest = max(by_month)
    month = max((m for m in by_month if len(by_month[m]) >= MARKETS_ENOUGH), default=newest)
    if months(newest) - months(month) > MONTHS_APART:
        month = newest
    markets = by_month[month]
    return month, len(markets), statistics.median(map(statistics.mean, markets.values()))


def rounded(amount, step):
    """The multiple of `step` nearest to a positive amount, halves away from zero."""
    return (amount / step + Fraction(1, 2)).__floor__() * step


def to_price(amount):
    """Whole shillings; 50 cents below ten shillings."""
    return rounded(amount, Fraction(1, 2) if amount < 10 else Fraction(1))


def priced(series, source):
    """Price, cost and a note on where both come from."""
    bag = cost = None
    if source["bag"]:
        bag, markets, amount = latest(series, "Wholesale", source["bag"])
        # A unit of "KG" is one kilo.
        cost = amount / int(source["bag"][1].removesuffix("KG").strip() or 1) * source["size"]
        note = f"cost {source['bag'][0]} {source['bag'][1]} {bag}, {markets} markets"
    if source["retail"] is None:
        return to_price(cost / COST_SHARE), cost, f"{note}; price = cost / share"
    month, markets, amount = latest(series, "Retail", source["retail"])
    price = to_price(amount * source["size"])
    base = f"price {source['retail'][0]} {source['retail'][1]} {month}, {markets} markets"
    if cost and abs(months(month) - months(bag)) <= MONTHS_APART and cost < price:
        return price, cost, f"{base}; {note}"
    return price, price * COST_SHARE, f"{base}; cost = share of the price"


def barcode(number):
    """An EAN-13 of the range left to shops (20 to 29), with its check digit."""
    digits = f"20{number:010d}"
    total = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits))
    return digits + str(-total % 10)


def money(amount):
    """Shillings with two decimals."""
    cents = int(rounded(amount, Fraction(1, 100)) * 100)
    return f"{cents // 100}.{cents % 100:02d}"


def products(series):
    """The rows of the catalogue, sorted by category and name."""
    rows = []
    for category, goods in PRODUCTS.items():
        for number, sku, name, (unit, step), tax, stock, source, words, text in goods:
            price, cost, note = priced(series, source)
            packed = re.search(r", \d+ (g|kg|ml|litre)$", name)
            slug = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")
            rows.append((sku, barcode(number) if packed else "", name, category, unit, step,
                         money(price), money(cost), tax, stock, words, text, slug))
            print(f"{sku}: {note}", file=sys.stderr)
    return sorted(rows, key=lambda row: (row[3], row[2]))


def main():
    """Reads the prices named first, writes the catalogue."""
    home = Path(__file__).resolve().parent.parent / "src/catalog/demo/catalogue.csv"
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    rows = products(read_series(sys.argv[1]))
    target = Path(sys.argv[2]) if len(sys.argv) == 3 else home
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
