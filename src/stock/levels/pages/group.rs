//! A kit by its parts, a family by its variants: what is where of each, and how many kits that makes.

use leptos::prelude::*;
use uuid::Uuid;

use super::figures::figures;
use super::{amount_of, stock_tabs};
use crate::platform::{BusinessTx, Page, Scope, Visit};
use crate::staff::{Power, may};
use crate::stock::levels::{GroupKind, GroupLevels, Row, group_levels};
use crate::ui::language::Say;
use crate::ui::{EmptyState, LinkButton, Status};
use crate::values::Stop;

/// The page of a product that has no stock of its own.
pub(super) async fn group(
    visit: &Visit,
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Page, Stop> {
    let all = group_levels(tx, product_id).await?;
    let scope = tx.scope();
    let sheet = Sheet {
        say: Say(visit.language_for(scope)),
        scope,
        all: &all,
    };
    let body = view! {
        {stock_tabs(sheet.say, scope, "levels")}
        <div class="stack">
            {sheet.head()} {sheet.makes()} {sheet.members()}
        </div>
    };
    let mut page = Page::of(scope, "stock", all.group.name.clone(), body.into_any());
    page.act = Some(sheet.acts());
    Ok(page)
}

struct Sheet<'a> {
    say: Say,
    scope: &'a Scope,
    all: &'a GroupLevels,
}

impl Sheet<'_> {
    fn is_kit(&self) -> bool {
        self.all.group.kind == GroupKind::Kit
    }

    fn head(&self) -> AnyView {
        let say = self.say;
        let group = &self.all.group;
        let kind = say.t(&format!("kind-{}", group.kind.code()));
        let text = say.t(&format!("level-{}-text", group.kind.code()));
        let off_sale = group.is_retired.then(|| {
            view! { <Status kind="look" text=say.t("product-retired") /> }
        });
        view! {
            <p class="row">
                <span class="quiet num">{group.sku.clone()}</span>
                <Status kind="plain" text=kind />
                {off_sale}
            </p>
            <p class="quiet">{text}</p>
        }
        .into_any()
    }

    /// What can be done with it: what it is made of is said in the catalogue.
    fn acts(&self) -> AnyView {
        let say = self.say;
        let form = format!(
            "/b/{}/products/{}",
            self.scope.slug, self.all.group.product_id
        );
        let (rest, words) = match self.all.group.kind {
            GroupKind::Kit => ("parts", say.t("parts-heading")),
            GroupKind::Family => ("variants", say.t("variants-heading")),
        };
        let inside = may(&self.scope.who, Power::KeepProducts).then(|| {
            view! { <LinkButton href=format!("{form}/{rest}") label=words icon="tag" /> }
        });
        view! {
            <LinkButton href=form.clone() label=say.t("level-product-form") icon="box" />
            {inside}
        }
        .into_any()
    }

    /// How many whole kits each location could make now.
    fn makes(&self) -> Option<AnyView> {
        let say = self.say;
        if self.all.makes.is_empty() {
            return None;
        }
        let rows = self.all.makes.iter().map(|(place, whole)| {
            view! {
                <tr>
                    <td class="lead">{place.clone()}</td>
                    <td class="num aside">{whole.to_string()}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let view = view! {
            <section class="card table-wrap">
                <h2>{say.t("level-makes")}</h2>
                <table class="table">
                    <caption class="hidden">{say.t("level-makes")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("level-location")}</th>
                            <th scope="col" class="num">{say.t("quantity")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        };
        Some(view.into_any())
    }

    /// Its parts or its variants, each where it is.
    fn members(&self) -> AnyView {
        let say = self.say;
        let heading = if self.is_kit() {
            say.t("parts-heading")
        } else {
            say.t("variants-heading")
        };
        if self.all.rows.is_empty() {
            let text = say.t(&format!("level-{}-empty", self.all.group.kind.code()));
            return view! { <EmptyState icon="box" title=heading text=text /> }.into_any();
        }
        let rows = self.all.rows.iter().map(|row| self.member(row));
        let rows = rows.collect_view();
        let in_one = self.is_kit().then(|| {
            view! { <th scope="col" class="num">{say.t("parts-in-one")}</th> }
        });
        view! {
            <section class="card table-wrap">
                <h2>{heading.clone()}</h2>
                <table class="table">
                    <caption class="hidden">{heading}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("name")}</th>
                            {in_one}
                            <th scope="col">{say.t("level-location")}</th>
                            <th scope="col" class="num">{say.t("level-on-hand")}</th>
                            <th scope="col" class="num">{say.t("level-reserved")}</th>
                            <th scope="col" class="num">{say.t("level-free")}</th>
                            <th scope="col">{say.t("state")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    }

    fn member(&self, row: &Row) -> AnyView {
        let say = self.say;
        let href = format!("/b/{}/stock/products/{}", self.scope.slug, row.product_id);
        let place = row.location.as_ref().map(|(_, name)| name.clone());
        let in_one = self.is_kit().then(|| {
            let amount = self.all.in_one.get(&row.product_id).copied();
            let amount = amount_of(say, amount.unwrap_or_default(), row.unit);
            view! {
                <td class="num" data-label=say.t("parts-in-one")>
                    {amount}
                </td>
            }
        });
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{row.name.clone()}</a>
                    " "
                    <span class="quiet">{row.sku.clone()}</span>
                </td>
                {in_one}
                <td class="by">{place}</td>
                {figures(say, row)}
            </tr>
        }
        .into_any()
    }
}
