# The back office: its frame, the page of the day, orders, books, and pages that stopped.

nav-today = Today
nav-orders = Orders
nav-products = Products
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
dash-low = Running low

first-title = Open your shop in four steps
first-import = Bring your products from a file
first-import-text = A spreadsheet with names, prices and stock is enough
first-product = Or add your first product by hand
first-product-text = A name and a price will do
first-mpesa = Get paid by M-Pesa
first-mpesa-text = Connect your paybill or till number
first-storefront = Share your storefront
first-storefront-text = Customers order there from their phones
first-none = No products yet
first-none-text = The owner or a manager adds them; then customers can order.

orders-title = Orders
orders-tabs = Orders by what waits for them
orders-tab-open = To pack
orders-tab-waiting = Waiting for payment
orders-tab-ready = Packed
orders-tab-shipped = On the way
orders-tab-review = Needs a look
orders-tab-delivered = Handed over
orders-tab-cancelled = Cancelled
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
account-2140 = Refunds owed
account-2210 = VAT on sales
account-3100 = Owner's capital
account-4100 = Sales
account-4200 = Delivery income
account-4900 = Rounding
account-5100 = Cost of goods sold
account-5150 = Stock differences

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
nav-account = Your account
