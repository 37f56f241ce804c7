//! Takes back a sale that was a mistake: the sale stays, and one document takes everything of it back, the
//! money the way it came and the goods on the shelf.

use serde_json::json;
use uuid::Uuid;

use super::back::{BackLine, PayOut, RefundAsk};
use super::refund::take_back;
use super::shifts::AtShift;
use super::store;
use super::taken::{Oddity, Recorded, Taken, Told};
use crate::platform::BusinessTx;
use crate::platform::secrets::digest_bytes;
use crate::staff::{self, Power};
use crate::values::{Quantity, Refusal, Stop};

/// A sale that is void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidAsk {
    /// The document that takes it back: made by the till, and the key that makes it happen once.
    pub void_id: Uuid,
    /// Which sale.
    pub sale_id: Uuid,
    /// In which shift.
    pub shift: Option<AtShift>,
    /// Why.
    pub reason: String,
}

impl VoidAsk {
    /// Of everything that is asked: the same id with another body is another document.
    fn digest(&self) -> Vec<u8> {
        let shift = self.shift.map(|at| at.shift_id);
        let body = json!(["void", self.sale_id, self.reason.trim(), shift]);
        digest_bytes(body.to_string().as_bytes())
    }
}

/// Records that a sale was void, once for each `void_id`, with what is odd about it. Of a sale of which
/// something came back before, the rest comes back, and that is odd. The caller commits.
///
/// # Errors
/// Refuses another body under an id that is used, no reason, and a sale of which everything came back.
/// Another business's sale is not found.
pub async fn record_void(
    tx: &mut BusinessTx,
    ask: &VoidAsk,
    told: &Told,
) -> Result<Recorded, Stop> {
    staff::allow(tx, Power::Refund)?;
    if ask.reason.trim().is_empty() {
        return Err(Refusal::at("note", "refused-required").into());
    }
    let mut taken = Taken::told(tx.scope(), told, Power::Refund)?;
    let lines = store::lock_lines(tx, ask.sale_id).await?;
    let left = lines.iter().filter(|line| line.left() > Quantity::ZERO);
    let back = RefundAsk {
        refund_id: ask.void_id,
        sale_id: ask.sale_id,
        shift: ask.shift,
        lines: left
            .map(|line| BackLine {
                line_no: line.line_no,
                quantity: line.left(),
                restock: true,
            })
            .collect(),
        pay_out: PayOut::AsPaid,
        note: ask.reason.clone(),
    };
    let (refund, is_new) = take_back(tx, &back, &ask.digest(), true, &mut taken).await?;
    if lines.iter().any(|line| line.returned > Quantity::ZERO) {
        // Without a network it did not know, and gave back what was paid.
        let left = refund.total.plus(refund.tip).unwrap_or_default();
        let reason = Refusal::of("flag-void-rest").with("amount", left.named(&refund.currency));
        taken.odd(Oddity::Total, vec![reason])?;
    }
    Ok(taken.recorded(refund, is_new))
}
