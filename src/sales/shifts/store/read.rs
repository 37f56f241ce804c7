//! Shifts and their cash as they stand.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::sales::shifts::{CashMove, Closed, MoveReason, Shift, Way};
use crate::values::{Money, Stop};

/// A till, as far as a shift needs to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sales::shifts) struct Till {
    pub location_id: Uuid,
    pub series: String,
    pub is_revoked: bool,
}

/// A till of the business.
pub(in crate::sales::shifts) async fn till(
    tx: &mut BusinessTx,
    device_id: Uuid,
) -> Result<Option<Till>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select location_id, series, revoked_at is not null as "is_revoked!"
             from app.device where business_id = $1 and device_id = $2"#,
        business,
        device_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Till {
        location_id: row.location_id,
        series: row.series,
        is_revoked: row.is_revoked,
    }))
}

/// The digest of what was submitted under this id, if anything was.
pub(in crate::sales::shifts) async fn digest_of(
    tx: &mut BusinessTx,
    shift_id: Uuid,
) -> Result<Option<Vec<u8>>, Stop> {
    let business = tx.business();
    let digest = sqlx::query_scalar!(
        "select request_digest from app.shift where business_id = $1 and shift_id = $2",
        business,
        shift_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(digest)
}

/// The number of the shift that a member has open at a till; of the first where there are two.
pub(in crate::sales::shifts) async fn open_number(
    tx: &mut BusinessTx,
    device_id: Uuid,
    member_id: Uuid,
) -> Result<Option<i64>, Stop> {
    let business = tx.business();
    let number = sqlx::query_scalar!(
        "select number from app.shift
          where business_id = $1 and device_id = $2 and member_id = $3 and closed_at is null
          order by number limit 1",
        business,
        device_id,
        member_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(number)
}

/// Whose shift it is, and whether it is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sales::shifts) struct Standing {
    pub device_id: Uuid,
    pub location_id: Uuid,
    pub member_id: Uuid,
    pub opened_at: DateTime<Utc>,
    pub is_closed: bool,
    pub close_digest: Option<Vec<u8>>,
}

/// A shift that stays as it is until the transaction ends. Whoever holds it as well does not wait.
pub(in crate::sales::shifts) async fn hold(
    tx: &mut BusinessTx,
    shift_id: Uuid,
) -> Result<Option<Standing>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Standing,
        r#"select device_id, location_id, member_id, opened_at,
                  closed_at is not null as "is_closed!", close_digest
             from app.shift where business_id = $1 and shift_id = $2 for share"#,
        business,
        shift_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// A shift that is changed: waits for all who hold it, and they wait for us.
pub(in crate::sales::shifts) async fn lock(
    tx: &mut BusinessTx,
    shift_id: Uuid,
) -> Result<Option<Standing>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Standing,
        r#"select device_id, location_id, member_id, opened_at,
                  closed_at is not null as "is_closed!", close_digest
             from app.shift where business_id = $1 and shift_id = $2 for no key update"#,
        business,
        shift_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// What a drawer must hold by what is known, and what came late, which counts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sales::shifts) struct Cash {
    pub expected: Money,
    pub late: Money,
}

/// The cash of a shift that is there.
pub(in crate::sales::shifts) async fn cash(
    tx: &mut BusinessTx,
    shift_id: Uuid,
) -> Result<Cash, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select c.cash_minor as "cash_minor!", c.late_minor as "late_minor!"
             from app.shift s
            cross join lateral app.shift_cash(s.business_id, s.shift_id) c
            where s.business_id = $1 and s.shift_id = $2"#,
        business,
        shift_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Cash {
        expected: Money::from_minor(row.cash_minor),
        late: Money::from_minor(row.late_minor),
    })
}

/// A shift as its row says it.
struct ShiftRow {
    shift_id: Uuid,
    device_id: Uuid,
    device_name: String,
    device_series: String,
    location_id: Uuid,
    location_name: String,
    member_id: Uuid,
    cashier: String,
    number: i64,
    float_minor: i64,
    opened_at: DateTime<Utc>,
    business_date: NaiveDate,
    closed_at: Option<DateTime<Utc>>,
    closer: Option<String>,
    counted_minor: Option<i64>,
    expected_minor: Option<i64>,
    variance_minor: Option<i64>,
    unsynced_at_close: Option<i32>,
    note: String,
}

