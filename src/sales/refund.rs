//! Takes goods of a sale back: money goes back for them, with the tax inside, and what is fit to be
//! sold goes back on the shelf at the cost it had left with.
//!
//! Locks: the lines of the sale, stock levels, shortfalls, vouchers, the customer's account, the shift, the
//! number, cost layers, the journal. Layers come late here, because goods that come in may cover what was sold
//! before it was there, and that is posted at once; nobody waits for a layer whose level is locked.

use std::collections::BTreeSet;

use serde_json::json;
use uuid::Uuid;

use super::back::{self, Back, RefundAsk, Use};
use super::rules::rules;
use super::sell::{again, seller, write};
use super::shelf::source;
use super::store::{self, Went};
use super::taken::{Oddity, Recorded, Taken, Told};
use super::tenders::{most_rounding, on_account, payments_of};
use super::{Sale, SaleKind, SaleLine, SalePayment, posting, shifts, vouchers};
use crate::audit;
use crate::ledger;
use crate::payments::{self, Tender};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::stock::{self, Arrival, Arriving, Kind};
use crate::values::{Money, Quantity, Refusal, Stop};

/// Takes back what is asked, once for each `refund_id`: the same asked again answers with the same
/// refund.
///
/// # Errors
/// Refuses another body under an id that is used, more than was sold less what came back before, and
/// payments that are not exactly what is given back. Another business's sale is not found, nor is a
/// shift of another till.
pub async fn refund(cx: &Cx, ask: &RefundAsk) -> Result<Sale, Stop> {
    match attempt(cx, ask).await {
        // Perhaps at commit, and then the outcome is unknown: the id knows.
        Err(Stop::Fault(id)) => {
            let mut tx = cx.begin().await?;
            let refund = again(&mut tx, ask.refund_id, &ask.digest()).await?;
            refund.ok_or(Stop::Fault(id))
        }
        outcome => outcome,
    }
}

async fn attempt(cx: &Cx, ask: &RefundAsk) -> Result<Sale, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Refund)?;
    let (digest, mut taken) = (ask.digest(), Taken::asked());
    let (refund, is_new) = take_back(&mut tx, ask, &digest, false, &mut taken).await?;
    if is_new {
        tx.commit().await?;
    }
    Ok(refund)
}

/// Records what was brought back to a till already, once for each `refund_id`, with what is odd about it.
/// The caller commits.
///
/// # Errors
/// Refuses what can never be right: what [`refund`] refuses of the goods and the money.
pub async fn record_refund(
    tx: &mut BusinessTx,
    ask: &RefundAsk,
    told: &Told,
) -> Result<Recorded, Stop> {
    staff::allow(tx, Power::Refund)?;
    let mut taken = Taken::told(tx.scope(), told, Power::Refund)?;
    let (refund, is_new) = take_back(tx, ask, &ask.digest(), false, &mut taken).await?;
    Ok(taken.recorded(refund, is_new))
}

/// Takes back, or records that it came back: the refund, and whether it is written just now.
pub(super) async fn take_back(
    tx: &mut BusinessTx,
    ask: &RefundAsk,
    digest: &[u8],
    is_void: bool,
    taken: &mut Taken,
) -> Result<(Sale, bool), Stop> {
    claim(tx, ask).await?;
    let lines = store::lock_lines(tx, ask.sale_id).await?;
    if lines.is_empty() {
        return Err(Stop::NotFound);
    }
    if let Some(refund) = again(tx, ask.refund_id, digest).await? {
        return Ok((refund, false));
    }
    let sale = store::sale(tx, ask.sale_id).await?;
    let backs = brought(ask, &lines, taken)?;
    let (mut refund, payments) = counted(tx, ask, &sale, &backs, is_void, taken).await?;
    let returned = Returned::find(tx, ask, &sale, &backs).await?;
    let uncountable = || fault("a refund cannot be counted", &ask.refund_id);
    let payments = vouchers::put_back(tx, ask.sale_id, payments, taken).await?;
    let of_account = on_account(payments.iter().map(|one| (one.tender, one.amount)));
    off_account(tx, &sale, of_account.ok_or_else(uncountable)?).await?;
    refund.shift = shifts::join(tx, ask.shift, None, taken).await?;
    taken.number(tx, &mut refund).await?;
    let rows = returned.rows(&backs).ok_or_else(uncountable)?;
    let arrival = Arrival {
        kind: Kind::SaleReturn,
        source: source(ask.refund_id),
        location_id: sale.location_id,
    };
    refund.cost = stock::bring_in(tx, &arrival, &returned.arriving).await?;
    write(tx, &refund, digest, &rows, &payments).await?;
    store::mark_returned(tx, ask.sale_id, &rows).await?;
    tell(tx, &refund, &rows).await?;
    let draft = posting::of_refund(&refund, &payments).ok_or_else(uncountable)?;
    ledger::post(tx, draft).await?;
    vouchers::take_back(tx, &refund, &payments).await?;
    Ok((refund, true))
}

