//! What a business does first, shown on the page of the day until it takes its first money.

use leptos::prelude::*;

use crate::platform::Scope;
use crate::staff::{Power, may};
use crate::ui::language::Say;
use crate::ui::{EmptyState, Icon};

/// What of the first steps is done.
#[derive(Clone, Copy)]
pub(super) struct Done {
    /// Whether there is something to sell.
    pub sells: bool,
    /// Whether customers can pay by M-Pesa.
    pub takes_mpesa: bool,
}

/// The way from an empty business to its first money, as links in the order to take them: what is done
/// falls away. Who may not keep products reads that there are none yet.
pub(super) fn first_steps(say: Say, scope: &Scope, done: Done) -> Option<AnyView> {
    if !may(&scope.who, Power::KeepProducts) {
        let nothing = || {
            let (title, text) = (say.t("first-none"), say.t("first-none-text"));
            view! { <EmptyState icon="box" title=title text=text /> }.into_any()
        };
        return (!done.sells).then(nothing);
    }
    let business = format!("/b/{}", scope.slug);
    let is_free = |power| may(&scope.who, power);
    // Where money goes is the owner's to say, and M-Pesa pays in shillings of Kenya.
    let mpesa = is_free(Power::KeepAccounts) && scope.currency == "KES" && !done.takes_mpesa;
    let steps = [
        (!done.sells, "upload", "first-import", "/products/import"),
        (!done.sells, "plus", "first-product", "/products/new"),
        (mpesa, "phone-pay", "first-mpesa", "/settings/payments"),
        (is_free(Power::KeepTills), "cart", "first-till", "/tills"),
        (
            is_free(Power::KeepSettings),
            "truck",
            "first-delivery",
            "/settings/delivery",
        ),
    ];
    let steps = steps.into_iter().filter(|(is_open, ..)| *is_open);
    let steps = steps.map(|(_, icon, key, path)| (icon, key, format!("{business}{path}")));
    let share = ("store", "first-storefront", format!("/s/{}", scope.slug));
    let steps = steps
        .chain(std::iter::once(share))
        .map(|(icon, key, href)| {
            let more = say.t(&format!("{key}-text"));
            (icon, say.t(key), more, href)
        });
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
    let list = view! {
        <section class="card">
            <h2>{say.t("first-title")}</h2>
            <ul class="todo">{steps.map(step).collect_view()}</ul>
        </section>
    };
    Some(list.into_any())
}
