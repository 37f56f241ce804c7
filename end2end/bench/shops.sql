-- Makes :businesses businesses of :products products each, all like the demo business: bench-1,
-- bench-2 and so on. All goods cost :price, or what the demo's do where that is 0. Their books and their stock agree, as `dukani check` tells. Ids are the same
-- in every business: the business stands first in each key.
--
-- Run as the superuser of a throwaway database, in set-based statements: the rows are right by
-- construction, so triggers and foreign keys are left out while they are loaded, and the two
-- indexes of search are built after the rows, not with them.
\set ON_ERROR_STOP on
set search_path = app, ext, pg_catalog;
set session_replication_role = replica;
set synchronous_commit = off;
set maintenance_work_mem = '512MB';
set client_min_messages = warning;

-- A number of a kind, as an id that looks like ours: in the order of its numbers.
create function pg_temp.id(p_kind text, p_number bigint) returns uuid language sql immutable as $$
    select ('01970000-00' || p_kind || '-7000-8000-' || lpad(to_hex(p_number), 12, '0'))::uuid $$;

create temporary table base as select * from app.business where slug = 'demo';
create temporary table fresh as
    select n as number, nextval('app.business_number') as business_id
      from generate_series(1, :businesses) n;

insert into app.business
    select (jsonb_populate_record(b, jsonb_build_object('business_id', f.business_id,
            'slug', 'bench-' || f.number, 'name', 'Duka ' || f.number))).*
      from base b, fresh f;
insert into app.business_address (address, kind, business_id)
    select 'bench-' || number, 'slug', business_id from fresh;

-- What every business has is copied, whatever its columns are.
create procedure pg_temp.copy_all(p_table text) language plpgsql as $$
begin
    execute format('insert into app.%1$I
        select (jsonb_populate_record(t, jsonb_build_object(''business_id'', f.business_id))).*
          from app.%1$I t join base b using (business_id), fresh f', p_table);
end $$;
call pg_temp.copy_all('location');
call pg_temp.copy_all('delivery_area');
call pg_temp.copy_all('member');
call pg_temp.copy_all('number_series');
call pg_temp.copy_all('account');
call pg_temp.copy_all('period');
call pg_temp.copy_all('tax_class');
call pg_temp.copy_all('tax_rate');
call pg_temp.copy_all('category');

-- The goods: the demo's own, over and over, each time with another number behind its name.
create temporary table goods as
    with model as (
        select p.*, row_number() over (order by p.slug) - 1 as place, count(*) over () as models
          from app.product p join base using (business_id))
    select j as number, m.category_id, m.tax_class_id, 'BENCH-' || lpad(j::text, 6, '0') as sku,
           m.name || ' ' || j as name, 'bench-' || j as slug, m.description, m.search_words, m.unit,
           m.quantity_step_milli, c.price_minor, c.price_minor * 6 / 10 as cost_minor,
           1000000000::bigint as stock_milli
      from generate_series(0, :products - 1) j
      join model m on m.place = j % m.models
      cross join lateral (select coalesce(nullif(:price::bigint, 0), m.price_minor) as price_minor) c;
create temporary table kept_index as
    select indexdef, indexname from pg_indexes
     where schemaname = 'app' and tablename = 'product' and indexdef like '% USING gin %';
do $$
declare
    v_index record;
begin
    for v_index in select * from kept_index loop
        execute format('drop index app.%I', v_index.indexname);
    end loop;
end $$;

insert into app.product (business_id, product_id, category_id, tax_class_id, sku, name, slug,
                         description, search_words, unit, quantity_step_milli, price_minor, cost_minor)
    select f.business_id, pg_temp.id('01', g.number), g.category_id, g.tax_class_id, g.sku, g.name,
           g.slug, g.description, g.search_words, g.unit, g.quantity_step_milli, g.price_minor,
           g.cost_minor
      from fresh f, goods g;
insert into app.price (business_id, price_id, product_id, unit, amount_minor, valid_from)
    select f.business_id, pg_temp.id('03', g.number), pg_temp.id('01', g.number), g.unit,
           g.price_minor, now()
      from fresh f, goods g;

-- An opening stock of a million of each, with its layer and one entry in the books.
create temporary table shelf as
    select l.location_id, p.starts_on, c.today
      from base b
      cross join lateral (select location_id from app.location where business_id = b.business_id
                           order by position, location_id limit 1) l
      cross join lateral (select max(starts_on) as starts_on from app.period
                           where business_id = b.business_id) p
      cross join lateral (select max(business_date) as today from app.journal_entry
                           where business_id = b.business_id) c;
insert into app.stock_level (business_id, location_id, product_id, on_hand_milli, value_minor)
    select f.business_id, s.location_id, pg_temp.id('01', g.number), g.stock_milli,
           g.cost_minor * (g.stock_milli / 1000)
      from fresh f, shelf s, goods g;
insert into app.stock_movement (business_id, movement_id, product_id, location_id, kind,
                                quantity_milli, value_minor, source_kind, source_id, source_line,
                                occurred_at, business_date)
    select f.business_id, pg_temp.id('02', g.number), pg_temp.id('01', g.number), s.location_id,
           'opening', g.stock_milli, g.cost_minor * (g.stock_milli / 1000), 'import',
           pg_temp.id('06', 1), g.number, now(), s.today
      from fresh f, shelf s, goods g;
insert into app.cost_layer (business_id, layer_id, movement_id, product_id, location_id,
                            received_at, quantity_milli, value_minor, left_milli, left_value_minor)
    select f.business_id, pg_temp.id('02', g.number), pg_temp.id('02', g.number),
           pg_temp.id('01', g.number), s.location_id, now(), g.stock_milli, g.cost_minor * (g.stock_milli / 1000), g.stock_milli,
           g.cost_minor * (g.stock_milli / 1000)
      from fresh f, shelf s, goods g;
insert into app.journal_entry (business_id, entry_id, number, occurred_at, business_date,
                               period_start, location_id, source_kind, source_id, purpose)
    select f.business_id, pg_temp.id('06', 1), 1, now(), s.today,
           date_trunc('month', s.today)::date, s.location_id, 'import', pg_temp.id('06', 1), 'opening'
      from fresh f, shelf s;
insert into app.journal_line (business_id, entry_id, line_no, account_id, amount_minor)
    select f.business_id, pg_temp.id('06', 1), side.line_no, a.account_id, side.sign * v.value
      from fresh f
      cross join (values (1, 'inventory', 1), (2, 'opening_equity', -1)) side (line_no, role, sign)
      cross join (select sum(cost_minor * (stock_milli / 1000))::bigint as value from goods) v
      join app.account a on a.business_id = f.business_id and a.role = side.role;

do $$
declare
    v_index record;
begin
    for v_index in select * from kept_index loop
        execute v_index.indexdef;
    end loop;
end $$;
vacuum analyze;
