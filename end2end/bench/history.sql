-- A year of comings and goings for bench-1: :movements movements, in pairs that leave every level as it
-- is; a reorder point that one product in ten has fallen to, and a minimum that another is below: a small
-- shop fills a page with them too. For pages that are read; what they would mean to the books is left out.
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
-- What levels keep of the last four weeks: the triggers and the program were left out.
update app.location o set sold_since = now() - interval '28 days'
  from app.business b where b.slug = 'bench-1' and o.business_id = b.business_id;
update app.stock_level l set sold_milli = s.sold
  from (select m.business_id, m.product_id, m.location_id, -sum(m.quantity_milli)::bigint as sold
          from app.stock_movement m
          join app.location o using (business_id, location_id)
          join app.business b using (business_id)
         where b.slug = 'bench-1' and m.kind = 'sale' and m.recorded_at >= o.sold_since
         group by m.business_id, m.product_id, m.location_id) s
 where l.business_id = s.business_id and l.product_id = s.product_id and l.location_id = s.location_id;
update app.stock_level l
   set reorder_milli = case when right(p.sku, 1) = '7' then l.on_hand_milli end,
       minimum_milli = case when right(p.sku, 1) = '1' then l.on_hand_milli + 1000 end
  from app.product p, app.business b
 where b.slug = 'bench-1' and l.business_id = b.business_id and p.business_id = l.business_id
   and p.product_id = l.product_id and right(p.sku, 1) in ('1', '7');
vacuum analyze app.stock_movement, app.stock_level, app.location;
