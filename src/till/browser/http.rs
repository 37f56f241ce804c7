//! Asking the server.

use std::time::Duration;

use leptos::prelude::set_timeout;
use wasm_bindgen::prelude::JsValue;
use web_sys::js_sys::Uint8Array;

use super::Trouble;
use super::js::{call, get, make, object, promised, the_page, the_window, whole};
use crate::till::wire::{self, HEADER, Legible, Problem};
use crate::values::Language;

/// An answer of the server that is its own, and not what a network puts in its place.
pub(super) struct Reply {
    /// The status.
    pub status: u32,
    /// The body, as it came.
    pub body: Vec<u8>,
}

/// Asks for something, and waits no longer than this. `json`: what is sent; none: nothing is.
///
/// # Errors
/// Away: no network, no answer in time, or none at all.
pub(super) async fn ask(
    path: &str,
    json: Option<String>,
    patience: Duration,
) -> Result<Reply, Trouble> {
    let away = |_: JsValue| Trouble::Away;
    // What the server says stands among the till's own words.
    let spoken = get(&the_page(), "lang").as_string().unwrap_or_default();
    let headers = object(&[
        (HEADER, JsValue::from_str("1")),
        (Language::HEADER, JsValue::from_str(&spoken)),
        ("content-type", JsValue::from_str("application/json")),
    ]);
    let method = if json.is_some() { "POST" } else { "GET" };
    let init = object(&[
        ("method", JsValue::from_str(method)),
        ("headers", headers),
        ("credentials", JsValue::from_str("same-origin")),
        // Asked for each time: of words that are the same still, only that is said. What syncs is not kept at
        // all, by what the server says of it.
        ("cache", JsValue::from_str("no-cache")),
    ]);
    if let Some(json) = json {
        super::js::set(&init, "body", &JsValue::from_str(&json));
    }
    // An old browser has none: then the network itself gives up.
    if let Ok(aborter) = make("AbortController", &[]) {
        super::js::set(&init, "signal", &get(&aborter, "signal"));
        set_timeout(
            move || {
                let _ = call(&aborter, "abort", &[]);
            },
            patience,
        );
    }
    let asked = call(&the_window(), "fetch", &[JsValue::from_str(path), init]);
    let response = promised(asked).await.map_err(away)?;
    let status = get(&response, "status").as_f64().unwrap_or_default();
    let body = promised(call(&response, "arrayBuffer", &[])).await;
    Ok(Reply {
        status: whole(status),
        body: Uint8Array::new(&body.map_err(away)?).to_vec(),
    })
}

impl Reply {
    /// What the server answers, where it does.
    ///
    /// # Errors
    /// Revoked or unknown: the till is not let in any more. Away: the server is not well, or it is not it
    /// who answered. Said: it will not have it.
    pub fn read<T: Legible + Default>(&self) -> Result<T, Trouble> {
        let text = std::str::from_utf8(&self.body).map_err(|_| Trouble::Away)?;
        if self.status == 200 {
            return wire::read(text).map_err(|_| Trouble::Away);
        }
        Err(self.problem(text))
    }

    /// Why it does not.
    fn problem(&self, text: &str) -> Trouble {
        let Ok(problem) = wire::read::<Problem>(text) else {
            return Trouble::Away;
        };
        match (self.status, problem.code.as_str()) {
            (401, "till_revoked") => Trouble::Revoked,
            (401, _) => Trouble::Unknown,
            (400 | 403 | 413 | 429, _) => Trouble::Said(problem.words),
            _ => Trouble::Away,
        }
    }
}

/// Sends something as JSON.
pub(super) async fn post<T: Legible + Default>(
    path: &str,
    ask_for: &dyn Legible,
    patience: Duration,
) -> Result<T, Trouble> {
    let json = wire::write(ask_for);
    ask(path, Some(json), patience).await?.read()
}
