-- The catalogue, grown up: packs and what is in them, kits, variants, price lists, goods weighed by a
-- scale that prints its own barcodes, and a catalogue that all businesses share.

alter table app.product
    -- 'plain' is one thing; a 'kit' is sold as one and leaves the shelf as its parts; a 'family' is what
    -- variants have in common and is not sold itself.
    add column kind text not null default 'plain' constraint product_kind check (kind in ('plain', 'kit', 'family')),
    add column variant text not null default '' constraint product_variant_length check (length(variant) <= 60),
    -- The number that a scale prints inside its barcodes.
    add column scale_code text constraint product_scale_code check (scale_code ~ '^[0-9]{5}$'),
    add column shared_barcode text,                -- where it came from the shared catalogue
    add constraint product_scale_code_once unique (business_id, scale_code),
    add constraint product_not_its_own_parent check (parent_id <> product_id),
    add constraint product_family_has_no_parent check (parent_id is null or kind <> 'family');
create index product_variants on app.product (business_id, parent_id) where parent_id is not null;

-- What a kit is made of, for one of it.
create table app.kit_part (
    business_id    bigint not null,
    product_id     uuid   not null,
    part_id        uuid   not null,
    quantity_milli bigint not null constraint kit_part_positive check (quantity_milli > 0),
    primary key (business_id, product_id, part_id),
    constraint kit_part_not_itself check (part_id <> product_id),
    constraint kit_part_kit foreign key (business_id, product_id) references app.product,
    constraint kit_part_part foreign key (business_id, part_id) references app.product
);
create index kit_part_of on app.kit_part (business_id, part_id);
call app.own_by_business('app.kit_part');
grant select, insert, update, delete on app.kit_part to dukani_runtime;

-- A pack: how a product is bought, and perhaps sold, many at once. Stock is always in the product's own unit.
create table app.pack (
    business_id bigint      not null,
    pack_id     uuid        not null,
    product_id  uuid        not null,
    name        text        not null constraint pack_name_length check (length(name) between 1 and 40),  -- 'carton'
    holds_milli bigint      not null constraint pack_holds check (holds_milli > 0),  -- of the product's own unit
    is_sold     boolean     not null default false,  -- customers may have it too, at a price of its own
    retired_at  timestamptz,
    primary key (business_id, pack_id),
    constraint pack_of_product unique (business_id, product_id, pack_id),
    constraint pack_product foreign key (business_id, product_id) references app.product
);
create unique index pack_name_once on app.pack (business_id, product_id, lower(name)) where retired_at is null;
call app.own_by_business('app.pack');
grant select, insert, update on app.pack to dukani_runtime;

-- A barcode on a carton is not the one on the bottle.
alter table app.barcode
    add column pack_id uuid,
    add constraint barcode_pack foreign key (business_id, product_id, pack_id)
        references app.pack (business_id, product_id, pack_id);

-- Price lists beside 'retail': wholesale, or one customer's own.
create table app.price_list (
    business_id bigint      not null references app.business,
    list        text        not null constraint price_list_form check (list ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(list) <= 40),
    name        text        not null constraint price_list_name_length check (length(name) between 1 and 60),
    position    integer     not null default 0,
    retired_at  timestamptz,
    primary key (business_id, list)
);
create unique index price_list_name_once on app.price_list (business_id, lower(name)) where retired_at is null;
call app.own_by_business('app.price_list');
grant select, insert, update on app.price_list to dukani_runtime;

-- The price of a pack; and a price that ends: null amount, the list has none of its own from then on.
alter table app.price
    add column pack_id uuid,
    add constraint price_pack foreign key (business_id, product_id, pack_id)
        references app.pack (business_id, product_id, pack_id);
alter table app.price alter column amount_minor drop not null;

-- A customer who buys by a list of her own.
alter table app.customer
    add column price_list text,
    add constraint customer_price_list foreign key (business_id, price_list) references app.price_list;

-- What the first two digits of a scale's barcode mean: 21 00042 01250 c is product 00042, and 1.250 kg
-- or 12.50 in money, as the scale is set.
create table app.scale_format (
    business_id bigint not null references app.business,
    prefix      text   not null constraint scale_format_prefix check (prefix ~ '^2[0-9]$'),
    carries     text   not null constraint scale_format_carries check (carries in ('weight', 'price')),
    primary key (business_id, prefix)
);
call app.own_by_business('app.scale_format');
grant select, insert, delete on app.scale_format to dukani_runtime;

-- Goods that everybody sells, by their barcode: whoever runs the installation fills it, and an owner
-- adds a product from it by scanning. Nobody's prices or stock are in it.
create table app.shared_product (
    barcode  text        primary key constraint shared_product_barcode check (barcode ~ '^[0-9]{8,14}$'),
    name     text        not null constraint shared_product_name_length check (length(name) between 1 and 120),
    brand    text        not null default '',
    category text        not null default '',
    unit     text        not null default 'piece',
    tax_code text        not null default 'standard' constraint shared_product_tax check (tax_code in ('standard', 'zero', 'exempt')),
    added_at timestamptz not null default now()
);
create index shared_product_by_name on app.shared_product (lower(name));
comment on table app.shared_product is 'global: what goods are called, by barcode; the same for every business';
grant select on app.shared_product to dukani_runtime, dukani_backup;
-- What is sold as its parts, or not sold itself, has no stock of its own, whoever brings it in.

create function app.stock_is_plain() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    -- A look without a lock: a product is turned into a kit or a family under the locks of its levels.
    if exists (select 1 from app.product
                where business_id = new.business_id and product_id = new.product_id and kind <> 'plain') then
        raise exception 'a kit or a family holds no stock'
            using errcode = '23514', constraint = 'stock_level_of_plain';
    end if;
    return new;
end $$;
revoke all on function app.stock_is_plain() from public;

-- Only where a shelf that was bare holds something: the row of a product that sells all day is not asked again.
create trigger stock_level_of_plain_new before insert on app.stock_level
    for each row when (new.on_hand_milli > 0 or new.short_milli > 0) execute function app.stock_is_plain();
create trigger stock_level_of_plain before update of on_hand_milli, short_milli on app.stock_level
    for each row when (old.on_hand_milli = 0 and old.short_milli = 0
                       and (new.on_hand_milli > 0 or new.short_milli > 0))
    execute function app.stock_is_plain();

-- Scanning a pack, and looking for what it is made of, both find rows of one product.
create index barcode_of_pack on app.barcode (business_id, pack_id) where pack_id is not null;
