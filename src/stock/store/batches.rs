//! The SQL of batches.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// A batch that is there.
#[derive(Debug, Clone, Copy)]
pub(in crate::stock) struct Known {
    pub batch_id: Uuid,
    pub expires_on: Option<NaiveDate>,
}

/// The batch of that number, made where it is not there; whoever makes the same at the same instant
/// waits and finds it.
pub(in crate::stock) async fn keep_batch(
    tx: &mut BusinessTx,
    product_id: Uuid,
    number: &str,
    expires_on: Option<NaiveDate>,
    supplier_id: Option<Uuid>,
) -> Result<Known, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    sqlx::query!(
        "insert into app.batch (business_id, batch_id, product_id, number, expires_on, supplier_id,
                received_on)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (business_id, product_id, number) do nothing",
        business,
        Uuid::now_v7(),
        product_id,
        number,
        expires_on,
        supplier_id,
        today
    )
    .execute(tx.conn())
    .await?;
    let known = sqlx::query_as!(
        Known,
        "select batch_id, expires_on from app.batch
          where business_id = $1 and product_id = $2 and number = $3",
        business,
        product_id,
        number
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(known)
}
