//! `/b/{business}/stock/adjustments/{adjustment}`: one adjustment with its lines, and its entry in the
//! books.

use leptos::prelude::*;

use super::{change, reason_kind, reason_words};
use crate::ledger::pages::entries_table;
use crate::ledger::{self, Entry};
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, may};
use crate::stock::adjustments::{Adjustment, Line, store};
use crate::stock::levels::sees_costs;
use crate::stock::typed_lines::signed;
use crate::ui::language::Say;
use crate::ui::{Facts, Status, dates};
use crate::values::{Quantity, Stop};

/// Lines that a page shows.
const SHOWN: i64 = 200;

/// One adjustment.
pub async fn adjustment(visit: Visit) -> Result<Page, Stop> {
    let adjustment_id = visit.param_id("adjustment")?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let one = store::load(&mut tx, adjustment_id).await?;
    let (lines, total) = store::lines(&mut tx, adjustment_id, SHOWN).await?;
    let entries = if may(&tx.scope().who, Power::SeeBooks) {
        ledger::entries_of(&mut tx, &[adjustment_id]).await?
    } else {
        Vec::new()
    };
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let shown = i64::try_from(lines.len()).unwrap_or_default();
    let more = (total > shown).then(|| {
        view! { <p class="quiet">{say.count("adjustment-more-lines", total - shown)}</p> }
    });
    let body = view! {
        <div class="stack">
            <div class="row">
                <Status kind=reason_kind(one.reason) text=reason_words(say, one.reason) />
            </div>
            <div class="form-cols">
                <section class="card">
                    <h2>{say.t("adjustment-goods")}</h2>
                    {goods(say, scope, &lines)}
                    {more}
                </section>
                {facts(say, scope, &one)}
            </div>
            {books(say, scope, &entries)}
        </div>
    };
    let number = one.number.to_string();
    let title = say.with("adjustment-number", &[("number", &number)]);
    Ok(Page::of(scope, "stock", title, body.into_any()))
}

fn facts(say: Say, scope: &Scope, one: &Adjustment) -> AnyView {
    let at = dates::moment(say, scope.calendar.local(one.occurred_at));
    let mut facts = Vec::new();
    if sees_costs(&scope.who) {
        facts.push((say.t("adjustment-value"), change(scope, one.value)));
    }
    let place = one.location_name.clone();
    facts.push((say.t("adjustment-where"), place.into_any()));
    facts.push((say.t("adjustment-when"), at.into_any()));
    if let Some(who) = &one.who {
        facts.push((say.t("adjustment-who"), who.clone().into_any()));
    }
    if !one.note.is_empty() {
        facts.push((say.t("adjustment-note"), one.note.clone().into_any()));
    }
    view! {
        <section class="card">
            <Facts rows=facts />
        </section>
    }
    .into_any()
}

fn goods(say: Say, scope: &Scope, lines: &[Line]) -> AnyView {
    let rows = lines.iter().map(|line| goods_row(say, scope, line));
    let rows = rows.collect_view();
    let value = sees_costs(&scope.who).then(|| {
        view! {
            <th scope="col" class="money">
                {say.t("adjustment-value")}
            </th>
        }
    });
    view! {
        <table class="lines">
            <caption class="hidden">{say.t("adjustment-goods")}</caption>
            <thead>
                <tr>
                    <th scope="col">{say.t("line-product")}</th>
                    <th scope="col" class="num">
                        {say.t("quantity")}
                    </th>
                    {value}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn goods_row(say: Say, scope: &Scope, line: &Line) -> AnyView {
    let href = format!("/b/{}/products/{}", scope.slug, line.product_id);
    let batch = line.batch.as_ref().map(|number| {
        let words = say.with("line-of-batch", &[("number", number)]);
        view! { <div class="quiet">{words}</div> }
    });
    let quantity = if line.quantity == Quantity::ZERO {
        say.t("adjustment-value-only")
    } else {
        signed(say, line.quantity, line.unit)
    };
    let value = sees_costs(&scope.who).then(|| {
        view! { <td class="money">{change(scope, line.value)}</td> }
    });
    view! {
        <tr>
            <td>
                <a href=href>{line.name.clone()}</a>
                <div class="quiet">{line.sku.clone()}</div>
                {batch}
            </td>
            <td class="num">{quantity}</td>
            {value}
        </tr>
    }
    .into_any()
}

fn books(say: Say, scope: &Scope, entries: &[Entry]) -> AnyView {
    if entries.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card no-print">
            <h2>{say.t("orders-books")}</h2>
            {entries_table(say, scope, entries)}
        </section>
    }
    .into_any()
}
