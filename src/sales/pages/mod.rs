//! The pages of sales in the back office: the list by day, and one document with what came back of it.

mod account;
mod bring_back;
mod detail;
mod goods;
mod list;
mod money;
mod sheet;
mod told;

pub(in crate::sales) use account::AccountCard;
pub use detail::sale;
pub use list::sales;

use leptos::prelude::*;

use super::{Sale, SaleKind, ToLookAt};
use crate::payments::Tender;
use crate::platform::http::encode;
use crate::platform::{BusinessTx, Scope};
use crate::staff::{self, Power};
use crate::ui::Tabs;
use crate::ui::language::Say;
use crate::values::{Quantity, Stop, Unit};

/// Who sells sees what was sold, and so does whoever reads the books.
pub(in crate::sales) fn allow(tx: &BusinessTx) -> Result<(), Stop> {
    if staff::may(&tx.scope().who, Power::Sell) {
        return Ok(());
    }
    staff::allow(tx, Power::SeeBooks)
}

/// Sales, shifts, customers, vouchers, and what managers must look at; `current` is the page's own address after
/// `/b/{business}/`, and `waits` how much there is to look at.
pub fn tabs(say: Say, scope: &Scope, current: &str, waits: ToLookAt) -> AnyView {
    let tab = |path: &str, words: String| {
        let href = format!("/b/{}/{path}", scope.slug);
        let count = (path == "sales/flags" && waits.total() > 0).then(|| waits.total().to_string());
        (href, words, path == current, count)
    };
    let mut tabs = vec![
        tab("sales", say.t("nav-sales")),
        tab("sales/shifts", say.t("shifts-title")),
        tab("sales/customers", say.t("customers-title")),
        tab("sales/vouchers", say.t("vouchers-title")),
    ];
    if staff::may(&scope.who, Power::KeepTills) {
        tabs.push(tab("sales/flags", say.t("flags-title")));
    }
    view! { <Tabs items=tabs label=say.t("nav-sales") /> }.into_any()
}

/// The way to make a product of a quick item, for whoever may: `price` is written as a form takes it.
pub fn make_product(say: Say, scope: &Scope, name: &str, barcode: &str, price: &str) -> AnyView {
    if !staff::may(&scope.who, Power::KeepProducts) {
        return ().into_any();
    }
    let (slug, code) = (encode(&scope.slug), encode(barcode));
    let (named, price) = (encode(name), encode(price));
    let href = format!("/b/{slug}/products/new?name={named}&barcode={code}&price={price}");
    let words = say.with("quick-item-make", &[("name", name)]);
    view! { <a href=href>{words}</a> }.into_any()
}

/// What a document is called: its kind and its number.
pub(in crate::sales) fn title(say: Say, sale: &Sale) -> String {
    let number = sale.shown_number();
    let named = [("number", number.as_str())];
    match sale.kind {
        SaleKind::Sale => say.with("sales-sale", &named),
        SaleKind::Refund if sale.is_void => say.with("sales-void", &named),
        SaleKind::Refund => say.with("sales-refund", &named),
    }
}

/// How the kind of a document looks.
fn kind_look(kind: SaleKind) -> &'static str {
    match kind {
        SaleKind::Sale => "good",
        SaleKind::Refund => "look",
    }
}

/// How much of something, with its unit where it is not counted in pieces; `unit` is a unit's word,
/// or a pack's name.
pub(in crate::sales) fn how_much(say: Say, quantity: Quantity, unit: &str) -> String {
    let amount = quantity.short();
    match Unit::parse(unit) {
        Some(Unit::Piece) => amount,
        Some(unit) => format!("{amount} {}", say.units(unit, &amount)),
        None if quantity == Quantity::ONE => format!("{amount} {unit}"),
        // What many of a pack are called stands nowhere.
        None => format!("{amount} × {unit}"),
    }
}

/// So much of something, and what one of it costs. Of a pack the price says what one is.
pub(in crate::sales) fn at_price(say: Say, quantity: Quantity, unit: &str, price: &str) -> String {
    if Unit::parse(unit).is_none() {
        return format!("{} × {price} / {unit}", quantity.short());
    }
    format!("{} × {price}", how_much(say, quantity, unit))
}

/// The tenders by which money is given in this currency, in the reader's language.
pub fn tenders(say: Say, currency: &str) -> Vec<(String, String)> {
    let is_offered = |tender: &Tender| match tender {
        Tender::Cash | Tender::Card | Tender::BankTransfer | Tender::Paypal => true,
        Tender::Mpesa => currency != "IDR",
        Tender::Qris => currency == "IDR",
        Tender::OnAccount | Tender::Voucher => false,
    };
    let words = |tender: Tender| {
        let name = say.t(&format!("tender-{}", tender.code()));
        (tender.code().to_owned(), name)
    };
    let offered = Tender::ALL.into_iter().filter(is_offered);
    offered.map(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn units_have_words_for_many_and_packs_have_none() {
        let say = Say(Language::En);
        let much = |milli: i64, unit: &str| how_much(say, Quantity::from_milli(milli), unit);
        assert_eq!(much(13_000, "packet"), "13 packets");
        assert_eq!(much(13_000, "piece"), "13");
        assert_eq!(much(1_000, "bale"), "1 bale");
        assert_eq!(much(13_000, "bale"), "13 × bale");
        let at = |unit: &str| at_price(say, Quantity::from_milli(13_000), unit, "80.00");
        assert_eq!(at("packet"), "13 packets × 80.00");
        assert_eq!(at("piece"), "13 × 80.00");
        assert_eq!(at("bale"), "13 × 80.00 / bale");
    }
}
