//! What suppliers were paid, and paid back, as a file, out and in: each row is a payment, as by its form.
//! A row is known by its key, or by its tender and reference, so that the same money never counts twice;
//! one that is there must say what it says already. What was undone goes out beside it; it is written on
//! its page alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::pay::{PayForm, pay_in, reference};
use super::payment::Way;
use super::refund::pay_back_in;
use super::store::open_bills;
use super::store::sheet::payments;
use crate::payments::Tender;
use crate::platform::files::{self, Cells, Heading, Incoming, Outcome, Row, Sheet, Span, record};
use crate::platform::{BusinessTx, Cx, metrics, secrets};
use crate::purchasing::named_in_file::supplier_in_file;
use crate::purchasing::receiving;
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop, typed_day};

/// The columns: one row a payment. `bills` are the numbers of those that it settles; what is beyond
/// them is ahead. `key` is its id; in a row of a payment that is not there yet, any word of one's own.
/// `kind` is `paid`, which it is where nothing stands, or `back`; `undone` and `back undone` only go out.
const COLUMNS: [&str; 8] = [
    "date",
    "supplier",
    "tender",
    "reference",
    "amount",
    "bills",
    "key",
    "kind",
];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["supplier", "tender", "amount"],
    one_of: &["reference", "key"],
    most_rows: 1000,
};

/// What divides the numbers of bills in a cell.
const BETWEEN: &str = " / ";

/// What was paid, and paid back, on these days.
pub async fn take_out(tx: &mut BusinessTx, span: &Span) -> Result<String, Stop> {
    staff::allow(tx, Power::SeePurchases)?;
    let mut file = files::heading(COLUMNS);
    for row in payments(tx, span, None).await? {
        file.push_str(&record(row.iter().map(String::as_str)));
    }
    Ok(file)
}

/// A row, and the payment that it is about.
struct Named<'a> {
    row: &'a Row,
    payment_id: Uuid,
    tender: String,
    /// As it is kept; none for cash.
    reference: Option<String>,
    way: Way,
}

/// Records the payments of a file that are not there yet, all or none.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::PayBills)?;
    let mut outcome = Outcome::of(&sheet);
    let named = named_in(&sheet, &mut outcome);
    let fresh = not_there(&mut tx, &sheet, named, &mut outcome).await?;
    let suppliers = lock_suppliers(&mut tx, &sheet, &fresh, &mut outcome).await?;
    // Looked for again: the same file may have paid them while this one waited for their suppliers.
    let fresh = not_there(&mut tx, &sheet, fresh, &mut outcome).await?;
    let mut paid = Vec::new();
    for one in &fresh {
        let Some(supplier_id) = suppliers.get(&supplier_of(&sheet, one.row)) else {
            continue;
        };
        match files::refused(write(&mut tx, &sheet, one, *supplier_id).await)? {
            Ok(Some(tender)) => {
                outcome.added += 1;
                paid.push((tender, one.way));
            }
            Ok(None) => outcome.unchanged += 1,
            Err(refusals) => outcome.refuse_form(&[one.row], refusals),
        }
    }
    outcome.bad.sort_by_key(|(line, _)| *line);
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
        for (tender, way) in paid {
            metrics::payment_recorded(tender.code(), way.code());
        }
    }
    Ok(outcome)
}

/// Those of payments that are not there yet; those that are there are counted or refused.
async fn not_there<'a>(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    named: Vec<Named<'a>>,
    outcome: &mut Outcome,
) -> Result<Vec<Named<'a>>, Stop> {
    let ids: Vec<Uuid> = named.iter().map(|one| one.payment_id).collect();
    let references = named.iter().filter_map(|one| one.reference.clone());
    let references: Vec<String> = references.collect();
    let there = payments(tx, &Span::default(), Some((&ids, &references))).await?;
    let currency = tx.scope().currency.clone();
    let mut fresh = Vec::new();
    for one in named {
        match one.found_in(&there) {
            None if matches!(one.kind(sheet).as_str(), "" | "paid" | "back") => fresh.push(one),
            None => outcome.refuse(one.row, Refusal::at("kind", "refused-pay-kind")),
            Some(kept) if one.says(sheet, kept, &currency) => outcome.unchanged += 1,
            // What is written in its place needs another id than its reference gives.
            Some(kept) if is_undone(kept) => {
                outcome.refuse(one.row, Refusal::at("key", "refused-pay-was-undone"));
            }
            Some(_) => {
                // By the word that the row has for it: the key of one that came by a file is of our making.
                let said = |column: &str| sheet.cell(one.row, column).filter(|it| !it.is_empty());
                let named = said("key").or_else(|| said("reference"));
                let refusal = Refusal::at("key", "refused-paper-other");
                outcome.refuse(one.row, refusal.with("number", named.unwrap_or_default()));
            }
        }
    }
    Ok(fresh)
}

