//! Enters a supplier's bill: takes over what its receipts expected, lets goods carry what it asks
//! beyond that, and posts what is owed.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::bill_form::{Asked, BillForm, Head, Landed};
use super::posting::{self, Billed};
use super::spread;
use super::store::{self, NewBill, NewBillLine};
use crate::audit;
use crate::catalog;
use crate::ledger;
use crate::platform::{BusinessTx, Cx, fault};
use crate::purchasing::receiving::{self, ReceiptLine, Supplier};
use crate::staff::{self, Power};
use crate::stock::{self, Brought, Kind, Source};
use crate::values::{Money, Quantity, Refusal, Stop};

/// A bill, read and counted.
struct Plan {
    head: Head,
    goods: Vec<Asked>,
    landed: Vec<Landed>,
    /// The lines of the receipts that freight is spread over.
    over: HashMap<Uuid, Vec<ReceiptLine>>,
    net: Money,
    tax: Money,
    total: Money,
    /// Whether the tax is claimed back; else goods carry it.
    reclaims_tax: bool,
}

/// What a line changes about the value of goods that came.
struct Change<'a> {
    /// Which line of the bill, from nought.
    place: usize,
    line: &'a ReceiptLine,
    amount: Money,
    /// What of the line the amount is not about.
    without: Quantity,
}

fn too_large(bill_id: Uuid) -> impl Fn() -> Stop {
    move || fault("a bill cannot be counted", &bill_id)
}

/// Enters a bill, once for its id; again changes nothing. Answers the id.
///
/// # Errors
/// Not found; refused in words at every field that will not do; refused where this id stands for
/// another bill (`refused-bill-other`), or the supplier's number for another paper.
pub async fn enter(cx: &Cx, form: &BillForm) -> Result<Uuid, Stop> {
    let mut tx = cx.begin().await?;
    let bill_id = enter_in(&mut tx, form).await?;
    tx.commit().await?;
    Ok(bill_id)
}

