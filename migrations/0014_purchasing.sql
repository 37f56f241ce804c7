-- Whom the business buys from, what it ordered, what came, what is owed for it, and what was paid.
--
-- | happens | debit | credit |
-- |---|---|---|
-- | goods come | inventory | goods received, not billed |
-- | the bill comes | goods received, not billed; VAT on purchases; inventory and cost of goods (freight, other prices) | suppliers |
-- | a bill is paid | suppliers | the tender's account |
-- | goods go back, or cost less after all | suppliers | inventory; VAT on purchases; purchase differences |

create table app.supplier (
    business_id  bigint      not null references app.business,
    supplier_id  uuid        not null,
    name         text        not null constraint supplier_name_length check (length(name) between 1 and 120),
    contact_name text        not null default '' constraint supplier_contact_length check (length(contact_name) <= 120),
    phone        text        constraint supplier_phone_e164 check (phone ~ '^\+[1-9][0-9]{7,14}$'),
    email        text        constraint supplier_email check (email like '%_@_%' and length(email) <= 200),
    address      text        not null default '' constraint supplier_address_length check (length(address) <= 400),
    tax_pin      text        constraint supplier_tax_pin_length check (length(tax_pin) between 1 and 30),
    terms_days   integer     not null default 0 constraint supplier_terms check (terms_days between 0 and 365),  -- from bill to due
    lead_days    integer     not null default 3 constraint supplier_lead check (lead_days between 0 and 365),    -- from order to goods
    note         text        not null default '' constraint supplier_note_length check (length(note) <= 1000),
    revision     integer     not null default 1,
    created_at   timestamptz not null default now(),
    retired_at   timestamptz,
    primary key (business_id, supplier_id)
);
create unique index supplier_name_once on app.supplier (business_id, lower(name)) where retired_at is null;
call app.own_by_business('app.supplier');
grant select, insert, update on app.supplier to dukani_runtime;

alter table app.batch
    add constraint batch_supplier foreign key (business_id, supplier_id) references app.supplier;

-- What a supplier sells us, under which code of hers, and for how much.
create table app.supplier_product (
    business_id  bigint      not null,
    supplier_id  uuid        not null,
    product_id   uuid        not null,
    supplier_sku text        not null default '' constraint supplier_product_sku_length check (length(supplier_sku) <= 60),
    pack_id      uuid,                             -- sold to us in this pack; null: by the product's own unit
    cost_minor   bigint      not null constraint supplier_product_cost check (cost_minor >= 0),  -- of one pack or unit, tax left out
    is_preferred boolean     not null default false,  -- whom a suggested order asks first
    updated_at   timestamptz not null default now(),
    primary key (business_id, supplier_id, product_id),
    constraint supplier_product_supplier foreign key (business_id, supplier_id) references app.supplier,
    constraint supplier_product_product foreign key (business_id, product_id) references app.product,
    constraint supplier_product_pack foreign key (business_id, product_id, pack_id)
        references app.pack (business_id, product_id, pack_id)
);
create index supplier_product_of_product on app.supplier_product (business_id, product_id);
create unique index supplier_product_preferred_once on app.supplier_product (business_id, product_id) where is_preferred;
call app.own_by_business('app.supplier_product');
grant select, insert, update, delete on app.supplier_product to dukani_runtime;

-- What we ask a supplier for.
create table app.purchase (
    business_id   bigint      not null references app.business,
    purchase_id   uuid        not null,            -- made with the form: the same order twice is one
    number        bigint      not null,            -- from the series 'purchase'
    supplier_id   uuid        not null,
    location_id   uuid        not null,            -- where it is to be brought
    state         text        not null default 'draft' constraint purchase_state
                  check (state in ('draft', 'sent', 'part_received', 'received', 'closed', 'cancelled')),
    note          text        not null default '' constraint purchase_note_length check (length(note) <= 1000),  -- for the supplier
    expected_on   date,
    total_minor   bigint      not null default 0 constraint purchase_total check (total_minor >= 0),  -- tax left out
    made_at       timestamptz not null,
    sent_at       timestamptz,
    ended_at      timestamptz,
    business_date date        not null,
    made_by       uuid,
    revision      integer     not null default 1,
    primary key (business_id, purchase_id),
    constraint purchase_number_once unique (business_id, number),
    constraint purchase_supplier foreign key (business_id, supplier_id) references app.supplier,
    constraint purchase_location foreign key (business_id, location_id) references app.location,
    constraint purchase_made_by foreign key (business_id, made_by) references app.member
);
create index purchase_by_state on app.purchase (business_id, state, made_at desc);
create index purchase_of_supplier on app.purchase (business_id, supplier_id, made_at desc);
call app.own_by_business('app.purchase');
grant select, insert, update on app.purchase to dukani_runtime;

