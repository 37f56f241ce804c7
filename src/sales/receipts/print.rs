//! Counts the prints of a receipt: the first is the receipt, those after it are copies, and the trail
//! tells of each.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::{BusinessTx, Cx};
use crate::sales::pages::allow;
use crate::sales::store::{lock_lines, sale};
use crate::values::{Refusal, Stop};

/// How long a print that was counted may still be sent to the printer.
const FRESH_MINUTES: i64 = 10;

/// A receipt that goes to a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintAsk {
    /// Its id: made with the form, or by the till, and its key for ever.
    pub print_id: Uuid,
    /// Of which sale or refund.
    pub sale_id: Uuid,
}

/// A print that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Print {
    /// Of which sale or refund.
    pub sale_id: Uuid,
    /// Which one it is: the first is no copy.
    pub number: i32,
    /// When.
    pub at: DateTime<Utc>,
}

impl Print {
    /// Whether it goes to the printer now: later the same page is but a look at it.
    #[must_use]
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now - self.at < TimeDelta::minutes(FRESH_MINUTES)
    }
}

/// Counts a print, once for each `print_id`.
///
/// # Errors
/// Not found; refused where the id stands for a print of another document.
pub async fn print(cx: &Cx, ask: &PrintAsk) -> Result<Print, Stop> {
    let mut tx = cx.begin().await?;
    allow(&tx)?;
    let member_id = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let document = sale(&mut tx, ask.sale_id).await?;
    // Prints of one document are counted one after the other; a refund has no lock of its own.
    let sold = document.refunds.unwrap_or(document.sale_id);
    lock_lines(&mut tx, sold).await?;
    match store::print(&mut tx, ask.print_id).await? {
        Some(there) if there.sale_id == ask.sale_id => return Ok(there),
        Some(_) => return Err(Refusal::of("refused-print-other").into()),
        None => {}
    }
    let print = Print {
        sale_id: ask.sale_id,
        number: next(&mut tx, ask.sale_id).await?,
        at: tx.scope().now,
    };
    store::insert_print(&mut tx, ask.print_id, &print, member_id).await?;
    if print.number > 1 {
        let details = json!({
            "document": document.kind.code(), "number": document.shown_number(),
            "copy": print.number - 1,
        });
        let subject = Some(ask.sale_id);
        audit::record(&mut tx, "sale.reprint", "sale", subject, details).await?;
    }
    tx.commit().await?;
    Ok(print)
}

async fn next(tx: &mut BusinessTx, sale_id: Uuid) -> Result<i32, Stop> {
    let prints = store::prints(tx, sale_id).await?;
    Ok(prints.saturating_add(1))
}
