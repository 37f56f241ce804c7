//! A file of documents: on its way out, and on its way in. The rows without a number make one, by the
//! verb of its form; those of one that is still open change it, by the same verb; all others must say
//! what they say already.

use std::future::ready;
use std::ops::ControlFlow;

use uuid::Uuid;

use super::outcome::{Incoming, Outcome, refused};
use super::papers::{Cells, NUMBER, Paper, Sorted, Span, plain};
use super::sheet::{Row, Sheet, read};
use crate::platform::{BusinessTx, Cx};
use crate::values::{Refusal, Stop};

/// The document that rows are about.
#[derive(Debug)]
pub struct About<'a> {
    /// Its id.
    pub id: Uuid,
    /// The revision that it has; 0 where it is new.
    pub revision: i32,
    /// Its rows as they go out; none where it is new.
    kept: Vec<&'a Cells>,
}

impl<'a> About<'a> {
    /// What the rows say of the document in a column; where that is nothing, what stands.
    pub fn said(&self, paper: &Paper, sheet: &Sheet, rows: &[&Row], column: &str) -> String {
        let typed = rows.first().and_then(|row| sheet.cell(row, column));
        let typed = typed.filter(|cell| !cell.is_empty());
        let stands = || paper.cell_of(self.kept.first()?, column);
        typed.or_else(stands).unwrap_or_default().to_owned()
    }

    /// What a row says of its line in a column; where the file does not have that column, what stands.
    pub fn said_of_line(&self, paper: &Paper, sheet: &Sheet, row: &Row, column: &str) -> String {
        let stands = || self.stands(paper, sheet, row, column);
        let typed = sheet.cell(row, column);
        typed.or_else(stands).unwrap_or_default().to_owned()
    }

    /// What stands in a column of the line that a row is about; none where it is a new one, or where the
    /// file lacks what would tell it from another.
    pub fn stands(&self, paper: &Paper, sheet: &Sheet, row: &Row, column: &str) -> Option<&'a str> {
        let is_it = |cells: &&'a Cells| {
            paper.key.iter().all(|key| {
                let said = sheet.cell(row, key);
                let kept = paper.cell_of(cells, key).unwrap_or_default();
                said.is_none_or(|said| plain(said) == plain(kept))
            })
        };
        let mut own = self.kept.iter().copied().filter(is_it);
        match (own.next(), own.next()) {
            (Some(line), None) => paper.cell_of(line, column),
            _ => None,
        }
    }
}

/// One that may still be changed, locked: its id and its revision.
pub type Open = (Uuid, i32);

/// A kind of document that goes out as a file, and that a file makes one of at most.
pub trait Document {
    /// What its file looks like.
    const PAPER: Paper;
    /// The form that its rows fill in.
    type Form: Send + Sync;

    /// Whether whoever acts may see them all.
    ///
    /// # Errors
    /// Forbidden.
    fn may_see(tx: &BusinessTx) -> Result<(), Stop>;

    /// Whether whoever acts may make one.
    ///
    /// # Errors
    /// Forbidden.
    fn may(tx: &BusinessTx) -> Result<(), Stop>;

    /// Those of a span, as they go out.
    fn in_span(
        tx: &mut BusinessTx,
        span: &Span,
    ) -> impl Future<Output = Result<Vec<Cells>, Stop>> + Send;

    /// Those that a file names, as they would go out.
    fn kept(
        tx: &mut BusinessTx,
        sheet: &Sheet,
    ) -> impl Future<Output = Result<Vec<Cells>, Stop>> + Send {
        let span = Span::named_in(sheet);
        async move { Self::in_span(tx, &span).await }
    }

    /// The rows of one that is to be made, and of those that are other; what is wrong with the rest is said
    /// in the outcome.
    fn sort_out<'a>(sheet: &'a Sheet, kept: &[Cells], outcome: &mut Outcome) -> Sorted<'a> {
        Self::PAPER.sort_out(sheet, kept, outcome)
    }

    /// Whether one of this id is made.
    fn is_made(tx: &mut BusinessTx, id: Uuid) -> impl Future<Output = Result<bool, Stop>> + Send;

    /// The one of that number, locked, if it may still be changed.
    fn open(
        _tx: &mut BusinessTx,
        _number: i64,
    ) -> impl Future<Output = Result<Option<Open>, Stop>> + Send {
        ready(Ok(None))
    }

    /// The form that these rows fill in, its rows called by their places (`l1`). What they name and is
    /// not there is said in the outcome.
    fn form_of(
        tx: &mut BusinessTx,
        about: &About<'_>,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> impl Future<Output = Result<Self::Form, Stop>> + Send;

    /// Makes it, once for its id, or changes it.
    fn make(
        tx: &mut BusinessTx,
        form: &Self::Form,
    ) -> impl Future<Output = Result<(), Stop>> + Send;
}

/// The documents of a span as a file.
///
/// # Errors
/// Forbidden to whoever may not see them all.
pub async fn take_out<D: Document>(tx: &mut BusinessTx, span: &Span) -> Result<String, Stop> {
    D::may_see(tx)?;
    Ok(D::PAPER.written(&D::in_span(tx, span).await?))
}

