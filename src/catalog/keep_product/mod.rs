//! Keeps a product: makes it, or changes it. The product's id makes it happen once; the revision
//! that the page showed makes sure that nobody's change is lost.

use serde_json::{Value, json};
use uuid::Uuid;

use super::kind::ProductKind;
use super::product::{Product, ProductDraft};
use super::product_form::ProductForm;
use super::store::{self, PriceRow, ProductRow};
use crate::audit;
use crate::ledger::{self, Draft, Role};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::{self, Arrival, Arriving, Kind, Source};
use crate::values::{Quantity, Refusal, Stop};

/// What the trail calls a product that was made.
const CREATE: &str = "product.create";

/// What has been kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub product_id: Uuid,
    /// Its name.
    pub name: String,
    /// Whether it is new.
    pub created: bool,
}

/// Makes or changes a product. The same form again changes nothing. Refuses fields that cannot be
/// read, codes, addresses and barcodes that another product has, and, as
/// `refused-changed-meanwhile`, a form that was opened before somebody else's change.
pub async fn keep(cx: &Cx, form: &ProductForm) -> Result<Kept, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let draft = form.parse(tx.scope())?;
    let created = keep_draft(&mut tx, &draft).await?;
    tx.commit().await?;
    Ok(Kept {
        product_id: draft.product_id,
        name: draft.name,
        created,
    })
}

/// True where the product is new.
pub(super) async fn keep_draft(tx: &mut BusinessTx, draft: &ProductDraft) -> Result<bool, Stop> {
    if let Some(kept) = store::lock(tx, draft.product_id).await? {
        edit(tx, draft, &kept).await?;
        return Ok(false);
    }
    if draft.revision != 0 {
        return Err(Stop::NotFound);
    }
    // The same form may come twice at one instant: the second waits until the first is done, or its
    // SKU would be told to be taken, by itself.
    tx.wait_for_turn(draft.product_id).await?;
    if let Some(kept) = store::lock(tx, draft.product_id).await? {
        edit(tx, draft, &kept).await?;
        return Ok(false);
    }
    create(tx, draft).await
}

/// True once it is made; its turn has come.
async fn create(tx: &mut BusinessTx, draft: &ProductDraft) -> Result<bool, Stop> {
    // Two of one name would be given the same code and the same address where both are looked for at once.
    if !(draft.sku_typed && draft.slug_typed) {
        tx.wait_for_turn_at("names of products").await?;
    }
    let brings_in = draft.stock.is_some_and(|stock| stock > Quantity::ZERO);
    refuse_clashes(tx, draft, None, brings_in).await?;
    let row = ProductRow {
        sku: free_sku(tx, draft).await?,
        slug: free_slug(tx, &draft.slug, draft.product_id).await?,
        ..row_of(tx, draft).await?
    };
    if store::insert_products(tx, &[row]).await? == 0 {
        return Ok(false);
    }
    let member = tx.scope().member_id();
    store::insert_prices(tx, &[price_of(draft)], member).await?;
    store::replace_barcodes(tx, &[(draft.product_id, &draft.barcodes)]).await?;
    open_stock(tx, draft).await?;
    audit::record(
        tx,
        CREATE,
        "product",
        Some(draft.product_id),
        made_as(draft),
    )
    .await?;
    Ok(true)
}

/// What the trail says of a product that was made.
fn made_as(draft: &ProductDraft) -> Value {
    json!({
        "name": draft.name,
        "price_minor": draft.price.minor(),
        "stock_milli": draft.stock.map(Quantity::milli),
    })
}

/// Whether this form made the product as it stands. Its stock was what there was then: some may be sold since.
async fn is_made(tx: &mut BusinessTx, draft: &ProductDraft, kept: &Product) -> Result<bool, Stop> {
    if draft.revision != 0 || draft.differs_from(kept) {
        return Ok(false);
    }
    let subject = ("product", draft.product_id);
    audit::began_with(tx, CREATE, subject, &made_as(draft)).await
}

