//! The browser's own objects, reached by name: what an old browser does not have is an error here, and
//! no end of the till.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use leptos::prelude::window;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::js_sys::futures::JsFuture;
use web_sys::js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};

use super::Trouble;

/// What the browser calls.
pub(super) type Listener = Closure<dyn FnMut(JsValue)>;

/// The page's window.
pub(super) fn the_window() -> JsValue {
    window().into()
}

/// The page's own element, which says in which language the page is.
pub(super) fn the_page() -> JsValue {
    get(&get(&the_window(), "document"), "documentElement")
}

/// The browser itself.
pub(super) fn the_navigator() -> JsValue {
    get(&the_window(), "navigator")
}

/// A part of an object; undefined where there is none.
pub(super) fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Sets a part of an object.
pub(super) fn set(of: &JsValue, name: &str, value: &JsValue) {
    // Only what is frozen refuses, and nothing here is.
    let _ = Reflect::set(of, &JsValue::from_str(name), value);
}

/// An object with these parts.
pub(super) fn object(parts: &[(&str, JsValue)]) -> JsValue {
    let object: Object = Object::new();
    let object: JsValue = object.into();
    for (name, value) in parts {
        set(&object, name, value);
    }
    object
}

fn list(all: &[JsValue]) -> Array {
    let list: Array = Array::new();
    for one in all {
        list.push(one);
    }
    list
}

/// Calls what an object has under a name.
pub(super) fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = get(of, name).dyn_into()?;
    function.apply(of, &list(with))
}

/// Makes a new object of a kind that the window has.
pub(super) fn make(kind: &str, with: &[JsValue]) -> Result<JsValue, JsValue> {
    let kind: Function = get(&the_window(), kind).dyn_into()?;
    Reflect::construct(&kind, &list(with))
}

/// Bytes that nobody guesses.
pub(super) fn random<const MANY: usize>() -> Result<[u8; MANY], JsValue> {
    let room = Uint8Array::from([0_u8; MANY].as_slice());
    let crypto = get(&the_window(), "crypto");
    call(&crypto, "getRandomValues", &[JsValue::from(room.clone())])?;
    let mut bytes = [0; MANY];
    room.copy_to(&mut bytes);
    Ok(bytes)
}

/// Waits for a promise.
pub(super) async fn promised(promise: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    let promise: Promise = promise?.dyn_into()?;
    JsFuture::from(promise).await
}

/// A listener for one of an object's events.
pub(super) fn listen(of: &JsValue, event: &str, hear: impl FnMut(JsValue) + 'static) -> Listener {
    let listener = Listener::new(hear);
    set(of, event, listener.as_js_value());
    listener
}

/// Hears an event of an object for as long as the page is there.
pub(super) fn hear_always(of: &JsValue, event: &str, hear: impl FnMut(JsValue) + 'static) {
    let listener = Listener::new(hear);
    let with = [JsValue::from_str(event), listener.as_js_value().clone()];
    // Who cannot be heard is not: the till looks by itself now and then.
    let _ = call(of, "addEventListener", &with);
    listener.forget();
}

/// What the browser says went wrong.
pub(super) fn trouble(error: &JsValue) -> Trouble {
    let name = get(error, "name").as_string().unwrap_or_default();
    let message = get(error, "message").as_string();
    match name.as_str() {
        // What is undone though nobody here undid it had no room on the disk.
        "QuotaExceededError" | "AbortError" | "UnknownError" | "InvalidStateError" => Trouble::Full,
        "VersionError" => Trouble::Outdated,
        "SecurityError" | "NotSupportedError" => Trouble::NoStorage,
        _ => Trouble::Broken(format!("{name} {}", message.unwrap_or_default())),
    }
}

/// A number of the browser's as a whole one, as large as that can be. Not by way of a text: what writes such
/// numbers is a large part of a bundle.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub(super) fn whole(number: f64) -> u32 {
    number as u32
}

/// Something that will be said once.
pub(super) struct Soon<T>(Rc<RefCell<Said<T>>>);

struct Said<T> {
    value: Option<T>,
    waker: Option<Waker>,
}

impl<T> Clone for Soon<T> {
    fn clone(&self) -> Soon<T> {
        Soon(Rc::clone(&self.0))
    }
}

impl<T> Soon<T> {
    /// Nothing is said yet.
    pub fn new() -> Soon<T> {
        Soon(Rc::new(RefCell::new(Said {
            value: None,
            waker: None,
        })))
    }

    /// Says it. What is said first counts.
    pub fn tell(&self, value: T) {
        let waker = {
            let mut said = self.0.borrow_mut();
            if said.value.is_none() {
                said.value = Some(value);
            }
            said.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Future for Soon<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut said = self.0.borrow_mut();
        match said.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                said.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
