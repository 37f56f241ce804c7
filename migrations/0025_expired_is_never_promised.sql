-- What has expired is not offered to customers, whatever the business's policy: `business.expired_goods`
-- says only whether somebody who sees the goods may sell them all the same.

-- What can be had of a product at each open location: what is on the shelf, promised to nobody, and good
-- on that day. Customers have it where it is online. Its body becomes part of the query that asks, row
-- security and all: keep it one plain select.
create or replace function app.free_stock(p_business bigint, p_today date)
    returns table (product_id uuid, location_id uuid, free_milli bigint, is_online boolean)
    language sql stable as $$
    select l.product_id, l.location_id,
           greatest(l.on_hand_milli - l.reserved_milli - coalesce((
               select sum(y.left_milli) from app.cost_layer y
                where y.business_id = l.business_id and y.product_id = l.product_id
                  and y.location_id = l.location_id and y.left_milli > 0
                  and y.expires_on is not null and y.expires_on < p_today), 0), 0)::bigint,
           o.sells_online
      from app.stock_level l
      join app.location o on o.business_id = l.business_id and o.location_id = l.location_id
       and o.retired_at is null
     where l.business_id = p_business $$;
