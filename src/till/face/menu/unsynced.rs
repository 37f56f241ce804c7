//! What the books do not have yet, and the file that carries it elsewhere.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

use crate::till::browser::Document;
use crate::till::face::js;
use crate::till::face::menu::documents::title;
use crate::till::face::parts::{button, live, live_text, row, sheet};
use crate::till::face::state::{Sheet, Till};

/// Says how much it is, and what can be done.
pub fn unsynced(till: Till) -> AnyView {
    let say = till.say;
    let state = live_text(move || {
        let count = till.device.unsynced.get().to_string();
        say.with("till-app-unsynced-count", &[("count", count.as_str())])
    });
    let last = live_text(move || {
        let time = till.device.synced_at.get().map(|at| till.time(at));
        let said = time.map(|time| say.with("till-app-synced-at", &[("time", time.as_str())]));
        said.unwrap_or_default()
    });
    let body = view! {
        <div class="stack">
            <p>
                <b>{state}</b>
            </p>
            <p class="quiet">{last}</p>
            <div class="till-acts">
                {button("button go", say.t("till-app-sync-now"), move || till.device.sync_now())}
                {button("button", say.t("till-app-save-file"), move || save_file(till))}
            </div>
            <div class="field">
                <label for="till-file">{say.t("till-app-load-file")}</label>
                <input
                    id="till-file"
                    type="file"
                    accept="application/json"
                    on:change=move |event| load(till, &event)
                />
            </div>
            {refused(till)}
        </div>
    };
    sheet(till, say.t("till-app-unsynced"), body.into_any())
}

/// What the books will not take: a manager has to look at it.
fn refused(till: Till) -> AnyView {
    let list = RwSignal::new(Vec::<Document>::new());
    spawn_local(async move { list.set(till.device.refused().await) });
    let rows = live(move || {
        let rows = list.get().into_iter().map(|document| {
            let id = document.id();
            let name = title(till, &document);
            row(name, till.say.t("till-app-refused"), move || {
                till.open(Sheet::Document(id))
            })
        });
        rows.collect_view()
    });
    view! { <div class="till-list">{rows}</div> }.into_any()
}

/// Hands her the file.
pub fn save_file(till: Till) {
    spawn_local(async move {
        match till.device.unsynced_file().await {
            Ok(text) => {
                if download(&text).is_none() {
                    till.refuse(till.say.t("till-app-save-no"));
                }
            }
            Err(trouble) => till.trouble(&trouble),
        }
    });
}

/// Hands a text to the browser as a file.
fn download(text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = web_sys::Blob::new_with_str_sequence(&parts).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link = document().create_element("a").ok()?;
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", "dukani-till.json").ok()?;
    let link: web_sys::HtmlElement = link.dyn_into().ok()?;
    link.click();
    // Not at once: some browsers still read it.
    let forget = move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    };
    set_timeout(forget, Duration::from_secs(30));
    Some(())
}

fn load(till: Till, event: &web_sys::Event) {
    let file = event.target().and_then(|target| {
        let files = js::get(&target, "files")?;
        js::get(&files, "0")
    });
    let Some(file) = file else {
        return;
    };
    spawn_local(async move {
        let text = js::wait(&file, "text", &[]).await.ok();
        let text = text.and_then(|text| text.as_string()).unwrap_or_default();
        match till.device.load_file(&text).await {
            Ok(count) => {
                let count = count.to_string();
                let named = [("count", count.as_str())];
                till.news.set(till.say.with("till-app-loaded", &named));
                till.close();
            }
            Err(trouble) => till.trouble(&trouble),
        }
    });
}
