//! The rules of stock: movements, levels, layers, and the books.

use super::Invariant;

pub(super) const RULES: [Invariant; 14] = [
    Invariant {
        rule: "movements add up to levels, and nothing is negative",
        examined: "select count(*) from app.stock_level where business_id = $1",
        broken: "select 'product ' || s.product_id || ': on hand ' || s.on_hand_milli || ', moved ' ||
                        coalesce(m.moved, 0)
                   from app.stock_level s
                   left join (select product_id, location_id, sum(quantity_milli) as moved
                                from app.stock_movement where business_id = $1
                               group by product_id, location_id) m
                     on m.product_id = s.product_id and m.location_id = s.location_id
                  where s.business_id = $1
                    and (s.on_hand_milli <> coalesce(m.moved, 0) or s.on_hand_milli < 0
                         or s.reserved_milli < 0)",
    },
    Invariant {
        rule: "what is reserved is what orders hold",
        examined: "select count(*) from app.stock_level where business_id = $1",
        broken: "select 'product ' || s.product_id || ': reserved ' || s.reserved_milli || ', held ' ||
                        coalesce(h.held, 0)
                   from app.stock_level s
                   left join (select coalesce(k.part_id, l.product_id) as product_id, o.location_id,
                                     -- Of a kit, so much of each part as it holds kits.
                                     sum(l.held_milli::numeric * coalesce(k.quantity_milli, 1000) / 1000)
                                         as held
                                from app.order_line l
                                join app.order o on o.business_id = l.business_id and o.order_id = l.order_id
                                left join app.order_line_part k on k.business_id = l.business_id
                                      and k.order_id = l.order_id and k.line_no = l.line_no
                               where l.business_id = $1 and l.held_milli > 0
                               group by 1, 2) h
                     on h.product_id = s.product_id and h.location_id = s.location_id
                  where s.business_id = $1 and s.reserved_milli <> coalesce(h.held, 0)",
    },
    Invariant {
        rule: "what an order handed over took off the shelf is what remained of its lines",
        examined: "select count(*) from app.order where business_id = $1 and state = 'delivered'",
        broken: "select 'order ' || coalesce(w.order_id, m.order_id) || ' product ' ||
                        coalesce(w.product_id, m.product_id) || ': wanted ' ||
                        coalesce(w.wanted, 0) || ', moved ' || coalesce(m.moved, 0)
                   from (select l.order_id, coalesce(k.part_id, l.product_id) as product_id,
                                sum((l.quantity_milli - l.cancelled_milli)::numeric
                                    * coalesce(k.quantity_milli, 1000) / 1000) as wanted
                           from app.order_line l
                           join app.order o on o.business_id = l.business_id and o.order_id = l.order_id
                            and o.state = 'delivered'
                           left join app.order_line_part k on k.business_id = l.business_id
                                 and k.order_id = l.order_id and k.line_no = l.line_no
                          where l.business_id = $1 and l.kind = 'goods'
                            and l.quantity_milli > l.cancelled_milli
                          group by 1, 2) w
                   full join (select source_id as order_id, product_id, -sum(quantity_milli) as moved
                                from app.stock_movement
                               where business_id = $1 and source_kind = 'order' and kind = 'hand_over'
                               group by source_id, product_id) m
                     on m.order_id = w.order_id and m.product_id = w.product_id
                  where coalesce(w.wanted, 0) <> coalesce(m.moved, 0)",
    },
    Invariant {
        rule: "every quantity on hand is in a cost layer",
        examined: "select count(*) from app.cost_layer where business_id = $1",
        broken: "select 'product ' || s.product_id || ': on hand ' || s.on_hand_milli || ', in layers ' ||
                        coalesce(y.left_milli, 0)
                   from app.stock_level s
                   left join (select product_id, location_id, sum(left_milli) as left_milli
                                from app.cost_layer where business_id = $1
                               group by product_id, location_id) y
                     on y.product_id = s.product_id and y.location_id = s.location_id
                  where s.business_id = $1 and s.on_hand_milli <> coalesce(y.left_milli, 0)",
    },
    Invariant {
        rule: "what was used of a layer is what it lacks",
        examined: "select count(*) from app.layer_use where business_id = $1",
        broken: "select 'layer ' || y.layer_id from app.cost_layer y
                   left join (select layer_id, sum(quantity_milli) as used from app.layer_use
                               where business_id = $1 group by layer_id) u
                     on u.layer_id = y.layer_id
                  where y.business_id = $1 and y.quantity_milli - y.left_milli <> coalesce(u.used, 0)",
    },
    Invariant {
        rule: "of what came in no more is left than came, wherever transfers have put it",
        examined: "select count(*) from app.cost_layer where business_id = $1",
        broken: "select 'movement ' || m.movement_id || ': came ' || m.quantity_milli || ', left ' || y.left_milli
                   from (select coalesce(origin_id, movement_id) as movement_id, sum(left_milli) as left_milli
                           from app.cost_layer where business_id = $1 group by 1) y
                   join app.stock_movement m on m.business_id = $1 and m.movement_id = y.movement_id
                  where y.left_milli > m.quantity_milli",
    },
    Invariant {
        rule: "movements add up to the value of layers, product by product",
        examined: "select count(*) from app.stock_movement where business_id = $1",
        broken: "select 'product ' || coalesce(m.product_id, y.product_id) || ': moved ' ||
                        coalesce(m.value, 0) || ', in layers ' || coalesce(y.value, 0)
                   from (select product_id, location_id, sum(value_minor) as value
                           from app.stock_movement where business_id = $1
                          group by product_id, location_id) m
                   full join (select product_id, location_id, sum(left_value_minor) as value
                                from app.cost_layer where business_id = $1
                               group by product_id, location_id) y
                     on y.product_id = m.product_id and y.location_id = m.location_id
                  where coalesce(m.value, 0) <> coalesce(y.value, 0)",
    },
    Invariant {
        rule: "a movement is worth what it took out of its layers",
        examined: "select count(*) from app.layer_use where business_id = $1",
        broken: "select 'movement ' || m.movement_id from app.stock_movement m
                   left join (select movement_id, sum(quantity_milli) as used, sum(value_minor) as value
                                from app.layer_use where business_id = $1 group by movement_id) u
                     on u.movement_id = m.movement_id
                  where m.business_id = $1 and m.quantity_milli < 0
                    and (coalesce(u.used, 0) <> -m.quantity_milli or coalesce(u.value, 0) <> -m.value_minor)",
    },
    Invariant {
        rule: "what levels are short of is what shortfalls say",
        examined: "select count(*) from app.stock_shortfall where business_id = $1",
        broken: "select 'product ' || s.product_id || ': short ' || s.short_milli || ', shortfalls ' ||
                        coalesce(f.left_milli, 0)
                   from app.stock_level s
                   left join (select product_id, location_id, sum(left_milli) as left_milli
                                from app.stock_shortfall where business_id = $1
                               group by product_id, location_id) f
                     on f.product_id = s.product_id and f.location_id = s.location_id
                  where s.business_id = $1 and s.short_milli <> coalesce(f.left_milli, 0)",
    },
    Invariant {
        rule: "goods between locations in the books are those under way",
        examined: "select count(*) from app.transfer where business_id = $1",
        broken: "select 'books ' || d.balance || ', under way ' || t.value
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'goods_in_transit') d,
                        (select coalesce(sum(p.value_minor), 0) as value from app.transfer_part p
                           join app.transfer t on t.business_id = p.business_id and t.transfer_id = p.transfer_id
                          where p.business_id = $1 and t.state = 'in_transit') t
                  where d.balance <> t.value",
    },
    Invariant {
        rule: "stock in the books is the value of its layers",
        examined: "select count(*) from app.stock_movement where business_id = $1",
        broken: "select 'books ' || d.balance || ', layers ' || y.value
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'inventory') d,
                        (select coalesce(sum(left_value_minor), 0) as value from app.cost_layer
                          where business_id = $1) y
                  where d.balance <> y.value",
    },
    Invariant {
        rule: "a level is worth what is left in its layers",
        examined: "select count(*) from app.stock_level where business_id = $1",
        broken: "select 'product ' || s.product_id || ': worth ' || s.value_minor || ', in layers ' ||
                        coalesce(y.value, 0)
                   from app.stock_level s
                   left join (select product_id, location_id, sum(left_value_minor) as value
                                from app.cost_layer where business_id = $1
                               group by product_id, location_id) y
                     on y.product_id = s.product_id and y.location_id = s.location_id
                  where s.business_id = $1 and s.value_minor <> coalesce(y.value, 0)",
    },
    Invariant {
        rule: "what a level says was sold lately is what customers took since then and kept",
        examined: "select count(*) from app.stock_level where business_id = $1",
        broken: "select 'product ' || s.product_id || ': sold ' || s.sold_milli || ', moved ' ||
                        coalesce(m.sold, 0)
                   from app.stock_level s
                   left join (select w.product_id, w.location_id, sum(w.sold) as sold
                                from (select product_id, location_id, recorded_at,
                                             -quantity_milli as sold
                                        from app.stock_movement
                                       where business_id = $1
                                         and kind in ('sale', 'hand_over', 'sale_return')
                                      union all
                                      select product_id, location_id, recorded_at,
                                             quantity_milli - returned_milli
                                        from app.stock_shortfall where business_id = $1) w
                                join app.location o on o.business_id = $1
                                                   and o.location_id = w.location_id
                               where w.recorded_at >= o.sold_since
                               group by w.product_id, w.location_id) m
                     on m.product_id = s.product_id and m.location_id = s.location_id
                  where s.business_id = $1 and s.sold_milli <> coalesce(m.sold, 0)",
    },
    Invariant {
        rule: "a product is known to be nowhere until it has a level",
        examined: "select count(*) from app.product where business_id = $1",
        broken: "select 'product ' || p.sku from app.product p
                  where p.business_id = $1
                    and exists (select 1 from app.unplaced_product u
                                 where u.business_id = p.business_id and u.product_id = p.product_id)
                      = exists (select 1 from app.stock_level s
                                 where s.business_id = p.business_id and s.product_id = p.product_id)",
    },
];
