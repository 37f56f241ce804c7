//! `/b/{business}/purchases/suggested`: what runs low at a location, by supplier, each line with its
//! reason; one press makes a draft of a supplier's lines.

use chrono::Days;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{much, packs_words};
use crate::businesses::{self, Location};
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::goods::BY_UNIT;
use crate::purchasing::orders::api::KeepPurchase;
use crate::purchasing::orders::{Suggested, Suggestion, store, suggest};
use crate::staff::{self, Power, may};
use crate::stock;
use crate::ui::language::Say;
use crate::ui::{Amount, EmptyState, Form, HiddenField, Pager, SelectField, Submit};
use crate::values::{Quantity, Stop, currency_sign};

/// What should be ordered.
pub async fn suggested(visit: Visit) -> Result<Page, Stop> {
    let cx = visit.member(visit.param("business"))?;
    let mut tx = cx.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let locations = businesses::locations(&mut tx).await?;
    let asked: Option<Uuid> = visit.query("location").and_then(|id| id.parse().ok());
    let at = locations.iter().find(|at| Some(at.location_id) == asked);
    let at = at.or(locations.first()).ok_or(Stop::NotFound)?;
    let supplier: Option<Uuid> = visit.query("supplier").and_then(|id| id.parse().ok());
    let page = visit.query("page").and_then(|page| page.parse().ok());
    if stock::counts_old_sales(&mut tx, at.location_id).await? {
        drop(tx);
        stock::forget_old_sales(&cx, at.location_id).await?;
        tx = cx.read().await?;
    }
    let found = suggest(&mut tx, at.location_id, supplier, page.unwrap_or(1)).await?;
    let suppliers = store::choices(&mut tx).await?;
    let scope = tx.scope();
    let sheet = Sheet {
        say: Say(visit.language_for(scope)),
        scope,
        at,
        supplier,
        suppliers: &suppliers,
    };
    let body = view! {
        <div class="stack">
            <p class="quiet">{sheet.say.t("suggest-text")}</p>
            <details class="card more">
                <summary>{sheet.say.t("suggest-how")}</summary>
                <p>{sheet.say.t("suggest-rules")}</p>
            </details>
            {sheet.places(&locations)}
            {sheet.groups(&found)}
        </div>
    };
    let title = sheet.say.t("suggest-title");
    Ok(Page::of(scope, "purchases", title, body.into_any()))
}

struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    at: &'a Location,
    /// Only from her, if one is asked for.
    supplier: Option<Uuid>,
    suppliers: &'a [(Uuid, String)],
}

