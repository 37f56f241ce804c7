//! The browser's entrance: wakes the islands of a page, or the till that a page is.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

/// Called once by the page's script.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let till = document().get_element_by_id("till");
    match till.and_then(|till| till.dyn_into::<HtmlElement>().ok()) {
        Some(till) => crate::till::face::open(till),
        None => leptos::mount::hydrate_islands(),
    }
}
