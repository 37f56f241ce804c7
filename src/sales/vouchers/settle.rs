//! How what a voucher did not hold of a sale ends: the customer pays it after all, or nobody will, and it
//! is an expense. Goods of which nothing was paid bring that expense back.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::sell::{LONGEST_NOTE, paid_by};
use super::store;
use crate::audit;
use crate::ledger::{self, Draft, Role};
use crate::payments::{self, Tender};
use crate::platform::secrets::digest_bytes;
use crate::platform::{BusinessTx, fault};
use crate::sales::store::lock_lines;
use crate::sales::{Sale, SalePayment};
use crate::staff::{self, Power, one_line};
use crate::values::{Money, Refusal, Stop};

/// How what is missing at a sale ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Made with its form, and the key that makes it happen once; what is paid is a payment of this id.
    pub settlement_id: Uuid,
    /// All that is missing, as whoever asks has seen it.
    pub amount: Money,
    /// How the customer paid it; none: it is written off.
    pub tender: Option<Tender>,
    /// M-Pesa's code, a bank's reference; cash has none.
    pub reference: String,
    /// A word about it; may be empty.
    pub note: String,
}

/// How it ended, as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// How it was paid; none: it was written off, or, where the amount is below nothing, is not any more.
    pub tender: Option<Tender>,
    /// M-Pesa's code, a bank's reference.
    pub reference: Option<String>,
    /// By so much less is missing.
    pub amount: Money,
    /// A word about it; may be empty.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who said so.
    pub who: Option<String>,
}

impl Settlement {
    /// Of everything that is asked of a sale.
    fn digest(&self, sale_id: Uuid) -> Vec<u8> {
        let body = json!([
            sale_id,
            self.amount,
            self.tender.map(Tender::code),
            self.reference.trim(),
            one_line(&self.note),
        ]);
        digest_bytes(body.to_string().as_bytes())
    }

    /// Its reference, in one spelling. Everything that cannot be is refused at once.
    fn check(&self) -> Result<Option<String>, Stop> {
        let mut refusals = Vec::new();
        if self.note.chars().count() > LONGEST_NOTE {
            refusals.push(Refusal::at("note", "refused-too-long").with("most", LONGEST_NOTE));
        }
        let reference = match self.tender {
            Some(tender) => paid_by(tender, &self.reference, &mut refusals)?,
            None => None,
        };
        staff::unless_refused(refusals)?;
        Ok(reference)
    }
}

/// Settles all that is missing at a sale, once for each `settlement_id`; whether that was just now. The
/// caller commits.
///
/// # Errors
/// Refuses another body under an id that is used, an amount that is not what is missing by now, and money
/// without its reference or with one that was recorded before. Another business's sale is not found.
pub async fn settle(tx: &mut BusinessTx, sale_id: Uuid, ask: &Settlement) -> Result<bool, Stop> {
    staff::allow(tx, Power::Refund)?;
    let reference = ask.check()?;
    let receipt = reference.as_deref();
    let by_mpesa = receipt.filter(|_| ask.tender == Some(Tender::Mpesa));
    if let Some(receipt) = by_mpesa {
        payments::claim_receipt(tx, receipt).await?;
    }
    // Whoever settles it at the same instant waits here, and so does whoever brings goods back.
    if lock_lines(tx, sale_id).await?.is_empty() {
        return Err(Stop::NotFound);
    }
    let digest = ask.digest(sale_id);
    if let Some(there) = store::settled(tx, ask.settlement_id).await? {
        if there == digest {
            return Ok(false);
        }
        return Err(Refusal::of("refused-payment-other").into());
    }
    let missing = store::missing(tx, &[sale_id]).await?;
    let missing = missing.get(&sale_id).copied().unwrap_or_default();
    if missing <= Money::ZERO || missing != ask.amount {
        let now = missing.max(Money::ZERO).named(&tx.scope().currency);
        return Err(Refusal::of("refused-voucher-missing")
            .with("left", now)
            .into());
    }
    if let Some(receipt) = by_mpesa {
        payments::refuse_prompted(tx, receipt).await?;
    }
    let note = one_line(&ask.note);
    let new = store::NewSettlement {
        settlement_id: ask.settlement_id,
        digest: Some(&digest),
        sale_id,
        kind: ask.tender.map_or("written_off", |_| "paid"),
        amount: ask.amount,
        note: &note,
    };
    store::insert_settlement(tx, &new).await?;
    if let Some(tender) = ask.tender {
        store::insert_settled(tx, ask.settlement_id, tender, ask.amount, receipt).await?;
    }
    let details = json!({
        "settlement_id": ask.settlement_id, "amount": ask.amount.minor(),
        "tender": ask.tender.map(Tender::code), "receipt": receipt, "note": note,
    });
    audit::record(tx, "voucher.settle", "sale", Some(sale_id), details).await?;
    let draft = posted(ask, tx.scope().now);
    let draft = draft.ok_or_else(|| fault("a settlement cannot be counted", &ask.settlement_id))?;
    ledger::post(tx, draft).await?;
    Ok(true)
}

/// What was missing is here, or is an expense.
fn posted(ask: &Settlement, occurred_at: DateTime<Utc>) -> Option<Draft> {
    let (source_kind, purpose, account) = match ask.tender {
        Some(tender) => ("payment", "payment", tender.account()),
        None => ("voucher_settlement", "write_off", Role::VouchersWrittenOff),
    };
    Some(Draft {
        source_kind,
        source_id: ask.settlement_id,
        purpose,
        occurred_at,
        location_id: None,
        lines: vec![
            (account, ask.amount),
            (Role::VouchersShort, ask.amount.negated()?),
        ],
    })
}

/// Goods came back of which nobody had paid a part that was written off: so much of that is no expense any
/// more. The refund is posted, and its sale's lines are locked.
pub(in crate::sales) async fn take_back(
    tx: &mut BusinessTx,
    refund: &Sale,
    payments: &[SalePayment],
) -> Result<(), Stop> {
    let is_of_none = |one: &SalePayment| one.tender == Tender::Voucher && one.voucher_id.is_none();
    let Some(sale_id) = refund.refunds.filter(|_| payments.iter().any(is_of_none)) else {
        return Ok(());
    };
    let missing = store::missing(tx, &[sale_id]).await?;
    let missing = missing.get(&sale_id).copied().unwrap_or_default();
    let written_off = store::written_off(tx, sale_id).await?;
    let uncountable = || fault("what was written off cannot be counted", &refund.sale_id);
    let over = missing.negated().ok_or_else(uncountable)?.min(written_off);
    if over <= Money::ZERO {
        return Ok(());
    }
    let less = over.negated().ok_or_else(uncountable)?;
    let new = store::NewSettlement {
        settlement_id: refund.sale_id,
        digest: None,
        sale_id,
        kind: "back",
        amount: less,
        note: "",
    };
    store::insert_settlement(tx, &new).await?;
    let draft = Draft {
        source_kind: "voucher_settlement",
        source_id: refund.sale_id,
        purpose: "write_off_back",
        occurred_at: refund.occurred_at,
        location_id: None,
        lines: vec![
            (Role::VouchersShort, over),
            (Role::VouchersWrittenOff, less),
        ],
    };
    ledger::post(tx, draft).await?;
    Ok(())
}
