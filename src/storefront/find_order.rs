//! The way back to an order whose link is lost: by phone and code.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Meta;

use super::api::FindOrder;
use super::shop::{Shop, post};
use super::typed::Typed;
use crate::orders;
use crate::platform::{Page, Visit};
use crate::ui::{Field, Submit};
use crate::values::Stop;

/// `/s/{shop}/find`.
pub async fn find_order(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("find-order").await?;
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let shop = Shop::of(&visit, &mut tx).await?;
    let browser = visit.browser();
    let count = orders::cart_count(&mut tx, browser.as_deref()).await?;
    let say = shop.say;
    let typed = Typed {
        say,
        flash: &flash,
        is_nested: false,
    };
    let inside = view! {
        {typed.summary()}
        {shop.field()}
        <Field
            label=say.t("store-your-phone")
            name="phone"
            value=typed.value("phone", "")
            kind="tel"
            inputmode="tel"
            autocomplete="tel"
            hint=say.t("store-find-phone-hint")
            error=typed.error("phone")
        />
        <Field
            label=say.t("store-order-code")
            name="code"
            value=typed.value("code", "")
            autocomplete="off"
            hint=say.t("store-find-code-hint")
            error=typed.error("code")
            maxlength=20
        />
        <Submit label=say.t("store-find-button") icon="search" class="wide" />
    };
    let form = post(FindOrder::url(), "form", inside.into_any());
    let title = say.t("store-find-order");
    let says = say.with("store-describes-find", &[("shop", &shop.name)]);
    let body = view! {
        <Meta name="robots" content="noindex" />
        <Meta name="description" content=says />
        <h1>{title.clone()}</h1>
        <p>{say.t("store-find-text")}</p>
        {form}
        <p>
            <a href=shop.path("/r")>{say.t("till-receipt-check")}</a>
        </p>
    };
    Ok(shop.page(tx.scope(), "find", title, count, body.into_any()))
}
