//! Receives goods: brings them in, writes the receipt, tells the order, and posts their value.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::form::ReceiveForm;
use super::read::{self, Known, Wanted};
use super::store::{self, NewLine, NewReceipt};
use super::{Supplier, posting};
use crate::audit;
use crate::businesses;
use crate::ledger;
use crate::platform::{BusinessTx, Cx, fault};
use crate::purchasing;
use crate::staff::{self, Power, one_line};
use crate::stock::find_product::{Found, find_products};
use crate::stock::{self, Arrival, Arriving, Kind, Source};
use crate::values::{Money, Quantity, Refusal, Stop};

/// A receipt that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub receipt_id: Uuid,
    /// Its number.
    pub number: i64,
}

/// Where goods come to, from whom, and for which order; all of it locked.
struct Place {
    supplier: Supplier,
    location_id: Uuid,
    ordered: Option<Ordered>,
}

/// The order that goods come for.
struct Ordered {
    purchase_id: Uuid,
    lines: Vec<read::OrderedLine>,
}

/// A batch with the last day that it may be sold on.
type Batch = (Option<Uuid>, Option<NaiveDate>);

/// Receives goods, once for each receipt id; again answers what stands.
///
/// # Errors
/// Not found; refused in words at every field that will not do; refused where this id stands for
/// another receipt (`refused-receipt-other`), or where the order takes no goods.
pub async fn receive(cx: &Cx, form: &ReceiveForm) -> Result<Received, Stop> {
    let mut tx = cx.begin().await?;
    let received = receive_in(&mut tx, form).await?;
    tx.commit().await?;
    Ok(received)
}

/// The same in a transaction that is open.
pub(super) async fn receive_in(tx: &mut BusinessTx, form: &ReceiveForm) -> Result<Received, Stop> {
    let receipt_id: Uuid = form.receipt_id.trim().parse().map_err(|_| Stop::NotFound)?;
    staff::allow(tx, Power::Buy)?;
    let place = lock(tx, form).await?;
    let digest = form.digest();
    if let Some(there) = store::recorded(tx, receipt_id).await? {
        if there.digest != digest {
            return Err(Refusal::of("refused-receipt-other").into());
        }
        return Ok(Received {
            receipt_id,
            number: there.number,
        });
    }
    let place = place.open(tx, form).await?;
    let (delivery_note, note) = words(form)?;
    let wanted = wanted(tx, form, &place).await?;
    let products: Vec<Uuid> = wanted.iter().map(|line| line.product_id).collect();
    // Before their batches, which are put right under the same locks.
    stock::lock_all(tx, place.location_id, &products).await?;
    let batches = batches(tx, &wanted, place.supplier.supplier_id).await?;
    let number = bring(tx, receipt_id, &place, &wanted, &batches).await?;
    let new = NewReceipt {
        receipt_id,
        number,
        digest: &digest,
        supplier_id: place.supplier.supplier_id,
        purchase_id: place.ordered.as_ref().map(|ordered| ordered.purchase_id),
        location_id: place.location_id,
        delivery_note: &delivery_note,
        note: &note,
        lines: new_lines(&wanted, &batches),
    };
    store::insert(tx, &new).await?;
    Ok(Received { receipt_id, number })
}

/// What was locked, before it is known whether the receipt stands already.
enum Locked {
    Order(store::OrderHead, Supplier),
    Supplier(Supplier),
}

/// Locks the order first, then the supplier.
async fn lock(tx: &mut BusinessTx, form: &ReceiveForm) -> Result<Locked, Stop> {
    if form.purchase_id.trim().is_empty() {
        let supplier_id: Uuid = form
            .supplier_id
            .trim()
            .parse()
            .map_err(|_| Stop::NotFound)?;
        let supplier = store::lock_supplier(tx, supplier_id).await?;
        return Ok(Locked::Supplier(supplier.ok_or(Stop::NotFound)?));
    }
    let purchase_id: Uuid = form
        .purchase_id
        .trim()
        .parse()
        .map_err(|_| Stop::NotFound)?;
    let head = store::lock_order(tx, purchase_id).await?;
    let head = head.ok_or(Stop::NotFound)?;
    let supplier = store::lock_supplier(tx, head.supplier_id).await?;
    Ok(Locked::Order(head, supplier.ok_or(Stop::NotFound)?))
}

