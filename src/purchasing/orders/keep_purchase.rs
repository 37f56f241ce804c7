//! Writes an order: makes the draft, and changes it while it is one.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use super::form::PurchaseForm;
use super::purchase::{Line, Purchase};
use super::read::{self, Known, Named, NewLine};
use super::store::{self, Head};
use crate::audit;
use crate::businesses;
use crate::ledger;
use crate::platform::files::refused;
use crate::platform::{BusinessTx, Cx, fault};
use crate::purchasing::store::goods;
use crate::purchasing::suppliers;
use crate::staff::{self, Power, one_line};
use crate::stock::find_product::find_products;
use crate::values::{Money, Refusal, Stop, typed_day};

/// The most characters of a note to the supplier.
pub(super) const LONGEST_NOTE: usize = 1000;

/// What may be otherwise where her list is known: what one costs, and how many of it are in a pack.
const BY_HER_LIST: [&str; 3] = [
    "refused-po-cost-needed",
    "refused-cost-zero",
    "refused-po-whole",
];

/// An order that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub purchase_id: Uuid,
    /// Its number.
    pub number: i64,
    /// The revision that it has now.
    pub revision: i32,
}

/// Writes an order's draft. The same form twice is one act.
///
/// # Errors
/// Not found; refused in words at every field that will not do, where the order was sent already, or
/// where it was changed after the page was drawn.
pub async fn keep(cx: &Cx, form: &PurchaseForm) -> Result<Kept, Stop> {
    let mut tx = cx.begin().await?;
    let kept = keep_in(&mut tx, form).await?;
    tx.commit().await?;
    Ok(kept)
}

/// The same in a transaction that is open.
pub(super) async fn keep_in(tx: &mut BusinessTx, form: &PurchaseForm) -> Result<Kept, Stop> {
    let purchase_id: Uuid = form
        .purchase_id
        .trim()
        .parse()
        .map_err(|_| Stop::NotFound)?;
    staff::allow(tx, Power::Buy)?;
    tx.wait_for_turn(purchase_id).await?;
    let kept = store::lock(tx, purchase_id).await?;
    let shown: i32 = form.revision.trim().parse().unwrap_or(0);
    if kept.is_none() && shown != 0 {
        return Err(Stop::NotFound);
    }
    let (head, lines) = read_form(tx, purchase_id, form).await?;
    let stands = |number: i64, revision: i32| Kept {
        purchase_id,
        number,
        revision,
    };
    let new = match kept {
        Some(kept) => {
            let there = store::lines(tx, purchase_id).await?;
            if is_the_same(&head, &lines, &kept, &there) {
                return Ok(stands(kept.number, kept.revision));
            }
            if !kept.state.may_edit() {
                return Err(Refusal::of("refused-po-sent-already").into());
            }
            if kept.revision != shown {
                return Err(Refusal::of("refused-changed-meanwhile").into());
            }
            store::update(tx, &head, &lines).await?;
            stands(kept.number, kept.revision.saturating_add(1))
        }
        None => {
            let number = ledger::next_number(tx, "purchase").await?;
            store::insert(tx, number, &head, &lines).await?;
            stands(number, 1)
        }
    };
    let details = json!({
        "number": new.number, "lines": lines.len(), "total": head.total.minor(),
    });
    let subject = Some(purchase_id);
    audit::record(tx, "purchase.keep", "purchase", subject, details).await?;
    Ok(new)
}

/// What a form would be refused for, whatever it is about; nothing is written. Where no supplier is
/// named, nothing is said of what her list may say.
pub(super) async fn refusals_of(
    tx: &mut BusinessTx,
    form: &PurchaseForm,
) -> Result<Vec<Refusal>, Stop> {
    let read = read_form(tx, Uuid::nil(), form).await;
    let Err(mut refusals) = refused(read)? else {
        return Ok(Vec::new());
    };
    if form.supplier_id.trim().is_empty() {
        refusals.retain(|refusal| !BY_HER_LIST.contains(&refusal.key.as_str()));
    }
    Ok(refusals)
}

