//! The browser's entrance to a till.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

/// Called once by the page's script: opens the till that the page is.
#[wasm_bindgen]
pub fn start() {
    console_error_panic_hook::set_once();
    let till = document().get_element_by_id("till");
    if let Some(till) = till.and_then(|till| till.dyn_into::<HtmlElement>().ok()) {
        super::face::open(till);
    }
}
