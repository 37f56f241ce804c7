//! The forms of orders to suppliers. Each asks for its power, then does one thing; a refusal goes back
//! to its page, where what was typed stands again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leptos::prelude::*;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::form::PurchaseForm;
use crate::platform::flash::Flash;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::platform::{Cx, Visit, fault};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Where an order's page finds the link that was just made, and for what it is sealed there.
pub(super) const LINK: &str = "purchase-link";

/// A form that nothing is typed into: what is refused leaves the page's own values standing.
#[derive(Serialize)]
struct Nothing {}

fn page_of(business: &str, purchase_id: &str) -> String {
    let id = encode(purchase_id.trim());
    format!("/b/{}/purchases/{id}", encode(business))
}

/// The page that the form of an order stands on.
fn form_page(business: &str, form: &PurchaseForm) -> String {
    if !matches!(form.revision.trim(), "" | "0") {
        return page_of(business, &form.purchase_id);
    }
    let (id, supplier) = (form.purchase_id.trim(), form.supplier_id.trim());
    format!(
        "/b/{}/purchases/new?supplier={}&id={}",
        encode(business),
        encode(supplier),
        encode(id)
    )
}

/// Where an order's form waits for another look.
pub(super) fn purchase_form(purchase_id: &str) -> String {
    format!("purchase:{}", purchase_id.trim())
}

fn id(text: &str) -> Result<Uuid, Stop> {
    text.trim().parse().map_err(|_| Stop::NotFound)
}

/// The revision that the page showed. What is none is an old page, or no page of ours.
fn revision_of(text: &str) -> Result<i32, Stop> {
    text.trim()
        .parse()
        .map_err(|_| Refusal::of("refused-changed-meanwhile").into())
}

/// One of the short forms of an order's page.
fn submitted(visit: &Visit, business: &str, purchase_id: &str) -> Submitted {
    let page = page_of(business, purchase_id);
    Submitted::new(visit, &purchase_form(purchase_id), page, &Nothing {})
}

/// Writes an order; sends it at once where the form says so.
#[server(prefix = "/api/purchasing", endpoint = "keep_purchase")]
pub async fn keep_purchase(
    #[server(default)] business: String,
    #[server(default)] form: PurchaseForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let key = purchase_form(&form.purchase_id);
    let back = form_page(&business, &form);
    let first = Submitted::new(&visit, &key, back, &form.typed());
    let kept = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let kept = super::keep(&cx, &form).await?;
        Ok::<_, Stop>((cx, kept))
    };
    let (cx, kept) = match kept.await {
        Ok(both) => both,
        Err(stop) => return first.answer(Err(stop)).await,
    };
    let purchase_id = kept.purchase_id.to_string();
    if form.then != "send" {
        let done = Refusal::of("done-po-kept").with("number", kept.number);
        let page = page_of(&business, &purchase_id);
        return first.answer(Ok(Done::saying(page, done))).await;
    }
    // It is written: what is refused from here on is said on its own page.
    let then = submitted(&visit, &business, &purchase_id);
    let outcome = sent(&visit, &cx, &business, kept.purchase_id, kept.revision);
    then.answer(outcome.await).await
}

/// Sends an order, and makes its first link for the page to offer.
async fn sent(
    visit: &Visit,
    cx: &Cx,
    business: &str,
    purchase_id: Uuid,
    revision: i32,
) -> Result<Done, Stop> {
    let number = super::send(cx, purchase_id, revision).await?;
    let mut tx = cx.read().await?;
    let has_link = super::store::has_link(&mut tx, purchase_id).await?;
    drop(tx);
    // A link that is out there lives on.
    if !has_link {
        hand_over(visit, cx, purchase_id).await?;
    }
    let done = Refusal::of("done-po-sent").with("number", number);
    Ok(Done::saying(
        page_of(business, &purchase_id.to_string()),
        done,
    ))
}

