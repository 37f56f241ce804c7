//! One product: its form, its photo, what it was asked for before, and its retirement.

mod beside;
mod editor;

use leptos::prelude::*;
use uuid::Uuid;

use self::beside::Beside;
use self::editor::Editor;
use crate::catalog::product_form::ProductForm;
use crate::catalog::store;
use crate::catalog::uploads::photo_form;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::values::Stop;

/// `/b/{business}/products/new`
pub async fn new_product(visit: Visit) -> Result<Page, Stop> {
    // A form that was refused comes back with the id it was given.
    let asked = visit.query("id").and_then(|id| id.parse::<Uuid>().ok());
    let product_id = asked.unwrap_or_else(Uuid::now_v7);
    let kept = ProductForm {
        product_id: product_id.to_string(),
        ..ProductForm::default()
    };
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("product:{product_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let say = Say(visit.language_for(tx.scope()));
    let editor = Editor::new(&mut tx, say, flash, kept).await?;
    Ok(Page::of(
        tx.scope(),
        "products",
        say.t("product-new"),
        editor.form(),
    ))
}

/// `/b/{business}/products/{product}`
pub async fn product(visit: Visit) -> Result<Page, Stop> {
    let product_id = visit.param_id("product")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let photo = visit.flash(&photo_form(&product_id.to_string())).await?;
    let flash = visit.flash(&format!("product:{product_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let product = store::find(&mut tx, product_id)
        .await?
        .ok_or(Stop::NotFound)?;
    let say = Say(visit.language_for(tx.scope()));
    let home = store::home_location(&mut tx).await?;
    let stock = match &home {
        Some(home) => {
            let on_hand = store::on_hand_at(&mut tx, home.location_id, &[product_id]).await?;
            Some(on_hand.get(&product_id).copied().unwrap_or_default())
        }
        None => None,
    };
    let history = store::price_history(&mut tx, product_id).await?;
    let beside = Beside {
        say,
        scope: tx.scope().clone(),
        product: &product,
        photo,
    };
    let main = if staff::may(&tx.scope().who, Power::KeepProducts) {
        let kept = ProductForm::of(&product, stock, &tx.scope().currency);
        let editor = Editor::new(&mut tx, say, flash, kept).await?;
        view! {
            {product.retired.then(|| beside.retired())}
            {editor.form()}
            <div class="form-cols">
                {beside.prices(history)}
                <div class="stack">
                    {beside.photo_card()}
                    {(!product.retired).then(|| beside.retire_card())}
                </div>
            </div>
        }
        .into_any()
    } else {
        view! {
            {beside.facts(stock)}
            {beside.prices(history)}
        }
        .into_any()
    };
    let body = view! { <div class="stack">{main}</div> };
    Ok(Page::of(
        tx.scope(),
        "products",
        product.name.clone(),
        body.into_any(),
    ))
}
