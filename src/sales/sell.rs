//! Sells: goods leave the shelf, money comes, and revenue, tax and cost enter the books, at once.
//!
//! Locks: M-Pesa's receipts, stock levels, cost layers, vouchers, the customer's account, the shift, the
//! number, the journal. The id alone says whether a sale is there; whoever sends it again at the same instant
//! waits for the levels and finds it.
//!
//! What a till tells was sold already comes the same way: what would be refused is noted (see `taken`).

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::account::charge;
use super::approval::Consent;
use super::back::adds_up;
use super::basket::{SellAsk, field_of};
use super::fill::Basket;
use super::store::{self, Buyer, NewPayments, Place};
use super::taken::{Oddity, Recorded, Taken, Told};
use super::tenders::{AskTender, most_rounding, on_account, payments_of, payments_told};
use super::{Sale, SaleKind, SaleLine, SalePayment, posting, references, shelf, shifts, vouchers};
use crate::audit;
use crate::catalog::price_lists::RETAIL;
use crate::ledger;
use crate::payments::Tender;
use crate::platform::{BusinessTx, Cx, Who, fault};
use crate::staff::{self, Power};
use crate::stock;
use crate::values::{Money, Refusal, Stop};

/// Sells what a till asks, once for each `sale_id`: the same asked again answers with the same sale.
///
/// # Errors
/// Refuses another body under an id that is used; what may not be sold, or not at that price; what is
/// not on the shelf, naming what is left; tenders that are not exactly the total; what is beyond a
/// customer's limit, or not left on a voucher; and what the seller may not give away herself, unless somebody approves it who may.
/// A product, location or customer of another business is not found, nor is a shift of
/// another till.
pub async fn sell(cx: &Cx, ask: &SellAsk) -> Result<Sale, Stop> {
    match attempt(cx, ask).await {
        // Perhaps at commit, and then the outcome is unknown: the id knows.
        Err(Stop::Fault(id)) => {
            let mut tx = cx.begin().await?;
            let sale = again(&mut tx, ask.sale_id, &ask.digest()).await?;
            sale.ok_or(Stop::Fault(id))
        }
        outcome => outcome,
    }
}

async fn attempt(cx: &Cx, ask: &SellAsk) -> Result<Sale, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Sell)?;
    let (sale, is_new) = ring_up(&mut tx, ask, &mut Taken::asked()).await?;
    if is_new {
        tx.commit().await?;
    }
    Ok(sale)
}

/// Records what was sold at a till already, once for each `sale_id`, with what is odd about it. The caller
/// commits.
///
/// # Errors
/// Refuses what can never be right: another body under an id that is used, quantities and amounts that
/// are none, tenders that are not the total. A product or location of another business is not found; a
/// customer is left out who is not, unless she is to owe it: then she is written down.
pub async fn record_sale(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    told: &Told,
) -> Result<Recorded, Stop> {
    staff::allow(tx, Power::Sell)?;
    let mut taken = Taken::told(tx.scope(), told, Power::Sell)?;
    let (sale, is_new) = ring_up(tx, ask, &mut taken).await?;
    Ok(taken.recorded(sale, is_new))
}

