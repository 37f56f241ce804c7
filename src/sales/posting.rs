//! What sales do to the books. Pure: a document in, a journal entry out.
//!
//! | happens | debit | credit |
//! |---|---|---|
//! | sold | the tenders' accounts, cost of goods | sales, tax, rounding, inventory |
//! | brought back | sales, tax, rounding, inventory where it is back on the shelf | the tenders' accounts, cost of goods |
//! | an account is paid off | the tender's account | customers' accounts |
//!
//! Rounding stands on the other side where it took something.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Sale, SalePayment};
use crate::ledger::{Draft, Role};
use crate::payments::Tender;
use crate::values::Money;

/// The account that a tender comes into: what is written up is owed by the customer.
pub(super) fn account_of(tender: Tender) -> Role {
    match tender {
        Tender::OnAccount => Role::Receivables,
        other => other.account(),
    }
}

/// Goods went, money came.
pub(super) fn of_sale(sale: &Sale, payments: &[SalePayment]) -> Option<Draft> {
    let mut lines: Vec<(Role, Money)> = payments
        .iter()
        .map(|one| (account_of(one.tender), one.amount))
        .collect();
    lines.extend([
        (Role::Sales, sale.tax.minus(sale.goods)?),
        (Role::TaxOutput, sale.tax.negated()?),
        (Role::Rounding, sale.rounding.negated()?),
        (Role::CostOfGoods, sale.cost),
        (Role::Inventory, sale.cost.negated()?),
    ]);
    Some(draft(sale, "sale", lines))
}

/// Money went back, and goods with it as far as they are on the shelf again.
pub(super) fn of_refund(refund: &Sale, payments: &[SalePayment]) -> Option<Draft> {
    let mut lines = vec![
        (Role::Sales, refund.goods.minus(refund.tax)?),
        (Role::TaxOutput, refund.tax),
        (Role::Rounding, refund.rounding),
        (Role::Inventory, refund.cost),
        (Role::CostOfGoods, refund.cost.negated()?),
    ];
    for one in payments {
        lines.push((account_of(one.tender), one.amount.negated()?));
    }
    Some(draft(refund, "refund", lines))
}

fn draft(sale: &Sale, purpose: &'static str, lines: Vec<(Role, Money)>) -> Draft {
    Draft {
        source_kind: "sale",
        source_id: sale.sale_id,
        purpose,
        occurred_at: sale.occurred_at,
        location_id: Some(sale.location_id),
        lines,
    }
}

/// A customer pays for what was written up.
pub(super) fn of_account_payment(
    payment_id: Uuid,
    tender: Tender,
    amount: Money,
    at: DateTime<Utc>,
) -> Option<Draft> {
    Some(Draft {
        source_kind: "payment",
        source_id: payment_id,
        purpose: "payment",
        occurred_at: at,
        location_id: None,
        lines: vec![
            (account_of(tender), amount),
            (Role::Receivables, amount.negated()?),
        ],
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use super::*;
    use crate::sales::SaleKind;

    fn money(minor: i64) -> Money {
        Money::from_minor(minor)
    }

    /// A document for the tests of this folder.
    pub(in crate::sales) fn sale(kind: SaleKind) -> Sale {
        Sale {
            sale_id: Uuid::nil(),
            kind,
            series: String::new(),
            number: 1,
            refunds: None,
            location_id: Uuid::nil(),
            location_name: String::new(),
            customer_id: None,
            buyer_name: String::new(),
            buyer_tax_pin: None,
            price_list: "retail".to_owned(),
            currency: "KES".to_owned(),
            goods: money(11_630),
            discount: Money::ZERO,
            rounding: money(-30),
            tax: money(1_604),
            total: money(11_600),
            cost: money(7_000),
            note: String::new(),
            occurred_at: DateTime::UNIX_EPOCH,
            recorded_at: DateTime::UNIX_EPOCH,
            business_date: chrono::NaiveDate::default(),
            member_id: None,
            seller: None,
        }
    }

    fn paid(tender: Tender, minor: i64) -> SalePayment {
        SalePayment {
            payment_id: Uuid::now_v7(),
            tender,
            amount: money(minor),
            reference: None,
        }
    }

    #[test]
    fn a_sale_and_its_refund_mirror_each_other() {
        let payments = [paid(Tender::Cash, 1_600), paid(Tender::OnAccount, 10_000)];
        let sold = of_sale(&sale(SaleKind::Sale), &payments).unwrap();
        let back = of_refund(&sale(SaleKind::Refund), &payments).unwrap();
        let (sold, back) = (sold.balanced().unwrap(), back.balanced().unwrap());
        assert!(sold.contains(&(Role::Receivables, money(10_000))));
        assert!(sold.contains(&(Role::Sales, money(1_604 - 11_630))));
        for (role, amount) in sold {
            assert!(
                back.contains(&(role, amount.negated().unwrap())),
                "{role:?}"
            );
        }
    }

    #[test]
    fn an_account_that_is_paid_off_balances() {
        let draft =
            of_account_payment(Uuid::nil(), Tender::Mpesa, money(500), DateTime::UNIX_EPOCH);
        assert!(draft.unwrap().balanced().is_some());
    }
}
