//! A file on its way in, and what became of it: how much is new, and which rows were refused. Pure.

use std::fmt::Display;

use chrono::NaiveDate;
use uuid::Uuid;

use super::coming_in::Upload;
use super::sheet::{Row, Sheet};
use crate::platform::secrets;
use crate::values::{Refusal, Stop};

/// The most reasons that are told at once.
const MOST_TOLD: usize = 60;

/// A file that comes in by the page of its kind.
pub struct Incoming {
    /// What is in it.
    pub file: Vec<u8>,
    /// The id of what the file makes.
    pub document_id: Uuid,
    /// Whether it is only tried.
    pub dry_run: bool,
}

impl Incoming {
    /// Out of the form of the page of a kind of file, on a day of the business. What the file makes has
    /// its id from what is in it: who gets no answer, and sends it again by whatever page, makes it once.
    /// Another day may need the same again.
    ///
    /// # Errors
    /// Refused where no file was chosen.
    pub fn of(upload: Upload, kind: &str, day: NaiveDate) -> Result<Incoming, Refusal> {
        if upload.file.is_empty() {
            return Err(Refusal::at("file", "refused-import-missing"));
        }
        let about = format!("{kind} {day} ");
        Ok(Incoming {
            document_id: secrets::id_of(&[about.as_bytes(), &upload.file].concat()),
            dry_run: !upload.field("dry_run").is_empty(),
            file: upload.file,
        })
    }
}

/// What a file did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is new: documents, or rows of a list.
    pub added: usize,
    /// What is other now.
    pub changed: usize,
    /// What was like that already.
    pub unchanged: usize,
    /// Lines that were refused. Where there is one, nothing was changed.
    pub bad: Vec<(u64, Vec<Refusal>)>,
}

impl Outcome {
    /// Of a file of which nothing is known yet but the lines that have too many or too few cells.
    pub fn of(sheet: &Sheet) -> Outcome {
        let told = |(line, refusal): &(u64, Refusal)| (*line, vec![refusal.clone()]);
        Outcome {
            bad: sheet.broken.iter().map(told).collect(),
            ..Outcome::default()
        }
    }

    /// Says what is wrong with a row.
    pub fn refuse(&mut self, row: &Row, refusal: Refusal) {
        self.bad.push((row.line, vec![refusal]));
    }

    /// Says of the first of these rows what is wrong with the document of that number.
    pub fn refuse_document(&mut self, rows: &[&Row], refusal: Refusal, number: impl Display) {
        if let Some(first) = rows.first() {
            self.refuse(first, refusal.with("number", number));
        }
    }

    /// Counts what became of a row: whether it was of something new, and whether writing it changed anything.
    ///
    /// # Errors
    /// Whatever stopped it but a refusal, which is told of its row.
    pub fn count(
        &mut self,
        row: &Row,
        is_new: bool,
        written: Result<bool, Stop>,
    ) -> Result<(), Stop> {
        match refused(written)? {
            Ok(true) if is_new => self.added += 1,
            Ok(true) => self.changed += 1,
            Ok(false) => self.unchanged += 1,
            Err(refusals) => self.refuse_form(&[row], refusals),
        }
        Ok(())
    }

    /// Says what a form refused that these rows had filled in: `quantity-l3` is about the third.
    pub fn refuse_form(&mut self, rows: &[&Row], refusals: Vec<Refusal>) {
        for refusal in refusals {
            let field = refusal.field.clone().unwrap_or_default();
            let (column, key) = field.rsplit_once('-').unwrap_or((field.as_str(), ""));
            let place: Option<usize> = key.get(1..).and_then(|place| place.parse().ok());
            let row = place.and_then(|place| rows.get(place.checked_sub(1)?));
            let Some(row) = row.or(rows.first()) else {
                continue;
            };
            let refusal = Refusal {
                field: Some(column_of(column).to_owned()),
                ..refusal
            };
            self.bad.push((row.line, vec![refusal]));
        }
    }

    /// Whether the file may be written: nothing is wrong with it, and it says something new.
    pub fn may_be_written(&self) -> bool {
        self.bad.is_empty() && self.added + self.changed > 0
    }

    /// What was refused, for a page: `row-3` is the third line, `of` names the column.
    pub fn told(mut self) -> Vec<Refusal> {
        self.bad.sort_by_key(|(line, _)| *line);
        let more = self.bad.len().saturating_sub(MOST_TOLD);
        let mut told = Vec::new();
        for (line, refusals) in self.bad.into_iter().take(MOST_TOLD) {
            for refusal in refusals {
                let column = refusal.field.clone().unwrap_or_default();
                told.push(Refusal {
                    field: Some(format!("row-{line}")),
                    ..refusal.with("of", column)
                });
            }
        }
        if more > 0 {
            told.push(Refusal::of("refused-sheet-more").with("count", more));
        }
        told
    }
}

/// What the column is called whose text stood in a field of a form.
fn column_of(field: &str) -> &str {
    match field {
        "what" | "code" => "sku",
        "location_id" => "location",
        "supplier_id" => "supplier",
        "lines" => "variant",
        "scale_code" => "number",
        "paper_total" => "total",
        other => other,
    }
}

/// What a form refused, as the reasons that a file tells; anything else stops it.
///
/// # Errors
/// Whatever is no refusal.
pub fn refused<T>(done: Result<T, Stop>) -> Result<Result<T, Vec<Refusal>>, Stop> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(Stop::Refused(refusals)) => Ok(Err(refusals)),
        Err(stop) => Err(stop),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::{Heading, read};
    use super::*;

    const HEADING: Heading = Heading {
        known: &["number", "to", "sku", "quantity"],
        required: &["to", "sku", "quantity"],
        one_of: &[],
        most_rows: 10,
    };

    #[test]
    fn what_a_form_refuses_is_told_by_rows() {
        let file = "number,to,sku,quantity\n,Branch,RICE,1\n,,UNGA,x\n";
        let sheet = read(file.as_bytes(), &HEADING).unwrap();
        let rows: Vec<&Row> = sheet.rows.iter().collect();
        let mut outcome = Outcome::default();
        let at = |field: &str| Refusal::at(field, "refused-required");
        outcome.refuse_form(&rows, vec![at("what-l2"), at("location_id"), at("to")]);
        let told = outcome.told();
        let told: Vec<_> = told
            .iter()
            .map(|one| (one.field.clone().unwrap(), one.args[0].1.clone()))
            .collect();
        let expected = [("row-2", "location"), ("row-2", "to"), ("row-3", "sku")];
        assert_eq!(told, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
}
