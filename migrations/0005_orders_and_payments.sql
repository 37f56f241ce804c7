-- Who buys, what they ordered in the storefront, and how they paid.

create table app.customer (
    business_id bigint      not null references app.business,
    customer_id uuid        not null,
    person_id   uuid,                              -- an organization's person, shared by its businesses
    phone       text        not null constraint customer_phone_e164 check (phone ~ '^\+[1-9][0-9]{7,14}$'),
    name        text        not null default '',
    language    text        not null default 'en',
    tax_pin     text,
    verified_at timestamptz,                       -- phones change hands: history shows to a verified one only
    created_at  timestamptz not null default now(),
    retired_at  timestamptz,
    primary key (business_id, customer_id),
    constraint customer_phone_once unique (business_id, phone)
);
call app.own_by_business('app.customer');
grant select, insert, update on app.customer to dukani_runtime;

-- What a browser has chosen. Found by the digest of the browser's cookie; survives closing it.
create table app.cart (
    business_id  bigint      not null references app.business,
    cart_id      uuid        not null,
    browser_hash bytea       not null,
    revision     bigint      not null default 1,   -- a checkout names the revision that its page showed
    order_id     uuid        not null,             -- the order that this cart becomes, once
    updated_at   timestamptz not null default now(),
    primary key (business_id, cart_id),
    constraint cart_of_browser unique (business_id, browser_hash)
);
create index cart_age on app.cart (business_id, updated_at);
call app.own_by_business('app.cart');
grant select, insert, update, delete on app.cart to dukani_runtime;

create table app.cart_line (
    business_id    bigint not null,
    cart_id        uuid   not null,
    product_id     uuid   not null,
    quantity_milli bigint not null constraint cart_line_positive check (quantity_milli between 1 and 1000000000),
    added_at       timestamptz not null default now(),
    primary key (business_id, cart_id, product_id),
    constraint cart_line_cart foreign key (business_id, cart_id) references app.cart on delete cascade,
    constraint cart_line_product foreign key (business_id, product_id) references app.product
);
call app.own_by_business('app.cart_line');
grant select, insert, update, delete on app.cart_line to dukani_runtime;

-- An order placed in the storefront. Names, prices and fees are what they were at that moment.
-- How it was paid and how far it has come are two things: see paid_minor and state.
create table app.order (
    business_id    bigint      not null references app.business,
    order_id       uuid        not null,           -- made with the cart: the key that makes placing happen once
    number         bigint      not null,           -- from the series 'order'
    code           text        not null constraint order_code_form check (code ~ '^[A-Z0-9-]{6,12}$'),  -- fits M-Pesa's account reference
    request_digest bytea       not null,           -- of what was submitted: the same key with another body is refused
    customer_id    uuid        not null,
    customer_name  text        not null,
    phone          text        not null,
    buyer_tax_pin  text,
    language       text        not null,
    fulfilment     text        not null constraint order_fulfilment check (fulfilment in ('pickup', 'delivery')),
    location_id    uuid        not null,           -- whose shelves it is packed from
    location_name  text        not null,
    area_id        uuid,
    area_name      text,
    address_note   text        not null default '',
    note           text        not null default '',
    currency       text        not null,
    goods_minor    bigint      not null constraint order_goods_not_negative check (goods_minor >= 0),
    delivery_minor bigint      not null constraint order_delivery_not_negative check (delivery_minor >= 0),
    rounding_minor bigint      not null,
    tax_minor      bigint      not null constraint order_tax_not_negative check (tax_minor >= 0),  -- inside the total
    total_minor    bigint      not null constraint order_total check
                   (total_minor >= 0 and total_minor = goods_minor + delivery_minor + rounding_minor),
    pay_by         text        not null constraint order_pay_by check (pay_by in ('mpesa', 'on_hand_over')),
    state          text        not null default 'pending' constraint order_state
                   check (state in ('pending', 'ready', 'shipped', 'delivered', 'cancelled')),
    paid_minor     bigint      not null default 0, -- what has come in for it and still stands, surplus left out
    tax_posted_minor bigint    not null default 0, -- of tax_minor, what the books already show
    refund_owed_minor bigint   not null default 0 constraint order_refund_not_negative check (refund_owed_minor >= 0),
    review         text,                           -- why a person must look at it, or null
    reserved_until timestamptz,                    -- stock is held until then; null: held without end, or not held
    placed_at      timestamptz not null,
    recorded_at    timestamptz not null default now(),
    business_date  date        not null,
    revision       integer     not null default 1,
    primary key (business_id, order_id),
    constraint order_code_once unique (business_id, code),
    constraint order_number_once unique (business_id, number),
    constraint order_paid_within check (paid_minor between 0 and total_minor),
    constraint order_tax_posted_within check (tax_posted_minor between 0 and tax_minor),
    constraint order_customer foreign key (business_id, customer_id) references app.customer,
    constraint order_location foreign key (business_id, location_id) references app.location,
    constraint order_area foreign key (business_id, area_id) references app.delivery_area,
    constraint order_delivery_has_area check ((fulfilment = 'delivery') = (area_id is not null))
);
create index order_newest on app.order (business_id, placed_at desc, order_id);
create index order_by_state on app.order (business_id, state, placed_at desc);
create index order_by_phone on app.order (business_id, phone, placed_at desc);
create index order_to_release on app.order (business_id, reserved_until) where reserved_until is not null;
call app.own_by_business('app.order');
grant select, insert, update on app.order to dukani_runtime;

