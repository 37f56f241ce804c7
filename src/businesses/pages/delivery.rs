//! Where the business delivers, and what that costs.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{fresh, settings_tabs, wanted};
use crate::businesses::api::{KeepArea, RetireArea};
use crate::businesses::delivery_area::DeliveryArea;
use crate::businesses::store;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{Amount, EmptyState, Field, Form, HiddenField, LinkButton, Submit};
use crate::values::{Money, Stop, currency_sign};

/// `/b/{business}/settings/delivery`: the areas that are delivered to.
pub async fn areas(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let all = store::areas(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let list = format!("/b/{}/settings/delivery", scope.slug);
    let add = view! {
        <LinkButton
            href=format!("{list}/new")
            label=say.t("settings-area-add")
            kind="go"
            icon="plus"
            class="main-act"
        />
    };
    let content = if all.is_empty() {
        view! {
            <EmptyState
                icon="truck"
                title=say.t("settings-no-areas")
                text=say.t("settings-no-areas-text")
            />
        }
        .into_any()
    } else {
        table(say, &list, &scope.currency, all)
    };
    let body = view! { {settings_tabs(say, scope, "delivery")} {content} };
    let page = Page::of(scope, "settings", say.t("settings-areas"), body.into_any());
    Ok(Page {
        act: Some(add.into_any()),
        ..page
    })
}

fn table(say: Say, list: &str, currency: &str, all: Vec<DeliveryArea>) -> AnyView {
    let fee_label = say.t("settings-area-fee");
    let row = |area: DeliveryArea| {
        let href = format!("{list}/{}", area.area_id);
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{area.name}</a>
                </td>
                <td class="num" data-label=fee_label.clone()>
                    {fee(say, currency, area.fee)}
                </td>
            </tr>
        }
    };
    let rows = all.into_iter().map(row).collect_view();
    view! {
        <div class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("settings-areas")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("name")}</th>
                        <th scope="col" class="num">
                            {say.t("settings-area-fee")}
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn fee(say: Say, currency: &str, fee: Money) -> AnyView {
    if fee.is_zero() {
        return say.t("settings-area-free").into_any();
    }
    view! { <Amount currency=currency_sign(currency) text=fee.short(currency) /> }.into_any()
}

/// `/b/{business}/settings/delivery/{area}`: one area, or a new one.
pub async fn area(visit: Visit) -> Result<Page, Stop> {
    let (area_id, is_new) = wanted(&visit, "area")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("area:{area_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let all = store::areas(&mut tx).await?;
    let kept = all.into_iter().find(|area| area.area_id == area_id);
    if kept.is_none() && !is_new {
        return Err(Stop::NotFound);
    }
    let is_new = is_new && kept.is_none();
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let list = format!("/b/{}/settings/delivery", scope.slug);
    let title = kept
        .as_ref()
        .map_or_else(|| say.t("settings-area-add"), |area| area.name.clone());
    let retire = kept
        .as_ref()
        .filter(|_| !is_new)
        .map(|area| retire(say, &scope.slug, area));
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name=typed.name("area_id") value=area_id.to_string() />
        <HiddenField name=typed.name("fresh") value=fresh(is_new) />
        {typed.summary()}
        {fields(&typed, kept.as_ref(), &scope.currency)}
        <div class="form-foot">
            <Submit label=say.t("save") />
            <LinkButton href=list label=say.t("cancel") kind="bare" />
        </div>
    };
    let fields = fields.into_any();
    let body = view! {
        <div class="form-cols">
            <div class="card">
                <Form action=KeepArea::url()>{fields}</Form>
            </div>
            {retire}
        </div>
    };
    Ok(Page::of(scope, "settings", title, body.into_any()))
}

fn fields(typed: &Typed<'_>, kept: Option<&DeliveryArea>, currency: &str) -> AnyView {
    let say = typed.say;
    let name = kept.map_or("", |area| &area.name);
    let fee = kept.map(|area| area.fee.bare(currency)).unwrap_or_default();
    view! {
        <Field
            label=say.t("settings-area-name")
            name=typed.name("name")
            value=typed.value("name", name)
            hint=say.t("settings-area-name-hint")
            error=typed.error("name")
            required=true
        />
        <Field
            label=say.t("settings-area-fee")
            name=typed.name("fee")
            value=typed.value("fee", &fee)
            hint=say.t("settings-area-fee-hint")
            error=typed.error("fee")
            inputmode="decimal"
            prefix=currency_sign(currency).to_owned()
            required=true
        />
    }
    .into_any()
}

/// Asks once more, with the area's name, before it goes.
fn retire(say: Say, slug: &str, area: &DeliveryArea) -> AnyView {
    let id: Uuid = area.area_id;
    let question = say.with("settings-area-retire-ask", &[("name", &area.name)]);
    let fields = view! {
        <HiddenField name="business" value=slug.to_owned() />
        <HiddenField name="area_id" value=id.to_string() />
        <p>{question}</p>
        <Submit label=say.t("settings-area-retire") kind="danger" />
    };
    let fields = fields.into_any();
    view! {
        <details class="card more">
            <summary>{say.t("settings-area-retire")}</summary>
            <Form action=RetireArea::url()>{fields}</Form>
        </details>
    }
    .into_any()
}
