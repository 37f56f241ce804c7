//! Batches as a file, out and in, by SKU and number: another day is put right, and a new number takes
//! the place of the old one. A file makes no batch; what it leaves empty stays as it is.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::BatchForm;
use super::correct::correct_in;
use super::store::{Kept, kept, lock};
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power, one_line};
use crate::values::{Refusal, Stop};

/// The columns, in the order of our own files. `new_number` only comes in; name, day of arrival and
/// quantity only go out.
const COLUMNS: [&str; 7] = [
    "sku",
    "name",
    "batch",
    "new_number",
    "expires_on",
    "received_on",
    "quantity",
];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["sku", "batch"],
    one_of: &["new_number", "expires_on"],
    most_rows: 10_000,
};

/// The batches of which something is left.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::MoveStock)?;
    let mut file = files::heading(COLUMNS);
    for one in kept(tx, None).await? {
        let expires_on = one.expires_on.map(|day| day.to_string());
        let (expires_on, received_on) = (expires_on.unwrap_or_default(), one.received_on);
        let (received_on, left) = (received_on.to_string(), one.left.short());
        let (sku, name) = (one.sku.as_str(), &one.name);
        file.push_str(&record([
            sku,
            name,
            &one.number,
            "",
            &expires_on,
            &received_on,
            &left,
        ]));
    }
    Ok(file)
}

/// Puts batches right, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let mut outcome = Outcome::of(&sheet);
    let skus = sheet.rows.iter().filter_map(|row| sheet.cell(row, "sku"));
    let skus: Vec<String> = skus.map(str::to_lowercase).collect();
    let there = kept(&mut tx, Some(&skus)).await?;
    let others = others(&sheet, &there, &mut outcome)?;
    if outcome.bad.is_empty() {
        let ids: Vec<Uuid> = others.iter().map(|one| one.batch_id).collect();
        lock(&mut tx, &ids).await?;
        for one in &others {
            match files::refused(correct_in(&mut tx, one.batch_id, &one.form).await)? {
                Ok((_, true)) => outcome.changed += 1,
                Ok((_, false)) => outcome.unchanged += 1,
                Err(refusals) => {
                    let taken = |why: &Refusal| why.key == "refused-batch-number-taken";
                    let is_over = refusals.iter().any(taken);
                    outcome.refuse_form(&[one.row], as_columns(refusals));
                    if is_over {
                        // PostgreSQL said no: this transaction does nothing more.
                        break;
                    }
                }
            }
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// A row that says something else than its batch.
struct Other<'a> {
    row: &'a Row,
    batch_id: Uuid,
    form: BatchForm,
}

/// The rows that say something else than their batches; what is wrong with others is said in the
/// outcome.
fn others<'a>(
    sheet: &'a Sheet,
    there: &[Kept],
    outcome: &mut Outcome,
) -> Result<Vec<Other<'a>>, Stop> {
    // By its SKU in small letters, and before that as it is: another product may have it in other letters.
    let small = there.iter();
    let small = small.map(|one| ((one.sku.to_lowercase(), one.number.clone()), one));
    let mut known: HashMap<(String, String), &Kept> = small.collect();
    let exact = there.iter();
    known.extend(exact.map(|one| ((one.sku.clone(), one.number.clone()), one)));
    let mut lines: HashMap<Uuid, u64> = HashMap::new();
    let mut given: HashSet<(String, String)> = HashSet::new();
    let mut others = Vec::new();
    for row in &sheet.rows {
        let cell = |column: &str| one_line(sheet.cell(row, column).unwrap_or_default());
        let (sku, number, new) = (cell("sku"), cell("batch"), cell("new_number"));
        let small = sku.to_lowercase();
        let of = |sku: &str, number: &str| known.get(&(sku.to_owned(), number.to_owned()));
        let find = |number: &str| of(&sku, number).or_else(|| of(&small, number)).copied();
        // The same file again: it has its new number already.
        let renamed = if new.is_empty() { None } else { find(&new) };
        let Some(kept) = find(&number).or(renamed) else {
            let refusal = Refusal::at("batch", "refused-batch-none");
            outcome.refuse(row, refusal.with("number", number).with("sku", sku));
            continue;
        };
        let first = *lines.entry(kept.batch_id).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("batch", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        let is_new = !new.is_empty() && new != kept.number;
        if is_new && (renamed.is_some() || !given.insert((small.clone(), new.clone()))) {
            let refusal = Refusal::at("new_number", "refused-batch-number-taken");
            outcome.refuse(row, refusal.with("number", new));
            continue;
        }
        let day = kept.expires_on.map(|day| day.to_string());
        let form = BatchForm {
            batch_id: kept.batch_id.to_string(),
            number: if is_new { new } else { kept.number.clone() },
            expires_on: Some(cell("expires_on"))
                .filter(|typed| !typed.is_empty())
                .or(day)
                .unwrap_or_default(),
        };
        match files::refused(form.read(kept.expires_on))? {
            Ok((number, day)) if number == kept.number && day == kept.expires_on => {
                outcome.unchanged += 1;
            }
            Ok(_) => others.push(Other {
                row,
                batch_id: kept.batch_id,
                form,
            }),
            Err(refusals) => outcome.refuse_form(&[row], as_columns(refusals)),
        }
    }
    Ok(others)
}

/// What the form refused, at the columns that filled its fields.
fn as_columns(refusals: Vec<Refusal>) -> Vec<Refusal> {
    let as_column = |refusal: Refusal| {
        if refusal.field.as_deref() == Some("number") {
            let field = Some("new_number".to_owned());
            return Refusal { field, ..refusal };
        }
        refusal
    };
    refusals.into_iter().map(as_column).collect()
}
