-- Fills :carts carts of the business bench-1 for orders to come, each of a browser of its own:
-- two lines of one piece or kilo each, over all of its products.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;

create function pg_temp.id(p_kind text, p_number bigint) returns uuid language sql immutable as $$
    select ('01970000-00' || p_kind || '-7000-8000-' || lpad(to_hex(p_number), 12, '0'))::uuid $$;

create temporary table shop as
    select b.business_id, count(*) as products
      from app.business b join app.product p using (business_id)
     where b.slug = 'bench-1' group by 1;
insert into app.cart (business_id, cart_id, browser_hash, order_id)
    select business_id, pg_temp.id('04', k),
           sha256(convert_to('bench-browser-' || lpad(k::text, 12, '0'), 'UTF8')),
           pg_temp.id('05', k)
      from shop, generate_series(0, :carts - 1) k;
insert into app.cart_line (business_id, cart_id, product_id, quantity_milli)
    select business_id, pg_temp.id('04', k), pg_temp.id('01', (2 * k + line) % products), 1000
      from shop, generate_series(0, :carts - 1) k, generate_series(0, 1) line;
vacuum analyze app.cart, app.cart_line;

-- One shop gets more orders in a minute here than any packs in a week: they are counted as always,
-- with the same work, and stop nobody.
alter function app.count_try(bytea, integer, integer, timestamptz) rename to true_count_try;
create function app.count_try(p_key bytea, p_most integer, p_seconds integer, p_now timestamptz)
    returns integer language sql security definer set search_path = pg_catalog, pg_temp
    as $$ select app.true_count_try(p_key, 1000000000, p_seconds, p_now) $$;
alter function app.count_try(bytea, integer, integer, timestamptz) owner to dukani_definer;
grant execute on function app.count_try(bytea, integer, integer, timestamptz) to dukani_runtime;
grant execute on function app.true_count_try(bytea, integer, integer, timestamptz) to dukani_definer;
