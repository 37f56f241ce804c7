//! The way through the pages of a list whose length is known.

use leptos::prelude::*;

use super::Pager;
use super::language::Say;

/// Leads from a page, the first being 1, to the ones before and after it, each at the address that
/// `to` says. `total` says how long the list is, where it should; a list of one page that does not
/// needs nothing.
pub fn page_links(
    say: Say,
    (page, pages): (i64, i64),
    total: Option<String>,
    to: impl Fn(i64) -> String,
) -> AnyView {
    if pages <= 1 && total.is_none() {
        return ().into_any();
    }
    let previous = (page > 1).then(|| to(page - 1));
    let next = (page < pages).then(|| to(page + 1));
    let (page, pages) = (page.to_string(), pages.to_string());
    let place = say.with("page-of", &[("page", &page), ("pages", &pages)]);
    let place = match total {
        Some(total) => format!("{total} · {place}"),
        None => place,
    };
    view! {
        <Pager
            previous=previous
            next=next
            previous_label=say.t("previous")
            next_label=say.t("next")
            position_text=place
        />
    }
    .into_any()
}
