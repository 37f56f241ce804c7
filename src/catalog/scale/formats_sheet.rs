//! What the prefixes of the scales' barcodes carry as a file, out and in. A prefix that the file does not
//! name stays as it is; one that carries nothing means nothing.

use std::collections::{BTreeMap, HashMap};

use super::keep::{PREFIXES, write_formats};
use super::store;
use crate::catalog::store as products;
use crate::platform::files::{self, Heading, Incoming, Outcome, record};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Carries, Refusal, Stop};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 2] = ["prefix", "carries"];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &COLUMNS,
    one_of: &[],
    most_rows: 100,
};

/// Every prefix that means something.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepProducts)?;
    let mut file = files::heading(COLUMNS);
    for (prefix, carries) in store::formats(tx).await? {
        file.push_str(&record([prefix.as_str(), carries.code()]));
    }
    Ok(file)
}

/// Brings prefixes in, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    products::lock_for_import(&mut tx).await?;
    let mut outcome = Outcome::of(&sheet);
    let kept = store::formats(&mut tx).await?;
    let mut formats: BTreeMap<String, Carries> = kept.into_iter().collect();
    let mut lines: HashMap<&str, u64> = HashMap::new();
    for row in &sheet.rows {
        let cell = |column: &str| sheet.cell(row, column).unwrap_or_default();
        let (prefix, word) = (cell("prefix"), cell("carries").to_lowercase());
        if !PREFIXES.contains(&prefix) {
            outcome.refuse(row, Refusal::at("prefix", "refused-scale-prefix"));
            continue;
        }
        let first = *lines.entry(prefix).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("prefix", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        let carries = Carries::parse(&word);
        if carries.is_none() && !word.is_empty() {
            outcome.refuse(row, Refusal::at("carries", "refused-scale-carries"));
            continue;
        }
        let before = match carries {
            Some(carries) => formats.insert(prefix.to_owned(), carries),
            None => formats.remove(prefix),
        };
        match before {
            before if before == carries => outcome.unchanged += 1,
            None => outcome.added += 1,
            Some(_) => outcome.changed += 1,
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        let formats: Vec<(String, Carries)> = formats.into_iter().collect();
        write_formats(&mut tx, &formats).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}
