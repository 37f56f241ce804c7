-- What sells, and what can be had: net of what customers brought back, with what was sold before it was
-- there; and at one location, because an order is packed at one.

-- ---------------------------------------------------------------------------------------------
-- A level's `sold_milli` is what customers took at that location since `location.sold_since`, less what
-- they brought back to it since then. What was sold before it was there counts when it is sold (its
-- shortfall), not when goods that come in cover it; what of a shortfall is taken back before that never
-- counts. It is below zero where more came back lately than was taken: whoever reads it takes that for nothing.
alter table app.location no force row level security;
alter table app.stock_level no force row level security;
alter table app.stock_movement no force row level security;
alter table app.stock_shortfall no force row level security;
alter table app.till_change no force row level security;

alter table app.stock_shortfall
    add column recorded_at timestamptz not null default now(),
    -- What of it was brought back before it was covered.
    add column returned_milli bigint not null default 0;
update app.stock_shortfall s
   set recorded_at = s.occurred_at,
       returned_milli = s.quantity_milli - s.left_milli + coalesce((
           select sum(m.quantity_milli) from app.stock_movement m
            where m.business_id = s.business_id and m.source_kind = 'shortfall'
              and m.source_id = s.shortfall_id and m.kind = 'cover'), 0);
alter table app.stock_shortfall
    add constraint stock_shortfall_returned
        check (returned_milli >= 0 and left_milli + returned_milli <= quantity_milli);
create index stock_shortfall_recorded on app.stock_shortfall (business_id, location_id, recorded_at);
grant update (returned_milli) on app.stock_shortfall to dukani_runtime;

drop index app.stock_movement_sold;
create index stock_movement_sold on app.stock_movement (business_id, location_id, recorded_at)
    include (product_id, quantity_milli) where kind in ('sale', 'hand_over', 'sale_return');

alter table app.stock_level drop constraint stock_level_sold, drop column buy_in_days;
update app.stock_level l set sold_milli = s.sold
  from (select u.business_id, u.location_id, u.product_id, sum(u.sold)::bigint as sold
          from app.location o
          join (select business_id, location_id, product_id, recorded_at, -quantity_milli as sold
                  from app.stock_movement where kind in ('sale', 'hand_over', 'sale_return')
                union all
                select business_id, location_id, product_id, recorded_at,
                       quantity_milli - returned_milli
                  from app.stock_shortfall) u
            on u.business_id = o.business_id and u.location_id = o.location_id
           and u.recorded_at >= o.sold_since
         group by u.business_id, u.location_id, u.product_id) s
 where l.business_id = s.business_id and l.location_id = s.location_id and l.product_id = s.product_id
   and l.sold_milli <> s.sold;
alter table app.stock_level
    -- In how many days it runs out as it sells: below its minimum, or to nothing where it has none. Zero
    -- where it has come to its point already, whether it sells or not; null where it neither has nor sells.
    add column buy_in_days integer generated always as (case
        when on_hand_milli - reserved_milli - short_milli <= reorder_milli then 0
        when on_hand_milli - reserved_milli - short_milli < coalesce(minimum_milli, 0) then 0
        when sold_milli <= 0 then null
        -- So much that nobody counts it in days is cut, or it could not be multiplied.
        else least(least(on_hand_milli - reserved_milli - short_milli - coalesce(minimum_milli, 0),
                         100000000000000000) * 28 / sold_milli, 10000)::integer
    end) stored;
create index stock_level_to_buy on app.stock_level (business_id, location_id, buy_in_days, product_id)
    where buy_in_days is not null;

alter table app.till_change force row level security;
alter table app.stock_shortfall force row level security;
alter table app.stock_movement force row level security;
alter table app.stock_level force row level security;
alter table app.location force row level security;

-- ---------------------------------------------------------------------------------------------
-- What a product cost when it came in for the last time, whether any of that is left or not: a stock take
-- asks it for thousands of products at once.
create index cost_layer_last_in on app.cost_layer (business_id, product_id, received_at desc, layer_id desc);

-- ---------------------------------------------------------------------------------------------
-- What can be had of a product at each open location. Customers have it where it is online and they can
-- come for it, or where anything is delivered at all: an order is packed at one location. Its body becomes
-- part of the query that asks, row security and all: keep it one plain select.
create or replace function app.free_stock(p_business bigint, p_today date)
    returns table (product_id uuid, location_id uuid, free_milli bigint, is_online boolean)
    language sql stable as $$
    select l.product_id, l.location_id,
           greatest(l.on_hand_milli - l.reserved_milli - coalesce((
               select sum(y.left_milli) from app.cost_layer y
                where y.business_id = l.business_id and y.product_id = l.product_id
                  and y.location_id = l.location_id and y.left_milli > 0
                  and y.expires_on is not null and y.expires_on < p_today), 0), 0)::bigint,
           o.sells_online and (o.offers_pickup or exists (
               select 1 from app.delivery_area a
                where a.business_id = p_business and a.retired_at is null))
      from app.stock_level l
      join app.location o on o.business_id = l.business_id and o.location_id = l.location_id
       and o.retired_at is null
     where l.business_id = p_business $$;
