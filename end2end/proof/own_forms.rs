//! Forms whose fields have names of their own, and what a person might type there.

/// A form whose fields are its own.
type Own = (&'static str, &'static [(&'static str, &'static str)]);

/// Forms that stand alone: where one has a field `form[…]`, no other such field goes with it. `@name`
/// is something that is really there, `@new` the id of a document that is about to be made. Fields
/// of lines, such as `form[quantity][l1]`, go with every other request only.
pub const OWN: &[Own] = &[
    ("accept_invitation", &[("token", "@invited")]),
    (
        "add_till",
        &[
            ("form[device_id]", "@new"),
            ("form[name]", "Blue tablet"),
            ("form[location_id]", "@location"),
        ],
    ),
    (
        "adjust_stock",
        &[
            ("form[adjustment_id]", "@new"),
            ("form[location_id]", "@location"),
            ("form[reason]", "damage"),
            ("form[note]", "Rain"),
            ("form[what-l1]", "FUZZ"),
            ("form[quantity-l1]", "1"),
        ],
    ),
    ("cancel_transfer", TRANSFER),
    (
        "close_location",
        &[("location_id", "@location"), ("bring_back", "@either")],
    ),
    (
        "count_in_take",
        &[("count_id", "@new"), ("packs[p@pack]", "1")],
    ),
    ("count_order_attempt", ATTEMPT),
    (
        "count_prompt",
        &[
            ("attempt_id", "@looked_at"),
            ("amounts[f1]", "100"),
            ("codes[f1]", "UKL0000008"),
        ],
    ),
    ("drop_supplier_price", &[("product_id", "@offered")]),
    (
        "enter_bill",
        &[
            ("form[bill_id]", "@new"),
            ("form[supplier_id]", "@supplier"),
            ("form[number]", "B-2"),
            ("form[billed_on]", "2026-01-01"),
            ("form[due_on]", "2026-02-01"),
            ("form[tax]", "10"),
            ("form[paper_total]", "110"),
            ("form[note]", "A note"),
            ("form[receipt]", "@receipt"),
            ("form[take][l1]", "true"),
            ("form[quantity][l1]", "1"),
            ("form[net][l1]", "100"),
            ("form[words][l1]", "Lorry"),
            ("form[freight][l1]", "10"),
            ("form[over][l1]", "1"),
        ],
    ),
    (
        "enter_supplier_credit",
        &[
            ("form[credit_id]", "@new"),
            ("form[supplier_id]", "@supplier"),
            ("form[number]", "C-1"),
            ("form[credited_on]", "2026-01-01"),
            ("form[reason]", "returned"),
            ("form[location_id]", "@location"),
            ("form[note]", "A note"),
            ("form[receipt]", "@receipt"),
            ("form[quantity][l1]", "1"),
            ("form[net][l1]", "10"),
        ],
    ),
    ("find_order", &[("phone", "@phone"), ("code", "@code")]),
    (
        "keep_hours",
        &[("form[opens_1]", "08:00"), ("form[closes_1]", "18:00")],
    ),
    (
        "keep_pack",
        &[
            ("form[pack_id]", "@new"),
            ("form[product_id]", "@product"),
            ("form[name]", "Bale"),
            ("form[holds]", "12"),
            ("form[barcodes]", ""),
            ("form[sold]", "true"),
            ("form[price]", "700"),
        ],
    ),
    (
        "keep_parts",
        &[("form[add]", "FUZZ"), ("form[add_quantity]", "2")],
    ),
    (
        "keep_points",
        &[("minimum[at@location]", "5"), ("reorder[at@location]", "9")],
    ),
    (
        "keep_prices",
        &[("form[price-@product]", "120"), ("form[was-@product]", "")],
    ),
    (
        "keep_product_price",
        &[
            ("form[pack_id]", ""),
            ("form[from_quantity]", ""),
            ("form[price]", "99"),
            ("form[valid_from]", ""),
        ],
    ),
    (
        "keep_purchase",
        &[
            ("form[purchase_id]", "@new"),
            ("form[revision]", "0"),
            ("form[supplier_id]", "@supplier"),
            ("form[location_id]", "@location"),
            ("form[expected_on]", ""),
            ("form[note]", "A note"),
            ("form[what][l1]", "FUZZ"),
            ("form[packs][l1]", "2"),
            ("form[cost][l1]", "60"),
        ],
    ),
    (
        "keep_scale_formats",
        &[("form[p21]", "weight"), ("form[p22]", "")],
    ),
    (
        "keep_tax_letters",
        &[("form[standard]", "B"), ("form[exempt]", "A")],
    ),
    (
        "keep_transfer",
        &[
            ("form[transfer_id]", "@new"),
            ("form[revision]", "0"),
            ("form[from]", "@location"),
            ("form[to]", "@location"),
            ("form[note]", "A note"),
            ("form[what-l1]", "FUZZ"),
            ("form[quantity-l1]", "1"),
        ],
    ),
    ("keep_words", &[("form[word]", "Small")]),
    ("note_order", &[("note_id", "@new")]),
    (
        "receive_goods",
        &[
            ("form[receipt_id]", "@new"),
            ("form[purchase_id]", "@purchase"),
            ("form[delivery_note]", "DN 1"),
            ("form[note]", "A note"),
            ("form[quantity][l1]", "1"),
            ("form[cost][l1]", "60"),
            ("form[batch][l1]", "B1"),
            ("form[expires][l1]", "2199-01-01"),
            ("form[free][l1]", ""),
            ("form[code][x1]", "FUZZ"),
        ],
    ),
    (
        "pay_back_prompt",
        &[
            ("payment_id", "@held"),
            ("back_id", "@new"),
            ("tenders[f1]", "cash"),
            ("codes[f1]", ""),
        ],
    ),
    ("receive_transfer", TRANSFER),
    (
        "refund_sale",
        &[
            ("refund_id", "@new"),
            ("tender", ""),
            ("back[l1]", "1"),
            ("shelf[l1]", "on"),
        ],
    ),
    (
        "revalue_stock",
        &[
            ("form[adjustment_id]", "@new"),
            ("form[product_id]", "@product"),
            ("form[location_id]", "@location"),
            ("form[note]", "A note"),
            ("form[cost]", "61"),
            ("form[value]", "100"),
        ],
    ),
    ("mark_orders_packed", &[("ids[0]", "@order.1")]),
    ("reset_pin", PIN),
    ("retire_area", &[("area_id", "@area")]),
    ("keep_voucher_days", &[("days", "365")]),
    (
        "sell_voucher",
        &[("voucher_id", "@new"), ("payment_id", "@new")],
    ),
    ("send_transfer", TRANSFER),
    ("set_own_pin", PIN),
    (
        "settle_voucher",
        &[
            ("settlement_id", "@new"),
            ("tenders[f1]", "cash"),
            ("codes[f1]", ""),
            ("whys[f1]", "A note"),
        ],
    ),
    ("give_order_attempt_up", ATTEMPT),
    ("set_order_attempt_aside", ATTEMPT),
    (
        "set_prompt_aside",
        &[("attempt_id", "@looked_at"), ("whys[f1]", "A note")],
    ),
    (
        "take_supplier_refund",
        &[
            ("form[payment_id]", "@new"),
            ("form[supplier_id]", "@supplier"),
            ("form[tender]", "cash"),
            ("form[amount]", "10"),
            ("form[receipt]", ""),
            ("form[paid_on]", ""),
        ],
    ),
    (
        "undo_supplier_credit",
        &[
            ("form[undo_id]", "@new"),
            ("form[credit_id]", "@credit"),
            ("form[reason]", "Entered twice"),
        ],
    ),
    (
        "undo_supplier_payment",
        &[
            ("form[undo_id]", "@new"),
            ("form[payment_id]", "@paid"),
            ("form[reason]", "Written twice"),
        ],
    ),
    (
        "take_off_order",
        &[("cancellation_id", "@new"), ("keep[l1]", "0")],
    ),
];

/// What is done with a prompt for an order: not every prompt is every order's.
const ATTEMPT: &[(&str, &str)] = &[("order_id", "@asked"), ("attempt_id", "@asked_by")];

/// The PIN that is typed at the till as well.
const PIN: &[(&str, &str)] = &[("form[pin]", "2580"), ("form[again]", "2580")];

/// What is done with a transfer that is there.
const TRANSFER: &[(&str, &str)] = &[
    ("form[transfer_id]", "@transfer"),
    ("form[revision]", "1"),
    ("form[sent-l1]", "1"),
    ("form[arrived-l1]", "1"),
];
