//! How something is paid, as a till asks it: tenders, and the payments that they become. Pure.

use std::collections::BTreeSet;

use serde_json::json;
use uuid::Uuid;

use super::SalePayment;
use super::basket::MOST_MONEY;
use super::cart::{change, is_cash};
use super::rules::COARSEST;
use super::vouchers::code::bare;
use crate::payments::Tender;
use crate::values::{Money, Refusal, is_reference};

/// No sale is asked for that is paid in more pieces, and none can have been paid in so many.
const MOST_TENDERS: usize = 20;
const MOST_TOLD: usize = 200;
/// What was paid, or paid back, may have been rounded by so much otherwise than here.
const MOST_ROUNDING: Money = Money::from_minor(100);

/// One way in which it is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskTender {
    /// The payment that it becomes.
    pub payment_id: Uuid,
    /// How.
    pub tender: Tender,
    /// How much of it stays: change is given already.
    pub amount: Money,
    /// M-Pesa's code, a voucher's, a bank's reference; may be empty.
    pub reference: String,
    /// Cash: what was handed over, where change was given of it.
    pub handed: Option<Money>,
}

/// Tenders in one spelling, for a digest.
pub(super) fn tenders_spelled(tenders: &[AskTender]) -> Vec<serde_json::Value> {
    let spelled = tenders.iter().map(|one| {
        let mut spelled = vec![
            json!(one.payment_id),
            json!(one.tender.code()),
            json!(one.amount),
            json!(one.reference.trim()),
        ];
        // Payments of before this was asked keep their digests.
        spelled.extend(one.handed.map(|handed| json!(handed)));
        json!(spelled)
    });
    spelled.collect()
}

/// The payments that tenders become. Refuses amounts of nothing, one payment twice, and references
/// that are none.
pub(super) fn payments_of(tenders: &[AskTender]) -> Result<Vec<SalePayment>, Refusal> {
    are_apart(tenders, MOST_TENDERS)?;
    let payments: Vec<SalePayment> = tenders.iter().map(payment_of).collect::<Result<_, _>>()?;
    // A voucher pays as often as something is left of it.
    let named: Vec<_> = payments
        .iter()
        .filter(|one| one.reference.is_some() && one.tender != Tender::Voucher)
        .collect();
    let twice = |one: &&SalePayment| {
        let same = |other: &&&SalePayment| {
            (other.tender, &other.reference) == (one.tender, &one.reference)
        };
        named.iter().filter(same).count() > 1
    };
    if named.iter().any(twice) {
        return Err(Refusal::at("receipt", "refused-receipt-used"));
    }
    Ok(payments)
}

/// The same of what was paid already, and what of it cannot be: a reference that is none, and money that
/// cannot have been handed over. Both are left out: it is paid all the same. A reference may stand there
/// twice still.
pub(super) fn payments_told(
    tenders: &[AskTender],
) -> Result<(Vec<SalePayment>, Vec<Refusal>), Refusal> {
    are_apart(tenders, MOST_TOLD)?;
    let mut payments = Vec::with_capacity(tenders.len());
    let mut odd = Vec::new();
    for one in tenders {
        let mut one = one.clone();
        if let Err(refusal) = reference_of(one.tender, &one.reference) {
            // M-Pesa's is missed when it is claimed.
            odd.extend(Some(refusal).filter(|_| one.tender != Tender::Mpesa));
            one.reference.clear();
        }
        if !is_handed(&one) {
            odd.push(Refusal::at("receipt", "flag-handed"));
            one.handed = None;
        }
        payments.push(payment_of(&one)?);
    }
    Ok((payments, odd))
}

/// Refuses one payment twice, and more of them than there can be.
fn are_apart(tenders: &[AskTender], most: usize) -> Result<(), Refusal> {
    let ids: BTreeSet<Uuid> = tenders.iter().map(|one| one.payment_id).collect();
    if ids.len() != tenders.len() || tenders.len() > most {
        return Err(Refusal::at("tenders", "refused-unreadable"));
    }
    Ok(())
}

/// Whether what was handed over, if that is said, is cash and enough.
fn is_handed(one: &AskTender) -> bool {
    let is_enough = |handed: Money| {
        handed <= MOST_MONEY && one.tender == Tender::Cash && change(one.amount, handed).is_some()
    };
    one.handed.is_none_or(is_enough)
}

/// The payment that a tender becomes.
fn payment_of(one: &AskTender) -> Result<SalePayment, Refusal> {
    if one.amount <= Money::ZERO || one.amount > MOST_MONEY {
        return Err(Refusal::at("tenders", "refused-not-an-amount"));
    }
    if !is_handed(one) {
        return Err(Refusal::at("tenders", "refused-sale-handed"));
    }
    Ok(SalePayment {
        payment_id: one.payment_id,
        tender: one.tender,
        amount: one.amount,
        reference: reference_of(one.tender, &one.reference)?,
        handed: one.handed,
        is_unmatched: one.tender == Tender::Mpesa,
        is_held: false,
        voucher_id: None,
    })
}

