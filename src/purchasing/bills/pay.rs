//! Pays a supplier: one payment, spread over chosen bills or the oldest first; the rest stays ahead.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::payment::Way;
use super::posting;
use super::settle::{self, By};
use super::store::{self, NewPayment, Open};
use crate::audit;
use crate::ledger;
use crate::payments::Tender;
use crate::platform::{BusinessTx, Cx, Scope, fault, metrics};
use crate::purchasing::receiving::{self, flattened};
use crate::staff::{self, Power, unless_refused};
use crate::values::{Money, Refusal, Stop, is_reference, typed_day};

/// How many days may have passed since a payment that is only written now.
const MOST_DAYS_AGO: u64 = 366;

/// A payment as it was typed, to a supplier or back from her.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PayForm {
    /// Made with the page: the key that makes paying happen once.
    pub payment_id: String,
    /// Who is paid, or pays back.
    pub supplier_id: String,
    /// How.
    pub tender: String,
    /// How much.
    pub amount: String,
    /// M-Pesa's code, or the reference of another tender; empty for cash.
    pub receipt: String,
    /// The day on which it was paid; empty: today.
    pub paid_on: String,
    /// The bill that the page was opened for; may be empty, and is where money comes back.
    pub bill: String,
    /// Ticked: this bill, by its id. None ticked: the oldest first. Of no account where money comes back.
    pub take: BTreeMap<String, String>,
}

/// A payment, read.
pub(super) struct Paid {
    pub tender: Tender,
    pub amount: Money,
    pub receipt: Option<String>,
    /// The day that was typed.
    day: Option<NaiveDate>,
    pub at: DateTime<Utc>,
    chosen: Vec<Uuid>,
}

impl PayForm {
    /// For another look after a refusal.
    pub(super) fn typed(&self) -> Value {
        flattened(
            &[
                ("payment_id", &self.payment_id),
                ("tender", &self.tender),
                ("amount", &self.amount),
                ("receipt", &self.receipt),
                ("paid_on", &self.paid_on),
            ],
            &[("take", &self.take)],
        )
    }

    /// The bills that were ticked.
    fn chosen(&self) -> Vec<Uuid> {
        let ticked = self.take.iter().filter(|(_, tick)| !tick.trim().is_empty());
        ticked
            .filter_map(|(key, _)| key.strip_prefix('b')?.parse().ok())
            .take(500)
            .collect()
    }

    /// What was typed, as it is meant.
    pub(super) fn read(
        &self,
        currency: &str,
        at: Result<DateTime<Utc>, Refusal>,
    ) -> Result<Paid, Stop> {
        let mut refusals = Vec::new();
        let is_money = |tender: &Tender| !matches!(tender, Tender::OnAccount | Tender::Voucher);
        let tender = Tender::parse(&self.tender).filter(is_money);
        if tender.is_none() {
            refusals.push(Refusal::at("tender", "refused-tender-needed"));
        }
        let amount = match Money::parse(&self.amount, currency) {
            Ok(amount) if amount > Money::ZERO => amount,
            _ => {
                refusals.push(Refusal::at("amount", "refused-not-an-amount"));
                Money::ZERO
            }
        };
        let tender = tender.unwrap_or(Tender::Cash);
        let receipt = reference(tender, &self.receipt).unwrap_or_else(|refusal| {
            refusals.push(refusal);
            None
        });
        let at = at.unwrap_or_else(|refusal| {
            refusals.push(refusal);
            DateTime::UNIX_EPOCH
        });
        unless_refused(refusals)?;
        Ok(Paid {
            tender,
            amount,
            receipt,
            day: typed_day(&self.paid_on),
            at,
            chosen: self.chosen(),
        })
    }
}

/// When it was paid: now where it was today, else when that day of the business began.
pub(super) fn paid_at(scope: &Scope, typed: &str) -> Result<DateTime<Utc>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(scope.now);
    }
    let today = scope.today();
    let oldest = today.checked_sub_days(Days::new(MOST_DAYS_AGO));
    let is_near = |day: &NaiveDate| *day <= today && oldest.is_none_or(|oldest| oldest <= *day);
    let refused = || Refusal::at("paid_on", "refused-pay-day");
    let day = typed_day(typed).filter(is_near).ok_or_else(refused)?;
    if day == today {
        return Ok(scope.now);
    }
    scope.calendar.start_of(day).ok_or_else(refused)
}

/// Cash needs no reference; everything else does, or nobody can find it again.
pub(super) fn reference(tender: Tender, text: &str) -> Result<Option<String>, Refusal> {
    if tender == Tender::Cash {
        return Ok(None);
    }
    let text = text.trim().to_ascii_uppercase();
    if !is_reference(&text) {
        return Err(Refusal::at("receipt", "refused-receipt-needed"));
    }
    Ok(Some(text))
}

