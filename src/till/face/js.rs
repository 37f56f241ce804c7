//! What the browser has and no binding names: printers, cameras that read barcodes, its own dialogues.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::{document, request_animation_frame, set_timeout, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property, if it is there.
pub fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(of, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// Calls a method.
///
/// # Errors
/// What it throws, or that there is none.
pub fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let method = get(of, name).ok_or_else(|| JsValue::from_str(name))?;
    let method: Function = method.dyn_into()?;
    let list: Array = Array::new();
    for one in with {
        list.push(one);
    }
    method.apply(of, &list)
}

/// Calls a method and waits for what it promises.
///
/// # Errors
/// What it throws, or that there is none.
pub async fn wait(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let promised: Promise = call(of, name, with)?.dyn_into()?;
    JsFuture::from(promised).await
}

/// An object of these properties.
pub fn object(of: &[(&str, JsValue)]) -> JsValue {
    let object: Object = Object::new();
    for (name, value) in of {
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

/// `navigator`.
pub fn navigator() -> JsValue {
    JsValue::from(window().navigator())
}

/// Something that only some browsers have, by its name in the window.
pub fn global(name: &str) -> Option<JsValue> {
    get(&JsValue::from(window()), name)
}

/// Writes a number into a cookie, for a year; nothing forgets it.
pub fn keep_cookie(name: &str, number: usize) {
    let seconds = if number == 0 { 0 } else { 31_536_000 };
    let cookie = format!("{name}={number}; path=/; max-age={seconds}; samesite=lax");
    let cookie = JsValue::from_str(&cookie);
    let _ = Reflect::set(&document(), &JsValue::from_str("cookie"), &cookie);
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Prints the page.
pub fn print() {
    let _ = window().print();
}

/// Puts the cursor into an element, if it is there; not where that would open a keyboard on the glass.
pub fn focus(id: &str) {
    let fine = window().match_media("(pointer: fine)").ok().flatten();
    if fine.is_some_and(|query| query.matches()) {
        focus_anyway(id);
    }
}

/// The same when what changes now is drawn, unless she has put the cursor elsewhere by then: a slow phone takes its
/// time, and what she types is not to go astray.
pub fn focus_soon(id: &'static str) {
    let before = document().active_element();
    request_animation_frame(move || {
        let here = document().active_element();
        let is_hers = here != before && here.is_some_and(|one| one.tag_name() != "BODY");
        if !is_hers {
            focus(id);
        }
    });
}

/// Puts the cursor into an element, if it is there.
pub fn focus_anyway(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|one| one.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Does something when what changes now has been drawn. A page that nobody sees draws nothing: then it is done in a
/// moment all the same.
pub fn when_drawn(act: impl FnOnce() + 'static) {
    const AFTER: Duration = Duration::from_millis(20);
    const UNSEEN: Duration = Duration::from_millis(250);
    let act: Box<dyn FnOnce()> = Box::new(act);
    let act = Rc::new(Cell::new(Some(act)));
    let late = Rc::clone(&act);
    let once = |act: &Cell<Option<Box<dyn FnOnce()>>>| {
        if let Some(act) = act.take() {
            act();
        }
    };
    set_timeout(move || once(&late), UNSEEN);
    request_animation_frame(move || set_timeout(move || once(&act), AFTER));
}

/// Scrolls as little as shows a line of the cart, when what changes now is drawn.
pub fn show_line(at: usize) {
    request_animation_frame(move || {
        let line = format!(".till-lines > :nth-child({})", at + 1);
        if let Some(line) = document().query_selector(&line).ok().flatten() {
            let nearest = object(&[("block", JsValue::from_str("nearest"))]);
            let _ = call(&line.into(), "scrollIntoView", &[nearest]);
        }
    });
}

/// Shows the page from its top.
pub fn to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// A text that the page carries under this name; the name where it carries none.
pub fn written(name: &str) -> String {
    let element = document().get_element_by_id(name);
    let text = element.and_then(|element| element.text_content());
    text.unwrap_or_else(|| name.to_owned())
}

/// Takes away what the last page left to say.
pub fn forget_news() {
    if let Some(news) = document().get_element_by_id("till-news") {
        news.set_text_content(None);
    }
}

/// What is kept of a choice on this device: which paper, which printer.
pub fn kept(key: &str) -> Option<String> {
    let storage = window().local_storage().ok().flatten()?;
    storage.get_item(key).ok().flatten()
}

/// Keeps a choice on this device.
pub fn keep(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}
