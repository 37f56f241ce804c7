//! Server functions of the catalogue: each requires a power and calls one verb.

use leptos::prelude::*;

use super::keep_category::{self, CategoryForm};
use super::product_form::ProductForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Where a product's form stands: a new product's page is told the id it is to have.
fn page_of(business: &str, form: &ProductForm) -> String {
    let id = &form.product_id;
    if matches!(form.revision.trim(), "" | "0") {
        return format!("/b/{business}/products/new?id={id}");
    }
    format!("/b/{business}/products/{id}")
}

/// Makes or changes a product.
#[server(prefix = "/api/catalog", endpoint = "keep_product")]
pub async fn keep_product(
    business: String,
    #[server(default)] form: ProductForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = page_of(&business, &form);
    let submitted = Submitted::new(&visit, &format!("product:{}", form.product_id), back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let kept = super::keep_product::keep(&cx, &form).await?;
        let notice = Refusal::of("done-product-kept").with("name", kept.name);
        let next = format!("/b/{business}/products/{}", kept.product_id);
        Ok::<Done, Stop>(Done::saying(next, notice))
    };
    submitted.answer(outcome.await).await
}

/// Takes a product off sale, or puts it back where `bring_back` says anything.
#[server(prefix = "/api/catalog", endpoint = "retire_product")]
pub async fn retire_product(
    business: String,
    #[server(default)] product_id: String,
    #[server(default)] bring_back: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/products/{product_id}");
    let form = format!("product:{product_id}");
    let submitted = Submitted::new(&visit, &form, page.clone(), &Nothing {});
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = product_id
            .parse::<uuid::Uuid>()
            .map_err(|_| Stop::NotFound)?;
        let notice = if bring_back.is_empty() {
            let name = super::retire_product::retire(&cx, id).await?;
            Refusal::of("done-product-retired").with("name", name)
        } else {
            let name = super::retire_product::bring_back(&cx, id).await?;
            Refusal::of("done-product-back").with("name", name)
        };
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// Does in earnest an import that was only tried.
#[server(prefix = "/api/catalog", endpoint = "do_import")]
pub async fn do_import(business: String, #[server(default)] import_id: String) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/products/imports/{import_id}");
    let form = super::uploads::import_form(&business);
    let submitted = Submitted::new(&visit, &form, page.clone(), &Nothing {});
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = import_id
            .parse::<uuid::Uuid>()
            .map_err(|_| Stop::NotFound)?;
        super::import::do_in_earnest(&cx, id).await?;
        Ok::<Done, Stop>(Done::to(page))
    };
    submitted.answer(outcome.await).await
}

/// Makes or changes a category.
#[server(prefix = "/api/catalog", endpoint = "keep_category")]
pub async fn keep_category(
    business: String,
    #[server(default)] form: CategoryForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let all = format!("/b/{business}/categories");
    let back = format!("{all}?edit={}", form.category_id);
    let submitted = Submitted::new(
        &visit,
        &format!("category:{}", form.category_id),
        back,
        &form,
    );
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let name = keep_category::keep(&cx, &form).await?;
        let notice = Refusal::of("done-category-kept").with("name", name);
        Ok::<Done, Stop>(Done::saying(all, notice))
    };
    submitted.answer(outcome.await).await
}

/// Closes a category, or opens it again where `bring_back` says anything.
#[server(prefix = "/api/catalog", endpoint = "retire_category")]
pub async fn retire_category(
    business: String,
    #[server(default)] category_id: String,
    #[server(default)] bring_back: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let all = format!("/b/{business}/categories");
    let back = format!("{all}?edit={category_id}");
    let form = format!("category:{category_id}");
    let submitted = Submitted::new(&visit, &form, back, &Nothing {});
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepProducts).await?;
        let id = category_id
            .parse::<uuid::Uuid>()
            .map_err(|_| Stop::NotFound)?;
        let notice = if bring_back.is_empty() {
            let name = keep_category::retire(&cx, id).await?;
            Refusal::of("done-category-retired").with("name", name)
        } else {
            let name = keep_category::bring_back(&cx, id).await?;
            Refusal::of("done-category-back").with("name", name)
        };
        Ok::<Done, Stop>(Done::saying(all, notice))
    };
    submitted.answer(outcome.await).await
}

/// A form that nothing is typed into: what is refused leaves the page's own values standing.
#[derive(serde::Serialize)]
struct Nothing {}
