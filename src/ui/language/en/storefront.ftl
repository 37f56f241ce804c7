# The storefront: what customers read. Short words, for small screens.
store-skip = Skip to content
store-cart = Cart
store-about = About the shop
store-find-order = Find my order
store-call = Call
store-more = More about the shop

store-search-hint = What are you looking for?
store-search-short = Find a product
store-categories = Categories
store-filters = Filter and sort
store-price-from = Price from
store-price-to = Price to
refused-price-below-zero = A price is never less than 0. Write 0 or more.
refused-price-too-large = No price is so high. Write a smaller one.
refused-prices-reversed = “Price to” is less than “Price from”. Swap the two, or leave one empty.
store-only-in-stock = Only what is in stock
store-sort = Sort by
store-sort-relevance = Best match
store-sort-name = Name
store-sort-price = Cheapest first
store-sort-price-down = Dearest first
store-sort-newest = Newest first
store-apply-filters = Show products
store-clear-filters = Clear filters
store-products = { $count ->
    [one] 1 product
   *[other] { $count } products
 }
store-results = { $count ->
    [0] Nothing found for { $words }
    [one] 1 product for { $words }
   *[other] { $count } products for { $words }
 }
store-no-results = Nothing found
store-no-results-text = Try fewer or other words, or look through everything we have.
store-search-everywhere = Search the whole shop
store-all-products = All products
store-empty = The shelves are being filled
store-empty-text = There is nothing on sale yet. Please come back soon.
store-describes = { $shop }: see what is in stock today, order online, pick it up or have it brought.
store-describes-category = { $name } at { $shop }: today's prices, for pick-up or delivery.
store-describes-product = { $name }, { $price } { $unit }, at { $shop }. For pick-up or delivery.
store-describes-cart = Your cart at { $shop }: what you chose, and what it costs today.
store-describes-checkout = Order at { $shop }: who you are, how you get your goods, and how you pay.
store-describes-order = Your order at { $shop }: what is next, what it costs, and how far it has come.
store-describes-find = Find your order at { $shop } with your phone number and the order code.

store-from = from
store-choose = Choose
store-choose-variant = Choose which one
store-in-it = What is in it
store-per-unit = per { $unit }
store-only-left = Only { $left } left
store-in-stock = In stock
store-sold-out = Sold out
store-sold-out-for-now = Sold out for now
store-in-cart = { $quantity } in your cart
store-add-some = Add { $quantity }
store-how-much = How much?
store-step-hint = In steps of { $step }.
store-add-to-cart = Add to cart
store-delivers-free = We deliver free of charge
store-delivers-from = We deliver, from { $fee }
store-pays-both = Pay with M-Pesa, or when you get your goods
store-pays-mpesa = Pay with M-Pesa
store-pays-on-hand-over = Pay when you get your goods

store-cart-title = Your cart
store-cart-empty = Your cart is empty
store-cart-empty-text = Choose something good, and you will find it here.
store-see-products = See what we have
store-items = { $count ->
    [one] 1 item
   *[other] { $count } items
 }
store-view-cart = View cart
store-goods = Goods
store-delivery-later = You choose pick-up or delivery in the next step.
store-keep-shopping = Keep shopping
store-less-of = Less { $name }
store-more-of = More { $name }
store-how-much-of = How much { $name }
store-update = Update
store-cart-problem = Something in your cart needs another look
store-cart-problem-text = Change or remove what is marked in the cart, then go on.
store-back-to-cart = Back to the cart
store-to-checkout = Go to checkout

store-step-cart = Cart
store-step-details = Your details
store-step-pay = Pay
store-checkout-title = Your details
store-your-name = Your name
store-your-phone = Your phone number
store-phone-hint = Such as 0712 345 678. The shop calls you on it, and you find your order by it.
store-phone-hint-mpesa = Such as 0712 345 678. M-Pesa asks on this phone, and you find your order by it.
store-how-it-comes = How do you want to get it?
store-pickup-at = Pick up at { $place }
store-deliver-to = Deliver to { $area }
store-comes-to = Comes to { $total } in all.
store-free = Free
store-where-to = Where to bring it
store-where-to-hint = For delivery: estate, street, house, and something easy to see.
store-note = A note for the shop
store-note-hint = If you like: ripe bananas, small change, call at the gate.
store-how-to-pay = How do you want to pay?
store-pay-mpesa = M-Pesa, now
store-pay-mpesa-text = M-Pesa asks on your phone. You type your PIN there, never here.
store-pay-on-hand-over = When I get my goods
store-pay-on-hand-over-text = At pick-up, or when it is brought.
store-tax-pin-title = I need a tax invoice
store-tax-pin = Your KRA PIN
store-tax-pin-hint = It will stand on your invoice.
store-your-order = Your order
store-rounding = Rounding
store-total-if-fetched = Total if you pick it up
store-total-before-delivery = Total before delivery
store-delivery-adds = Delivery adds { $fee }.
store-delivery-adds-between = Delivery adds { $least } to { $most }, depending on where you are.
store-rounded-to = The total is rounded to the nearest { $unit }.
store-place-order = Place order
store-place-order-hint = If you pay with M-Pesa, look at your phone right after this.
store-no-orders-now = The shop cannot take orders right now
store-no-orders-now-text = Your cart is kept. Please call the shop, or come back later.

