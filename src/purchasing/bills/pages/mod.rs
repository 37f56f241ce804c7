//! The pages of what suppliers are owed.

mod ageing;
mod credit;
mod credited;
mod document;
mod form;
mod list;
mod money_fields;
mod parts;
mod pay;
mod payment;
mod refund;
mod statement;
mod whose;

pub use ageing::ageing;
pub use credit::credit;
pub use credited::credited;
pub use document::bill;
pub use form::new_bill;
pub use list::bills;
pub use pay::pay;
pub use payment::payment;
pub use refund::refund;
pub use statement::statement;

pub(super) use statement::from_of;

use leptos::prelude::*;
use uuid::Uuid;

use crate::payments::Tender;
use crate::platform::Scope;
use crate::purchasing::receiving::ReceiptLine;
use crate::ui::LinkButton;
use crate::ui::language::Say;

/// What can be done with a supplier's money, as links.
fn supplier_acts(say: Say, scope: &Scope, supplier_id: Uuid) -> AnyView {
    let base = format!("/b/{}/suppliers/{supplier_id}", scope.slug);
    view! {
        <LinkButton href=format!("{base}/pay") label=say.t("pay-title") />
        <LinkButton href=format!("{base}/credit") label=say.t("credit-title") />
        <LinkButton href=format!("{base}/refund") label=say.t("back-title") />
    }
    .into_any()
}

/// The tenders that suppliers are paid by, and pay back by, in the reader's language.
fn tenders(say: Say, scope: &Scope) -> Vec<(String, String)> {
    let indonesian = scope.currency == "IDR";
    let offered = |tender: &Tender| match tender {
        Tender::Cash | Tender::Card | Tender::BankTransfer | Tender::Paypal => true,
        Tender::Mpesa => !indonesian,
        Tender::Qris => indonesian,
        Tender::OnAccount | Tender::Voucher => false,
    };
    let words = |tender: Tender| {
        let name = say.t(&format!("tender-{}", tender.code()));
        (tender.code().to_owned(), name)
    };
    Tender::ALL.into_iter().filter(offered).map(words).collect()
}

/// Lines of receipts as the head of a form names them: by key, in their order.
fn named(lines: &[ReceiptLine]) -> Vec<(String, String)> {
    let named = lines.iter().map(|line| (line.key(), line.name.clone()));
    named.collect()
}
