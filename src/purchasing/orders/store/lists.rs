//! The list of orders to suppliers, by state, words and supplier.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::purchasing::orders::State;
use crate::values::{Money, Stop};

/// How many orders a page shows.
const PER_PAGE: i64 = 50;

/// Which orders a list shows.
#[derive(Debug, Clone, Default)]
pub(in crate::purchasing::orders) struct Asked {
    /// None: every state.
    pub state: Option<State>,
    pub supplier: Option<Uuid>,
    /// Part of a supplier's name, or an order's number; may be empty.
    pub words: String,
    pub page: i64,
}

/// An order in a list.
#[derive(Debug, Clone)]
pub(in crate::purchasing::orders) struct Row {
    pub purchase_id: Uuid,
    pub number: i64,
    pub supplier_name: String,
    pub state: State,
    pub expected_on: Option<NaiveDate>,
    pub made_at: DateTime<Utc>,
    pub lines: i64,
    pub total: Money,
}

/// A page of orders.
#[derive(Debug, Clone)]
pub(in crate::purchasing::orders) struct Listed {
    pub rows: Vec<Row>,
    pub page: i64,
    pub pages: i64,
    /// How many there are of each state, whatever is looked for.
    pub counts: Vec<(State, i64)>,
}

/// Orders, the newest first, a page at a time.
pub(in crate::purchasing::orders) async fn list(
    tx: &mut BusinessTx,
    asked: &Asked,
) -> Result<Listed, Stop> {
    let business = tx.business();
    let counts = counts(tx).await?;
    let state = asked.state.map(State::code).unwrap_or_default();
    let words = asked.words.to_lowercase();
    let number: i64 = asked
        .words
        .trim_start_matches('#')
        .parse()
        .unwrap_or_default();
    let total = count(tx, asked, state, &words, number).await?;
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let page = asked.page.clamp(1, pages);
    let rows = sqlx::query!(
        r#"select p.purchase_id, p.number, s.name as supplier_name,
                  p.state, p.expected_on, p.made_at, p.total_minor,
                  (select count(*) from app.purchase_line i
                    where i.business_id = p.business_id
                      and i.purchase_id = p.purchase_id) as "lines!"
             from app.purchase p
             join app.supplier s on s.business_id = p.business_id and s.supplier_id = p.supplier_id
            where p.business_id = $1 and ($2 = '' or p.state = $2)
              and ($3::uuid is null or p.supplier_id = $3)
              and ($4 = '' or p.number = $5 or position($4 in lower(s.name)) > 0)
            order by p.made_at desc, p.purchase_id limit $6 offset $7"#,
        business,
        state,
        asked.supplier,
        words,
        number,
        PER_PAGE,
        (page - 1) * PER_PAGE
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let state = State::parse(&row.state);
        found.push(Row {
            purchase_id: row.purchase_id,
            number: row.number,
            supplier_name: row.supplier_name,
            state: state.ok_or_else(|| fault("a purchase is in no known state", &row.state))?,
            expected_on: row.expected_on,
            made_at: row.made_at,
            lines: row.lines,
            total: Money::from_minor(row.total_minor),
        });
    }
    Ok(Listed {
        rows: found,
        page,
        pages,
        counts,
    })
}

/// How many orders a list finds.
async fn count(
    tx: &mut BusinessTx,
    asked: &Asked,
    state: &str,
    words: &str,
    number: i64,
) -> Result<i64, Stop> {
    let business = tx.business();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!"
             from app.purchase p
             join app.supplier s on s.business_id = p.business_id and s.supplier_id = p.supplier_id
            where p.business_id = $1 and ($2 = '' or p.state = $2)
              and ($3::uuid is null or p.supplier_id = $3)
              and ($4 = '' or p.number = $5 or position($4 in lower(s.name)) > 0)"#,
        business,
        state,
        asked.supplier,
        words,
        number
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(total)
}

/// How many orders there are of each state.
async fn counts(tx: &mut BusinessTx) -> Result<Vec<(State, i64)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select state, count(*) as "count!" from app.purchase
            where business_id = $1 group by state"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let count = |state: State| {
        let row = rows.iter().find(|row| row.state == state.code());
        (state, row.map_or(0, |row| row.count))
    };
    Ok(State::ALL.into_iter().map(count).collect())
}

/// What can be chosen from: everybody who is not retired, by name.
pub(in crate::purchasing::orders) async fn choices(
    tx: &mut BusinessTx,
) -> Result<Vec<(Uuid, String)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select supplier_id, name from app.supplier
          where business_id = $1 and retired_at is null order by lower(name), supplier_id",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.supplier_id, row.name))
        .collect())
}
