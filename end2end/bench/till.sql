-- Gives each of the goods of bench-1 a barcode, and marks all that its tills have to know: what fills a
-- business leaves triggers out. Prints the barcodes, in the order in which tills load their goods.
\set ON_ERROR_STOP on
set search_path = app, ext, pg_catalog;
set session_replication_role = replica;
set client_min_messages = warning;

create temporary table shop as select business_id from app.business where slug = 'bench-1';

-- Of one country, and otherwise as far apart as those of many makers: the factor has no divisor in common
-- with the number of codes, so no two are the same.
insert into app.barcode (business_id, barcode, product_id)
    select business_id, '6161' || lpad((number * 387420489 % 1000000000)::text, 9, '0'), product_id
      from (select business_id, product_id, row_number() over (order by product_id) as number
              from app.product join shop using (business_id)) p;

insert into app.till_change (business_id, kind, id, place, xid)
    select v.business_id, v.kind, v.id, v.place, pg_current_xact_id()::text::bigint
      from (select business_id, 'settings' as kind, '00000000-0000-0000-0000-000000000000'::uuid as id,
                   '00000000-0000-0000-0000-000000000000'::uuid as place from shop
            union all select business_id, 'category', category_id, '00000000-0000-0000-0000-000000000000' from app.category
            union all select business_id, 'member', member_id, '00000000-0000-0000-0000-000000000000' from app.member
            union all select business_id, 'product', product_id, '00000000-0000-0000-0000-000000000000' from app.product
            union all select business_id, 'stock', product_id, location_id from app.stock_level
            union all select business_id, 'tax', tax_class_id, '00000000-0000-0000-0000-000000000000' from app.tax_class) v
      join shop using (business_id)
        on conflict do nothing;
analyze app.barcode;
analyze app.till_change;

select barcode from app.barcode join shop using (business_id) order by product_id;
