//! Categories: the list, and one form that makes or changes.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{error_of, errors_of, in_form};
use crate::catalog::api::{KeepCategory, RetireCategory};
use crate::catalog::category::{Category, PICTURES};
use crate::catalog::icon_of;
use crate::catalog::keep_category::CategoryForm;
use crate::catalog::store;
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{
    EmptyState, ErrorSummary, Field, Form, HiddenField, Icon, LinkButton, SelectField, Status,
    Submit, file_link,
};
use crate::values::Stop;

/// `/b/{business}/categories`
pub async fn categories(visit: Visit) -> Result<Page, Stop> {
    let asked = visit.query("edit").and_then(|id| id.parse::<Uuid>().ok());
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = match asked {
        Some(category_id) => visit.flash(&format!("category:{category_id}")).await?,
        None => Flash::default(),
    };
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let say = Say(visit.language_for(tx.scope()));
    let all = store::all_categories(&mut tx).await?;
    let edited = all
        .iter()
        .find(|category| Some(category.category_id) == asked)
        .cloned();
    let kept = match &edited {
        Some(category) => CategoryForm::of(category),
        // A new one that was refused comes back with the id it was given.
        None => CategoryForm {
            category_id: asked.unwrap_or_else(Uuid::now_v7).to_string(),
            fresh: "true".to_owned(),
            ..CategoryForm::default()
        },
    };
    let editor = Editor {
        say,
        business: tx.scope().slug.clone(),
        flash,
        kept,
    };
    let base = format!("/b/{}/categories", editor.business);
    let body = view! {
        <div class="form-cols">
            {list(say, &base, &all)}
            <div class="stack">
                {editor.form(edited.is_some())}
                {edited.map(|category| editor.close(&category))}
                {file_link(say, &editor.business, "categories")}
            </div>
        </div>
    };
    Ok(Page::of(
        tx.scope(),
        "products",
        say.t("category-title"),
        body.into_any(),
    ))
}

fn list(say: Say, base: &str, all: &[Category]) -> AnyView {
    if all.is_empty() {
        let (title, text) = (say.t("category-none"), say.t("category-none-text"));
        return view! { <EmptyState icon="tag" title=title text=text /> }.into_any();
    }
    let row = |category: &Category| {
        let href = format!("{base}?edit={}", category.category_id);
        let closed = category.retired.then(|| {
            view! { <Status kind="look" text=say.t("category-closed") /> }
        });
        view! {
            <tr>
                <td class="thumb">
                    <span class="photo">
                        <Icon name=icon_of(&category.picture) />
                    </span>
                </td>
                <td class="lead">
                    <a href=href>{category.name.clone()}</a>
                </td>
                <td class="state">{closed}</td>
                <td class="num aside">{say.count("product-count", category.count)}</td>
            </tr>
        }
    };
    view! {
        <div class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("category-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col" class="thumb">
                            <span class="hidden">{say.t("category-picture")}</span>
                        </th>
                        <th scope="col">{say.t("name")}</th>
                        <th scope="col">{say.t("state")}</th>
                        <th scope="col" class="num">{say.t("product-title")}</th>
                    </tr>
                </thead>
                <tbody>{all.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The form, with what was typed before a refusal.
struct Editor {
    say: Say,
    business: String,
    flash: Flash,
    kept: CategoryForm,
}

impl Editor {
    fn form(&self, known: bool) -> AnyView {
        let say = self.say;
        let flash = &self.flash;
        let kept = &self.kept;
        let errors = errors_of(say, flash, in_form);
        let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
        let by_name = (String::new(), say.t("category-picture-by-name"));
        let drawn = PICTURES.map(|name| (name.to_owned(), say.t(&format!("picture-{name}"))));
        let pictures: Vec<(String, String)> = std::iter::once(by_name).chain(drawn).collect();
        let all = format!("/b/{}/categories", self.business);
        let heading = if known {
            say.t("category-edit")
        } else {
            say.t("category-new")
        };
        let inside = view! {
            <HiddenField name="business" value=self.business.clone() />
            <HiddenField name=in_form("category_id") value=kept.category_id.clone() />
            <HiddenField name=in_form("fresh") value=kept.fresh.clone() />
            <ErrorSummary title=title errors=errors />
            <Field
                label=say.t("name")
                name=in_form("name")
                value=flash.value("name", &kept.name)
                error=error_of(say, flash, "name")
                required=true
                maxlength=60
            />
            <SelectField
                label=say.t("category-picture")
                name=in_form("picture")
                options=pictures
                selected=flash.value("picture", &kept.picture)
            />
            <Field
                label=say.t("category-position")
                name=in_form("position")
                value=flash.value("position", &kept.position)
                hint=say.t("category-position-hint")
                error=error_of(say, flash, "position")
                inputmode="numeric"
            />
            <Field
                label=say.t("product-slug")
                name=in_form("slug")
                value=flash.value("slug", &kept.slug)
                hint=say.t("product-slug-hint")
                error=error_of(say, flash, "slug")
            />
            <div class="form-foot">
                <Submit label=say.t("save") />
                {known
                    .then(|| view! { <LinkButton href=all label=say.t("cancel") kind="bare" /> })}
            </div>
        }
        .into_any();
        view! {
            <section class="card form">
                <h2>{heading}</h2>
                <Form action=KeepCategory::url()>{inside}</Form>
            </section>
        }
        .into_any()
    }

    /// Closes a category, or opens it again.
    fn close(&self, category: &Category) -> AnyView {
        let say = self.say;
        let business = self.business.clone();
        let id = category.category_id.to_string();
        let (title, kind, back) = if category.retired {
            (say.t("category-open"), "plain", "true")
        } else {
            (say.t("category-close"), "danger", "")
        };
        let named = [("name", category.name.as_str())];
        let text = (!category.retired).then(|| say.with("category-close-text", &named));
        let inside = view! {
            <HiddenField name="business" value=business />
            <HiddenField name="category_id" value=id />
            <HiddenField name="bring_back" value=back />
            {text.map(|text| view! { <p>{text}</p> })}
            <Submit label=title.clone() kind=kind />
        }
        .into_any();
        view! {
            <details class="card more">
                <summary>{title}</summary>
                <Form action=RetireCategory::url()>{inside}</Form>
            </details>
        }
        .into_any()
    }
}
