//! What comes back of a sale: how much money for how much of a line, how it is paid out, and which
//! goods at which cost. Pure.
//!
//! Every share is counted from the sale's beginning to here, less what went before: so parts never
//! add up to more than the whole, and the last part brings the last cent.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::shifts::AtShift;
use super::tenders::{AskTender, payments_of, reference_of, tenders_spelled};
use super::{Sale, SaleLine, SalePayment};
use crate::payments::Tender;
use crate::platform::secrets::digest_bytes;
use crate::stock::Arriving;
use crate::values::{Money, Quantity, Refusal, Unit};

/// What is brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundAsk {
    /// The refund: made with its form, and the key that makes it happen once.
    pub refund_id: Uuid,
    /// Of which sale.
    pub sale_id: Uuid,
    /// In which shift, where the money goes out of a till.
    pub shift: Option<AtShift>,
    /// Which of its lines, and how much of each.
    pub lines: Vec<BackLine>,
    /// How the money goes back.
    pub pay_out: PayOut,
    /// Why, or another word about it; may be empty.
    pub note: String,
}

/// How much of one line comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackLine {
    /// The line of the sale.
    pub line_no: i32,
    /// How much, as it was sold: units or packs.
    pub quantity: Quantity,
    /// Whether the goods go back on the shelf; if not, they are gone, and so is what they had cost.
    pub restock: bool,
}

/// How the money goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayOut {
    /// The way it came; what was written up first.
    AsPaid,
    /// All of it by one tender.
    By {
        /// The payment that it becomes.
        payment_id: Uuid,
        /// How.
        tender: Tender,
        /// M-Pesa's code, a bank's reference; may be empty.
        reference: String,
    },
    /// In these pieces, together exactly the total.
    Exactly(Vec<AskTender>),
}

impl PayOut {
    /// The tenders by which the money goes back, where each tender of the sale still holds so much.
    pub(super) fn tenders<'a>(
        &'a self,
        held: &'a [(Tender, Money)],
    ) -> impl Iterator<Item = Tender> + 'a {
        let (no_held, no_asked): (&[(Tender, Money)], &[AskTender]) = (&[], &[]);
        let (named, as_paid, exactly) = match self {
            PayOut::AsPaid => (None, held, no_asked),
            PayOut::By { tender, .. } => (Some(*tender), no_held, no_asked),
            PayOut::Exactly(tenders) => (None, no_held, tenders.as_slice()),
        };
        let holding = as_paid.iter().filter(|(_, held)| *held > Money::ZERO);
        let as_paid = holding.map(|(tender, _)| *tender);
        let exactly = exactly.iter().map(|one| one.tender);
        named.into_iter().chain(as_paid).chain(exactly)
    }
}

impl RefundAsk {
    /// What was paid back, where that is said.
    pub(super) fn given(&self) -> Option<Money> {
        match &self.pay_out {
            PayOut::Exactly(tenders) => Money::sum(tenders.iter().map(|one| one.amount)),
            PayOut::AsPaid | PayOut::By { .. } => None,
        }
    }

    /// Of everything that is asked: the same id with another body is another refund.
    pub(super) fn digest(&self) -> Vec<u8> {
        let lines: Vec<_> = self
            .lines
            .iter()
            .map(|line| json!([line.line_no, line.quantity, line.restock]))
            .collect();
        let pay_out = match &self.pay_out {
            PayOut::AsPaid => json!("as-paid"),
            PayOut::By {
                payment_id,
                tender,
                reference,
            } => json!([payment_id, tender.code(), reference.trim()]),
            PayOut::Exactly(tenders) => json!({ "exactly": tenders_spelled(tenders) }),
        };
        let mut body = vec![
            json!(self.sale_id),
            json!(lines),
            pay_out,
            json!(self.note.trim()),
        ];
        // Refunds of before there were shifts keep the digest that they had.
        body.extend(self.shift.map(|at| json!(at.shift_id)));
        let body = json!(body);
        digest_bytes(body.to_string().as_bytes())
    }
}

