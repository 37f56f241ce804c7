//! The camera reads barcodes, where the browser can: it looks some times a second until it has one.

use std::time::Duration;

use js_sys::Array;
use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};

use super::waiting::scanned;
use crate::till::face::js;
use crate::till::face::parts::{follow, sheet};
use crate::till::face::state::Till;

const EVERY: Duration = Duration::from_millis(250);

/// Shows what the camera sees.
pub fn camera(till: Till) -> AnyView {
    let say = till.say;
    let node: NodeRef<Video> = NodeRef::new();
    let stream = StoredValue::new_local(None::<JsValue>);
    let busy = StoredValue::new(false);
    follow(move || {
        let Some(video) = node.get() else {
            return;
        };
        let video: JsValue = video.into();
        spawn_local(async move {
            match see(&video).await {
                Ok(seen) => stream.set_value(Some(seen)),
                Err(_) => till.refuse(say.t("till-app-camera-no")),
            }
        });
    });
    let look = move || {
        let Some(video) = node.get_untracked() else {
            return;
        };
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        let video: JsValue = video.into();
        spawn_local(async move {
            if let Some(code) = read(&video).await {
                till.close();
                scanned(till, &code);
            } else {
                busy.set_value(false);
            }
        });
    };
    let timer = set_interval_with_handle(look, EVERY).ok();
    on_cleanup(move || {
        if let Some(timer) = timer {
            timer.clear();
        }
        stream.try_with_value(|stream| {
            if let Some(stream) = stream {
                stop(stream);
            }
        });
    });
    let body = view! {
        <video node_ref=node class="till-video" autoplay=true playsinline=true muted=true></video>
        <p class="quiet">{say.t("till-app-camera-text")}</p>
    };
    sheet(till, say.t("till-app-camera"), body.into_any())
}

/// Opens the camera at the back.
async fn see(video: &JsValue) -> Result<JsValue, JsValue> {
    let devices = js::get(&js::navigator(), "mediaDevices").ok_or(JsValue::NULL)?;
    let facing = js::object(&[("facingMode", JsValue::from_str("environment"))]);
    let wanted = js::object(&[("video", facing)]);
    let stream = js::wait(&devices, "getUserMedia", &[wanted]).await?;
    js_sys::Reflect::set(video, &JsValue::from_str("srcObject"), &stream)?;
    let _ = js::wait(video, "play", &[]).await;
    Ok(stream)
}

/// Reads what stands before it.
async fn read(video: &JsValue) -> Option<String> {
    let class = js::global("BarcodeDetector")?;
    let class: js_sys::Function = class.dyn_into().ok()?;
    let detector = js_sys::Reflect::construct(&class, &Array::new()).ok()?;
    let found = js::wait(&detector, "detect", std::slice::from_ref(video))
        .await
        .ok()?;
    let first = js::get(&found, "0")?;
    js::get(&first, "rawValue")?.as_string()
}

fn stop(stream: &JsValue) {
    let Ok(tracks) = js::call(stream, "getTracks", &[]) else {
        return;
    };
    for track in Array::from(&tracks).iter() {
        let _ = js::call(&track, "stop", &[]);
    }
}
