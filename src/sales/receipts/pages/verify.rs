//! `/s/{shop}/r/{code}` and `/s/{shop}/r`: whether a receipt is the shop's, for whoever holds its code.
//! What was sold, taxed and paid, and what came back since; nobody's name, and no phone but the shop's.

use axum::http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Meta;

use super::drawing;
use crate::businesses;
use crate::businesses::pages::window;
use crate::platform::{Page, Scope, Visit, limits};
use crate::sales::receipts::code::read_code;
use crate::sales::receipts::store;
use crate::sales::receipts::words::{For, Source};
use crate::sales::{SaleKind, Whole};
use crate::ui::language::Say;
use crate::ui::{Field, Icon, Submit};
use crate::values::{Money, Stop};

/// The receipt behind a code, or the form that takes one.
pub async fn verify(visit: Visit) -> Result<Page, Stop> {
    let typed = match visit.param("code") {
        "" => visit.query("code").unwrap_or_default(),
        code => code.to_owned(),
    };
    let code = read_code(&typed);
    let (db, peer) = (&visit.state.db, visit.peer());
    let cx = visit.storefront(visit.param("shop"));
    // Counted before it is looked for, and taken back where it was none; no request waits for a second
    // connection while it holds one.
    if code.is_some() {
        db.limit(&limits::RECEIPT_PEER, &peer, visit.now).await?;
    }
    let mut tx = cx.read().await?;
    let sale_id = match &code {
        Some(code) => store::by_code(&mut tx, code).await?,
        None => None,
    };
    let Some(sale_id) = sale_id else {
        let shop = businesses::settings(&mut tx).await?;
        let scope = tx.scope();
        let say = Say(visit.language_for(scope));
        let page = ask(&visit, say, scope, &typed);
        return Ok(Page {
            window: window(&shop),
            ..page
        });
    };
    let source = Source::read(&mut tx, sale_id).await?;
    let scope = tx.scope().clone();
    drop(tx);
    db.give_back(&limits::RECEIPT_PEER, &peer).await?;
    let say = Say(visit.language_for(&scope));
    let public_url = &visit.state.config.public_url;
    let receipt = source.receipt(say, &scope, public_url, For::Anybody)?;
    let title = say.with("till-receipt-of", &[("document", &receipt.title)]);
    let body = view! {
        <Meta name="robots" content="noindex" />
        {answer(say, &scope, &source.whole)}
        {drawing::draw(say, &receipt, false)}
        <p class="quiet">{say.t("till-receipt-compare")}</p>
    };
    Ok(Page {
        window: window(&source.shop),
        ..Page::of(&scope, "order", title, body.into_any())
    })
}

/// That it is the shop's, and what became of it since, in the largest words of the page.
fn answer(say: Say, scope: &Scope, whole: &Whole) -> AnyView {
    let sale = &whole.sale;
    let back = Money::sum(whole.refunds.iter().map(|refund| refund.total)).unwrap_or_default();
    let is_all = back == sale.total;
    let is_void = whole.refunds.iter().any(|refund| refund.is_void);
    let (kind, words) = match sale.kind {
        SaleKind::Refund if sale.is_void => ("info", say.t("till-receipt-is-void")),
        SaleKind::Refund => ("info", say.t("till-receipt-is-refund")),
        SaleKind::Sale if whole.refunds.is_empty() => ("good", say.t("till-receipt-nothing-back")),
        SaleKind::Sale if is_void => ("look", say.t("till-receipt-voided")),
        SaleKind::Sale if is_all => ("look", say.t("till-receipt-all-back")),
        SaleKind::Sale => {
            let back = back.named(&sale.currency);
            let named = [("amount", back.as_str())];
            ("look", say.with("till-receipt-some-back", &named))
        }
    };
    let title = say.with("till-receipt-ours", &[("shop", &scope.name)]);
    view! {
        <div class=format!("card order-state {kind}") role="status">
            <Icon name="check" />
            <h1>{title}</h1>
            <p class="price">{sale.total.named(&sale.currency)}</p>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

/// The form that takes a code; with what was typed, where that was none of ours.
fn ask(visit: &Visit, say: Say, scope: &Scope, typed: &str) -> Page {
    let is_wrong = !typed.is_empty();
    if is_wrong {
        visit.status(StatusCode::NOT_FOUND);
    }
    let error = is_wrong.then(|| say.with("till-receipt-unknown", &[("shop", &scope.name)]));
    // The address is another one where the shop has a host of its own.
    let action = if visit.param("code").is_empty() {
        "r"
    } else {
        "../r"
    };
    let title = say.t("till-receipt-check");
    let shown: String = typed.chars().take(40).collect();
    let body = view! {
        <Meta name="robots" content="noindex" />
        <h1>{title.clone()}</h1>
        <p>{say.with("till-receipt-check-text", &[("shop", &scope.name)])}</p>
        <form class="form" method="get" action=action novalidate=true>
            <Field
                label=say.t("till-receipt-code")
                name="code"
                value=shown
                hint=say.t("till-receipt-code-hint")
                error=error
                autocomplete="off"
                maxlength=40
            />
            <Submit label=say.t("till-receipt-check-button") icon="search" class="wide" />
        </form>
    };
    Page::of(scope, "find", title, body.into_any())
}
