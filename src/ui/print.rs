//! Paper from a page, in the browser.

use leptos::prelude::*;

use super::Icon;

/// Prints the page, where there is script; the browser's own menu does the same.
#[island]
pub fn PrintButton(
    /// What pressing it does.
    label: String,
    /// Whether the page is there to be printed: then this is its main act.
    is_main: bool,
) -> impl IntoView {
    let is_there = RwSignal::new(false);
    Effect::new(move |_| is_there.set(true));
    let class = if is_main {
        "button go main-act"
    } else {
        "button"
    };
    let print = move |_| {
        let _ = window().print();
    };
    // Without script there is nothing that it could do.
    view! {
        <button type="button" class=class hidden=move || !is_there.get() on:click=print>
            <Icon name="print" />
            {label}
        </button>
    }
}
