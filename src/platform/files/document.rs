//! A file of documents: on its way out, and on its way in, where those that are there must say what
//! they say already, and the rows that are left make one, by the verb of its form.

use super::outcome::{Incoming, Outcome, refused};
use super::papers::{Cells, Paper, Span};
use super::sheet::{Row, Sheet, read};
use crate::platform::{BusinessTx, Cx};
use crate::values::Stop;

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

    /// The rows of one that is to be made; what is wrong with the others is said in the outcome.
    fn sort_out<'a>(sheet: &'a Sheet, kept: &[Cells], outcome: &mut Outcome) -> Vec<&'a Row> {
        Self::PAPER.sort_out(sheet, kept, outcome)
    }

    /// The form that these rows fill in, its rows called by their places (`l1`). What they name and is
    /// not there is said in the outcome.
    fn form_of(
        tx: &mut BusinessTx,
        incoming: &Incoming,
        sheet: &Sheet,
        rows: &[&Row],
        outcome: &mut Outcome,
    ) -> impl Future<Output = Result<Self::Form, Stop>> + Send;

    /// Makes it, once for its id.
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

/// Makes the document of a file's rows that are of none yet; once for each id.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in<D: Document>(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = read(&incoming.file, &D::PAPER.heading)?;
    let mut tx = cx.begin().await?;
    D::may(&tx)?;
    let mut outcome = Outcome::of(&sheet);
    let kept = D::kept(&mut tx, &sheet).await?;
    let fresh = D::sort_out(&sheet, &kept, &mut outcome);
    if !fresh.is_empty() {
        let form = D::form_of(&mut tx, incoming, &sheet, &fresh, &mut outcome).await?;
        if outcome.bad.is_empty() {
            match refused(D::make(&mut tx, &form).await)? {
                Ok(()) => outcome.added += 1,
                Err(refusals) => outcome.refuse_form(&fresh, refusals),
            }
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
    }
    Ok(outcome)
}
