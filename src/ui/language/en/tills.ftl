# Tills: devices that sell, how one becomes a till, and PINs.
tills-title = Tills
tills-empty = No till yet
tills-empty-text = A till is a phone, tablet or PC that you allow to sell at one of your locations. Add the first one below.
tills-series = Numbers
tills-place = Location
tills-turn = Signed in
tills-nobody = Nobody
tills-this = (this device)
tills-seen = Last seen
tills-never-seen = Not yet
tills-unsynced = Unsent sales
tills-ended = Tills that ended
till-working = Works
till-locked = Locked
till-revoked = Ended

till-add = Add a till
till-add-text = Give it a name and a location. Cashiers sign in there with a PIN.
till-name = Name of the till
till-name-hint = Such as Front counter, or Blue tablet.
till-place-hint = What it sells comes from the stock there.
till-here = Use this device as a till
till-other = Make a code for another device
till-other-text = Or make a code and type it on another device. It works once, for { $count } minutes.
till-code-made = The code is ready
till-code-text = On the other device, open { $address } and type this code within { $count } minutes. It is shown only once.
till-open = Open the till page

till-enrolled = Added
till-enrolled-by = { $at }, by { $name }
till-ended-at = Ended on
till-locked-title = This till is locked
till-locked-text = Too many wrong PINs were typed. Ask who tried, then unlock it.
till-unlock = Unlock
till-revoke = End this till
till-revoke-ask = { $name } can no longer sell, from this moment. What it sold stays in the books.
till-revoke-unsynced = { $count ->
    [one] One sale on it was not sent yet and would be lost. Connect it to the network first.
   *[other] { $count } sales on it were not sent yet and would be lost. Connect it to the network first.
 }
till-revoke-lost = It is lost or broken: what it has not sent is given up
till-revoke-name = End { $name }
refused-till-unsynced = It has not sent everything yet ({ $count }). Connect it to the network and let it send; or say below that it is lost or broken.

till-new-title = Make this device a till
till-new-text = Ask the owner or a manager for a code. They make one under Tills.
till-ended-title = This device is no till any more
till-ended-text = The owner or a manager ended it. To sell here again, ask for a new code.
till-code = Code
till-code-hint = 8 letters, such as ABCD-EFGH.
till-enrol = Make it a till
till-secure = The till is this browser on this device. For another browser, ask for another code.

pin-title = Your PIN
pin-own-text = You sign in with it at the tills of this shop.
pin-no-password = A PIN is not a password: it opens only tills, and tills keep a trace of it. Do not use the PIN of your phone, your card or M-Pesa.
pin-set-at = Set on { $at }.
pin-none = No PIN yet.
pin-new = New PIN
pin-hint = 4 to 8 figures. Not 1234, not 0000.
pin-again = The same PIN again
pin-for = PIN at the till
pin-for-text = Tell them the PIN yourself. They change it in the menu, under “Your account”.
pin-set = Set the PIN
account-pin = Your PIN at { $name }

refused-pin-figures = Use { $least } to { $most } figures
refused-pin-trivial = Everybody tries that PIN first. Choose another.
refused-pin-differs = This is not the same PIN. Type it again.
refused-pin-wrong = { $left ->
    [one] Wrong PIN. One try is left.
   *[other] Wrong PIN. { $left } tries are left.
 }
refused-pin-locked = Too many wrong PINs. Try again at { $until }.
refused-till-locked = Too many wrong PINs: this till is locked. The owner or a manager can unlock it under Tills.
refused-no-pin = This person has no PIN.
refused-till-code = This code is not right, or its time is over. Check it, or ask for a new one.
refused-till-place = This location is closed. Choose another.
refused-till-elsewhere = This till was added on another device. Start again.
refused-till-revoked = This device is no till any more. Ask the owner or a manager for a new code.

done-till-enrolled = This device is a till now.
done-till-renamed = The till is called { $name } now.
done-till-revoked = { $name } is no till any more.
done-till-unlocked = { $name } takes PINs again.
done-pin-set = Your PIN is set.
done-pin-reset = The PIN of { $name } is set.

