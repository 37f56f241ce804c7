//! Categories as a file, out and in, by their names: one that is not there is made, one that says
//! something else is changed. What is closed stays closed, and none is closed by a file.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::category::Category;
use super::keep_category::CategoryForm;
use super::product_form::line;
use super::store;
use crate::audit;
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 4] = ["name", "slug", "picture", "position"];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["name"],
    one_of: &[],
    most_rows: 1000,
};

/// The open categories, in the owner's order.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepProducts)?;
    let mut file = files::heading(COLUMNS);
    for category in open(tx).await? {
        let position = category.position.to_string();
        let (name, slug) = (&category.name, &category.slug);
        file.push_str(&record([name.as_str(), slug, &category.picture, &position]));
    }
    Ok(file)
}

async fn open(tx: &mut BusinessTx) -> Result<Vec<Category>, Stop> {
    let mut all = store::all_categories(tx).await?;
    all.retain(|category| !category.retired);
    Ok(all)
}

/// Brings categories in, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    store::lock_for_import(&mut tx).await?;
    let mut outcome = Outcome::of(&sheet);
    let kept = open(&mut tx).await?;
    let kept: HashMap<String, Category> = kept
        .into_iter()
        .map(|category| (category.name.to_lowercase(), category))
        .collect();
    let mut last = kept.values().map(|category| category.position).max();
    let mut lines: HashMap<String, u64> = HashMap::new();
    for row in &sheet.rows {
        let name = line(sheet.cell(row, "name").unwrap_or_default()).to_lowercase();
        let there = kept.get(&name);
        let first = *lines.entry(name).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("name", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        let category = match form_of(&sheet, row, there).parse(last.unwrap_or(0)) {
            Ok(category) => category,
            Err(refusals) => {
                outcome.refuse_form(&[row], refusals);
                continue;
            }
        };
        last = last.max(Some(category.position));
        if there.is_some_and(|there| is_the_same(there, &category)) {
            outcome.unchanged += 1;
            continue;
        }
        if let Err(refusals) = files::refused(store::keep_category(&mut tx, &category).await)? {
            // PostgreSQL said no: this transaction does nothing more.
            outcome.refuse_form(&[row], refusals);
            break;
        }
        match there {
            Some(_) => outcome.changed += 1,
            None => outcome.added += 1,
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        let counts = json!({ "added": outcome.added, "changed": outcome.changed });
        audit::record(&mut tx, "category.import", "import", None, counts).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

fn is_the_same(there: &Category, category: &Category) -> bool {
    there.name == category.name
        && there.slug == category.slug
        && there.picture == category.picture
        && there.position == category.position
}

/// The form that a row fills in; where it says nothing, what stands there already.
fn form_of(sheet: &Sheet, row: &Row, there: Option<&Category>) -> CategoryForm {
    let mut form = there.map(CategoryForm::of).unwrap_or_default();
    if there.is_none() {
        form.category_id = Uuid::now_v7().to_string();
    }
    let fields = [
        ("name", &mut form.name),
        ("slug", &mut form.slug),
        ("picture", &mut form.picture),
        ("position", &mut form.position),
    ];
    for (column, field) in fields {
        if let Some(cell) = sheet.cell(row, column).filter(|cell| !cell.is_empty()) {
            cell.clone_into(field);
        }
    }
    form
}
