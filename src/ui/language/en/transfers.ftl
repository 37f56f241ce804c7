# Goods that go from one location to another.
transfer = Transfer
transfers-title = Transfers
transfers-tabs = Transfers by how far they have come
transfer-new = New transfer
transfer-number = Transfer { $number }
transfer-way = From and to
transfer-from = From
transfer-to = To
transfer-goods = Goods
transfer-when = When
transfer-value = Value
transfer-note = Note
transfer-note-hint = For whoever packs and whoever receives.
transfer-batch-hint = Without a batch, what spoils first goes first. Expired goods go only where their batch is named.
transfer-make = Ask for the transfer
transfer-more-lines = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
transfer-state-pending = To be sent
transfer-state-in_transit = On its way
transfer-state-completed = Arrived
transfer-state-cancelled = Called off
transfer-short = Some is missing
transfer-made = Asked for
transfer-asked = Asked for
transfer-sent = Sent
transfer-arrived = Arrived
transfer-free = Free there
transfer-missing = { $quantity } missing
transfer-all-arrived = Everything that was sent has arrived
transfer-lines-short = { $count ->
    [one] Of 1 product less arrived than was sent
   *[other] Of { $count } products less arrived than was sent
}
transfer-lost = Goods worth { $amount } did not arrive. The books show them as a stock difference.
transfer-keeps-until = until { $day }
transfer-send = Send it
transfer-send-text = Write what really leaves: what was asked for, or less. It leaves the shelf at once and is on its way.
transfer-send-button = Send
transfer-receive = Receive it
transfer-receive-text = Count what came and write it down. What is missing is written off.
transfer-receive-button = Receive
transfer-change = Change this transfer
transfer-cancel = Call this transfer off
transfer-cancel-pending = Nothing has left yet: nothing moves.
transfer-cancel-under-way = All that is under way goes back to the shelf at { $name }, as it left.
transfer-cancel-button = Call off transfer { $number }
transfer-print-hint = Print this page with your browser’s menu: it is the delivery note.
transfer-delivery-note = Delivery note
transfer-sign-sent = Sent by
transfer-sign-received = Received by
transfer-one-place = You have one location
transfer-one-place-text = Goods can be sent once there is a second branch or stall.
transfers-none = No transfers yet
transfers-none-text = Send goods from one branch to another, and see what is on its way and what arrived.
transfers-none-here = Nothing here
transfers-none-here-text = No transfer is at this point right now.
refused-same-place = Choose two different locations
refused-transfer-recorded = This transfer was recorded already, with other goods. Open it from the list.
refused-transfer-not-now = That is not possible any more: look at how far the transfer has come
refused-nothing-sent = Write how much of at least one product is sent
refused-only-asked = Of { $name } only { $most } was asked for
refused-only-sent = Of { $name } only { $most } was sent: no more can arrive
source-transfer = Transfer
purpose-transfer_out = goods sent
purpose-transfer_in = goods arrived
purpose-transfer_back = goods came back
done-transfer-kept = Transfer { $number } is saved.
done-transfer-sent = Transfer { $number } is on its way.
done-transfer-arrived = Transfer { $number } has arrived.
done-transfer-cancelled = Transfer { $number } is called off.
