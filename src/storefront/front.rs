//! The installation's first page: what this is, and the ways in.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::platform::{Page, Visit};
use crate::ui::LinkButton;
use crate::ui::language::Say;
use crate::values::Stop;

/// The slug of the demo's business.
const DEMO: &str = "demo";

/// `/`.
pub async fn front(visit: Visit) -> Result<Page, Stop> {
    let say = Say(visit.language());
    // Only this very machine shows the demo: elsewhere nobody may "pay" in a simulator.
    let has_demo =
        visit.state.config.is_this_machine() && visit.storefront(DEMO).read().await.is_ok();
    let demo = has_demo.then(|| {
        view! {
            <section class="card stack">
                <h2>{say.t("store-front-demo")}</h2>
                <p>{say.t("store-front-demo-text")}</p>
                <p class="row">
                    <LinkButton
                        href=format!("/s/{DEMO}")
                        label=say.t("store-front-demo-visit")
                        icon="store"
                    />
                </p>
            </section>
        }
    });
    let ways = if visit.session().is_some() {
        view! {
            <LinkButton href="/businesses" label=say.t("store-front-businesses") kind="go" />
        }
        .into_any()
    } else {
        view! {
            <LinkButton href="/sign-up" label=say.t("store-front-open") kind="go" />
            <LinkButton href="/sign-in" label=say.t("store-front-sign-in") />
        }
        .into_any()
    };
    let title = say.t("store-front-title");
    let body = view! {
        <Meta name="description" content=say.t("store-front-text") />
        <h1>{title.clone()}</h1>
        <p>{say.t("store-front-text")}</p>
        <p class="row">{ways}</p>
        {demo}
    };
    Ok(Page::outside("front", title, body.into_any()))
}
