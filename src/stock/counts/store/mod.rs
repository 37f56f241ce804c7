//! The SQL of stock takes. A take is locked before levels; counters share its lock, whoever closes it
//! has it alone.

mod closing;
mod files;
mod goods;
mod lines;
mod takes;

use crate::platform::fault;
use crate::values::{Stop, Unit};

pub(super) use closing::{
    ToClose, UncountedRow, Valued, end, insert_zeros, to_close, uncounted, valued,
};
pub(super) use files::{
    Coded, Recorded, Theirs, by_barcode, by_sku, in_other_takes, insert_counts, keep_lines,
    of_others_among, recorded_all,
};
pub(super) use goods::{
    Ask, Listed, Progress, Which, book_now, by_code, find_goods, listed, packs, progress, search,
    whole,
};
pub(super) use lines::{
    Mine, NewCount, forget, in_other_take, insert_count, keep_line, last_at, line, made_of, mine,
    recorded,
};
pub(super) use takes::{
    NewTake, categories, find, insert, location, lock, lock_for_counting, overlapping, page, total,
};

/// The unit that a product's row says.
fn unit_of(code: &str) -> Result<Unit, Stop> {
    Unit::parse(code).ok_or_else(|| fault("a product has an unknown unit", &code))
}
