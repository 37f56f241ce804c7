//! The form of a product.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::catalog::api::KeepProduct;
use crate::catalog::category::Category;
use crate::catalog::open_taxes::rate_today;
use crate::catalog::pages::{error_of, errors_of, in_form, margin_of};
use crate::catalog::product::TAX_CODES;
use crate::catalog::product_form::{DESCRIPTION, ProductForm};
use crate::catalog::store::{self, Home};
use crate::platform::flash::Flash;
use crate::platform::{BusinessTx, Scope};
use crate::ui::language::Say;
use crate::ui::{
    ErrorSummary, Field, Form, HiddenField, LinkButton, SelectField, Submit, TextAreaField,
    field_id, scan_into,
};
use crate::values::{Money, Rate, Stop, Unit, currency_sign};

/// The form, with what was typed before a refusal.
pub(super) struct Editor {
    say: Say,
    scope: Scope,
    flash: Flash,
    kept: ProductForm,
    categories: Vec<Category>,
    home: Option<Home>,
    /// Of the tax that its price includes.
    rate: Rate,
}

impl Editor {
    pub(super) async fn new(
        tx: &mut BusinessTx,
        say: Say,
        flash: Flash,
        kept: ProductForm,
    ) -> Result<Editor, Stop> {
        let rate = rate_today(tx, &kept.tax_class).await?;
        Ok(Editor {
            rate,
            say,
            flash,
            kept,
            categories: store::all_categories(tx).await?,
            home: store::home_location(tx).await?,
            scope: tx.scope().clone(),
        })
    }

    /// The form of a product that has no stock of its own: nothing is counted.
    pub(super) fn without_stock(self) -> Editor {
        Editor { home: None, ..self }
    }

    /// What stands in a field: what was typed, or what is kept.
    fn value(&self, field: &str, kept: &str) -> String {
        self.flash.value(field, kept)
    }

    fn error(&self, field: &str) -> Option<String> {
        error_of(self.say, &self.flash, field)
    }

    /// The whole form.
    pub(super) fn form(&self) -> AnyView {
        let say = self.say;
        let errors = errors_of(say, &self.flash, in_form);
        let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
        let hidden = [
            ("business".to_owned(), self.scope.slug.clone()),
            (in_form("product_id"), self.kept.product_id.clone()),
            // As they were typed on: a newer revision must not slip under an older form.
            (
                in_form("revision"),
                self.value("revision", &self.kept.revision),
            ),
            (
                in_form("stock_before"),
                self.value("stock_before", &self.kept.stock_before),
            ),
        ];
        let hidden = hidden
            .into_iter()
            .map(|(name, value)| view! { <HiddenField name=name value=value /> })
            .collect_view();
        let back = format!("/b/{}/products", self.scope.slug);
        let inside = view! {
            {hidden}
            <ErrorSummary title=title errors=errors />
            <div class="form-cols">
                <div class="stack">{self.what_it_is()} {self.what_it_costs()}</div>
                <div class="stack">{self.how_much_there_is()} {self.how_it_is_found()}</div>
            </div>
            <div class="sticky-foot">
                <p class="quiet">{self.margin()}</p>
                <LinkButton href=back label=say.t("cancel") kind="bare" />
                <Submit label=say.t("save") />
            </div>
        }
        .into_any();
        view! { <Form action=KeepProduct::url()>{inside}</Form> }.into_any()
    }

    fn what_it_is(&self) -> AnyView {
        let say = self.say;
        let none = (String::new(), say.t("product-no-category"));
        let kept = &self.kept;
        let chosen = self.value("category_id", &kept.category_id);
        let open = self
            .categories
            .iter()
            .filter(|category| !category.retired || category.category_id.to_string() == chosen);
        let open = open.map(|category| (category.category_id.to_string(), category.name.clone()));
        let categories: Vec<(String, String)> = std::iter::once(none).chain(open).collect();
        view! {
            <section class="card form">
                <h2>{say.t("product-what")}</h2>
                <Field
                    label=say.t("name")
                    name=in_form("name")
                    value=self.value("name", &kept.name)
                    hint=say.t("product-name-hint")
                    error=self.error("name")
                    required=true
                    maxlength=120
                    autocomplete="off"
                />
                <SelectField
                    label=say.t("product-category")
                    name=in_form("category_id")
                    options=categories
                    selected=chosen
                    error=self.error("category_id")
                />
                <TextAreaField
                    label=say.t("product-description")
                    name=in_form("description")
                    value=self.value("description", &kept.description)
                    maxlength=DESCRIPTION
                    hint=say.t("product-description-hint")
                    error=self.error("description")
                />
            </section>
        }
        .into_any()
    }

