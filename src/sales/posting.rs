//! What sales do to the books. Pure: a document in, a journal entry out.
//!
//! | happens | debit | credit |
//! |---|---|---|
//! | sold | the tenders' accounts, cost of goods | sales, tax, rounding, tips, inventory |
//! | brought back | sales, tax, rounding, inventory where it is back on the shelf | the tenders' accounts, cost of goods |
//! | an account is paid off | the tender's account | customers' accounts |
//!
//! What a prompt at the till brought is in the books already: a sale takes it from what tills hold. What a
//! till took for a voucher that did not hold so much is in an account of its own.
//! Rounding stands on the other side where it took something. A tip goes back with a sale that was a
//! mistake. Cash of a shift is in the drawer of its
//! till; where it comes late, it is taken off what was over (see `shifts`).

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::shifts::drawer_of;
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

/// The same of a document, which may be of a shift, and whose money may be here already.
fn account_in(sale: &Sale, one: &SalePayment) -> Role {
    match (one.tender, sale.shift) {
        _ if one.is_held => Role::TillDeposits,
        (Tender::Cash, Some(at)) => drawer_of(at),
        (Tender::Voucher, _) if one.voucher_id.is_none() => Role::VouchersShort,
        (tender, _) => account_of(tender),
    }
}

/// Goods went, money came.
pub(super) fn of_sale(sale: &Sale, payments: &[SalePayment]) -> Option<Draft> {
    let mut lines: Vec<(Role, Money)> = payments
        .iter()
        .map(|one| (account_in(sale, one), one.amount))
        .collect();
    lines.extend([
        (Role::Sales, sale.tax.minus(sale.goods)?),
        (Role::TaxOutput, sale.tax.negated()?),
        (Role::Rounding, sale.rounding.negated()?),
        (Role::TipsPayable, sale.tip.negated()?),
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
        (Role::TipsPayable, refund.tip),
        (Role::Inventory, refund.cost),
        (Role::CostOfGoods, refund.cost.negated()?),
    ];
    for one in payments {
        lines.push((account_in(refund, one), one.amount.negated()?));
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
    use crate::sales::shifts::InShift;

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
            shift: None,
            customer_id: None,
            buyer_name: String::new(),
            buyer_tax_pin: None,
            price_list: "retail".to_owned(),
            currency: "KES".to_owned(),
            goods: money(11_630),
            discount: Money::ZERO,
            on_all: Money::ZERO,
            rounding: money(-30),
            tax: money(1_604),
            total: money(11_600),
            tip: Money::ZERO,
            cost: money(7_000),
            note: String::new(),
            occurred_at: DateTime::UNIX_EPOCH,
            recorded_at: DateTime::UNIX_EPOCH,
            business_date: chrono::NaiveDate::default(),
            member_id: None,
            seller: None,
            approved_by: None,
            is_void: false,
        }
    }

    fn paid(tender: Tender, minor: i64) -> SalePayment {
        SalePayment {
            payment_id: Uuid::now_v7(),
            tender,
            amount: money(minor),
            reference: None,
            handed: None,
            is_unmatched: false,
            is_held: false,
            voucher_id: None,
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
    fn a_tip_is_owed_to_whoever_served() {
        let tipped = |kind: SaleKind| Sale {
            tip: money(400),
            ..sale(kind)
        };
        let payments = [paid(Tender::Cash, 12_000)];
        let sold = of_sale(&tipped(SaleKind::Sale), &payments).unwrap();
        let sold = sold.balanced().unwrap();
        assert!(sold.contains(&(Role::TipsPayable, money(-400))));
        assert!(sold.contains(&(Role::Sales, money(1_604 - 11_630))));
        let back = of_refund(&tipped(SaleKind::Refund), &payments).unwrap();
        let back = back.balanced().unwrap();
        assert!(back.contains(&(Role::TipsPayable, money(400))));
    }

    #[test]
    fn cash_of_a_shift_is_in_its_drawer_unless_it_comes_late() {
        let payments = [paid(Tender::Cash, 1_600), paid(Tender::Mpesa, 10_000)];
        let cash = |shift: Option<InShift>| {
            let sale = Sale {
                shift,
                ..sale(SaleKind::Sale)
            };
            let lines = of_sale(&sale, &payments).unwrap().balanced().unwrap();
            let of_cash = lines
                .into_iter()
                .find(|(_, amount)| *amount == money(1_600));
            of_cash.map(|(role, _)| role)
        };
        let at = |is_late: bool| {
            Some(InShift {
                shift_id: Uuid::nil(),
                is_late,
            })
        };
        assert_eq!(cash(None), Some(Role::Cash));
        assert_eq!(cash(at(false)), Some(Role::CashDrawer));
        assert_eq!(cash(at(true)), Some(Role::CashDifference));
    }

    #[test]
    fn what_a_prompt_brought_comes_from_what_tills_hold() {
        let held = SalePayment {
            is_held: true,
            ..paid(Tender::Mpesa, 11_600)
        };
        let draft = of_sale(&sale(SaleKind::Sale), &[held]).unwrap();
        let lines = draft.balanced().unwrap();
        assert!(lines.contains(&(Role::TillDeposits, money(11_600))));
        assert!(lines.iter().all(|(role, _)| *role != Role::MpesaClearing));
    }

    #[test]
    fn a_voucher_takes_off_what_is_owed_for_it_and_what_it_did_not_hold_stands_apart() {
        let of = |voucher_id: Option<Uuid>| {
            let one = SalePayment {
                voucher_id,
                ..paid(Tender::Voucher, 11_600)
            };
            let draft = of_sale(&sale(SaleKind::Sale), &[one]).unwrap();
            draft.balanced().unwrap()
        };
        assert!(of(Some(Uuid::nil())).contains(&(Role::GiftVouchers, money(11_600))));
        assert!(of(None).contains(&(Role::VouchersShort, money(11_600))));
    }

    #[test]
    fn an_account_that_is_paid_off_balances() {
        let draft =
            of_account_payment(Uuid::nil(), Tender::Mpesa, money(500), DateTime::UNIX_EPOCH);
        assert!(draft.unwrap().balanced().is_some());
    }
}
