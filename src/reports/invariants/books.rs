//! The rules of the books, and those that belong to nobody in particular.

use super::Invariant;

pub(super) const RULES: [Invariant; 6] = [
    Invariant {
        rule: "every account that postings look for is there",
        examined: "select count(*) from app.account where business_id = $1",
        broken: "select 'role ' || r.role
                   from unnest(array['cash', 'mpesa_clearing', 'bank', 'card_clearing', 'inventory',
                        'goods_in_transit', 'receivables', 'tax_input', 'payables', 'goods_received',
                        'customer_deposits', 'refunds_owed', 'tax_output', 'opening_equity', 'drawings',
                        'sales', 'delivery_income', 'rounding', 'cost_of_goods', 'stock_adjustment',
                        'purchase_differences', 'cash_drawer', 'cash_difference',
                        'small_expenses', 'till_deposits', 'tips_payable', 'vouchers_short', 'gift_vouchers',
                        'expired_vouchers', 'vouchers_written_off']) as r (role)
                  where not exists (select 1 from app.account a
                                     where a.business_id = $1 and a.role = r.role)",
    },
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
        rule: "what is kept of an account is what was posted up to there",
        examined: "select count(*) from app.account_balance where business_id = $1",
        broken: "select 'account ' || k.account_id || ': kept ' || k.balance_minor || ', posted ' ||
                        coalesce(n.amount, 0)
                   from app.account_balance k
                   left join (select l.account_id, sum(l.amount_minor) as amount
                                from app.journal_line l
                                join app.journal_entry e on e.business_id = l.business_id
                                                        and e.entry_id = l.entry_id
                               where l.business_id = $1
                                 and e.number <= (select max(up_to) from app.account_balance
                                                   where business_id = $1)
                               group by l.account_id) n on n.account_id = k.account_id
                  where k.business_id = $1 and k.balance_minor <> coalesce(n.amount, 0)",
    },
    Invariant {
        rule: "a product's price is the last one of its history",
        examined: "select count(*) from app.product where business_id = $1",
        broken: "select 'product ' || p.sku from app.product p
                  where p.business_id = $1 and p.price_minor is distinct from (
                        select r.amount_minor from app.price r
                         where r.business_id = p.business_id and r.product_id = p.product_id
                           and r.list = 'retail' and r.pack_id is null
                           and r.minimum_quantity_milli = 0 and r.valid_from <= now()
                         order by r.valid_from desc, r.price_id desc limit 1)",
    },
];
