//! A sale or a refund as a receipt: what stands in the books, in the reader's words.

use std::collections::HashMap;

use uuid::Uuid;

use super::code::{code_of, shown};
use super::receipt::{Item, Receipt, Row};
use super::store;
use super::taxes::taxes_of;
use crate::businesses::{self, Location, Settings};
use crate::payments::Tender;
use crate::platform::{BusinessTx, Scope, fault};
use crate::sales::pages::{at_price, title};
use crate::sales::{self, Sale, SaleKind, SaleLine, SalePayment, Whole};
use crate::ui::dates;
use crate::ui::language::Say;
use crate::values::{Money, Phone, Stop};

/// Who will read a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// She who bought: it names who served, who owes for it and references of payments, and says what was noted. `print` is which print it is.
    Paper { print: i32 },
    /// Whoever has the code: it names nobody.
    Anybody,
}

/// All that a receipt is made of.
pub(super) struct Source {
    /// The document.
    pub whole: Whole,
    /// The sale that a refund takes back.
    of: Option<Sale>,
    /// The shop.
    pub shop: Settings,
    /// Where it was rung up, if that place is still open.
    at: Option<Location>,
    /// What fiscal documents call each class of tax.
    letters: HashMap<Uuid, String>,
}

impl Source {
    /// Reads it.
    ///
    /// # Errors
    /// Not found.
    pub async fn read(tx: &mut BusinessTx, sale_id: Uuid) -> Result<Source, Stop> {
        let whole = sales::whole(tx, sale_id).await?;
        let of = match whole.sale.refunds {
            Some(sale_id) => Some(sales::whole(tx, sale_id).await?.sale),
            None => None,
        };
        let locations = businesses::locations(tx).await?;
        let is_there = |at: &Location| at.location_id == whole.sale.location_id;
        Ok(Source {
            shop: businesses::settings(tx).await?,
            letters: store::letters(tx).await?,
            at: locations.into_iter().find(is_there),
            whole,
            of,
        })
    }

    /// The receipt, in these words. `public_url` is where the installation is reached.
    ///
    /// # Errors
    /// A fault where its taxes cannot be counted.
    pub fn receipt(
        &self,
        say: Say,
        scope: &Scope,
        public_url: &str,
        reader: For,
    ) -> Result<Receipt, Stop> {
        let sale = &self.whole.sale;
        let code = code_of(sale.sale_id);
        let words = Words {
            say,
            scope,
            source: self,
            reader,
        };
        let total = Row::new(say.t("total"), sale.total.named(&sale.currency));
        Ok(Receipt {
            shop: self.shop.name.clone(),
            head: words.head(),
            copy: words.copy(),
            title: title(say, sale),
            facts: words.facts(),
            items: self.whole.lines.iter().map(|one| words.item(one)).collect(),
            sums: words.sums(),
            total,
            money: words.money(),
            tax_title: say.t("till-receipt-taxes"),
            taxes: words.taxes()?,
            foot: lines_of(&self.shop.receipt_footer),
            verify: say.t("till-receipt-verify"),
            code: shown(&code),
            link: format!("{public_url}/s/{}/r/{code}", scope.slug),
        })
    }
}

/// The lines of what an owner typed.
fn lines_of(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

struct Words<'a> {
    say: Say,
    scope: &'a Scope,
    source: &'a Source,
    reader: For,
}

