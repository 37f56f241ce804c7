//! Takes goods off an order before it is handed over: not on the shelf, or not wanted after all.
//! What was ordered stays written; what remains is priced, taxed and rounded anew, and what was
//! paid above the new total is owed back.
//!
//! Locks as calling off does: prompts, order, levels, counters. Whoever pays, hands over or takes
//! something off at the same instant comes before or after, and finds the order as it is then.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::cancel::cancel_within;
use super::remaining::{self, Remaining};
use super::shelf::{self, Goods};
use super::store::{cancellations, changes, orders};
use super::{LineKind, Order, OrderLine, posting, release};
use crate::audit;
use crate::ledger;
use crate::payments;
use crate::platform::secrets::digest_bytes;
use crate::platform::{BusinessTx, Cx, fault};
use crate::stock;
use crate::values::{Money, Quantity, Refusal, Stop};

/// Why goods are taken off an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyOff {
    /// They are not on the shelf.
    Short,
    /// They are not fit to be sold.
    Damaged,
    /// The customer thought again.
    Customer,
    /// Something else: the note says it.
    Other,
}

impl WhyOff {
    /// Every reason, in the order that forms show.
    pub const ALL: [WhyOff; 4] = [
        WhyOff::Short,
        WhyOff::Damaged,
        WhyOff::Customer,
        WhyOff::Other,
    ];

    /// Its word in the database and in translation keys (`why-off-short`).
    pub const fn code(self) -> &'static str {
        match self {
            WhyOff::Short => "short",
            WhyOff::Damaged => "damaged",
            WhyOff::Customer => "customer",
            WhyOff::Other => "other",
        }
    }

    /// The reason of that word, or none.
    pub fn parse(code: &str) -> Option<WhyOff> {
        WhyOff::ALL.into_iter().find(|why| why.code() == code)
    }
}

/// What a packer asks: how much of some lines stays.
#[derive(Debug, Clone)]
pub struct Reduction {
    /// The act: made with its form, and the key that makes it happen once.
    pub cancellation_id: Uuid,
    /// What stays of which line, as it was typed; lines that are not named stay as they are.
    pub keep: BTreeMap<i32, String>,
    /// Why.
    pub why: WhyOff,
    /// More about it, for the customer; may be empty.
    pub note: String,
}

impl Reduction {
    /// Of all that was asked: the same id with another body is another act.
    fn digest(&self, order_id: Uuid) -> Vec<u8> {
        let note = self.note.trim();
        let body = json!([order_id, self.keep, self.why.code(), note]).to_string();
        digest_bytes(body.as_bytes())
    }

    /// What is taken off, by line number. Every field that will not do is refused.
    fn off(&self, lines: &[OrderLine]) -> Result<Vec<(i32, Quantity)>, Stop> {
        let mut refusals = Vec::new();
        let mut off = Vec::new();
        for (line_no, typed) in &self.keep {
            let named = lines.iter().find(|line| line.line_no == *line_no);
            let line = named.filter(|line| line.kind == LineKind::Goods);
            let line = line.ok_or_else(|| Refusal::of("refused-changed-meanwhile"))?;
            match stays(line, typed) {
                Ok(stays) => {
                    let quantity = line.quantity.minus(stays).unwrap_or_default();
                    if quantity > Quantity::ZERO {
                        off.push((*line_no, quantity));
                    }
                }
                Err(refusal) => refusals.push(refusal),
            }
        }
        if self.why == WhyOff::Other && self.note.trim().is_empty() {
            refusals.push(Refusal::at("off_note", "refused-reason-needed"));
        }
        if self.note.chars().count() > 300 {
            refusals.push(Refusal::at("off_note", "refused-too-long").with("most", 300));
        }
        if refusals.is_empty() && off.is_empty() {
            refusals.push(Refusal::of("refused-nothing-taken-off"));
        }
        if refusals.is_empty() {
            Ok(off)
        } else {
            Err(refusals.into())
        }
    }
}