create table app.purchase_line (
    business_id    bigint  not null,
    purchase_id    uuid    not null,
    line_no        integer not null,
    product_id     uuid    not null,
    supplier_sku   text    not null default '',
    pack_id        uuid,
    pack_name      text    not null default '',    -- as it was called then
    holds_milli    bigint  not null default 1000 constraint purchase_line_holds check (holds_milli > 0),
    packs_milli    bigint  not null constraint purchase_line_packs check (packs_milli > 0),      -- how many packs
    quantity_milli bigint  not null constraint purchase_line_quantity check (quantity_milli > 0),  -- in the product's own unit
    cost_minor     bigint  not null constraint purchase_line_cost check (cost_minor >= 0),       -- of one pack, tax left out
    amount_minor   bigint  not null constraint purchase_line_amount check (amount_minor >= 0),
    received_milli bigint  not null default 0 constraint purchase_line_received check (received_milli >= 0),
    primary key (business_id, purchase_id, line_no),
    constraint purchase_line_product_once unique (business_id, purchase_id, product_id),
    constraint purchase_line_purchase foreign key (business_id, purchase_id) references app.purchase,
    constraint purchase_line_product foreign key (business_id, product_id) references app.product,
    constraint purchase_line_pack foreign key (business_id, product_id, pack_id)
        references app.pack (business_id, product_id, pack_id)
);
create index purchase_line_of_product on app.purchase_line (business_id, product_id);
call app.own_by_business('app.purchase_line');
-- A draft's lines may still be changed.
grant select, insert, update, delete on app.purchase_line to dukani_runtime;

-- A link that shows a purchase order to its supplier, without signing in. Only the digest is kept.
create table app.purchase_link (
    business_id bigint      not null,
    link_hash   bytea       not null,
    purchase_id uuid        not null,
    made_at     timestamptz not null default now(),
    primary key (business_id, link_hash),
    constraint purchase_link_purchase foreign key (business_id, purchase_id) references app.purchase
);
call app.own_by_business('app.purchase_link');
grant select, insert, delete on app.purchase_link to dukani_runtime;

-- Goods that came. Never changed: what was wrong goes back, or is adjusted.
create table app.receipt (
    business_id    bigint      not null references app.business,
    receipt_id     uuid        not null,           -- made with the form: the same receipt twice is one
    number         bigint      not null,           -- from the series 'receipt'
    request_digest bytea       not null,           -- of what was submitted: the same id with another body is refused
    supplier_id    uuid        not null,
    purchase_id    uuid,
    location_id    uuid        not null,
    delivery_note  text        not null default '' constraint receipt_delivery_note_length check (length(delivery_note) <= 60),
    note           text        not null default '' constraint receipt_note_length check (length(note) <= 300),
    value_minor    bigint      not null constraint receipt_value check (value_minor >= 0),
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    business_date  date        not null,
    member_id      uuid,
    primary key (business_id, receipt_id),
    constraint receipt_number_once unique (business_id, number),
    constraint receipt_supplier foreign key (business_id, supplier_id) references app.supplier,
    constraint receipt_purchase foreign key (business_id, purchase_id) references app.purchase,
    constraint receipt_location foreign key (business_id, location_id) references app.location,
    constraint receipt_member foreign key (business_id, member_id) references app.member
);
create index receipt_newest on app.receipt (business_id, occurred_at desc, receipt_id);
create index receipt_of_supplier on app.receipt (business_id, supplier_id, occurred_at desc);
create index receipt_of_purchase on app.receipt (business_id, purchase_id) where purchase_id is not null;
call app.own_by_business('app.receipt');
call app.append_only('app.receipt');
grant select, insert on app.receipt to dukani_runtime;