create table app.order_line (
    business_id      bigint  not null,
    order_id         uuid    not null,
    line_no          integer not null,
    kind             text    not null constraint order_line_kind check (kind in ('goods', 'delivery', 'rounding')),
    product_id       uuid,
    sku              text    not null default '',
    name             text    not null,
    unit             text    not null default 'piece',
    quantity_milli   bigint  not null,
    unit_price_minor bigint  not null,
    amount_minor     bigint  not null,             -- tax included
    tax_code         text    not null,
    held_milli       bigint  not null default 0,   -- reserved on the shelf for this line, right now
    primary key (business_id, order_id, line_no),
    constraint order_line_order foreign key (business_id, order_id) references app.order,
    constraint order_line_product foreign key (business_id, product_id) references app.product,
    constraint order_line_goods check ((kind = 'goods') = (product_id is not null)),
    constraint order_line_quantity_positive check (quantity_milli > 0),
    constraint order_line_held check (held_milli between 0 and quantity_milli)
);
create index order_line_of_product on app.order_line (business_id, product_id);
call app.own_by_business('app.order_line');
grant select, insert on app.order_line to dukani_runtime;
grant update (held_milli) on app.order_line to dukani_runtime;

create table app.order_line_tax (
    business_id  bigint  not null,
    order_id     uuid    not null,
    line_no      integer not null,
    tax_class_id uuid    not null,
    rate_bp      integer not null,
    base_minor   bigint  not null,
    amount_minor bigint  not null,
    primary key (business_id, order_id, line_no, tax_class_id),
    constraint order_line_tax_line foreign key (business_id, order_id, line_no) references app.order_line,
    constraint order_line_tax_class foreign key (business_id, tax_class_id) references app.tax_class
);
call app.own_by_business('app.order_line_tax');
call app.append_only('app.order_line_tax');
grant select, insert on app.order_line_tax to dukani_runtime;

-- What happened to an order, for the people who pack it and for the customer.
create table app.order_event (
    business_id bigint      not null,
    event_id    uuid        not null,
    order_id    uuid        not null,
    at          timestamptz not null,
    what        text        not null,              -- a key to be said in the reader's language
    details     jsonb       not null default '{}',
    actor       text        not null,              -- 'customer', 'mpesa', 'clock', or a member's name
    member_id   uuid,
    primary key (business_id, event_id),
    constraint order_event_order foreign key (business_id, order_id) references app.order,
    constraint order_event_member foreign key (business_id, member_id) references app.member
);
create index order_event_of_order on app.order_event (business_id, order_id, at);
call app.own_by_business('app.order_event');
call app.append_only('app.order_event');
grant select, insert on app.order_event to dukani_runtime;