async fn edit(tx: &mut BusinessTx, draft: &ProductDraft, kept: &Product) -> Result<(), Stop> {
    if is_made(tx, draft, kept).await? {
        return Ok(());
    }
    let counted = counted(tx, draft).await?;
    if counted.is_none() && !draft.differs_from(kept) {
        return Ok(());
    }
    if draft.revision != kept.revision {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    let brings_in = counted.is_some_and(|(_, counted, on_hand)| counted > on_hand);
    refuse_clashes(tx, draft, Some(kept), brings_in).await?;
    let mut row = row_of(tx, draft).await?;
    if !draft.sku_typed {
        row.sku.clone_from(&kept.sku);
    }
    if !draft.slug_typed {
        row.slug.clone_from(&kept.slug);
    }
    store::update_products(tx, &[row], false).await?;
    if draft.measures_anew(kept) {
        store::take_from_old_carts(tx, &[draft.product_id]).await?;
    }
    if draft.renames_family(kept) {
        store::rename_variants(tx, &[(draft.product_id, kept.name.clone())]).await?;
    }
    if draft.reprices(kept) {
        let member = tx.scope().member_id();
        store::insert_prices(tx, &[price_of(draft)], member).await?;
    }
    if draft.barcodes != kept.barcodes {
        store::replace_barcodes(tx, &[(draft.product_id, &draft.barcodes)]).await?;
    }
    if let Some((location_id, counted, _)) = counted {
        let (count_id, product_id) = (Uuid::now_v7(), draft.product_id);
        stock::adjust_to(tx, count_id, product_id, location_id, counted, draft.cost).await?;
    }
    let details = json!({
        "name": draft.name,
        "price_minor": draft.price.minor(),
        "price_before_minor": kept.price.minor(),
        "counted_milli": counted.map(|(_, counted, _)| counted.milli()),
    });
    audit::record(
        tx,
        "product.keep",
        "product",
        Some(draft.product_id),
        details,
    )
    .await
}

/// Where and what was counted, if the shelf does not hold that already, and what it holds.
async fn counted(
    tx: &mut BusinessTx,
    draft: &ProductDraft,
) -> Result<Option<(Uuid, Quantity, Quantity)>, Stop> {
    let Some(counted) = draft.counted() else {
        return Ok(None);
    };
    let home = home(tx).await?;
    let on_hand = store::on_hand_at(tx, home, &[draft.product_id]).await?;
    let on_hand = on_hand.get(&draft.product_id).copied().unwrap_or_default();
    Ok((counted != on_hand).then_some((home, counted, on_hand)))
}

/// What was there when the product came into the books.
async fn open_stock(tx: &mut BusinessTx, draft: &ProductDraft) -> Result<(), Stop> {
    let Some(quantity) = draft.stock.filter(|stock| *stock > Quantity::ZERO) else {
        return Ok(());
    };
    let location_id = home(tx).await?;
    let value = draft.cost.unwrap_or_default().worth_of(quantity);
    let value = value.ok_or_else(|| Refusal::at("stock", "refused-stock-too-dear"))?;
    let arrival = Arrival {
        kind: Kind::Opening,
        source: Source {
            kind: "product",
            id: draft.product_id,
        },
        location_id,
    };
    let line = Arriving {
        line_no: 1,
        product_id: draft.product_id,
        quantity,
        value,
        batch_id: None,
        expires_on: None,
        received_at: None,
        origin_id: None,
    };
    stock::bring_in(tx, &arrival, &[line]).await?;
    let against = value
        .negated()
        .ok_or_else(|| fault("opening stock cannot be counted", &draft.product_id))?;
    let entry = Draft {
        source_kind: "product",
        source_id: draft.product_id,
        purpose: "opening",
        occurred_at: tx.scope().now,
        location_id: Some(location_id),
        lines: vec![(Role::Inventory, value), (Role::OpeningEquity, against)],
    };
    ledger::post(tx, entry).await?;
    Ok(())
}

async fn home(tx: &mut BusinessTx) -> Result<Uuid, Stop> {
    let home = store::home_location(tx).await?;
    let home = home.ok_or_else(|| Refusal::at("stock", "refused-no-location"))?;
    Ok(home.location_id)
}

/// Everything that another row holds already, and a cost that is missing where stock comes in, said at
/// once.
async fn refuse_clashes(
    tx: &mut BusinessTx,
    draft: &ProductDraft,
    kept: Option<&Product>,
    brings_in: bool,
) -> Result<(), Stop> {
    let others = |owner: &Uuid| *owner != draft.product_id;
    let mut refusals = Vec::new();
    if draft
        .counted()
        .is_some_and(|counted| counted > Quantity::ZERO)
        && kept.is_some_and(|kept| kept.kind != ProductKind::Plain)
    {
        refusals.push(Refusal::at("stock", "refused-kind-holds-none"));
    } else if brings_in && !has_cost(tx, draft).await? {
        refusals.push(Refusal::at("cost", "refused-stock-cost-needed"));
    }
    if kept.is_some_and(|kept| draft.measures_anew(kept)) {
        let uses = store::unit_uses(tx, &[draft.product_id]).await?;
        refusals.extend(uses.into_values().flatten());
    }
    if draft.sku_typed
        && store::sku_owner(tx, &draft.sku)
            .await?
            .as_ref()
            .is_some_and(others)
    {
        refusals.push(Refusal::at("sku", "refused-sku-taken"));
    }
    // A retired product gives its address back, so it may not be its own.
    if draft.slug_typed && !kept.is_some_and(|kept| kept.retired) {
        let slugs = [draft.slug.clone()];
        if store::slugs_like(tx, &slugs).await?.values().any(others) {
            refusals.push(Refusal::at("slug", "refused-product-slug-taken"));
        }
    }
    for owner in store::barcode_owners(tx, &draft.barcodes).await? {
        if others(&owner.product_id) || owner.pack_id.is_some() {
            let refusal = Refusal::at("barcodes", "refused-barcode-taken");
            let refusal = refusal.with("barcode", owner.barcode);
            refusals.push(refusal.with("name", owner.name));
        }
    }
    let kept_category = kept.and_then(|kept| kept.category_id);
    if let Some(category_id) = draft.category_id
        && draft.category_id != kept_category
        && !store::category_is_open(tx, category_id).await?
    {
        refusals.push(Refusal::at("category_id", "refused-category-gone"));
    }
    if refusals.is_empty() {
        return Ok(());
    }
    Err(refusals.into())
}

/// Whether it is known what a unit costs: it was typed, and be it 0, or some came in at a cost.
async fn has_cost(tx: &mut BusinessTx, draft: &ProductDraft) -> Result<bool, Stop> {
    if draft.cost.is_some() {
        return Ok(true);
    }
    let last = stock::last_costs(tx, &[draft.product_id]).await?;
    let last = last.get(&draft.product_id);
    Ok(last.is_some_and(|cost| !cost.is_zero()))
}

/// The code that was typed, or one of our own making that nobody has.
async fn free_sku(tx: &mut BusinessTx, draft: &ProductDraft) -> Result<String, Stop> {
    if draft.sku_typed {
        return Ok(draft.sku.clone());
    }
    let mut sku = draft.sku.clone();
    for number in 2..30 {
        if store::sku_owner(tx, &sku).await?.is_none() {
            return Ok(sku);
        }
        sku = format!("{}-{number}", draft.sku);
    }
    Ok(format!("{}-{}", draft.sku, tail(draft.product_id)))
}

/// An address that no other product on sale has: this one, or this one with a suffix. One that
/// was typed has been checked before and comes back as it is.
pub(super) async fn free_slug(
    tx: &mut BusinessTx,
    slug: &str,
    product_id: Uuid,
) -> Result<String, Stop> {
    let candidates: Vec<String> = slug_candidates(slug, product_id).collect();
    let taken = store::slugs_like(tx, &candidates).await?;
    let free = |slug: &&String| taken.get(*slug).is_none_or(|owner| *owner == product_id);
    let free = candidates.iter().find(free);
    Ok(free.or(candidates.last()).cloned().unwrap_or_default())
}

/// Addresses to try, the last of which is as good as free.
pub(super) fn slug_candidates(slug: &str, product_id: Uuid) -> impl Iterator<Item = String> {
    let numbered = (2..30).map(move |number| format!("{slug}-{number}"));
    std::iter::once(slug.to_owned())
        .chain(numbered)
        .chain(std::iter::once(format!("{slug}-{}", tail(product_id))))
}

/// The random end of an id.
fn tail(id: Uuid) -> String {
    let id = id.simple().to_string();
    id[id.len() - 8..].to_owned()
}

/// The row that a draft becomes, with its code and address as they were typed.
async fn row_of(tx: &mut BusinessTx, draft: &ProductDraft) -> Result<ProductRow, Stop> {
    let classes = store::tax_classes(tx).await?;
    let tax_class_id = classes.get(draft.tax_code).copied();
    let tax_class_id =
        tax_class_id.ok_or_else(|| Refusal::at("tax_class", "refused-tax-class-gone"))?;
    Ok(row(draft, tax_class_id))
}

/// The same where the tax class is known.
pub(super) fn row(draft: &ProductDraft, tax_class_id: Uuid) -> ProductRow {
    ProductRow {
        product_id: draft.product_id,
        category_id: draft.category_id,
        tax_class_id,
        sku: draft.sku.clone(),
        name: draft.name.clone(),
        slug: draft.slug.clone(),
        description: draft.description.clone(),
        search_words: draft.search_words.clone(),
        unit: draft.unit.code(),
        step_milli: draft.step.milli(),
        price_minor: draft.price.minor(),
        cost_minor: draft.cost.map(|cost| cost.minor()),
    }
}

pub(super) fn price_of(draft: &ProductDraft) -> PriceRow {
    PriceRow {
        product_id: draft.product_id,
        unit: draft.unit.code(),
        amount_minor: draft.price.minor(),
    }
}

#[cfg(test)]
mod tests;
