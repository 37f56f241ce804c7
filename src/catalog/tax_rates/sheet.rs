//! Tax rates as a file, out and in: one row for each class and the day from which a rate holds. A rate
//! that has begun stays what it is; a day that is not there yet is a rate to come.

use std::collections::HashMap;

use serde_json::json;

use super::keep_rate::{RateForm, add_rate_in, letter_of};
use super::store::{self, DatedRate};
use crate::audit;
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Rate, Refusal, Stop, typed_day};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 4] = ["class", "letter", "valid_from", "percent"];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["class", "valid_from", "percent"],
    one_of: &[],
    most_rows: 1000,
};

/// Every rate of every class in use.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepSettings)?;
    let mut file = files::heading(COLUMNS);
    for rate in store::all(tx).await? {
        let (from, percent) = (rate.valid_from.to_string(), rate.rate.bare());
        file.push_str(&record([rate.code.as_str(), &rate.letter, &from, &percent]));
    }
    Ok(file)
}

/// Brings rates and letters in, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let mut outcome = Outcome::of(&sheet);
    let kept = store::all(&mut tx).await?;
    let mut lines: HashMap<(String, String), u64> = HashMap::new();
    for row in &sheet.rows {
        let cell = |column| sheet.cell(row, column).unwrap_or_default().to_lowercase();
        let key = (cell("class"), cell("valid_from"));
        let first = *lines.entry(key).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("valid_from", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        match files::refused(write(&mut tx, &sheet, row, &kept).await)? {
            Ok(Did::Added) => outcome.added += 1,
            Ok(Did::Changed) => outcome.changed += 1,
            Ok(Did::Nothing) => outcome.unchanged += 1,
            Err(refusals) => outcome.refuse_form(&[row], refusals),
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        let counts = json!({ "added": outcome.added, "changed": outcome.changed });
        audit::record(&mut tx, "tax.import", "import", None, counts).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

/// What a row did.
enum Did {
    Added,
    Changed,
    Nothing,
}

async fn write(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    row: &Row,
    kept: &[DatedRate],
) -> Result<Did, Stop> {
    let cell = |column: &str| sheet.cell(row, column).unwrap_or_default();
    let code = cell("class").to_lowercase();
    let class = kept.iter().find(|kept| kept.code == code);
    let class = class.ok_or_else(|| Refusal::at("class", "refused-sheet-tax-class"))?;
    let letter = write_letter(tx, class, cell("letter")).await?;
    let (rate, day) = (Rate::parse(cell("percent")), typed_day(cell("valid_from")));
    let there = kept
        .iter()
        .any(|kept| kept.code == code && Some(kept.rate) == rate && Some(kept.valid_from) == day);
    if there {
        return Ok(letter);
    }
    let form = RateForm {
        tax_class_id: class.tax_class_id.to_string(),
        percent: cell("percent").to_owned(),
        valid_from: cell("valid_from").to_owned(),
    };
    // A day that has another rate is told as that, though it may be long past.
    if let Some(other) = kept
        .iter()
        .find(|kept| kept.code == code && Some(kept.valid_from) == day)
    {
        let refusal = Refusal::at("valid_from", "refused-tax-day-taken");
        return Err(refusal.with("rate", other.rate.shown()).into());
    }
    add_rate_in(tx, &form).await?;
    Ok(Did::Added)
}

/// Gives a class the letter that a row says, if it says one.
async fn write_letter(tx: &mut BusinessTx, class: &DatedRate, typed: &str) -> Result<Did, Stop> {
    if typed.is_empty() {
        return Ok(Did::Nothing);
    }
    let letter = letter_of(typed);
    let letter = letter.ok_or_else(|| Refusal::at("letter", "refused-tax-letter"))?;
    if letter == class.letter {
        return Ok(Did::Nothing);
    }
    let is_new = store::set_letter(tx, &class.code, &letter).await?;
    Ok(if is_new { Did::Changed } else { Did::Nothing })
}
