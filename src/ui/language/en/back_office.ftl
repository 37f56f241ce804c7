# The back office: its frame, the page of the day, orders, books, and pages that stopped.

nav-today = Today
nav-orders = Orders
nav-products = Products
nav-sales = Sales
nav-stock = Stock
nav-purchases = Purchases
nav-prices = Price lists
nav-adjustments = Adjustments
nav-transfers = Transfers
nav-takes = Stock takes
nav-suppliers = Suppliers
nav-books = Books
nav-settings = Settings
frame-skip = Skip to the content
frame-business = Business
frame-places = Main places
frame-more = More
frame-businesses = All businesses
frame-storefront = See your storefront
frame-sign-out = Sign out

month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun

dash-title = Today, { $day }
dash-taken = Money in today
dash-handed-over = Handed over today
dash-orders = Orders today
dash-refunds-owed = Owed back to customers
dash-takings = Money in by day, { $currency }
dash-waiting = Waiting for you
dash-nothing-waits = Nothing waits. New orders appear here.
dash-review = { $count ->
    [one] 1 order needs a look
   *[other] { $count } orders need a look
}
dash-review-text = A payment or the stock does not fit
dash-to-pack = { $count ->
    [one] 1 order to pack
   *[other] { $count } orders to pack
}
dash-to-pack-text = Paid, or to be paid at hand-over
dash-pay-back = Pay back { $amount }
dash-pay-back-text = Customers wait for this money
dash-unpaid = { $count ->
    [one] 1 order waits for payment
   *[other] { $count } orders wait for payment
}
dash-unpaid-text = By M-Pesa, before packing
dash-prompts = { $count ->
    [one] 1 M-Pesa payment at a till to settle
   *[other] { $count } M-Pesa payments at tills to settle
}
dash-prompts-text = No sale names the money, or it does not fit
dash-flags = { $count ->
    [one] 1 thing from a till to look at
   *[other] { $count } things from tills to look at
}
dash-flags-text = Something about it is odd
dash-low = Running low

first-title = First steps of your shop
first-import = Bring your products from a file
first-import-text = A spreadsheet with names, prices and stock is enough
first-product = Or add your first product by hand
first-product-text = A name and a price will do
first-mpesa = Get paid by M-Pesa
first-mpesa-text = Connect your paybill or till number
first-till = Sell at the counter
first-till-text = Make a phone, a tablet or a PC your till
first-delivery = Say where you deliver
first-delivery-text = Until then customers can only pick up
first-storefront = Share your storefront
first-storefront-text = Customers order there from their phones
first-none = No products yet
first-none-text = The owner or a manager adds them; then customers can order.

orders-title = Orders
orders-tabs = Orders by what waits for them
orders-tab-open = To pack
orders-tab-waiting = Waiting for payment
orders-tab-review = Needs a look
orders-tab-all = All
orders-search-hint = Order code, phone or name
orders-order = Order
orders-customer = Customer
orders-placed = Placed
orders-reaches = How it goes
orders-payment = Payment
orders-payments = Payments
orders-items = Items
orders-new-one = 1 new order. Show it
orders-new-many = { $count } new orders. Show them
orders-news-away = New orders cannot be looked for just now. This page tries again by itself.
orders-none-yet = No orders yet
orders-none-yet-text = Orders from your storefront appear here. Share its address with your customers.
orders-see-storefront = See your storefront
orders-none-here = Nothing here
orders-none-here-text = No order is at this point right now.
orders-not-found = No order found
orders-not-found-text = Try the order code, four digits of the phone number, or part of the name. The tab narrows the search too.
orders-show-all = Show all orders

orders-placed-at = Placed: { $moment }
orders-goods = Goods
orders-product = Product
orders-amount = Amount
orders-rounding = Rounding
orders-tax-inside = VAT of { $tax } is included.
orders-not-held = Not reserved
orders-deliver-to = Deliver to
orders-address = Directions
orders-packed-at = Packed at
orders-fetched-at = Picked up at
orders-note = Customer's note
orders-history = History
orders-books = In the books

