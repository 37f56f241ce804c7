//! What stands beside a product's levels: what is missing, what is on its way, what came when and for
//! how much, its packs, and what happened to it last.

use leptos::prelude::*;

use super::amount_of;
use crate::platform::Scope;
use crate::staff::{Power, may};
use crate::stock::levels::{Layer, Through, sees_costs};
use crate::stock::movements::{self, Document};
use crate::ui::language::Say;
use crate::ui::{EmptyState, LinkButton, Notice, Status, dates};
use crate::values::Quantity;

/// What was sold before it was there, and nothing has covered.
pub(super) fn missing(say: Say, scope: &Scope, all: &Through) -> Option<AnyView> {
    let row = |open: &crate::stock::levels::Open| {
        let document = Document {
            kind: open.source.0.clone(),
            id: open.source.1,
            ..Document::default()
        };
        let at = dates::moment(say, scope.calendar.local(open.occurred_at));
        let amount = amount_of(say, open.left, all.unit);
        let name = document.name(say);
        let path = document.path();
        let link = match path.filter(|_| may(&scope.who, document.power())) {
            Some(path) => {
                let href = format!("/b/{}{path}", scope.slug);
                view! { <a href=href>{name}</a> }.into_any()
            }
            None => name.into_any(),
        };
        let beside = format!(" · {} · {at}", open.location);
        view! { <li>{amount} ": " {link} <span class="quiet">{beside}</span></li> }
    };
    let rows = all.shortfalls.iter().map(row).collect_view();
    (!all.shortfalls.is_empty()).then(|| {
        view! {
            <Notice kind="look" title=say.t("level-missing")>
                <p>{say.t("level-missing-text")}</p>
                <ul>{rows}</ul>
            </Notice>
        }
        .into_any()
    })
}

/// What is between locations, and what suppliers are to bring.
pub(super) fn on_its_way(say: Say, scope: &Scope, all: &Through) -> Option<AnyView> {
    let base = format!("/b/{}", scope.slug);
    let under_way = all.under_way.iter().map(|one| {
        let href = format!("{base}/stock/transfers/{}", one.transfer_id);
        let number = one.number.to_string();
        let name = say.with("level-transfer-number", &[("number", &number)]);
        let at = one
            .sent_at
            .map(|at| dates::moment(say, scope.calendar.local(at)));
        way_row(
            href,
            name,
            format!("{} → {}", one.from, one.to),
            at,
            amount_of(say, one.quantity, all.unit),
        )
    });
    let buys = may(&scope.who, Power::SeePurchases);
    let on_order = all.on_order.iter().filter(|_| buys).map(|one| {
        let href = format!("{base}/purchases/{}", one.purchase_id);
        let number = one.number.to_string();
        let name = say.with("level-purchase-number", &[("number", &number)]);
        let day = one.expected_on.map(|day| dates::day(say, day));
        way_row(
            href,
            name,
            format!("{} → {}", one.supplier, one.location),
            day,
            amount_of(say, one.quantity, all.unit),
        )
    });
    let rows: Vec<AnyView> = under_way.chain(on_order).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{say.t("level-on-its-way")}</h2>
                <table class="lines">
                    <caption class="hidden">{say.t("level-on-its-way")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("level-by-what")}</th>
                            <th scope="col">{say.t("movement-when")}</th>
                            <th scope="col" class="num">{say.t("quantity")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}

fn way_row(
    href: String,
    name: String,
    way: String,
    when: Option<String>,
    amount: String,
) -> AnyView {
    view! {
        <tr>
            <td>
                <a href=href>{name}</a>
                <div class="quiet">{way}</div>
            </td>
            <td>{when}</td>
            <td class="num">{amount}</td>
        </tr>
    }
    .into_any()
}

/// What is there, each part with its age, its batch and its cost; what leaves first stands first.
pub(super) fn layers(say: Say, scope: &Scope, all: &Through) -> Option<AnyView> {
    let with_costs = sees_costs(&scope.who);
    let rows = all
        .layers
        .iter()
        .map(|layer| layer_row(say, scope, all, layer, with_costs));
    let rows = rows.collect_view();
    let costs = with_costs.then(|| {
        view! {
            <th scope="col" class="num wide-only">{say.t("level-unit-cost")}</th>
            <th scope="col" class="num">{say.t("level-value")}</th>
        }
    });
    (!all.layers.is_empty()).then(|| {
        view! {
            <section class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("level-layers")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("level-layers")}</th>
                            <th scope="col">{say.t("level-location")}</th>
                            <th scope="col">{say.t("batch-expires")}</th>
                            <th scope="col" class="num">{say.t("level-left")}</th>
                            {costs}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}

fn layer_row(say: Say, scope: &Scope, all: &Through, layer: &Layer, with_costs: bool) -> AnyView {
    let came = dates::day(say, scope.calendar.day_of(layer.received_at));
    let batch = layer.batch.as_ref().map(|(batch_id, number)| {
        let href = format!("/b/{}/stock/batches/{batch_id}", scope.slug);
        let words = say.with("batch-number-is", &[("number", number)]);
        view! { <span class="quiet"><a href=href>{words}</a></span> }
    });
    let expires = layer.expires_on.map(|day| {
        let words = dates::day(say, day);
        let kind = if day < scope.today() { "bad" } else { "plain" };
        view! { <Status kind=kind text=words /> }
    });
    let costs = with_costs.then(|| {
        let unit_cost = layer.unit_cost().map(|cost| cost.full(&scope.currency));
        let value = layer.value.full(&scope.currency);
        view! {
            <td class="num wide-only far">{unit_cost}</td>
            <td class="money" data-label=say.t("level-value")>
                {value}
            </td>
        }
    });
    view! {
        <tr>
            <td class="lead">
                {say.with("level-came-on", &[("day", &came)])}
                {batch}
            </td>
            <td class="by">{layer.location.clone()}</td>
            <td class="state">{expires}</td>
            <td class="num aside">{amount_of(say, layer.left, all.unit)}</td>
            {costs}
        </tr>
    }
    .into_any()
}

/// Its packs, in a line.
pub(super) fn packs(say: Say, all: &Through) -> Option<AnyView> {
    let pack = |pack: &crate::stock::levels::Pack| {
        format!("{}: {}", pack.name, amount_of(say, pack.holds, all.unit))
    };
    let packs: Vec<String> = all.packs.iter().map(pack).collect();
    (!packs.is_empty()).then(|| {
        let words = say.with("level-packs", &[("packs", &packs.join(" · "))]);
        view! { <p class="quiet">{words}</p> }.into_any()
    })
}

/// What happened to it last, and the way to the rest.
pub(super) fn log(say: Say, scope: &Scope, all: &Through, log: &movements::Listed) -> AnyView {
    if log.rows.is_empty() {
        let none = all.levels.iter().all(|row| row.on_hand == Quantity::ZERO);
        let text = if none {
            say.t("level-never-moved-text")
        } else {
            say.t("movement-none-text")
        };
        return view! { <EmptyState icon="box" title=say.t("movement-none") text=text /> }
            .into_any();
    }
    let href = format!(
        "/b/{}/stock/movements?product={}",
        scope.slug, all.product_id
    );
    view! {
        <section class="stack">
            <h2>{say.t("movement-title")}</h2>
            {movements::pages::table(say, scope, &log.rows)}
            <p>
                <LinkButton href=href label=say.t("level-all-movements") icon="arrow-right" />
            </p>
        </section>
    }
    .into_any()
}