impl Words<'_> {
    fn sale(&self) -> &Sale {
        &self.source.whole.sale
    }

    fn is_paper(&self) -> bool {
        matches!(self.reader, For::Paper { .. })
    }

    fn figure(&self, money: Money) -> String {
        money.full(&self.sale().currency)
    }

    /// An amount that went the other way.
    fn less(&self, money: Money) -> String {
        self.figure(money.negated().unwrap_or_default())
    }

    /// Under the shop's name: its own words, the place, its phone and its tax PIN.
    fn head(&self) -> Vec<String> {
        let shop = &self.source.shop;
        let at = self.source.at.as_ref();
        let mut lines = lines_of(&shop.receipt_header);
        let address = at.map(|at| at.address.clone());
        let place = std::iter::once(self.sale().location_name.clone())
            .chain(address.filter(|address| !address.is_empty()));
        lines.push(place.collect::<Vec<_>>().join(", "));
        let phone = at.and_then(|at| at.phone.as_ref());
        lines.extend(phone.or(shop.phone.as_ref()).map(Phone::shown));
        let pin = shop.tax_pin.as_ref();
        lines.extend(pin.map(|pin| self.say.with("slip-tax-pin", &[("pin", pin)])));
        lines
    }

    fn copy(&self) -> Option<String> {
        match self.reader {
            For::Paper { print } if print > 1 => {
                let number = (print - 1).to_string();
                let named = [("number", number.as_str())];
                Some(self.say.with("till-receipt-copy", &named))
            }
            _ => None,
        }
    }

    fn facts(&self) -> Vec<String> {
        let (say, sale) = (self.say, self.sale());
        let at = self.scope.calendar.local(sale.occurred_at);
        let mut facts = vec![dates::moment(say, at)];
        if let Some(of) = &self.source.of {
            facts.push(format!("{}: {}", say.t("sales-takes-back"), title(say, of)));
        }
        if self.is_paper() {
            let seller = sale.seller.as_ref();
            facts.extend(seller.map(|name| say.with("till-receipt-seller", &[("name", name)])));
            let debtor = self.debtor();
            facts.extend(debtor.map(|name| format!("{}: {name}", say.t("orders-customer"))));
            let pin = sale.buyer_tax_pin.as_ref();
            facts.extend(pin.map(|pin| format!("{}: {pin}", say.t("sales-buyer-pin"))));
            facts.extend(Some(sale.note.clone()).filter(|note| !note.is_empty()));
        }
        facts
    }

    /// Whose account some of it was written up to, or off: by her name alone.
    fn debtor(&self) -> Option<&str> {
        let is_on_account = |one: &SalePayment| one.tender == Tender::OnAccount;
        let name = Some(self.sale().buyer_name.as_str()).filter(|name| !name.is_empty())?;
        let mut payments = self.source.whole.payments.iter();
        payments.any(is_on_account).then_some(name)
    }

    fn item(&self, line: &SaleLine) -> Item {
        let price = self.figure(line.unit_price);
        let mut details = vec![at_price(self.say, line.quantity, &line.unit, &price)];
        if !line.discount.is_zero() {
            let discount = self.figure(line.discount);
            let named = [("discount", discount.as_str())];
            details.push(self.say.with("sales-line-discount", &named));
        }
        // What was said of it may name somebody.
        let note = Some(&line.note).filter(|note| self.is_paper() && !note.is_empty());
        details.extend(note.cloned());
        Item {
            name: line.name.clone(),
            details,
            figure: self.figure(line.amount),
            tax: self.letter(line.tax.tax_class_id),
        }
    }

    fn letter(&self, tax_class_id: Uuid) -> String {
        let letter = self.source.letters.get(&tax_class_id);
        letter.cloned().unwrap_or_default()
    }

    /// From the goods to the total.
    fn sums(&self) -> Vec<Row> {
        let (say, sale) = (self.say, self.sale());
        let mut rows = Vec::new();
        if !sale.rounding.is_zero() {
            rows.push(Row::new(say.t("orders-goods"), self.figure(sale.goods)));
            let rounding = self.figure(sale.rounding);
            rows.push(Row::new(say.t("orders-rounding"), rounding));
        }
        // Where one line has all of it, it stands there.
        let is_all = |line: &SaleLine| line.discount == sale.discount;
        if !(sale.discount.is_zero() || self.source.whole.lines.iter().any(is_all)) {
            let discount = self.figure(sale.discount);
            rows.push(Row::new(say.t("shift-discounts"), discount));
        }
        rows
    }

    /// What was given beside the total, how it was paid or paid back, then what came back of it since.
    fn money(&self) -> Vec<Row> {
        let whole = &self.source.whole;
        let tip = Some(whole.sale.tip).filter(|tip| !tip.is_zero());
        let tip = tip.map(|tip| Row::new(self.say.t("sales-tip"), self.figure(tip)));
        let mut rows: Vec<Row> = tip.into_iter().collect();
        rows.extend(whole.payments.iter().map(|one| self.payment(one)));
        rows.extend(whole.refunds.iter().map(|refund| {
            let day = dates::day(self.say, refund.business_date);
            let name = format!("{}, {day}", title(self.say, refund));
            Row::new(name, self.less(refund.total))
        }));
        rows
    }

    fn payment(&self, payment: &SalePayment) -> Row {
        let say = self.say;
        let tender = say.t(&format!("tender-{}", payment.tender.code()));
        let name = match self.sale().kind {
            SaleKind::Sale => tender,
            SaleKind::Refund => say.with("shift-paid-back", &[("tender", &tender)]),
        };
        let reference = payment.reference.as_ref().filter(|_| self.is_paper());
        let name = match reference {
            Some(reference) => format!("{name} {reference}"),
            None => name,
        };
        Row::new(name, self.figure(payment.amount))
    }

    /// Tax by tax, by its letter.
    fn taxes(&self) -> Result<Vec<Row>, Stop> {
        let sums = taxes_of(&self.source.whole.lines);
        let sums = sums.ok_or_else(|| fault("taxes cannot be counted", &self.sale().sale_id))?;
        let rows = sums.into_iter().map(|sum| {
            let letter = self.letter(sum.tax_class_id);
            let (rate, base) = (sum.rate.shown(), self.figure(sum.base));
            let name = if sum.is_exempt {
                self.say.with("till-receipt-exempt", &[("base", &base)])
            } else {
                let named = [("rate", rate.as_str()), ("base", base.as_str())];
                self.say.with("shift-tax", &named)
            };
            Row::new(format!("{letter} {name}"), self.figure(sum.tax))
        });
        Ok(rows.collect())
    }
}
