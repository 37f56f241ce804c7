//! The camera reads barcodes, where the browser can. What looks through it is `public/camera.js`.

use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::waiting::scanned;
use crate::till::face::js;
use crate::till::face::parts::{follow, sheet};
use crate::till::face::state::Till;

/// Shows what the camera sees, until it has a code or the sheet is closed.
pub fn camera(till: Till) -> AnyView {
    let say = till.say;
    let node: NodeRef<Video> = NodeRef::new();
    follow(move || {
        let Some(video) = node.get() else {
            return;
        };
        let video: JsValue = video.into();
        spawn_local(async move {
            match js::wait(&script(), "read", &[video]).await {
                // Nothing where it was closed before.
                Ok(code) => {
                    if let Some(code) = code.as_string() {
                        till.close();
                        scanned(till, &code);
                    }
                }
                Err(_) => till.refuse(say.t("camera-none")),
            }
        });
    });
    on_cleanup(|| {
        let _ = js::call(&script(), "stop", &[]);
    });
    let body = view! {
        <video node_ref=node class="till-video" autoplay=true playsinline=true muted=true></video>
        <p class="quiet">{say.t("camera-hold")}</p>
    };
    sheet(till, say.t("camera-scan"), body.into_any())
}

/// What `public/camera.js` has put into the window.
fn script() -> JsValue {
    js::global("barcodeCamera").unwrap_or(JsValue::UNDEFINED)
}