impl Sheet<'_> {
    fn base(&self) -> String {
        format!("/b/{}/purchases/suggested", self.scope.slug)
    }

    /// A page of what is had from somebody, or from all.
    fn address(&self, supplier: Option<Uuid>, page: i64) -> String {
        let mut address = format!("{}?location={}", self.base(), self.at.location_id);
        if let Some(supplier) = supplier {
            address.push_str(&format!("&supplier={supplier}"));
        }
        if page > 1 {
            address.push_str(&format!("&page={page}"));
        }
        address
    }

    /// Chooses the location, where there are several.
    fn places(&self, locations: &[Location]) -> AnyView {
        if locations.len() < 2 {
            return ().into_any();
        }
        let say = self.say;
        let option = |at: &Location| {
            let selected = at.location_id == self.at.location_id;
            let (value, name) = (at.location_id.to_string(), at.name.clone());
            view! { <option value=value selected=selected>{name}</option> }
        };
        let options = locations.iter().map(option).collect_view();
        view! {
            <form class="filters" method="get" action=self.base()>
                <select name="location" aria-label=say.t("po-deliver-to")>
                    {options}
                </select>
                <button type="submit" class="button">
                    {say.t("suggest-show")}
                </button>
            </form>
        }
        .into_any()
    }

    /// The lines, each supplier's together; those of nobody at the end.
    fn groups(&self, found: &Suggestion) -> AnyView {
        let say = self.say;
        if found.lines.is_empty() && found.page == 1 {
            let (title, text) = (say.t("suggest-none"), say.t("suggest-none-text"));
            return view! { <EmptyState icon="check" title=title text=text /> }.into_any();
        }
        let lines = found.lines.as_slice();
        let groups = lines.chunk_by(|one, next| one.supplier_id == next.supplier_id);
        let groups = groups.map(|group| self.group(group)).collect_view();
        let to = |page: i64| self.address(self.supplier, page);
        let previous = (found.page > 1).then(|| to(found.page - 1));
        let next = found.has_more.then(|| to(found.page + 1));
        let pager = (previous.is_some() || next.is_some()).then(|| {
            view! {
                <Pager
                    previous=previous
                    next=next
                    previous_label=say.t("previous")
                    next_label=say.t("next")
                    position_text=say.t("suggest-first")
                />
            }
        });
        view! {
            {groups}
            {pager}
        }
        .into_any()
    }

    /// Who it is had from, and the way to all that is had from her.
    fn whom(&self, first: Option<&Suggested>) -> AnyView {
        let say = self.say;
        match first.and_then(|line| Some((line.supplier_id?, &line.supplier_name))) {
            Some((_, name)) if self.supplier.is_some() => name.clone().into_any(),
            Some((supplier, name)) => {
                let href = self.address(Some(supplier), 1);
                view! { <a href=href>{name.clone()}</a> }.into_any()
            }
            None => say.t("suggest-nobody").into_any(),
        }
    }

    fn group(&self, lines: &[Suggested]) -> AnyView {
        let say = self.say;
        let first = lines.first();
        let supplier = first.and_then(|line| line.supplier_id);
        let title = self.whom(first);
        let whom = match first.filter(|line| line.supplier_id.is_some()) {
            Some(line) => line.supplier_name.clone(),
            None => say.t("suggest-nobody"),
        };
        let rows = (1..).zip(lines).map(|(no, line)| self.row(no, line));
        let rows = rows.collect_view();
        let may_buy = may(&self.scope.who, Power::Buy);
        let lead = first.map_or(0, |line| line.need.lead_days);
        let foot = may_buy.then(|| self.foot(supplier, lead));
        let table = view! {
            <h2 class="po-h">{title}</h2>
            <table class="table po-rows">
                <caption class="hidden">{whom}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("orders-product")}</th>
                        <th scope="col">{say.t("suggest-why")}</th>
                        <th scope="col" class="num">{say.t("po-packs")}</th>
                        <th scope="col">{say.t("quantity")}</th>
                        <th scope="col" class="money">{say.t("orders-amount")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {foot}
        };
        let table = table.into_any();
        view! {
            <section class="card table-wrap">
                <Form action=KeepPurchase::url() class="">
                    {table}
                </Form>
            </section>
        }
        .into_any()
    }

    /// From whom, by when she brings it, and the button.
    fn foot(&self, supplier: Option<Uuid>, lead_days: i64) -> AnyView {
        let say = self.say;
        let days = u64::try_from(lead_days).unwrap_or_default();
        let by = self.scope.today().checked_add_days(Days::new(days));
        let by = by.filter(|_| supplier.is_some()).map(|day| day.to_string());
        let whom = match supplier {
            Some(id) => {
                view! { <HiddenField name="form[supplier_id]" value=id.to_string() /> }.into_any()
            }
            None => {
                let none = (String::new(), say.t("po-choose-supplier"));
                let known = self.suppliers.iter();
                let known = known.map(|(id, name)| (id.to_string(), name.clone()));
                let options: Vec<(String, String)> = std::iter::once(none).chain(known).collect();
                view! {
                    <SelectField
                        label=say.t("po-supplier")
                        name="form[supplier_id]"
                        options=options
                    />
                }
                .into_any()
            }
        };
        view! {
            <div class="bulk">
                <HiddenField name="business" value=self.scope.slug.clone() />
                <HiddenField name="form[purchase_id]" value=Uuid::now_v7().to_string() />
                <HiddenField name="form[revision]" value="0" />
                <HiddenField name="form[location_id]" value=self.at.location_id.to_string() />
                <HiddenField name="form[expected_on]" value=by.unwrap_or_default() />
                {whom}
                <Submit label=say.t("suggest-order") kind="plain" icon="plus" />
            </div>
        }
        .into_any()
    }

    /// A product with its reason, and how much of it. What stands in a draft already is not filled in
    /// again.
    fn row(&self, no: i32, line: &Suggested) -> AnyView {
        let say = self.say;
        let key = format!("l{no}");
        let packs = if line.drafted > Quantity::ZERO {
            String::new()
        } else {
            line.packs.short()
        };
        let pack = if line.pack_id.is_some() {
            line.pack_name.clone()
        } else {
            BY_UNIT.to_owned()
        };
        let href = format!("/b/{}/products/{}", self.scope.slug, line.product_id);
        let label = format!("{}, {}", line.name, say.t("po-packs"));
        let words = packs_words(
            say,
            line.packs,
            &line.pack_name,
            line.holds,
            line.quantity,
            line.unit,
        );
        let amount = line.cost.and_then(|cost| cost.times(line.packs));
        let sign = currency_sign(&self.scope.currency).to_owned();
        let amount = amount.map(|amount| {
            let text = amount.short(&self.scope.currency);
            view! { <Amount currency=sign text=text /> }
        });
        view! {
            <tr>
                <td class="lead">
                    <input
                        type="hidden"
                        name=format!("form[product][{key}]")
                        value=line.product_id.to_string()
                    />
                    <input type="hidden" name=format!("form[pack][{key}]") value=pack />
                    <a href=href>{line.name.clone()}</a>
                    <span class="quiet">{line.sku.clone()}</span>
                </td>
                <td data-label=say.t("suggest-why")>{self.why(line)}</td>
                <td class="num" data-label=say.t("po-packs")>
                    <input
                        class="amount"
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        maxlength="12"
                        name=format!("form[packs][{key}]")
                        value=packs
                        aria-label=label
                    />
                </td>
                <td data-label=say.t("quantity")>{words}</td>
                <td class="money aside">{amount}</td>
            </tr>
        }
        .into_any()
    }

    /// Why it should be ordered, and so much of it, in figures: its point, what is there, what is on its
    /// way, what sells.
    fn why(&self, line: &Suggested) -> String {
        let say = self.say;
        let need = &line.need;
        let unit = line.unit;
        let mut parts = vec![say.with(
            "suggest-on-hand",
            &[("quantity", &much(say, need.on_hand, unit))],
        )];
        if need.reserved > Quantity::ZERO {
            let reserved = much(say, need.reserved, unit);
            parts.push(say.with("suggest-reserved", &[("quantity", &reserved)]));
        }
        if need.expired > Quantity::ZERO {
            let expired = much(say, need.expired, unit);
            parts.push(say.with("suggest-expired", &[("quantity", &expired)]));
        }
        if need.short > Quantity::ZERO {
            let short = much(say, need.short, unit);
            parts.push(say.with("suggest-short", &[("quantity", &short)]));
        }
        if need.on_order > Quantity::ZERO {
            let coming = much(say, need.on_order, unit);
            parts.push(say.with("suggest-on-order", &[("quantity", &coming)]));
        }
        if need.in_transit > Quantity::ZERO {
            let coming = much(say, need.in_transit, unit);
            parts.push(say.with("suggest-in-transit", &[("quantity", &coming)]));
        }
        let day = much(say, need.a_day(), unit);
        parts.push(say.with("suggest-a-day", &[("quantity", &day)]));
        if line.drafted > Quantity::ZERO {
            let drafted = much(say, line.drafted, unit);
            parts.push(say.with("suggest-drafted", &[("quantity", &drafted)]));
        }
        let why = match (need.is_low(), need.reorder) {
            (true, Some(reorder)) => {
                let point = much(say, reorder, unit);
                say.with("suggest-low", &[("quantity", &point)])
            }
            _ => say.count("suggest-runs-out", need.lead_days),
        };
        let why = format!("{why}: {}. {}", parts.join(", "), self.up_to(line));
        match line.least {
            Some(least) => {
                let least = much(say, least, unit);
                format!("{why}. {}", say.with("po-least", &[("quantity", &least)]))
            }
            None => why,
        }
    }

    /// What it is bought up to, in figures: what there is and what is coming is taken off that.
    fn up_to(&self, line: &Suggested) -> String {
        let say = self.say;
        let target = line.need.target();
        let (level, days) = (much(say, target.level, line.unit), target.days.to_string());
        let (sells, spare) = (target.sells, target.spare);
        if sells > Quantity::ZERO {
            let sells = much(say, sells, line.unit);
            let args = [
                ("level", level.as_str()),
                ("sells", sells.as_str()),
                ("days", days.as_str()),
            ];
            return say.with("suggest-up-to-sells", &args);
        }
        if spare > Quantity::ZERO {
            let spare = much(say, spare, line.unit);
            return say.with(
                "suggest-up-to-spare",
                &[("level", &level), ("spare", &spare)],
            );
        }
        say.with("suggest-up-to", &[("level", &level)])
    }
}
