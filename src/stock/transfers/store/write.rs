//! The SQL of transfers that writes. Their rows are locked before, or new.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::stock::Left;
use crate::values::{Money, Quantity, Stop};

/// A line that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock::transfers) struct NewLine {
    pub line_no: i32,
    pub product_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub quantity: Quantity,
}

/// What a form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stock::transfers) struct Plan {
    pub from: Uuid,
    pub to: Uuid,
    pub note: String,
    pub lines: Vec<NewLine>,
}

/// A new transfer, under its number.
pub(in crate::stock::transfers) async fn insert(
    tx: &mut BusinessTx,
    transfer_id: Uuid,
    number: i64,
    plan: &Plan,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, member) = (tx.scope().now, tx.scope().today(), tx.scope().member_id());
    sqlx::query!(
        "insert into app.transfer (business_id, transfer_id, number, from_location_id,
                to_location_id, note, made_at, business_date, made_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        business,
        transfer_id,
        number,
        plan.from,
        plan.to,
        plan.note,
        now,
        today,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Where from, where to and the note, changed.
pub(in crate::stock::transfers) async fn update_plan(
    tx: &mut BusinessTx,
    transfer_id: Uuid,
    plan: &Plan,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.transfer set from_location_id = $3, to_location_id = $4, note = $5,
                revision = revision + 1
          where business_id = $1 and transfer_id = $2",
        business,
        transfer_id,
        plan.from,
        plan.to,
        plan.note
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes the lines of a pending transfer away, for others.
pub(in crate::stock::transfers) async fn delete_lines(
    tx: &mut BusinessTx,
    transfer_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "delete from app.transfer_line where business_id = $1 and transfer_id = $2",
        business,
        transfer_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The lines that are asked for.
pub(in crate::stock::transfers) async fn insert_lines(
    tx: &mut BusinessTx,
    transfer_id: Uuid,
    lines: &[NewLine],
) -> Result<(), Stop> {
    let business = tx.business();
    let numbers: Vec<i32> = lines.iter().map(|line| line.line_no).collect();
    let products: Vec<Uuid> = lines.iter().map(|line| line.product_id).collect();
    let batches: Vec<Option<Uuid>> = lines.iter().map(|line| line.batch_id).collect();
    let quantities: Vec<i64> = lines.iter().map(|line| line.quantity.milli()).collect();
    sqlx::query!(
        "insert into app.transfer_line (business_id, transfer_id, line_no, product_id, batch_id,
                quantity_milli)
         select $1, $2, n.line_no, n.product_id, n.batch_id, n.quantity
           from unnest($3::int[], $4::uuid[], $5::uuid[], $6::bigint[])
                as n(line_no, product_id, batch_id, quantity)",
        business,
        transfer_id,
        &numbers,
        &products,
        &batches as &[Option<Uuid>],
        &quantities
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What left which layer, numbered line by line.
pub(in crate::stock::transfers) async fn insert_parts(
    tx: &mut BusinessTx,
    transfer_id: Uuid,
    left: &[Left],
) -> Result<(), Stop> {
    let business = tx.business();
    let mut lines: Vec<i32> = Vec::new();
    let mut numbers: Vec<i32> = Vec::new();
    let mut batches: Vec<Option<Uuid>> = Vec::new();
    let mut expiries: Vec<Option<NaiveDate>> = Vec::new();
    let mut received: Vec<DateTime<Utc>> = Vec::new();
    let mut origins: Vec<Uuid> = Vec::new();
    let mut quantities: Vec<i64> = Vec::new();
    let mut values: Vec<i64> = Vec::new();
    for line in left {
        for (number, part) in (1_i32..).zip(&line.parts) {
            lines.push(line.line_no);
            numbers.push(number);
            batches.push(part.batch_id);
            expiries.push(part.expires_on);
            received.push(part.received_at);
            origins.push(part.origin_id);
            quantities.push(part.quantity.milli());
            values.push(part.value.minor());
        }
    }
    sqlx::query!(
        "insert into app.transfer_part (business_id, transfer_id, line_no, part_no, batch_id,
                expires_on, received_at, quantity_milli, value_minor, origin_id)
         select $1, $2, n.line_no, n.part_no, n.batch_id, n.expires_on, n.received_at, n.quantity,
                n.value, n.origin_id
           from unnest($3::int[], $4::int[], $5::uuid[], $6::date[], $7::timestamptz[],
                       $8::bigint[], $9::bigint[], $10::uuid[])
                as n(line_no, part_no, batch_id, expires_on, received_at, quantity, value,
                     origin_id)",
        business,
        transfer_id,
        &lines,
        &numbers,
        &batches as &[Option<Uuid>],
        &expiries as &[Option<NaiveDate>],
        &received,
        &quantities,
        &values,
        &origins
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Sent: so much of each line, and what all of it had cost.
pub(in crate::stock::transfers) async fn set_sent(
    tx: &mut BusinessTx,
    transfer_id: Uuid,
    sent: &[(i32, Quantity)],
    value: Money,
) -> Result<(), Stop> {
    let (business, now, member) = (tx.business(), tx.scope().now, tx.scope().member_id());
    let lines: Vec<i32> = sent.iter().map(|(line_no, _)| *line_no).collect();
    let quantities: Vec<i64> = sent.iter().map(|(_, quantity)| quantity.milli()).collect();
    sqlx::query!(
        "update app.transfer_line n set sent_milli = u.quantity
           from unnest($3::int[], $4::bigint[]) as u(line_no, quantity)
          where n.business_id = $1 and n.transfer_id = $2 and n.line_no = u.line_no",
        business,
        transfer_id,
        &lines,
        &quantities
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update app.transfer set state = 'in_transit', sent_minor = $3, sent_at = $4, sent_by = $5,
                revision = revision + 1
          where business_id = $1 and transfer_id = $2",
        business,
        transfer_id,
        value.minor(),
        now,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Arrived: so much of each line, and what all of it had cost.
pub(in crate::stock::transfers) async fn set_arrived(
    tx: &mut BusinessTx,
    transfer_id: Uuid,
    came: &[(i32, Quantity)],
    value: Money,
) -> Result<(), Stop> {
    let (business, now, member) = (tx.business(), tx.scope().now, tx.scope().member_id());
    let lines: Vec<i32> = came.iter().map(|(line_no, _)| *line_no).collect();
    let quantities: Vec<i64> = came.iter().map(|(_, quantity)| quantity.milli()).collect();
    sqlx::query!(
        "update app.transfer_line n set arrived_milli = u.quantity
           from unnest($3::int[], $4::bigint[]) as u(line_no, quantity)
          where n.business_id = $1 and n.transfer_id = $2 and n.line_no = u.line_no",
        business,
        transfer_id,
        &lines,
        &quantities
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "update app.transfer set state = 'completed', arrived_minor = $3, ended_at = $4,
                ended_by = $5, revision = revision + 1
          where business_id = $1 and transfer_id = $2",
        business,
        transfer_id,
        value.minor(),
        now,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Called off.
pub(in crate::stock::transfers) async fn set_cancelled(
    tx: &mut BusinessTx,
    transfer_id: Uuid,
) -> Result<(), Stop> {
    let (business, now, member) = (tx.business(), tx.scope().now, tx.scope().member_id());
    sqlx::query!(
        "update app.transfer set state = 'cancelled', ended_at = $3, ended_by = $4,
                revision = revision + 1
          where business_id = $1 and transfer_id = $2",
        business,
        transfer_id,
        now,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
