//! A list that is searched: the form that asks for it by its address, and what stands in its place
//! where nothing fits.

use leptos::prelude::*;

use super::language::Say;
use super::{EmptyState, Icon, LinkButton};

/// The form that narrows the list at an address: what `inside` asks, and the button that looks.
pub fn search_form(say: Say, action: String, inside: AnyView) -> AnyView {
    view! {
        <form class="filters" method="get" action=action role="search">
            {inside}
            {search_button(say)}
        </form>
    }
    .into_any()
}

/// Where it is typed what is looked for, sent as `q`. The browser offers it to nobody afterwards: it
/// may be a phone number or a code, and several people use one machine.
pub fn search_input(label: String, words: &str) -> AnyView {
    view! {
        <input
            class="find"
            type="search"
            name="q"
            value=words.to_owned()
            placeholder=label.clone()
            aria-label=label
            autocomplete="off"
        />
    }
    .into_any()
}

/// What sends a search.
pub fn search_button(say: Say) -> AnyView {
    view! {
        <button type="submit" class="button">
            <Icon name="search" />
            {say.t("search")}
        </button>
    }
    .into_any()
}

/// Where the list would be, had anything fitted: why not, and the address and words of the way to all
/// of it.
pub fn nothing_found(title: String, text: String, (all, label): (String, String)) -> AnyView {
    view! {
        <EmptyState icon="search" title=title text=text>
            <LinkButton href=all label=label />
        </EmptyState>
    }
    .into_any()
}
