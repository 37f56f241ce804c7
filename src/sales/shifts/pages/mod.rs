//! The pages of shifts in the back office: the list, and one shift's report.

mod list;
mod paper;
mod report;

pub use list::shifts;
pub use report::shift;

use super::Shift;
use crate::platform::BusinessTx;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::values::{Money, Stop};

/// Who runs shifts sees her own; who sees shifts sees all.
fn allow(tx: &BusinessTx) -> Result<(), Stop> {
    if staff::may(&tx.scope().who, Power::RunShift) {
        return Ok(());
    }
    staff::allow(tx, Power::SeeShifts)
}

/// Its number, as it is written: `T2-17`.
fn number(shift: &Shift) -> String {
    format!("{}-{}", shift.series, shift.number)
}

/// What a shift is called.
fn title(say: Say, shift: &Shift) -> String {
    say.with("shift-title", &[("number", &number(shift))])
}

/// What is over or short, in words.
fn difference(say: Say, variance: Money) -> String {
    let key = match variance.minor() {
        0 => "shift-even",
        1.. => "shift-over",
        _ => "shift-short",
    };
    say.t(key)
}
