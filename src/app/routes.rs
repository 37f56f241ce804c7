//! The document, and ONE table of routes for the three doors.

use std::future::Future;

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use leptos::hydration::HydrationScripts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;
use leptos_axum::ResponseOptions;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, FlatRoutesProps, RouteChildren, Router};
use leptos_router::hooks::use_params_map;

use super::{assets, table};
use crate::platform::{AppState, Page, Visit, forms, headers, http};
use crate::values::{Refusal, Stop};
use crate::{back_office, storefront};

/// The document that every page stands in.
pub fn shell(options: LeptosOptions) -> AnyView {
    let path = use_context::<Parts>().map_or_else(String::new, |parts| parts.uri.path().to_owned());
    let sheet = if path.starts_with("/till") {
        &assets::TILL.path
    } else if is_for_members(&path) {
        &assets::BACK_OFFICE.path
    } else {
        &assets::STOREFRONT.path
    };
    // Islands live in the back office, and a till is one: a customer's phone loads no script.
    let has_islands = http::has_islands(&path);
    tell_policy(has_islands);
    let scripts = match (path.starts_with("/till"), has_islands) {
        (true, true) => Some(till_scripts()),
        (false, true) => {
            Some(view! { <HydrationScripts options=options.clone() islands=true /> }.into_any())
        }
        (_, false) => None,
    };
    view! {
        <!DOCTYPE html>
        <html>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=sheet.as_str() />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {scripts}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
    .into_any()
}

/// What wakes a till: a bundle of its own, which starts by itself.
fn till_scripts() -> AnyView {
    view! { <script type="module" src="/pkg/till.js" nonce=use_nonce()></script> }.into_any()
}

/// Tells the browser by which word it knows what is the page's own: the framework draws a new one
/// for every page and writes it on the scripts and styles that it puts in.
fn tell_policy(has_islands: bool) {
    let (Some(nonce), Some(answer)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    if let Ok(policy) = HeaderValue::from_str(&headers::page_policy(&nonce, has_islands)) {
        answer.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Whether an address is one that members come to, rather than customers.
fn is_for_members(path: &str) -> bool {
    [
        "/b/",
        "/sign-",
        "/businesses",
        "/account",
        "/join/",
        "/till",
    ]
    .iter()
    .any(|prefix| path.starts_with(prefix))
}

/// The door that a page stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    Storefront,
    BackOffice,
    Outside,
}

/// The pages of a request: those of its door. Outside of one, when the server asks which there are,
/// all of them.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let is_any = use_context::<AppState>().is_none();
    let path = use_context::<Parts>().map_or_else(String::new, |parts| parts.uri.path().to_owned());
    let mut pages = Vec::new();
    if is_any || !is_for_members(&path) {
        pages.extend(table::customers());
    }
    if is_any || is_for_members(&path) {
        pages.extend(table::way_in());
        pages.extend(table::orders());
        pages.extend(table::goods());
        pages.extend(table::stock());
        pages.extend(table::purchases());
        pages.extend(table::business());
    }
    let fallback = || drawn_through(Door::Outside, nowhere, Vec::new());
    let pages = StaticVec::from(pages);
    let routes = move || {
        let children = RouteChildren::to_children(move || pages);
        let routes = FlatRoutesProps::builder()
            .fallback(fallback)
            .children(children)
            .build();
        FlatRoutes(routes)
    };
    view! { <Router>{routes()}</Router> }
}

/// What stopped a request before any page was asked: it is said in the frame of the page's door.
#[derive(Clone)]
pub(super) struct StoppedBy(pub Stop);

async fn nowhere(_: Visit) -> Result<Page, Stop> {
    Err(Stop::NotFound)
}

/// Draws a page in the frame of its door, once it has read everything.
pub(super) fn through<F, Fut>(door: Door, page: F) -> AnyView
where
    F: Fn(Visit) -> Fut,
    Fut: Future<Output = Result<Page, Stop>> + Send + 'static,
{
    let params = use_params_map().get_untracked();
    let params = params
        .into_iter()
        .map(|(key, value)| (key.to_string(), value))
        .collect();
    drawn_through(door, page, params)
}

fn drawn_through<F, Fut>(door: Door, page: F, params: Vec<(String, String)>) -> AnyView
where
    F: Fn(Visit) -> Fut,
    Fut: Future<Output = Result<Page, Stop>> + Send + 'static,
{
    let visit = Visit::current().at(params);
    let drawn = page(visit.clone());
    let stopped_by = use_context::<StoppedBy>();
    let shown = async move {
        let drawn = match stopped_by {
            Some(StoppedBy(stop)) => Err(stop),
            None => drawn.await,
        };
        match drawn {
            Ok(page) => framed(door, visit, page).await,
            Err(Stop::NotFound) if door == Door::Storefront => nothing_here(visit).await,
            Err(stop) => {
                visit.put_back().await;
                stopped(&visit, &stop)
            }
        }
    };
    view! { <Suspense>{Suspend::new(shown)}</Suspense> }.into_any()
}

async fn framed(door: Door, visit: Visit, page: Page) -> AnyView {
    // A notice that cannot be read is not worth a page.
    let notice = visit
        .flash(forms::NOTICE)
        .await
        .ok()
        .and_then(|flash| flash.notice)
        // A form that never arrived whole: the framework leads back with this.
        .or_else(|| {
            visit
                .query("__err")
                .map(|_| Refusal::of("refused-unreadable"))
        });
    match door {
        Door::Storefront => storefront::frame(&visit, page, notice),
        Door::BackOffice => {
            let to_pack = back_office::to_pack(&visit, page.scope.clone()).await;
            back_office::frame(&visit, page, notice, to_pack)
        }
        Door::Outside => back_office::plain_frame(&visit, page, notice),
    }
}

/// A shop's own page for what it does not have; ours where there is no such shop.
async fn nothing_here(visit: Visit) -> AnyView {
    match storefront::nothing_here(visit.clone()).await {
        Ok(page) => {
            visit.status(StatusCode::NOT_FOUND);
            framed(Door::Storefront, visit, page).await
        }
        Err(stop) => stopped(&visit, &stop),
    }
}

fn stopped(visit: &Visit, stop: &Stop) -> AnyView {
    let status = match stop {
        Stop::SignIn => {
            visit.send_to(&format!(
                "/sign-in?next={}",
                http::encode(&visit.path_and_query())
            ));
            return ().into_any();
        }
        Stop::NotFound => StatusCode::NOT_FOUND,
        Stop::Forbidden => StatusCode::FORBIDDEN,
        Stop::SlowDown(_) => StatusCode::TOO_MANY_REQUESTS,
        Stop::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        Stop::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Stop::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    visit.status(status);
    if let Some(seconds) = stop.retry_after() {
        visit.header(header::RETRY_AFTER, &seconds.to_string());
    }
    let (title, body) = back_office::stopped(visit, stop);
    let page = Page::outside("", title, body);
    if is_for_members(visit.path()) {
        back_office::plain_frame(visit, page, None)
    } else {
        storefront::frame(visit, page, None)
    }
}