/// What stays of a line, as it was typed: less than there is, and whole where it is counted or a kit.
fn stays(line: &OrderLine, typed: &str) -> Result<Quantity, Refusal> {
    let field = format!("keep-l{}", line.line_no);
    let refused = |key: &str| Refusal {
        field: Some(field.clone()),
        ..Refusal::of(key)
    };
    let stays = Quantity::parse(typed).ok_or_else(|| refused("refused-not-a-quantity"))?;
    if stays > line.quantity {
        return Err(refused("refused-only-less")
            .with("name", &line.name)
            .with("most", line.quantity.short()));
    }
    // A kit cannot be torn, whatever it is counted in.
    let is_fluid = line.unit.is_measured() && line.parts.is_empty();
    let is_whole = is_fluid || stays.is_in_steps_of(Quantity::ONE);
    if !is_whole && stays != line.quantity {
        return Err(refused("refused-step")
            .with("name", &line.name)
            .with("step", Quantity::ONE.short()));
    }
    Ok(stays)
}

/// Takes goods off an order that is not handed over, once for each act. Taking the last of them off
/// calls the order off. Being done already is no error.
pub async fn cancel_lines(
    cx: &Cx,
    order_id: Uuid,
    revision: i32,
    ask: &Reduction,
) -> Result<Order, Stop> {
    let mut tx = cx.begin().await?;
    // The last goods call the order off, and that locks its prompts before itself.
    payments::lock_attempts(&mut tx, order_id).await?;
    let order = orders::lock(&mut tx, order_id).await?;
    let digest = ask.digest(order_id);
    if let Some(there) = cancellations::recorded(&mut tx, ask.cancellation_id).await? {
        if there.0 == order_id && there.1 == digest {
            return Ok(order);
        }
        return Err(Refusal::of("refused-taken-off-already").into());
    }
    if order.revision != revision {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    if !order.may_cancel() {
        return Err(Refusal::of("refused-not-allowed-now").into());
    }
    let lines = orders::lines(&mut tx, order_id).await?;
    let off = ask.off(&lines)?;
    let mut goods = lines.iter().filter(|line| line.kind == LineKind::Goods);
    let takes_all = goods.all(|line| {
        let gone = off.iter().find(|(line_no, _)| *line_no == line.line_no);
        gone.map_or(Quantity::ZERO, |(_, quantity)| *quantity) == line.quantity
    });
    if takes_all {
        call_off(&mut tx, &order, ask, &digest).await?;
    } else {
        take_off(&mut tx, &order, &lines, &off, ask, &digest).await?;
    }
    let order = orders::load(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(order)
}

/// Nothing would be left: the order is called off, and what it came to stays written.
async fn call_off(
    tx: &mut BusinessTx,
    order: &Order,
    ask: &Reduction,
    digest: &[u8],
) -> Result<(), Stop> {
    let row = cancellations::NewCancellation {
        cancellation_id: ask.cancellation_id,
        order_id: order.order_id,
        digest,
        reason: ask.why.code(),
        note: ask.note.trim(),
        is_whole: true,
        rounding: Money::ZERO,
        total_before: order.total,
        total_after: order.total,
        refund: order.paid,
        tax_back: order.tax_posted,
    };
    cancellations::insert(tx, &row).await?;
    let what = format!("cancelled-{}", ask.why.code());
    let details = json!({ "note": ask.note.trim() });
    cancel_within(tx, order, &what, details).await
}

async fn take_off(
    tx: &mut BusinessTx,
    order: &Order,
    lines: &[OrderLine],
    off: &[(i32, Quantity)],
    ask: &Reduction,
    digest: &[u8],
) -> Result<(), Stop> {
    let uncountable = || fault("a cancellation cannot be counted", &ask.cancellation_id);
    let taxes = cancellations::line_taxes(tx, order.order_id).await?;
    let unit = cancellations::rounding_unit(tx).await?;
    let after = remaining::take_off(order, lines, &taxes, off, unit).ok_or_else(uncountable)?;
    let row = cancellations::NewCancellation {
        cancellation_id: ask.cancellation_id,
        order_id: order.order_id,
        digest,
        reason: ask.why.code(),
        note: ask.note.trim(),
        is_whole: false,
        rounding: after.rounding_change,
        total_before: order.total,
        total_after: after.total,
        refund: after.refund,
        tax_back: after.tax_back,
    };
    let released = after.off.iter();
    let released: Vec<Goods<'_>> = released
        .filter_map(|off| {
            let line = lines.iter().find(|line| line.line_no == off.line_no)?;
            Goods::of(line, off.released)
        })
        .collect();
    if !released.is_empty() {
        stock::let_go(tx, order.location_id, &shelf::lines(&released)?).await?;
    }
    cancellations::insert(tx, &row).await?;
    cancellations::take_off(tx, order.order_id, ask.cancellation_id, &after).await?;
    look_again(tx, order).await?;
    tell(tx, order, lines, ask, &after).await?;
    if after.moves_money() {
        let now = tx.scope().now;
        let draft = posting::of_part_cancel(order, ask.cancellation_id, &after, now);
        ledger::post(tx, draft.ok_or_else(uncountable)?).await?;
    }
    Ok(())
}

/// An order that waited for a person because its goods were gone needs nobody any more where all
/// that remains of it can be had. Nothing of such an order is held, so its levels are locked once.
async fn look_again(tx: &mut BusinessTx, order: &Order) -> Result<(), Stop> {
    if order.review.as_deref() != Some(release::STOCK_GONE) {
        return Ok(());
    }
    match release::hold_again(tx, order).await {
        Ok(()) => changes::hold_until(tx, order.order_id, None).await,
        Err(Stop::Refused(_)) => Ok(()),
        Err(stop) => Err(stop),
    }
}

/// Says it in the order's history, which the customer reads too, and in the audit trail.
async fn tell(
    tx: &mut BusinessTx,
    order: &Order,
    lines: &[OrderLine],
    ask: &Reduction,
    after: &Remaining,
) -> Result<(), Stop> {
    let name_of = |line_no: i32| {
        let line = lines.iter().find(|line| line.line_no == line_no);
        line.map_or("", |line| line.name.as_str())
    };
    let items = after
        .off
        .iter()
        .map(|line| format!("{} × {}", line.quantity.short(), name_of(line.line_no)));
    let items = items.collect::<Vec<_>>().join(", ");
    let total = after.total.short(&order.currency);
    let details = json!({ "items": items, "total": total, "note": ask.note.trim() });
    let what = format!("cut-{}", ask.why.code());
    orders::happened(tx, order.order_id, &what, details).await?;
    let refund = after.refund.short(&order.currency);
    if !after.refund.is_zero() {
        let details = json!({ "amount": refund });
        orders::happened(tx, order.order_id, "owed-back", details).await?;
    }
    let details = json!({
        "cancellation_id": ask.cancellation_id, "reason": ask.why.code(),
        "note": ask.note.trim(), "items": items, "total": total, "amount": refund,
    });
    let subject = Some(order.order_id);
    audit::record(tx, "order.cancel_lines", "order", subject, details).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::orders::LinePart;
    use crate::values::Unit;

    fn line(unit: Unit) -> OrderLine {
        OrderLine {
            line_no: 1,
            kind: LineKind::Goods,
            product_id: Some(Uuid::nil()),
            sku: String::new(),
            name: "Rice".to_owned(),
            unit,
            ordered: Quantity::from_milli(2500),
            quantity: Quantity::from_milli(2500),
            unit_price: Money::from_minor(100),
            ordered_amount: Money::from_minor(250),
            amount: Money::from_minor(250),
            held: Quantity::ZERO,
            parts: Vec::new(),
        }
    }

    #[test]
    fn what_stays_is_less_and_whole_where_it_is_counted() {
        let kg = line(Unit::Kg);
        assert_eq!(stays(&kg, "1.25").unwrap().milli(), 1250);
        assert_eq!(stays(&kg, "3").unwrap_err().key, "refused-only-less");
        assert_eq!(stays(&kg, "x").unwrap_err().key, "refused-not-a-quantity");
        let mut kit = line(Unit::Kg);
        kit.parts.push(LinePart {
            part_id: Uuid::nil(),
            sku: String::new(),
            name: String::new(),
            unit: Unit::Piece,
            quantity: Quantity::ONE,
        });
        assert_eq!(stays(&kit, "1.25").unwrap_err().key, "refused-step");
        let packets = line(Unit::Packet);
        assert_eq!(stays(&packets, "1.5").unwrap_err().key, "refused-step");
        assert_eq!(stays(&packets, "2").unwrap().milli(), 2000);
        assert_eq!(stays(&packets, "2.5").unwrap().milli(), 2500);
    }

    #[test]
    fn taking_nothing_off_is_refused() {
        let ask = Reduction {
            cancellation_id: Uuid::nil(),
            keep: BTreeMap::from([(1, "2.5".to_owned())]),
            why: WhyOff::Short,
            note: String::new(),
        };
        let refused = ask.off(&[line(Unit::Kg)]);
        assert!(matches!(refused, Err(Stop::Refused(_))), "{refused:?}");
        for why in WhyOff::ALL {
            assert_eq!(WhyOff::parse(why.code()), Some(why));
        }
    }
}