-- A link that shows an order without signing in. Only the digest is kept.
create table app.order_link (
    business_id bigint      not null,
    link_hash   bytea       not null,
    order_id    uuid        not null,
    made_at     timestamptz not null default now(),
    primary key (business_id, link_hash),
    constraint order_link_order foreign key (business_id, order_id) references app.order
);
call app.own_by_business('app.order_link');
grant select, insert on app.order_link to dukani_runtime;

-- Money that came or went. One row a tender and moment; never changed.
create table app.payment (
    business_id   bigint      not null references app.business,
    payment_id    uuid        not null,
    order_id      uuid        not null,
    direction     text        not null constraint payment_direction check (direction in ('in', 'out')),
    tender        text        not null constraint payment_tender
                  check (tender in ('cash', 'mpesa', 'card', 'bank_transfer', 'qris', 'paypal', 'on_account')),
    amount_minor  bigint      not null constraint payment_positive check (amount_minor > 0),
    surplus_minor bigint      not null default 0,  -- of the amount, what was not due: owed back
    receipt       text,                            -- M-Pesa's receipt number, or the reference of another tender
    attempt_id    uuid,
    occurred_at   timestamptz not null,
    recorded_at   timestamptz not null default now(),
    business_date date        not null,
    member_id     uuid,                            -- who took it; null when M-Pesa told us
    primary key (business_id, payment_id),
    constraint payment_surplus check (surplus_minor between 0 and amount_minor),
    constraint payment_receipt_once unique (business_id, tender, receipt),
    constraint payment_order foreign key (business_id, order_id) references app.order,
    constraint payment_member foreign key (business_id, member_id) references app.member
);
create index payment_of_order on app.payment (business_id, order_id);
create index payment_by_day on app.payment (business_id, business_date);
call app.own_by_business('app.payment');
call app.append_only('app.payment');
grant select, insert on app.payment to dukani_runtime;

-- A receipt number of M-Pesa counts once, over all businesses of the installation.
create table app.mpesa_receipt (
    receipt     text        primary key,
    business_id bigint      not null,
    seen_at     timestamptz not null default now()
);
comment on table app.mpesa_receipt is 'directory: receipts, unique over all businesses';

-- The account that M-Pesa pays into. Secrets are sealed: the key is not in the database.
create table app.mpesa_account (
    business_id     bigint not null references app.business,
    short_code      text   not null constraint mpesa_account_short_code check (short_code ~ '^[0-9]{5,7}$'),
    kind            text   not null constraint mpesa_account_kind check (kind in ('paybill', 'till')),
    till_number     text   constraint mpesa_account_till check (till_number ~ '^[0-9]{5,7}$'),
    sealed          bytea  not null,               -- consumer key, consumer secret and passkey, bound to the business
    updated_at      timestamptz not null default now(),
    primary key (business_id),
    constraint mpesa_account_till_number check ((kind = 'till') = (till_number is not null))
);
call app.own_by_business('app.mpesa_account');
grant select, insert, update on app.mpesa_account to dukani_runtime;

-- One M-Pesa prompt. States and what may follow what: src/payments/attempt.rs.
create table app.mpesa_attempt (
    business_id         bigint      not null references app.business,
    attempt_id          uuid        not null,      -- made with the page that asked: asking twice is asking once
    order_id            uuid        not null,
    phone               text        not null,      -- who got the prompt
    amount_minor        bigint      not null constraint mpesa_attempt_whole_shillings
                        check (amount_minor > 0 and amount_minor % 100 = 0),
    account_reference   text        not null,
    state               text        not null default 'created' constraint mpesa_attempt_state
                        check (state in ('created', 'submitting', 'pending', 'unknown', 'rejected',
                                         'succeeded', 'failed', 'review')),
    reason              text,                      -- why it failed or was rejected: a key, see mpesa::Reason
    merchant_request_id text,
    checkout_request_id text,
    receipt             text,
    queries             integer     not null default 0,
    first_zero_at       timestamptz,               -- a query said "paid"; a second one, later, must agree
    created_at          timestamptz not null,
    submitted_at        timestamptz,
    accepted_at         timestamptz,
    ended_at            timestamptz,
    primary key (business_id, attempt_id),
    constraint mpesa_attempt_order foreign key (business_id, order_id) references app.order,
    constraint mpesa_attempt_checkout_once unique (business_id, checkout_request_id)
);
-- One open prompt for an order, and one for a phone: a second one can kill the first.
create unique index mpesa_attempt_one_open_per_order on app.mpesa_attempt (business_id, order_id)
    where state in ('created', 'submitting', 'pending', 'unknown');
