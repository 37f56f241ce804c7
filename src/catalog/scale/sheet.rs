//! The numbers of goods on the scales as a file, out and in, by SKU. An empty number takes it away.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::keep::{give, read};
use super::store;
use crate::audit;
use crate::catalog::packs::{Named, skus_in};
use crate::catalog::product::Product;
use crate::catalog::store as products;
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 3] = ["sku", "name", "number"];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["sku", "number"],
    one_of: &[],
    most_rows: 10_000,
};

/// Every product that has a number, in the order of the numbers.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepProducts)?;
    let mut file = files::heading(COLUMNS);
    for (sku, name, number) in store::numbered(tx).await? {
        file.push_str(&record([sku.as_str(), &name, &number]));
    }
    Ok(file)
}

/// What a row says of a product.
struct Wanted<'a> {
    row: &'a Row,
    product: &'a Product,
    number: Option<String>,
}

/// Brings numbers in, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    products::lock_for_import(&mut tx).await?;
    let known = Named::locked(&mut tx, &skus_in(&sheet, "sku")).await?;
    let mut outcome = Outcome::of(&sheet);
    let all = wanted(&sheet, &known, &mut outcome);
    // What will change is set aside first: another row may give that number to another product.
    let others = all
        .iter()
        .filter(|one| one.product.scale_code != one.number);
    let others: Vec<Uuid> = others.map(|one| one.product.product_id).collect();
    store::set_aside(&mut tx, &others).await?;
    for one in &all {
        let had_one = one.product.scale_code.is_some();
        let given = give(&mut tx, one.product, one.number.as_deref()).await;
        match files::refused(given)? {
            Ok(true) if had_one => outcome.changed += 1,
            Ok(true) => outcome.added += 1,
            Ok(false) => outcome.unchanged += 1,
            Err(refusals) => {
                let raced = |why: &Refusal| why.key == "refused-scale-code-just-taken";
                let is_over = refusals.iter().any(raced);
                outcome.refuse_form(&[one.row], refusals);
                if is_over {
                    // PostgreSQL said no: this transaction does nothing more.
                    break;
                }
            }
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        let counts = json!({ "added": outcome.added, "changed": outcome.changed });
        audit::record(&mut tx, "scale.import", "import", None, counts).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

/// What the rows say that can be read.
fn wanted<'a>(sheet: &'a Sheet, known: &'a Named, outcome: &mut Outcome) -> Vec<Wanted<'a>> {
    let mut lines: HashMap<Uuid, u64> = HashMap::new();
    let mut all = Vec::new();
    for row in &sheet.rows {
        let product = match known.product_of(sheet, row, "sku") {
            Ok(product) => product,
            Err(refusal) => {
                outcome.refuse(row, refusal);
                continue;
            }
        };
        let first = *lines.entry(product.product_id).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("sku", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        match read(sheet.cell(row, "number").unwrap_or_default()) {
            Ok(number) => all.push(Wanted {
                row,
                product,
                number,
            }),
            Err(refusal) => outcome.refuse_form(&[row], vec![refusal]),
        }
    }
    all
}