impl Locked {
    /// Where the goods go, if they may come.
    async fn open(self, tx: &mut BusinessTx, form: &ReceiveForm) -> Result<Place, Stop> {
        match self {
            Locked::Order(head, supplier) => {
                if !head.takes_goods() {
                    return Err(Refusal::of("refused-receive-state").into());
                }
                let lines = store::ordered_lines(tx, head.purchase_id).await?;
                Ok(Place {
                    supplier,
                    location_id: head.location_id,
                    ordered: Some(Ordered {
                        purchase_id: head.purchase_id,
                        lines,
                    }),
                })
            }
            Locked::Supplier(supplier) => {
                if supplier.is_retired {
                    let refusal = Refusal::of("refused-receive-supplier-retired");
                    return Err(refusal.with("name", supplier.name).into());
                }
                let all = businesses::locations(tx).await?;
                let typed: Option<Uuid> = form.location_id.trim().parse().ok();
                let at = all.iter().find(|at| Some(at.location_id) == typed);
                let at = at.ok_or_else(|| Refusal::at("location_id", "refused-required"))?;
                Ok(Place {
                    supplier,
                    location_id: at.location_id,
                    ordered: None,
                })
            }
        }
    }
}

/// The number on the paper, and the note.
fn words(form: &ReceiveForm) -> Result<(String, String), Stop> {
    let delivery_note = one_line(&form.delivery_note);
    let note = one_line(&form.note);
    let mut refusals = Vec::new();
    if delivery_note.chars().count() > 60 {
        refusals.push(Refusal::at("delivery_note", "refused-too-long").with("most", 60));
    }
    if note.chars().count() > 300 {
        refusals.push(Refusal::at("note", "refused-too-long").with("most", 300));
    }
    staff::unless_refused(refusals)?;
    Ok((delivery_note, note))
}

/// The lines that came, read against what is known now.
async fn wanted(
    tx: &mut BusinessTx,
    form: &ReceiveForm,
    place: &Place,
) -> Result<Vec<Wanted>, Stop> {
    let terms = read::codes(form);
    let found = find_products(tx, &terms).await?;
    let codes: HashMap<String, Result<Found, Refusal>> = terms.into_iter().zip(found).collect();
    let mut ids = read::named(form);
    ids.extend(codes.values().flatten().map(|found| found.product_id));
    let ordered = place
        .ordered
        .as_ref()
        .map(|ordered| ordered.lines.as_slice());
    ids.extend(
        ordered
            .unwrap_or_default()
            .iter()
            .map(|line| line.product_id),
    );
    ids.sort_unstable();
    ids.dedup();
    let goods = goods_of(tx, place.supplier.supplier_id, &ids).await?;
    let scope = tx.scope();
    let known = Known {
        currency: &scope.currency,
        today: scope.today(),
        ordered,
        goods: &goods,
        codes: &codes,
    };
    read::lines(form, &known).map_err(Stop::from)
}

