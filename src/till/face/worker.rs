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
/// With which of so many looks it asks the server for one: not as it starts, and not only after long.
const ASKS: u32 = 30;
const ASKS_AT: u32 = 5;

fn container() -> Option<JsValue> {
    js::get(&js::navigator(), "serviceWorker")
}

/// Asks the browser to keep the till. A browser that has no workers sells as long as its page is open. It
/// need not ask for the worker anew whenever the till is opened: the till does, see `ask`.
pub fn begin() {
    let Some(container) = container() else {
        return;
    };
    spawn_local(async move {
        let how = js::object(&[
            ("scope", JsValue::from_str("/till")),
            ("updateViaCache", JsValue::from_str("all")),
        ]);
        let _ = js::wait(&container, "register", &[JsValue::from_str(SCRIPT), how]).await;
    });
}

/// Lets a new version take over when the till is idle.
pub fn take_over_when_idle(till: Till) {
    let looks = RwSignal::new(0_u32);
    let tick = move || {
        let count = looks.get_untracked().wrapping_add(1);
        looks.set(count);
        let is_idle = is_idle(till);
        spawn_local(async move {
            if look(count % ASKS == ASKS_AT, is_idle).await {
                set_timeout(move || reload_when_idle(till), Duration::from_secs(1));
            }
        });
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

/// The page of the version before would run on: the new one answers from now on. Who began something meanwhile
/// ends it first.
fn reload_when_idle(till: Till) {
    if is_idle(till) {
        js::reload();
    } else {
        set_timeout(move || reload_when_idle(till), Duration::from_secs(5));
    }
}

/// Whether a new version takes over now.
async fn look(asks: bool, is_idle: bool) -> bool {
    let Some(container) = container() else {
        return false;
    };
    let found = js::wait(&container, "getRegistration", &[JsValue::from_str("/till")]).await;
    let Ok(registration) = found else {
        return false;
    };
    if asks {
        ask(&registration).await;
    }
    let Some(waiting) = js::get(&registration, "waiting") else {
        return false;
    };
    is_idle && js::call(&waiting, "postMessage", &[JsValue::from_str("take over")]).is_ok()
}

/// Asks the server whether the worker that the browser kept is still the same, and has the browser look at
/// what it keeps now.
async fn ask(registration: &JsValue) {
    let how = js::object(&[("cache", JsValue::from_str("no-cache"))]);
    let asked = js::wait(
        &JsValue::from(window()),
        "fetch",
        &[JsValue::from_str(SCRIPT), how],
    )
    .await;
    if asked.is_ok() {
        let _ = js::wait(registration, "update", &[]).await;
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
