# Price lists, taxes, labels and the catalogue that all shops share, in the back office.
prices-title = Price lists
prices-list = List
prices-add = Add a price list
prices-name-hint = Wholesale, or whose list it is
prices-none = No price lists yet
prices-none-text = Everybody pays the retail price of each product. A list is for those who pay less, or more: wholesale, a hotel, one customer.
prices-retail-text = What is not on a list costs what everybody pays.
prices-closed = Closed
prices-is-closed = This list is closed
prices-is-closed-text = Whoever buys by it pays retail. Its prices wait here.
prices-open-again = Open it again
prices-close = Close the list
prices-close-text = Whoever buys by { $name } will pay retail. You can open it again, with its prices and its customers.
prices-rename = Change its name
prices-customers-title = Customers
prices-customers = { $count ->
    [one] 1 customer
   *[other] { $count } customers
 }
prices-customers-none = Nobody buys by this list yet
prices-customers-none-text = Put a customer on it by her phone number. At the counter and on the phone she then pays what the list says.
prices-put-on = Put a customer on it
prices-take-off = Take off the list
prices-phone-hint = Of a customer who has bought here, or of a new one
prices-customer-name-hint = Where we do not know her yet
prices-retail = Retail
prices-which = Which products
prices-all-goods = All products
prices-own-goods = Those on the list
prices-also = Packs, quantities, days to come
prices-of-on = { $name }: price on { $list }
prices-below-cost = Below its cost
prices-valid-from = From which day
prices-valid-from-hint = Left empty, it holds from now on.
prices-from = from { $quantity }
prices-old-pack = a pack no longer used
prices-ends = no price of its own
prices-to-come = from { $day }: { $amount }
prices-none-own = It has no price of its own on this list, so it costs what everybody pays.
prices-of = Of what
prices-set-one = Set a price
prices-from-quantity = From how many
prices-from-quantity-hint = Such as 12. Left empty, from the first.
prices-price-hint = Of one, tax included. Left empty, this price ends.
prices-many = Set many at once
prices-base = Start from
prices-base-retail = the retail price
prices-base-cost = what it cost last
prices-base-list = what this list asks now
prices-way = Less or more
prices-less = less
prices-more = more
prices-percent = By how much
prices-round-to = Round to a multiple of
prices-round-not = Do not round
prices-preview = See what comes of it
prices-nothing = Nothing would change
prices-nothing-text = The prices are like that already, or nothing is known to start from.
prices-before = Before
prices-after = After
prices-many-below = { $count ->
    [one] 1 product would be sold for less than it cost
   *[other] { $count } products would be sold for less than they cost
 }
prices-many-more = { $count ->
    [one] and 1 product more
   *[other] and { $count } products more
 }
prices-many-count = { $count ->
    [one] 1 price will change
   *[other] { $count } prices will change
 }
prices-many-do = Set these prices
prices-file = Prices from a file
prices-file-hint = CSV in UTF-8, up to 4 MB. A spreadsheet program saves one with “Save as”.
prices-file-own = Download the list
prices-file-all = Download it with all products
prices-file-row = Line { $row }: { $why }
prices-columns-text = The first row names the columns, in any order. What is not in the file stays as it is. A file with a bad row changes nothing.
prices-column-sku = The product's own code
prices-column-pack = The name of its pack; empty is the product itself
prices-column-from-quantity = From how many on, such as 12; empty is from the first
prices-column-price = Of one, tax included, such as 217.00; empty ends the list's own price
done-price-list-kept = { $name } is saved
done-price-list-closed = { $name } is closed
done-price-list-back = { $name } is open again
done-price-list-put-on = { $name } buys by this list now
done-price-list-taken-off = She pays retail from now on
done-prices-none = The prices are as you want them
done-prices-set = { $count ->
    [one] 1 price is set
   *[other] { $count } prices are set
 }
done-prices-set-below = { $count ->
    [one] 1 price is set.
   *[other] { $count } prices are set.
 } Below their cost: { $names }
