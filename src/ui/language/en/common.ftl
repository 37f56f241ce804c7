# Words that every door uses.
yes = Yes
no = No
save = Save
cancel = Cancel
back = Back
way-back = The way back
add = Add
edit = Edit
remove = Remove
search = Search
continue = Continue
close = Close
camera-scan = Scan with the camera
camera-hold = Hold the barcode before the camera.
camera-none = The camera cannot be used. Allow it in the browser, or type the barcode.
camera-full = Every row is filled in already.
camera-https = The camera reads barcodes on a secure page only (HTTPS).
all = All
none = None
optional = optional
previous = Previous
next = Next
page-of = Page { $page } of { $pages }
name = Name
phone = Phone
email = E-mail
password = Password
price = Price
cost = Cost
stock = Stock
total = Total
quantity = Quantity
date = Date
refused-on-line = Line { $line }: { $text }
refused-on-line-of = Line { $line }, { $name }: { $text }
filter-days-crossed = This day is before the other one: no day lies between them
state = State
today = Today
pick-up = Pick-up
delivery = Delivery
language = Language
unit-piece = { $count ->
    [one] piece
   *[other] pieces
 }
unit-kg = kg
unit-g = g
unit-litre = { $count ->
    [one] litre
   *[other] litres
 }
unit-ml = ml
unit-bunch = { $count ->
    [one] bunch
   *[other] bunches
 }
unit-head = { $count ->
    [one] head
   *[other] heads
 }
unit-packet = { $count ->
    [one] packet
   *[other] packets
 }
unit-bottle = { $count ->
    [one] bottle
   *[other] bottles
 }
unit-crate = { $count ->
    [one] crate
   *[other] crates
 }
unit-bag = { $count ->
    [one] bag
   *[other] bags
 }
role-owner = Owner
role-manager = Manager
role-cashier = Cashier
role-accountant = Accountant
tender-cash = Cash
tender-mpesa = M-Pesa
tender-card = Card
tender-bank_transfer = Bank transfer
tender-qris = QRIS
tender-paypal = PayPal
tender-on_account = On account
tender-voucher = Gift voucher
refused-summary = There is a problem
refused-required = Fill this in
refused-not-found = This is no longer there
refused-forbidden = Your role does not allow this. Ask the owner of the shop.
refused-slow-down = Too many tries. Wait { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
 } and try again.
refused-signed-out = You were signed out, so nothing was saved. Look it over, then send it again.
refused-file-again = You were signed out before the file was taken. Choose it again and send it.
refused-silent = What you sent has not all arrived. Look at your connection and send it again.
refused-fault = Something went wrong on our side. Nothing was changed. If it happens again, tell us this number: { $id }
refused-too-long = Use at most { $most } characters
refused-not-an-amount = Write an amount, such as 1,250 or 7.50
refused-not-a-quantity = Write a quantity, such as 3 or 1.5; a thousand is 1000, without a comma
refused-quantity-not-a-number = Write the quantity in figures, such as 3 or 1.5
refused-quantity-not-above-zero = Write a quantity of more than 0
refused-quantity-too-fine = Write at most three decimals, such as 1.125
refused-quantity-too-large = That is too much. Write at most 1000000.
refused-not-a-phone = Write a mobile number, such as 0712 345 678
refused-changed-meanwhile = Somebody changed this meanwhile. Look at it again, then decide.
refused-unreadable = The form did not arrive whole, or it was too large. Fill it in again, with less in it.
refused-foreign-form = This form was not sent from a page of this shop. Open the page here and send it again; if it is refused every time, tell whoever runs this installation.
refused-month-closed = The books of { $month } are closed
refused-a-name-needed = Write a name
