//! The rows of a shift and of its cash.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::sales::shifts::{CloseAsk, MoveAsk, OpenAsk};
use crate::values::{Money, Stop};

/// A shift that is to be written.
#[derive(Debug, Clone, Copy)]
pub(in crate::sales::shifts) struct NewShift<'a> {
    pub ask: &'a OpenAsk,
    pub member_id: Uuid,
    pub location_id: Uuid,
    pub series: &'a str,
    pub number: i64,
    pub opened_at: DateTime<Utc>,
    /// Whether another one of hers is open at this till.
    pub is_beside: bool,
}

/// Writes a shift.
pub(in crate::sales::shifts) async fn insert(
    tx: &mut BusinessTx,
    new: &NewShift<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let day = tx.scope().calendar.day_of(new.opened_at);
    let digest = new.ask.digest();
    sqlx::query!(
        "insert into app.shift (business_id, shift_id, request_digest, device_id, location_id,
                member_id, series, number, float_minor, opened_at, recorded_at, business_date, beside)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        business,
        new.ask.shift_id,
        &digest[..],
        new.ask.device_id,
        new.location_id,
        new.member_id,
        new.series,
        new.number,
        new.ask.float.minor(),
        new.opened_at,
        now,
        day,
        new.is_beside
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Cash that is to be written as moved.
#[derive(Debug, Clone, Copy)]
pub(in crate::sales::shifts) struct NewMove<'a> {
    pub ask: &'a MoveAsk,
    pub member_id: Uuid,
    pub is_late: bool,
    pub occurred_at: DateTime<Utc>,
}

/// Writes a movement of cash; false where its id is used.
pub(in crate::sales::shifts) async fn insert_move(
    tx: &mut BusinessTx,
    new: &NewMove<'_>,
) -> Result<bool, Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let day = tx.scope().calendar.day_of(new.occurred_at);
    let ask = new.ask;
    let digest = ask.digest();
    let done = sqlx::query!(
        "insert into app.cash_move (business_id, move_id, request_digest, shift_id, direction,
                reason, amount_minor, note, late, occurred_at, recorded_at, business_date,
                member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict do nothing",
        business,
        ask.move_id,
        &digest[..],
        ask.at.shift_id,
        ask.way.code(),
        ask.reason.code(),
        ask.amount.minor(),
        ask.words(),
        new.is_late,
        new.occurred_at,
        now,
        day,
        new.member_id
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// How a shift ends.
#[derive(Debug, Clone, Copy)]
pub(in crate::sales::shifts) struct End<'a> {
    pub ask: &'a CloseAsk,
    pub digest: &'a [u8],
    pub member_id: Uuid,
    pub closed_at: DateTime<Utc>,
    pub expected: Money,
    pub variance: Money,
}

/// Writes how a shift ended; its row is locked. What its till had not sent is what was said just now,
/// else what it said last.
pub(in crate::sales::shifts) async fn end(tx: &mut BusinessTx, end: &End<'_>) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    let unsynced = end.ask.unsynced.map(|count| count.max(0));
    sqlx::query!(
        "update app.shift s
            set closed_at = $3, close_recorded_at = $4, closed_by = $5, close_digest = $6,
                counted_minor = $7, expected_minor = $8, variance_minor = $9, note = $10,
                unsynced_at_close = coalesce($11::int, d.unsynced)
           from app.device d
          where s.business_id = $1 and s.shift_id = $2
            and d.business_id = s.business_id and d.device_id = s.device_id",
        business,
        end.ask.shift_id,
        end.closed_at,
        now,
        end.member_id,
        end.digest,
        end.ask.counted.minor(),
        end.expected.minor(),
        end.variance.minor(),
        end.ask.words(),
        unsynced
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
