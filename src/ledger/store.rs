//! The SQL of the books.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Draft, Entry, EntryLine, Kind, Role};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Stop};

pub(super) async fn insert_account(
    tx: &mut BusinessTx,
    role: Role,
    number: &str,
    name: &str,
    kind: Kind,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.account (business_id, account_id, number, name, kind, role)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        business,
        Uuid::now_v7(),
        number,
        name,
        kind.code(),
        role.code()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn posted(tx: &mut BusinessTx, draft: &Draft) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let entry_id = sqlx::query_scalar!(
        "select entry_id from app.journal_entry
          where business_id = $1 and source_kind = $2 and source_id = $3 and purpose = $4",
        business,
        draft.source_kind,
        draft.source_id,
        draft.purpose
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(entry_id)
}

/// Makes a month where it is missing, and answers whether it is open. The answer holds until the
/// transaction ends: whoever closes the month waits.
pub(super) async fn open_period(tx: &mut BusinessTx, month: NaiveDate) -> Result<bool, Stop> {
    // It is there for all but the first of its month.
    let mut state = hold_period(tx, month).await?;
    if state.is_none() {
        let business = tx.business();
        sqlx::query!(
            "insert into app.period (business_id, starts_on) values ($1, $2) on conflict do nothing",
            business,
            month
        )
        .execute(tx.conn())
        .await?;
        state = hold_period(tx, month).await?;
    }
    Ok(state.is_some_and(|state| state == "open"))
}

/// The state of a month, which stays as it is until the transaction ends.
async fn hold_period(tx: &mut BusinessTx, month: NaiveDate) -> Result<Option<String>, Stop> {
    let business = tx.business();
    let state = sqlx::query_scalar!(
        "select state from app.period where business_id = $1 and starts_on = $2 for key share",
        business,
        month
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(state)
}

pub(super) async fn take_number(tx: &mut BusinessTx, series: &str) -> Result<i64, Stop> {
    let business = tx.business();
    let next = sqlx::query_scalar!(
        "insert into app.number_series as s (business_id, series, next_number) values ($1, $2, 2)
         on conflict (business_id, series) do update set next_number = s.next_number + 1
         returning next_number",
        business,
        series
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(next - 1)
}

pub(super) async fn take_given(
    tx: &mut BusinessTx,
    series: &str,
    number: i64,
) -> Result<i64, Stop> {
    let business = tx.business();
    let before = sqlx::query_scalar!(
        "select next_number from app.number_series
          where business_id = $1 and series = $2 for update",
        business,
        series
    )
    .fetch_optional(tx.conn())
    .await?;
    let next = number.checked_add(1).unwrap_or(number);
    sqlx::query!(
        "insert into app.number_series as s (business_id, series, next_number) values ($1, $2, $3)
         on conflict (business_id, series)
             do update set next_number = greatest(s.next_number, excluded.next_number)",
        business,
        series,
        next
    )
    .execute(tx.conn())
    .await?;
    Ok(before.unwrap_or(1))
}

pub(super) async fn insert_entry(
    tx: &mut BusinessTx,
    (entry_id, number): (Uuid, i64),
    day: NaiveDate,
    draft: &Draft,
    reverses: Option<Uuid>,
) -> Result<(), Stop> {
    let business = tx.business();
    let member = tx.scope().member_id();
    sqlx::query!(
        "insert into app.journal_entry (business_id, entry_id, number, occurred_at, business_date,
                period_start, location_id, source_kind, source_id, purpose, reverses, member_id)
         values ($1, $2, $3, $4, $5, date_trunc('month', $5::date)::date, $6, $7, $8, $9, $10, $11)",
        business,
        entry_id,
        number,
        draft.occurred_at,
        day,
        draft.location_id,
        draft.source_kind,
        draft.source_id,
        draft.purpose,
        reverses,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(super) async fn insert_lines(
    tx: &mut BusinessTx,
    entry_id: Uuid,
    lines: &[(Role, Money)],
) -> Result<(), Stop> {
    let business = tx.business();
    let roles: Vec<String> = lines
        .iter()
        .map(|(role, _)| role.code().to_owned())
        .collect();
    let amounts: Vec<i64> = lines.iter().map(|(_, amount)| amount.minor()).collect();
    let numbers: Vec<i32> = (1..).take(lines.len()).collect();
    let written = sqlx::query!(
        "insert into app.journal_line (business_id, entry_id, line_no, account_id, amount_minor)
         select a.business_id, $2, l.line_no, a.account_id, l.amount
           from unnest($3::text[], $4::bigint[], $5::int[]) as l(role, amount, line_no)
           join app.account a on a.business_id = $1 and a.role = l.role",
        business,
        entry_id,
        &roles,
        &amounts,
        &numbers
    )
    .execute(tx.conn())
    .await?
    .rows_affected();
    if written != lines.len() as u64 {
        return Err(fault("the chart lacks an account", &roles.join(" ")));
    }
    Ok(())
}

/// The entries that these documents posted, oldest first.
pub async fn entries_of(tx: &mut BusinessTx, sources: &[Uuid]) -> Result<Vec<Entry>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select entry_id from app.journal_entry
          where business_id = $1 and source_id = any($2) order by number",
        business,
        sources
    )
    .fetch_all(tx.conn())
    .await?;
    by_ids(tx, &ids).await
}

/// One entry.
pub async fn entry(tx: &mut BusinessTx, entry_id: Uuid) -> Result<Entry, Stop> {
    by_ids(tx, &[entry_id]).await?.pop().ok_or(Stop::NotFound)
}

/// The newest entries, newest first: a page of them, and how many there are.
pub async fn recent_entries(
    tx: &mut BusinessTx,
    page: i64,
    per_page: i64,
) -> Result<(Vec<Entry>, i64), Stop> {
    let business = tx.business();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.journal_entry where business_id = $1"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    let ids = sqlx::query_scalar!(
        "select entry_id from app.journal_entry where business_id = $1
          order by number desc limit $2 offset $3",
        business,
        per_page,
        (page - 1).max(0) * per_page
    )
    .fetch_all(tx.conn())
    .await?;
    let mut entries = by_ids(tx, &ids).await?;
    entries.reverse();
    Ok((entries, total))
}

async fn by_ids(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<Vec<Entry>, Stop> {
    let business = tx.business();
    let lines = sqlx::query!(
        "select l.entry_id, a.number, a.name, a.kind, a.role, l.amount_minor
           from app.journal_line l
           join app.account a on a.business_id = l.business_id and a.account_id = l.account_id
          where l.business_id = $1 and l.entry_id = any($2) order by l.entry_id, l.line_no",
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let mut of_entry: HashMap<Uuid, Vec<EntryLine>> = HashMap::new();
    for line in lines {
        of_entry.entry(line.entry_id).or_default().push(EntryLine {
            number: line.number,
            name: line.name,
            kind: line.kind,
            role: line.role.as_deref().and_then(Role::parse),
            amount: Money::from_minor(line.amount_minor),
        });
    }
    let heads = sqlx::query!(
        "select entry_id, number, occurred_at, recorded_at, business_date, source_kind, source_id,
                purpose, location_id
           from app.journal_entry where business_id = $1 and entry_id = any($2) order by number",
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(heads
        .into_iter()
        .map(|head| Entry {
            lines: of_entry.remove(&head.entry_id).unwrap_or_default(),
            entry_id: head.entry_id,
            number: head.number,
            occurred_at: head.occurred_at,
            recorded_at: head.recorded_at,
            business_date: head.business_date,
            source_kind: head.source_kind,
            source_id: head.source_id,
            purpose: head.purpose,
            location_id: head.location_id,
        })
        .collect())
}

/// One account of a trial balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialRow {
    /// The account's number.
    pub number: String,
    /// The account's name.
    pub name: String,
    /// The account's kind.
    pub kind: String,
    /// Its balance: debit positive, credit negative.
    pub balance: Money,
}

/// What every account holds.
pub async fn trial_balance(tx: &mut BusinessTx) -> Result<Vec<TrialRow>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select a.number, a.name, a.kind, coalesce(sum(l.amount_minor), 0)::bigint as "balance!"
             from app.account a
             left join app.journal_line l on l.business_id = a.business_id and l.account_id = a.account_id
            where a.business_id = $1 group by a.account_id, a.number, a.name, a.kind order by a.number"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TrialRow {
            number: row.number,
            name: row.name,
            kind: row.kind,
            balance: Money::from_minor(row.balance),
        })
        .collect())
}