/// Sells, or records that it was sold: the sale, and whether it is written just now.
async fn ring_up(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    taken: &mut Taken,
) -> Result<(Sale, bool), Stop> {
    ask.check(taken.is_told())?;
    let digest = ask.digest();
    // First of all: what was sold stays sold, whatever has become of prices and products.
    if let Some(sale) = again(tx, ask.sale_id, &digest).await? {
        return Ok((sale, false));
    }
    let occurred_at = match taken.moment(tx).await? {
        Some(at) => at,
        None => ask.happened(tx.scope().now)?,
    };
    let day = tx.scope().calendar.day_of(occurred_at);
    let (place, customer, buyer) = where_and_who(tx, ask, taken).await?;
    let rules = &place.rules;
    let mut consent = Consent::of(tx, ask, &rules.limits, taken.is_told()).await?;
    by_a_list_that_is_hers(ask, &place, &buyer, &mut consent, taken)?;
    tipped(ask, &place, taken)?;
    let ask = &by_her_list(ask, customer, &buyer);
    let tenders = ask.tenders.iter().map(|one| one.tender);
    let unit = rules.rounding.unit(tenders);
    let mut basket = Basket::fill(tx, ask, day, unit, &mut consent, taken).await?;
    let payments = paid(tx, ask, &mut basket, unit, taken).await?;
    let leaving = basket.leaving();
    let products: Vec<Uuid> = leaving.iter().map(|one| one.product_id).collect();
    stock::lock_for_count(tx, ask.location_id, &products).await?;
    if let Some(sale) = again(tx, ask.sale_id, &digest).await? {
        return Ok((sale, false));
    }
    let left = shelf::take(tx, ask, &leaving, taken, day).await?;
    let uncountable = || fault("a sale cannot be counted", &ask.sale_id);
    let lines = basket.lines(&left).ok_or_else(uncountable)?;
    let losing = losing(&lines, &mut consent, taken)?;
    let cost = Money::sum(lines.iter().map(|line| line.cost)).ok_or_else(uncountable)?;
    tell(tx, ask.sale_id, &basket, &losing, &consent).await?;
    let payments = vouchers::draw(tx, ask.customer, day, payments, taken).await?;
    let written_up = on_account(payments.iter().map(|one| (one.tender, one.amount)));
    let written_up = written_up.ok_or_else(uncountable)?;
    charge(tx, ask.customer, written_up, taken).await?;
    let mut sale = written(tx, ask, &basket, buyer, occurred_at);
    sale.location_name = place.location.unwrap_or_default();
    sale.cost = cost;
    sale.approved_by = consent.approver().cloned();
    sale.shift = shifts::join(tx, ask.shift, Some(ask.location_id), taken).await?;
    taken.number(tx, &mut sale).await?;
    // What is on no shelf has waited for no level, but for its number.
    if let Some(sale) = again(tx, ask.sale_id, &digest).await? {
        return Ok((sale, false));
    }
    write(tx, &sale, &digest, &lines, &payments).await?;
    let draft = posting::of_sale(&sale, &payments).ok_or_else(uncountable)?;
    ledger::post(tx, draft).await?;
    Ok((sale, true))
}

/// Where it is sold, and to whom, if she is known: of what happened already, whoever is not is left out,
/// unless she is to owe it.
async fn where_and_who(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    taken: &mut Taken,
) -> Result<(Place, Option<Uuid>, Buyer), Stop> {
    let place = store::place(tx, ask.location_id, &ask.price_list).await?;
    if place.location.is_none() || place.list.is_none() {
        return Err(Stop::NotFound);
    }
    if place.is_closed {
        taken.gone(Oddity::Place, Refusal::of("flag-place-closed"))?;
    }
    let Some(customer_id) = ask.customer else {
        let known = nobody(tx, ask, taken).await?;
        return Ok((place, known, Buyer::default()));
    };
    let Some(buyer) = store::buyer(tx, customer_id).await? else {
        let known = unknown(tx, ask, customer_id, taken).await?;
        return Ok((place, known, Buyer::default()));
    };
    if buyer.is_gone {
        let reason = Refusal::of("flag-customer-gone").with("name", &buyer.name);
        taken.gone(Oddity::Customer, reason)?;
    }
    Ok((place, Some(customer_id), buyer))
}

/// Who owes what is written up for nobody. What happened already stays owed: somebody is written down for it, under
/// the sale's own id, so that she is one person however often it is told.
async fn nobody(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    taken: &mut Taken,
) -> Result<Option<Uuid>, Stop> {
    if taken.is_told() && ask.tenders.iter().any(owes) {
        unknown(tx, ask, ask.sale_id, taken).await
    } else {
        Ok(None)
    }
}

fn owes(one: &AskTender) -> bool {
    one.tender == Tender::OnAccount
}

