//! Pages of a shop that has nothing to show: it takes no orders now, or there is no such page.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::shop::Shop;
use super::tile::count_of;
use crate::orders;
use crate::platform::{Page, Scope, Visit};
use crate::ui::{EmptyState, LinkButton};
use crate::values::Stop;

/// Says that the shop is closed, and how orders that are under way can still be followed.
pub(super) fn closed(shop: &Shop, scope: &Scope) -> Page {
    let say = shop.say;
    let title = say.t("store-closed");
    let find = shop.path("/find");
    let body = view! {
        <Meta name="robots" content="noindex" />
        <h1 class="hidden">{shop.name.clone()}</h1>
        <EmptyState
            icon="store"
            title=say.with("store-closed-title", &[("shop", &shop.name)])
            text=say.t("store-closed-text")
        >
            <LinkButton href=find label=say.t("store-find-order") />
        </EmptyState>
    };
    shop.page(scope, "closed", title, 0, body.into_any())
}

/// Says that a shop has no such page, in the shop's own frame; a stop where there is no such shop.
pub async fn nothing_here(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let shop = Shop::of(&visit, &mut tx).await?;
    let browser = visit.browser();
    let cart = orders::cart(&mut tx, browser.as_deref()).await?;
    let say = shop.say;
    let title = say.t("store-nothing-here");
    let (home, find) = (shop.home(), shop.path("/find"));
    let body = view! {
        <Meta name="robots" content="noindex" />
        <h1 class="hidden">{title.clone()}</h1>
        <EmptyState
            icon="search"
            title=title.clone()
            text=say.with("store-nothing-here-text", &[("shop", &shop.name)])
        >
            <div class="row">
                <LinkButton href=home label=say.t("store-all-products") kind="go" />
                <LinkButton href=find label=say.t("store-find-order") />
            </div>
        </EmptyState>
    };
    let count = count_of(cart.as_ref());
    Ok(shop.page(tx.scope(), "closed", title, count, body.into_any()))
}
