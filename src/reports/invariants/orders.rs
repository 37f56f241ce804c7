//! The rules of orders and of the money that comes for them.

use super::Invariant;

pub(super) const RULES: [Invariant; 9] = [
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
                           and e.source_id = p.payment_id)
                    -- Money of a sale is in the sale's own entry, unless it was there before.
                    and (p.sale_id is null or p.device_id is not null)",
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
        rule: "a prompt that succeeded brought its money, once for each receipt, and no other prompt did",
        examined: "select count(*) from app.mpesa_attempt where business_id = $1",
        broken: "select 'attempt ' || a.attempt_id || ' ' || a.state || ': ' || count(p.payment_id)
                   from app.mpesa_attempt a
                   left join app.payment p on p.business_id = a.business_id
                    and (p.attempt_id = a.attempt_id
                         or (p.attempt_id is null and p.direction = 'in' and p.receipt = a.receipt))
                  where a.business_id = $1 group by a.attempt_id, a.state
                 having (a.state = 'succeeded'
                         -- Paid twice, it was seen to: both payments stand, under receipts of their own.
                         and (count(p.payment_id) = 0 or count(p.payment_id)
                              <> count(distinct coalesce(p.receipt, a.receipt, ''))))
                     or (a.state not in ('succeeded', 'review') and count(p.payment_id) > 0)",
    },
];
