//! The SQL of batches.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::{BusinessTx, fault};
use crate::values::Stop;

/// A batch that is there.
#[derive(Debug, Clone, Copy)]
pub(in crate::stock) struct Known {
    pub batch_id: Uuid,
    pub expires_on: Option<NaiveDate>,
}

/// How often a batch is made or found: whoever calls it otherwise in between can do so but a few times.
const MOST_TRIES: usize = 5;

/// The batch of that number, made where it is not there; whoever makes the same at the same instant
/// waits and finds it. Its last day stays what it is until the transaction ends: whoever puts it right
/// waits for the goods that come, and whoever brings goods for her who does. The level that they come to
/// is locked before.
pub(in crate::stock) async fn keep_batch(
    tx: &mut BusinessTx,
    product_id: Uuid,
    number: &str,
    expires_on: Option<NaiveDate>,
    supplier_id: Option<Uuid>,
) -> Result<Known, Stop> {
    for _ in 0..MOST_TRIES {
        make_batch(tx, product_id, number, expires_on, supplier_id).await?;
        // None where it was called otherwise while this waited.
        if let Some(known) = hold_batch(tx, product_id, number).await? {
            return Ok(known);
        }
    }
    let why = "a batch is called otherwise again and again";
    Err(fault(why, &product_id))
}

/// Makes the batch of that number, unless it is there.
async fn make_batch(
    tx: &mut BusinessTx,
    product_id: Uuid,
    number: &str,
    expires_on: Option<NaiveDate>,
    supplier_id: Option<Uuid>,
) -> Result<(), Stop> {
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
    Ok(())
}

/// The batch of that number, with its last day held.
async fn hold_batch(
    tx: &mut BusinessTx,
    product_id: Uuid,
    number: &str,
) -> Result<Option<Known>, Stop> {
    let business = tx.business();
    let known = sqlx::query_as!(
        Known,
        "select batch_id, expires_on from app.batch
          where business_id = $1 and product_id = $2 and number = $3 for share",
        business,
        product_id,
        number
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(known)
}
