//! The labels as they are printed: one page of the browser's print for each page of paper, every length
//! in millimetres.

use std::collections::HashMap;

use leptos::prelude::*;
use uuid::Uuid;

use super::{labels, query_of};
use crate::catalog::labels::bars::Bars;
use crate::catalog::labels::choose::{MOST, Order};
use crate::catalog::labels::label::{Label, price_per};
use crate::catalog::labels::paper::millimetres;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{EmptyState, LinkButton, Notice, PrintButton};
use crate::values::{Stop, currency_sign};

/// How high bars are in the drawing's own measure; it is stretched to the height of its place.
const HEIGHT: u32 = 40;

/// `/b/{business}/products/labels/sheet`
pub async fn sheet(visit: Visit) -> Result<Page, Stop> {
    let order = Order::parse(&query_of(&visit));
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let ids: Vec<Uuid> = order.counts.iter().map(|(id, _)| *id).collect();
    let labels = labels(&mut tx, &ids).await?;
    let counts: HashMap<Uuid, u32> = order.counts.iter().copied().collect();
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let drawing = Drawing {
        say,
        scope,
        order: &order,
    };
    let mut places: Vec<Option<(Label, Option<Bars>)>> = vec![None; order.skip];
    let is_empty = labels.is_empty();
    for (id, label) in labels {
        let bars = label.bars().filter(|_| order.parts.bars);
        let count = counts.get(&id).copied().unwrap_or(0);
        places.extend((0..count).map(|_| Some((label.clone(), bars.clone()))));
    }
    let back = format!("/b/{}/products/labels", scope.slug);
    let above = (back.clone(), say.t("labels-title"));
    let body = if is_empty {
        let (title, text) = (say.t("labels-none"), say.t("labels-none-text"));
        view! {
            <EmptyState icon="tag" title=title text=text>
                <LinkButton href=back label=say.t("labels-title") />
            </EmptyState>
        }
        .into_any()
    } else {
        let made = i64::try_from(places.len().saturating_sub(order.skip)).unwrap_or(i64::MAX);
        view! {
            <div class="stack">
                {drawing.before(made, drawing.bare(&places))}
                {drawing.pages(&places)}
            </div>
        }
        .into_any()
    };
    let mut page = Page::of(scope, "products", say.t("labels-title"), body);
    if !is_empty {
        page.act =
            Some(view! { <PrintButton label=say.t("print-page") is_main=true /> }.into_any());
    }
    Ok(page.under(above))
}

struct Drawing<'a> {
    say: Say,
    scope: &'a Scope,
    order: &'a Order,
}

impl Drawing<'_> {
    /// How many of them should have bars and have none: they would be too fine to be read, or there is no
    /// code for them.
    fn bare(&self, places: &[Option<(Label, Option<Bars>)>]) -> i64 {
        let Order { paper, parts, .. } = self.order;
        let bare = places.iter().flatten().filter(|(_, bars)| {
            let drawn = bars.as_ref().and_then(|bars| paper.draw(bars));
            parts.bars && drawn.is_none()
        });
        i64::try_from(bare.count()).unwrap_or(i64::MAX)
    }

    /// What stands above the labels on the screen, and not on paper.
    fn before(&self, made: i64, bare: i64) -> AnyView {
        let say = self.say;
        let cut = self.order.is_cut.then(|| {
            let title = say.count("labels-cut", i64::from(MOST));
            view! { <Notice kind="look" title=title /> }
        });
        let bare = (bare > 0).then(|| {
            let title = say.count("labels-bare", bare);
            let text = say.t("labels-bare-text");
            view! {
                <Notice kind="look" title=title>
                    <p>{text}</p>
                </Notice>
            }
        });
        view! {
            <div class="stack no-print">
                {cut} {bare}
                <p>
                    <b>{say.count("labels-made", made)}</b>
                    " "
                    {say.t("labels-how-to-print")}
                </p>
            </div>
        }
        .into_any()
    }

    fn pages(&self, places: &[Option<(Label, Option<Bars>)>]) -> AnyView {
        let paper = self.order.paper;
        let class = format!("label-page {}", paper.code());
        let page = |places: &[Option<(Label, Option<Bars>)>]| {
            let labels = places.iter().map(|place| match place {
                Some((label, bars)) => self.label(label, bars.as_ref()),
                None => view! { <div class="label"></div> }.into_any(),
            });
            let labels = labels.collect_view();
            view! { <div class=class.clone()>{labels}</div> }
        };
        let pages = places.chunks(paper.per_page()).map(page).collect_view();
        let name = self.say.t("labels-title");
        // Wider than a phone: whoever has no pointer scrolls it with the keys.
        view! {
            <div class="labels" tabindex="0" role="region" aria-label=name>
                {pages}
            </div>
        }
        .into_any()
    }

    fn label(&self, label: &Label, bars: Option<&Bars>) -> AnyView {
        let parts = self.order.parts;
        let currency = &self.scope.currency;
        let name = parts.name.then(|| {
            let name = self.name(label);
            view! { <div class="label-name">{name}</div> }
        });
        let price = label.price.filter(|_| parts.price).map(|price| {
            let sign = currency_sign(currency).to_owned();
            let amount = price.short(currency);
            view! {
                <div class="label-price">
                    <span>{sign}</span>
                    " "
                    <b>{amount}</b>
                </div>
            }
        });
        let per = parts.per.then(|| self.per(label)).flatten();
        let drawn = bars.and_then(|bars| self.bars(bars));
        // Where no bars fit, the SKU stands there for people.
        let code = match (parts.bars, drawn.is_some(), bars) {
            (true, true, Some(bars)) => Some(bars.text.clone()),
            (true, _, _) => Some(label.sku.clone()),
            _ => None,
        };
        let code = code.map(|code| view! { <div class="label-code">{code}</div> });
        view! {
            <div class="label">
                {name}
                <div class="label-money">{price} {per}</div>
                {drawn}
                {code}
            </div>
        }
        .into_any()
    }

    /// What it is called; of a pack, with the pack and what is in it.
    fn name(&self, label: &Label) -> String {
        let Some((pack, holds)) = &label.pack else {
            return label.name.clone();
        };
        let holds = holds.short();
        let unit = self.say.units(label.unit, &holds);
        let holds = format!("{holds} {unit}");
        let named = [
            ("name", label.name.as_str()),
            ("pack", pack.as_str()),
            ("holds", holds.as_str()),
        ];
        self.say.with("labels-pack-name", &named)
    }

    /// The price of a kilogram, a litre or a piece, where it can be counted.
    fn per(&self, label: &Label) -> Option<AnyView> {
        let (price, unit) = price_per(label.unit_price()?, label.unit)?;
        let price = price.named(&self.scope.currency);
        let unit = self.say.unit(unit);
        let named = [("price", price.as_str()), ("unit", unit.as_str())];
        let words = self.say.with("labels-per", &named);
        Some(view! { <div class="label-per">{words}</div> }.into_any())
    }

    fn bars(&self, bars: &Bars) -> Option<AnyView> {
        let drawn = self.order.paper.draw(bars)?;
        let view_box = format!("0 0 {} {HEIGHT}", bars.width());
        let svg = view! {
            <svg
                class="label-bars"
                viewBox=view_box
                width=millimetres(drawn.width)
                height=millimetres(drawn.height)
                preserveAspectRatio="none"
                shape-rendering="crispEdges"
                aria-hidden="true"
            >
                <path d=bars.path(HEIGHT)></path>
            </svg>
        };
        Some(svg.into_any())
    }
}