# What happened at a till and a manager must look at.
sales-void = Void { $number }
sales-is-void = Voided by { $number }
sales-void-why = Why: { $why }
flags-title = To look at
flags-empty = Nothing to look at
flags-empty-text = What tills sell without a network is always kept. If a price, a product or a person changed meanwhile, it is shown here.
flags-open = Open
flags-all = All
flag-open = Open
flag-resolved = Looked at
flag-resolved-by = { $at }, by { $name }
flag-sale = Document { $number }
flag-note = What you found
flag-resolve = I have looked at it
flag-missing-title = { $amount } is missing: say how it ended
flag-missing-text = The voucher did not hold it, and nobody has paid it yet. Say so once you know.
flag-missing-how = How it ended
flag-missing-write-off = Nobody will pay: write it off
flag-missing-button = Put it in the books
flag-missing-paid = { $amount } was paid by the customer: { $tender }.
flag-missing-written-off = { $amount } was written off.
flag-missing-back = Goods came back: { $amount } is written off no more.

flag-clock = The clock of the till was wrong, or it came late
flag-month = The books of its month are closed
flag-place = The location is closed
flag-member = The cashier was let go
flag-power = The cashier may not do this
flag-customer = The customer was removed, or is not known
flag-goods = A product changed meanwhile
flag-price = Sold for less than the price
flag-discount = More was given away than a cashier may
flag-below-cost = Sold for less than it cost
flag-stock = More was sold than there was
flag-expired = Expired goods were sold
flag-credit = Above the limit of the customer
flag-receipt = A payment was recorded before, has no code, or its voucher does not hold it
flag-voucher = A voucher was sold with another last day than vouchers have here
flag-total = Another amount than here
flag-number = The numbers of the till have a gap, or one came twice
flag-shift = The shift is not known, another one was open, or it was closed before
flag-till = Sent by another till
flag-quick-item = A quick item was sold
flag-tips = More tips were paid out than were owed
flag-refused = Not recorded

flag-no-power = Her role does not allow this.
flag-approved = The till says that { $name } allowed it with her PIN.
flag-clock-ahead = The till says { $date }. It is recorded as of now.
flag-clock-behind = The till says { $date }, and sent it only now.
flag-number-used = Number { $number } was on another document before. This one has a number of its own.
flag-number-missing = { $count ->
    [one] One number before it is missing.
   *[other] { $count } numbers before it are missing.
 }
flag-no-shift = It is recorded outside any shift, and its cash is in no drawer.
flag-shift-beside = Her shift { $number } was open at this till when this one began. Both are kept: close each with what was counted of it.
flag-shift-counted = Shift { $number } had been closed with { $before } when its cashier closed it at the till with { $amount }. The first count stands. Find out which is right.
flag-handed = What was handed over is left out: so much cannot be. Perhaps a barcode was scanned into that field.
flag-voucher-cash = { $amount } cannot go back onto the voucher that paid it: the books say that it went back in cash. See that the customer has it.
flag-voucher-last-day = Its paper says that it is good until { $date }. That was promised, and counts.
flag-voucher-for-ever = Its paper says no last day. That was promised, and counts.
flag-voucher-back = { $amount } was handed back at the till for this voucher; { $left } of it was left, and only that is paid back here. Find out who has the rest.
flag-place-closed = The location was closed before this arrived.
flag-customer-gone = { $name } is no customer any more.
flag-customer-unknown = It names a customer whom the books could not write down. It is recorded without her.
flag-customer-made = Nobody had written down the customer who owes this. She is { $name } among the customers now, without a phone number.
flag-customer-no-phone = { $name } was written down without a phone number: what was typed is none.
flag-short = Of { $name }, { $short } were sold that the books do not have.
flag-had-expired = { $name } had expired.
flag-member-gone = { $name } does not work here any more.
flag-other-till = It happened at { $name }.
flag-lost-till = It was rung up at a till that these books do not know: they were restored from before it was enrolled. Its numbers begin with { $series }.
flag-quick-item-code = { $name } was sold for { $price } each. No product has its barcode { $code }.
flag-quick-item-bare = { $name } was sold for { $price } each. It is no product yet.
flag-tips-over = { $amount } was paid out as tips, and the books owed the staff { $owed }. Another till may not have told of its tips yet. If none comes, see who has the money.
flag-void-rest = A part of it had come back before it was voided. The books have the rest, { $amount }: if the till did not know, it gave back all of it, and its drawer lacks the difference.
flag-refused-help = Nothing of it is in the books. If it happened, ring it up again at a till. Its receipt is at the till that sent it: there a manager puts it away, under Menu, Not sent yet.
flag-unreadable = What the till sent cannot be read here, so nothing of it is recorded. Look at the sales of that till, and ring up again what was sold.
flag-refused-sale = It was sale { $number }, paid with { $amount }.
flag-refused-refund = It was refund { $number }.
flag-refused-void = It was void { $number }.
flag-refused-voucher = It was a gift voucher for { $amount }.
flag-refused-voucher-back = It was a gift voucher whose cash was handed back.
flag-refused-open-shift = It was the beginning of a shift, with { $amount } in the drawer.
flag-refused-close-shift = It was the end of a shift: { $amount } was counted.
flag-refused-cash-in = It was { $amount } that was put into the drawer.
flag-refused-cash-out = It was { $amount } that was taken out of the drawer.
flag-refused-customer = It was a new customer: { $name }.
quick-item-make = Make a product of { $name }
quick-item-mark = Quick item: no product yet

