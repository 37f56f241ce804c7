//! What stands beside a product's form: its photo, its prices so far, its retirement.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::catalog::ProductKind;
use crate::catalog::api::RetireProduct;
use crate::catalog::pages::{amount_of, error_of, errors_of, past_prices, picture};
use crate::catalog::product::Product;
use crate::catalog::store::PastPrices;
use crate::platform::Scope;
use crate::platform::flash::Flash;
use crate::ui::language::Say;
use crate::ui::{
    Amount, ErrorSummary, Facts, FileField, Form, HiddenField, Notice, Status, Submit,
};
use crate::values::{Quantity, currency_sign};

/// What stands beside a product's form.
pub(super) struct Beside<'a> {
    pub say: Say,
    pub scope: Scope,
    pub product: &'a Product,
    pub photo: Flash,
}

impl Beside<'_> {
    /// The photo, and how to give it another.
    pub(super) fn photo_card(&self) -> AnyView {
        let say = self.say;
        let id = self.product.product_id;
        let action = format!("/b/{}/products/{id}/photo", self.scope.slug);
        let errors = errors_of(say, &self.photo, str::to_owned);
        let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
        let shown = self.product.image_file_id.map(|image| {
            let photo = picture(&self.scope.slug, Some(image), "bag");
            view! { <div class="photos">{photo}</div> }
        });
        let inside = view! {
            <ErrorSummary title=title errors=errors />
            <FileField
                label=say.t("product-photo-file")
                name="photo"
                accept="image/jpeg,image/png,image/webp"
                hint=say.t("product-photo-hint")
                error=error_of(say, &self.photo, "photo")
            />
            <Submit label=say.t("product-photo-keep") kind="plain" icon="image" />
        }
        .into_any();
        view! {
            <section class="card form">
                <h2>{say.t("product-photo")}</h2>
                {shown}
                <Form action=action multipart=true>{inside}</Form>
            </section>
        }
        .into_any()
    }

    /// What it was asked for, on every list.
    pub(super) fn prices(&self, past: &PastPrices) -> Option<AnyView> {
        let (slug, id) = (&self.scope.slug, self.product.product_id);
        let to = |page: i64| format!("/b/{slug}/products/{id}?prices={page}#prices");
        let with_list = past.rows.iter().any(|price| price.list.is_some());
        past_prices(self.say, &self.scope, past, with_list, to)
    }

    fn hidden(&self) -> AnyView {
        let (business, id) = (self.scope.slug.clone(), self.product.product_id.to_string());
        view! {
            <HiddenField name="business" value=business />
            <HiddenField name="product_id" value=id />
        }
        .into_any()
    }

    /// The way off sale.
    pub(super) fn retire_card(&self) -> AnyView {
        let say = self.say;
        let inside = view! {
            {self.hidden()}
            <p>{say.with("product-retire-text", &[("name", &self.product.name)])}</p>
            <Submit label=say.t("product-retire") kind="danger" />
        }
        .into_any();
        view! {
            <details class="card more">
                <summary>{say.t("product-retire")}</summary>
                <Form action=RetireProduct::url()>{inside}</Form>
            </details>
        }
        .into_any()
    }

    /// That it is off sale, with the way back.
    pub(super) fn retired(&self) -> AnyView {
        let say = self.say;
        let inside = view! {
            {self.hidden()}
            <HiddenField name="bring_back" value="true" />
            <Submit label=say.t("product-bring-back") kind="plain" class="small" />
        }
        .into_any();
        let form = view! { <Form action=RetireProduct::url()>{inside}</Form> }.into_any();
        view! {
            <Notice kind="look" title=say.t("product-is-retired")>
                <p>{say.t("product-is-retired-text")}</p>
                {form}
            </Notice>
        }
        .into_any()
    }

    /// For who may look and not change.
    pub(super) fn facts(&self, stock: Option<Quantity>) -> AnyView {
        let say = self.say;
        let product = self.product;
        let currency = &self.scope.currency;
        let sign = currency_sign(currency);
        let price = product.price.short(currency);
        let mut rows = vec![(
            say.t("price"),
            view! { <Amount currency=sign text=price /> }.into_any(),
        )];
        if product.kind == ProductKind::Plain {
            let stock = amount_of(say, stock.unwrap_or_default(), product.unit);
            rows.push((say.t("stock"), stock.into_any()));
        }
        rows.extend([
            (say.t("product-sku"), product.sku.clone().into_any()),
            (
                say.t("product-barcodes"),
                product.barcodes.join(", ").into_any(),
            ),
            (
                say.t("product-description"),
                product.description.clone().into_any(),
            ),
        ]);
        if product.retired {
            let retired = view! { <Status kind="look" text=say.t("product-retired") /> };
            rows.push((say.t("state"), retired.into_any()));
        }
        view! {
            <section class="card">
                {picture(&self.scope.slug, product.image_file_id, "bag")}
                <Facts rows=rows />
            </section>
        }
        .into_any()
    }
}
