# Products, categories and their import, in the back office.
product-title = Products
product-new = Add a product
product-import = Import from a file
product-count = { $count ->
    [one] 1 product
   *[other] { $count } products
 }
product-search = Name, SKU or barcode
product-all-categories = All categories
product-on-sale = On sale
product-retired = Off sale
product-out-of-stock = Out of stock
product-reserved = ({ $quantity } for orders)
product-none = Nothing to sell yet
product-none-text = Bring all your products at once from a spreadsheet, or add the first one by hand. A name and a price are enough.
product-none-found = No product fits
product-none-found-text = Try fewer or other words, or look in all categories.
product-show-all = Show all products
product-none-retired = Nothing is off sale
product-none-retired-text = A product that you take off sale waits here, with its history, until you bring it back.
product-what = What it is
product-name-hint = As customers know it, with its size: Maize flour, 2 kg
product-category = Category
product-no-category = No category
product-description = Description
product-description-hint = Customers read this on the product's page. Plain text.
product-price-hint = Of one unit, tax included
product-cost-hint = What one unit costs you, without tax that you claim back
product-margin = Without tax, { $amount } above cost on each unit: { $percent } of the price
product-below-cost = Without tax, { $amount } below cost on each unit: { $percent } of the price
product-tax = Tax
product-tax-standard = Standard rate
product-tax-zero = Zero-rated
product-tax-exempt = Exempt
product-stock-hint = Counted at { $location }. Change it only after a count.
product-unit = Unit
product-step = Sold in steps of
product-step-hint = 1 for pieces; 0.25 sells quarters of a kilo. Left empty, we choose.
product-found-by = How it is found
product-barcodes = Barcodes
product-barcodes-hint = One on a line
product-sku = SKU
product-sku-hint = Your own code for it. Left empty, we make one.
product-search-words = Other words that find it
product-search-words-hint = What customers call it: unga ugali
product-slug = Address
product-slug-hint = The end of its web address. Left empty, we make it from the name.
product-photo = Photo
product-photo-file = Choose a photo
product-photo-hint = JPEG, PNG or WebP, up to 20 MB. We make it small, so that it loads fast.
product-photo-keep = Use this photo
product-prices = Prices so far
product-price-from = From
product-price-by = Set by
product-retire = Take off sale
product-retire-text = { $name } will no longer be shown or sold. Orders that have it stay as they are, and you can bring it back.
product-is-retired = This product is off sale
product-is-retired-text = Customers do not see it.
product-bring-back = Put it back on sale
category-title = Categories
category-new = Add a category
category-edit = Change the category
category-none = No categories yet
category-none-text = Categories are the shelves of your shop online: vegetables, flour, drinks.
category-closed = Closed
category-close = Close the category
category-close-text = { $name } will no longer be shown. Its products stay on sale, under no category.
category-open = Open the category again
category-picture = Picture
category-picture-by-name = One that fits the name
category-position = Place in the list
category-position-hint = Small numbers come first. Left empty, it goes to the end.
picture-grain = Grain
picture-beans = Beans
picture-leaf = Leaf
picture-root = Root
picture-fruit = Fruit
picture-milk = Milk
picture-meat = Meat
picture-fish = Fish
picture-egg = Egg
picture-oil = Oil
picture-salt = Salt
picture-bread = Bread
picture-drop = Drop
picture-bag = Bag
import-file = The file
import-file-hint = CSV in UTF-8, up to 50,000 rows. A spreadsheet program saves one with “Save as”.
import-dry-run = Only try it
import-dry-run-hint = Shows what would change, and changes nothing.
import-start = Read the file
import-columns = What the file looks like
import-columns-text = The first row names the columns, in any order. A SKU you have already is changed; a new one is added. A file with a bad row changes nothing.
import-sample = Download a sample
import-column = Column
import-meaning = What to write
import-needed = needed
import-column-sku = Your own code; each one once
import-column-barcode = One barcode, or several with spaces between
import-column-name = As customers know it
import-column-category = Its name; a new one is made
import-column-unit = piece, kg, g, litre, ml, bunch, head, packet, bottle, crate or bag
import-column-quantity-step = Sold in steps of this, such as 1 or 0.25
import-column-price = Of one unit, tax included, such as 236.00
import-column-cost = What one unit costs you, without tax that you claim back; needed where stock comes in, 0 where it cost nothing
import-column-tax-class = standard, zero or exempt
import-column-stock = What you counted; empty leaves the stock as it is
import-column-search-words = Other words that find it
import-column-description = Text for the product's page
import-column-slug = The end of its web address; empty, and we make it
import-done = The file is in
import-tried = This is what would happen. Nothing was changed.
import-refused = { $count ->
    [one] 1 row needs another look
   *[other] { $count } rows need another look
 }
import-refused-text = Nothing was changed. Put these rows right in your file, then send it again.
import-rows = { $count ->
    [one] 1 row read
   *[other] { $count } rows read
 }
import-added = { $count ->
    [one] 1 new product
   *[other] { $count } new products
 }
import-changed = { $count ->
    [one] 1 changed
   *[other] { $count } changed
 }
import-unchanged = { $count ->
    [one] 1 as it was
   *[other] { $count } as they were
 }
import-more-bad = { $count ->
    [one] and 1 row more
   *[other] and { $count } rows more
 }