impl ShiftRow {
    fn read(self) -> Shift {
        // All of it is there or none: a constraint says so.
        let money = |minor: Option<i64>| Money::from_minor(minor.unwrap_or_default());
        let closed = self.closed_at.map(|at| Closed {
            at,
            by: self.closer.unwrap_or_default(),
            counted: money(self.counted_minor),
            expected: money(self.expected_minor),
            variance: money(self.variance_minor),
            unsynced: self.unsynced_at_close.unwrap_or_default(),
            note: self.note,
        });
        Shift {
            shift_id: self.shift_id,
            device_id: self.device_id,
            device_name: self.device_name,
            location_id: self.location_id,
            location_name: self.location_name,
            member_id: self.member_id,
            cashier: self.cashier,
            number: self.number,
            series: self.device_series,
            float: Money::from_minor(self.float_minor),
            opened_at: self.opened_at,
            business_date: self.business_date,
            closed,
        }
    }
}

/// Shifts by their ids, the newest first.
pub(super) async fn by_ids(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<Vec<Shift>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        ShiftRow,
        r#"select s.shift_id, s.device_id, d.name as device_name, d.series as device_series,
                  s.location_id, l.name as location_name, s.member_id, m.name as cashier,
                  s.number, s.float_minor, s.opened_at, s.business_date, s.closed_at,
                  c.name as "closer?", s.counted_minor, s.expected_minor, s.variance_minor,
                  s.unsynced_at_close, s.note
             from app.shift s
             join app.device d on d.business_id = s.business_id and d.device_id = s.device_id
             join app.location l
               on l.business_id = s.business_id and l.location_id = s.location_id
             join app.member m on m.business_id = s.business_id and m.member_id = s.member_id
             left join app.member c
               on c.business_id = s.business_id and c.member_id = s.closed_by
            where s.business_id = $1 and s.shift_id = any($2)
            order by s.opened_at desc, s.shift_id"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(ShiftRow::read).collect())
}

/// One shift.
pub(in crate::sales::shifts) async fn shift(
    tx: &mut BusinessTx,
    shift_id: Uuid,
) -> Result<Option<Shift>, Stop> {
    Ok(by_ids(tx, &[shift_id]).await?.pop())
}

/// The digest of what was submitted under a movement's id, if anything was.
pub(in crate::sales::shifts) async fn move_digest(
    tx: &mut BusinessTx,
    move_id: Uuid,
) -> Result<Option<Vec<u8>>, Stop> {
    let business = tx.business();
    let digest = sqlx::query_scalar!(
        "select request_digest from app.cash_move where business_id = $1 and move_id = $2",
        business,
        move_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(digest)
}

/// One movement of cash.
pub(in crate::sales::shifts) async fn cash_move(
    tx: &mut BusinessTx,
    move_id: Uuid,
) -> Result<Option<CashMove>, Stop> {
    Ok(read_moves(tx, None, Some(move_id)).await?.pop())
}

/// The movements of a shift, in order.
pub(in crate::sales::shifts) async fn moves(
    tx: &mut BusinessTx,
    shift_id: Uuid,
) -> Result<Vec<CashMove>, Stop> {
    read_moves(tx, Some(shift_id), None).await
}

/// Those of a shift, or one of them.
async fn read_moves(
    tx: &mut BusinessTx,
    shift_id: Option<Uuid>,
    move_id: Option<Uuid>,
) -> Result<Vec<CashMove>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select c.move_id, c.direction, c.reason, c.amount_minor, c.note, c.late, c.occurred_at,
                m.name as who
           from app.cash_move c
           join app.member m on m.business_id = c.business_id and m.member_id = c.member_id
          where c.business_id = $1 and (c.shift_id = $2 or c.move_id = $3)
          order by c.occurred_at, c.move_id",
        business,
        shift_id,
        move_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            let way = Way::parse(&row.direction);
            let reason = MoveReason::parse(&row.reason);
            let (Some(way), Some(reason)) = (way, reason) else {
                return Err(fault("cash moved in an unknown way", &row.move_id));
            };
            Ok(CashMove {
                move_id: row.move_id,
                way,
                reason,
                amount: Money::from_minor(row.amount_minor),
                note: row.note,
                is_late: row.late,
                occurred_at: row.occurred_at,
                who: row.who,
            })
        })
        .collect()
}