orders-act-ready = Mark as packed
orders-act-shipped = Send it out
orders-act-delivered = Hand over
orders-expired = Some of these goods have expired
orders-expired-ok = The customer has seen the dates and takes the goods
orders-expired-ok-hint = Fresh goods go first. What has expired is handed over only where nothing else is left.
orders-pay-by = To be paid
orders-by-mpesa = By M-Pesa when ordering
orders-by-hand-over = At hand-over
orders-paid = Paid
orders-due = Still to pay
orders-refund-owed = To pay back
orders-prompt = Last M-Pesa prompt
orders-asked = { $amount } from { $phone }
orders-prompt-waiting = not answered yet
orders-prompt-checking = no clear answer yet; being checked with M-Pesa
orders-prompt-paid = paid
orders-prompt-review = the answer does not fit and needs a look
orders-prompt-failed = not paid. The customer reads: “{ $words }”
orders-prompt-open = M-Pesa is still asking the customer. Take no other money for this order until that has ended.
orders-tender = How
orders-receipt = Receipt or reference
orders-receipt-hint = M-Pesa's code, such as SGL31HA2UV, or the bank's reference. Leave empty for cash.
orders-surplus = { $surplus } of it was more than due
orders-paid-back-by = Paid back: { $tender }
orders-take-payment = Take payment
orders-take-text = { $due } is still to be paid.
orders-take-button = Record payment
orders-pay-back = Pay back
orders-back-text = { $owed } is owed to the customer. Give it back, then record it here.
orders-back-button = Record the refund
orders-cancel = Cancel this order
orders-cancel-sure = Cancel order { $code }?
orders-cancel-unpaid = Its goods go back on sale at once.
orders-cancel-paid = Its goods go back on sale at once, and { $paid } is owed back to the customer.
orders-cancel-reason = Reason
orders-cancel-reason-hint = The customer can read it.
orders-cancel-button = Cancel order { $code }
done-order-ready = Order { $code } is packed.
done-order-shipped = Order { $code } is on its way.
done-order-delivered = Order { $code } is handed over.
done-order-cancelled = Order { $code } is cancelled.
done-payment-taken = The payment is recorded.
done-paid-back = The refund is recorded.

books-title = Books
books-trial = Trial balance
books-balanced = In balance
books-unbalanced = Out of balance
books-journal = Journal
books-entries = { $count ->
    [one] 1 entry
   *[other] { $count } entries
}
books-entry = Entry { $number }
books-lines = Lines of the entry
books-account = Account
books-debit = Debit
books-credit = Credit
books-what = What
books-document = Document
books-happened = Happened
books-recorded = Recorded
books-day = Business day
books-empty = Nothing in the books yet
books-empty-text = The books write themselves: with the first stock, the first payment and the first order handed over.
books-empty-act = See products
source-order = Order
source-payment = Payment
source-import = Import
source-product = Product
source-adjustment = Stock correction
purpose-payment = money received
purpose-hand_over = goods handed over
purpose-cancel = order cancelled
purpose-opening = opening stock
purpose-adjustment = stock corrected
purpose-refund = money paid back
account-1110 = Cash
account-1140 = M-Pesa
account-1170 = Bank
account-1180 = Cards and other services
account-1210 = Inventory
account-2130 = Customer deposits
account-2135 = Paid at tills, no sale yet
account-2140 = Refunds owed
account-2150 = Gift vouchers
account-2160 = Tips owed to staff
account-2210 = VAT on sales
account-3100 = Owner's capital
account-4100 = Sales
account-4200 = Delivery income
account-4300 = Expired vouchers
account-4900 = Rounding
account-5100 = Cost of goods sold
account-5150 = Stock differences
account-1220 = Goods between locations
account-1310 = Customers' accounts
account-1320 = Vouchers that fell short
account-1350 = VAT on purchases
account-2110 = Suppliers
account-2120 = Goods received, not billed
account-3200 = Owner's drawings
account-5160 = Purchase differences
purpose-cover = cost of goods sold before they came

stopped-refused = That did not go through
stopped-not-found = Nothing is at this address
stopped-not-found-text = It may have moved, or the address has a slip in it.
stopped-sign-in = Please sign in
stopped-sign-in-text = You are not signed in, or were away for long.
stopped-forbidden = Your role does not include this
stopped-forbidden-text = The owner of the business decides who may see it. Ask there.
stopped-slow-down = Too many tries
stopped-slow-down-text = { $count ->
    [one] Please try again in a minute.
   *[other] Please try again in { $count } minutes.
}
stopped-fault = Something broke on our side
stopped-fault-text = It is written down as { $id }. If you were sending something, see first whether it arrived before you send it again.
stopped-unavailable = The shop is out of reach for a moment
stopped-unavailable-text = Please try again shortly. If it stays so, tell whoever runs this installation: { $id }.
stopped-again = Try again
stopped-to-sign-in = Sign in
stopped-to-shop = To the shop
stopped-to-business = To the business
stopped-to-businesses = To your businesses
stopped-to-start = To the start page

