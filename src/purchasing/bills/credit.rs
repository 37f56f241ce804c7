//! Enters what a supplier takes off: goods that go back, or goods that cost less after all.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::above_cost;
use super::credit_form::{CreditForm, Head, Taken};
use super::posting::{self, Credited};
use super::reason::Reason;
use super::settle::{self, By};
use super::spread;
use super::store::{self, NewCredit, NewCreditLine};
use crate::audit;
use crate::businesses;
use crate::ledger;
use crate::platform::{BusinessTx, Cx, fault};
use crate::purchasing::receiving::{self, ReceiptLine, Supplier};
use crate::staff::{self, Power};
use crate::stock::{self, Brought, Departure, Kind, Leaving, Short, Shortage, Source, Spoilt};
use crate::values::{Money, Refusal, Stop};

/// A credit, read and counted.
struct Plan {
    head: Head,
    lines: Vec<Taken>,
    /// Where goods leave from that go back.
    location_id: Option<Uuid>,
    net: Money,
    total: Money,
    /// Whether the tax was claimed back; else goods carried it.
    reclaims_tax: bool,
}

fn too_large(credit_id: Uuid) -> impl Fn() -> Stop {
    move || fault("a credit cannot be counted", &credit_id)
}

/// Enters a credit, once for its id; again changes nothing. Answers the id.
///
/// # Errors
/// Not found; refused in words at every field that will not do: more than came and did not go back
/// yet, than is on the shelf, or than goods cost whose price is better now; refused where this id stands for another credit
/// (`refused-credit-other`).
pub async fn credit(cx: &Cx, form: &CreditForm) -> Result<Uuid, Stop> {
    let mut tx = cx.begin().await?;
    let credit_id = credit_in(&mut tx, form).await?;
    tx.commit().await?;
    Ok(credit_id)
}

