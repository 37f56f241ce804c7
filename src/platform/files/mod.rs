//! Small files that people bring and take home: a form with a file in it, a table in CSV read by the
//! names of its columns, and one that goes out again; documents whose lines are rows. What the rows
//! mean is each domain's own.
//!
//! What never breaks here: a file that says that it is too large is not held, and no cell that goes
//! out is run as a formula.

mod cells;
mod coming_in;
mod document;
mod going_out;
mod outcome;
mod papers;
mod sheet;

pub use cells::{heading, record, record_with_numbers, unguarded, yes_or_no};
pub use coming_in::{TOO_LARGE, Upload, WRAPPING, answer, received, too_large, typed_beside};
pub use document::{About, Document, Open, bring_in, take_out};
pub use going_out::{as_csv, sent, stopped, visit_of};
pub use outcome::{Incoming, Outcome, refused};
pub use papers::{Cells, Paper, Sorted, Span};
pub use sheet::{Heading, Line, Row, Sheet, Table, about_file, read, too_many_rows};
