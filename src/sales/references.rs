//! What a sale was paid with, by its references: a reference counts once, and so does the money that a
//! prompt at the till has brought.
//!
//! A prompt's money is named by the prompt's id, or by the receipt that M-Pesa gave it. It is in the books
//! already, so that the sale uses it up and brings none; what does not fit it was paid otherwise, as far as
//! the till says, and a manager looks at that.

use uuid::Uuid;

use super::SalePayment;
use super::store;
use super::taken::{Oddity, Taken};
use crate::payments::{self, HeldMoney, Tender};
use crate::platform::BusinessTx;
use crate::values::{Refusal, Stop};

/// Claims the references of a sale's payments. Of what was paid already, one that is used or missing is
/// noted: it is paid all the same.
pub(super) async fn claim(
    tx: &mut BusinessTx,
    sale_id: Uuid,
    payments: &mut [SalePayment],
    taken: &mut Taken,
) -> Result<(), Stop> {
    let mut used: Vec<Uuid> = Vec::new();
    let mut named: Vec<(Tender, String)> = Vec::new();
    for one in payments {
        if one.tender == Tender::Mpesa {
            if by_prompt(tx, sale_id, one, &mut used, taken).await? {
                continue;
            }
            if one.reference.is_none() {
                let needed = Refusal::at("receipt", "refused-receipt-needed");
                taken.odd(Oddity::Receipt, vec![needed])?;
                continue;
            }
        }
        by_hand(tx, one, &mut named, taken).await?;
    }
    Ok(())
}

/// Whether a payment names the money of a prompt: then nothing else is to be claimed for it.
async fn by_prompt(
    tx: &mut BusinessTx,
    sale_id: Uuid,
    one: &mut SalePayment,
    used: &mut Vec<Uuid>,
    taken: &mut Taken,
) -> Result<bool, Stop> {
    let named = one.payment_id;
    let held = payments::held_for_sale(tx, named, one.reference.as_deref()).await?;
    let Some(held) = held else {
        if !payments::is_asked(tx, named).await? {
            return Ok(false);
        }
        let unpaid = Refusal::at("receipt", "refused-prompt-unpaid");
        taken.odd(Oddity::Receipt, vec![unpaid])?;
        return Ok(one.reference.is_none());
    };
    let is_free = held.is_free_for(sale_id) && !used.contains(&held.payment_id);
    match unfit(&held, one, is_free) {
        None => {
            used.push(held.payment_id);
            one.payment_id = held.payment_id;
            one.reference = held.receipt.or_else(|| one.reference.take());
            (one.is_held, one.is_unmatched) = (true, false);
        }
        Some(key) => {
            taken.odd(Oddity::Receipt, vec![Refusal::at("receipt", key)])?;
            // That id is the prompt's.
            if named == held.payment_id {
                one.payment_id = Uuid::now_v7();
            }
            one.reference = None;
        }
    }
    Ok(true)
}

/// Why money that a prompt brought is not what a payment says.
fn unfit(held: &HeldMoney, one: &SalePayment, is_free: bool) -> Option<&'static str> {
    let same = |typed: &String| held.receipt.as_ref().is_none_or(|known| known == typed);
    if !is_free {
        Some("refused-receipt-used")
    } else if held.amount != one.amount {
        Some("refused-prompt-amount")
    } else if !one.reference.as_ref().is_none_or(same) {
        Some("refused-prompt-receipt")
    } else {
        None
    }
}

/// A reference that was typed; `named`: those that pay other parts of the sale.
async fn by_hand(
    tx: &mut BusinessTx,
    one: &mut SalePayment,
    named: &mut Vec<(Tender, String)>,
    taken: &mut Taken,
) -> Result<(), Stop> {
    let Some(reference) = &one.reference else {
        return Ok(());
    };
    let mut claimed = match one.tender {
        Tender::Mpesa => claim_receipt(tx, reference).await,
        _ => Ok(()),
    };
    let this = (one.tender, reference.clone());
    if claimed.is_ok() && taken.is_told() {
        // A voucher pays as often as something is left of it.
        let is_twice = one.tender != Tender::Voucher && named.contains(&this);
        if is_twice || store::is_paid_by(tx, one.tender, reference).await? {
            claimed = Err(Refusal::at("receipt", "refused-receipt-used").into());
        }
    }
    match claimed {
        Err(Stop::Refused(reasons)) => {
            taken.odd(Oddity::Receipt, reasons)?;
            one.reference = None;
            Ok(())
        }
        claimed => {
            named.push(this);
            claimed
        }
    }
}

/// A receipt of M-Pesa counts once. What a prompt has brought for an order is in the books, perhaps from
/// before its receipt was known.
async fn claim_receipt(tx: &mut BusinessTx, receipt: &str) -> Result<(), Stop> {
    payments::claim_receipt(tx, receipt).await?;
    payments::refuse_prompted(tx, receipt).await
}
