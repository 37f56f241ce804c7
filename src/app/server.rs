//! The server: every door on one address, the worker beside it, and a clean end.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use leptos::config::LeptosOptions;
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::util::MapRequestLayer;
use tower::{Layer, ServiceExt};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use super::{App, assets, jobs, open_books, shell};
use crate::businesses::First;
use crate::mpesa::Daraja;
use crate::platform::secrets::SealingKey;
use crate::platform::{AppState, BusinessTx, Config, Database, access, headers, http, sessions};
use crate::values::Stop;
use crate::{catalog, orders, payments};

/// What every handler can reach, made from the configuration.
pub fn state(config: &Config, db: &Database) -> Result<AppState, String> {
    let seal = match &config.secret_key {
        Some(key) => SealingKey::parse(key).ok_or("DUKANI_SECRET_KEY is not a key")?,
        None => {
            std::fs::create_dir_all(&config.data).map_err(|e| e.to_string())?;
            let path = config.data.join("secret.key");
            SealingKey::from_file(&path).map_err(|e| format!("{}: {e}", path.display()))?
        }
    };
    let leptos = LeptosOptions::builder()
        .output_name("dukani")
        .site_root(config.public_folder.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .build();
    Ok(AppState {
        db: db.clone(),
        config: Arc::new(config.clone()),
        seal,
        leptos,
    })
}

/// Everything that is served: the routes, behind the choice of a storefront by host name. That
/// stands outside the router, because it changes which route matches.
pub fn service(state: AppState) -> Router {
    let hosts = {
        let state = state.clone();
        MapRequestLayer::new(move |request| http::host_to_storefront(&state, request))
    };
    let routed = hosts.layer(router(state).into_service::<axum::body::Body>());
    Router::new().fallback_service(routed.map_response(IntoResponse::into_response))
}

/// Every route, with everything round it.
fn router(state: AppState) -> Router {
    let routes = generate_route_list(App);
    let pages = Router::new()
        .route("/healthz", get(healthz))
        .leptos_routes_with_context(
            &state,
            routes,
            || provide_context(First(open_books_boxed)),
            {
                let options = state.leptos.clone();
                move || shell(options.clone())
            },
        )
        .merge(catalog::uploads::routes())
        .fallback(leptos_axum::file_and_error_handler::<AppState, _>(shell))
        .layer(CsrfLayer::new())
        .layer(sessions::layer(&state.db, &state.config));
    // M-Pesa is no browser: no session, no cookie, a small body.
    let callbacks = payments::routes(orders::settle);
    Router::new()
        .merge(pages)
        .merge(assets::routes())
        .merge(callbacks)
        .layer(DefaultBodyLimit::max(2 * 1024 * 1024))
        .layer(middleware::from_fn(http::finish))
        .layer(CatchPanicLayer::custom(http::after_panic))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(30),
        ))
        // Outside of panics and of time that ran out: their answers carry the headers too.
        .layer(middleware::from_fn_with_state(
            state.clone(),
            headers::secure,
        ))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(access::log))
        .with_state(state)
}

/// What every new business starts with, handed to the server function that opens one.
fn open_books_boxed(
    tx: &mut BusinessTx,
) -> Pin<Box<dyn Future<Output = Result<(), Stop>> + Send + '_>> {
    Box::pin(open_books(tx))
}

async fn healthz(State(state): State<AppState>) -> Response {
    match state.db.answers().await {
        Ok(()) => (StatusCode::OK, "ok\n").into_response(),
        Err(_) => {
            let retry = [(header::RETRY_AFTER, HeaderValue::from_static("5"))];
            (
                StatusCode::SERVICE_UNAVAILABLE,
                retry,
                "the database does not answer\n",
            )
                .into_response()
        }
    }
}

/// Serves until `stop`, then lets what is under way end.
pub async fn serve(
    state: AppState,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let daraja = match &state.config.daraja_url {
        Some(url) => Some(Daraja::new(url).map_err(|e| format!("DARAJA_URL: {e}"))?),
        None => None,
    };
    let (tell, told) = watch::channel(false);
    let until = |mut told: watch::Receiver<bool>| async move {
        // An error means that the sender is gone: then it is time to stop as well.
        let _ = told.wait_for(|stopped| *stopped).await;
    };
    let handler = jobs::handler(&state, daraja);
    let worker = tokio::spawn(crate::platform::jobs::work(
        state.db.clone(),
        handler,
        until(told.clone()),
    ));
    tokio::spawn(async move {
        stop.await;
        let _ = tell.send(true);
    });
    axum::serve(
        listener,
        service(state).into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(until(told))
    .await
    .map_err(|e| format!("serving: {e}"))?;
    match worker.await {
        Ok(ended) => ended,
        Err(error) => Err(format!("the worker: {error}")),
    }
}