/// A customer whom nobody has written down: left out of what happened already. Where she owes some of it she
/// is written down now, and called by the number that her receipt has.
async fn unknown(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    customer_id: Uuid,
    taken: &mut Taken,
) -> Result<Option<Uuid>, Stop> {
    let name = taken.printed().filter(|_| ask.tenders.iter().any(owes));
    let Some(name) = name else {
        taken.gone(Oddity::Customer, Refusal::of("flag-customer-unknown"))?;
        return Ok(None);
    };
    store::keep_unknown(tx, customer_id, &name).await?;
    let reason = Refusal::of("flag-customer-made").with("name", name);
    taken.gone(Oddity::Customer, reason)?;
    Ok(Some(customer_id))
}

/// The document that an earlier request of this very body made.
///
/// # Errors
/// Refuses where the id stands for another one.
pub(super) async fn again(
    tx: &mut BusinessTx,
    sale_id: Uuid,
    digest: &[u8],
) -> Result<Option<Sale>, Stop> {
    match store::digest_of(tx, sale_id).await? {
        None => Ok(None),
        Some(there) if there == digest => store::sale(tx, sale_id).await.map(Some),
        Some(_) => Err(Refusal::of("refused-sale-other").into()),
    }
}

/// Anybody sells by retail prices and by the buyer's own list. Any other is for whoever may lower prices,
/// or for whom such a one approves it.
fn by_a_list_that_is_hers(
    ask: &SellAsk,
    place: &Place,
    buyer: &Buyer,
    consent: &mut Consent,
    taken: &mut Taken,
) -> Result<(), Stop> {
    let list = ask.price_list.as_str();
    let is_hers = list == RETAIL || buyer.price_list.as_deref() == Some(list);
    if is_hers || consent.passes(|hand| hand.lowers) {
        return Ok(());
    }
    let refusal = Refusal::at("price_list", "refused-sale-list");
    let name = place.list.clone().unwrap_or_default();
    taken.odd(Oddity::Price, vec![refusal.with("list", name)])
}

/// A tip is for a business that takes them.
fn tipped(ask: &SellAsk, place: &Place, taken: &mut Taken) -> Result<(), Stop> {
    if ask.tip.is_zero() || place.rules.takes_tips {
        return Ok(());
    }
    let reason = Refusal::at("tip", "refused-sale-tip");
    taken.odd(Oddity::Total, vec![reason])
}

/// The same for whoever is known, by her own list, where none was named.
fn by_her_list(ask: &SellAsk, customer: Option<Uuid>, buyer: &Buyer) -> SellAsk {
    let hers = buyer.price_list.clone();
    let hers = hers.filter(|_| ask.price_list == RETAIL);
    SellAsk {
        customer,
        price_list: hers.unwrap_or_else(|| ask.price_list.clone()),
        ..ask.clone()
    }
}

/// The payments, exactly the total and the tip; receipts of M-Pesa are claimed, because whoever hears from
/// M-Pesa locks them first. What was paid already may have been rounded otherwise, and may name a
/// reference that is used: it is paid all the same.
async fn paid(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    basket: &mut Basket,
    rounding: Money,
    taken: &mut Taken,
) -> Result<Vec<SalePayment>, Stop> {
    let mut payments = payments(ask, taken)?;
    let due = basket.totals.total.plus(ask.tip);
    let due = due.ok_or_else(|| fault("a sale cannot be counted", &ask.sale_id))?;
    if let Err(reason) = adds_up(&payments, due, &tx.scope().currency) {
        let given = Money::sum(payments.iter().map(|one| one.amount));
        let given = given.and_then(|given| given.minus(ask.tip));
        let ways = ask.tenders.iter().map(|one| one.tender);
        let most = most_rounding(rounding, ways, given);
        let totals = given.and_then(|given| basket.totals.paid_with(given, most));
        taken.odd(Oddity::Total, vec![reason.clone()])?;
        basket.totals = totals.ok_or(reason)?;
    }
    references::claim(tx, ask.sale_id, &mut payments, taken).await?;
    Ok(payments)
}

