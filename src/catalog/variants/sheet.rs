//! Variants as a file, out and in, by the SKU of their family and their word: one that is not there is
//! made as by its family's page, one that is there at another price is refused.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::make::make_variants_in;
use super::store;
use crate::audit;
use crate::catalog::packs::{MOST_ROWS, Named, skus_in};
use crate::catalog::product_form::line;
use crate::catalog::store as products;
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 4] = ["family", "variant", "sku", "price"];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["family", "variant"],
    one_of: &[],
    most_rows: MOST_ROWS,
};

/// Every variant on sale.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepProducts)?;
    let all = store::all(tx).await?;
    let currency = &tx.scope().currency;
    let mut file = files::heading(COLUMNS);
    for (family, word, sku, price) in &all {
        let price = price.bare(currency);
        file.push_str(&record([family.as_str(), word, sku, &price]));
    }
    Ok(file)
}

/// Makes the variants of a file that are not there, all or none; the same file again makes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    products::lock_for_import(&mut tx).await?;
    let mut outcome = Outcome::of(&sheet);
    let families = Named::locked(&mut tx, &skus_in(&sheet, "family")).await?;
    let mut lines: HashMap<(Uuid, String), u64> = HashMap::new();
    for row in &sheet.rows {
        let word = line(sheet.cell(row, "variant").unwrap_or_default());
        let family_id = match families.product_of(&sheet, row, "family") {
            Ok(family) => family.product_id,
            Err(refusal) => {
                outcome.refuse(row, refusal);
                continue;
            }
        };
        let key = (family_id, word.to_lowercase());
        let first = *lines.entry(key).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("variant", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        let typed = as_typed(&sheet, row, &word);
        match files::refused(make_variants_in(&mut tx, family_id, &typed).await)? {
            Ok((_, 0)) => outcome.unchanged += 1,
            Ok(_) => outcome.added += 1,
            Err(refusals) => {
                let refusals = refusals.into_iter().map(as_column);
                outcome.refuse_form(&[row], refusals.collect());
            }
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        let counts = json!({ "added": outcome.added });
        audit::record(&mut tx, "product.import_variants", "import", None, counts).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

/// What the family's page refused of a line, at the column that it is about: its price has one here.
fn as_column(refusal: Refusal) -> Refusal {
    match refusal.key.as_str() {
        "refused-variant-price" => Refusal::at("price", "refused-not-an-amount"),
        "refused-variant-there" => Refusal {
            field: Some("price".to_owned()),
            ..refusal
        },
        _ => refusal,
    }
}

/// A row as a line of the family's page.
fn as_typed(sheet: &Sheet, row: &Row, word: &str) -> String {
    let price = sheet.cell(row, "price").unwrap_or_default();
    if price.is_empty() {
        word.to_owned()
    } else {
        format!("{word} = {price}")
    }
}
