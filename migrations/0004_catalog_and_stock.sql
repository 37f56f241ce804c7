-- What the business sells, what that costs, and how much of it is where.

-- How a product is taxed. Rates are dated: a document keeps the rate of its own day.
create table app.tax_class (
    business_id  bigint not null references app.business,
    tax_class_id uuid   not null,
    code         text   not null constraint tax_class_code check (code in ('standard', 'zero', 'exempt')),
    name         text   not null,
    fiscal_code  text   not null,                  -- eTIMS tax type: A exempt, B standard, C zero-rated
    retired_at   timestamptz,
    primary key (business_id, tax_class_id),
    constraint tax_class_code_once unique (business_id, code)
);
call app.own_by_business('app.tax_class');
grant select, insert, update on app.tax_class to dukani_runtime;

create table app.tax_rate (
    business_id  bigint  not null,
    tax_class_id uuid    not null,
    valid_from   date    not null,
    rate_bp      integer not null constraint tax_rate_sane check (rate_bp between 0 and 10000),  -- 1600 = 16 %
    primary key (business_id, tax_class_id, valid_from),
    constraint tax_rate_class foreign key (business_id, tax_class_id) references app.tax_class
);
call app.own_by_business('app.tax_rate');
grant select, insert on app.tax_rate to dukani_runtime;

create table app.category (
    business_id bigint  not null references app.business,
    category_id uuid    not null,
    name        text    not null constraint category_name_length check (length(name) between 1 and 60),
    slug        text    not null constraint category_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    picture     text    not null default 'bag',    -- which drawn picture stands in for a photo
    position    integer not null default 0,
    retired_at  timestamptz,
    primary key (business_id, category_id)
);
-- A retired category gives its name and address back.
create unique index category_slug_once on app.category (business_id, slug) where retired_at is null;
create unique index category_name_once on app.category (business_id, lower(name)) where retired_at is null;
call app.own_by_business('app.category');
grant select, insert, update on app.category to dukani_runtime;

-- One sellable thing. Variants are products that share a parent.
create table app.product (
    business_id     bigint      not null references app.business,
    product_id      uuid        not null,
    parent_id       uuid,
    category_id     uuid,
    tax_class_id    uuid        not null,
    sku             text        not null constraint product_sku_length check (length(sku) between 1 and 40),
    name            text        not null constraint product_name_length check (length(name) between 1 and 120),
    slug            text        not null constraint product_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    description     text        not null default '' constraint product_description_length check (length(description) <= 4000),
    search_words    text        not null default '' constraint product_search_words_length check (length(search_words) <= 400),
    unit            text        not null constraint product_unit
                    check (unit in ('piece', 'kg', 'g', 'litre', 'ml', 'bunch', 'head', 'packet', 'bottle', 'crate', 'bag')),
    quantity_step_milli bigint  not null default 1000 constraint product_step_positive check (quantity_step_milli between 1 and 1000000),
    -- The retail price of now, tax included; the history stands in app.price and the last row there is this one.
    price_minor     bigint      not null constraint product_price_not_negative check (price_minor >= 0),
    cost_minor      bigint      constraint product_cost_not_negative check (cost_minor >= 0),  -- last known, per unit
    image_file_id   uuid,
    -- What a tax authority asks of an item, where it asks.
    item_class_code text, packaging_unit_code text, quantity_unit_code text,
    revision        integer     not null default 1,    -- an edit names the revision it was made on
    created_at      timestamptz not null default now(),
    retired_at      timestamptz,
    -- What search looks through; spaces round it so that the first word counts like any other.
    search_text     text        not null generated always as (lower(name || ' ' || search_words || ' ' || sku)) stored,
    search_vector   tsvector    not null generated always as
                    (setweight(to_tsvector('simple', name), 'A')
                     || setweight(to_tsvector('simple', search_words), 'B')
                     || setweight(to_tsvector('simple', sku), 'C')
                     || setweight(to_tsvector('simple', description), 'D')) stored,
    primary key (business_id, product_id),
    constraint product_parent foreign key (business_id, parent_id) references app.product,
    constraint product_category foreign key (business_id, category_id) references app.category,
    constraint product_tax_class foreign key (business_id, tax_class_id) references app.tax_class,
    constraint product_image foreign key (business_id, image_file_id) references app.file,
    -- Retired ones count: an import that names an old SKU brings the product back.
    constraint product_sku_once unique (business_id, sku)
);
create unique index product_slug_once on app.product (business_id, slug) where retired_at is null;
create index product_by_category on app.product (business_id, category_id) where retired_at is null;
create index product_by_name on app.product (business_id, lower(name), product_id) where retired_at is null;
create index product_by_price on app.product (business_id, price_minor, product_id) where retired_at is null;
create index product_search_words on app.product using gin (business_id, search_vector);
create index product_search_trigrams on app.product using gin (business_id, search_text ext.gin_trgm_ops);
call app.own_by_business('app.product');
grant select, insert, update on app.product to dukani_runtime;

