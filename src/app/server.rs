//! The server: every door on one address, the worker beside it, and a clean end.

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
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
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::services::ServeDir;

use super::{App, assets, jobs, open_books, patience, shell};
use crate::businesses::First;
use crate::mpesa::Daraja;
use crate::platform::secrets::SealingKey;
use crate::platform::{
    AppState, BusinessTx, Config, Database, Ending, access, headers, http, metrics, sessions,
};
use crate::values::Stop;
use crate::{back_office, catalog, orders, payments, purchasing, stock, till};

/// What every handler can reach, made from the configuration.
pub fn state(config: &Config, db: &Database) -> Result<AppState, String> {
    let seal = sealing_key(config)?;
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
        ending: Ending::default(),
    })
}

/// The key that seals secrets, if there is one already.
pub fn present_key(config: &Config) -> Result<Option<SealingKey>, String> {
    if config.secret_key.is_none() && !key_file(config).exists() {
        return Ok(None);
    }
    sealing_key(config).map(Some)
}

/// The file that holds the key where none is set: in the data folder.
pub fn key_file(config: &Config) -> PathBuf {
    config.data.join("secret.key")
}

/// The key that seals secrets, with the one before it while both are there.
pub fn sealing_key(config: &Config) -> Result<SealingKey, String> {
    match (&config.secret_key, &config.secret_key_old) {
        (Some(key), Some(old)) => SealingKey::parse_with_old(key, old)
            .ok_or_else(|| "DUKANI_SECRET_KEY or DUKANI_SECRET_KEY_OLD is not a key".to_owned()),
        (Some(key), None) => {
            SealingKey::parse(key).ok_or_else(|| "DUKANI_SECRET_KEY is not a key".to_owned())
        }
        (None, _) => {
            std::fs::create_dir_all(&config.data).map_err(|e| e.to_string())?;
            let path = key_file(config);
            SealingKey::from_file(&path).map_err(|e| format!("{}: {e}", path.display()))
        }
    }
}

/// Everything that is served: the routes, behind the choice of a storefront by host name. That
/// stands outside the router, because it changes which route matches.
pub fn service(state: AppState) -> Router {
    // An address that is none was said where the program began.
    let daraja = daraja(&state.config).unwrap_or_default();
    service_with(state, daraja)
}

/// M-Pesa, where there is one. One for all: a new token may be the end of the one before.
fn daraja(config: &Config) -> Result<Option<Daraja>, String> {
    let url = config.daraja_url.as_deref();
    let daraja = url.map(Daraja::new).transpose();
    daraja.map_err(|e| format!("DARAJA_URL: {e}"))
}

fn service_with(state: AppState, daraja: Option<Daraja>) -> Router {
    let hosts = {
        let state = state.clone();
        MapRequestLayer::new(move |request| http::host_to_storefront(&state, request))
    };
    let routed = hosts.layer(router(state, daraja).into_service::<axum::body::Body>());
    Router::new().fallback_service(routed.map_response(IntoResponse::into_response))
}

/// Every route, with everything round it.
fn router(state: AppState, daraja: Option<Daraja>) -> Router {
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
        .merge(catalog::price_lists::routes())
        .merge(stock::levels::routes())
        .merge(stock::movements::routes())
        .merge(stock::batches::routes())
        .merge(stock::counts::uploads::routes())
        .merge(purchasing::bills::routes())
        .merge(purchasing::routes())
        .merge(till::sync::routes(daraja))
        .merge(till::shell::routes(&assets::TILL.path))
        .merge(back_office::files::routes())
        .method_not_allowed_fallback(patience::asked_otherwise)
        .fallback_service(files(&state))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            patience::file_or_page,
        ))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(
            state.clone(),
            patience::from_elsewhere,
        ))
        .layer(sessions::layer(&state.db, &state.config));
    // M-Pesa is no browser: no session, no cookie, a small body.
    let callbacks = payments::routes(orders::settle);
    Router::new()
        .merge(pages)
        .merge(assets::routes())
        .merge(callbacks)
        .layer(DefaultBodyLimit::max(2 * 1024 * 1024))
        .layer(middleware::from_fn_with_state(state.clone(), http::finish))
        .layer(CatchPanicLayer::custom(http::after_panic))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            patience::within,
        ))
        .layer(middleware::from_fn(metrics::measure))
        // Outside of panics and of time that ran out: their answers carry the headers too.
        .layer(middleware::from_fn_with_state(
            state.clone(),
            headers::secure,
        ))
        // One step above what the layer chooses for Brotli: a tenth less, in the same time.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)))
        .layer(middleware::from_fn(access::log))
        .with_state(state)
}

