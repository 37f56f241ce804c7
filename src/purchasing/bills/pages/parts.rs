//! What a bill was settled by, and what a payment or a credit went to, as rows. What was undone stands there
//! with the day on which it was.

use leptos::prelude::*;

use crate::platform::Scope;
use crate::purchasing::bills::Part;
use crate::purchasing::receiving::sum;
use crate::ui::language::Say;
use crate::ui::{Totals, dates};
use crate::values::Money;

/// Which end of the money its rows tell of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// What it is of: a payment, or a credit.
    From,
    /// What it went to: a bill, or money that came back.
    To,
}

/// The parts under a heading, with what they come to.
pub(super) fn parts_card(
    say: Say,
    scope: &Scope,
    (heading, end): (String, End),
    parts: &[Part],
    totals: Vec<(String, AnyView)>,
) -> AnyView {
    let rows = parts.iter().map(|one| row(say, scope, end, one));
    let rows = rows.collect_view();
    let caption = heading.clone();
    view! {
        <section class="card">
            <h2>{heading}</h2>
            <table class="lines">
                <caption class="hidden">{caption}</caption>
                <tbody>{rows}</tbody>
            </table>
            <Totals rows=totals />
        </section>
    }
    .into_any()
}

fn row(say: Say, scope: &Scope, end: End, one: &Part) -> AnyView {
    let at = dates::moment(say, scope.calendar.local(one.at));
    let undone = (one.amount < Money::ZERO).then(|| {
        view! {
            " "
            <span class="quiet">{say.t("payment-undone")}</span>
        }
    });
    let what = match end {
        End::From => from(say, scope, one),
        End::To => to(say, scope, one),
    };
    view! {
        <tr>
            <td>{what} {undone}</td>
            <td>{at}</td>
            <td class="money">{sum(scope, one.amount)}</td>
        </tr>
    }
    .into_any()
}

/// The payment or the credit, which leads to its page.
fn from(say: Say, scope: &Scope, one: &Part) -> AnyView {
    let slug = &scope.slug;
    let (href, what, number) = match (&one.payment, &one.credit) {
        (Some((id, tender, reference)), _) => (
            format!("/b/{slug}/payments/{id}"),
            say.t(&format!("tender-{}", tender.code())),
            reference.clone(),
        ),
        (None, Some((id, number))) => (
            format!("/b/{slug}/credits/{id}"),
            say.t("bill-by-credit"),
            number.clone(),
        ),
        (None, None) => return ().into_any(),
    };
    view! {
        <a href=href>{what}</a>
        " "
        <span class="quiet">{number}</span>
    }
    .into_any()
}

/// The bill, or the money that came back, which leads to its page.
fn to(say: Say, scope: &Scope, one: &Part) -> AnyView {
    let slug = &scope.slug;
    let (href, what) = match (&one.bill, one.refund) {
        (Some((id, number)), _) => (
            format!("/b/{slug}/bills/{id}"),
            say.with("bill-one", &[("number", number.as_str())]),
        ),
        (None, Some(id)) => (format!("/b/{slug}/payments/{id}"), say.t("statement-back")),
        (None, None) => return ().into_any(),
    };
    view! { <a href=href>{what}</a> }.into_any()
}