    fn what_it_costs(&self) -> AnyView {
        let say = self.say;
        let kept = &self.kept;
        let sign = currency_sign(&self.scope.currency).to_owned();
        let taxes = TAX_CODES.map(|code| (code.to_owned(), say.t(&format!("product-tax-{code}"))));
        view! {
            <section class="card form">
                <h2>{say.t("price")}</h2>
                <div class="pair">
                    <Field
                        label=say.t("price")
                        name=in_form("price")
                        value=self.value("price", &kept.price)
                        hint=say.t("product-price-hint")
                        error=self.error("price")
                        inputmode="decimal"
                        prefix=sign.clone()
                        required=true
                    />
                    <Field
                        label=say.t("cost")
                        name=in_form("cost")
                        value=self.value("cost", &kept.cost)
                        hint=say.t("product-cost-hint")
                        error=self.error("cost")
                        inputmode="decimal"
                        prefix=sign
                    />
                </div>
                <SelectField
                    label=say.t("product-tax")
                    name=in_form("tax_class")
                    options=taxes.to_vec()
                    selected=self.value("tax_class", &kept.tax_class)
                    error=self.error("tax_class")
                />
            </section>
        }
        .into_any()
    }

    fn how_much_there_is(&self) -> AnyView {
        let say = self.say;
        let kept = &self.kept;
        let units = Unit::ALL.map(|unit| (unit.code().to_owned(), say.unit(unit)));
        let stock = self.home.as_ref().map(|home| {
            let hint = say.with("product-stock-hint", &[("location", &home.name)]);
            view! {
                <Field
                    label=say.t("stock")
                    name=in_form("stock")
                    value=self.value("stock", &kept.stock)
                    hint=hint
                    error=self.error("stock")
                    inputmode="decimal"
                />
            }
        });
        view! {
            <section class="card form">
                <h2>{say.t("stock")}</h2>
                {stock}
                <div class="pair">
                    <SelectField
                        label=say.t("product-unit")
                        name=in_form("unit")
                        options=units.to_vec()
                        selected=self.value("unit", &kept.unit)
                        error=self.error("unit")
                    />
                    <Field
                        label=say.t("product-step")
                        name=in_form("quantity_step")
                        value=self.value("quantity_step", &kept.quantity_step)
                        error=self.error("quantity_step")
                        inputmode="decimal"
                    />
                </div>
                <p class="hint">{say.t("product-step-hint")}</p>
            </section>
        }
        .into_any()
    }

    fn how_it_is_found(&self) -> AnyView {
        let say = self.say;
        let kept = &self.kept;
        view! {
            <section class="card form">
                <h2>{say.t("product-found-by")}</h2>
                <TextAreaField
                    label=say.t("product-barcodes")
                    name=in_form("barcodes")
                    value=self.value("barcodes", &kept.barcodes)
                    rows=2
                    hint=say.t("product-barcodes-hint")
                    error=self.error("barcodes")
                />
                {scan_into(say, &format!("#{}", field_id(&in_form("barcodes"))))}
                <Field
                    label=say.t("product-sku")
                    name=in_form("sku")
                    value=self.value("sku", &kept.sku)
                    hint=say.t("product-sku-hint")
                    error=self.error("sku")
                    maxlength=40
                    autocomplete="off"
                />
                <Field
                    label=say.t("product-search-words")
                    name=in_form("search_words")
                    value=self.value("search_words", &kept.search_words)
                    hint=say.t("product-search-words-hint")
                    error=self.error("search_words")
                    autocomplete="off"
                />
                <Field
                    label=say.t("product-slug")
                    name=in_form("slug")
                    value=self.value("slug", &kept.slug)
                    hint=say.t("product-slug-hint")
                    error=self.error("slug")
                    autocomplete="off"
                />
            </section>
        }
        .into_any()
    }

    /// What is earned on a unit, as far as price and cost are known.
    fn margin(&self) -> Option<String> {
        let currency = &self.scope.currency;
        let price = Money::parse(&self.kept.price, currency).ok()?;
        let cost = Money::parse(&self.kept.cost, currency).ok()?;
        margin_of(self.say, currency, (price, self.rate), cost)
    }
}
