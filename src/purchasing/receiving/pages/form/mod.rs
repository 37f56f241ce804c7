//! `/b/{business}/purchases/{purchase}/receive` and `/b/{business}/receipts/new?supplier=…`: what
//! came, line by line. An order's lines offer what is still to come.

mod lines;

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{Grid, choose_supplier};
use crate::businesses::{self, Location};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::receiving::api::{ReceiveGoods, flash_key};
use crate::purchasing::receiving::read::{Goods, OrderedLine};
use crate::purchasing::receiving::receive::goods_of;
use crate::purchasing::receiving::{Supplier, store};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{
    CheckField, Facts, Field, Form, HiddenField, LinkButton, SelectField, Submit, scan_into,
};
use crate::values::Stop;

/// Lines for something that stands on no list.
const OWN_LINES: i32 = 4;
/// The same, where there is no list at all.
const MANY_OWN_LINES: i32 = 12;
/// The most products of a supplier's list that are offered.
const MOST_LISTED: i64 = 100;

/// One line of the form.
struct Line {
    key: String,
    /// The product; none: it is typed.
    goods: Option<Goods>,
    ordered: Option<OrderedLine>,
}

/// The form in front of one person.
struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    flash: &'a Flash,
    supplier: Supplier,
    /// The order's id and number.
    order: Option<(Uuid, i64)>,
    /// Where the order's goods are brought; else the places to choose from.
    location: Option<String>,
    locations: Vec<Location>,
    lines: Vec<Line>,
}

/// Goods of an order.
pub async fn receive(visit: Visit) -> Result<Page, Stop> {
    let purchase_id = visit.param_id("purchase")?;
    let flash = visit
        .flash(&flash_key(&purchase_id.to_string(), ""))
        .await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::Buy)?;
    let head = store::order(&mut tx, purchase_id).await?;
    let head = head.ok_or(Stop::NotFound)?;
    let supplier = store::supplier(&mut tx, head.supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let ordered = store::ordered_lines(&mut tx, purchase_id).await?;
    let ids: Vec<Uuid> = ordered.iter().map(|line| line.product_id).collect();
    let mut goods = goods_of(&mut tx, supplier.supplier_id, &ids).await?;
    let lines = ordered.into_iter().map(|ordered| Line {
        key: format!("l{}", ordered.line_no),
        goods: goods.remove(&ordered.product_id),
        ordered: Some(ordered),
    });
    let lines = lines.chain(own_lines(OWN_LINES)).collect();
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let title = say.with("receive-order", &[("number", &head.number.to_string())]);
    let sheet = Sheet {
        say,
        scope,
        flash: &flash,
        supplier,
        order: Some((head.purchase_id, head.number)),
        location: Some(head.location_name.clone()),
        locations: Vec::new(),
        lines,
    };
    let body = if head.takes_goods() {
        sheet.form()
    } else {
        sheet.takes_nothing()
    };
    Ok(Page::of(scope, "purchases", title, body))
}

/// Goods without an order.
pub async fn new_receipt(visit: Visit) -> Result<Page, Stop> {
    let asked: Option<Uuid> = visit.query("supplier").and_then(|id| id.parse().ok());
    let flash = match asked {
        Some(id) => visit.flash(&flash_key("", &id.to_string())).await?,
        None => Flash::default(),
    };
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::Buy)?;
    let supplier = match asked {
        Some(id) => Some(store::supplier(&mut tx, id).await?.ok_or(Stop::NotFound)?),
        None => None,
    };
    let Some(supplier) = supplier else {
        let all = store::suppliers(&mut tx).await?;
        let scope = tx.scope();
        let say = Say(visit.language_for(scope));
        let action = format!("/b/{}/receipts/new", scope.slug);
        let body = choose_supplier(say, scope, &action, &all, &[]);
        return Ok(Page::of(scope, "purchases", say.t("receive-title"), body));
    };
    let ids = store::goods_from(&mut tx, supplier.supplier_id, MOST_LISTED).await?;
    let mut goods: HashMap<Uuid, Goods> = goods_of(&mut tx, supplier.supplier_id, &ids).await?;
    let own = if ids.is_empty() {
        MANY_OWN_LINES
    } else {
        OWN_LINES
    };
    let listed = ids.iter().map(|id| Line {
        key: format!("p{}", id.simple()),
        goods: goods.remove(id),
        ordered: None,
    });
    let lines: Vec<Line> = listed.chain(own_lines(own)).collect();
    let locations = businesses::locations(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let title = say.with("receive-from", &[("name", &supplier.name)]);
    let sheet = Sheet {
        say,
        scope,
        flash: &flash,
        supplier,
        order: None,
        location: None,
        locations,
        lines,
    };
    Ok(Page::of(scope, "purchases", title, sheet.form()))
}

/// Empty lines, for what is typed.
fn own_lines(count: i32) -> impl Iterator<Item = Line> {
    (1..=count).map(|no| Line {
        key: format!("x{no}"),
        goods: None,
        ordered: None,
    })
}

