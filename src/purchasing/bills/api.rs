//! The forms of bills, payments and credits. Each asks for its power, then does one thing.

use leptos::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::bill_form::BillForm;
use super::credit_form::CreditForm;
use super::pay::PayForm;
use super::payment::Way;
use super::reason::Reason;
use super::undo::UndoForm;
use super::undo_credit::UndoCreditForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// `name=value` for an address, where there is a value.
fn pair(name: &str, value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| format!("{name}={}", encode(value)))
}

/// A path with those of its parameters that say something.
fn address(path: String, pairs: [Option<String>; 2]) -> String {
    let pairs: Vec<String> = pairs.into_iter().flatten().collect();
    if pairs.is_empty() {
        return path;
    }
    format!("{path}?{}", pairs.join("&"))
}

/// A supplier's bill.
#[server(prefix = "/api/purchasing", endpoint = "enter_bill")]
pub async fn enter_bill(
    #[server(default)] business: String,
    #[server(default)] form: BillForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let supplier = encode(form.supplier_id.trim());
    let path = format!("/b/{}/bills/new?supplier={supplier}", encode(&business));
    let rest = [pair("receipt", &form.receipt), pair("landed", &form.landed)];
    let rest: Vec<String> = rest.into_iter().flatten().collect();
    let back = std::iter::once(path)
        .chain(rest)
        .collect::<Vec<_>>()
        .join("&");
    let key = format!("bill-new:{}", form.supplier_id.trim());
    let submitted = Submitted::new(&visit, &key, back, &form.typed());
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::PayBills).await?;
        let bill_id = super::enter(&cx, &form).await?;
        let done = Refusal::of("done-bill-entered").with("number", form.number.trim());
        let page = format!("/b/{}/bills/{bill_id}", encode(&business));
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// Credits and money ahead, used for a bill.
#[server(prefix = "/api/purchasing", endpoint = "use_ahead_for_bill")]
pub async fn use_ahead_for_bill(
    #[server(default)] business: String,
    #[server(default)] bill_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{}/bills/{}", encode(&business), encode(bill_id.trim()));
    let key = format!("bill:{}", bill_id.trim());
    let submitted = Submitted::new(&visit, &key, page.clone(), &json!({}));
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::PayBills).await?;
        let id: Uuid = bill_id.trim().parse().map_err(|_| Stop::NotFound)?;
        super::use_ahead(&cx, id).await?;
        Ok::<Done, Stop>(Done::saying(page, Refusal::of("done-ahead-used")))
    };
    submitted.answer(outcome.await).await
}

/// Money that went to a supplier.
#[server(prefix = "/api/purchasing", endpoint = "pay_supplier")]
pub async fn pay_supplier(
    #[server(default)] business: String,
    #[server(default)] form: PayForm,
) -> Result<(), Stop> {
    record_money(Way::Paid, &business, &form).await
}

/// Money that came back from a supplier.
#[server(prefix = "/api/purchasing", endpoint = "take_supplier_refund")]
pub async fn take_supplier_refund(
    #[server(default)] business: String,
    #[server(default)] form: PayForm,
) -> Result<(), Stop> {
    record_money(Way::Back, &business, &form).await
}

/// Records money of a supplier, and leads to her statement.
async fn record_money(way: Way, business: &str, form: &PayForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let supplier = form.supplier_id.trim();
    let base = format!("/b/{}/suppliers/{}", encode(business), encode(supplier));
    let (key, back) = match way {
        Way::Paid => (
            format!("pay:{supplier}"),
            address(format!("{base}/pay"), [pair("bill", &form.bill), None]),
        ),
        Way::Back => (format!("pay-back:{supplier}"), format!("{base}/refund")),
    };
    let submitted = Submitted::new(&visit, &key, back, &form.typed());
    let outcome = async {
        let cx = staff::require(&visit, business, Power::PayBills).await?;
        let done = match way {
            Way::Paid => {
                super::pay(&cx, form).await?;
                Refusal::of("done-supplier-paid")
            }
            Way::Back => {
                super::pay_back(&cx, form).await?;
                Refusal::of("done-supplier-paid-back")
            }
        };
        Ok::<Done, Stop>(Done::saying(format!("{base}/statement"), done))
    };
    submitted.answer(outcome.await).await
}

/// Undoes a payment to a supplier, or money that came back.
#[server(prefix = "/api/purchasing", endpoint = "undo_supplier_payment")]
pub async fn undo_supplier_payment(
    #[server(default)] business: String,
    #[server(default)] form: UndoForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let payment = form.payment_id.trim().to_owned();
    let page = format!("/b/{}/payments/{}", encode(&business), encode(&payment));
    let submitted = Submitted::new(&visit, &format!("undo:{payment}"), page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::PayBills).await?;
        super::undo(&cx, &form).await?;
        let done = Refusal::of("done-supplier-undone");
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// Undoes what a supplier took off.
#[server(prefix = "/api/purchasing", endpoint = "undo_supplier_credit")]
pub async fn undo_supplier_credit(
    #[server(default)] business: String,
    #[server(default)] form: UndoCreditForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let credit = form.credit_id.trim().to_owned();
    let page = format!("/b/{}/credits/{}", encode(&business), encode(&credit));
    let key = format!("undo-credit:{credit}");
    let submitted = Submitted::new(&visit, &key, page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::PayBills).await?;
        super::undo_credit(&cx, &form).await?;
        let done = Refusal::of("done-credit-undone");
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// What a supplier takes off: goods that go back, or a better price.
#[server(prefix = "/api/purchasing", endpoint = "enter_supplier_credit")]
pub async fn enter_supplier_credit(
    #[server(default)] business: String,
    #[server(default)] form: CreditForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let supplier = form.supplier_id.trim().to_owned();
    let base = format!("/b/{}/suppliers/{}", encode(&business), encode(&supplier));
    let back = address(
        format!("{base}/credit"),
        [pair("receipt", &form.receipt), None],
    );
    let key = format!("supplier-credit:{supplier}");
    let submitted = Submitted::new(&visit, &key, back, &form.typed());
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::PayBills).await?;
        super::credit(&cx, &form).await?;
        let is_bare = form.number.trim().is_empty();
        let done = if is_bare && Reason::parse(&form.reason) == Some(Reason::Returned) {
            Refusal::of("done-goods-back")
        } else {
            Refusal::of("done-credit-entered")
        };
        Ok::<Done, Stop>(Done::saying(format!("{base}/statement"), done))
    };
    submitted.answer(outcome.await).await
}