# People, and one's own account.
nav-people = People
nav-tills = Tills
nav-account = Your account
# People who pack: the list and its views, slips, notes, what is taken off, what is decided.
orders-tab-deliver = To deliver
orders-tab-pickup = To be picked up
orders-tab-refunds = Refunds owed
orders-sort = Order of the list
orders-sort-oldest = Waiting longest first
orders-sort-newest = Newest first
orders-sort-largest = Largest total first
orders-sort-name = By name
orders-filter = Filter and sort
orders-filter-show = Show orders
orders-filter-clear = Clear filters
orders-filter-from = Placed from
orders-filter-to = Placed until
orders-views = Views that are kept
orders-view-new = Keep this view
orders-view-name = Name of the view
orders-view-name-hint = Such as: Kilimani today
orders-view-shared = Everybody in the shop sees it
orders-view-keep = Keep
orders-view-drop = Remove the view { $name }
orders-call-on = Call me when an order comes
orders-call-off = Stop calling me
orders-call-sample = New orders sound like this
orders-tick = Tick
orders-tick-one = Tick order { $code }
orders-bulk-hint = With the orders that are ticked:
orders-bulk-pack = Mark as packed
orders-bulk-slips = Packing slips
orders-slip = Packing slip
orders-line-taken-off = { $off } of { $ordered } taken off
orders-notes = Notes among us
orders-note-new = New note
orders-note-hint = Only those who work here read it. It stays as it is written.
orders-note-write = Write the note
orders-note-line = Note: { $words }
orders-trail = Audit trail
orders-trail-intact = Every record is as it was written.
orders-trail-broken = A record here is not what was written. Tell whoever runs this installation.
act-order-ready = Marked as packed
act-order-shipped = Sent out
act-order-hand-over = Handed over to the customer
act-order-take-payment = Payment of { $amount } recorded { $receipt }
act-order-pay-back = Refund of { $amount } recorded { $receipt }
act-order-cancel = Order cancelled
act-order-cancel-lines = Taken off: { $items }. New total { $total }
act-order-note = Note written
act-order-count-attempt = M-Pesa money counted for the order: { $amount } { $receipt }
act-order-set-attempt-aside = M-Pesa prompt set aside: { $note }
act-order-give-attempt-up = M-Pesa prompt called off, { $amount }
act-mpesa-attempt = M-Pesa prompt: { $from } → { $to }
act-other = Done: { $act }
orders-look-title = An M-Pesa payment to decide about
orders-look-asked = { $amount } was asked for.
orders-look-said = M-Pesa says: { $amount } { $receipt }.
orders-look-amount = Money that came
orders-look-receipt = M-Pesa code
orders-look-receipt-hint = As it stands on your M-Pesa statement, such as SGL31HA2UV.
orders-look-count = Count this money for the order
orders-look-aside = Not ours: set it aside
orders-look-seen = I have seen to it
orders-look-why = What you found
orders-look-why-hint = For the audit trail, such as: not on our statement of 3 March.
orders-look-ask-owner = The owner or a manager decides what to do with it.
orders-give-up = Call the prompt off
orders-give-up-sure = Call off the prompt of { $amount } on { $phone } for order { $code }? Look at your M-Pesa statement first: only where this payment is not there. Should the money come after all, it is recorded.
orders-give-up-asked = { $count ->
    [one] M-Pesa was asked once and does not know.
   *[other] M-Pesa was asked { $count } times and does not know.
}
orders-give-up-button = Call off the prompt of order { $code }
orders-off = Take goods off
orders-off-paid = The total is counted anew, and what was paid above it is owed back to the customer. What was reserved goes back on sale.
orders-off-unpaid = The total is counted anew. What was reserved goes back on sale.
orders-off-now = Now
orders-off-stays = Stays
orders-off-button = Take off what is missing
orders-off-why = Why
orders-off-why-hint = If it is not on the shelf, correct the product’s stock too, or it will be sold again.
orders-off-note = Words to the customer
orders-off-note-hint = If you like. The customer can read it.
why-off-short = Not on the shelf
why-off-damaged = Not fit to be sold
why-off-customer = The customer does not want it any more
why-off-other = Something else
orders-back-receipt-hint = The code of M-Pesa’s reversal or of the payment you sent, or the bank’s reference. Leave empty for cash.
slip-title = { $count ->
    [one] 1 packing slip
   *[other] { $count } packing slips
}
slip-none = None of these orders is there. Tick some in the list.
slip-how-to-print = One order on each page: A4, A5 or a roll of 80 mm. Without the button, your browser’s menu prints it too.
print-page = Print
slip-of = Packing slip of order { $code }
slip-heading = Packing slip
slip-tax-pin = PIN { $pin }
slip-tick = Packed
slip-cancelled = CANCELLED: do not pack
slip-due = To be paid at hand-over
slip-due-first = Not paid yet: do not hand over
slip-paid = PAID
slip-owed = To be paid back: { $amount }
slip-total = Total { $amount }
source-cancellation = Goods taken off
purpose-part_cancel = order made smaller
done-taken-off = Taken off. Order { $code } comes to { $total } now.
done-note-written = The note is written.
done-attempt-counted = The money is counted for the order.
done-attempt-set-aside = The prompt is set aside.
done-attempt-given-up = The prompt is called off. The customer can be asked again.
done-orders-packed = { $count ->
    [one] 1 order is packed.
   *[other] { $count } orders are packed.
}
done-view-kept = The view { $name } is kept.
done-view-dropped = The view is removed.
dash-expired = { $count ->
    [one] 1 product has expired
   *[other] { $count } products have expired
 }
dash-expired-text = Off the shelf with what has expired
dash-short = { $count ->
    [one] 1 product was sold short
   *[other] { $count } products were sold short
 }
dash-short-text = More was sold than the books say was there: count, or receive what came
dash-below = { $count ->
    [one] 1 level is below its minimum
   *[other] { $count } levels are below their minimum
 }
dash-below-text = See what runs out
dash-reorder = { $count ->
    [one] 1 product to reorder
   *[other] { $count } products to reorder
 }
dash-reorder-text = See what to buy, and from whom
dash-expiring = { $count ->
    [one] 1 product expires within 30 days
   *[other] { $count } products expire within 30 days
 }
dash-expiring-text = Sell what expires first before the rest
