//! Makes variants of a product in bulk; the product becomes a family with the first of them.
//!
//! The family's row is locked first. A word that is there already makes nothing, so the same form
//! again, or twice at one instant, is one set of variants.

use serde_json::json;
use uuid::Uuid;

use super::form::{NAME, Variant, Wanted, name_of, read, same};
use super::store;
use crate::audit;
use crate::catalog::ProductKind;
use crate::catalog::keep_product::keep_draft;
use crate::catalog::product::{Product, ProductDraft};
use crate::catalog::product_form::{ProductForm, about as refusal_at};
use crate::catalog::store as products;
use crate::catalog::turn::turn_into;
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop, slug_of};

/// The most characters of a code that leaves room for a suffix.
const CODE: usize = 30;

/// Makes a variant of each line that is not there yet; the family's name and how many were made.
/// Refuses lines that cannot be read, a word that is there at another price or off sale, and what
/// stands against becoming a family.
pub async fn make_variants(cx: &Cx, family_id: Uuid, lines: &str) -> Result<(String, usize), Stop> {
    let mut tx = cx.begin().await?;
    let made = make_variants_in(&mut tx, family_id, lines).await?;
    tx.commit().await?;
    Ok(made)
}

/// The same in a transaction that is open.
pub(super) async fn make_variants_in(
    tx: &mut BusinessTx,
    family_id: Uuid,
    lines: &str,
) -> Result<(String, usize), Stop> {
    staff::allow(tx, Power::KeepProducts)?;
    let family = products::lock(tx, family_id).await?.ok_or(Stop::NotFound)?;
    let wanted = read(lines, &tx.scope().currency)?;
    let there = store::of_family(tx, family_id).await?;
    let new = not_there_yet(&family, wanted, &there)?;
    if new.is_empty() {
        return Ok((family.name, 0));
    }
    turn_into(tx, &family, ProductKind::Family).await?;
    let category = open_category(tx, &family).await?;
    let mut made = Vec::new();
    for one in new {
        let draft = draft_of(tx, &family, category, &one)?;
        keep_draft(tx, &draft).await?;
        made.push((draft.product_id, one.word));
    }
    store::join(tx, family_id, &made).await?;
    let words: Vec<&String> = made.iter().map(|(_, word)| word).collect();
    let details = json!({ "name": family.name, "words": words });
    let subject = Some(family_id);
    audit::record(tx, "product.variants", "product", subject, details).await?;
    Ok((family.name, made.len()))
}

/// The variants that are not there yet, or why what is there is not what was meant.
fn not_there_yet(
    family: &Product,
    wanted: Vec<Wanted>,
    there: &[Variant],
) -> Result<Vec<Wanted>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut new = Vec::new();
    for one in wanted {
        let about = |key: &str| refusal_at("lines", key).with("word", &one.word);
        let known = there.iter().find(|variant| same(&variant.word, &one.word));
        match known {
            Some(known) if known.retired => refusals.push(about("refused-variant-off-sale")),
            Some(known) if one.price.is_some_and(|price| price != known.price) => {
                refusals.push(about("refused-variant-there"));
            }
            Some(_) => {}
            None if name_of(&family.name, &one.word).chars().count() > NAME => {
                refusals.push(about("refused-variant-name-long").with("most", NAME));
            }
            None => new.push(one),
        }
    }
    if refusals.is_empty() {
        return Ok(new);
    }
    refusals.truncate(20);
    Err(refusals)
}

/// The family's category, if products can still be put into it.
async fn open_category(tx: &mut BusinessTx, family: &Product) -> Result<Option<Uuid>, Stop> {
    let Some(category_id) = family.category_id else {
        return Ok(None);
    };
    let open = products::category_is_open(tx, category_id).await?;
    Ok(open.then_some(category_id))
}

/// A variant as a new product: what its family says, under its own name and code.
fn draft_of(
    tx: &BusinessTx,
    family: &Product,
    category: Option<Uuid>,
    one: &Wanted,
) -> Result<ProductDraft, Vec<Refusal>> {
    let scope = tx.scope();
    let currency = &scope.currency;
    let cost = family.cost.map(|cost| cost.bare(currency));
    let form = ProductForm {
        product_id: Uuid::now_v7().to_string(),
        name: name_of(&family.name, &one.word),
        price: one.price.unwrap_or(family.price).bare(currency),
        cost: cost.unwrap_or_default(),
        unit: family.unit.code().to_owned(),
        quantity_step: family.step.short(),
        tax_class: family.tax_code.clone(),
        category_id: category.map(|id| id.to_string()).unwrap_or_default(),
        search_words: family.search_words.clone(),
        description: family.description.clone(),
        ..ProductForm::default()
    };
    let draft = form.parse(scope)?;
    let code = format!("{}-{}", family.sku, slug_of(&one.word).to_ascii_uppercase());
    let code: String = code.chars().take(CODE).collect();
    Ok(ProductDraft {
        sku: code.trim_end_matches('-').to_owned(),
        ..draft
    })
}
