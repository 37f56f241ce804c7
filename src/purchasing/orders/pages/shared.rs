//! `/s/{shop}/po/{link}`: an order as its supplier sees it, who is not signed in. This order and no
//! other; not for search engines; and once the link is withdrawn, only that it is.

use axum::http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Meta;

use super::paper::{Paper, place_of};
use crate::businesses::pages::window;
use crate::businesses::{self, Settings};
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::orders;
use crate::ui::EmptyState;
use crate::ui::language::Say;
use crate::values::Stop;

/// The order behind a link, for the storefront's frame.
pub async fn shared(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let whole = orders::by_link(&mut tx, visit.param("link")).await;
    let shop = businesses::settings(&mut tx).await?;
    let whole = match whole {
        Err(Stop::NotFound) => return Ok(withdrawn(&visit, tx.scope(), &shop)),
        whole => whole?,
    };
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
    Ok(Page {
        window: window(&shop),
        ..Page::of(scope, "order", title, body.into_any())
    })
}

/// What a link shows that was withdrawn or renewed, or never was: that, and whom to ask.
fn withdrawn(visit: &Visit, scope: &Scope, shop: &Settings) -> Page {
    visit.status(StatusCode::NOT_FOUND);
    let say = Say(visit.language_for(scope));
    let title = say.t("po-link-gone");
    let text = say.with("po-link-gone-text", &[("name", &shop.name)]);
    let body = view! {
        <Meta name="robots" content="noindex" />
        <EmptyState icon="alert" title=title.clone() text=text />
    };
    Page {
        window: window(shop),
        ..Page::of(scope, "order", title, body.into_any())
    }
}
