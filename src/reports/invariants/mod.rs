//! What must be true of a business at any instant, as queries that name what breaks it.

mod books;
mod orders;
mod purchasing;
mod sales;
mod shifts;
mod stock;
mod work;

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
pub(super) fn all() -> impl Iterator<Item = &'static Invariant> {
    written().chain(&work::RULES)
}

/// Those of what is written down: they hold in a backup too, in which nobody does anything.
pub(super) fn written() -> impl Iterator<Item = &'static Invariant> {
    books::RULES
        .iter()
        .chain(&orders::RULES)
        .chain(&stock::RULES)
        .chain(&purchasing::RULES)
        .chain(&sales::RULES)
        .chain(&shifts::RULES)
}
