//! What leads from one page of purchasing to the others.

use leptos::prelude::*;

use crate::platform::Scope;
use crate::ui::Tabs;
use crate::ui::language::Say;

/// Orders, suppliers, goods received, bills and what is owed; `current` is the page's own address
/// after `/b/{business}/`.
pub(in crate::purchasing) fn tabs(say: Say, scope: &Scope, current: &str) -> AnyView {
    let tab = |path: &str, words: String| {
        let href = format!("/b/{}/{path}", scope.slug);
        (href, words, path == current, None)
    };
    let tabs = vec![
        tab("purchases", say.t("po-title")),
        tab("suppliers", say.t("suppliers-title")),
        tab("receipts", say.t("receipts-title")),
        tab("bills", say.t("bills-title")),
        tab("suppliers/ageing", say.t("ageing-title")),
    ];
    view! { <Tabs items=tabs label=say.t("nav-purchases") /> }.into_any()
}
