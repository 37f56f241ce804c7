//! Many prices by one rule: the rule is typed, what comes of it is shown, and only then it is done.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{error_of, summary};
use crate::catalog::categories;
use crate::catalog::category::CategoryShown;
use crate::catalog::price_lists::api::{SetManyPrices, flash_of, list_page};
use crate::catalog::price_lists::list::PriceList;
use crate::catalog::price_lists::many::{BASES, Planned, RuleForm, plan, roundings};
use crate::catalog::price_lists::store;
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Amount, Field, Form, HiddenField, Notice, SelectField, Status, Submit};
use crate::values::{Money, Stop, currency_sign};

/// Products that are shown of what would come of a rule; all of them are done.
const MOST_SHOWN: usize = 300;

/// `/b/{business}/prices/{list}/many`
pub async fn many(visit: Visit) -> Result<Page, Stop> {
    let word = visit.param("list").to_owned();
    // Taken first, so that no request waits for a second connection while it holds one.
    let mut flash = visit.flash(&flash_of("many", &word)).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let list = store::find(&mut tx, &word).await?.ok_or(Stop::NotFound)?;
    let asked = |name: &str| visit.query(name).unwrap_or_default();
    let form = RuleForm {
        base: asked("base"),
        way: asked("way"),
        percent: asked("percent"),
        round_to: asked("round_to"),
        category: asked("category"),
        valid_from: asked("valid_from"),
    };
    let planned = if form.percent.is_empty() || list.retired {
        None
    } else {
        planned(&mut tx, &list, &form, &mut flash).await?
    };
    let shelves = categories(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let shown = Shown {
        say,
        scope,
        list: &list,
        form: &form,
        flash: &flash,
        base: list_page(&scope.slug, &list.list),
    };
    let up = (shown.base.clone(), list.name.clone());
    let body = view! {
        <div class="stack">
            {shown.rule(&shelves)}
            {planned.map(|(planned, seen)| shown.outcome(&planned, seen))}
        </div>
    };
    let title = say.t("prices-many");
    Ok(Page::of(scope, "products", title, body.into_any()).under(up))
}

/// What would come of the rule; none where it cannot be read, and then the reasons stand in the flash.
async fn planned(
    tx: &mut BusinessTx,
    list: &PriceList,
    form: &RuleForm,
    flash: &mut Flash,
) -> Result<Option<(Vec<Planned>, String)>, Stop> {
    match form.parse(tx.scope()) {
        Ok(rule) => {
            let now = tx.scope().now;
            Ok(Some(plan(tx, &list.list, now, &rule).await?))
        }
        Err(refusals) => {
            flash.refusals = refusals;
            Ok(None)
        }
    }
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
    list: &'a PriceList,
    form: &'a RuleForm,
    flash: &'a Flash,
    base: String,
}

impl Shown<'_> {
    /// The rule, as it is typed into the address.
    fn rule(&self, shelves: &[CategoryShown]) -> AnyView {
        let say = self.say;
        let (form, flash) = (self.form, self.flash);
        let base = |code: &str| (code.to_owned(), say.t(&format!("prices-base-{code}")));
        let ways = ["less", "more"].map(|way| (way.to_owned(), say.t(&format!("prices-{way}"))));
        let all = (String::new(), say.t("product-all-categories"));
        let known = shelves
            .iter()
            .map(|one| (one.slug.clone(), one.name.clone()));
        let shelves: Vec<(String, String)> = std::iter::once(all).chain(known).collect();
        let action = format!("{}/many", self.base);
        let percent = "%".to_owned();
        view! {
            <form class="card form" method="get" action=action>
                {summary(say, flash)}
                <div class="pair">
                    <SelectField
                        label=say.t("prices-base")
                        name="base"
                        options=BASES.map(base).to_vec()
                        selected=form.base.clone()
                    />
                    <SelectField
                        label=say.t("prices-way")
                        name="way"
                        options=ways.to_vec()
                        selected=form.way.clone()
                    />
                    <Field
                        label=say.t("prices-percent")
                        name="percent"
                        value=form.percent.clone()
                        error=error_of(say, flash, "percent")
                        inputmode="decimal"
                        suffix=percent
                        required=true
                    />
                </div>
                <div class="pair">
                    <SelectField
                        label=say.t("prices-round-to")
                        name="round_to"
                        options=self.roundings()
                        selected=form.round_to.clone()
                    />
                    <SelectField
                        label=say.t("product-category")
                        name="category"
                        options=shelves
                        selected=form.category.clone()
                    />
                    <Field
                        label=say.t("prices-valid-from")
                        name="valid_from"
                        value=form.valid_from.clone()
                        kind="date"
                        error=error_of(say, flash, "valid_from")
                    />
                </div>
                <div class="form-foot">
                    <Submit label=say.t("prices-preview") kind="plain" icon="search" />
                </div>
            </form>
        }
        .into_any()
    }

    fn roundings(&self) -> Vec<(String, String)> {
        let currency = &self.scope.currency;
        let option = |(place, money): (usize, Money)| {
            let words = if place == 0 {
                self.say.t("prices-round-not")
            } else {
                money.named(currency)
            };
            (money.minor().to_string(), words)
        };
        roundings(currency)
            .into_iter()
            .enumerate()
            .map(option)
            .collect()
    }

    /// What would come of it, and the button that does it.
    fn outcome(&self, planned: &[Planned], seen: String) -> AnyView {
        let say = self.say;
        if planned.is_empty() {
            let (title, text) = (say.t("prices-nothing"), say.t("prices-nothing-text"));
            return view! {
                <Notice kind="info" title=title>
                    <p>{text}</p>
                </Notice>
            }
            .into_any();
        }
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let below = planned.iter().filter(|one| one.below_cost).count();
        let below = (below > 0).then(|| {
            let title = say.count("prices-many-below", count(below));
            view! { <Notice kind="look" title=title /> }
        });
        let rows = planned.iter().take(MOST_SHOWN).map(|one| self.row(one));
        let rows = rows.collect_view();
        let more = planned.len().saturating_sub(MOST_SHOWN);
        let more = (more > 0).then(|| {
            view! { <p class="quiet">{say.count("prices-many-more", count(more))}</p> }
        });
        view! {
            {below}
            <div class="card table-wrap">
                <table class="table">
                    <caption class="hidden">{say.t("prices-many")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("name")}</th>
                            <th scope="col">{say.t("state")}</th>
                            <th scope="col" class="num">{say.t("prices-retail")}</th>
                            <th scope="col" class="num">{say.t("prices-before")}</th>
                            <th scope="col" class="num">{say.t("prices-after")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
            {self.do_it(count(planned.len()), seen)}
        }
        .into_any()
    }

    fn row(&self, one: &Planned) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let sign = currency_sign(currency);
        let below = one.below_cost.then(|| {
            view! { <Status kind="look" text=say.t("prices-below-cost") /> }
        });
        let before = one.before.map(|before| {
            view! { <Amount currency=sign text=before.short(currency) /> }
        });
        view! {
            <tr>
                <td class="lead">
                    {one.name.clone()} <span class="quiet">{one.sku.clone()}</span>
                </td>
                <td class="state">{below}</td>
                <td class="money" data-label=say.t("prices-retail")>
                    <Amount currency=sign text=one.retail.short(currency) />
                </td>
                <td class="money" data-label=say.t("prices-before")>
                    {before}
                </td>
                <td class="money aside">
                    <Amount currency=sign text=one.after.short(currency) />
                </td>
            </tr>
        }
        .into_any()
    }

    fn do_it(&self, count: i64, seen: String) -> AnyView {
        let say = self.say;
        let form = self.form;
        let fields = [
            ("form[base]", &form.base),
            ("form[way]", &form.way),
            ("form[percent]", &form.percent),
            ("form[round_to]", &form.round_to),
            ("form[category]", &form.category),
            ("form[valid_from]", &form.valid_from),
        ];
        let fields = fields
            .into_iter()
            .map(|(name, value)| view! { <HiddenField name=name value=value.clone() /> })
            .collect_view();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="list" value=self.list.list.clone() />
            <HiddenField name="set_id" value=Uuid::now_v7().to_string() />
            <HiddenField name="seen" value=seen />
            {fields}
            <div class="sticky-foot">
                <p>{say.count("prices-many-count", count)}</p>
                <Submit label=say.t("prices-many-do") icon="check" />
            </div>
        }
        .into_any();
        view! { <Form action=SetManyPrices::url()>{inside}</Form> }.into_any()
    }
}
