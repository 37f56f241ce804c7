//! The rules of the money in tills.

use super::Invariant;

pub(super) const RULES: [Invariant; 3] = [
    Invariant {
        rule: "cash in tills in the books is what open shifts must hold",
        examined: "select count(*) from app.shift where business_id = $1",
        broken: "select 'books ' || d.balance || ', shifts ' || s.expected
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'cash_drawer') d,
                        (select coalesce(sum(c.cash_minor), 0) as expected from app.shift s
                          cross join lateral app.shift_cash(s.business_id, s.shift_id) c
                          where s.business_id = $1 and s.closed_at is null) s
                  where d.balance <> s.expected",
    },
    Invariant {
        rule: "a closed shift expected what its float, its sales and its cash moved come to",
        examined: "select count(*) from app.shift where business_id = $1 and closed_at is not null",
        broken: "select 'shift ' || s.series || ' ' || s.number || ': expected ' || s.expected_minor || ', is '
                        || c.cash_minor
                   from app.shift s
                  cross join lateral app.shift_cash(s.business_id, s.shift_id) c
                  where s.business_id = $1 and s.closed_at is not null
                    and s.expected_minor <> c.cash_minor",
    },
    Invariant {
        rule: "cash over and short in the books is what closed shifts say, less what came late",
        examined: "select count(*) from app.shift where business_id = $1 and closed_at is not null",
        broken: "select 'books ' || d.balance || ', shifts ' || s.lacking
                   from (select coalesce(sum(l.amount_minor), 0) as balance from app.journal_line l
                           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
                          where l.business_id = $1 and a.role = 'cash_difference') d,
                        (select coalesce(sum(c.late_minor - s.variance_minor), 0) as lacking
                           from app.shift s
                          cross join lateral app.shift_cash(s.business_id, s.shift_id) c
                          where s.business_id = $1 and s.closed_at is not null) s
                  where d.balance <> s.lacking",
    },
];
