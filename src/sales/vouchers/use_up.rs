//! Vouchers in a sale and in what comes back of it: a sale takes money off them, a refund puts it back onto
//! those that the sale was paid with.

use chrono::NaiveDate;
use uuid::Uuid;

use super::code::masked;
use super::store::{self, Part};
use super::voucher::{covers, unknown};
use crate::payments::Tender;
use crate::platform::BusinessTx;
use crate::sales::taken::{Oddity, Taken};
use crate::sales::{Sale, SaleKind, SalePayment};
use crate::values::{Money, Refusal, Stop};

/// Takes what a sale is paid with off its vouchers, on a day of the business; the payments as they are then.
/// They stay locked, and are so in the order of their ids. Of a sale that happened already, what a voucher
/// does not hold is written up for the customer, if one is known; else it names no voucher.
///
/// # Errors
/// Refuses codes that are none, and vouchers that are void, over, or do not hold so much.
pub(in crate::sales) async fn draw(
    tx: &mut BusinessTx,
    customer: Option<Uuid>,
    day: NaiveDate,
    payments: Vec<SalePayment>,
    taken: &mut Taken,
) -> Result<Vec<SalePayment>, Stop> {
    if !payments.iter().any(is_voucher) {
        return Ok(payments);
    }
    let codes: Vec<String> = payments
        .iter()
        .filter(|one| is_voucher(one))
        .filter_map(|one| one.reference.clone())
        .collect();
    let mut vouchers = store::lock_by_codes(tx, &codes).await?;
    let currency = tx.scope().currency.clone();
    let mut drawn = Vec::with_capacity(payments.len());
    for one in payments {
        if !is_voucher(&one) {
            drawn.push(one);
            continue;
        }
        let code = one.reference.clone().unwrap_or_default();
        let found = vouchers.iter_mut().find(|voucher| voucher.code == code);
        let (paid, refusal) = match &found {
            Some(voucher) => covers(voucher, one.amount, day, &currency),
            // Whoever reads a flag sees the end of a code, as on a receipt.
            None => (Money::ZERO, Some(unknown(&masked(&code)))),
        };
        taken.odd(Oddity::Receipt, refusal.into_iter().collect())?;
        let missing = one.amount.minus(paid).unwrap_or_default();
        if let Some(voucher) = found.filter(|_| paid > Money::ZERO) {
            store::add(tx, voucher.voucher_id, paid.negated().unwrap_or_default()).await?;
            voucher.balance = voucher.balance.minus(paid).unwrap_or_default();
            drawn.push(SalePayment {
                amount: paid,
                voucher_id: Some(voucher.voucher_id),
                ..one.clone()
            });
        }
        if missing > Money::ZERO {
            drawn.push(debt(one, paid, missing, customer));
        }
    }
    Ok(drawn)
}

fn is_voucher(one: &SalePayment) -> bool {
    one.tender == Tender::Voucher
}

/// What a voucher did not hold of a payment.
fn debt(one: SalePayment, paid: Money, missing: Money, customer: Option<Uuid>) -> SalePayment {
    let payment_id = if paid > Money::ZERO {
        Uuid::now_v7()
    } else {
        one.payment_id
    };
    SalePayment {
        payment_id,
        tender: customer.map_or(Tender::Voucher, |_| Tender::OnAccount),
        amount: missing,
        reference: None,
        ..one
    }
}

/// Puts what goes back to vouchers onto those that the sale was paid with; the payments as they are then. A
/// code, or the end of one, says onto which. What they cannot take, because they are void or lapsed, and what
/// the customer has paid herself meanwhile, is given in cash.
///
/// # Errors
/// Refuses a code that is none of the sale's. Of what happened already it is noted, and nobody has that money:
/// first it is what no voucher held of the sale, then cash.
pub(in crate::sales) async fn put_back(
    tx: &mut BusinessTx,
    sale_id: Uuid,
    payments: Vec<SalePayment>,
    taken: &mut Taken,
) -> Result<Vec<SalePayment>, Stop> {
    if !payments.iter().any(is_voucher) {
        return Ok(payments);
    }
    let mut parts = store::parts_of(tx, sale_id).await?;
    let mut back = Vec::with_capacity(payments.len());
    for one in payments {
        if !is_voucher(&one) {
            back.push(one);
            continue;
        }
        let pieces = shared_out(&one, &mut parts);
        for piece in &pieces {
            if let Some(voucher_id) = piece.voucher_id {
                store::add(tx, voucher_id, piece.amount).await?;
            }
        }
        let is_named = one.reference.is_some();
        if is_named && pieces.iter().any(|piece| piece.voucher_id.is_none()) {
            let other = Refusal::at("tenders", "refused-voucher-other-sale");
            taken.odd(Oddity::Receipt, vec![other])?;
        }
        let in_cash = pieces.iter().filter(|piece| piece.tender == Tender::Cash);
        let in_cash = Money::sum(in_cash.map(|piece| piece.amount)).unwrap_or_default();
        // A till cannot know it: somebody sees that she gets it.
        if taken.is_told() && in_cash > Money::ZERO {
            let reason = Refusal::of("flag-voucher-cash");
            let reason = reason.with("amount", in_cash.named(&tx.scope().currency));
            taken.odd(Oddity::Receipt, vec![reason])?;
        }
        back.extend(pieces);
    }
    Ok(back)
}

