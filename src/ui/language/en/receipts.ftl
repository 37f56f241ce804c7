# Receipts: on paper, and the page that says whether one is the shop's.
till-receipt = Receipt
till-receipt-of = Receipt: { $document }
till-receipt-sums = What it comes to
till-receipt-letter = Tax
till-receipt-taxes = Tax inside
till-receipt-exempt = exempt, { $base }
till-receipt-copy = COPY { $number }
till-receipt-seller = Served by { $name }
till-receipt-verify = Is this receipt ours? Ask by its code:
till-receipt-paper = Paper
till-receipt-roll-58 = Roll of 58 mm
till-receipt-roll-80 = Roll of 80 mm
till-receipt-a4 = A4
till-receipt-print = Print the receipt
till-receipt-print-copy = Print a copy
till-receipt-printed = { $count ->
    [one] It was printed once. What is printed now says that it is a copy.
   *[other] It was printed { $count } times. What is printed now says that it is a copy.
}
till-receipt-how-to-print = This print is counted. Print the page now; without the button, your browser’s menu does it too.
till-receipt-other-paper = Other paper, or a copy
till-receipt-check = Check a receipt
till-receipt-check-text = Type the code that stands at the end of a receipt. You see whether { $shop } gave it out, and what was sold.
till-receipt-check-button = Check
till-receipt-code = Code of the receipt
till-receipt-code-hint = Twelve letters and digits, such as 8AE8-UNM2-7ZHA.
till-receipt-unknown = { $shop } gave out no receipt with this code. Compare it letter by letter with the paper.
till-receipt-ours = { $shop } gave out this receipt
till-receipt-nothing-back = Nothing of it was brought back.
till-receipt-some-back = Some of it was brought back, and { $amount } was paid back.
till-receipt-all-back = All of it was brought back and paid back.
till-receipt-voided = The shop took this sale back: it was a mistake, and all of it was paid back.
till-receipt-is-refund = Goods were brought back, and this was paid back.
till-receipt-is-void = The sale was a mistake: all of it was taken back, and this was paid back.
till-receipt-compare = Compare goods, day and total with the paper. If they differ, the paper is not ours.
settings-receipts = Receipts
settings-receipt-header = Under the shop’s name
settings-receipt-header-hint = On every receipt, such as: Fresh every morning. May be empty.
settings-receipt-footer = At the end
settings-receipt-footer-hint = Such as: Thank you! Goods can be exchanged within seven days. May be empty.
refused-print-other = This print was counted for another receipt. Open the page again.