impl Sheet<'_> {
    fn grid(&self) -> Grid<'_> {
        Grid {
            say: self.say,
            flash: self.flash,
        }
    }

    /// An order that goods cannot come for now.
    fn takes_nothing(&self) -> AnyView {
        let say = self.say;
        let order = self.order.map(|(id, _)| id).unwrap_or_default();
        let back = format!("/b/{}/purchases/{order}", self.scope.slug);
        let without = format!(
            "/b/{}/receipts/new?supplier={}",
            self.scope.slug, self.supplier.supplier_id
        );
        view! {
            <div class="card stack">
                <p>{say.t("refused-receive-state")}</p>
                <p class="row">
                    <LinkButton href=back label=say.t("back") />
                    <LinkButton href=without label=say.t("receive-without-order") />
                </p>
            </div>
        }
        .into_any()
    }

    fn form(&self) -> AnyView {
        let say = self.say;
        let grid = self.grid();
        let receipt_id = grid.value("receipt_id", &Uuid::now_v7().to_string());
        let purchase_id = self.order.map(|(id, _)| id.to_string());
        let rows = self.lines.iter().map(|line| self.row(&grid, line));
        let rows = rows.collect_view();
        // Where it was missed, it stands beside what says so.
        let is_missed = self.flash.refusals.iter().any(|refusal| {
            let key = refusal.key.as_str();
            ["refused-receive-more", "refused-receive-not-ordered"].contains(&key)
        });
        let more = self.order.map(|_| self.more(&grid));
        let (more_above, more) = if is_missed {
            (
                more.map(|more| view! { <div class="card">{more}</div> }.into_any()),
                None,
            )
        } else {
            (None, more)
        };
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name=grid.name("receipt_id") value=receipt_id />
            <HiddenField
                name=grid.name("purchase_id")
                value=purchase_id.unwrap_or_default()
            />
            <HiddenField
                name=grid.name("supplier_id")
                value=self.supplier.supplier_id.to_string()
            />
            {grid.summary(&self.named(&grid))}
            {more_above}
            {self.head(&grid)}
            <div class="card table-wrap">
                <table class="table fill">
                    <caption class="hidden">{say.t("receive-lines")}</caption>
                    {self.columns()}
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="quiet">{say.t("receive-own-hint")}</p>
            {scan_into(say, r#"[name^="form[code]"]"#)}
            <div class="card form">
                {more} {self.words(&grid)}
                <div class="form-foot">
                    <Submit label=say.t("receive-button") icon="check" />
                </div>
            </div>
        };
        let inside = inside.into_any();
        view! { <Form action=ReceiveGoods::url()>{inside}</Form> }.into_any()
    }

    /// That more came, or something else.
    fn more(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        view! {
            <CheckField
                label=say.t("receive-more")
                name=grid.name("more")
                checked=grid.ticked("more", false)
                hint=say.t("receive-more-hint")
            />
        }
        .into_any()
    }

    /// Its lines by their keys, each with the product, or what was typed for one.
    fn named(&self, grid: &Grid<'_>) -> Vec<(String, String)> {
        let named = self.lines.iter().map(|line| {
            let typed = || grid.value(&format!("code-{}", line.key), "");
            let name = line.goods.as_ref().map(|goods| goods.name.clone());
            (line.key.clone(), name.unwrap_or_else(typed))
        });
        named.collect()
    }

    /// From whom, for what, where to.
    fn head(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        let slug = &self.scope.slug;
        let href = format!("/b/{slug}/suppliers/{}", self.supplier.supplier_id);
        let name = self.supplier.name.clone();
        let supplier = view! { <a href=href>{name}</a> }.into_any();
        let mut facts = vec![(say.t("purchases-supplier"), supplier)];
        if let Some((id, number)) = self.order {
            let href = format!("/b/{slug}/purchases/{id}");
            let link = view! { <a class="num" href=href>{number.to_string()}</a> };
            facts.push((say.t("purchases-order"), link.into_any()));
        }
        if let Some(location) = self.location.clone() {
            facts.push((say.t("purchases-location"), location.into_any()));
        }
        let choice = self.location.is_none().then(|| {
            let option = |at: &Location| (at.location_id.to_string(), at.name.clone());
            let options: Vec<(String, String)> = self.locations.iter().map(option).collect();
            let first = options
                .first()
                .map(|(id, _)| id.clone())
                .unwrap_or_default();
            view! {
                <SelectField
                    label=say.t("purchases-location")
                    name=grid.name("location_id")
                    options=options
                    selected=grid.value("location_id", &first)
                    error=grid.error("location_id")
                />
            }
        });
        view! {
            <div class="card stack">
                <Facts rows=facts />
                {choice}
            </div>
        }
        .into_any()
    }

    fn words(&self, grid: &Grid<'_>) -> AnyView {
        let say = self.say;
        view! {
            <Field
                label=say.t("receive-delivery-note")
                name=grid.name("delivery_note")
                value=grid.value("delivery_note", "")
                hint=say.t("receive-delivery-note-hint")
                error=grid.error("delivery_note")
                maxlength=60
            />
            <Field
                label=say.t("purchases-note")
                name=grid.name("note")
                value=grid.value("note", "")
                error=grid.error("note")
                maxlength=300
            />
        }
        .into_any()
    }
}
