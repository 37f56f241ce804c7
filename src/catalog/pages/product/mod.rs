//! One product: its form, its photo, its packs, parts or variants, what it was asked for before, and
//! its retirement.

mod beside;
mod editor;
mod kinds;

use leptos::prelude::*;
use uuid::Uuid;

use self::beside::Beside;
use self::editor::Editor;
use self::kinds::{Cards, Kinds};
use crate::catalog::ProductKind;
use crate::catalog::kits::api::plain_form;
use crate::catalog::product_form::ProductForm;
use crate::catalog::scale::api::scale_form;
use crate::catalog::store;
use crate::catalog::uploads::photo_form;
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::ui::LinkButton;
use crate::ui::language::Say;
use crate::values::Stop;

/// `/b/{business}/products/new`
pub async fn new_product(visit: Visit) -> Result<Page, Stop> {
    // A form that was refused comes back with the id it was given.
    let asked = visit.query("id").and_then(|id| id.parse::<Uuid>().ok());
    let product_id = asked.unwrap_or_else(Uuid::now_v7);
    let kept = ProductForm {
        product_id: product_id.to_string(),
        // What is known already, where a quick item becomes a product.
        name: visit.query("name").unwrap_or_default(),
        barcodes: visit.query("barcode").unwrap_or_default(),
        price: visit.query("price").unwrap_or_default(),
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

/// What was typed and refused in the forms of a product's page.
struct Refused {
    product: Flash,
    photo: Flash,
    scale: Flash,
    plain: Flash,
}

impl Refused {
    async fn take(visit: &Visit, product_id: Uuid) -> Result<Refused, Stop> {
        let id = product_id.to_string();
        Ok(Refused {
            photo: visit.flash(&photo_form(&id)).await?,
            product: visit.flash(&format!("product:{id}")).await?,
            scale: visit.flash(&scale_form(&id)).await?,
            plain: visit.flash(&plain_form(&id)).await?,
        })
    }
}

/// `/b/{business}/products/{product}`
pub async fn product(visit: Visit) -> Result<Page, Stop> {
    let product_id = visit.param_id("product")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let refused = Refused::take(&visit, product_id).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let product = store::find(&mut tx, product_id)
        .await?
        .ok_or(Stop::NotFound)?;
    let scope = tx.scope().clone();
    let say = Say(visit.language_for(&scope));
    let home = store::home_location(&mut tx).await?;
    let stock = match &home {
        Some(home) if product.kind == ProductKind::Plain => {
            let on_hand = store::on_hand_at(&mut tx, home.location_id, &[product_id]).await?;
            Some(on_hand.get(&product_id).copied().unwrap_or_default())
        }
        _ => None,
    };
    let page = visit
        .query("prices")
        .and_then(|page| page.parse::<i64>().ok());
    let past = store::past_prices(&mut tx, product_id, None, page.unwrap_or(1)).await?;
    let kinds = Kinds::load(&mut tx, &product).await?;
    let beside = Beside {
        say,
        scope: scope.clone(),
        product: &product,
        photo: refused.photo,
    };
    let cards = Cards {
        say,
        scope: &scope,
        product: &product,
        kinds: &kinds,
        may_keep: staff::may(&scope.who, Power::KeepProducts),
    };
    let main = if cards.may_keep {
        let kept = ProductForm::of(&product, stock, &scope.currency);
        let editor = Editor::new(&mut tx, say, refused.product, kept).await?;
        let forms = (cards.not_plain(&refused.plain), cards.scale(&refused.scale));
        for_keeper(editor, &beside, &cards, beside.prices(&past), forms)
    } else {
        view! {
            {cards.what_it_is()}
            {beside.facts(stock)}
            {cards.card()}
            {beside.prices(&past)}
        }
        .into_any()
    };
    let body = view! { <div class="stack">{main}</div> };
    let title = product.name.clone();
    // Who has saved one often has the next in hand.
    let next = cards.may_keep.then(|| {
        let add = format!("/b/{}/products/new", scope.slug);
        view! { <LinkButton href=add label=say.t("product-new") icon="plus" /> }.into_any()
    });
    let page = Page::of(&scope, "products", title, body.into_any());
    Ok(Page { act: next, ..page })
}

/// The page of who may change the product. `forms`: why it could not be made plain, and its number
/// on the scale.
fn for_keeper(
    editor: Editor,
    beside: &Beside<'_>,
    cards: &Cards<'_>,
    prices: Option<AnyView>,
    (not_plain, scale): (Option<AnyView>, Option<AnyView>),
) -> AnyView {
    let product = cards.product;
    let editor = if product.kind == ProductKind::Plain {
        editor
    } else {
        editor.without_stock()
    };
    view! {
        {product.retired.then(|| beside.retired())}
        {not_plain}
        {cards.what_it_is()}
        {editor.form()}
        <div class="form-cols">
            <div class="stack">{cards.card()} {prices}</div>
            <div class="stack">
                {beside.photo_card()}
                {scale}
                {(!product.retired).then(|| beside.retire_card())}
            </div>
        </div>
    }
    .into_any()
}
