//! The rules of what is sold over the counter.

use super::Invariant;

pub(super) const RULES: [Invariant; 6] = [
    Invariant {
        rule: "a sale's lines, taxes and money add up to its totals",
        examined: "select count(*) from app.sale where business_id = $1",
        broken: "select s.kind || ' ' || s.sale_id from app.sale s
                  where s.business_id = $1
                    and (s.goods_minor <> (select coalesce(sum(l.amount_minor), 0) from app.sale_line l
                                            where l.business_id = s.business_id and l.sale_id = s.sale_id)
                      or s.discount_minor <> (select coalesce(sum(l.discount_minor), 0) from app.sale_line l
                                               where l.business_id = s.business_id and l.sale_id = s.sale_id)
                      or s.tax_minor <> (select coalesce(sum(t.amount_minor), 0) from app.sale_line_tax t
                                          where t.business_id = s.business_id and t.sale_id = s.sale_id)
                      or s.total_minor + s.tip_minor <> (select coalesce(sum(p.amount_minor), 0) from app.payment p
                                            where p.business_id = s.business_id and p.sale_id = s.sale_id))",
    },
    Invariant {
        rule: "a sale has one entry, of its money",
        examined: "select count(*) from app.sale where business_id = $1",
        broken: "select s.kind || ' ' || s.sale_id from app.sale s
                  where s.business_id = $1 and s.total_minor + s.tip_minor > 0 and not exists (
                        select 1 from app.journal_entry e
                         where e.business_id = s.business_id and e.source_kind = 'sale'
                           and e.source_id = s.sale_id)",
    },
    Invariant {
        rule: "no line was given back more often than it was sold",
        examined: "select count(*) from app.sale_line where business_id = $1",
        broken: "select 'sale ' || l.sale_id || ' line ' || l.line_no from app.sale_line l
                   join app.sale s on s.business_id = l.business_id and s.sale_id = l.sale_id
                   left join (select r.refunds, b.returns_line_no as line_no, sum(b.quantity_milli) as quantity,
                                     sum(b.amount_minor) as amount
                                from app.sale r
                                join app.sale_line b on b.business_id = r.business_id and b.sale_id = r.sale_id
                               where r.business_id = $1 and r.kind = 'refund'
                               group by r.refunds, b.returns_line_no) back
                     on back.refunds = l.sale_id and back.line_no = l.line_no
                  where l.business_id = $1 and s.kind = 'sale'
                    and (l.returned_milli <> coalesce(back.quantity, 0)
                      or l.returned_minor <> coalesce(back.amount, 0))",
    },
    Invariant {
        rule: "what customers owe in the books is what their accounts say",
        examined: "select count(*) from app.customer_account where business_id = $1",
        broken: "select 'books ' || d.balance || ', accounts ' || c.owed
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'receivables') d,
                        (select coalesce(sum(owed_minor), 0) as owed from app.customer_account
                          where business_id = $1) c
                  where d.balance <> c.owed",
    },
    Invariant {
        rule: "what is left of vouchers is what moved, and what the books owe for them",
        examined: "select count(*) from app.voucher where business_id = $1",
        broken: "select 'voucher ' || v.voucher_id || ': left ' || v.balance_minor || ', moved ' ||
                        coalesce(sum(m.amount_minor), 0) || ', lapsed ' || coalesce(v.lapsed_minor, 0)
                   from app.voucher v
                   left join app.voucher_move m
                     on m.business_id = v.business_id and m.voucher_id = v.voucher_id
                  where v.business_id = $1 group by v.voucher_id, v.balance_minor, v.lapsed_minor
                 having v.balance_minor <> coalesce(sum(m.amount_minor), 0) - coalesce(v.lapsed_minor, 0)
                 union all
                 select 'voucher ' || v.voucher_id || ' lapsed without its entry' from app.voucher v
                  where v.business_id = $1 and v.lapsed_at is not null
                    and v.lapsed_minor is distinct from (
                        select -sum(l.amount_minor) from app.journal_entry e
                          join app.journal_line l on l.business_id = e.business_id
                                                 and l.entry_id = e.entry_id
                          join app.account a on a.business_id = l.business_id
                                            and a.account_id = l.account_id
                         where e.business_id = v.business_id and e.source_kind = 'voucher'
                           and e.source_id = v.voucher_id and a.role = 'expired_vouchers')
                 union all
                 select 'payment ' || p.payment_id || ' moved no voucher by its amount' from app.payment p
                   left join app.voucher_move m
                     on m.business_id = p.business_id and m.payment_id = p.payment_id
                    and m.voucher_id = p.voucher_id
                  where p.business_id = $1 and p.voucher_id is not null
                    and abs(m.amount_minor) is distinct from p.amount_minor
                 union all
                 select b.role || ': books ' || b.balance || ', vouchers ' || b.known
                   from (select 'gift_vouchers' as role,
                                (select coalesce(sum(l.amount_minor), 0) from app.journal_line l
                                   join app.account a on a.business_id = l.business_id
                                                     and a.account_id = l.account_id
                                  where l.business_id = $1 and a.role = 'gift_vouchers') as balance,
                                (select coalesce(-sum(balance_minor), 0) from app.voucher
                                  where business_id = $1) as known
                         union all
                         select 'vouchers_short',
                                (select coalesce(sum(l.amount_minor), 0) from app.journal_line l
                                   join app.account a on a.business_id = l.business_id
                                                     and a.account_id = l.account_id
                                  where l.business_id = $1 and a.role = 'vouchers_short'),
                                (select coalesce(sum(case direction when 'in' then amount_minor
                                                                    else -amount_minor end), 0)
                                   from app.payment
                                  where business_id = $1 and tender = 'voucher'
                                    and voucher_id is null)
                                - (select coalesce(sum(amount_minor), 0)
                                     from app.voucher_settlement where business_id = $1)) b
                  where b.balance <> b.known
                 union all
                 select 'settlement ' || s.settlement_id || ' is not what was paid' from app.voucher_settlement s
                   left join app.payment p
                     on p.business_id = s.business_id and p.settlement_id = s.settlement_id
                  where s.business_id = $1 and p.amount_minor is distinct from
                        case s.kind when 'paid' then s.amount_minor end",
    },
    Invariant {
        rule: "what tills hold in the books is what prompts brought that no sale names and nobody paid back",
        examined: "select count(*) from app.payment where business_id = $1 and device_id is not null",
        broken: "select 'books ' || d.balance || ', prompts ' || h.held
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'till_deposits') d,
                        (select coalesce(sum(p.amount_minor), 0) as held from app.payment p
                          where p.business_id = $1 and p.device_id is not null and p.direction = 'in'
                            and p.sale_id is null and not exists (
                                select 1 from app.payment b
                                 where b.business_id = p.business_id and b.pays_back = p.payment_id)) h
                  where d.balance <> -h.held
                 union all
                 select 'payment ' || p.payment_id || ' of no such prompt' from app.payment p
                   left join app.mpesa_attempt a
                     on a.business_id = p.business_id and a.attempt_id = p.attempt_id
                  where p.business_id = $1 and p.device_id is not null and p.direction = 'in'
                    and a.device_id is distinct from p.device_id",
    },
];