/// What an account holds: what is kept of it, and the lines of the entries since. Both ends of those are
/// named, or the planner would take them for most of the books; and each is a bare value, because under
/// row security `coalesce` beside a column keeps an index from being used.
pub(super) async fn balance(tx: &mut BusinessTx, role: Role) -> Result<Money, Stop> {
    let business = tx.business();
    let balance = sqlx::query_scalar!(
        r#"select (coalesce((select k.balance_minor from app.account_balance k
                              where k.business_id = $1 and k.account_id = a.account_id), 0)
                   + coalesce((select sum(l.amount_minor) from app.journal_entry e
                                 join app.journal_line l on l.business_id = $1
                                  and l.entry_id = e.entry_id and l.account_id = a.account_id
                                where e.business_id = $1
                                  and e.number > (select coalesce(max(up_to), 0)
                                                    from app.account_balance
                                                   where business_id = $1)
                                  and e.number < (select next_number from app.number_series
                                                   where business_id = $1 and series = 'journal')),
                              0))::bigint as "balance!"
             from app.account a where a.business_id = $1 and a.role = $2"#,
        business,
        role.code()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(balance.map_or(Money::ZERO, Money::from_minor))
}

/// Makes what is kept of every account count all entries up to this one, whose series is locked. What came
/// since is summed once: a planner that knows nothing yet of new books would sum it for each account.
pub(super) async fn keep_balances(tx: &mut BusinessTx, up_to: i64) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "with n as materialized (
             select l.account_id, sum(l.amount_minor) as amount
               from app.journal_entry e
               join app.journal_line l on l.business_id = $1 and l.entry_id = e.entry_id
              where e.business_id = $1 and e.number <= $2
                and e.number > (select coalesce(max(up_to), 0) from app.account_balance
                                 where business_id = $1)
              group by l.account_id)
         insert into app.account_balance (business_id, account_id, up_to, balance_minor)
         select a.business_id, a.account_id, $2,
                (coalesce(k.balance_minor, 0) + coalesce(n.amount, 0))::bigint
           from app.account a
           left join app.account_balance k on k.business_id = $1 and k.account_id = a.account_id
           left join n on n.account_id = a.account_id
          where a.business_id = $1
          order by a.account_id
         on conflict (business_id, account_id)
            do update set up_to = excluded.up_to, balance_minor = excluded.balance_minor",
        business,
        up_to
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Every entry, oldest first, a block at a time: for an export that need not fit in memory.
pub(super) async fn entries_after(
    tx: &mut BusinessTx,
    number: i64,
    most: i64,
) -> Result<Vec<Entry>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select entry_id from app.journal_entry
          where business_id = $1 and number > $2 order by number limit $3",
        business,
        number,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    by_ids(tx, &ids).await
}
