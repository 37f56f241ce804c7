-- Kits in the storefront. The line of an order is the kit, at the kit's price; what leaves the shelf
-- is what the kit was made of when it was ordered.

-- A part of one kit that was ordered. Of it, so much is reserved as the line holds kits:
-- `order_line.held_milli` times this. Kits are ordered whole, so that comes out even.
create table app.order_line_part (
    business_id    bigint  not null,
    order_id       uuid    not null,
    line_no        integer not null,
    part_id        uuid    not null,
    sku            text    not null,
    name           text    not null,
    unit           text    not null,
    quantity_milli bigint  not null constraint order_line_part_positive check (quantity_milli > 0),  -- in one kit
    primary key (business_id, order_id, line_no, part_id),
    constraint order_line_part_line foreign key (business_id, order_id, line_no) references app.order_line,
    constraint order_line_part_part foreign key (business_id, part_id) references app.product
);
create index order_line_part_of on app.order_line_part (business_id, part_id);
call app.own_by_business('app.order_line_part');
call app.append_only('app.order_line_part');
grant select, insert on app.order_line_part to dukani_runtime;

-- What can be had of a product at each open location: what is on the shelf, promised to nobody and,
-- where the business sells nothing that has expired, good on that day. Customers have it where it
-- is online. Its body becomes part of the query that asks, row security and all: keep it one plain select.
create function app.free_stock(p_business bigint, p_today date)
    returns table (product_id uuid, location_id uuid, free_milli bigint, is_online boolean)
    language sql stable as $$
    select l.product_id, l.location_id,
           greatest(l.on_hand_milli - l.reserved_milli - coalesce((
               select sum(y.left_milli) from app.cost_layer y
                 join app.business b on b.business_id = y.business_id and b.expired_goods = 'block'
                where y.business_id = l.business_id and y.product_id = l.product_id
                  and y.location_id = l.location_id and y.left_milli > 0
                  and y.expires_on is not null and y.expires_on < p_today), 0), 0)::bigint,
           o.sells_online
      from app.stock_level l
      join app.location o on o.business_id = l.business_id and o.location_id = l.location_id
       and o.retired_at is null
     where l.business_id = p_business $$;
revoke all on function app.free_stock(bigint, date) from public;
grant execute on function app.free_stock(bigint, date) to dukani_runtime;
