//! Changes the words of variants, and takes one out of its family.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::form::{NAME, Variant, name_of, same, wrong_word};
use super::store;
use crate::audit;
use crate::catalog::product::Product;
use crate::catalog::product_form::{about as refusal_at, line};
use crate::catalog::store as products;
use crate::platform::Cx;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The words of variants as they were typed: `w` and an id names the word of that variant.
pub type WordsForm = BTreeMap<String, String>;

/// How a variant's field is called.
pub(super) fn field_of(product_id: Uuid) -> String {
    format!("w{}", product_id.simple())
}

/// Gives variants of a family the words that the form says; the family's name. A variant that is
/// called by its family and its word is called by the new one. The same form again changes nothing.
/// Refuses words that are empty, too long or those of another variant.
pub async fn keep_words(cx: &Cx, family_id: Uuid, form: &WordsForm) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let family = products::lock(&mut tx, family_id)
        .await?
        .ok_or(Stop::NotFound)?;
    let there = store::of_family(&mut tx, family_id).await?;
    let changes = changes(&family, &there, form)?;
    if changes.is_empty() {
        return Ok(family.name);
    }
    let mut details = Map::new();
    for (variant, word) in changes {
        let called = variant.name == name_of(&family.name, &variant.word);
        let name = if called {
            name_of(&family.name, &word)
        } else {
            variant.name.clone()
        };
        store::set_word(&mut tx, variant.product_id, &word, &name).await?;
        details.insert(variant.product_id.to_string(), json!(word));
    }
    let details = json!({ "name": family.name, "words": Value::Object(details) });
    let subject = Some(family_id);
    audit::record(&mut tx, "product.words", "product", subject, details).await?;
    tx.commit().await?;
    Ok(family.name)
}

/// The variants whose word changes, each with its new one; all that is wrong with the words at once.
fn changes<'a>(
    family: &Product,
    there: &'a [Variant],
    form: &WordsForm,
) -> Result<Vec<(&'a Variant, String)>, Vec<Refusal>> {
    let word_of = |variant: &Variant| match form.get(&field_of(variant.product_id)) {
        Some(typed) => line(typed),
        None => variant.word.clone(),
    };
    let words: Vec<String> = there.iter().map(word_of).collect();
    let mut refusals = Vec::new();
    let mut changes = Vec::new();
    for (place, (variant, word)) in there.iter().zip(&words).enumerate() {
        if *word == variant.word {
            continue;
        }
        let field = field_of(variant.product_id);
        let about = |key: &str| refusal_at(&field, key).with("word", word);
        let mut others = words.iter().enumerate().filter(|(at, _)| *at != place);
        if let Some(key) = wrong_word(word) {
            refusals.push(about(key));
        } else if others.any(|(_, other)| same(other, word)) {
            refusals.push(about("refused-variant-twice"));
        } else if name_of(&family.name, word).chars().count() > NAME {
            refusals.push(about("refused-variant-name-long").with("most", NAME));
        } else {
            changes.push((variant, word.clone()));
        }
    }
    if refusals.is_empty() {
        return Ok(changes);
    }
    Err(refusals)
}

/// Takes a variant out of its family: it goes on as a product by itself, under its name; that name.
/// Again changes nothing.
pub async fn take_out(cx: &Cx, product_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let found = products::find(&mut tx, product_id).await?;
    let found = found.ok_or(Stop::NotFound)?;
    let Some(family_id) = found.parent_id else {
        return Ok(found.name);
    };
    // Who changes the words of the family holds its row.
    let locked = products::lock_ids(&mut tx, &[family_id, product_id]).await?;
    let now = locked.iter().find(|one| one.product_id == product_id);
    let now = now.ok_or(Stop::NotFound)?;
    if now.parent_id != Some(family_id) {
        return Ok(now.name.clone());
    }
    store::part(&mut tx, product_id).await?;
    let details = json!({ "name": now.name, "family_id": family_id, "word": now.variant });
    let subject = Some(product_id);
    audit::record(&mut tx, "product.take_out", "product", subject, details).await?;
    tx.commit().await?;
    Ok(now.name.clone())
}
