//! What a business does first, shown on the page of the day until it sells something.

use leptos::prelude::*;

use crate::platform::Scope;
use crate::staff::{Power, may};
use crate::ui::Icon;
use crate::ui::language::Say;

/// The way from an empty business to the first order, as links in the order to take them. Who may
/// not keep products reads that there are none yet.
pub(super) fn first_steps(say: Say, scope: &Scope) -> AnyView {
    if !may(&scope.who, Power::KeepProducts) {
        return view! {
            <section class="card empty">
                <Icon name="box" />
                <h2>{say.t("first-none")}</h2>
                <p>{say.t("first-none-text")}</p>
            </section>
        }
        .into_any();
    }
    let business = format!("/b/{}", scope.slug);
    // Where money goes is the owner's to say, and M-Pesa pays in shillings of Kenya.
    let mpesa = may(&scope.who, Power::KeepAccounts) && scope.currency == "KES";
    let steps = [
        (
            "upload",
            say.t("first-import"),
            say.t("first-import-text"),
            format!("{business}/products/import"),
        ),
        (
            "plus",
            say.t("first-product"),
            say.t("first-product-text"),
            format!("{business}/products/new"),
        ),
        (
            "phone-pay",
            say.t("first-mpesa"),
            say.t("first-mpesa-text"),
            format!("{business}/settings/payments"),
        ),
        (
            "store",
            say.t("first-storefront"),
            say.t("first-storefront-text"),
            format!("/s/{}", scope.slug),
        ),
    ];
    let steps = steps
        .into_iter()
        .filter(|(icon, ..)| mpesa || *icon != "phone-pay");
    let step = |(icon, text, more, href): (&'static str, String, String, String)| {
        view! {
            <li>
                <a href=href>
                    <Icon name=icon />
                    <span>{text} <br /> <span class="quiet">{more}</span></span>
                    <Icon name="chevron-right" />
                </a>
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{say.t("first-title")}</h2>
            <ul class="todo">{steps.map(step).collect_view()}</ul>
        </section>
    }
    .into_any()
}
