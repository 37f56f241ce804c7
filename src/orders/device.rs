//! What the device in a member's hand can do when an order comes: sound, shake, say it. Every part
//! of it may be missing or forbidden, and then the page is what it is without.

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Reflect;
use web_sys::{AudioContext, Notification, NotificationOptions, NotificationPermission, Storage};

/// Where the browser keeps the person's choice for this device.
const WANTED: &str = "dukani-calls";

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Whether the person has switched calls on, on this device.
pub(super) fn wants_calls() -> bool {
    let kept = storage().and_then(|kept| kept.get_item(WANTED).ok().flatten());
    kept.as_deref() == Some("on")
}

/// Keeps her choice. Where nothing can be kept, it lasts as long as the page.
pub(super) fn want_calls(on: bool) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(WANTED, if on { "on" } else { "off" });
    }
}

fn has(of: &JsValue, name: &str) -> bool {
    Reflect::has(of, &JsValue::from_str(name)).unwrap_or(false)
}

/// Asks whether messages of the browser may be shown, if that is not decided yet.
pub(super) fn ask_for_messages() {
    let may_ask = has(window().as_ref(), "Notification");
    if may_ask && Notification::permission() == NotificationPermission::Default {
        // The answer comes later, and is asked for again when there is something to say.
        let _ = Notification::request_permission();
    }
}

/// Calls: two short tones, a shake, and a message.
pub(super) fn call(words: &str) {
    let _ = sound();
    let navigator = window().navigator();
    if has(navigator.as_ref(), "vibrate") {
        let _ = navigator.vibrate_with_duration(400);
    }
    let may_say = has(window().as_ref(), "Notification");
    if may_say && Notification::permission() == NotificationPermission::Granted {
        let options = NotificationOptions::new();
        // One message, renewed, rather than a pile of them.
        options.set_tag("dukani-orders");
        options.set_renotify(true);
        // Some phones allow messages from service workers only.
        let _ = Notification::new_with_options(words, &options);
    }
}

/// Two tones, the second a fourth higher. A page that nobody has touched yet stays silent.
fn sound() -> Result<(), JsValue> {
    let context = AudioContext::new()?;
    let start = context.current_time();
    for (pitch, after) in [(660.0_f32, 0.0), (880.0_f32, 0.18)] {
        let tone = context.create_oscillator()?;
        let loudness = context.create_gain()?;
        tone.frequency().set_value(pitch);
        loudness.gain().set_value(0.15);
        tone.connect_with_audio_node(&loudness)?;
        loudness.connect_with_audio_node(&context.destination())?;
        tone.start_with_when(start + after)?;
        tone.stop_with_when(start + after + 0.15)?;
    }
    Ok(())
}

/// Writes how many orders are to be packed beside their place in the navigation.
pub(super) fn show_in_nav(to_pack: i64) {
    let Ok(places) = document().query_selector_all("[data-to-pack]") else {
        return;
    };
    for index in 0..places.length() {
        let Some(place) = places.item(index) else {
            continue;
        };
        place.set_text_content(Some(&to_pack.to_string()));
        if let Some(element) = place.dyn_ref::<web_sys::Element>() {
            let _ = if to_pack > 0 {
                element.remove_attribute("hidden")
            } else {
                element.set_attribute("hidden", "")
            };
        }
    }
}
