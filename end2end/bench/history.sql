-- A year of comings and goings for bench-1: :movements movements, in pairs that leave every level as it
-- is; and a reorder point that one product in fifty has fallen to. For pages that are read; what they
-- would mean to the books is left out.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set synchronous_commit = off;
-- Counted once, and not beside each row: only so can the rows be matched by their place.
select count(*) as levels from app.stock_level l join app.business b using (business_id)
 where b.slug = 'bench-1' \gset
insert into app.stock_movement (business_id, movement_id, product_id, location_id, kind, quantity_milli,
                                value_minor, source_kind, source_id, source_line, occurred_at,
                                recorded_at, business_date)
    select l.business_id, gen_random_uuid(), l.product_id, l.location_id,
           case when m % 2 = 0 then 'receipt' else 'sale' end,
           case when m % 2 = 0 then 1000 else -1000 end, case when m % 2 = 0 then 100 else -100 end,
           case when m % 2 = 0 then 'receipt' else 'sale' end, gen_random_uuid(), 1, at.t, at.t, at.t::date
      from (select l.*, row_number() over (order by product_id) - 1 as place
              from app.stock_level l join app.business b using (business_id) where b.slug = 'bench-1') l
      join generate_series(0, :movements - 1) m on (m / 2) % :levels = l.place
     cross join lateral (select now() - interval '1 minute' * (:movements - m) / 2 as t) at;
update app.stock_level l set reorder_milli = l.on_hand_milli
  from app.product p, app.business b
 where b.slug = 'bench-1' and l.business_id = b.business_id and p.business_id = l.business_id
   and p.product_id = l.product_id and right(p.sku, 2) in ('07', '57');
vacuum analyze app.stock_movement, app.stock_level;
