//! What a product's page says beside the product: the variants to choose from, and what is in a kit.

use leptos::prelude::*;

use super::left::{Left, left};
use super::shop::Shop;
use crate::catalog::{Described, ProductKind, Shown};

/// A family's variants, each a link to its own address; nothing where there are none.
pub(super) fn variants(shop: &Shop, found: &Described) -> Option<AnyView> {
    if found.variants.is_empty() {
        return None;
    }
    let say = shop.say;
    let links = found.variants.iter();
    let links = links.map(|one| variant(shop, found, one)).collect_view();
    let label = say.t("store-choose-variant");
    let view = view! {
        <nav class="variants" aria-label=label>
            <p>{label.clone()}</p>
            <ul class="row">{links}</ul>
        </nav>
    };
    Some(view.into_any())
}

fn variant(shop: &Shop, found: &Described, one: &Shown) -> AnyView {
    let say = shop.say;
    let here = (one.product_id == found.product.product_id).then_some("page");
    let differ = found.variants.iter().any(|other| other.price != one.price);
    let price = differ.then(|| view! { <span class="quiet">{shop.amount(one.price)}</span> });
    let is_gone = left(one.available, one.step) == Left::SoldOut;
    let gone = is_gone.then(|| view! { <span class="quiet">{say.t("store-sold-out")}</span> });
    view! {
        <li>
            <a class="button" href=shop.product(&one.slug) aria-current=here>
                {one.variant.clone()}
                " "
                {price}
                " "
                {gone}
            </a>
        </li>
    }
    .into_any()
}

/// What is in a kit, part by part; nothing of anything else.
pub(super) fn parts(shop: &Shop, found: &Described) -> Option<AnyView> {
    if found.product.kind != ProductKind::Kit || found.parts.is_empty() {
        return None;
    }
    let say = shop.say;
    let items = found.parts.iter().map(|part| {
        let quantity = shop.quantity(part.quantity, part.unit);
        view! { <li>{quantity} " × " {part.name.clone()}</li> }
    });
    let items = items.collect_view();
    let view = view! {
        <section class="stack">
            <h2>{say.t("store-in-it")}</h2>
            <ul>{items}</ul>
        </section>
    };
    Some(view.into_any())
}
