//! The SQL of transfers that reads: one, its lines, what is under way, and lists.

pub(super) mod sheet;
pub(super) mod write;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::transfer::Locked;
use super::{Line, State, Transfer, Under};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop, Unit};
use write::{NewLine, Plan};

/// How many transfers a page shows.
const PER_PAGE: i64 = 50;

/// The state that a row says.
fn state_of(code: &str) -> Result<State, Stop> {
    State::parse(code).ok_or_else(|| fault("a transfer has an unknown state", &code))
}

/// One transfer, its row locked until the transaction ends; none where it is another business's.
pub(super) async fn lock(tx: &mut BusinessTx, transfer_id: Uuid) -> Result<Option<Locked>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select transfer_id, number, from_location_id, to_location_id, state, note, sent_minor,
                revision
           from app.transfer where business_id = $1 and transfer_id = $2 for no key update",
        business,
        transfer_id
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    Ok(Some(Locked {
        transfer_id: row.transfer_id,
        number: row.number,
        from: row.from_location_id,
        to: row.to_location_id,
        state: state_of(&row.state)?,
        note: row.note,
        sent: Money::from_minor(row.sent_minor),
        revision: row.revision,
    }))
}

/// What a locked transfer asks for, as a form would say it.
pub(super) async fn plan(tx: &mut BusinessTx, locked: &Locked) -> Result<Plan, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select line_no, product_id, batch_id, quantity_milli from app.transfer_line
          where business_id = $1 and transfer_id = $2 order by line_no",
        business,
        locked.transfer_id
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| NewLine {
        line_no: row.line_no,
        product_id: row.product_id,
        batch_id: row.batch_id,
        quantity: Quantity::from_milli(row.quantity_milli),
    });
    Ok(Plan {
        from: locked.from,
        to: locked.to,
        note: locked.note.clone(),
        lines: lines.collect(),
    })
}

/// The lines of a transfer, in their order.
pub(super) async fn lines(tx: &mut BusinessTx, transfer_id: Uuid) -> Result<Vec<Line>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select n.line_no, n.product_id, p.sku, p.name, p.unit, n.batch_id as "batch_id?",
                  b.number as "batch?", n.quantity_milli, n.sent_milli as "sent_milli?",
                  n.arrived_milli as "arrived_milli?"
             from app.transfer_line n
             join app.product p on p.business_id = n.business_id and p.product_id = n.product_id
             left join app.batch b on b.business_id = n.business_id and b.batch_id = n.batch_id
            where n.business_id = $1 and n.transfer_id = $2 order by n.line_no"#,
        business,
        transfer_id
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| {
        let unit = Unit::parse(&row.unit);
        let unit = unit.ok_or_else(|| fault("a product has an unknown unit", &row.unit))?;
        Ok(Line {
            line_no: row.line_no,
            product_id: row.product_id,
            sku: row.sku,
            name: row.name,
            unit,
            batch_id: row.batch_id,
            batch: row.batch,
            asked: Quantity::from_milli(row.quantity_milli),
            sent: row.sent_milli.map(Quantity::from_milli),
            arrived: row.arrived_milli.map(Quantity::from_milli),
        })
    });
    lines.collect::<Result<Vec<Line>, Stop>>()
}

/// Holds the batches of what is under way: until the transaction ends none of them is put right. The
/// levels that the goods come to are locked before.
pub(super) async fn hold_batches(tx: &mut BusinessTx, transfer_id: Uuid) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        r#"select batch_id from app.batch
            where business_id = $1
              and batch_id = any(select batch_id from app.transfer_part
                                  where business_id = $1 and transfer_id = $2)
            order by product_id, number collate "C" for share"#,
        business,
        transfer_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(())
}

/// What left which layer, in the order in which it left. A batch that was put right on the way says until
/// when its goods keep.
pub(super) async fn parts(tx: &mut BusinessTx, transfer_id: Uuid) -> Result<Vec<Under>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select t.line_no, t.batch_id as "batch_id?", b.number as "batch?",
                  case when t.batch_id is null then t.expires_on else b.expires_on end
                      as "expires_on?",
                  t.received_at, t.origin_id as "origin_id?", t.quantity_milli, t.value_minor
             from app.transfer_part t
             left join app.batch b on b.business_id = t.business_id and b.batch_id = t.batch_id
            where t.business_id = $1 and t.transfer_id = $2 order by t.line_no, t.part_no"#,
        business,
        transfer_id
    )
    .fetch_all(tx.conn())
    .await?;
    let parts = rows.into_iter().map(|row| Under {
        line_no: row.line_no,
        batch_id: row.batch_id,
        batch: row.batch,
        expires_on: row.expires_on,
        received_at: row.received_at,
        origin_id: row.origin_id,
        quantity: Quantity::from_milli(row.quantity_milli),
        value: Money::from_minor(row.value_minor),
    });
    Ok(parts.collect())
}