/// A payment that goes back to vouchers, as one for each that takes some of it. What those of its code do not
/// take is so much less of what none of them held.
fn shared_out(one: &SalePayment, parts: &mut [Part]) -> Vec<SalePayment> {
    let mut owed = one.amount;
    let mut pieces: Vec<SalePayment> = Vec::new();
    let mut add = |tender: Tender, voucher_id: Option<Uuid>, amount: Money| {
        // The first keeps the id that was made for it.
        let payment_id = if pieces.is_empty() {
            one.payment_id
        } else {
            Uuid::now_v7()
        };
        // Cash has no code: by this one whoever reads of it could buy.
        let reference = one.reference.clone().filter(|_| tender != Tender::Cash);
        pieces.push(SalePayment {
            payment_id,
            tender,
            amount,
            reference,
            voucher_id,
            ..one.clone()
        });
    };
    let named = one.reference.as_deref();
    let (meant, others): (Vec<&mut Part>, Vec<&mut Part>) =
        parts.iter_mut().partition(|part| part.is_named(named));
    let uncovered = others.into_iter().filter(|part| part.voucher_id.is_none());
    for part in meant.into_iter().chain(uncovered) {
        let amount = owed.min(part.held);
        if amount <= Money::ZERO {
            continue;
        }
        owed = owed.minus(amount).unwrap_or_default();
        part.held = part.held.minus(amount).unwrap_or_default();
        add(Tender::Voucher, part.voucher_id, amount);
    }
    if owed > Money::ZERO {
        add(Tender::Cash, None, owed);
    }
    pieces
}

/// Writes down what a sale or a refund did to vouchers. Its payments are there.
pub(in crate::sales) async fn note(
    tx: &mut BusinessTx,
    sale: &Sale,
    payments: &[SalePayment],
) -> Result<(), Stop> {
    let is_used = sale.kind == SaleKind::Sale;
    for one in payments.iter().filter(|one| is_voucher(one)) {
        if let Some(voucher_id) = one.voucher_id {
            store::insert_use(tx, one.payment_id, voucher_id, is_used, one.amount).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn money(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    fn back(amount: i64, reference: Option<&str>) -> SalePayment {
        SalePayment {
            payment_id: Uuid::from_u128(9),
            tender: Tender::Voucher,
            amount: money(amount),
            reference: reference.map(str::to_owned),
            handed: None,
            is_unmatched: false,
            is_held: false,
            voucher_id: None,
        }
    }

    fn parts() -> Vec<Part> {
        let part = |number: Option<u128>, code: &str, held: i64| Part {
            voucher_id: number.map(Uuid::from_u128),
            code: code.to_owned(),
            held: money(held),
        };
        vec![
            part(None, "", 50),
            part(Some(1), "22222AAAAA", 300),
            part(Some(2), "22222BBBBB", 200),
        ]
    }

    #[test]
    fn money_goes_back_to_where_it_came_from() {
        let by = |amount: i64, reference: Option<&str>| {
            let pieces = shared_out(&back(amount, reference), &mut parts());
            let mut ids = pieces.iter().map(|piece| piece.payment_id);
            assert_eq!(ids.next(), Some(Uuid::from_u128(9)));
            let told = pieces.iter().map(|piece| {
                let voucher = piece.voucher_id.map(|id| id.as_u128());
                (piece.tender, voucher, piece.amount.minor())
            });
            told.collect::<Vec<_>>()
        };
        let voucher = Tender::Voucher;
        let (none, first, second) = (None::<u128>, Some(1_u128), Some(2_u128));
        assert_eq!(by(350, None), [(voucher, none, 50), (voucher, first, 300)]);
        assert_eq!(
            by(600, None),
            [
                (voucher, none, 50),
                (voucher, first, 300),
                (voucher, second, 200),
                (Tender::Cash, none, 50)
            ]
        );
        assert_eq!(by(150, Some("22222BBBBB")), [(voucher, second, 150)]);
        assert_eq!(by(150, Some("BBBB")), [(voucher, second, 150)]);
        assert_eq!(
            by(250, Some("22222BBBBB")),
            [(voucher, second, 200), (voucher, none, 50)]
        );
        assert_eq!(by(10, Some("B")), [(voucher, none, 10)]);
        // A voucher of another sale takes nothing, nor does what was never missing.
        assert_eq!(
            by(70, Some("22222CCCCC")),
            [(voucher, none, 50), (Tender::Cash, none, 20)]
        );
    }
}
