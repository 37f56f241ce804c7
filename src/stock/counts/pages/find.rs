//! The field that finds what is to be counted: a scanner types into it as a hand does, and a phone's
//! camera as well.

use leptos::prelude::*;

use crate::ui::language::Say;
use crate::ui::{Icon, scan_and_send};

/// The form that finds a product of a take; `base` is the take's address, `words` what was looked for.
pub(super) fn finder(say: Say, base: &str, words: &str, focus: bool) -> AnyView {
    let action = format!("{base}/count");
    let words = words.to_owned();
    view! {
        <form class="take-find" method="get" action=action role="search">
            <label class="hidden" for="take-q">
                {say.t("take-find")}
            </label>
            <input
                id="take-q"
                type="search"
                name="q"
                value=words
                autofocus=focus
                autocomplete="off"
                enterkeyhint="search"
                placeholder=say.t("take-find")
            />
            <button type="submit" class="button go">
                <Icon name="search" />
                {say.t("search")}
            </button>
            {scan_and_send(say, "#take-q")}
        </form>
    }
    .into_any()
}
