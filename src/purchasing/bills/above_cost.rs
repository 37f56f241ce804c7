//! What a better price may take off at most: what the goods cost. Pure.

use std::collections::HashMap;

use uuid::Uuid;

use super::credit_form::Taken;
use super::store::Billed;
use crate::purchasing::receiving::ReceiptLine;
use crate::staff::unless_refused;
use crate::values::{Money, Refusal, Stop};

/// Refuses, at its line, each better price that would leave goods cheaper than nothing. `billed` says what
/// bills asked for lines of receipts, by receipt and number; `off` what better prices took off them before.
///
/// # Errors
/// Refused in words (`refused-credit-above-cost`).
pub(super) fn refuse(
    taken: &[Taken],
    billed: &HashMap<(Uuid, i32), Billed>,
    off: &HashMap<(Uuid, i32), Money>,
    currency: &str,
) -> Result<(), Stop> {
    let above = |one: &Taken| {
        let line = &one.line;
        let named = (line.receipt_id, line.line_no);
        let off = off.get(&named).copied().unwrap_or_default();
        let most = cost(line, billed.get(&named), off).unwrap_or_default();
        (one.net > most).then(|| {
            let refusal = Refusal {
                field: Some(format!("net-{}", line.key())),
                ..Refusal::of("refused-credit-above-cost")
            };
            let most = most.max(Money::ZERO).named(currency);
            refusal.with("name", &line.name).with("most", most)
        })
    };
    unless_refused(taken.iter().filter_map(above).collect())
}

/// What the goods of a line cost by now: what bills asked for them, and what is expected for those that no
/// bill has named, less what came off. None where it cannot be counted.
fn cost(line: &ReceiptLine, billed: Option<&Billed>, off: Money) -> Option<Money> {
    let asked = billed.map_or(Money::ZERO, |billed| billed.net);
    asked.plus(line.value_to_bill())?.minus(off)
}