/// The reference of a tender, in one spelling. Cash and what is written up have none; any other may
/// have one. A voucher's is looked for, whatever it is: one that is none is none of ours.
pub(super) fn reference_of(tender: Tender, text: &str) -> Result<Option<String>, Refusal> {
    if tender == Tender::Voucher {
        let code = bare(text);
        return Ok((!code.is_empty()).then_some(code));
    }
    let text = text.trim().to_ascii_uppercase();
    if text.is_empty() || matches!(tender, Tender::Cash | Tender::OnAccount) {
        return Ok(None);
    }
    if !is_reference(&text) {
        return Err(Refusal::at("receipt", "refused-receipt-needed"));
    }
    Ok(Some(text))
}

/// Of these, what is on account. None where it cannot be counted.
pub(super) fn on_account(tenders: impl Iterator<Item = (Tender, Money)>) -> Option<Money> {
    let written_up = tenders.filter(|(tender, _)| *tender == Tender::OnAccount);
    Money::sum(written_up.map(|(_, amount)| amount))
}

/// How far what was paid, or paid back, may be from what it comes to here. Cash may have been rounded to the
/// coin that the till knew of: a shop changes its coin, and a till hears of that when it has a network.
pub(super) fn most_rounding(
    unit: Money,
    ways: impl Iterator<Item = Tender>,
    paid: Option<Money>,
) -> Money {
    let most = unit.max(MOST_ROUNDING);
    let is_cash = is_cash(ways);
    let cash = paid.filter(|paid| is_cash && *paid > Money::ZERO);
    let half = cash.map(|cash| Money::from_minor(coarsest_coin(cash).minor() / 2));
    half.and_then(|half| most.plus(half)).unwrap_or(most)
}

/// The coarsest coin in which an amount can be paid, of those to which anything is rounded.
fn coarsest_coin(amount: Money) -> Money {
    let tens = std::iter::successors(Some(1_i64), |ten| ten.checked_mul(10));
    let coins = tens.flat_map(|ten| [1, 2, 5].map(|first| ten.saturating_mul(first)));
    let coins = coins.take_while(|coin| *coin <= COARSEST.minor());
    let coins = coins.filter(|coin| amount.minor() % coin == 0);
    Money::from_minor(coins.last().unwrap_or(1))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn cash_may_have_been_rounded_to_another_coin() {
        let money = Money::from_minor;
        for (paid, coin) in [
            (12_000, 2_000),
            (11_650, 50),
            (5_801, 1),
            (500_000, 100_000),
        ] {
            assert_eq!(coarsest_coin(money(paid)), money(coin), "{paid}");
        }
        let most = |ways: &[Tender], paid: i64| {
            most_rounding(money(500), ways.iter().copied(), Some(money(paid))).minor()
        };
        assert_eq!(most(&[Tender::Cash], 12_000), 1_500);
        assert_eq!(most(&[Tender::Cash], 5_801), 500);
        assert_eq!(most(&[Tender::Cash, Tender::Card], 12_000), 500);
        assert_eq!(most(&[], 0), 500);
    }

    #[test]
    fn change_is_given_of_cash_and_never_below_nothing() {
        let paid = |tender: Tender, handed: i64| {
            let one = AskTender {
                payment_id: Uuid::nil(),
                tender,
                amount: Money::from_minor(920),
                reference: "SGL31HA2UV".to_owned(),
                handed: Some(Money::from_minor(handed)),
            };
            payments_of(&[one]).map_err(|refusal| refusal.key)
        };
        assert_eq!(
            paid(Tender::Cash, 1_000).unwrap()[0].handed.unwrap(),
            Money::from_minor(1_000)
        );
        assert!(paid(Tender::Cash, 920).is_ok());
        for (tender, handed) in [(Tender::Cash, 919), (Tender::Mpesa, 1_000)] {
            assert_eq!(paid(tender, handed).unwrap_err(), "refused-sale-handed");
        }
    }

    #[test]
    fn what_many_have_paid_together_is_paid() {
        let parts = |count: usize| -> Vec<AskTender> {
            let part = |_| AskTender {
                payment_id: Uuid::now_v7(),
                tender: Tender::Cash,
                amount: Money::from_minor(100),
                reference: String::new(),
                handed: None,
            };
            (0..count).map(part).collect()
        };
        assert!(payments_of(&parts(20)).is_ok() && payments_of(&parts(21)).is_err());
        assert!(payments_told(&parts(200)).is_ok() && payments_told(&parts(201)).is_err());
    }

    #[test]
    fn references_have_one_spelling() {
        let read = |text: &str| reference_of(Tender::Mpesa, text).map_err(|refusal| refusal.key);
        assert_eq!(read(" sgl31ha2uv "), Ok(Some("SGL31HA2UV".to_owned())));
        assert_eq!(read(""), Ok(None));
        assert!(read("x").is_err() && read("<script>").is_err());
        assert_eq!(reference_of(Tender::Cash, "anything"), Ok(None));
        let voucher = reference_of(Tender::Voucher, " 8ae8u-nm27z\n");
        assert_eq!(voucher, Ok(Some("8AE8UNM27Z".to_owned())));
        assert_eq!(reference_of(Tender::Voucher, " - "), Ok(None));
    }
}
