//! A file of documents: on its way out, and on its way in. The rows without a number make one, by the
//! verb of its form; those of one that is still open change it, by the same verb; all others must say
//! what they say already.

use std::future::ready;
use std::ops::ControlFlow;

use uuid::Uuid;

use super::outcome::{Incoming, Outcome, refused};
use super::papers::{Cells, NUMBER, Paper, Sorted, Span};
use super::sheet::{Row, Sheet, read};
use crate::platform::{BusinessTx, Cx};
use crate::values::{Refusal, Stop};

/// The document that rows are about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its id.
    pub id: Uuid,
    /// The revision that it has; 0 where it is new.
    pub revision: i32,
    /// A row of it as it goes out; none where it is new.
    kept: Option<&'a Cells>,
}

impl About<'_> {
    /// What the rows say of the document in a column; where that is nothing, what stands.
    pub fn said(&self, paper: &Paper, sheet: &Sheet, rows: &[&Row], column: &str) -> String {
        let typed = rows.first().and_then(|row| sheet.cell(row, column));
        let typed = typed.filter(|cell| !cell.is_empty());
        let place = || paper.heading.known.iter().position(|one| *one == column);
        let stands = || self.kept?.get(place()?).map(String::as_str);
        typed.or_else(stands).unwrap_or_default().to_owned()
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
    let way = change::<D>(&mut tx, &sheet, &others, &kept, &mut outcome).await?;
    if way.is_continue() && !fresh.is_empty() {
        let about = About {
            id: incoming.document_id,
            revision: 0,
            kept: None,
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
    kept: &[Cells],
    outcome: &mut Outcome,
) -> Result<ControlFlow<()>, Stop> {
    for (number, rows) in others {
        let Some((id, revision)) = D::open(tx, *number).await? else {
            let refusal = Refusal::at(NUMBER, "refused-paper-other");
            outcome.refuse_document(rows, refusal, number);
            continue;
        };
        let own = number.to_string();
        let about = About {
            id,
            revision,
            kept: kept.iter().find(|cells| cells.first() == Some(&own)),
        };
        if write::<D>(tx, &about, sheet, rows, outcome)
            .await?
            .is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
        if outcome.bad.is_empty() {
            outcome.changed += 1;
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