/// The form field of a line that comes back.
pub(super) fn field_of(line_no: i32) -> String {
    format!("back-l{line_no}")
}

/// A line that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Back {
    /// As it was sold.
    pub line: SaleLine,
    pub quantity: Quantity,
    pub restock: bool,
    /// What is given back for it.
    pub amount: Money,
    /// The tax inside, at the rate of then.
    pub tax: Money,
}

impl Back {
    /// What comes back of a line, or why it cannot.
    pub fn of(line: &SaleLine, ask: &BackLine) -> Result<Back, Refusal> {
        let field = field_of(line.line_no);
        if ask.quantity <= Quantity::ZERO {
            return Err(Refusal::at(&field, "refused-not-a-quantity"));
        }
        let left = line.left();
        if ask.quantity > left {
            let refusal = Refusal::at(&field, "refused-back-more");
            return Err(refusal.with("name", &line.name).with("most", left.short()));
        }
        let money = Back::money(line, ask.quantity);
        let (amount, tax) = money.ok_or_else(|| Refusal::at(&field, "refused-not-a-quantity"))?;
        Ok(Back {
            line: line.clone(),
            quantity: ask.quantity,
            restock: ask.restock,
            amount,
            tax,
        })
    }

    /// Why nobody brings back such a part of it, if that is so: of what is counted, whole ones or all that is
    /// left.
    pub fn uneven(&self) -> Option<Refusal> {
        let line = &self.line;
        let is_measured = Unit::parse(&line.unit).is_some_and(Unit::is_measured);
        let is_whole = is_measured || self.quantity.is_in_steps_of(Quantity::ONE);
        if is_whole || self.quantity == line.left() {
            return None;
        }
        let refusal = Refusal::at(&field_of(line.line_no), "refused-step");
        let refusal = refusal.with("name", &line.name);
        Some(refusal.with("step", Quantity::ONE.short()))
    }

    /// The amount of so much of a line, and the tax inside it.
    fn money(line: &SaleLine, quantity: Quantity) -> Option<(Money, Money)> {
        let so_far = line.returned.plus(quantity)?;
        let all = line.amount.share(so_far.milli(), line.quantity.milli())?;
        let amount = all.minus(line.returned_amount)?;
        let before = line.returned_amount.tax_inside(line.tax.rate)?;
        let tax = all.tax_inside(line.tax.rate)?.minus(before)?;
        Some((amount, tax))
    }

    /// How much of a product this is, `sold` being how much of it the whole line was.
    pub fn units(&self, sold: Quantity) -> Option<Quantity> {
        let part = |of: Quantity| -> Option<i64> {
            let exact = i128::from(sold.milli()).checked_mul(i128::from(of.milli()))?;
            i64::try_from(exact.checked_div(i128::from(self.line.quantity.milli()))?).ok()
        };
        let so_far = self.line.returned.plus(self.quantity)?;
        let units = part(so_far)?.checked_sub(part(self.line.returned)?)?;
        Some(Quantity::from_milli(units))
    }
}

/// What went back of a sale before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Before {
    pub goods: Money,
    pub total: Money,
}

/// What is given back in all for goods of this amount: rounded like the sale, and with the last goods
/// all that is left of its total. None where it cannot be counted.
pub(super) fn total_back(sale: &Sale, before: Before, goods: Money, unit: Money) -> Option<Money> {
    let so_far = before.goods.plus(goods)?;
    let all = if so_far == sale.goods {
        sale.total
    } else {
        so_far.plus(so_far.rounding_to(unit)?)?.min(sale.total)
    };
    Some(all.minus(before.total)?.max(Money::ZERO))
}

