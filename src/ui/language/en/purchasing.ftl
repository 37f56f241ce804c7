# Suppliers, what they sell us, and orders to them.
suppliers-title = Suppliers
suppliers-new = Add a supplier
suppliers-edit = Change the supplier
suppliers-search = Name, contact or phone
suppliers-active = Those you buy from
suppliers-retired = No longer bought from
suppliers-count = { $count ->
    [one] 1 supplier
   *[other] { $count } suppliers
}
suppliers-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
suppliers-days-word = days
suppliers-none = No suppliers yet
suppliers-none-text = Add those you buy from, by hand or from a spreadsheet. Then you can order from them, receive goods and enter their bills.
suppliers-none-found = No supplier fits
suppliers-none-found-text = Try part of the name, the contact, or four digits of the phone number.
suppliers-none-retired = No supplier is retired
suppliers-none-retired-text = A supplier that you no longer buy from waits here, with all documents, until you bring them back.
suppliers-show-all = Show all suppliers
suppliers-open-orders = Open orders
suppliers-contact = Contact
suppliers-contact-hint = Whom to ask for
suppliers-address = Address
suppliers-lead = Lead time
suppliers-lead-hint = From your order to the goods
suppliers-terms = Terms
suppliers-terms-hint = From a bill to the day it is due
suppliers-note = Note among us
suppliers-note-hint = The supplier does not see it.
suppliers-statement = Statement
suppliers-is-retired = You do not buy from this supplier any more
suppliers-retire = Buy nothing here any more
suppliers-retire-text = Nothing new can be ordered from { $name }. Documents stay, and goods that are on order may still come. You can undo this.
suppliers-bring-back = Buy from this supplier again
suppliers-orders = Latest orders
suppliers-all-orders = All orders
suppliers-no-orders = Nothing was ordered here yet.
suppliers-prices = Products and prices
suppliers-no-prices = No products yet
suppliers-no-prices-text = Write what this supplier sells you and at what price. Orders then fill in prices by themselves, and each order that you send updates them.
suppliers-price-new = Add a product
suppliers-price-edit = Change the price
suppliers-price-drop = Not sold to us any more
suppliers-sku = Supplier’s code
suppliers-pack = Pack
suppliers-pack-hint = A pack from the product’s page, such as carton. Empty: by the product’s own unit.
suppliers-cost = Cost of one pack
suppliers-cost-hint = Tax left out
suppliers-preferred = Ask first
suppliers-preferred-hint = Suggested orders go to this supplier before others who sell it.
suppliers-asked-first = Asked first
suppliers-files = Files in and out
suppliers-files-suppliers = One row for each supplier. A name you have already is changed, a new one is added.
suppliers-files-prices = One row for each supplier and product: the supplier’s name, your SKU, the pack (empty: by the unit), the cost of one pack without tax, and yes where this supplier is asked first.
suppliers-files-hint = CSV in UTF-8, up to 10,000 rows. A file with a bad row changes nothing.
suppliers-files-refused = Nothing was changed. Put this right in your file, then send it again.
suppliers-files-line = Line { $line }: { $why }
suppliers-files-cell = Line { $line }, { $column }: { $why }
done-supplier-kept = { $name } is saved
done-supplier-retired = Nothing is bought from { $name } any more
done-supplier-back = { $name } is back
done-supplier-price = The price of { $name } is saved
done-supplier-price-gone = { $name } is off this supplier’s list
done-files-in = The file is in: { $added } new, { $changed } changed, { $unchanged } as they were
done-files-tried = Only tried, nothing was changed. It would be: { $added } new, { $changed } changed, { $unchanged } as they are
refused-supplier-name-taken = You have a supplier called { $name } already. Give this one another name.
refused-supplier-email = Write an e-mail address, such as orders@example.com
refused-supplier-days = Write a whole number of days, from 0 to 365
refused-files-more = { $count ->
    [one] And 1 row more
   *[other] And { $count } rows more
}
refused-files-twice = This stands on line { $line } already
refused-files-preferred-twice = Line { $line } says already who is asked first for this product
refused-files-supplier = There is no supplier called “{ $name }”. Add the supplier first.
refused-files-sku = There is no product with the SKU “{ $sku }”
refused-files-yes-no = Write yes or no