/// Products with what they should cost: by the supplier's list, else what they cost last.
pub(super) async fn goods_of(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, read::Goods>, Stop> {
    let mut goods = store::goods(tx, supplier_id, ids).await?;
    let unlisted: Vec<Uuid> = goods
        .values()
        .filter(|one| one.expected.is_none())
        .map(|one| one.product_id)
        .collect();
    let known = purchasing::store::goods(tx, &unlisted).await?;
    for (product_id, other) in known {
        let cost = other.cost.filter(|cost| *cost > Money::ZERO);
        if let (Some(one), Some(amount)) = (goods.get_mut(&product_id), cost) {
            one.expected = Some(read::Expected {
                amount,
                per: Quantity::ONE,
            });
        }
    }
    Ok(goods)
}

/// The batch of each line. They are made in one order, whatever the form's: two receipts at the same
/// instant never wait for each other.
async fn batches(
    tx: &mut BusinessTx,
    wanted: &[Wanted],
    supplier_id: Uuid,
) -> Result<Vec<Batch>, Stop> {
    let mut batches: Vec<Batch> = wanted.iter().map(|line| (None, line.expires_on)).collect();
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|place| (wanted[*place].product_id, wanted[*place].batch.clone()));
    let mut refusals = Vec::new();
    for place in order {
        let line = &wanted[place];
        if line.batch.is_empty() {
            continue;
        }
        let supplier = Some(supplier_id);
        let made = stock::batch(tx, line.product_id, &line.batch, line.expires_on, supplier);
        match made.await {
            Ok(batch_id) => batches[place].0 = Some(batch_id),
            Err(Stop::Refused(why)) => refusals.extend(why.into_iter().map(|r| on_line(line, r))),
            Err(stop) => return Err(stop),
        }
    }
    staff::unless_refused(refusals)?;
    // A batch that was there already keeps its own last day.
    let ids: Vec<Uuid> = batches.iter().filter_map(|(id, _)| *id).collect();
    let days = store::expiries(tx, &ids).await?;
    let today = tx.scope().today();
    let mut refusals = Vec::new();
    for (batch, line) in batches.iter_mut().zip(wanted) {
        let Some(day) = batch.0.and_then(|id| days.get(&id).copied()).flatten() else {
            continue;
        };
        batch.1 = Some(day);
        if day < today {
            let refusal = Refusal::at("expires_on", "refused-batch-expired");
            refusals.push(on_line(line, refusal.with("date", day)));
        }
    }
    staff::unless_refused(refusals)?;
    Ok(batches)
}

/// A refusal of a batch, at the field of its line.
fn on_line(line: &Wanted, refusal: Refusal) -> Refusal {
    let what = match refusal.field.as_deref() {
        Some("expires_on") => "expires",
        _ => "batch",
    };
    Refusal {
        field: Some(format!("{what}-{}", line.key)),
        ..refusal
    }
}

/// Line numbers of a document, from one.
fn numbers() -> impl Iterator<Item = i32> {
    1..
}

/// Tells the order, brings the goods in and posts them; the receipt's number. The journal's counter
/// is taken before the receipts' own, as it is where goods that were sold before are covered.
async fn bring(
    tx: &mut BusinessTx,
    receipt_id: Uuid,
    place: &Place,
    wanted: &[Wanted],
    batches: &[Batch],
) -> Result<i64, Stop> {
    if let Some(ordered) = &place.ordered {
        store::raise_received(tx, ordered.purchase_id, wanted).await?;
        purchasing::orders::note_received(tx, ordered.purchase_id).await?;
    }
    let lines: Vec<Arriving> = numbers()
        .zip(wanted.iter().zip(batches))
        .map(|(line_no, (line, batch))| Arriving {
            line_no,
            product_id: line.product_id,
            quantity: line.quantity,
            value: line.value,
            batch_id: batch.0,
            expires_on: batch.1,
            received_at: None,
            origin_id: None,
        })
        .collect();
    let arrival = Arrival {
        kind: Kind::Receipt,
        source: Source {
            kind: "receipt",
            id: receipt_id,
        },
        location_id: place.location_id,
    };
    let value = stock::bring_in(tx, &arrival, &lines).await?;
    let details = json!({
        "supplier": place.supplier.name, "lines": wanted.len(), "value": value.minor(),
    });
    audit::record(tx, "receipt.receive", "receipt", Some(receipt_id), details).await?;
    let now = tx.scope().now;
    let draft = posting::of_receipt(receipt_id, value, now, place.location_id);
    let draft = draft.ok_or_else(|| fault("a receipt cannot be counted", &receipt_id))?;
    ledger::post(tx, draft).await?;
    ledger::next_number(tx, "receipt").await
}

fn new_lines<'a>(wanted: &'a [Wanted], batches: &[Batch]) -> Vec<NewLine<'a>> {
    numbers()
        .zip(wanted.iter().zip(batches))
        .map(|(line_no, (line, batch))| NewLine {
            line_no,
            line,
            batch_id: batch.0,
        })
        .collect()
}
