//! The service worker that lets the till start without a network, and the moment at which a new version
//! takes over: when nobody is in the middle of anything.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::js;
use super::state::{Till, View};
use crate::till::basket::Basket;

const SCRIPT: &str = "/till/sw.js";
/// How often the till looks whether a new version waits.
const EVERY: Duration = Duration::from_secs(60);
/// After how many of those looks it asks the server for one.
const ASKS: u32 = 30;

fn container() -> Option<JsValue> {
    js::get(&js::navigator(), "serviceWorker")
}

/// Asks the browser to keep the till. A browser that has no workers sells as long as its page is open.
pub fn begin() {
    let Some(container) = container() else {
        return;
    };
    spawn_local(async move {
        let scope = js::object(&[("scope", JsValue::from_str("/till"))]);
        let _ = js::wait(&container, "register", &[JsValue::from_str(SCRIPT), scope]).await;
    });
}

/// Lets a new version take over when the till is idle.
pub fn take_over_when_idle(till: Till) {
    let looks = RwSignal::new(0_u32);
    let tick = move || {
        let count = looks.get_untracked().wrapping_add(1);
        looks.set(count);
        let is_idle = is_idle(till);
        spawn_local(async move { look(count.is_multiple_of(ASKS), is_idle).await });
    };
    let _ = set_interval_with_handle(tick, EVERY);
}

/// Nothing is in the cart, and nothing stands open.
fn is_idle(till: Till) -> bool {
    let view = till.view.get_untracked();
    let is_open = till.sheet.with_untracked(Option::is_some);
    let is_empty = till.basket.with_untracked(Basket::is_empty);
    matches!(view, View::Door | View::Ring) && !is_open && is_empty
}

async fn look(asks: bool, is_idle: bool) {
    let Some(container) = container() else {
        return;
    };
    let found = js::wait(&container, "getRegistration", &[JsValue::from_str("/till")]).await;
    let Ok(registration) = found else {
        return;
    };
    if asks {
        let _ = js::wait(&registration, "update", &[]).await;
    }
    let Some(waiting) = js::get(&registration, "waiting") else {
        return;
    };
    if is_idle && js::call(&waiting, "postMessage", &[JsValue::from_str("take over")]).is_ok() {
        // The page of the version before would run on: the new one answers from now on.
        set_timeout(js::reload, Duration::from_secs(1));
    }
}

/// Forgets the till that this browser kept, because it is none any more.
pub fn forget() {
    spawn_local(async move {
        if let Some(container) = container() {
            let scope = JsValue::from_str("/till");
            if let Ok(registration) = js::wait(&container, "getRegistration", &[scope]).await {
                let _ = js::wait(&registration, "unregister", &[]).await;
            }
        }
        js::reload();
    });
}