/// The browser's files; and a page of ours that says so where there is neither a file nor a page.
///
/// Not the framework's handler for both: it answers a file in the reactive scope of whatever page
/// the same thread is drawing, and takes the headers that page has set so far, cookies included.
fn files(state: &AppState) -> ServeDir<Router> {
    let nothing = leptos_axum::render_app_async_with_context(
        {
            let state = state.clone();
            move || provide_context(state.clone())
        },
        {
            let options = state.leptos.clone();
            move || shell(options.clone())
        },
    );
    ServeDir::new(&state.config.public_folder)
        .append_index_html_on_directories(false)
        // Packed when they were built, smaller than there is time for now.
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(Router::new().fallback(nothing))
}

/// What every new business starts with, handed to the server function that opens one.
fn open_books_boxed(
    tx: &mut BusinessTx,
) -> Pin<Box<dyn Future<Output = Result<(), Stop>> + Send + '_>> {
    Box::pin(open_books(tx))
}

/// How long the database may take to answer here: proxies, and `dukani health`, wait five seconds.
const ANSWERS_WITHIN: Duration = Duration::from_secs(4);

async fn healthz(State(state): State<AppState>) -> Response {
    let answered = || tokio::time::timeout(ANSWERS_WITHIN, state.db.answers());
    let why = if state.ending.has_begun() {
        "stopping\n"
    } else if !matches!(answered().await, Ok(Ok(()))) {
        "the database does not answer\n"
    } else {
        return (StatusCode::OK, "ok\n").into_response();
    };
    let retry = [(header::RETRY_AFTER, HeaderValue::from_static("5"))];
    (StatusCode::SERVICE_UNAVAILABLE, retry, why).into_response()
}

/// Completes when everybody has been told to stop. That nobody is left to tell is the same.
async fn until(mut told: watch::Receiver<bool>) {
    let _ = told.wait_for(|stopped| *stopped).await;
}

/// Serves until `stop`. Then `/healthz` says no, and for `DUKANI_DRAIN_SECONDS` everybody is still
/// served; after that nobody new is, and requests and jobs under way end. Requests that take longer
/// than `DUKANI_STOP_SECONDS` for it are cut off.
pub async fn serve(
    state: AppState,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let daraja = daraja(&state.config)?;
    let (tell, told) = watch::channel(false);
    let config = state.config.clone();
    let work = crate::platform::jobs::work(
        state.db.clone(),
        jobs::handler(&state, daraja.clone()),
        until(told.clone()),
    );
    let worker = tokio::spawn(async move {
        // Said when it happens: the server goes on, and the health page shows a silent worker.
        work.await
            .inspect_err(|why| tracing::error!("the worker ended: {why}"))
    });
    let (ending, drain) = (state.ending.clone(), config.drain);
    tokio::spawn(async move {
        stop.await;
        tracing::info!("stopping");
        ending.begin();
        tokio::time::sleep(drain).await;
        let _ = tell.send(true);
    });
    let serving = axum::serve(
        listener,
        service_with(state, daraja).into_make_service_with_connect_info::<SocketAddr>(),
    )
    .with_graceful_shutdown(until(told.clone()));
    let too_long = async {
        until(told).await;
        tokio::time::sleep(config.stop_within).await;
    };
    tokio::select! {
        served = serving.into_future() => served.map_err(|e| format!("serving: {e}"))?,
        () = too_long => tracing::warn!(
            "requests were still under way after {} s and are cut off",
            config.stop_within.as_secs()
        ),
    }
    match worker.await {
        Ok(ended) => ended,
        Err(error) => Err(format!("the worker: {error}")),
    }
}
