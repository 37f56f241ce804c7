# Shifts: who had which till, its cash, and what was counted when the shift ended.
nav-shifts = Shifts
shift = Shift
shifts-title = Shifts
shift-title = Shift { $number }
shifts-filter = Filter
shifts-show-all = Show all
shifts-none = No till was opened yet
shifts-none-text = When a cashier begins at a till, her shift appears here, with what she sold and what was in her drawer.
shifts-not-found = No shift fits
shifts-not-found-text = Nobody had a shift there, on these days or in this state.
shift-state = State
shift-state-open = Open
shift-state-closed = Closed
shift-cashier = Cashier
shift-till = Till
shift-opened = Opened
shift-opened-at = Opened { $at }
shift-closed-at = Closed { $at }, { $who }
shift-as-of = As of { $at }
shift-x-report = X report
shift-z-report = Z report
shift-how-to-print = Your browser’s menu prints this page: on A4, A5 or a roll of 80 mm.
shift-sold = Sales
shift-money = Money
shift-taxes = Tax inside
shift-cash = Cash in the drawer
shift-numbers = Numbers of documents
shift-discounts = Discounts, taken off already
shift-tips = Tips, kept for the staff
shift-vouchers = { $count ->
    [one] 1 gift voucher sold, no sale yet
   *[other] { $count } gift vouchers sold, no sales yet
}
shift-paid-back = { $tender }, paid back
shift-tax = { $rate } of { $base }
shift-float = In the drawer at the beginning
shift-cash-of-sales = Cash of sales and vouchers
shift-move-in-safe = In, from the safe
shift-move-in-bank = In, from the bank
shift-move-in-owner = In, from the owner
shift-move-out-safe = Out, to the safe
shift-move-out-bank = Out, to the bank
shift-move-out-owner = Out, to the owner
shift-move-out-expense = Out, for an expense
shift-move-out-tips = Out, tips for the staff
shift-expected = Expected
shift-counted = Counted
shift-difference = Difference
shift-even = Nothing over or short
shift-over = Over
shift-short = Short
shift-late-off = Told after closing, so not expected then
shift-late-then = With what was told after closing: { $word }
shift-late = { $count ->
    [one] 1 document was told after this shift was closed.
   *[other] { $count } documents were told after this shift was closed.
}
shift-unsynced-then = { $count ->
    [one] When it was closed, its till had kept 1 sale that was not sent yet.
   *[other] When it was closed, its till had kept { $count } sales that were not sent yet.
}
shift-unsynced = { $count ->
    [one] { $till } has 1 sale that is not sent yet.
   *[other] { $till } has { $count } sales that are not sent yet.
}
shift-close = Close the shift
shift-close-text = Count all the money in the drawer and write how much it is. Whatever you count is taken; what is over or short goes to the books. A closed shift cannot be changed.
shift-close-note-hint = If you like, such as: why something is short.
sales-shift = Its report
sales-shift-late = Its report; told after it was closed
done-shift-closed = The shift is closed.
source-shift = Shift
source-cash_move = Cash of a till
purpose-shift_open = money put in the drawer
purpose-shift_close = drawer counted
purpose-cash_in = cash in
purpose-cash_out = cash out
account-1120 = Cash in tills
account-5170 = Cash over and short
account-5180 = Vouchers written off
account-6100 = Small expenses
refused-shift-other = This was recorded already, with other amounts. Begin a new one.
refused-shift-open = Your shift { $number } at this till is still open. Go on with it, or close it first.
refused-shift-till = This till was revoked. Ask a manager to enrol it again.
refused-shift-closed = This shift is closed already, with another count. Look at its report.
refused-shift-reason = This is paid out of the drawer. Choose another reason.
refused-shift-expense-note = Write what was paid for
refused-shift-tips = By the sales that were sent, { $owed } is owed to the staff: no more than that is paid out. Tips of a till that has not sent its sales are not known yet. Let it send them, then write this down again; until then the money is missing from the drawer.