store-order-title = Order { $code }
store-order-code = Order code
store-bookmark = Keep this page: save it as a bookmark. You also find it with this code and your phone number, under “Find my order”.
store-stage-waiting = Look at your phone
store-stage-checking = We are checking with M-Pesa
store-stage-review = We are looking at your payment
store-stage-failed = Not paid yet
store-stage-to-pay = Not paid yet
store-stage-on-hand-over = Thank you, we have your order
store-stage-paid = Paid, thank you
store-stage-handed-over = Handed over, thank you
store-stage-cancelled = This order was cancelled
store-waiting-text = M-Pesa is asking the phone ending { $phone } to pay { $amount }. Type your M-Pesa PIN there.
store-checking-text = Do not pay again. M-Pesa has not told us yet whether you paid. If you did, your money is safe: { $shop } will see it.
store-review-text = { $shop } will look at it and call you.
store-to-pay-text = { $amount } is to be paid before we pack your order.
store-pay-at-pickup = You pay when you pick it up.
store-pay-at-delivery = You pay when it is brought.
store-next-pending-pickup = { $shop } is packing it for you, at { $place }.
store-next-pending-delivery = { $shop } is packing it for you.
store-next-ready-pickup = It is packed. Come and get it at { $place }.
store-next-ready-delivery = It is packed and will be on its way soon.
store-next-shipped-pickup = It is packed. Come and get it at { $place }.
store-next-shipped-delivery = It is on its way to you.
store-handed-over-text = Thank you for buying at { $shop }. See you again!
store-cancelled-text = Questions? Call { $shop }.
store-do-not-pay = If M-Pesa still asks on your phone, do not type your PIN.
store-refund-owed = { $shop } owes you { $amount } and will pay it back.
store-receipt = Receipt { $receipt }
store-renews-itself = This page renews itself.
store-look-again = Look again now
store-pay-now = Pay with M-Pesa
store-mpesa-phone = Phone that pays
store-mpesa-phone-hint = Leave this empty to ask the phone ending { $phone }, or write another one.
store-ask-mpesa = Pay { $amount } with M-Pesa
store-mpesa-is-off = M-Pesa cannot be asked right now. Please call the shop to pay in another way.
store-call-off = Cancel this order
store-call-off-sure = Cancel order { $code }? Its goods go back on sale at once. You have paid nothing.
store-call-off-button = Cancel order { $code }
store-change-by-call = To change or cancel this order, call { $shop }:
store-paid-so-far = Paid so far
store-still-due = Still to pay
store-tax-included = { $tax } tax is included.
store-taken-off = { $off } taken off
store-how-it-comes-fact = How it gets to you
store-how-it-is-paid = How it is paid
store-where-to-fact = Where we bring it
store-note-fact = Your note
store-what-happened = What has happened so far

store-find-text = Your order's page, with your phone number and the order code.
store-find-phone-hint = The one that you ordered with.
store-find-code-hint = Eight letters and digits, such as K7F3-9QX2.
store-find-button = Show my order

store-closed = No orders for now
store-closed-title = { $shop } takes no orders for now
store-closed-text = Your cart is kept: look again later. Orders that you have placed are looked after.

store-front-title = Run your shop from your phone
store-front-text = Dukani keeps your products, stock, orders and books in one place. Your customers order from their phones and pay with M-Pesa, and your books always balance.
store-front-open = Open a shop
store-front-sign-in = Sign in
store-front-businesses = My businesses
store-front-demo = Try it here
store-front-demo-text = A demo shop runs on this machine. Order something and pay in a simulator, with no real money.
store-front-demo-visit = Visit the demo shop

done-added-to-cart = Added to your cart
done-in-cart-before = It is in your cart. To have more of it, add it again.
done-taken-out-of-cart = Taken out of your cart
done-order-placed = Your order is placed
done-called-off = The order is cancelled

store-nothing-here = Not here
store-nothing-here-text = { $shop } has no such page. Perhaps it is sold no more, or the address is not complete.
# Whether the shop is open.
store-hours = Opening hours
hours-always = Open around the clock
hours-open-today = Open today until { $time }
hours-open-until = Open until { $time }
hours-open-until-day = Open until { $day }, { $time }
hours-opens-today = Closed now, opens today at { $time }
hours-opens-tomorrow = Closed now, opens tomorrow at { $time }
hours-opens-day = Closed now, opens { $day } at { $time }
hours-closed = Closed
store-order-while-closed = You can order all the same. { $shop } sees to it when it opens.
store-ordered-while-closed = { $shop } sees to your order when it opens.
hours-day-closed = Closed
hours-day-whole = Around the clock
hours-day-except = { $hours }, closed on { $day }
