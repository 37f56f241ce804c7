//! `/s/{shop}/po/{link}`: an order as its supplier sees it, who is not signed in. This order and no
//! other; not for search engines; and nothing once the link is withdrawn.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::paper::{Paper, place_of};
use crate::businesses;
use crate::platform::page::Window;
use crate::platform::{Page, Visit};
use crate::purchasing::orders;
use crate::ui::language::Say;
use crate::values::Stop;

/// The order behind a link, for the storefront's frame.
pub async fn shared(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let whole = orders::by_link(&mut tx, visit.param("link")).await?;
    let shop = businesses::settings(&mut tx).await?;
    let locations = businesses::locations(&mut tx).await?;
    let scope = tx.scope();
    let paper = Paper {
        say: Say(visit.language_for(scope)),
        scope,
        shop: &shop,
        at: place_of(&locations, &whole),
        whole: &whole,
    };
    let body = view! {
        <Meta name="robots" content="noindex" />
        <h1 class="hidden">{paper.title()}</h1>
        {paper.sheet()}
    };
    let title = paper.title();
    let window = Window {
        accent: shop.accent.clone(),
        phone: shop.phone.clone(),
        whatsapp: shop.whatsapp.clone(),
        ..Window::default()
    };
    Ok(Page {
        window,
        ..Page::of(scope, "order", title, body.into_any())
    })
}