/// The rows, each with the payment that it is about. Money that nothing tells apart from other money
/// is refused, and so is a key that stands in the file twice.
fn named_in<'a>(sheet: &'a Sheet, outcome: &mut Outcome) -> Vec<Named<'a>> {
    let mut lines: HashMap<Uuid, u64> = HashMap::new();
    let mut all = Vec::new();
    for row in &sheet.rows {
        let cell = |column: &str| sheet.cell(row, column).unwrap_or_default();
        let (key, tender) = (cell("key"), cell("tender").to_lowercase());
        // One that will not do is told when it is written.
        let reference = reference_of(&tender, cell("reference"));
        let payment_id = match (&reference, key) {
            (None, "") => {
                outcome.refuse(row, Refusal::at("key", "refused-pay-key"));
                continue;
            }
            (Some(reference), "") => id_of(&format!("{tender} {reference}")),
            (_, key) => key.parse::<Uuid>().unwrap_or_else(|_| id_of(key)),
        };
        let first = *lines.entry(payment_id).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("key", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        let way = match bare_kind(&cell("kind").to_lowercase()) {
            "back" => Way::Back,
            _ => Way::Paid,
        };
        all.push(Named {
            row,
            payment_id,
            tender,
            reference,
            way,
        });
    }
    all
}

/// The reference of a row as a payment keeps it; as it was typed where a payment would not take it.
fn reference_of(tender: &str, typed: &str) -> Option<String> {
    let known = Tender::parse(tender).unwrap_or(Tender::Cash);
    let kept = reference(known, typed).unwrap_or_else(|_| Some(typed.to_owned()));
    kept.filter(|kept| !kept.is_empty())
}

/// The id that a word of one's own always stands for.
fn id_of(key: &str) -> Uuid {
    secrets::id_of(format!("paid to a supplier: {}", key.to_lowercase()).as_bytes())
}

/// Whether what is kept was undone.
fn is_undone(kept: &[String]) -> bool {
    kept.get(7).is_some_and(|kind| kind.ends_with("undone"))
}

/// What became of a payment stands behind its kind: it is the same money.
fn bare_kind(kind: &str) -> &str {
    match kind {
        "" | "undone" => "paid",
        "back undone" => "back",
        kind => kind,
    }
}

impl Named<'_> {
    /// What kind of money its row is about, in small letters; may be empty.
    fn kind(&self, sheet: &Sheet) -> String {
        let typed = sheet.cell(self.row, "kind").unwrap_or_default();
        typed.to_lowercase()
    }

    /// The payment among those that are there: the one of its id, else of its reference. A reference of
    /// what is undone stands for nothing any more.
    fn found_in<'a>(&self, there: &'a [Cells]) -> Option<&'a Cells> {
        let id = self.payment_id.to_string();
        let by_reference = |cells: &&Cells| {
            self.reference.is_some()
                && !is_undone(cells)
                && cells.get(2) == Some(&self.tender)
                && cells.get(3) == self.reference.as_ref()
        };
        let by_id = there.iter().find(|cells| cells.get(6) == Some(&id));
        by_id.or_else(|| there.iter().find(by_reference))
    }

    /// Whether a row says what is kept. It may leave out the day and the bills; money that was ahead
    /// may have settled more of them since.
    fn says(&self, sheet: &Sheet, kept: &[String], currency: &str) -> bool {
        let cell = |column: &str| sheet.cell(self.row, column).unwrap_or_default();
        let [date, supplier, tender, reference, amount, bills, _, kind] = kept else {
            return false;
        };
        let day = typed_day(cell("date")).map(|day| day.to_string());
        let typed = Money::parse(cell("amount"), currency).ok();
        let settled: Vec<&str> = bills_in(bills).collect();
        (cell("date").is_empty() || day.as_ref() == Some(date))
            && supplier_of(sheet, self.row) == supplier.to_lowercase()
            && self.tender == *tender
            && self.reference.as_deref().unwrap_or_default() == reference
            && typed.is_some_and(|typed| typed.bare(currency) == *amount)
            && bare_kind(&self.kind(sheet)) == bare_kind(kind)
            && (cell("bills") == bills || bills_in(cell("bills")).all(|no| settled.contains(&no)))
    }
}

/// The numbers of bills in a cell.
fn bills_in(cell: &str) -> impl Iterator<Item = &str> {
    let numbers = cell.split(BETWEEN).map(str::trim);
    numbers.filter(|number| !number.is_empty())
}

