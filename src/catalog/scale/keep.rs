//! Says what scales print, and which product has which number on them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::catalog::ProductKind;
use crate::catalog::product::Product;
use crate::catalog::store as products;
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Carries, Refusal, Stop};

/// The prefixes that a shop may use as it likes.
pub(super) const PREFIXES: [&str; 10] =
    ["20", "21", "22", "23", "24", "25", "26", "27", "28", "29"];

/// What each prefix carries, as it was chosen: the field `p21` is the prefix 21, and an empty one
/// means nothing.
pub type FormatsForm = BTreeMap<String, String>;

/// Says what each prefix carries; those that are not named carry nothing. The same again changes
/// nothing.
pub async fn keep_formats(cx: &Cx, form: &FormatsForm) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let mut formats = Vec::new();
    for prefix in PREFIXES {
        let chosen = form.get(&format!("p{prefix}")).map(|chosen| chosen.trim());
        match chosen.unwrap_or_default() {
            "" => {}
            word => {
                let unreadable = || Refusal::of("refused-unreadable");
                let carries = Carries::parse(word).ok_or_else(unreadable)?;
                formats.push((prefix.to_owned(), carries));
            }
        }
    }
    // One after the other: both would write the same prefixes anew.
    products::lock_for_import(&mut tx).await?;
    if store::formats(&mut tx).await? == formats {
        return Ok(());
    }
    write_formats(&mut tx, &formats).await?;
    tx.commit().await
}

/// Writes what each prefix carries, and who said so.
pub(super) async fn write_formats(
    tx: &mut BusinessTx,
    formats: &[(String, Carries)],
) -> Result<(), Stop> {
    store::replace_formats(tx, formats).await?;
    let details: Map<String, Value> = formats
        .iter()
        .map(|(prefix, carries)| (prefix.clone(), json!(carries.code())))
        .collect();
    let details = Value::Object(details);
    audit::record(tx, "scale.keep", "business", None, details).await
}

/// Five digits out of what was typed: zeros in front may be left out. None where nothing was typed.
pub(super) fn read(typed: &str) -> Result<Option<String>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if typed.len() > 5 || !typed.chars().all(|c| c.is_ascii_digit()) {
        return Err(Refusal::at("scale_code", "refused-scale-code-form"));
    }
    Ok(Some(format!("{typed:0>5}")))
}

/// Gives a product its number on the scale, or takes it away where nothing is typed; the product's
/// name. Refuses a number that another product has, saying which.
pub async fn keep_scale_code(cx: &Cx, product_id: Uuid, typed: &str) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let code = read(typed)?;
    let product = products::lock(&mut tx, product_id)
        .await?
        .ok_or(Stop::NotFound)?;
    if give(&mut tx, &product, code.as_deref()).await? {
        tx.commit().await?;
    }
    Ok(product.name)
}

/// Gives a product that is locked its number on the scale, or takes it away; whether that is new.
pub(super) async fn give(
    tx: &mut BusinessTx,
    product: &Product,
    code: Option<&str>,
) -> Result<bool, Stop> {
    if product.scale_code.as_deref() == code {
        return Ok(false);
    }
    if let Some(code) = code {
        if product.kind == ProductKind::Family {
            let refusal = Refusal::at("scale_code", "refused-family-not-sold");
            return Err(refusal.with("name", &product.name).into());
        }
        if let Some(other) = store::other_with(tx, code, product.product_id).await? {
            let refusal = Refusal::at("scale_code", "refused-scale-code-taken");
            return Err(refusal.with("code", code).with("name", other).into());
        }
    }
    store::set_scale_code(tx, product.product_id, code).await?;
    let details = json!({ "name": product.name, "code": code, "before": product.scale_code });
    let subject = Some(product.product_id);
    audit::record(tx, "product.scale_code", "product", subject, details).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_in_front_may_be_left_out() {
        assert_eq!(read(" 42 "), Ok(Some("00042".to_owned())));
        assert_eq!(read("00042"), Ok(Some("00042".to_owned())));
        assert_eq!(read(" "), Ok(None));
        for wrong in ["123456", "4a", "-1", "４２"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