done-prices-tried = Only tried, nothing was changed. { $changed } would change, { $unchanged } are like that already.
done-prices-tried-below = Only tried, nothing was changed. { $changed } would change, { $unchanged } are like that already. Below their cost: { $names }
refused-price-list-closed = { $name } is closed. Open it again to change its prices.
refused-price-list-name-taken = There is a price list of this name already
refused-price-set-other = This form has set other prices already. Open the page again.
refused-price-day-past = That day is past. Prices hold from today or a later day.
refused-price-pack-gone = This pack is no longer used. Choose another.
refused-price-pack-unknown = { $name } has no pack called “{ $pack }”
refused-price-percent = Write a percentage, such as 8 or 12.5
refused-prices-moved = Other prices would come of it by now. Look at them again, then decide.
refused-prices-nothing = Nothing would change: the prices are like that already
settings-tab-taxes = Taxes
tax-title = Taxes
tax-text = A sale or an order is taxed at the rate of its day. What was sold keeps the rate it had.
tax-now = Now
tax-soon = To come
tax-rate = Rate
tax-from = From which day
tax-add = Add a rate
tax-add-text = When a rate changes by law, add the new one here before its day comes.
tax-withdraw = Withdraw { $rate }
tax-letters = Letters on tax documents
tax-letters-hint = What the tax authority calls each kind of tax. In Kenya: A exempt, B standard, C zero-rated.
done-tax-rate = { $rate } is noted
done-tax-withdrawn = The rate is withdrawn; the one before it goes on
done-tax-letters = The letters are saved
refused-tax-percent = Write a percentage from 0 to 100, such as 16 or 7.5
refused-tax-day-past = Goods have been sold at the old rate until today. Choose today or a later day.
refused-tax-day-taken = From that day there is { $rate } already. Choose another day.
refused-tax-in-force = { $rate } holds already and stays: documents may have been made by it. Add another rate from a later day.
refused-tax-letter = Write one or two letters or digits, such as B
labels-title = Print labels
labels-tick = Label it
labels-tick-name = Label { $name }
labels-count = How many
labels-count-name = How many labels of { $name }
labels-since = Price changed since
labels-since-hint = Tick what you need. Or choose a category, or a day: then all whose price was changed since are ticked.
labels-most = At most { $count } labels at once
labels-show = Show the labels
labels-paper = Paper
labels-paper-sheet-65 = A4 sheet, 65 labels
labels-paper-sheet-65-text = 38.1 × 21.2 mm, for goods
labels-paper-sheet-24 = A4 sheet, 24 labels
labels-paper-sheet-24-text = 70 × 37 mm
labels-paper-roll = Roll, 50 × 30 mm
labels-paper-roll-text = For a label printer
labels-paper-shelf = Shelf label, 60 × 40 mm
labels-paper-shelf-text = With a large price, for a label printer
labels-on = What is on it
labels-on-name = Name
labels-on-price = Price
labels-on-per = Price of a kilogram, a litre or a piece
labels-on-bars = Barcode
labels-skip = Labels used already
labels-skip-hint = Of the first sheet, counted from its top left
labels-per = { $price } per { $unit }
labels-pack-name = { $name }, { $pack } of { $holds }
labels-none = Nothing was ticked
labels-none-text = Go back and tick the products you need labels for.
labels-made = { $count ->
    [one] 1 label.
   *[other] { $count } labels.
 }
labels-bare = { $count ->
    [one] 1 label has no bars
   *[other] { $count } labels have no bars
 }
labels-bare-text = Their code is too long for this paper, or a pack has none of its own. Give them a barcode, or choose larger labels.
labels-how-to-print = Print the page with your browser: at 100 %, on this paper, without margins and without headers.
labels-cut = Only the first { $count } labels are here. Print the rest afterwards.
known-title = Add a product by its barcode
known-barcode = Barcode
known-barcode-hint = Scan it, or type the digits under the bars
known-look = Look it up
known-by-hand = Without a barcode
known-own = You sell this already
known-own-door = Go to the product
known-found = We know this one
known-brand = Brand
known-add = Add it
known-add-text = You give it your price and your stock on the next page.
known-unknown = We do not know this barcode yet
known-unknown-text = Add the product by hand. Its barcode is filled in.
refused-shared-barcode = { $barcode } is no barcode of 8, 12, 13 or 14 digits whose last digit is right