/// The same in a transaction that is open.
pub(super) async fn enter_in(tx: &mut BusinessTx, form: &BillForm) -> Result<Uuid, Stop> {
    let bill_id: Uuid = form.bill_id.trim().parse().map_err(|_| Stop::NotFound)?;
    let supplier_id: Uuid = form
        .supplier_id
        .trim()
        .parse()
        .map_err(|_| Stop::NotFound)?;
    staff::allow(tx, Power::PayBills)?;
    let supplier = receiving::lock_supplier(tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let digest = form.digest();
    if let Some(there) = store::recorded_bill(tx, bill_id).await? {
        if there != digest {
            return Err(Refusal::of("refused-bill-other").into());
        }
        return Ok(bill_id);
    }
    let plan = plan(tx, form, &supplier, bill_id).await?;
    write(tx, bill_id, &digest, &supplier, &plan).await?;
    Ok(bill_id)
}

/// Reads the bill against the receipts it names, which it locks.
async fn plan(
    tx: &mut BusinessTx,
    form: &BillForm,
    supplier: &Supplier,
    bill_id: Uuid,
) -> Result<Plan, Stop> {
    let currency = tx.scope().currency.clone();
    let head = form.head(tx.scope().today(), supplier.terms_days, &currency)?;
    if store::is_number_used(tx, supplier.supplier_id, &head.number).await? {
        return Err(Refusal::at("number", "refused-bill-number-used")
            .with("number", head.number)
            .with("name", &supplier.name)
            .into());
    }
    let lines = store::lock_lines(tx, supplier.supplier_id, &form.taken()).await?;
    let (goods, landed) = match (form.goods(&lines, &currency), form.landed(&currency)) {
        (Ok(goods), Ok(landed)) => (goods, landed),
        (goods, landed) => {
            let mut refusals = goods.err().unwrap_or_default();
            refusals.extend(landed.err().unwrap_or_default());
            return Err(refusals.into());
        }
    };
    let over = over(tx, &landed).await?;
    if goods.is_empty() && landed.is_empty() {
        return Err(Refusal::of("refused-bill-empty").into());
    }
    let reclaims_tax = stock::policy(tx).await?.reclaims_tax;
    let tax = match head.tax {
        Some(tax) => tax,
        None if reclaims_tax => tax_of(tx, &head, &goods, bill_id).await?,
        None => Money::ZERO,
    };
    let nets = goods.iter().map(|one| one.net);
    let nets = nets.chain(landed.iter().map(|one| one.net));
    let net = Money::sum(nets).ok_or_else(too_large(bill_id))?;
    let total = net.plus(tax).ok_or_else(too_large(bill_id))?;
    check_total(&head, total, &currency)?;
    Ok(Plan {
        head,
        goods,
        landed,
        over,
        net,
        tax,
        total,
        reclaims_tax,
    })
}

/// The lines of the receipts that freight is spread over.
async fn over(
    tx: &mut BusinessTx,
    landed: &[Landed],
) -> Result<HashMap<Uuid, Vec<ReceiptLine>>, Stop> {
    let mut receipts: Vec<Uuid> = landed.iter().map(|one| one.receipt_id).collect();
    receipts.sort_unstable();
    receipts.dedup();
    let mut over: HashMap<Uuid, Vec<ReceiptLine>> = HashMap::new();
    for line in receiving::lines_of(tx, &receipts).await? {
        over.entry(line.receipt_id).or_default().push(line);
    }
    if over.len() != receipts.len() {
        return Err(Refusal::of("refused-bill-over-what").into());
    }
    Ok(over)
}

/// The tax on the goods, by their classes' rates on the bill's date.
async fn tax_of(
    tx: &mut BusinessTx,
    head: &Head,
    goods: &[Asked],
    bill_id: Uuid,
) -> Result<Money, Stop> {
    let rates = catalog::tax_rates(tx, head.billed_on).await?;
    let mut all = Money::ZERO;
    for one in goods {
        let rate = rates.get(&one.line.tax_class_id);
        let rate = rate.map_or(0, |(_, rate)| i64::from(rate.basis_points()));
        let tax = one.net.share(rate, 10_000);
        let sum = tax.and_then(|tax| all.plus(tax));
        all = sum.ok_or_else(too_large(bill_id))?;
    }
    Ok(all)
}

/// A bill is over something, and over what the paper says.
fn check_total(head: &Head, total: Money, currency: &str) -> Result<(), Stop> {
    if total <= Money::ZERO {
        return Err(Refusal::of("refused-bill-nothing").into());
    }
    match head.paper_total {
        Some(paper) if paper != total => {
            let refusal = Refusal::at("paper_total", "refused-bill-total")
                .with("paper", paper.named(currency))
                .with("total", total.named(currency));
            Err(refusal.into())
        }
        _ => Ok(()),
    }
}

/// The lines as they are written, the goods' first; what they change is not counted yet.
fn lines_of(plan: &Plan) -> Option<Vec<NewBillLine>> {
    let goods = plan.goods.iter().map(|one| NewBillLine {
        kind: "goods",
        words: String::new(),
        receipt_id: one.line.receipt_id,
        receipt_line_no: Some(one.line.line_no),
        quantity: Some(one.quantity),
        net: one.net,
        tax: Money::ZERO,
        to_stock: Money::ZERO,
        to_cost: Money::ZERO,
    });
    let landed = plan.landed.iter().map(|one| NewBillLine {
        kind: "landed",
        words: one.words.clone(),
        receipt_id: one.receipt_id,
        receipt_line_no: None,
        quantity: None,
        net: one.net,
        tax: Money::ZERO,
        to_stock: Money::ZERO,
        to_cost: Money::ZERO,
    });
    let mut lines: Vec<NewBillLine> = goods.chain(landed).collect();
    if !plan.reclaims_tax {
        let nets: Vec<i64> = lines.iter().map(|line| line.net.minor()).collect();
        let taxes = spread::by_weight(plan.tax, &nets)?;
        for (line, tax) in lines.iter_mut().zip(taxes) {
            line.tax = tax;
        }
    }
    Some(lines)
}

/// What the bill asks beyond what goods were received at, in the order in which levels are locked.
fn changes<'a>(plan: &'a Plan, lines: &[NewBillLine]) -> Option<Vec<Change<'a>>> {
    let mut changes = Vec::new();
    for (place, (one, line)) in plan.goods.iter().zip(lines).enumerate() {
        let received = one.line.value_of(one.quantity)?;
        changes.push(Change {
            place,
            line: &one.line,
            amount: line.net.plus(line.tax)?.minus(received)?,
            without: one.line.dropped,
        });
    }
    for (no, line) in lines.iter().skip(plan.goods.len()).enumerate() {
        let goods = plan.over.get(&line.receipt_id)?;
        let weights: Vec<i64> = goods.iter().map(|one| one.value.minor()).collect();
        let shares = spread::by_weight(line.net.plus(line.tax)?, &weights)?;
        changes.extend(goods.iter().zip(shares).map(|(one, amount)| Change {
            place: plan.goods.len() + no,
            line: one,
            amount,
            without: Quantity::ZERO,
        }));
    }
    changes.retain(|change| !change.amount.is_zero());
    changes.sort_by_key(|change| (change.line.product_id, change.line.location_id));
    Some(changes)
}

