//! The forms of vouchers.

use leptos::prelude::*;
use serde_json::json;

use super::{VoucherAsk, VoucherBack};
use crate::payments::Tender;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::sales::api::{amount_of, id};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The key of the list's forms in the flash; the `act` of what was typed says which.
pub(super) const FORMS: &str = "vouchers";

/// Where vouchers are listed.
fn list_of(business: &str) -> String {
    format!("/b/{}/sales/vouchers", encode(business))
}

/// The tender of a form.
fn tender_of(tender: &str) -> Result<Tender, Stop> {
    let tender = Tender::parse(tender);
    tender.ok_or_else(|| Refusal::at("tender", "refused-tender-needed").into())
}

/// Sells a voucher, and shows it.
#[server(prefix = "/api/sales", endpoint = "sell_voucher")]
pub async fn sell_voucher(
    #[server(default)] business: String,
    #[server(default)] voucher_id: String,
    #[server(default)] payment_id: String,
    #[server(default)] tender: String,
    #[server(default)] amount: String,
    #[server(default)] receipt: String,
    #[server(default)] note: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = list_of(&business);
    let typed = json!({
        "act": "sell", "voucher_id": voucher_id, "payment_id": payment_id, "tender": tender,
        "amount": amount, "receipt": receipt, "note": note,
    });
    let submitted = Submitted::new(&visit, FORMS, list.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::TakeMoney).await?;
        let (amount, currency) = amount_of(&cx, "amount", &amount).await?;
        let ask = VoucherAsk {
            voucher_id: id(&voucher_id)?,
            payment_id: id(&payment_id)?,
            tender: tender_of(&tender)?,
            amount,
            reference: receipt.clone(),
            note: note.clone(),
        };
        let voucher = super::sell(&cx, &ask).await?;
        let done = Refusal::of("done-voucher-sold");
        let done = done.with("amount", voucher.amount.named(&currency));
        Ok(Done::saying(format!("{list}/{}", voucher.voucher_id), done))
    };
    submitted.answer(outcome.await).await
}

/// Makes a voucher void, and pays back what is left of it.
#[server(prefix = "/api/sales", endpoint = "void_voucher")]
pub async fn void_voucher(
    #[server(default)] business: String,
    #[server(default)] voucher_id: String,
    #[server(default)] payment_id: String,
    #[server(default)] tender: String,
    #[server(default)] receipt: String,
    #[server(default)] reason: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("{}/{}", list_of(&business), encode(&voucher_id));
    let typed = json!({
        "act": "void", "payment_id": payment_id, "tender": tender, "receipt": receipt,
        "reason": reason,
    });
    let key = format!("voucher:{voucher_id}");
    let submitted = Submitted::new(&visit, &key, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Refund).await?;
        let ask = VoucherBack {
            payment_id: id(&payment_id)?,
            voucher_id: id(&voucher_id)?,
            tender: tender_of(&tender)?,
            reference: receipt.clone(),
            reason: reason.clone(),
        };
        let left = super::void(&cx, &ask).await?;
        let tx = cx.read().await?;
        let done = Refusal::of("done-voucher-void");
        let done = done.with("amount", left.named(&tx.scope().currency));
        Ok(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// Keeps how many days vouchers are good for.
#[server(prefix = "/api/sales", endpoint = "keep_voucher_days")]
pub async fn keep_voucher_days(
    #[server(default)] business: String,
    #[server(default)] days: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = list_of(&business);
    let typed = json!({ "act": "days", "days": days });
    let submitted = Submitted::new(&visit, FORMS, list.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        super::keep_days(&cx, &days).await?;
        Ok(Done::saying(list, Refusal::of("done-settings-kept")))
    };
    submitted.answer(outcome.await).await
}

/// Takes what expired vouchers still held as income.
#[server(prefix = "/api/sales", endpoint = "take_expired_vouchers")]
pub async fn take_expired_vouchers(#[server(default)] business: String) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = list_of(&business);
    let typed = json!({ "act": "lapse" });
    let submitted = Submitted::new(&visit, FORMS, list.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepAccounts).await?;
        let (count, taken) = super::lapse(&cx).await?;
        let tx = cx.read().await?;
        let done = Refusal::of("done-vouchers-lapsed").with("count", count);
        let done = done.with("amount", taken.named(&tx.scope().currency));
        Ok(Done::saying(list, done))
    };
    submitted.answer(outcome.await).await
}