/// Whether an order is written like that already.
fn is_the_same(head: &Head, lines: &[NewLine], kept: &Purchase, there: &[Line]) -> bool {
    head.supplier_id == kept.supplier_id
        && head.location_id == kept.location_id
        && head.note == kept.note
        && head.expected_on == kept.expected_on
        && lines.len() == there.len()
        && lines.iter().zip(there).all(|(new, line)| new.is(line))
}

/// Reads the form against what is known now; every field that will not do is refused at once.
async fn read_form(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
    form: &PurchaseForm,
) -> Result<(Head, Vec<NewLine>), Stop> {
    let mut refusals = Vec::new();
    let supplier_id = supplier(tx, form, &mut refusals).await?;
    let location_id = location(tx, form, &mut refusals).await?;
    let expected_on = day(&form.expected_on, &mut refusals);
    let note = note(&form.note, &mut refusals);
    let lines = match lines(tx, supplier_id, form).await {
        Ok(lines) => lines,
        Err(Stop::Refused(refused)) => {
            refusals.extend(refused);
            Vec::new()
        }
        Err(stop) => return Err(stop),
    };
    staff::unless_refused(refusals)?;
    let total = Money::sum(lines.iter().map(|line| line.amount));
    let head = Head {
        purchase_id,
        supplier_id,
        location_id,
        note,
        expected_on,
        total: total.ok_or_else(|| fault("a purchase cannot be counted", &purchase_id))?,
    };
    Ok((head, lines))
}

/// Whom the order is for, if anything may be ordered from her.
async fn supplier(
    tx: &mut BusinessTx,
    form: &PurchaseForm,
    refusals: &mut Vec<Refusal>,
) -> Result<Uuid, Stop> {
    let typed = form.supplier_id.trim();
    if typed.is_empty() {
        refusals.push(Refusal::at("supplier_id", "refused-po-supplier"));
        return Ok(Uuid::nil());
    }
    let id: Uuid = typed.parse().map_err(|_| Stop::NotFound)?;
    let found = suppliers::find(tx, id).await?.ok_or(Stop::NotFound)?;
    if found.is_retired {
        let refusal = Refusal::at("supplier_id", "refused-po-supplier-retired");
        refusals.push(refusal.with("name", found.name));
    }
    Ok(id)
}

/// Where it is to be brought.
async fn location(
    tx: &mut BusinessTx,
    form: &PurchaseForm,
    refusals: &mut Vec<Refusal>,
) -> Result<Uuid, Stop> {
    let typed: Option<Uuid> = form.location_id.trim().parse().ok();
    let all = businesses::locations(tx).await?;
    let there = all.iter().find(|at| Some(at.location_id) == typed);
    if there.is_none() {
        refusals.push(Refusal::at("location_id", "refused-required"));
    }
    Ok(there.map(|at| at.location_id).unwrap_or_default())
}

fn day(typed: &str, refusals: &mut Vec<Refusal>) -> Option<NaiveDate> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let day = typed_day(typed);
    if day.is_none() {
        refusals.push(Refusal::at("expected_on", "refused-not-a-day"));
    }
    day
}

fn note(typed: &str, refusals: &mut Vec<Refusal>) -> String {
    let lines: Vec<String> = typed.lines().map(one_line).collect();
    let note = lines.join("\n").trim().to_owned();
    if note.chars().count() > LONGEST_NOTE {
        refusals.push(Refusal::at("note", "refused-too-long").with("most", LONGEST_NOTE));
    }
    note
}

/// The lines of the form, with prices of this supplier.
async fn lines(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    form: &PurchaseForm,
) -> Result<Vec<NewLine>, Stop> {
    let terms = read::terms(form);
    let found = find_products(tx, &terms).await?;
    let mut ids = read::products(form);
    let mut named = HashMap::new();
    for (term, found) in terms.into_iter().zip(found) {
        let meant = found.map(|found| Named {
            product_id: found.product_id,
            pack: found.pack,
        });
        if let Ok(meant) = &meant {
            ids.push(meant.product_id);
        }
        named.insert(term, meant);
    }
    let goods = goods(tx, &ids).await?;
    let offers = suppliers::offers_for(tx, supplier_id, &ids).await?;
    let known = Known {
        currency: &tx.scope().currency,
        goods: &goods,
        named: &named,
        offers: &offers,
    };
    read::lines(form, &known).map_err(Stop::from)
}