/// Claims the receipt of an M-Pesa payment that a person names, before anything else is locked.
async fn claim(tx: &mut BusinessTx, ask: &RefundAsk) -> Result<(), Stop> {
    let named: Vec<SalePayment> = match &ask.pay_out {
        back::PayOut::Exactly(tenders) => payments_of(tenders)?,
        // One payment of nothing yet: only its reference is read here.
        how @ back::PayOut::By { .. } => back::pay_out(how, Money::from_minor(1), &[], "")?,
        back::PayOut::AsPaid => Vec::new(),
    };
    for one in &named {
        if let (Tender::Mpesa, Some(receipt)) = (one.tender, &one.reference) {
            payments::claim_receipt(tx, receipt).await?;
        }
    }
    Ok(())
}

/// What comes back, line by line. Everything that cannot is refused at once; of what happened already, such a
/// part of something as nobody sells is noted.
fn brought(ask: &RefundAsk, lines: &[SaleLine], taken: &mut Taken) -> Result<Vec<Back>, Stop> {
    let numbers: BTreeSet<i32> = ask.lines.iter().map(|line| line.line_no).collect();
    if numbers.len() != ask.lines.len() {
        return Err(Refusal::of("refused-unreadable").into());
    }
    let mut refusals: Vec<Refusal> = Vec::new();
    let mut uneven: Vec<Refusal> = Vec::new();
    let mut backs = Vec::with_capacity(ask.lines.len());
    for line in &ask.lines {
        let sold = lines.iter().find(|sold| sold.line_no == line.line_no);
        match Back::of(sold.ok_or(Stop::NotFound)?, line) {
            Ok(back) => {
                let odd = if taken.is_told() {
                    &mut uneven
                } else {
                    &mut refusals
                };
                odd.extend(back.uneven());
                backs.push(back);
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if ask.note.chars().count() > 300 {
        refusals.push(Refusal::at("note", "refused-too-long").with("most", 300));
    }
    if ask.lines.is_empty() {
        refusals.push(Refusal::of("refused-nothing-back"));
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    taken.odd(Oddity::Goods, uneven)?;
    Ok(backs)
}

/// The payments by which it goes back, and what they come to: `all`, or what was paid back already. That may
/// have been rounded otherwise: a till does not know of what came back elsewhere meanwhile.
fn paid_back(
    ask: &RefundAsk,
    all: Money,
    held: &[(Tender, Money)],
    currency: &str,
    rounding: Money,
    taken: &mut Taken,
) -> Result<(Money, Vec<SalePayment>), Stop> {
    let reason = match back::pay_out(&ask.pay_out, all, held, currency) {
        Ok(payments) => return Ok((all, payments)),
        Err(reason) => reason,
    };
    taken.odd(Oddity::Total, vec![reason.clone()])?;
    let most = most_rounding(rounding, ask.pay_out.tenders(held), ask.given());
    let is_near = |given: &Money| {
        let apart = given.minus(all);
        apart.is_some_and(|apart| apart <= most && apart.negated().is_some_and(|less| less <= most))
    };
    let given = ask.given().filter(is_near).ok_or(reason)?;
    let payments = back::pay_out(&ask.pay_out, given, held, currency)?;
    Ok((given, payments))
}

/// The refund and its payments, before it has a number and a cost.
async fn counted(
    tx: &mut BusinessTx,
    ask: &RefundAsk,
    sale: &Sale,
    backs: &[Back],
    is_void: bool,
    taken: &mut Taken,
) -> Result<(Sale, Vec<SalePayment>), Stop> {
    let uncountable = || fault("a refund cannot be counted", &ask.refund_id);
    let at = taken.moment(tx).await?;
    let before = store::before(tx, ask.sale_id).await?;
    let held = store::held(tx, ask.sale_id).await?;
    let unit = rules(tx).await?.rounding.unit(ask.pay_out.tenders(&held));
    let goods = Money::sum(backs.iter().map(|one| one.amount)).ok_or_else(uncountable)?;
    let tax = Money::sum(backs.iter().map(|one| one.tax)).ok_or_else(uncountable)?;
    let total = back::total_back(sale, before, goods, unit).ok_or_else(uncountable)?;
    // A tip was given for being served, and stays given: unless nothing was sold at all.
    let tip = if is_void { sale.tip } else { Money::ZERO };
    let all = total.plus(tip).ok_or_else(uncountable)?;
    let (all, payments) = paid_back(ask, all, &held, &sale.currency, unit, taken)?;
    let total = all.minus(tip).ok_or_else(uncountable)?;
    let scope = tx.scope();
    let occurred_at = at.unwrap_or(scope.now);
    let refund = Sale {
        sale_id: ask.refund_id,
        kind: SaleKind::Refund,
        series: SaleKind::Refund.series(sale.location_id),
        number: 0,
        refunds: Some(sale.sale_id),
        shift: None,
        goods,
        discount: Money::ZERO,
        on_all: Money::ZERO,
        rounding: total.minus(goods).ok_or_else(uncountable)?,
        tax,
        total,
        tip,
        cost: Money::ZERO,
        note: ask.note.trim().to_owned(),
        occurred_at,
        recorded_at: scope.now,
        business_date: scope.calendar.day_of(occurred_at),
        member_id: scope.member_id(),
        seller: seller(&scope.who),
        approved_by: None,
        is_void,
        ..sale.clone()
    };
    Ok((refund, payments))
}

/// What the customer owes is less by what goes back on account.
async fn off_account(tx: &mut BusinessTx, sale: &Sale, amount: Money) -> Result<(), Stop> {
    if amount <= Money::ZERO {
        return Ok(());
    }
    let needed = || Refusal::at("tenders", "refused-sale-customer");
    let customer_id = sale.customer_id.ok_or_else(needed)?;
    store::take_from_account(tx, customer_id, amount).await
}

/// Goods that go back on the shelf.
struct Returned {
    arriving: Vec<Arriving>,
}

impl Returned {
    /// Which goods go back, at which cost. What was sold before it was there, and is not there still,
    /// makes its shortfall less instead. The levels are locked from here on.
    async fn find(
        tx: &mut BusinessTx,
        ask: &RefundAsk,
        sale: &Sale,
        backs: &[Back],
    ) -> Result<Returned, Stop> {
        let shelved = backs.iter().filter(|one| one.restock);
        let numbers: Vec<i32> = shelved.map(|one| one.line.line_no).collect();
        if numbers.is_empty() {
            return Ok(Returned {
                arriving: Vec::new(),
            });
        }
        let went = store::went(tx, ask.sale_id, &numbers).await?;
        let products: Vec<Uuid> = went.iter().map(|one| one.product_id).collect();
        stock::lock_for_count(tx, sale.location_id, &products).await?;
        let uses = store::uses(tx, ask.sale_id).await?;
        let shelf = store::restocked(tx, ask.sale_id).await?;
        let mut arriving = Vec::new();
        for (line_no, one) in (1_i32..).zip(backs) {
            for part in went.iter().filter(|part| part.line_no == one.line.line_no) {
                let key = (part.line_no, part.product_id);
                let before = shelf.get(&key).copied().unwrap_or_default();
                let goods = Returned::part(tx, ask, one, part, before, &uses, line_no).await?;
                arriving.extend(goods);
            }
        }
        Ok(Returned { arriving })
    }

    /// One product of one line.
    async fn part(
        tx: &mut BusinessTx,
        ask: &RefundAsk,
        one: &Back,
        part: &Went,
        before: Quantity,
        uses: &[Use],
        line_no: i32,
    ) -> Result<Vec<Arriving>, Stop> {
        let uncountable = || fault("what comes back cannot be counted", &ask.refund_id);
        let units = one.units(part.quantity).ok_or_else(uncountable)?;
        if !one.restock || units <= Quantity::ZERO {
            return Ok(Vec::new());
        }
        let (sale_line, product) = (part.line_no, part.product_id);
        let sold = source(ask.sale_id);
        let short = stock::return_short(tx, sold, sale_line, product, units).await?;
        let there = units.minus(short).ok_or_else(uncountable)?;
        let own = uses
            .iter()
            .filter(|one| one.line_no == sale_line && one.product_id == product);
        back::arriving(own, line_no, before, there).ok_or_else(uncountable)
    }

    /// The refund's lines as they are written down.
    fn rows(&self, backs: &[Back]) -> Option<Vec<SaleLine>> {
        let lines = (1_i32..).zip(backs);
        lines
            .map(|(line_no, one)| {
                let own = self.arriving.iter().filter(|line| line.line_no == line_no);
                let cost = Money::sum(own.map(|line| line.value))?;
                let mut line = one.line.clone();
                line.tax.amount = one.tax;
                Some(SaleLine {
                    line_no,
                    quantity: one.quantity,
                    discount: Money::ZERO,
                    amount: one.amount,
                    cost,
                    note: String::new(),
                    returns_line_no: Some(one.line.line_no),
                    restocked: Some(one.restock),
                    returned: Quantity::ZERO,
                    returned_amount: Money::ZERO,
                    ..line
                })
            })
            .collect()
    }
}

/// Says it in the audit trail of its sale.
async fn tell(tx: &mut BusinessTx, refund: &Sale, rows: &[SaleLine]) -> Result<(), Stop> {
    let items = rows
        .iter()
        .map(|line| format!("{} × {}", line.quantity.short(), line.name));
    let items = items.collect::<Vec<_>>().join(", ");
    let details = json!({
        "refund_id": refund.sale_id, "items": items, "note": refund.note,
        "total": refund.total.short(&refund.currency),
    });
    let act = if refund.is_void {
        "sale.void"
    } else {
        "sale.refund"
    };
    audit::record(tx, act, "sale", refund.refunds, details).await
}