# Orders to suppliers.
po-title = Purchase orders
po-new = New order
po-order = Order
po-number = Order { $number }
po-title-of = Purchase order { $number }
po-tabs = Orders by how far they have come
po-search = Number or supplier
po-show-all = Show all orders
po-none = Nothing ordered yet
po-none-text = Write an order to a supplier, or start from what runs low. When the goods come, receive them here.
po-none-found = No order here
po-none-found-text = Look in another state, or at all orders.
po-supplier = Supplier
po-choose-supplier = Choose a supplier
po-deliver-to = Bring it to
po-expected = By
po-made = Written
po-made-at = Written: { $moment }
po-sent-at = Sent: { $moment }
po-made-by = Written by
po-ended = Ended
po-late = Late
po-lines = Lines
po-packs = How many
po-pack-of = { $pack } of { $holds }
po-packs-are = { $packs } × { $pack } of { $holds } = { $quantity }
po-what-hint = SKU, barcode or name
po-lines-hint = Empty the number to take a line off. Left empty, pack and cost are those of this supplier’s list. More empty lines come when you save.
po-ordered = Ordered
po-came = Came
po-total = Total without tax
po-note = Words to the supplier
po-note-hint = Printed on the order and shown with its link.
po-save = Save the draft
po-send = Save and send
po-print = Print
po-receive = Receive goods
po-close = The rest will not come
po-close-text = What came stays received. What is still missing is no longer expected.
po-cancel = Cancel the order
po-cancel-text = Nothing of it will come. If the supplier has it already, tell them too.
po-link = Link for the supplier
po-link-none = A link shows this order, and nothing else, to whoever has it, without signing in.
po-link-there = There is a link. It was shown once and cannot be shown again; a new one replaces it.
po-link-make = Make a link
po-link-renew = Make a new link
po-link-withdraw = Withdraw the link
po-link-made = The link is ready
po-link-made-text = Send it now: it is not shown again. Whoever has it sees this order.
po-link-message = { $name } orders from you, order { $number }: { $link }
po-link-subject = Order { $number } from { $name }
po-how-to-print = For A4. Your browser’s menu prints it, or saves it as PDF.
po-to = To
po-by = By { $day }
po-paper-draft = DRAFT: not ordered yet
po-paper-cancelled = CANCELLED: please do not deliver
po-paper-closed = CLOSED: what has not come yet is no longer needed
po-state-draft = Draft
po-state-sent = Sent
po-state-part-received = Partly received
po-state-received = Received
po-state-closed = Closed
po-state-cancelled = Cancelled
done-po-kept = Order { $number } is saved as a draft
done-po-sent = Order { $number } is sent. Give it to the supplier: by link or on paper.
done-po-closed = Order { $number } is closed
done-po-cancelled = Order { $number } is cancelled
done-po-link-withdrawn = The link is withdrawn. Whoever has it sees nothing any more.
refused-po-no-shelf = { $name } is not kept on the shelf itself. Order its parts or its variants.
refused-po-pack = { $name } has no pack called “{ $pack }”. It has: { $packs }
refused-po-pack-none = { $name } has no packs. Leave the pack empty, or add one on the product’s page first.
refused-po-whole = { $name } is counted: this does not come to whole ones
refused-po-twice = { $name } stands on this order already
refused-po-nothing = Write at least one product and how many
refused-po-lines = An order has at most { $most } lines
refused-po-cost-needed = Write what one pack of { $name } costs: it is not known yet
refused-po-supplier = Choose from whom
refused-po-supplier-retired = You do not buy from { $name } any more. Bring the supplier back first.
refused-po-sent-already = This order was sent already and cannot be changed any more
refused-po-draft = Send the order first
refused-po-ended = This order is at its end
refused-po-came = Some of it came already. Close the order instead.
refused-po-not-part = Only an order of which a part came can be closed

# What should be ordered now.
suggest-title = Suggested order
suggest-text = What is at its reorder point, or will run out before new goods can come: counted from the last four weeks of sales and each supplier’s lead time. Change the numbers as you like.
suggest-show = Show
suggest-none = Nothing runs low
suggest-none-text = Give products a reorder point, or just keep selling: what sells is watched by itself.
suggest-more = Only the first thousand are shown. Order these, and the next ones come.
suggest-nobody = No supplier known
suggest-why = Why
suggest-order = Make a draft
suggest-low = At its reorder point of { $quantity }
suggest-runs-out = { $count ->
    [one] Runs out before goods can come (1 day)
   *[other] Runs out before goods can come ({ $count } days)
}
suggest-on-hand = { $quantity } on hand
suggest-reserved = { $quantity } promised
suggest-short = { $quantity } sold beyond that
suggest-a-week = { $quantity } sold a week
suggest-on-order = { $quantity } on order
suggest-drafted = { $quantity } in a draft
