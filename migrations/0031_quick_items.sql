-- What a scanner finds nobody by is sold all the same: a quick item, with a name and a price. Its line has
-- no product, takes nothing off a shelf and has cost nothing; a manager makes a product of it afterwards.
-- And every line may carry a word of whoever rang it up, which stands on the receipt under it.

alter table app.sale_line
    alter column product_id drop not null,         -- none: a quick item, whose SKU is its barcode, if it has one
    add column note text not null default ''
        constraint sale_line_note_length check (length(note) <= 300),
    add constraint sale_line_quick_item check (
        product_id is not null
        or (name <> '' and pack_id is null and batch_id is null and holds_milli = 1000
            and cost_minor = 0));

alter table app.till_flag
    drop constraint till_flag_code,
    add constraint till_flag_code check (code in (
        'clock', 'month', 'place', 'member', 'power', 'customer', 'goods', 'price', 'discount',
        'below_cost', 'stock', 'expired', 'credit', 'receipt', 'total', 'number', 'shift', 'till',
        'quick_item',   -- something was sold that is no product
        'refused'));

-- Tills learn what they were not told before: the owner's words on receipts, and the letters of taxes.
alter table app.till_change no force row level security;
update app.till_change set xid = pg_current_xact_id()::text::bigint where kind in ('settings', 'tax');
alter table app.till_change force row level security;