refused-till-unknown = This device is no till. Ask the owner or a manager for a code.
refused-customer-written = This customer was written down already, with another phone number or name.
done-flag-resolved = You have looked at it. It stays in the list of all.
done-voucher-settled = It is in the books. The flag stays in the list of all.

# A prompt of M-Pesa at the till: what the cashier is told, and what is left for a manager.
prompt-waiting = The prompt is on its way to the customer’s phone. She enters her M-Pesa PIN there.
prompt-checking = M-Pesa is slow to answer. We are asking again; let nobody pay twice.
prompt-paid = Paid. M-Pesa has told us so itself.
prompt-review = M-Pesa’s answer does not fit what was asked for. A manager must look at it.
prompt-given-up = You no longer wait for this prompt. If it is paid all the same, a manager sees it.
prompt-failed-cancelled = The customer cancelled the prompt, or did not answer it in time. Nothing was paid.
prompt-failed-no-funds = There is not enough money on the customer’s M-Pesa account. Nothing was paid.
prompt-failed-wrong-pin = The M-Pesa PIN was wrong. Nothing was paid.
prompt-failed-timed-out = The prompt ran out before the PIN was entered. Nothing was paid.
prompt-failed-unreachable = M-Pesa could not reach the phone. See that it is on and has signal, then ask again.
prompt-failed-subscriber-busy = The phone is busy with another M-Pesa request. Finish that one, wait a minute and ask again.
prompt-failed-limit = M-Pesa does not allow this amount for this number now. Take the money another way.
prompt-failed-misconfigured = M-Pesa is not set up rightly here. Take the money another way, and tell the owner.
prompt-failed-other = M-Pesa did not take the payment. Nothing was paid; you can ask again.
prompt-failed-not-sent = The prompt was not sent. Nothing was paid; you can ask again.
prompt-failed-wrong-phone = M-Pesa does not know this number. Check it, or ask for another.
prompt-failed-overloaded = M-Pesa is very busy. Nothing was paid; ask again in a few minutes.
prompt-failed-not-found = M-Pesa has no payment for this prompt. You can ask again.
prompt-failed-given-up = No payment was found for this prompt. You can ask again.
prompt-failed-set-aside = No payment was found for this prompt. You can ask again.
refused-prompt-open = A prompt for this sale is still open. Wait until it ends, or stop waiting for it.
refused-prompt-other = This prompt was asked for already, with another number or amount. Begin a new one.
refused-prompt-finished = This sale is finished already. Nothing more is to be paid for it.
refused-prompt-sold = A sale was paid with this money meanwhile.
refused-prompt-paid-back = This money was paid back already.
refused-prompt-unpaid = The M-Pesa prompt that is named here was not paid, as far as is known.
refused-prompt-amount = The M-Pesa prompt that is named here brought another amount.
refused-prompt-receipt = The M-Pesa prompt that is named here has another receipt.
prompts-held = { $amount } from { $phone } by M-Pesa, and no sale
prompts-no-sale = No sale yet
prompts-held-text = The prompt at the till was paid. The sale may still be on its way from the till; if there is none, pay the money back.
prompts-held-given-up = The prompt was paid after the cashier had stopped waiting for it. If the sale was paid another way, pay this money back.
prompts-back = I have paid { $amount } back
prompts-review = M-Pesa prompt for { $amount } at { $phone }
prompts-count = Count this money
done-prompt-counted = The money is counted. It waits for its sale.
done-prompt-set-aside = The prompt is set aside.