create unique index mpesa_attempt_one_open_per_phone on app.mpesa_attempt (business_id, phone)
    where state in ('created', 'submitting', 'pending');
create index mpesa_attempt_by_receipt on app.mpesa_attempt (business_id, receipt) where receipt is not null;
create index mpesa_attempt_of_order on app.mpesa_attempt (business_id, order_id, created_at);
call app.own_by_business('app.mpesa_attempt');
grant select, insert, update on app.mpesa_attempt to dukani_runtime;

-- Everything M-Pesa said, word for word, before anybody read it.
create table app.mpesa_message (
    business_id bigint      not null,
    message_id  uuid        not null,
    attempt_id  uuid        not null,
    kind        text        not null constraint mpesa_message_kind check (kind in ('answer', 'callback', 'query')),
    body        bytea       not null constraint mpesa_message_size check (octet_length(body) <= 65536),
    http_status integer,
    peer        text,                              -- the address it came from
    received_at timestamptz not null default now(),
    primary key (business_id, message_id),
    constraint mpesa_message_attempt foreign key (business_id, attempt_id) references app.mpesa_attempt
);
create index mpesa_message_of_attempt on app.mpesa_message (business_id, attempt_id, received_at);
call app.own_by_business('app.mpesa_message');
call app.append_only('app.mpesa_message');
grant select, insert on app.mpesa_message to dukani_runtime;

-- The unguessable part of a callback's address: it names the attempt and proves the caller knew it.
create table app.callback_token (
    token_hash  bytea       primary key,
    business_id bigint      not null,
    attempt_id  uuid        not null,
    made_at     timestamptz not null default now()
);
comment on table app.callback_token is 'directory: callbacks, found by digest before any business is known';

create function app.enter_callback(p_token bytea) returns table (business_id bigint, attempt_id uuid)
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
    select t.business_id, t.attempt_id into business_id, attempt_id
      from app.callback_token t where t.token_hash = p_token;
    if business_id is null then return; end if;
    perform app.set_scope(business_id);
    return next;
end $$;

create function app.keep_callback_token(p_token bytea, p_attempt uuid) returns void
    language sql security definer set search_path = pg_catalog, pg_temp as $$
    insert into app.callback_token (token_hash, business_id, attempt_id)
        values (p_token, app.current_business(), p_attempt) $$;

-- True when this receipt is new, or this business's own already; false when another business has it.
create function app.claim_mpesa_receipt(p_receipt text) returns boolean
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    insert into app.mpesa_receipt (receipt, business_id) values (p_receipt, app.current_business())
        on conflict do nothing;
    return exists (select 1 from app.mpesa_receipt
                    where receipt = p_receipt and business_id = app.current_business());
end $$;

grant select, insert on app.callback_token, app.mpesa_receipt to dukani_definer;
grant select on app.mpesa_receipt to dukani_backup;
do $$
declare
    f text;
begin
    foreach f in array array['app.enter_callback(bytea)', 'app.keep_callback_token(bytea, uuid)',
                             'app.claim_mpesa_receipt(text)'] loop
        execute format('alter function %s owner to dukani_definer', f);
        execute format('revoke all on function %s from public', f);
        execute format('grant execute on function %s to dukani_runtime', f);
    end loop;
end $$;
