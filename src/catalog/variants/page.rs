//! The variants of a product: make many at once, change their words, take one out.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{KeepWords, MakeVariants, TakeOutVariant};
use super::form::Variant;
use super::keep::field_of;
use super::store;
use crate::catalog::ProductKind;
use crate::catalog::kits::plain_again;
use crate::catalog::pages::{amount_of, error_of, errors_of};
use crate::catalog::product::Product;
use crate::catalog::store as products;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{
    Amount, EmptyState, ErrorSummary, Form, HiddenField, Notice, SelectField, Status, Submit,
    TextAreaField, field_id,
};
use crate::values::{Stop, currency_sign};

/// `/b/{business}/products/{product}/variants`
pub async fn variants(visit: Visit) -> Result<Page, Stop> {
    let product_id = visit.param_id("product")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let made = visit.flash(&format!("variants:{product_id}")).await?;
    let words = visit.flash(&format!("words:{product_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let family = products::find(&mut tx, product_id).await?;
    let family = family.ok_or(Stop::NotFound)?;
    let all = store::of_family(&mut tx, product_id).await?;
    let say = Say(visit.language_for(tx.scope()));
    let shown = Shown {
        say,
        scope: tx.scope(),
        family: &family,
        all: &all,
        may_keep: staff::may(&tx.scope().who, Power::KeepProducts),
    };
    let typed = Typed { say, flash: &words };
    let body = view! {
        {shown.state()}
        <div class="form-cols">
            {shown.list(&typed)}
            <div class="stack">{shown.make(&made)} {shown.take_out()} {shown.back()}</div>
        </div>
    };
    let title = say.with("variants-title", &[("name", &family.name)]);
    Ok(Page::of(tx.scope(), "products", title, body.into_any()).under(shown.above()))
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
    family: &'a Product,
    all: &'a [Variant],
    may_keep: bool,
}

impl Shown<'_> {
    /// The product's own page: its address and its name.
    fn above(&self) -> (String, String) {
        let href = format!("/b/{}/products/{}", self.scope.slug, self.family.product_id);
        (href, self.family.name.clone())
    }

    /// What a family is, where this product is none yet or cannot become one.
    fn state(&self) -> Option<AnyView> {
        let say = self.say;
        let named = [("name", self.family.name.as_str())];
        let (title, text) = match self.family.kind {
            ProductKind::Family => return None,
            ProductKind::Kit => (say.with("refused-is-kit", &named), None),
            ProductKind::Plain if self.family.parent_id.is_some() => {
                (say.with("refused-is-variant", &named), None)
            }
            ProductKind::Plain => (
                say.t("variants-no-family"),
                Some(say.t("variants-no-family-text")),
            ),
        };
        let inside = text.map(|text| view! { <p>{text}</p> }).into_any();
        Some(view! { <Notice kind="info" title=title>{inside}</Notice> }.into_any())
    }

    /// Whether variants can be made of it here.
    fn may_make(&self) -> bool {
        let is_free = self.family.parent_id.is_none();
        self.may_keep && is_free && self.family.kind != ProductKind::Kit
    }

    fn list(&self, typed: &Typed<'_>) -> AnyView {
        let say = self.say;
        if self.all.is_empty() {
            let (title, text) = (say.t("variants-none"), say.t("variants-none-text"));
            return view! { <EmptyState icon="tag" title=title text=text /> }.into_any();
        }
        let rows = self.all.iter().map(|variant| self.row(typed, variant));
        let rows = rows.collect_view();
        let table = view! {
            <table class="table">
                <caption class="hidden">{say.t("variants-heading")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("name")}</th>
                        <th scope="col">{say.t("variants-word")}</th>
                        <th scope="col">{say.t("product-sku")}</th>
                        <th scope="col" class="num">{say.t("stock")}</th>
                        <th scope="col" class="num">{say.t("price")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any();
        if !self.may_keep {
            return view! { <div class="card table-wrap">{table}</div> }.into_any();
        }
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="family_id" value=self.family.product_id.to_string() />
            {typed.summary()}
            <div class="card table-wrap">{table}</div>
            <div class="form-foot">
                <Submit label=say.t("variants-keep-words") kind="plain" />
            </div>
        }
        .into_any();
        view! { <Form action=KeepWords::url()>{inside}</Form> }.into_any()
    }

    fn row(&self, typed: &Typed<'_>, variant: &Variant) -> AnyView {
        let say = self.say;
        let currency = &self.scope.currency;
        let href = format!("/b/{}/products/{}", self.scope.slug, variant.product_id);
        let off = variant.retired.then(|| {
            view! { <Status kind="look" text=say.t("product-retired") /> }
        });
        let stock = amount_of(say, variant.on_hand, variant.unit);
        let price = variant.price.short(currency);
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{variant.name.clone()}</a>
                </td>
                <td data-label=say.t("variants-word")>{self.word(typed, variant)} {off}</td>
                <td class="by">{variant.sku.clone()}</td>
                <td class="num by">{stock}</td>
                <td class="money aside">
                    <Amount currency=currency_sign(currency) text=price />
                </td>
            </tr>
        }
        .into_any()
    }

    /// The word of a variant, to be changed where she may.
    fn word(&self, typed: &Typed<'_>, variant: &Variant) -> AnyView {
        if !self.may_keep {
            return variant.word.clone().into_any();
        }
        let field = field_of(variant.product_id);
        let name = typed.name(&field);
        let id = field_id(&name);
        let label = self
            .say
            .with("variants-word-of", &[("name", &variant.name)]);
        let error = typed.error(&field);
        let invalid = error.is_some().then_some("true");
        let error = error.map(|text| view! { <p class="error">{text}</p> });
        view! {
            <span>
                <input
                    id=id
                    type="text"
                    autocomplete="off"
                    maxlength="60"
                    name=name
                    value=typed.value(&field, &variant.word)
                    aria-label=label
                    aria-invalid=invalid
                />
                {error}
            </span>
        }
        .into_any()
    }

    /// Many at once, one a line.
    fn make(&self, flash: &Flash) -> Option<AnyView> {
        if !self.may_make() {
            return None;
        }
        let say = self.say;
        let errors = errors_of(say, flash, str::to_owned);
        let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
        let price = self.family.price.named(&self.scope.currency);
        let hint = say.with("variants-lines-hint", &[("price", &price)]);
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="product_id" value=self.family.product_id.to_string() />
            <ErrorSummary title=title errors=errors />
            <TextAreaField
                label=say.t("variants-lines")
                name="lines"
                value=flash.value("lines", "")
                rows=6
                hint=hint
                error=error_of(say, flash, "lines")
            />
            <Submit label=say.t("variants-make") icon="plus" />
        }
        .into_any();
        Some(
            view! {
                <section class="card form">
                    <h2>{say.t("variants-new")}</h2>
                    <Form action=MakeVariants::url()>{inside}</Form>
                </section>
            }
            .into_any(),
        )
    }

    /// One goes on as a product by itself.
    fn take_out(&self) -> Option<AnyView> {
        if !self.may_keep || self.all.is_empty() {
            return None;
        }
        let say = self.say;
        let option = |variant: &Variant| (variant.product_id.to_string(), variant.name.clone());
        let options: Vec<(String, String)> = self.all.iter().map(option).collect();
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="family_id" value=self.family.product_id.to_string() />
            <p>{say.t("variants-out-text")}</p>
            <SelectField label=say.t("variants-which") name="product_id" options=options />
            <Submit label=say.t("variants-out") kind="danger" />
        }
        .into_any();
        Some(
            view! {
                <details class="card more">
                    <summary>{say.t("variants-out")}</summary>
                    <Form action=TakeOutVariant::url()>{inside}</Form>
                </details>
            }
            .into_any(),
        )
    }

    /// The way back to a plain product, where no variant is left.
    fn back(&self) -> Option<AnyView> {
        let is_bare = self.family.kind == ProductKind::Family && self.all.is_empty();
        if !self.may_keep || !is_bare {
            return None;
        }
        Some(plain_again(
            self.say,
            self.scope,
            self.family,
            "variants-plain-text",
        ))
    }
}