/// Records what was paid to a supplier, once for the payment's id; again changes nothing.
///
/// # Errors
/// Not found; refused in words at every field that will not do, and where this id stands for other
/// money (`refused-pay-other`).
pub async fn pay(cx: &Cx, form: &PayForm) -> Result<Uuid, Stop> {
    let payment_id: Uuid = form.payment_id.trim().parse().map_err(|_| Stop::NotFound)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::PayBills)?;
    if let Some(tender) = pay_in(&mut tx, form).await? {
        tx.commit().await?;
        metrics::payment_recorded(tender.code(), "out");
    }
    Ok(payment_id)
}

/// The same in a transaction of more than one payment: its tender; none where it is recorded already.
pub(super) async fn pay_in(tx: &mut BusinessTx, form: &PayForm) -> Result<Option<Tender>, Stop> {
    let id = |typed: &str| typed.trim().parse::<Uuid>().map_err(|_| Stop::NotFound);
    let (payment_id, supplier_id) = (id(&form.payment_id)?, id(&form.supplier_id)?);
    let supplier = receiving::lock_supplier(tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let currency = tx.scope().currency.clone();
    let paid = form.read(&currency, paid_at(tx.scope(), &form.paid_on))?;
    if is_done(tx, payment_id, (Way::Paid, supplier_id), &paid).await? {
        return Ok(None);
    }
    let open = store::open_bills(tx, supplier_id, &[]).await?;
    let bills = chosen_of(open, &paid.chosen)?;
    let receipt = paid.receipt.as_deref();
    let (tender, amount, at) = (paid.tender, paid.amount, paid.at);
    let new = NewPayment {
        payment_id,
        supplier_id,
        way: Way::Paid,
        tender,
        amount,
        receipt,
        at,
        undoes: None,
    };
    if !store::insert_payment(tx, &new).await? {
        return Err(Refusal::at("receipt", "refused-receipt-used").into());
    }
    let ahead = settle::over_bills(tx, By::Payment(payment_id), amount, &bills).await?;
    let details = json!({
        "supplier": supplier.name, "amount": amount.minor(), "tender": tender.code(),
        "receipt": receipt, "ahead": ahead.minor(),
    });
    let subject = Some(supplier_id);
    audit::record(tx, "supplier.pay", "supplier", subject, details).await?;
    let draft = posting::of_payment(payment_id, Way::Paid, (tender, amount), at);
    let draft = draft.ok_or_else(|| fault("a payment cannot be counted", &payment_id))?;
    ledger::post(tx, draft).await?;
    Ok(Some(tender))
}

/// Whether this very money is recorded already. It stays so when it is undone later.
pub(super) async fn is_done(
    tx: &mut BusinessTx,
    payment_id: Uuid,
    (way, supplier_id): (Way, Uuid),
    paid: &Paid,
) -> Result<bool, Stop> {
    let Some(there) = store::recorded_payment(tx, payment_id).await? else {
        return Ok(false);
    };
    let receipt = paid.receipt.as_deref();
    let is_same = there.is(way, supplier_id, (paid.tender, paid.amount), receipt)
        // Where no day was typed, it may have been yesterday.
        && paid.day.is_none_or(|day| day == there.business_date);
    let elsewhere =
        !paid.chosen.is_empty() && store::settled_elsewhere(tx, payment_id, &paid.chosen).await?;
    if !is_same || elsewhere {
        return Err(Refusal::of("refused-pay-other").into());
    }
    Ok(true)
}

/// The bills that were chosen, oldest first; all that are open where none was.
fn chosen_of(open: Vec<Open>, chosen: &[Uuid]) -> Result<Vec<Open>, Stop> {
    if chosen.is_empty() {
        return Ok(open);
    }
    let bills: Vec<Open> = open
        .into_iter()
        .filter(|bill| chosen.contains(&bill.id))
        .collect();
    if bills.len() != chosen.len() {
        return Err(Refusal::of("refused-pay-settled").into());
    }
    Ok(bills)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn open(no: u128) -> Open {
        Open {
            id: Uuid::from_u128(no),
            number: no.to_string(),
            rest: Money::from_minor(100),
        }
    }

    #[test]
    fn chosen_bills_keep_their_order() {
        let all = vec![open(1), open(2), open(3)];
        let some = chosen_of(all.clone(), &[Uuid::from_u128(3), Uuid::from_u128(1)]).unwrap();
        assert_eq!(some, [open(1), open(3)]);
        assert_eq!(chosen_of(all.clone(), &[]).unwrap().len(), 3);
        assert!(chosen_of(all, &[Uuid::from_u128(9)]).is_err());
    }

    #[test]
    fn only_cash_goes_without_a_reference() {
        assert_eq!(reference(Tender::Cash, "x"), Ok(None));
        assert!(reference(Tender::Mpesa, "").is_err());
        let code = reference(Tender::Mpesa, " sgl31ha2uv ");
        assert_eq!(code, Ok(Some("SGL31HA2UV".to_owned())));
        let form = PayForm {
            tender: "on_account".to_owned(),
            amount: "0".to_owned(),
            ..PayForm::default()
        };
        let Err(Stop::Refused(refusals)) = form.read("KES", Ok(DateTime::UNIX_EPOCH)) else {
            panic!("it was read");
        };
        assert_eq!(refusals.len(), 2);
    }
}