/// One transfer, for reading; not found where it is another business's.
pub(super) async fn load(tx: &mut BusinessTx, transfer_id: Uuid) -> Result<Transfer, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select t.transfer_id, t.number, t.from_location_id, f.name as from_name,
                  t.to_location_id, l.name as to_name, t.state, t.note, t.sent_minor,
                  t.arrived_minor, t.made_at, t.sent_at as "sent_at?", t.ended_at as "ended_at?",
                  m.name as "made_by?", s.name as "sent_by?", e.name as "ended_by?", t.revision
             from app.transfer t
             join app.location f
               on f.business_id = t.business_id and f.location_id = t.from_location_id
             join app.location l
               on l.business_id = t.business_id and l.location_id = t.to_location_id
             left join app.member m on m.business_id = t.business_id and m.member_id = t.made_by
             left join app.member s on s.business_id = t.business_id and s.member_id = t.sent_by
             left join app.member e on e.business_id = t.business_id and e.member_id = t.ended_by
            where t.business_id = $1 and t.transfer_id = $2"#,
        business,
        transfer_id
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Stop::NotFound)?;
    Ok(Transfer {
        transfer_id: row.transfer_id,
        number: row.number,
        from: row.from_location_id,
        from_name: row.from_name,
        to: row.to_location_id,
        to_name: row.to_name,
        state: state_of(&row.state)?,
        note: row.note,
        sent: Money::from_minor(row.sent_minor),
        arrived: Money::from_minor(row.arrived_minor),
        made_at: row.made_at,
        sent_at: row.sent_at,
        ended_at: row.ended_at,
        made_by: row.made_by,
        sent_by: row.sent_by,
        ended_by: row.ended_by,
        revision: row.revision,
    })
}

/// A transfer in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub transfer_id: Uuid,
    /// Its number.
    pub number: i64,
    /// From where.
    pub from_name: String,
    /// To where.
    pub to_name: String,
    /// How far it has come.
    pub state: State,
    /// When that was.
    pub at: DateTime<Utc>,
    /// The names of its first products.
    pub goods: String,
    /// How many lines it has.
    pub lines: i64,
    /// The value that left.
    pub sent: Money,
    /// The value that arrived.
    pub arrived: Money,
}

/// A page of transfers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The transfers, the newest first.
    pub rows: Vec<Row>,
    /// How many there are in each state.
    pub counts: HashMap<State, i64>,
    /// How many pages those of this state fill, at least 1.
    pub pages: i64,
    /// Which page this is.
    pub page: i64,
}

/// Lists the transfers in a state, and counts those in each.
pub async fn list(tx: &mut BusinessTx, state: State, page: i64) -> Result<Listed, Stop> {
    let counts = counts(tx).await?;
    let total = counts.get(&state).copied().unwrap_or_default();
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let page = page.clamp(1, pages);
    let business = tx.business();
    let found = sqlx::query!(
        r#"select t.transfer_id, t.number, f.name as from_name, l.name as to_name,
                  coalesce(t.ended_at, t.sent_at, t.made_at) as "at!", t.sent_minor,
                  t.arrived_minor,
                  (select count(*) from app.transfer_line n
                    where n.business_id = t.business_id and n.transfer_id = t.transfer_id)
                  as "lines!",
                  coalesce((select string_agg(g.name, ', ' order by g.line_no) from (
                      select p.name, n.line_no from app.transfer_line n
                        join app.product p
                          on p.business_id = n.business_id and p.product_id = n.product_id
                       where n.business_id = t.business_id and n.transfer_id = t.transfer_id
                       order by n.line_no limit 2) g), '') as "goods!"
             from app.transfer t
             join app.location f
               on f.business_id = t.business_id and f.location_id = t.from_location_id
             join app.location l
               on l.business_id = t.business_id and l.location_id = t.to_location_id
            where t.business_id = $1 and t.state = $2
            order by t.made_at desc, t.transfer_id limit $3 offset $4"#,
        business,
        state.code(),
        PER_PAGE,
        (page - 1) * PER_PAGE
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = found.into_iter().map(|row| Row {
        transfer_id: row.transfer_id,
        number: row.number,
        from_name: row.from_name,
        to_name: row.to_name,
        state,
        at: row.at,
        goods: row.goods,
        lines: row.lines,
        sent: Money::from_minor(row.sent_minor),
        arrived: Money::from_minor(row.arrived_minor),
    });
    Ok(Listed {
        rows: rows.collect(),
        counts,
        pages,
        page,
    })
}

async fn counts(tx: &mut BusinessTx) -> Result<HashMap<State, i64>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select state, count(*) as "count!" from app.transfer
            where business_id = $1 group by state"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let counts = rows
        .into_iter()
        .map(|row| Ok((state_of(&row.state)?, row.count)));
    counts.collect::<Result<HashMap<State, i64>, Stop>>()
}
