//! The storefront of a shop that takes no orders now.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::shop::Shop;
use crate::platform::{Page, Scope};
use crate::ui::{EmptyState, LinkButton};

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