/// Makes a link and hands its secret to the page that shows it once. Sealed: what stands in the
/// database for that moment is of no use to whoever reads it there.
async fn hand_over(visit: &Visit, cx: &Cx, purchase_id: Uuid) -> Result<(), Stop> {
    let link = super::make_link(cx, purchase_id).await?;
    let business_id = cx.read().await?.business();
    let sealed = visit.state.seal.seal(business_id, LINK, link.as_bytes());
    let sealed = sealed.ok_or_else(|| fault("a link could not be sealed", &purchase_id))?;
    let flash = Flash {
        typed: json!({
            "purchase_id": purchase_id.to_string(), "link": STANDARD.encode(sealed),
        }),
        ..Flash::default()
    };
    let browser = visit.browser_or_new();
    visit.state.db.keep_flash(&browser, LINK, &flash).await
}

/// Sends a draft as it stands.
#[server(prefix = "/api/purchasing", endpoint = "send_purchase")]
pub async fn send_purchase(
    #[server(default)] business: String,
    #[server(default)] purchase_id: String,
    #[server(default)] revision: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &purchase_id);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let revision = revision_of(&revision)?;
        sent(&visit, &cx, &business, id(&purchase_id)?, revision).await
    };
    submitted.answer(outcome.await).await
}

/// The rest of an order will not come.
#[server(prefix = "/api/purchasing", endpoint = "close_purchase")]
pub async fn close_purchase(
    #[server(default)] business: String,
    #[server(default)] purchase_id: String,
    #[server(default)] revision: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &purchase_id);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let revision = revision_of(&revision)?;
        let number = super::close(&cx, id(&purchase_id)?, revision).await?;
        let done = Refusal::of("done-po-closed").with("number", number);
        Ok::<Done, Stop>(Done::saying(page_of(&business, &purchase_id), done))
    };
    submitted.answer(outcome.await).await
}

/// Nothing of an order will come.
#[server(prefix = "/api/purchasing", endpoint = "cancel_purchase")]
pub async fn cancel_purchase(
    #[server(default)] business: String,
    #[server(default)] purchase_id: String,
    #[server(default)] revision: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &purchase_id);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        let revision = revision_of(&revision)?;
        let number = super::cancel(&cx, id(&purchase_id)?, revision).await?;
        let done = Refusal::of("done-po-cancelled").with("number", number);
        Ok::<Done, Stop>(Done::saying(page_of(&business, &purchase_id), done))
    };
    submitted.answer(outcome.await).await
}

/// Makes an order's link, or a new one: the old one dies.
#[server(prefix = "/api/purchasing", endpoint = "make_purchase_link")]
pub async fn make_purchase_link(
    #[server(default)] business: String,
    #[server(default)] purchase_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &purchase_id);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        hand_over(&visit, &cx, id(&purchase_id)?).await?;
        Ok::<Done, Stop>(Done::to(page_of(&business, &purchase_id)))
    };
    submitted.answer(outcome.await).await
}

/// Withdraws an order's link.
#[server(prefix = "/api/purchasing", endpoint = "withdraw_purchase_link")]
pub async fn withdraw_purchase_link(
    #[server(default)] business: String,
    #[server(default)] purchase_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &purchase_id);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Buy).await?;
        super::withdraw_link(&cx, id(&purchase_id)?).await?;
        let done = Refusal::of("done-po-link-withdrawn");
        Ok::<Done, Stop>(Done::saying(page_of(&business, &purchase_id), done))
    };
    submitted.answer(outcome.await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_always_ours() {
        let form = PurchaseForm {
            purchase_id: "7/..//evil".to_owned(),
            supplier_id: "a&b".to_owned(),
            ..PurchaseForm::default()
        };
        assert_eq!(
            form_page("du/ka", &form),
            "/b/du%2Fka/purchases/new?supplier=a%26b&id=7%2F..%2F%2Fevil"
        );
        let kept = PurchaseForm {
            revision: "2".to_owned(),
            ..form
        };
        assert_eq!(
            form_page("duka", &kept),
            "/b/duka/purchases/7%2F..%2F%2Fevil"
        );
    }
}