/// Makes the document of a file's rows that are of none yet, once for each id, and changes those that are
/// open still; all or nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in<D: Document>(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = read(&incoming.file, &D::PAPER.heading)?;
    let mut tx = cx.begin().await?;
    D::may(&tx)?;
    let mut outcome = Outcome::of(&sheet);
    let kept = D::kept(&mut tx, &sheet).await?;
    let Sorted { fresh, others } = D::sort_out(&sheet, &kept, &mut outcome);
    let way = change::<D>(&mut tx, &sheet, &others, &mut outcome).await?;
    if way.is_continue() && !fresh.is_empty() {
        let about = About {
            id: incoming.document_id,
            revision: 0,
            kept: Vec::new(),
        };
        let was_made = D::is_made(&mut tx, about.id).await?;
        let way = write::<D>(&mut tx, &about, &sheet, &fresh, &mut outcome).await?;
        match (way.is_continue() && outcome.bad.is_empty(), was_made) {
            (true, true) => outcome.unchanged += 1,
            (true, false) => outcome.added += 1,
            (false, _) => {}
        }
    }
    outcome.bad.sort_by_key(|(line, _)| *line);
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// Changes those that may still be changed; any other is refused.
async fn change<D: Document>(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    others: &[(i64, Vec<&Row>)],
    outcome: &mut Outcome,
) -> Result<ControlFlow<()>, Stop> {
    let mut open = Vec::with_capacity(others.len());
    for (number, rows) in others {
        if let Some(it) = D::open(tx, *number).await? {
            open.push((*number, rows, it));
        } else {
            let refusal = Refusal::at(NUMBER, "refused-paper-other");
            outcome.refuse_document(rows, refusal, number);
        }
    }
    if open.is_empty() {
        return Ok(ControlFlow::Continue(()));
    }
    // As they are now that nobody else changes them.
    let kept = D::kept(tx, sheet).await?;
    for (number, rows, (id, revision)) in open {
        let named = number.to_string();
        let own = kept.iter().filter(|cells| cells.first() == Some(&named));
        let about = About {
            id,
            revision,
            kept: own.collect(),
        };
        if write::<D>(tx, &about, sheet, rows, outcome)
            .await?
            .is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
        if outcome.bad.is_empty() {
            // Other words for what stands, such as no pack where it goes by its unit, change nothing.
            match D::open(tx, number).await? {
                Some((_, now)) if now == revision => outcome.unchanged += 1,
                _ => outcome.changed += 1,
            }
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Writes what these rows say, unless something is wrong with the file. Where the verb refuses it,
/// nothing more may be written: PostgreSQL may have said no.
async fn write<D: Document>(
    tx: &mut BusinessTx,
    about: &About<'_>,
    sheet: &Sheet,
    rows: &[&Row],
    outcome: &mut Outcome,
) -> Result<ControlFlow<()>, Stop> {
    let form = D::form_of(tx, about, sheet, rows, outcome).await?;
    if !outcome.bad.is_empty() {
        return Ok(ControlFlow::Continue(()));
    }
    if let Err(refusals) = refused(D::make(tx, &form).await)? {
        outcome.refuse_form(rows, refusals);
        return Ok(ControlFlow::Break(()));
    }
    Ok(ControlFlow::Continue(()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Heading;
    use super::*;

    const PAPER: Paper = Paper {
        heading: Heading {
            known: &["number", "note", "sku", "batch", "quantity"],
            required: &["sku"],
            one_of: &[],
            most_rows: 10,
        },
        head: &["note"],
        line: &["sku", "batch", "quantity"],
        key: &["sku", "batch"],
        reckoned: &[],
        most: 10,
    };

    #[test]
    fn what_a_file_has_no_column_for_stays() {
        let line = |sku: &str, batch: &str| {
            let cells = ["7", "Gate 2", sku, batch, "1.5"];
            cells.map(str::to_owned).to_vec()
        };
        let kept = [
            line("RICE", "B-1"),
            line("RICE", "B-2"),
            line("UNGA", "B-3"),
        ];
        let about = About {
            id: Uuid::nil(),
            revision: 1,
            kept: kept.iter().collect(),
        };
        let said = |file: &str, column: &str| -> Vec<String> {
            let sheet = read(file.as_bytes(), &PAPER.heading).unwrap();
            let rows = sheet.rows.iter();
            let said = rows.map(|row| about.said_of_line(&PAPER, &sheet, row, column));
            said.collect()
        };
        // Of two batches nobody can tell which, and of what is new nothing stands.
        let bare = "number,sku,quantity\n7,unga,4\n7,RICE,1\n7,SALT,1\n";
        assert_eq!(said(bare, "batch"), ["B-3", "", ""]);
        assert_eq!(said(bare, "quantity"), ["4", "1", "1"]);
        let with = "number,sku,batch\n7,UNGA,\n7,RICE,B-2\n";
        assert_eq!(said(with, "batch"), ["", "B-2"]);
        assert_eq!(said(with, "quantity"), ["", "1.5"]);
        let sheet = read(with.as_bytes(), &PAPER.heading).unwrap();
        let rows: Vec<&Row> = sheet.rows.iter().collect();
        assert_eq!(about.said(&PAPER, &sheet, &rows, "note"), "Gate 2");
    }
}