create table app.receipt_line (
    business_id      bigint  not null,
    receipt_id       uuid    not null,
    line_no          integer not null,
    purchase_id      uuid,
    purchase_line_no integer,
    product_id       uuid    not null,
    batch_id         uuid,
    quantity_milli   bigint  not null constraint receipt_line_quantity check (quantity_milli > 0),
    value_minor      bigint  not null constraint receipt_line_value check (value_minor >= 0),  -- at the cost then expected
    billed_milli     bigint  not null default 0,   -- of it, what a bill has named
    billed_minor     bigint  not null default 0,   -- of the value, what bills have taken over
    returned_milli   bigint  not null default 0,
    primary key (business_id, receipt_id, line_no),
    constraint receipt_line_billed check (billed_milli between 0 and quantity_milli),
    constraint receipt_line_billed_value check (billed_minor between 0 and value_minor),
    constraint receipt_line_returned check (returned_milli between 0 and quantity_milli),
    constraint receipt_line_receipt foreign key (business_id, receipt_id) references app.receipt,
    constraint receipt_line_purchase_line foreign key (business_id, purchase_id, purchase_line_no)
        references app.purchase_line,
    constraint receipt_line_product foreign key (business_id, product_id) references app.product,
    constraint receipt_line_batch foreign key (business_id, product_id, batch_id)
        references app.batch (business_id, product_id, batch_id)
);
create index receipt_line_of_product on app.receipt_line (business_id, product_id);
create index receipt_line_of_purchase on app.receipt_line (business_id, purchase_id, purchase_line_no) where purchase_id is not null;
create index receipt_line_to_bill on app.receipt_line (business_id, receipt_id) where billed_milli < quantity_milli;
call app.own_by_business('app.receipt_line');
grant select, insert on app.receipt_line to dukani_runtime;
grant update (billed_milli, billed_minor, returned_milli) on app.receipt_line to dukani_runtime;

-- What a supplier asks for. What is paid and credited of it is summed here; the rest is owed.
create table app.bill (
    business_id    bigint      not null references app.business,
    bill_id        uuid        not null,           -- made with the form: the same bill twice is one
    request_digest bytea       not null,
    supplier_id    uuid        not null,
    number         text        not null constraint bill_number_length check (length(number) between 1 and 60),  -- the supplier's own
    billed_on      date        not null,
    due_on         date        not null,
    net_minor      bigint      not null constraint bill_net check (net_minor >= 0),
    tax_minor      bigint      not null constraint bill_tax check (tax_minor >= 0),
    total_minor    bigint      not null constraint bill_total check (total_minor > 0 and total_minor = net_minor + tax_minor),
    paid_minor     bigint      not null default 0,
    credited_minor bigint      not null default 0,
    note           text        not null default '' constraint bill_note_length check (length(note) <= 300),
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    business_date  date        not null,
    member_id      uuid,
    primary key (business_id, bill_id),
    constraint bill_number_once unique (business_id, supplier_id, number),  -- the same paper twice is one bill
    constraint bill_due_after check (due_on >= billed_on),
    constraint bill_settled_within check (paid_minor >= 0 and credited_minor >= 0
                                          and paid_minor + credited_minor <= total_minor),
    constraint bill_supplier foreign key (business_id, supplier_id) references app.supplier,
    constraint bill_member foreign key (business_id, member_id) references app.member
);
create index bill_of_supplier on app.bill (business_id, supplier_id, billed_on);
create index bill_owed on app.bill (business_id, due_on, bill_id) where paid_minor + credited_minor < total_minor;
call app.own_by_business('app.bill');
grant select, insert on app.bill to dukani_runtime;
grant update (paid_minor, credited_minor) on app.bill to dukani_runtime;

create table app.bill_line (
    business_id     bigint  not null,
    bill_id         uuid    not null,
    line_no         integer not null,
    kind            text    not null constraint bill_line_kind check (kind in (
                    'goods',               -- what a receipt brought
                    'landed')),            -- freight, duty: spread over the goods of a receipt
    words           text    not null default '' constraint bill_line_words_length check (length(words) <= 120),
    receipt_id      uuid    not null,
    receipt_line_no integer,                       -- goods: which line; landed: spread over all
    quantity_milli  bigint  constraint bill_line_quantity check (quantity_milli > 0),
    net_minor       bigint  not null constraint bill_line_net check (net_minor >= 0),
    tax_minor       bigint  not null default 0 constraint bill_line_tax check (tax_minor >= 0),
    -- What this line adds to, or takes off, the cost of goods already received: their stock and what of
    -- them had left by then.
    to_stock_minor  bigint  not null default 0,
    to_cost_minor   bigint  not null default 0,
    primary key (business_id, bill_id, line_no),
    constraint bill_line_goods check ((kind = 'goods') = (receipt_line_no is not null and quantity_milli is not null)),
    constraint bill_line_bill foreign key (business_id, bill_id) references app.bill,
    constraint bill_line_receipt foreign key (business_id, receipt_id) references app.receipt,
    constraint bill_line_receipt_line foreign key (business_id, receipt_id, receipt_line_no) references app.receipt_line
);
create index bill_line_of_receipt on app.bill_line (business_id, receipt_id);
call app.own_by_business('app.bill_line');
call app.append_only('app.bill_line');
grant select, insert on app.bill_line to dukani_runtime;