/// The supplier that a row names, in small letters.
fn supplier_of(sheet: &Sheet, row: &Row) -> String {
    sheet
        .cell(row, "supplier")
        .unwrap_or_default()
        .to_lowercase()
}

/// The suppliers of these rows by their names, locked in the order of their ids before anything is
/// written: whoever pays one of them alone locks her first. Who is not there is refused.
async fn lock_suppliers(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    fresh: &[Named<'_>],
    outcome: &mut Outcome,
) -> Result<BTreeMap<String, Uuid>, Stop> {
    let mut known: BTreeMap<String, Uuid> = BTreeMap::new();
    for one in fresh {
        let name = supplier_of(sheet, one.row);
        if known.contains_key(&name) {
            continue;
        }
        if name.is_empty() {
            outcome.refuse(one.row, Refusal::at("supplier", "refused-required"));
            continue;
        }
        let supplier_id = supplier_in_file(tx, sheet, &[one.row], outcome).await?;
        // Who is none was refused already.
        if let Ok(supplier_id) = supplier_id.parse::<Uuid>() {
            known.insert(name, supplier_id);
        }
    }
    let ids: BTreeSet<Uuid> = known.values().copied().collect();
    for supplier_id in ids {
        receiving::lock_supplier(tx, supplier_id).await?;
    }
    Ok(known)
}

/// Records the payment of a row: over the bills that it names, of which it pays no more than is owed,
/// or over the oldest first; money that came back, out of what is with the supplier. Answers its tender;
/// none where it is recorded already.
async fn write(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    one: &Named<'_>,
    supplier_id: Uuid,
) -> Result<Option<Tender>, Stop> {
    let cell = |column: &str| sheet.cell(one.row, column).unwrap_or_default().to_owned();
    let mut form = PayForm {
        payment_id: one.payment_id.to_string(),
        supplier_id: supplier_id.to_string(),
        tender: one.tender.clone(),
        amount: cell("amount"),
        receipt: cell("reference"),
        paid_on: cell("date"),
        ..PayForm::default()
    };
    let bills = cell("bills");
    if one.way == Way::Back {
        if !bills.is_empty() {
            return Err(Refusal::at("bills", "refused-back-no-bill").into());
        }
    } else if !bills.is_empty() {
        let currency = tx.scope().currency.clone();
        let open = open_bills(tx, supplier_id, &[]).await?;
        let is_one = open.iter().any(|bill| bill.number == bills);
        let numbers: Vec<&str> = if is_one {
            vec![&bills]
        } else {
            bills_in(&bills).collect()
        };
        let mut owed = Money::ZERO;
        for number in numbers {
            let bill = open.iter().find(|bill| bill.number == number);
            let none = || Refusal::at("bills", "refused-pay-no-bill").with("number", number);
            let bill = bill.ok_or_else(none)?;
            let ticked = form
                .take
                .insert(format!("b{}", bill.id.simple()), "on".to_owned());
            if ticked.is_none() {
                owed = owed.plus(bill.rest).unwrap_or(owed);
            }
        }
        if Money::parse(&form.amount, &currency).is_ok_and(|amount| amount > owed) {
            let refusal = Refusal::at("amount", "refused-pay-more");
            return Err(refusal.with("owed", owed.named(&currency)).into());
        }
    }
    let paid = match one.way {
        Way::Paid => pay_in(tx, &form).await,
        Way::Back => pay_back_in(tx, &form).await,
    };
    paid.map_err(|stop| match stop {
        Stop::Refused(refusals) => Stop::Refused(refusals.into_iter().map(as_column).collect()),
        stop => stop,
    })
}

/// What the form refused, at the column that filled the field.
fn as_column(refusal: Refusal) -> Refusal {
    let field = match refusal.field.as_deref() {
        Some("receipt") => Some("reference".to_owned()),
        Some("paid_on") => Some("date".to_owned()),
        _ => refusal.field.clone(),
    };
    Refusal { field, ..refusal }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_ones_own_always_stands_for_the_same_payment() {
        assert_eq!(id_of("PV-12"), id_of("pv-12"));
        assert_ne!(id_of("PV-12"), id_of("PV-13"));
        assert_eq!(reference_of("cash", "x"), None);
        let code = reference_of("mpesa", " sgl31ha2uv ");
        assert_eq!(code.as_deref(), Some("SGL31HA2UV"));
        assert_eq!(bills_in("INV/7 / 8").collect::<Vec<_>>(), ["INV/7", "8"]);
    }
}