/// The same in a transaction that is open.
pub(super) async fn credit_in(tx: &mut BusinessTx, form: &CreditForm) -> Result<Uuid, Stop> {
    let credit_id: Uuid = form.credit_id.trim().parse().map_err(|_| Stop::NotFound)?;
    let supplier_id: Uuid = form
        .supplier_id
        .trim()
        .parse()
        .map_err(|_| Stop::NotFound)?;
    staff::allow(tx, Power::PayBills)?;
    let supplier = receiving::lock_supplier(tx, supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    let digest = form.digest();
    if let Some(there) = store::recorded_credit(tx, credit_id).await? {
        if there != digest {
            return Err(Refusal::of("refused-credit-other").into());
        }
        return Ok(credit_id);
    }
    let plan = plan(tx, form, &supplier, credit_id).await?;
    let (costs, credited) = match plan.location_id {
        Some(location_id) => give_back(tx, credit_id, &plan, location_id).await?,
        None => make_cheaper(tx, credit_id, &plan).await?,
    };
    let details = json!({
        "supplier": supplier.name, "reason": plan.head.reason.code(), "total": plan.total.minor(),
    });
    let subject = Some(credit_id);
    audit::record(tx, "supplier.credit", "supplier_credit", subject, details).await?;
    let now = tx.scope().now;
    let draft = posting::of_credit(credit_id, &credited, now, plan.location_id);
    ledger::post(tx, draft.ok_or_else(too_large(credit_id))?).await?;
    write(tx, credit_id, &digest, supplier_id, &plan, &costs).await?;
    if !form.use_now.trim().is_empty() {
        let receipts: Vec<Uuid> = plan.lines.iter().map(|one| one.line.receipt_id).collect();
        let open = store::open_bills(tx, supplier_id, &receipts).await?;
        settle::over_bills(tx, By::Credit(credit_id), plan.total, &open).await?;
    }
    Ok(credit_id)
}

/// Reads the credit against the receipt lines it names, which it locks.
async fn plan(
    tx: &mut BusinessTx,
    form: &CreditForm,
    supplier: &Supplier,
    credit_id: Uuid,
) -> Result<Plan, Stop> {
    let currency = tx.scope().currency.clone();
    let head = form.head(tx.scope().today(), &currency)?;
    if let Some(number) = &head.number
        && store::is_credit_number_used(tx, supplier.supplier_id, number).await?
    {
        return Err(Refusal::at("number", "refused-credit-number-used")
            .with("number", number)
            .with("name", &supplier.name)
            .into());
    }
    let location_id = match head.reason {
        Reason::Returned => Some(location_of(tx, form).await?),
        Reason::Price | Reason::Other => None,
    };
    let lines = store::lock_lines(tx, supplier.supplier_id, &form.named()).await?;
    let receipts: Vec<Uuid> = lines.iter().map(|line| line.receipt_id).collect();
    let billed = store::billed_for(tx, &receipts).await?;
    let lines = form.lines(head.reason, &lines, &billed, &currency)?;
    if head.reason == Reason::Price {
        let off = store::cheapened(tx, &receipts).await?;
        above_cost::refuse(&lines, &billed, &off, &currency)?;
    }
    let net = Money::sum(lines.iter().map(|one| one.net));
    let net = net.ok_or_else(too_large(credit_id))?;
    let total = net.plus(head.tax).ok_or_else(too_large(credit_id))?;
    if lines.iter().all(|one| one.dropped == one.quantity) {
        // No bill asked for any of it, nor for tax on it.
        if head.tax > Money::ZERO {
            return Err(Refusal::at("tax", "refused-credit-tax-not-billed").into());
        }
    } else if total <= Money::ZERO {
        return Err(Refusal::of("refused-credit-nothing").into());
    }
    Ok(Plan {
        head,
        lines,
        location_id,
        net,
        total,
        reclaims_tax: stock::policy(tx).await?.reclaims_tax,
    })
}

/// Where goods leave from.
async fn location_of(tx: &mut BusinessTx, form: &CreditForm) -> Result<Uuid, Stop> {
    let typed: Option<Uuid> = form.location_id.trim().parse().ok();
    let all = businesses::locations(tx).await?;
    let at = all.iter().find(|at| Some(at.location_id) == typed);
    let at = at.ok_or_else(|| Refusal::at("location_id", "refused-required"))?;
    Ok(at.location_id)
}

/// Takes goods off the shelf. Answers what each line had cost, and what the credit comes to.
async fn give_back(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    plan: &Plan,
    location_id: Uuid,
) -> Result<(Vec<Money>, Credited), Stop> {
    let departure = Departure {
        kind: Kind::SupplierReturn,
        source: Source {
            kind: "supplier_credit",
            id: credit_id,
        },
        location_id,
        shortage: Shortage::Refuse,
    };
    let leaving = leaving(tx, plan).await?;
    let left = match stock::take_out(tx, &departure, &leaving).await? {
        Ok(left) => left,
        Err(short) => return Err(not_there(plan, &short).into()),
    };
    let mut by_line: HashMap<i32, Money> = HashMap::new();
    for one in &left {
        let sum = by_line.entry(one.line_no).or_default();
        *sum = sum.plus(one.value).ok_or_else(too_large(credit_id))?;
    }
    let costs: Vec<Money> = leaving
        .iter()
        .map(|one| by_line.get(&one.line_no).copied().unwrap_or_default())
        .collect();
    for one in &plan.lines {
        store::mark_returned(tx, one).await?;
    }
    let received = Money::sum(plan.lines.iter().map(|one| one.dropped_value));
    let inventory = Money::sum(costs.iter().copied());
    let credited = Credited {
        total: plan.total,
        tax: plan.tax_back(),
        inventory: inventory.ok_or_else(too_large(credit_id))?,
        cost: Money::ZERO,
        received: received.ok_or_else(too_large(credit_id))?,
    };
    Ok((costs, credited))
}

/// What leaves: first what the very line of the receipt brought, then what else there is like it.
async fn leaving(tx: &mut BusinessTx, plan: &Plan) -> Result<Vec<Leaving>, Stop> {
    let mut leaving = Vec::with_capacity(plan.lines.len());
    for (line_no, one) in (1_i32..).zip(&plan.lines) {
        let receipt = Source {
            kind: "receipt",
            id: one.line.receipt_id,
        };
        leaving.push(Leaving {
            line_no,
            product_id: one.line.product_id,
            quantity: one.quantity,
            batch_id: one.line.batch_id,
            origin_id: stock::brought_by(tx, receipt, Kind::Receipt, one.line.line_no).await?,
            spoilt: Spoilt::Take,
        });
    }
    Ok(leaving)
}

/// What is not on the shelf, said at its line.
fn not_there(plan: &Plan, short: &[Short]) -> Vec<Refusal> {
    let refusal = |short: &Short| {
        let of_it = plan
            .lines
            .iter()
            .find(|one| one.line.product_id == short.product_id);
        let key = of_it.map(|one| one.line.key()).unwrap_or_default();
        let name = of_it.map_or("", |one| one.line.name.as_str());
        let refusal = Refusal {
            field: Some(format!("quantity-{key}")),
            ..Refusal::of("refused-credit-not-there")
        };
        refusal.with("name", name).with("left", short.left.short())
    };
    short.iter().map(refusal).collect()
}

/// Values goods that stay anew. Answers that nothing left, and what the credit comes to.
async fn make_cheaper(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    plan: &Plan,
) -> Result<(Vec<Money>, Credited), Stop> {
    let uncountable = too_large(credit_id);
    let nets: Vec<i64> = plan.lines.iter().map(|one| one.net.minor()).collect();
    // Tax that goods had carried comes off them with the rest.
    let carried = if plan.reclaims_tax {
        Money::ZERO
    } else {
        plan.head.tax
    };
    let taxes = spread::by_weight(carried, &nets).ok_or_else(&uncountable)?;
    let mut changes: Vec<(&ReceiptLine, Money)> = Vec::with_capacity(plan.lines.len());
    for (one, tax) in plan.lines.iter().zip(taxes) {
        let amount = one.net.plus(tax).and_then(Money::negated);
        changes.push((&one.line, amount.ok_or_else(&uncountable)?));
    }
    let (to_stock, to_cost) = value_anew(tx, credit_id, 1, changes).await?;
    let credited = Credited {
        total: plan.total,
        tax: plan.tax_back(),
        inventory: to_stock.negated().ok_or_else(&uncountable)?,
        cost: to_cost.negated().ok_or_else(&uncountable)?,
        received: Money::ZERO,
    };
    Ok((vec![Money::ZERO; plan.lines.len()], credited))
}

/// Lets goods that lines of receipts brought be worth so much more, or less. Answers what those carry that
/// are still there, and what those that have gone cost. `no` is the number of the first change.
pub(super) async fn value_anew(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    mut no: i32,
    mut changes: Vec<(&ReceiptLine, Money)>,
) -> Result<(Money, Money), Stop> {
    let uncountable = too_large(credit_id);
    changes.sort_by_key(|(line, _)| (line.product_id, line.location_id));
    let by = Source {
        kind: "supplier_credit",
        id: credit_id,
    };
    let (mut in_stock, mut gone) = (Money::ZERO, Money::ZERO);
    for (line, amount) in changes {
        let brought = Brought {
            source: Source {
                kind: "receipt",
                id: line.receipt_id,
            },
            kind: Kind::Receipt,
            line_no: line.line_no,
            without: line.dropped,
        };
        let (to_stock, to_cost) = stock::revalue_received(tx, by, &mut no, brought, amount).await?;
        in_stock = in_stock.plus(to_stock).ok_or_else(&uncountable)?;
        gone = gone.plus(to_cost).ok_or_else(&uncountable)?;
    }
    Ok((in_stock, gone))
}

impl Plan {
    /// Tax that is not claimed back after all.
    fn tax_back(&self) -> Money {
        if self.reclaims_tax {
            self.head.tax
        } else {
            Money::ZERO
        }
    }
}

/// Writes the credit down; one without a number gets the next of ours.
async fn write(
    tx: &mut BusinessTx,
    credit_id: Uuid,
    digest: &[u8],
    supplier_id: Uuid,
    plan: &Plan,
    costs: &[Money],
) -> Result<(), Stop> {
    let number = match &plan.head.number {
        Some(number) => number.clone(),
        None => {
            let next = ledger::next_number(tx, "supplier_credit").await?;
            format!("#{next}")
        }
    };
    let lines = plan
        .lines
        .iter()
        .zip(costs)
        .map(|(one, cost)| NewCreditLine {
            receipt_id: one.line.receipt_id,
            receipt_line_no: one.line.line_no,
            product_id: one.line.product_id,
            quantity: one.quantity,
            net: one.net,
            cost: *cost,
            dropped: one.dropped,
            dropped_value: one.dropped_value,
        });
    let new = NewCredit {
        credit_id,
        digest,
        supplier_id,
        number: &number,
        credited_on: plan.head.credited_on,
        reason: plan.head.reason.code(),
        location_id: plan.location_id,
        net: plan.net,
        tax: plan.head.tax,
        total: plan.total,
        note: &plan.head.note,
        lines: lines.collect(),
    };
    store::insert_credit(tx, &new).await
}
