//! The paper of a gift voucher that the till has sold: what was paid, and the code that it is used by. Pure.

use chrono::{Datelike, NaiveDate};

use super::Document;
use super::receipt::Writer;
use crate::sales::receipts::Receipt;
use crate::sales::receipts::receipt::{Item, Row};
use crate::sales::vouchers::code::{masked, shown};
use crate::till::wire::SoldVoucher;
use crate::values::Money;

impl Writer<'_> {
    /// The voucher itself: its QR code is what a scanner types where a voucher pays. It carries no tax, because
    /// nothing is sold yet.
    pub(super) fn voucher(
        &self,
        document: &Document,
        sold: &SoldVoucher,
        is_copy: bool,
    ) -> Option<Receipt> {
        let settings = self.shop.settings()?;
        let amount = Money::from_minor(sold.paid.amount_minor);
        let (code, link) = if self.sees_code {
            (shown(&sold.code), sold.code.clone())
        } else {
            (masked(&sold.code), String::new())
        };
        let last = sold.expires_on.map(written);
        let last = last.map(|day| self.with("till-app-voucher-until", "time", &day));
        let name = self.t("tender-voucher");
        let total = amount.named(&settings.currency);
        Some(Receipt {
            shop: settings.name.clone(),
            head: self.head(settings),
            copy: is_copy.then(|| self.t("till-app-copy")),
            title: name.clone(),
            facts: self.facts(document, &sold.note),
            items: vec![Item {
                name,
                details: last.into_iter().collect(),
                figure: self.figure(amount),
                tax: String::new(),
            }],
            sums: Vec::new(),
            total: Row::new(self.t("till-app-total"), total),
            tax_title: String::new(),
            taxes: Vec::new(),
            money: self.paid_by(std::slice::from_ref(&sold.paid)),
            foot: self.foot(settings),
            verify: self.t("till-app-voucher-how"),
            link,
            code,
        })
    }
}

/// A day as people read it.
fn written(day: NaiveDate) -> String {
    let (month, year) = (day.month(), day.year());
    format!("{:02}/{month:02}/{year}", day.day())
}