create table app.barcode (
    business_id bigint not null,
    barcode     text   not null constraint barcode_form check (barcode ~ '^[0-9A-Za-z._/-]{4,40}$'),
    product_id  uuid   not null,
    primary key (business_id, barcode),
    constraint barcode_product foreign key (business_id, product_id) references app.product
);
create index barcode_of_product on app.barcode (business_id, product_id);
call app.own_by_business('app.barcode');
grant select, insert, delete on app.barcode to dukani_runtime;

-- Prices as rows: what was asked, from when, for whom and from which quantity on.
create table app.price (
    business_id  bigint      not null,
    price_id     uuid        not null,
    product_id   uuid        not null,
    list         text        not null default 'retail',
    unit         text        not null,
    minimum_quantity_milli bigint not null default 0 constraint price_minimum_not_negative check (minimum_quantity_milli >= 0),
    amount_minor bigint      not null constraint price_not_negative check (amount_minor >= 0),
    tax_included boolean     not null default true,
    valid_from   timestamptz not null,
    member_id    uuid,
    primary key (business_id, price_id),
    constraint price_product foreign key (business_id, product_id) references app.product,
    constraint price_member foreign key (business_id, member_id) references app.member
);
create index price_history on app.price (business_id, product_id, list, valid_from desc);
call app.own_by_business('app.price');
grant select, insert on app.price to dukani_runtime;

-- How much of a product is at a location, and how much of that is promised to an order.
create table app.stock_level (
    business_id    bigint not null,
    location_id    uuid   not null,
    product_id     uuid   not null,
    on_hand_milli  bigint not null default 0 constraint stock_level_not_negative check (on_hand_milli >= 0),
    reserved_milli bigint not null default 0 constraint stock_level_reserved check (reserved_milli between 0 and on_hand_milli),
    primary key (business_id, product_id, location_id),
    constraint stock_level_location foreign key (business_id, location_id) references app.location,
    constraint stock_level_product foreign key (business_id, product_id) references app.product
);
call app.own_by_business('app.stock_level');
grant select, insert, update on app.stock_level to dukani_runtime;