import-line = Line
import-reason = What to put right
refused-sku-taken = Another product has this SKU, on sale or not. Choose another one.
refused-product-slug-taken = This address is taken. Choose another, or leave it empty.
refused-product-slug-form = Use small letters, digits and single dashes, such as { $example }
refused-unit-unknown = Write one of these units: { $units }
refused-unit-has-stock = What is in stock was counted in another unit, and does not convert. Bring its stock to nothing first, or make a new product.
refused-unit-purchase = Purchase order { $number } orders it in the unit that it has. Receive it, close it, or take it off the order first.
refused-unit-transfer = Transfer { $number } moves it in the unit that it has. Let it arrive or call it off first.
refused-unit-count = Stock take { $number } has counted it in the unit that it has. Close it first.
refused-unit-order = Order { $number } promises it in the unit that it has. Hand it over or call it off first.
refused-unit-kit = It is a part of { $name }, in the unit that it has. Take it out of that kit first.
refused-unit-supplier = { $name } sells no less than so much of it at once, in the unit that it has. Empty that on the supplier’s page first.
refused-unit-cart = It is in a customer’s cart in the unit that it has. Wait until no cart of the last { $days } days has it, or make a new product.
refused-product-step = Write a step above 0 and up to 1000, such as 1 or 0.25
refused-tax-class = Write one of these: { $codes }
refused-tax-class-gone = The shop does not have this tax. Choose another.
refused-category-gone = This category is no longer there. Choose another.
refused-category-name-taken = There is a category of this name already
refused-category-position = Write a whole number, such as 10
refused-barcode-form = { $barcode } is no barcode: use 4 to 40 letters, digits, dots, dashes or slashes
refused-barcodes-many = A product has at most { $most } barcodes
refused-barcode-taken = { $name } has the barcode { $barcode } already
refused-barcode-just-taken = Another product has just been given one of these barcodes
refused-barcode-double = Another product has the barcode { $barcode }, here or in the file
refused-no-location = The shop has no location to keep stock at. Add one in the settings.
refused-stock-too-dear = This stock is worth more than can be counted. Look at its quantity and cost.
refused-stock-cost-needed = Write what one unit costs you, so that the stock is worth something; 0 where it cost nothing
refused-import-missing = Choose a file
refused-import-other = Another file was sent by this form already. Choose yours here and send it again.
refused-import-not-utf8 = The file is not in UTF-8. Save it as “CSV UTF-8”, then send it again.
refused-import-not-csv = The file cannot be read as CSV. Save it as CSV, then send it again.
refused-import-empty = The file has no rows under its heading
refused-import-rows = The file has more than { $most } rows. Send it in parts.
refused-import-cells = This row has { $cells ->
    [one] one cell
   *[other] { $cells } cells
 }, the heading has { $columns }. Put text with commas in quotes.
refused-import-quote = The quote that opens on line { $line } is never closed. Close it or take it out, then send the file again.
refused-import-column-unknown = There is no column “{ $column }”. Look at the names on this page.
refused-import-column-twice = The column { $column } is there twice
refused-import-column-missing = The column { $column } is missing
refused-import-sku-twice = This SKU stands on line { $line } already
refused-photo-missing = Choose a photo
refused-photo-kind = This is no photo that we can read. Choose a JPEG, PNG or WebP.
refused-photo-too-large = The file is larger than { $most } MB. Choose a smaller one.
refused-photo-too-many-pixels = The photo has more than { $most } million pixels. Choose a smaller one.
refused-upload-broken = The file did not arrive whole. Send it again.
done-product-kept = { $name } is saved
done-product-retired = { $name } is off sale
done-product-back = { $name } is on sale again
done-category-kept = { $name } is saved
done-category-retired = { $name } is closed
done-category-back = { $name } is open again
done-photo-kept = { $name } has its photo
refused-product-name-needed = Write the product's name
refused-product-price-needed = Write its price
refused-sku-needed = Write its SKU
product-export-all = Download all as a file
product-export-shown = Download this list as a file
product-price-until = until { $until }
import-own-list = Start from your own list
import-own-list-text = It has all that you sell, in these columns. Change what you like in it and send it back; what you leave as it is stays as it is.
import-recent = Files you sent
import-by = Sent by
import-rows-heading = Rows
import-state-waiting = Being checked
import-state-writing = Going in
import-state-done = In
import-state-tried = Only tried
import-state-refused = Not taken
import-state-stopped = Stopped on the way
import-checking = { $count ->
    [one] Looking at 1 row
   *[other] Looking at { $count } rows
 }
import-progress = { $done } of { $rows } rows are in
import-may-leave = You can leave this page: the work goes on, and you find it again under “Import from a file”.
import-look-again = Look again
import-stopped = The file is in only up to a row
import-stopped-text = { $done } of { $rows } rows are in. Then the shop had changed, and the row below no longer fitted. Put it right and send the file again: what is in already stays as it is.
import-do-it = Bring it in now
import-bad-file = Download these rows with the reasons
refused-import-workbook = This is a spreadsheet program's own file. Save it as “CSV UTF-8”, then send that.
refused-import-blank = The file is empty
refused-import-columns-many = The heading has { $columns } columns, and there are only { $most } to fill. Look whether the right file was chosen.
refused-import-no-heading = The first row must name the columns, such as { $columns }. Add such a row above your goods.
refused-photo-shape = The picture is a strip, far longer than it is wide. Choose a photo of the product.
refused-batch-number = A batch number has 1 to 60 characters.
refused-batch-expired = That is past: { $date }. Goods that have expired already are not taken in.
refused-batch-other-expiry = Batch { $number } is there with another date: { $date }. Correct it on the page of expiry, or give this lot a number of its own.
refused-nothing-to-value = There is none of it at this location, so there is nothing to value.
refused-goods-expired = Of { $name }, only { $left } of what this order was promised has not expired. Take the rest off the order, or bring fresh goods in; then write the expired batch off.
refused-goods-expired-ask = Of { $name }, only { $left } of what this order was promised has not expired. Take the rest off the order, or bring fresh goods in; then write the expired batch off. Or hand it over as it is: tick below that the customer knows.
