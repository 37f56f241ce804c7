//! What must be true of a business at any instant, as queries that name what breaks it.

/// One rule: how many rows it is about, and the rows that break it (one text each).
pub(super) struct Invariant {
    pub rule: &'static str,
    pub examined: &'static str,
    pub broken: &'static str,
}

/// How many rows of each table this transaction sees.
pub(super) const SEEN: &str = "
    select 'journal_entry', count(*) from app.journal_entry where business_id = $1
    union all select 'journal_line', count(*) from app.journal_line where business_id = $1
    union all select 'stock_level', count(*) from app.stock_level where business_id = $1
    union all select 'stock_movement', count(*) from app.stock_movement where business_id = $1
    union all select 'cost_layer', count(*) from app.cost_layer where business_id = $1
    union all select 'order', count(*) from app.order where business_id = $1
    union all select 'payment', count(*) from app.payment where business_id = $1
    union all select 'mpesa_attempt', count(*) from app.mpesa_attempt where business_id = $1
    union all select 'product', count(*) from app.product where business_id = $1
    union all select 'outbox', count(*) from app.outbox where business_id = $1";

/// Every rule.
pub(super) const ALL: [Invariant; 19] = [
    Invariant {
        rule: "every entry has two lines or more that sum to nothing",
        examined: "select count(*) from app.journal_entry where business_id = $1",
        broken: "select 'entry ' || e.number || ': ' || count(l.line_no) || ' lines, sum ' ||
                        coalesce(sum(l.amount_minor), 0)
                   from app.journal_entry e
                   left join app.journal_line l
                     on l.business_id = e.business_id and l.entry_id = e.entry_id
                  where e.business_id = $1 group by e.entry_id, e.number
                 having count(l.line_no) < 2 or coalesce(sum(l.amount_minor), 0) <> 0",
    },
    Invariant {
        rule: "all lines together sum to nothing",
        examined: "select count(*) from app.journal_line where business_id = $1",
        broken: "select 'sum ' || sum(amount_minor) from app.journal_line
                  where business_id = $1 having sum(amount_minor) <> 0",
    },
    Invariant {
        rule: "nothing was posted into a month after it was closed",
        examined: "select count(*) from app.period where business_id = $1",
        broken: "select 'entry ' || e.number from app.journal_entry e
                   join app.period p on p.business_id = e.business_id and p.starts_on = e.period_start
                  where e.business_id = $1 and p.closed_at < e.recorded_at",
    },
    Invariant {
        rule: "every payment has one entry of its amount",
        examined: "select count(*) from app.payment where business_id = $1",
        broken: "select 'payment ' || p.payment_id from app.payment p
                  where p.business_id = $1 and p.amount_minor is distinct from (
                        select sum(l.amount_minor) filter (where l.amount_minor > 0)
                          from app.journal_entry e
                          join app.journal_line l
                            on l.business_id = e.business_id and l.entry_id = e.entry_id
                         where e.business_id = p.business_id and e.source_kind = 'payment'
                           and e.source_id = p.payment_id)",
    },
    Invariant {
        rule: "an order handed over has its entry, and no other order has one",
        examined: "select count(*) from app.order where business_id = $1",
        broken: "select 'order ' || o.code from app.order o
                  where o.business_id = $1 and o.total_minor > 0
                    and (o.state = 'delivered') <> exists (
                        select 1 from app.journal_entry e
                         where e.business_id = o.business_id and e.source_kind = 'order'
                           and e.source_id = o.order_id and e.purpose = 'hand_over')",
    },
    Invariant {
        rule: "what remains of an order's lines and taxes adds up to its totals",
        examined: "select count(*) from app.order_line where business_id = $1",
        broken: "select 'order ' || o.code from app.order o
                   left join lateral (
                        select coalesce(sum(l.amount_minor - l.cancelled_minor), 0) as amount,
                               coalesce(sum(l.amount_minor - l.cancelled_minor)
                                        filter (where l.kind = 'goods'), 0) as goods
                          from app.order_line l
                         where l.business_id = o.business_id and l.order_id = o.order_id) l on true
                   left join lateral (
                        select coalesce(sum(c.rounding_minor), 0) as rounding
                          from app.order_cancellation c
                         where c.business_id = o.business_id and c.order_id = o.order_id) c on true
                  where o.business_id = $1
                    and (o.total_minor <> l.amount + c.rounding or o.goods_minor <> l.goods
                     or o.tax_minor <> (
                        select coalesce(sum(t.amount_minor), 0) from app.order_line_tax t
                         where t.business_id = o.business_id and t.order_id = o.order_id) - (
                        select coalesce(sum(x.tax_minor), 0) from app.order_cancellation_line x
                         where x.business_id = o.business_id and x.order_id = o.order_id))",
    },
    Invariant {
        rule: "what was taken off an order's lines is what its cancellations say",
        examined: "select count(*) from app.order_cancellation_line where business_id = $1",
        broken: "select 'order ' || l.order_id || ' line ' || l.line_no from app.order_line l
                   left join (select order_id, line_no, sum(quantity_milli) as quantity,
                                     sum(amount_minor) as amount
                                from app.order_cancellation_line where business_id = $1
                               group by order_id, line_no) c
                     on c.order_id = l.order_id and c.line_no = l.line_no
                  where l.business_id = $1
                    and (l.cancelled_milli <> coalesce(c.quantity, 0)
                         or l.cancelled_minor <> coalesce(c.amount, 0))",
    },
    Invariant {
        rule: "goods taken off a paid order are in the books with what is owed back for them",
        examined: "select count(*) from app.order_cancellation where business_id = $1",
        broken: "select 'cancellation ' || c.cancellation_id from app.order_cancellation c
                   left join lateral (
                        select count(*) as lines,
                               coalesce(sum(l.amount_minor) filter (where a.role = 'refunds_owed'), 0) as owed,
                               coalesce(sum(l.amount_minor) filter (where a.role = 'tax_output'), 0) as tax
                          from app.journal_entry e
                          join app.journal_line l
                            on l.business_id = e.business_id and l.entry_id = e.entry_id
                          join app.account a
                            on a.business_id = l.business_id and a.account_id = l.account_id
                         where e.business_id = c.business_id and e.source_kind = 'cancellation'
                           and e.source_id = c.cancellation_id) e on true
                  where c.business_id = $1
                    and case when c.is_whole then e.lines <> 0
                             else e.owed <> -c.refund_minor or e.tax <> c.tax_back_minor end",
    },
    Invariant {
        rule: "what an order says was paid is what came in, and what is owed back is the rest",
        examined: "select count(*) from app.order where business_id = $1",
        broken: "select 'order ' || o.code from app.order o
                   left join lateral (
                        select coalesce(sum(amount_minor) filter (where direction = 'in'), 0) as came,
                               coalesce(sum(amount_minor) filter (where direction = 'out'), 0) as went
                          from app.payment p
                         where p.business_id = o.business_id and p.order_id = o.order_id) m on true
                  where o.business_id = $1 and o.paid_minor + o.refund_owed_minor <> m.came - m.went",
    },
    Invariant {
        rule: "customer deposits are what was paid for orders not yet handed over",
        examined: "select count(*) from app.order where business_id = $1 and paid_minor > 0",
        broken: "select 'deposits ' || d.balance || ', orders ' || o.held
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'customer_deposits') d,
                        (select coalesce(sum(paid_minor - tax_posted_minor), 0) as held from app.order
                          where business_id = $1 and state <> 'delivered') o
                  where d.balance <> -o.held",
    },
    Invariant {
        rule: "refunds owed in the books are those that orders owe",
        examined: "select count(*) from app.order where business_id = $1 and refund_owed_minor > 0",
        broken: "select 'books ' || d.balance || ', orders ' || o.owed
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'refunds_owed') d,
                        (select coalesce(sum(refund_owed_minor), 0) as owed from app.order
                          where business_id = $1) o
                  where d.balance <> -o.owed",
    },
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
                   left join (select l.product_id, o.location_id, sum(l.held_milli) as held
                                from app.order_line l
                                join app.order o on o.business_id = l.business_id and o.order_id = l.order_id
                               where l.business_id = $1 and l.held_milli > 0
                               group by l.product_id, o.location_id) h
                     on h.product_id = s.product_id and h.location_id = s.location_id
                  where s.business_id = $1 and s.reserved_milli <> coalesce(h.held, 0)",
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
                   left join (select layer_id, sum(quantity_milli) as used, sum(value_minor) as value
                                from app.layer_use where business_id = $1 group by layer_id) u
                     on u.layer_id = y.layer_id
                  where y.business_id = $1
                    and (y.quantity_milli - y.left_milli <> coalesce(u.used, 0)
                         or y.value_minor - y.left_value_minor <> coalesce(u.value, 0))",
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
        rule: "a prompt that succeeded brought one payment, and no other prompt did",
        examined: "select count(*) from app.mpesa_attempt where business_id = $1",
        broken: "select 'attempt ' || a.attempt_id || ' ' || a.state || ': ' || count(p.payment_id)
                   from app.mpesa_attempt a
                   left join app.payment p on p.business_id = a.business_id
                    and (p.attempt_id = a.attempt_id
                         or (p.attempt_id is null and p.direction = 'in' and p.receipt = a.receipt))
                  where a.business_id = $1 group by a.attempt_id, a.state
                 having (a.state = 'succeeded' and count(p.payment_id) <> 1)
                     or (a.state not in ('succeeded', 'review') and count(p.payment_id) > 0)",
    },
    Invariant {
        rule: "a product's price is the last one of its history",
        examined: "select count(*) from app.product where business_id = $1",
        broken: "select 'product ' || p.sku from app.product p
                  where p.business_id = $1 and p.price_minor is distinct from (
                        select r.amount_minor from app.price r
                         where r.business_id = p.business_id and r.product_id = p.product_id
                           and r.list = 'retail'
                         order by r.valid_from desc, r.price_id desc limit 1)",
    },
    Invariant {
        rule: "no job waits more than five minutes past its time",
        examined: "select count(*) from app.outbox where business_id = $1 and done_at is null",
        broken: "select 'job ' || task || ' of ' || run_at from app.outbox
                  where business_id = $1 and done_at is null and run_at < now() - interval '5 minutes'",
    },
];