/// The payments by which a total goes back. `paid` is what each tender brought and still holds, in
/// the order in which it goes back.
pub(super) fn pay_out(
    how: &PayOut,
    total: Money,
    paid: &[(Tender, Money)],
    currency: &str,
) -> Result<Vec<SalePayment>, Refusal> {
    match how {
        PayOut::Exactly(tenders) => {
            let payments = payments_of(tenders)?;
            adds_up(&payments, total, currency)?;
            Ok(payments)
        }
        _ if total.is_zero() => Ok(Vec::new()),
        PayOut::By {
            payment_id,
            tender,
            reference,
        } => Ok(vec![SalePayment {
            payment_id: *payment_id,
            tender: *tender,
            amount: total,
            reference: reference_of(*tender, reference)?,
            handed: None,
            is_unmatched: false,
            is_held: false,
            voucher_id: None,
        }]),
        PayOut::AsPaid => Ok(as_paid(total, paid)),
    }
}

fn as_paid(total: Money, paid: &[(Tender, Money)]) -> Vec<SalePayment> {
    let mut owed = total;
    let mut payments: Vec<SalePayment> = Vec::new();
    for (tender, held) in paid {
        let amount = owed.min(*held);
        if amount <= Money::ZERO {
            continue;
        }
        owed = owed.minus(amount).unwrap_or_default();
        payments.push(SalePayment {
            payment_id: Uuid::now_v7(),
            tender: *tender,
            amount,
            reference: None,
            handed: None,
            is_unmatched: false,
            is_held: false,
            voucher_id: None,
        });
    }
    // Where earlier refunds went another way, what is missing is given in cash.
    if owed > Money::ZERO {
        payments.push(SalePayment {
            payment_id: Uuid::now_v7(),
            tender: Tender::Cash,
            amount: owed,
            reference: None,
            handed: None,
            is_unmatched: false,
            is_held: false,
            voucher_id: None,
        });
    }
    payments
}

/// Refuses payments that are not exactly a total.
pub(super) fn adds_up(
    payments: &[SalePayment],
    total: Money,
    currency: &str,
) -> Result<(), Refusal> {
    let given = Money::sum(payments.iter().map(|one| one.amount));
    if given == Some(total) {
        return Ok(());
    }
    let given = given.map_or_else(|| "–".to_owned(), |given| given.named(currency));
    Err(Refusal::at("tenders", "refused-sale-tenders")
        .with("total", total.named(currency))
        .with("given", given))
}

/// What a line took out of one layer, when it was sold or when it was covered later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    /// The line of the sale.
    pub line_no: i32,
    pub product_id: Uuid,
    pub quantity: Quantity,
    pub value: Money,
    pub batch_id: Option<Uuid>,
    pub expires_on: Option<NaiveDate>,
    pub received_at: DateTime<Utc>,
}

/// Goods that come back with the cost, the batch and the age they had left with: the first that left
/// come back first, and what is on the shelf again already (`before`) is left out. None where more
/// comes back than left.
pub(super) fn arriving<'a>(
    uses: impl Iterator<Item = &'a Use>,
    line_no: i32,
    before: Quantity,
    quantity: Quantity,
) -> Option<Vec<Arriving>> {
    let (mut skip, mut wanted) = (before, quantity);
    let mut lines = Vec::new();
    for one in uses {
        let skipped = skip.min(one.quantity);
        skip = skip.minus(skipped)?;
        let taken = wanted.min(one.quantity.minus(skipped)?);
        if taken <= Quantity::ZERO {
            continue;
        }
        wanted = wanted.minus(taken)?;
        let so_far = skipped.plus(taken)?;
        let all = one.value.share(so_far.milli(), one.quantity.milli())?;
        let gone = one.value.share(skipped.milli(), one.quantity.milli())?;
        lines.push(Arriving {
            line_no,
            product_id: one.product_id,
            quantity: taken,
            value: all.minus(gone)?,
            batch_id: one.batch_id,
            expires_on: one.expires_on,
            received_at: Some(one.received_at),
            origin_id: None,
        });
    }
    (wanted <= Quantity::ZERO).then_some(lines)
}

#[cfg(test)]
mod tests;