/// The payments as they were asked, or made: what cannot be of those that were made is noted.
fn payments(ask: &SellAsk, taken: &mut Taken) -> Result<Vec<SalePayment>, Stop> {
    if !taken.is_told() {
        return payments_of(&ask.tenders).map_err(Stop::from);
    }
    let (payments, odd) = payments_told(&ask.tenders)?;
    taken.odd(Oddity::Receipt, odd)?;
    Ok(payments)
}

/// The lines that are sold for less than they cost. Whoever may take goods back may do that, or approve
/// it.
fn losing(lines: &[SaleLine], consent: &mut Consent, taken: &mut Taken) -> Result<Vec<i32>, Stop> {
    let loses = |line: &&SaleLine| line.margin().is_none_or(|margin| margin < Money::ZERO);
    let losing: Vec<&SaleLine> = lines.iter().filter(loses).collect();
    let numbers = losing.iter().map(|line| line.line_no).collect();
    if losing.is_empty() || consent.passes(|hand| hand.lowers) {
        return Ok(numbers);
    }
    let refusal = |line: &&SaleLine| {
        let field = field_of(line.line_no);
        Refusal::at(&field, "refused-sale-below-cost").with("name", &line.name)
    };
    taken.odd(Oddity::BelowCost, losing.iter().map(refusal).collect())?;
    Ok(numbers)
}

/// Says in the audit trail what was sold for less than it costs, and who let it through.
async fn tell(
    tx: &mut BusinessTx,
    sale_id: Uuid,
    basket: &Basket,
    losing: &[i32],
    consent: &Consent,
) -> Result<(), Stop> {
    let subject = Some(sale_id);
    if !basket.lowered.is_empty() {
        let details = json!({ "lines": basket.lowered });
        audit::record(tx, "sale.lower_price", "sale", subject, details).await?;
    }
    if !losing.is_empty() {
        let details = json!({ "lines": losing });
        audit::record(tx, "sale.below_cost", "sale", subject, details).await?;
    }
    if let Some(by) = consent.told() {
        let details = json!({ "by": by, "discount": basket.totals.discount });
        audit::record(tx, "sale.approve", "sale", subject, details).await?;
    }
    Ok(())
}

/// The document, before it has a number and a cost.
fn written(
    tx: &BusinessTx,
    ask: &SellAsk,
    basket: &Basket,
    buyer: Buyer,
    occurred_at: DateTime<Utc>,
) -> Sale {
    let scope = tx.scope();
    let totals = &basket.totals;
    Sale {
        sale_id: ask.sale_id,
        kind: SaleKind::Sale,
        series: SaleKind::Sale.series(ask.location_id),
        number: 0,
        refunds: None,
        location_id: ask.location_id,
        location_name: String::new(),
        shift: None,
        customer_id: ask.customer,
        buyer_name: buyer.name,
        buyer_tax_pin: buyer.tax_pin,
        price_list: ask.price_list.clone(),
        currency: scope.currency.clone(),
        goods: totals.goods,
        discount: totals.discount,
        on_all: totals.on_all,
        rounding: totals.rounding,
        tax: totals.tax,
        total: totals.total,
        tip: ask.tip,
        cost: Money::ZERO,
        note: ask.note.trim().to_owned(),
        occurred_at,
        recorded_at: scope.now,
        business_date: scope.calendar.day_of(occurred_at),
        member_id: scope.member_id(),
        seller: seller(&scope.who),
        approved_by: None,
        is_void: false,
    }
}

/// The name of the member who acts.
pub(super) fn seller(who: &Who) -> Option<String> {
    match who {
        Who::Member { name, .. } => Some(name.clone()),
        _ => None,
    }
}

/// Writes a document with its lines and its money.
pub(super) async fn write(
    tx: &mut BusinessTx,
    sale: &Sale,
    digest: &[u8],
    lines: &[SaleLine],
    payments: &[SalePayment],
) -> Result<(), Stop> {
    store::insert_sale(tx, sale, digest).await?;
    store::insert_lines(tx, sale.sale_id, lines).await?;
    store::insert_payments(tx, &NewPayments { sale, payments }).await?;
    vouchers::note(tx, sale, payments).await
}