-- Goods that went back, or money that a supplier takes off. Lowers what is owed; what is more than any
-- bill stays to her debit.
create table app.supplier_credit (
    business_id    bigint      not null references app.business,
    credit_id      uuid        not null,
    request_digest bytea       not null,
    supplier_id    uuid        not null,
    number         text        not null constraint supplier_credit_number_length check (length(number) between 1 and 60),
    credited_on    date        not null,
    reason         text        not null constraint supplier_credit_reason check (reason in ('returned', 'price', 'other')),
    location_id    uuid,                           -- goods left from here
    net_minor      bigint      not null constraint supplier_credit_net check (net_minor >= 0),
    tax_minor      bigint      not null constraint supplier_credit_tax check (tax_minor >= 0),
    total_minor    bigint      not null constraint supplier_credit_total
                   check (total_minor > 0 and total_minor = net_minor + tax_minor),
    used_minor     bigint      not null default 0 constraint supplier_credit_used check (used_minor between 0 and total_minor),
    note           text        not null default '' constraint supplier_credit_note_length check (length(note) <= 300),
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    business_date  date        not null,
    member_id      uuid,
    primary key (business_id, credit_id),
    constraint supplier_credit_number_once unique (business_id, supplier_id, number),
    constraint supplier_credit_goods_from check ((reason = 'returned') = (location_id is not null)),
    constraint supplier_credit_supplier foreign key (business_id, supplier_id) references app.supplier,
    constraint supplier_credit_location foreign key (business_id, location_id) references app.location,
    constraint supplier_credit_member foreign key (business_id, member_id) references app.member
);
create index supplier_credit_of_supplier on app.supplier_credit (business_id, supplier_id, credited_on);
call app.own_by_business('app.supplier_credit');
grant select, insert on app.supplier_credit to dukani_runtime;
grant update (used_minor) on app.supplier_credit to dukani_runtime;

create table app.supplier_credit_line (
    business_id     bigint  not null,
    credit_id       uuid    not null,
    line_no         integer not null,
    receipt_id      uuid    not null,
    receipt_line_no integer not null,
    product_id      uuid    not null,
    quantity_milli  bigint  not null constraint supplier_credit_line_quantity check (quantity_milli > 0),
    net_minor       bigint  not null constraint supplier_credit_line_net check (net_minor >= 0),
    cost_minor      bigint  not null,              -- what the goods had cost that left
    primary key (business_id, credit_id, line_no),
    constraint supplier_credit_line_credit foreign key (business_id, credit_id) references app.supplier_credit,
    constraint supplier_credit_line_receipt_line foreign key (business_id, receipt_id, receipt_line_no)
        references app.receipt_line,
    constraint supplier_credit_line_product foreign key (business_id, product_id) references app.product
);
call app.own_by_business('app.supplier_credit_line');
call app.append_only('app.supplier_credit_line');
grant select, insert on app.supplier_credit_line to dukani_runtime;

-- Money is one table: from customers, and to suppliers. A payment is for one of them.
alter table app.payment
    alter column order_id drop not null,
    add column supplier_id uuid,
    add constraint payment_supplier foreign key (business_id, supplier_id) references app.supplier;
create index payment_of_supplier on app.payment (business_id, supplier_id, occurred_at) where supplier_id is not null;

-- Which bill a payment or a credit went to.
create table app.bill_settlement (
    business_id   bigint      not null,
    settlement_id uuid        not null,
    bill_id       uuid        not null,
    payment_id    uuid,
    credit_id     uuid,
    amount_minor  bigint      not null constraint bill_settlement_positive check (amount_minor > 0),
    at            timestamptz not null,
    primary key (business_id, settlement_id),
    constraint bill_settlement_by_one check (num_nonnulls(payment_id, credit_id) = 1),
    constraint bill_settlement_once unique (business_id, bill_id, payment_id, credit_id),
    constraint bill_settlement_bill foreign key (business_id, bill_id) references app.bill,
    constraint bill_settlement_payment foreign key (business_id, payment_id) references app.payment,
    constraint bill_settlement_credit foreign key (business_id, credit_id) references app.supplier_credit
);
create index bill_settlement_of_payment on app.bill_settlement (business_id, payment_id) where payment_id is not null;
create index bill_settlement_of_credit on app.bill_settlement (business_id, credit_id) where credit_id is not null;
call app.own_by_business('app.bill_settlement');
call app.append_only('app.bill_settlement');
grant select, insert on app.bill_settlement to dukani_runtime;
