//! The document, and ONE table of routes for the three doors.

use std::future::Future;

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use leptos::hydration::HydrationScripts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_params_map;
use leptos_router::{SsrMode, path};

use super::assets;
use crate::platform::{Page, Visit, forms, headers, http};
use crate::values::Stop;
use crate::{back_office, businesses, catalog, ledger, orders, payments, staff, storefront};

/// The document that every page stands in.
pub fn shell(options: LeptosOptions) -> AnyView {
    let path = use_context::<Parts>().map_or_else(String::new, |parts| parts.uri.path().to_owned());
    let sheet = if is_for_members(&path) {
        &assets::BACK_OFFICE.path
    } else {
        &assets::STOREFRONT.path
    };
    // Islands live in the back office only: a customer's phone loads no script.
    let has_islands = http::has_islands(&path);
    tell_policy(has_islands);
    let scripts =
        has_islands.then(|| view! { <HydrationScripts options=options.clone() islands=true /> });
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
    ["/b/", "/sign-", "/businesses", "/account", "/join/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

/// The door that a page stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    Storefront,
    BackOffice,
    Outside,
}

/// The table of routes.
#[component]
pub fn App() -> impl IntoView {
    use Door::{BackOffice, Outside, Storefront};
    provide_meta_context();
    let a = SsrMode::Async;
    view! {
        <Router>
            <FlatRoutes fallback=|| drawn_through(Outside, nowhere, Vec::new())>
                <Route ssr=a.clone() path=path!("/") view=|| through(Storefront, storefront::front) />
                <Route ssr=a.clone() path=path!("/s/:shop") view=|| through(Storefront, storefront::browse) />
                <Route ssr=a.clone() path=path!("/s/:shop/c/:category") view=|| through(Storefront, storefront::browse) />
                <Route ssr=a.clone() path=path!("/s/:shop/p/:product") view=|| through(Storefront, storefront::product) />
                <Route ssr=a.clone() path=path!("/s/:shop/cart") view=|| through(Storefront, storefront::cart) />
                <Route ssr=a.clone() path=path!("/s/:shop/checkout") view=|| through(Storefront, storefront::checkout) />
                <Route ssr=a.clone() path=path!("/s/:shop/o/:link") view=|| through(Storefront, storefront::order_status) />
                <Route ssr=a.clone() path=path!("/s/:shop/find") view=|| through(Storefront, storefront::find_order) />
                <Route ssr=a.clone() path=path!("/sign-in") view=|| through(Outside, staff::pages::sign_in) />
                <Route ssr=a.clone() path=path!("/sign-up") view=|| through(Outside, staff::pages::sign_up) />
                <Route ssr=a.clone() path=path!("/join/:token") view=|| through(Outside, staff::pages::join) />
                <Route ssr=a.clone() path=path!("/account") view=|| through(Outside, staff::pages::account) />
                <Route ssr=a.clone() path=path!("/businesses") view=|| through(Outside, businesses::pages::businesses) />
                <Route ssr=a.clone() path=path!("/businesses/new") view=|| through(Outside, businesses::pages::new_business) />
                <Route ssr=a.clone() path=path!("/b/:business") view=|| through(BackOffice, back_office::today) />
                <Route ssr=a.clone() path=path!("/b/:business/orders") view=|| through(BackOffice, orders::pages::orders) />
                <Route ssr=a.clone() path=path!("/b/:business/orders/slips") view=|| through(BackOffice, orders::pages::slips) />
                <Route ssr=a.clone() path=path!("/b/:business/orders/:order/slip") view=|| through(BackOffice, orders::pages::slip) />
                <Route ssr=a.clone() path=path!("/b/:business/orders/:order") view=|| through(BackOffice, orders::pages::order) />
                <Route ssr=a.clone() path=path!("/b/:business/products") view=|| through(BackOffice, catalog::pages::products) />
                <Route ssr=a.clone() path=path!("/b/:business/products/new") view=|| through(BackOffice, catalog::pages::new_product) />
                <Route ssr=a.clone() path=path!("/b/:business/products/import") view=|| through(BackOffice, catalog::pages::import) />
                <Route ssr=a.clone() path=path!("/b/:business/products/imports/:import") view=|| through(BackOffice, catalog::pages::imported) />
                <Route ssr=a.clone() path=path!("/b/:business/products/:product") view=|| through(BackOffice, catalog::pages::product) />
                <Route ssr=a.clone() path=path!("/b/:business/categories") view=|| through(BackOffice, catalog::pages::categories) />
                <Route ssr=a.clone() path=path!("/b/:business/books") view=|| through(BackOffice, ledger::pages::journal) />
                <Route ssr=a.clone() path=path!("/b/:business/books/:entry") view=|| through(BackOffice, ledger::pages::entry_page) />
                <Route ssr=a.clone() path=path!("/b/:business/people") view=|| through(BackOffice, staff::pages::people) />
                <Route ssr=a.clone() path=path!("/b/:business/people/:member") view=|| through(BackOffice, staff::pages::person) />
                <Route ssr=a.clone() path=path!("/b/:business/settings") view=|| through(BackOffice, businesses::pages::settings) />
                <Route ssr=a.clone() path=path!("/b/:business/settings/delivery") view=|| through(BackOffice, businesses::pages::areas) />
                <Route ssr=a.clone() path=path!("/b/:business/settings/delivery/:area") view=|| through(BackOffice, businesses::pages::area) />
                <Route ssr=a.clone() path=path!("/b/:business/settings/hours") view=|| through(BackOffice, businesses::pages::hours) />
                <Route ssr=a.clone() path=path!("/b/:business/settings/locations") view=|| through(BackOffice, businesses::pages::locations) />
                <Route ssr=a.clone() path=path!("/b/:business/settings/locations/:location") view=|| through(BackOffice, businesses::pages::location) />
                <Route ssr=a path=path!("/b/:business/settings/payments") view=|| through(BackOffice, payments::settings_page::payment_settings) />
            </FlatRoutes>
        </Router>
    }
}

async fn nowhere(_: Visit) -> Result<Page, Stop> {
    Err(Stop::NotFound)
}

/// Draws a page in the frame of its door, once it has read everything.
fn through<F, Fut>(door: Door, page: F) -> AnyView
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
    let shown = async move {
        match drawn.await {
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
        .and_then(|flash| flash.notice);
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
    let (title, body) = back_office::stopped(visit, stop);
    let page = Page::outside("", title, body);
    if is_for_members(visit.path()) {
        back_office::plain_frame(visit, page, None)
    } else {
        storefront::frame(visit, page, None)
    }
}