-- One change of stock: the truth that levels, layers and the ledger follow, in one transaction.
create table app.stock_movement (
    business_id    bigint      not null,
    movement_id    uuid        not null,
    product_id     uuid        not null,
    location_id    uuid        not null,
    kind           text        not null constraint stock_movement_kind
                   check (kind in ('opening', 'hand_over', 'adjustment')),
    quantity_milli bigint      not null constraint stock_movement_not_zero check (quantity_milli <> 0),  -- in +, out -
    value_minor    bigint      not null,           -- at cost, same sign as the quantity
    source_kind    text        not null,
    source_id      uuid        not null,
    source_line    integer     not null,
    reason         text        not null default '',
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null default now(),
    business_date  date        not null,
    member_id      uuid,
    primary key (business_id, movement_id),
    constraint stock_movement_once unique (business_id, source_kind, source_id, source_line, kind),
    constraint stock_movement_signs check (value_minor = 0 or sign(value_minor) = sign(quantity_milli)),
    constraint stock_movement_product foreign key (business_id, product_id) references app.product,
    constraint stock_movement_location foreign key (business_id, location_id) references app.location,
    constraint stock_movement_member foreign key (business_id, member_id) references app.member
);
create index stock_movement_of_product on app.stock_movement (business_id, product_id, recorded_at);
call app.own_by_business('app.stock_movement');
call app.append_only('app.stock_movement');
grant select, insert on app.stock_movement to dukani_runtime;

-- What came in together at one cost. First in, first out; every quantity on hand is in a layer.
create table app.cost_layer (
    business_id     bigint      not null,
    layer_id        uuid        not null,          -- the movement that brought it
    product_id      uuid        not null,
    location_id     uuid        not null,
    received_at     timestamptz not null,
    quantity_milli  bigint      not null constraint cost_layer_quantity_positive check (quantity_milli > 0),
    value_minor     bigint      not null constraint cost_layer_value_not_negative check (value_minor >= 0),
    left_milli      bigint      not null constraint cost_layer_left check (left_milli between 0 and quantity_milli),
    left_value_minor bigint     not null constraint cost_layer_left_value check (left_value_minor between 0 and value_minor),
    batch_number    text,
    expires_on      date,
    primary key (business_id, layer_id),
    constraint cost_layer_movement foreign key (business_id, layer_id) references app.stock_movement,
    constraint cost_layer_empty check (left_milli > 0 or left_value_minor = 0)
);
create index cost_layer_first_in on app.cost_layer (business_id, product_id, location_id, received_at, layer_id) where left_milli > 0;
call app.own_by_business('app.cost_layer');
grant select, insert on app.cost_layer to dukani_runtime;
grant update (left_milli, left_value_minor) on app.cost_layer to dukani_runtime;

create table app.layer_use (
    business_id    bigint not null,
    movement_id    uuid   not null,
    layer_id       uuid   not null,
    quantity_milli bigint not null constraint layer_use_positive check (quantity_milli > 0),
    value_minor    bigint not null constraint layer_use_value check (value_minor >= 0),
    primary key (business_id, movement_id, layer_id),
    constraint layer_use_movement foreign key (business_id, movement_id) references app.stock_movement,
    constraint layer_use_layer foreign key (business_id, layer_id) references app.cost_layer
);
call app.own_by_business('app.layer_use');
call app.append_only('app.layer_use');
grant select, insert on app.layer_use to dukani_runtime;

-- Search: a definer function, because under row security PostgreSQL uses no index for words and
-- trigrams (their operators are not leakproof). It adds the business itself and returns ids only.
-- Rank: whole words first, then how near the trigrams are ("skuma" finds sukuma).
create function app.search_products(p_query text, p_most integer)
    returns table (product_id uuid, rank real)
    language sql stable security definer
    set search_path = pg_catalog, ext, pg_temp set pg_trgm.word_similarity_threshold = 0.45 as $$
    select product_id, max(rank)::real from (
        select p.product_id, 1 + ts_rank(p.search_vector, q) as rank
          from app.product p, websearch_to_tsquery('simple', p_query) q
         where p.business_id = app.current_business() and p.search_vector @@ q and p.retired_at is null
        union all
        select p.product_id, word_similarity(lower(p_query), p.search_text)
          from app.product p
         where p.business_id = app.current_business() and lower(p_query) <% p.search_text and p.retired_at is null
    ) found
    group by product_id order by 2 desc, 1 limit p_most $$;
alter function app.search_products(text, integer) owner to dukani_definer;
revoke all on function app.search_products(text, integer) from public;
grant execute on function app.search_products(text, integer) to dukani_runtime;
