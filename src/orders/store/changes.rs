//! The SQL of what changes an order: each statement one act, on a row that its caller has locked.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::orders::State;
use crate::platform::BusinessTx;
use crate::values::{Money, Stop};

/// All goods of an order that are still wanted are held now, or none is.
pub(in crate::orders) async fn set_held(
    tx: &mut BusinessTx,
    order_id: Uuid,
    held: bool,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order_line
            set held_milli = case when $3 then quantity_milli - cancelled_milli else 0 end
          where business_id = $1 and order_id = $2 and kind = 'goods'",
        business,
        order_id,
        held
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::orders) async fn hold_until(
    tx: &mut BusinessTx,
    order_id: Uuid,
    until: Option<DateTime<Utc>>,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order set reserved_until = $3 where business_id = $1 and order_id = $2",
        business,
        order_id,
        until
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::orders) async fn set_state(
    tx: &mut BusinessTx,
    order_id: Uuid,
    state: State,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order set state = $3, revision = revision + 1
          where business_id = $1 and order_id = $2",
        business,
        order_id,
        state.code()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Goods are gone from the shelf and all tax is posted.
pub(in crate::orders) async fn handed_over(
    tx: &mut BusinessTx,
    order_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order set state = 'delivered', tax_posted_minor = tax_minor, review = null,
                reserved_until = null, revision = revision + 1
          where business_id = $1 and order_id = $2",
        business,
        order_id
    )
    .execute(tx.conn())
    .await?;
    set_held(tx, order_id, false).await
}

/// What was paid is owed back; the books take their tax back too.
pub(in crate::orders) async fn cancelled(tx: &mut BusinessTx, order_id: Uuid) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order set state = 'cancelled', refund_owed_minor = refund_owed_minor + paid_minor,
                paid_minor = 0, tax_posted_minor = 0, reserved_until = null, review = null,
                revision = revision + 1
          where business_id = $1 and order_id = $2",
        business,
        order_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How money that came in changes an order.
#[derive(Debug, Clone, Copy)]
pub(in crate::orders) struct Taken {
    pub paid: Money,
    pub tax_posted: Money,
    pub refund_owed: Money,
    pub review: Option<&'static str>,
}

pub(in crate::orders) async fn take(
    tx: &mut BusinessTx,
    order_id: Uuid,
    taken: &Taken,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order set paid_minor = paid_minor + $3, tax_posted_minor = tax_posted_minor + $4,
                refund_owed_minor = refund_owed_minor + $5, review = coalesce($6, review),
                revision = revision + 1
          where business_id = $1 and order_id = $2",
        business,
        order_id,
        taken.paid.minor(),
        taken.tax_posted.minor(),
        taken.refund_owed.minor(),
        taken.review
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::orders) async fn paid_back(
    tx: &mut BusinessTx,
    order_id: Uuid,
    amount: Money,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order set refund_owed_minor = refund_owed_minor - $3,
                review = case when refund_owed_minor = $3
                               and review in ('paid-too-much', 'paid-after-cancel')
                              then null else review end,
                revision = revision + 1
          where business_id = $1 and order_id = $2",
        business,
        order_id,
        amount.minor()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A person must look at an order, and why.
pub(in crate::orders) async fn review(
    tx: &mut BusinessTx,
    order_id: Uuid,
    why: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order set review = $3 where business_id = $1 and order_id = $2",
        business,
        order_id,
        why
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Nobody need look at an order for this any more; for anything else somebody still must.
pub(in crate::orders) async fn looked_at(
    tx: &mut BusinessTx,
    order_id: Uuid,
    why: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.order set review = null
          where business_id = $1 and order_id = $2 and review = $3",
        business,
        order_id,
        why
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
