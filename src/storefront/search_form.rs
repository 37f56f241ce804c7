//! Looking for something: words, categories, and filters that stay folded until they are wanted.

use leptos::prelude::*;

use super::asked::Asked;
use super::shop::Shop;
use crate::catalog::{CategoryShown, Sort};
use crate::ui::{CheckField, Field, Icon, LinkButton, SelectField, Submit};
use crate::values::{Refusal, currency_sign};

/// The search box with its filters. Answers by the address, so that a result can be sent on.
pub(super) fn search_form(shop: &Shop, asked: &Asked, path: &str, wrong: &[Refusal]) -> AnyView {
    let say = shop.say;
    let words = asked.words.clone();
    view! {
        <form role="search" method="get" action=path.to_owned() class="stack no-print">
            <div class="shop-search">
                <div class="box">
                    <Icon name="search" />
                    <input
                        type="search"
                        name="q"
                        value=words
                        maxlength="100"
                        placeholder=say.t("store-search-short")
                        aria-label=say.t("store-search-hint")
                    />
                </div>
                <Submit label=say.t("search") kind="plain" />
            </div>
            {filters(shop, asked, path, wrong)}
        </form>
    }
    .into_any()
}

fn filters(shop: &Shop, asked: &Asked, path: &str, wrong: &[Refusal]) -> AnyView {
    let say = shop.say;
    let sign = currency_sign(&shop.currency).to_owned();
    let error = |field: &str| {
        let refusal = wrong
            .iter()
            .find(|refusal| refusal.field.as_deref() == Some(field))?;
        Some(say.refusal(refusal))
    };
    let orders = Sort::ALL.map(|sort| {
        let code = sort.code();
        (code.to_owned(), say.t(&format!("store-sort-{code}")))
    });
    let clear = asked.is_filtered().then(|| {
        let to = asked.words_only().link(path, 1);
        view! { <LinkButton href=to label=say.t("store-clear-filters") kind="bare" /> }
    });
    view! {
        <details class="more" open=asked.is_filtered()>
            <summary>
                <Icon name="filter" />
                {say.t("store-filters")}
            </summary>
            <div class="stack">
                <div class="pair">
                    <Field
                        label=say.t("store-price-from")
                        name="min"
                        value=asked.min.clone()
                        inputmode="decimal"
                        prefix=sign.clone()
                        error=error("min")
                    />
                    <Field
                        label=say.t("store-price-to")
                        name="max"
                        value=asked.max.clone()
                        inputmode="decimal"
                        prefix=sign
                        error=error("max")
                    />
                </div>
                <SelectField
                    label=say.t("store-sort")
                    name="sort"
                    options=orders.to_vec()
                    selected=asked.sort.code()
                />
                <CheckField
                    label=say.t("store-only-in-stock")
                    name="stock"
                    checked=asked.in_stock
                />
                <div class="form-foot">
                    <Submit label=say.t("store-apply-filters") kind="plain" />
                    {clear}
                </div>
            </div>
        </details>
    }
    .into_any()
}

/// The categories that have something in them. Words that were looked for go along.
pub(super) fn chips(
    shop: &Shop,
    asked: &Asked,
    categories: &[CategoryShown],
    current: Option<&str>,
) -> Option<AnyView> {
    let say = shop.say;
    let asked = asked.words_only();
    let filled: Vec<_> = categories
        .iter()
        .filter(|category| category.is_filled)
        .collect();
    if filled.is_empty() {
        return None;
    }
    let chip = |href: String, name: String, is_current: bool| {
        let here = is_current.then_some("page");
        view! {
            <a class="button" href=href aria-current=here>
                {name}
            </a>
            " "
        }
    };
    let others = filled.into_iter().map(|category| {
        let path = shop.path(&format!("/c/{}", category.slug));
        let is_current = current == Some(category.slug.as_str());
        chip(asked.link(&path, 1), category.name.clone(), is_current)
    });
    let others = others.collect_view();
    let view = view! {
        <nav class="chips" aria-label=say.t("store-categories")>
            {chip(asked.link(&shop.home(), 1), say.t("all"), current.is_none())}
            {others}
        </nav>
    };
    Some(view.into_any())
}
