//! The rules of what is bought: receipts, bills, and what is owed.

use super::Invariant;

pub(super) const RULES: [Invariant; 9] = [
    Invariant {
        rule: "goods received and not billed in the books are those of receipts",
        examined: "select count(*) from app.receipt where business_id = $1",
        broken: "select 'books ' || d.balance || ', receipts ' || r.value
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'goods_received') d,
                        (select coalesce(sum(value_minor - billed_minor - dropped_minor), 0) as value
                           from app.receipt_line
                          where business_id = $1) r
                  where d.balance <> -r.value",
    },
    Invariant {
        rule: "what suppliers are owed in the books is what their papers say",
        examined: "select count(*) from app.bill where business_id = $1",
        broken: "select 'books ' || d.balance || ', papers ' || b.owed
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'payables') d,
                        (select (select coalesce(sum(total_minor), 0) from app.bill where business_id = $1)
                              - (select coalesce(sum(total_minor), 0) from app.supplier_credit
                                  where business_id = $1 and undone_at is null)
                              - (select coalesce(sum(case direction when 'out' then amount_minor else -amount_minor end), 0)
                                   from app.payment where business_id = $1 and supplier_id is not null) as owed) b
                  where d.balance <> -b.owed",
    },
    Invariant {
        rule: "a bill is settled by what was paid and credited for it",
        examined: "select count(*) from app.bill_settlement where business_id = $1",
        broken: "select 'bill ' || b.bill_id from app.bill b
                   left join (select bill_id,
                                     coalesce(sum(amount_minor) filter (where payment_id is not null), 0) as paid,
                                     coalesce(sum(amount_minor) filter (where credit_id is not null), 0) as credited
                                from app.bill_settlement where business_id = $1 group by bill_id) s
                     on s.bill_id = b.bill_id
                  where b.business_id = $1
                    and (b.paid_minor <> coalesce(s.paid, 0) or b.credited_minor <> coalesce(s.credited, 0))",
    },
    Invariant {
        rule: "no payment or credit settles more than it is",
        examined: "select count(*) from app.bill_settlement where business_id = $1",
        broken: "select 'payment ' || p.payment_id from app.payment p
           join (select payment_id, sum(amount_minor) as used from app.bill_settlement
                  where business_id = $1 and payment_id is not null group by payment_id) s
             on s.payment_id = p.payment_id
          where p.business_id = $1
            and s.used not between 0 and case when p.direction = 'out' and p.undoes is null
                                               and p.undone_by is null then p.amount_minor else 0 end
          union all
         select 'credit ' || c.number from app.supplier_credit c
           left join (select credit_id, sum(amount_minor) as used from app.bill_settlement
                       where business_id = $1 and credit_id is not null group by credit_id) s
             on s.credit_id = c.credit_id
          where c.business_id = $1 and c.used_minor <> coalesce(s.used, 0)",
    },
    Invariant {
        rule: "money that suppliers paid back was all with them, and nothing is left of what is undone",
        examined: "select count(*) from app.payment where business_id = $1 and supplier_id is not null",
        broken: "select 'money back ' || p.payment_id from app.payment p
           left join (select refund_id, sum(amount_minor) as came from app.bill_settlement
                       where business_id = $1 and refund_id is not null group by refund_id) s
             on s.refund_id = p.payment_id
          where p.business_id = $1 and p.supplier_id is not null
            and coalesce(s.came, 0) <> case when p.direction = 'in' and p.undoes is null
                                             and p.undone_by is null then p.amount_minor else 0 end
          union all
         select 'undo ' || u.payment_id from app.payment u
           left join app.payment p on p.business_id = u.business_id and p.payment_id = u.undoes
          where u.business_id = $1 and u.undoes is not null
            and (p.undone_by is distinct from u.payment_id or p.supplier_id <> u.supplier_id
                 or p.tender <> u.tender or p.amount_minor <> u.amount_minor
                 or p.direction = u.direction)
          union all
         select 'payment ' || p.payment_id || ' is not undone by ' || p.undone_by from app.payment p
           left join app.payment u on u.business_id = p.business_id and u.payment_id = p.undone_by
          where p.business_id = $1 and p.undone_by is not null
            and u.undoes is distinct from p.payment_id
          union all
         select 'undo ' || u.payment_id || ' reverses no entry' from app.payment u
          where u.business_id = $1 and u.undoes is not null and not exists (
                select 1 from app.journal_entry e
                  join app.journal_entry o on o.business_id = e.business_id and o.entry_id = e.reverses
                 where e.business_id = u.business_id and e.source_kind = 'payment'
                   and e.source_id = u.payment_id and o.source_kind = 'payment'
                   and o.source_id = u.undoes)",
    },
    Invariant {
        rule: "of a credit that is undone nothing is left: in the books, on bills, on the shelf",
        examined: "select count(*) from app.supplier_credit where business_id = $1 and undone_at is not null",
        broken: "select 'credit ' || c.number || ' is not reversed' from app.supplier_credit c
          where c.business_id = $1 and c.undone_at is not null
            and exists (select 1 from app.journal_entry o
                         where o.business_id = c.business_id and o.source_kind = 'supplier_credit'
                           and o.source_id = c.credit_id and o.purpose = 'credit'
                           and not exists (select 1 from app.journal_entry e
                                            where e.business_id = o.business_id and e.reverses = o.entry_id))
          union all
         select 'credit ' || c.number || ' left ' || sum(s.amount_minor) from app.supplier_credit c
           join app.bill_settlement s on s.business_id = c.business_id and s.credit_id = c.credit_id
          where c.business_id = $1 and c.undone_at is not null
          group by c.credit_id, c.number having sum(s.amount_minor) <> 0
          union all
         select 'credit ' || c.number || ' moved ' || sum(m.quantity_milli) from app.supplier_credit c
           join app.stock_movement m on m.business_id = c.business_id and m.source_kind = 'supplier_credit'
                and m.source_id = c.credit_id
          where c.business_id = $1 and c.undone_at is not null
          group by c.credit_id, c.number having sum(m.quantity_milli) <> 0
          union all
         select 'credit ' || c.number || ' is undone and turned ' || a.role || ' by ' || sum(l.amount_minor)
           from app.supplier_credit c
           join app.journal_entry e on e.business_id = c.business_id and e.source_kind = 'supplier_credit'
                and e.source_id = c.credit_id and e.purpose <> 'cover'
           join app.journal_line l on l.business_id = e.business_id and l.entry_id = e.entry_id
           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
          where c.business_id = $1 and c.undone_at is not null
            and a.role not in ('inventory', 'cost_of_goods')
          group by c.credit_id, c.number, a.role having sum(l.amount_minor) <> 0",
    },
    Invariant {
        rule: "what a receipt line says is billed and returned is what bills and credits say",
        examined: "select count(*) from app.receipt_line where business_id = $1",
        broken: "select 'receipt ' || l.receipt_id || ' line ' || l.line_no from app.receipt_line l
           left join (select receipt_id, receipt_line_no, sum(quantity_milli) as billed
                        from app.bill_line where business_id = $1 and kind = 'goods'
                       group by receipt_id, receipt_line_no) b
             on b.receipt_id = l.receipt_id and b.receipt_line_no = l.line_no
           left join (select x.receipt_id, x.receipt_line_no, sum(x.quantity_milli) as returned,
                             sum(x.dropped_milli) as dropped, sum(x.dropped_minor) as dropped_minor
                        from app.supplier_credit_line x
                        join app.supplier_credit c on c.business_id = x.business_id
                             and c.credit_id = x.credit_id
                       where x.business_id = $1 and c.reason = 'returned' and c.undone_at is null
                       group by x.receipt_id, x.receipt_line_no) r
             on r.receipt_id = l.receipt_id and r.receipt_line_no = l.line_no
          where l.business_id = $1 and (l.billed_milli <> coalesce(b.billed, 0)
                                        or l.returned_milli <> coalesce(r.returned, 0)
                                        or l.dropped_milli <> coalesce(r.dropped, 0)
                                        or l.dropped_minor <> coalesce(r.dropped_minor, 0))",
    },
    Invariant {
        rule: "what has come of an order's line is what its receipts brought",
        examined: "select count(*) from app.purchase_line where business_id = $1",
        broken: "select 'purchase ' || l.purchase_id || ' line ' || l.line_no from app.purchase_line l
           left join (select purchase_id, purchase_line_no, sum(quantity_milli) as came
                        from app.receipt_line where business_id = $1 and purchase_id is not null
                       group by purchase_id, purchase_line_no) r
             on r.purchase_id = l.purchase_id and r.purchase_line_no = l.line_no
          where l.business_id = $1 and l.received_milli <> coalesce(r.came, 0)",
    },
    Invariant {
        rule: "what went back before its bill was not billed, and takes nothing off what is owed",
        examined: "select count(*) from app.supplier_credit_line where business_id = $1",
        broken: "select 'receipt ' || receipt_id || ' line ' || line_no from app.receipt_line
          where business_id = $1 and (billed_milli + dropped_milli > quantity_milli
                                      or (billed_milli + dropped_milli = quantity_milli
                                          and billed_minor + dropped_minor <> value_minor))
          union all
         select 'credit ' || c.number from app.supplier_credit c
           join (select credit_id, sum(net_minor) as net, bool_and(dropped_milli = quantity_milli) as whole
                   from app.supplier_credit_line where business_id = $1 group by credit_id) x
             on x.credit_id = c.credit_id
          where c.business_id = $1 and (c.net_minor <> x.net or (x.whole and c.total_minor <> 0))",
    },
];