/// Values the goods anew, and tells each line what of it they carry.
async fn revalue(
    tx: &mut BusinessTx,
    bill_id: Uuid,
    plan: &Plan,
    lines: &mut [NewBillLine],
) -> Result<(), Stop> {
    let uncountable = too_large(bill_id);
    let by = Source {
        kind: "bill",
        id: bill_id,
    };
    let mut no = 1;
    for change in changes(plan, lines).ok_or_else(&uncountable)? {
        let brought = Brought {
            source: Source {
                kind: "receipt",
                id: change.line.receipt_id,
            },
            kind: Kind::Receipt,
            line_no: change.line.line_no,
            without: change.without,
        };
        let amount = change.amount;
        let carried = stock::revalue_received(tx, by, &mut no, brought, amount).await?;
        if let Some(line) = lines.get_mut(change.place) {
            line.to_stock = line.to_stock.plus(carried.0).ok_or_else(&uncountable)?;
            line.to_cost = line.to_cost.plus(carried.1).ok_or_else(&uncountable)?;
        }
    }
    Ok(())
}

/// Values the goods anew, writes the bill and posts it.
async fn write(
    tx: &mut BusinessTx,
    bill_id: Uuid,
    digest: &[u8],
    supplier: &Supplier,
    plan: &Plan,
) -> Result<(), Stop> {
    let uncountable = too_large(bill_id);
    let mut lines = lines_of(plan).ok_or_else(&uncountable)?;
    revalue(tx, bill_id, plan, &mut lines).await?;
    let new = NewBill {
        bill_id,
        digest,
        supplier_id: supplier.supplier_id,
        number: &plan.head.number,
        billed_on: plan.head.billed_on,
        due_on: plan.head.due_on,
        net: plan.net,
        tax: plan.tax,
        total: plan.total,
        note: &plan.head.note,
        lines: &lines,
    };
    store::insert_bill(tx, &new).await?;
    let mut received = Money::ZERO;
    for one in &plan.goods {
        let value = one.line.value_of(one.quantity).ok_or_else(&uncountable)?;
        received = received.plus(value).ok_or_else(&uncountable)?;
        let (receipt, line_no) = (one.line.receipt_id, one.line.line_no);
        store::mark_billed(tx, receipt, line_no, one.quantity, value).await?;
    }
    let details = json!({
        "supplier": supplier.name, "number": plan.head.number, "total": plan.total.minor(),
    });
    audit::record(tx, "bill.enter", "bill", Some(bill_id), details).await?;
    let all = |part: fn(&NewBillLine) -> Money| Money::sum(lines.iter().map(part));
    let billed = Billed {
        received,
        tax: if plan.reclaims_tax {
            plan.tax
        } else {
            Money::ZERO
        },
        to_stock: all(|line| line.to_stock).ok_or_else(&uncountable)?,
        to_cost: all(|line| line.to_cost).ok_or_else(&uncountable)?,
        total: plan.total,
    };
    let draft = posting::of_bill(bill_id, &billed, tx.scope().now);
    ledger::post(tx, draft.ok_or_else(&uncountable)?).await?;
    Ok(())
}
