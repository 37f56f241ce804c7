-- What was rung up over a counter, and what was brought back. A sale does everything at once: goods
-- leave, money comes, tax and cost enter the books.

create table app.sale (
    business_id    bigint      not null references app.business,
    sale_id        uuid        not null,           -- made by the till before it is first sent: the key, for ever
    request_digest bytea       not null,           -- of what was submitted: the same id with another body is refused
    kind           text        not null constraint sale_kind check (kind in ('sale', 'refund')),
    series         text        not null,           -- one per location, later one per till
    number         bigint      not null,
    refunds        uuid,                           -- a refund: of which sale
    location_id    uuid        not null,
    customer_id    uuid,
    buyer_name     text        not null default '',
    buyer_tax_pin  text,
    price_list     text        not null default 'retail',
    currency       text        not null,
    goods_minor    bigint      not null,           -- the lines' amounts, after discounts; tax included
    discount_minor bigint      not null default 0 constraint sale_discount check (discount_minor >= 0),  -- given away, all in all
    rounding_minor bigint      not null default 0,
    tax_minor      bigint      not null,           -- inside the total
    total_minor    bigint      not null,
    cost_minor     bigint      not null,           -- what the goods had cost, as far as they were there
    note           text        not null default '' constraint sale_note_length check (length(note) <= 300),
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    business_date  date        not null,
    member_id      uuid,
    primary key (business_id, sale_id),
    constraint sale_number_once unique (business_id, series, number),
    constraint sale_total check (total_minor = goods_minor + rounding_minor and total_minor >= 0 and goods_minor >= 0),
    constraint sale_tax check (tax_minor between 0 and goods_minor),
    constraint sale_refund_names_its_sale check ((kind = 'refund') = (refunds is not null)),
    constraint sale_refunds foreign key (business_id, refunds) references app.sale,
    constraint sale_location foreign key (business_id, location_id) references app.location,
    constraint sale_customer foreign key (business_id, customer_id) references app.customer,
    constraint sale_member foreign key (business_id, member_id) references app.member
);
create index sale_newest on app.sale (business_id, occurred_at desc, sale_id);
create index sale_by_day on app.sale (business_id, business_date, kind);
create index sale_of_customer on app.sale (business_id, customer_id, occurred_at desc) where customer_id is not null;
create index sale_refunds_of on app.sale (business_id, refunds) where refunds is not null;
call app.own_by_business('app.sale');
call app.append_only('app.sale');
grant select, insert on app.sale to dukani_runtime;

create table app.sale_line (
    business_id      bigint  not null,
    sale_id          uuid    not null,
    line_no          integer not null,
    product_id       uuid    not null,
    pack_id          uuid,
    sku              text    not null,
    name             text    not null,
    unit             text    not null,             -- or the pack's name
    quantity_milli   bigint  not null constraint sale_line_quantity check (quantity_milli > 0),  -- of units, or of packs
    holds_milli      bigint  not null default 1000 constraint sale_line_holds check (holds_milli > 0),
    unit_price_minor bigint  not null constraint sale_line_price check (unit_price_minor >= 0),
    discount_minor   bigint  not null default 0 constraint sale_line_discount check (discount_minor >= 0),
    amount_minor     bigint  not null constraint sale_line_amount check (amount_minor >= 0),    -- tax included, discount off
    tax_code         text    not null,
    cost_minor       bigint  not null,             -- at the moment of sale; what was covered later is in the movements
    batch_id         uuid,                         -- a named batch
    -- A refund: which line of the sale it takes back, and what became of the goods.
    returns_line_no  integer,
    restocked        boolean,
    returned_milli   bigint  not null default 0,   -- a sale: how much of it has come back
    returned_minor   bigint  not null default 0,   -- and how much of its amount was given back
    primary key (business_id, sale_id, line_no),
    constraint sale_line_returned check (returned_milli between 0 and quantity_milli),
    constraint sale_line_returned_amount check (returned_minor between 0 and amount_minor),
    constraint sale_line_sale foreign key (business_id, sale_id) references app.sale,
    constraint sale_line_product foreign key (business_id, product_id) references app.product,
    constraint sale_line_pack foreign key (business_id, product_id, pack_id)
        references app.pack (business_id, product_id, pack_id),
    constraint sale_line_batch foreign key (business_id, product_id, batch_id)
        references app.batch (business_id, product_id, batch_id)
);
create index sale_line_of_product on app.sale_line (business_id, product_id);
call app.own_by_business('app.sale_line');
grant select, insert on app.sale_line to dukani_runtime;
grant update (returned_milli, returned_minor) on app.sale_line to dukani_runtime;

create table app.sale_line_tax (
    business_id  bigint  not null,
    sale_id      uuid    not null,
    line_no      integer not null,
    tax_class_id uuid    not null,
    rate_bp      integer not null,
    base_minor   bigint  not null,
    amount_minor bigint  not null,
    primary key (business_id, sale_id, line_no, tax_class_id),
    constraint sale_line_tax_line foreign key (business_id, sale_id, line_no) references app.sale_line,
    constraint sale_line_tax_class foreign key (business_id, tax_class_id) references app.tax_class
);
call app.own_by_business('app.sale_line_tax');
call app.append_only('app.sale_line_tax');
grant select, insert on app.sale_line_tax to dukani_runtime;

-- What a customer who buys on account owes: one row, locked last, because it is bounded by her limit.
create table app.customer_account (
    business_id  bigint not null,
    customer_id  uuid   not null,
    limit_minor  bigint not null default 0 constraint customer_account_limit check (limit_minor >= 0),
    owed_minor   bigint not null default 0,        -- below zero: she has paid ahead
    primary key (business_id, customer_id),
    constraint customer_account_customer foreign key (business_id, customer_id) references app.customer
);
call app.own_by_business('app.customer_account');
grant select, insert, update on app.customer_account to dukani_runtime;

alter table app.payment
    add column sale_id     uuid,
    add column customer_id uuid,                   -- an account that is paid off
    add constraint payment_sale foreign key (business_id, sale_id) references app.sale,
    add constraint payment_customer foreign key (business_id, customer_id) references app.customer,
    add constraint payment_for_one check (num_nonnulls(order_id, sale_id, supplier_id, customer_id) = 1);
create index payment_of_sale on app.payment (business_id, sale_id) where sale_id is not null;
create index payment_of_customer on app.payment (business_id, customer_id, occurred_at) where customer_id is not null;
