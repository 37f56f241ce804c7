//! Customers as a file, out and in, by their phone numbers: who is not there is written down, whose
//! name or limit is another is changed. What they owe goes out and is never brought in. Whoever has no number
//! goes neither way.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::add::LONGEST_NAME;
use super::{Customer, store};
use crate::audit;
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record_with_numbers};
use crate::platform::{BusinessTx, Cx};
use crate::sales::account::set_limit_in;
use crate::staff::{self, Power, one_line};
use crate::values::{Money, Phone, Refusal, Stop};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 4] = ["phone", "name", "limit", "owed"];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["phone"],
    one_of: &[],
    most_rows: 10_000,
};

/// Every customer who has a number.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::Refund)?;
    let all = store::all(tx).await?;
    let currency = &tx.scope().currency;
    let mut file = files::heading(COLUMNS);
    for one in &all {
        let (limit, owed) = (one.account.limit, one.account.owed);
        let (limit, owed) = (limit.bare(currency), owed.bare(currency));
        let phone = one.phone.as_ref().map_or("", Phone::e164);
        // Who has paid ahead owes less than nothing, and sums must know.
        let cells: [&str; 4] = [phone, &one.name, &limit, &owed];
        file.push_str(&record_with_numbers(cells));
    }
    Ok(file)
}

/// What a row says of somebody.
struct Wanted<'a> {
    row: &'a Row,
    phone: Phone,
    /// Empty: as she is called already.
    name: String,
    /// None: as it is.
    limit: Option<Money>,
}

/// Brings customers in, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::Refund)?;
    let mut outcome = Outcome::of(&sheet);
    let mut wanted = read(&tx, &sheet, &mut outcome);
    // In one order, whatever the file's: two files at once never wait for each other.
    wanted.sort_by(|one, other| one.phone.e164().cmp(other.phone.e164()));
    let all = store::all(&mut tx).await?;
    let known: HashMap<&str, &Customer> = all
        .iter()
        .filter_map(|one| Some((one.phone.as_ref()?.e164(), one)))
        .collect();
    for one in &wanted {
        let kept = known.get(one.phone.e164()).copied();
        let written = write(&mut tx, one, kept).await;
        outcome.count(one.row, kept.is_none(), written)?;
    }
    if !incoming.dry_run && outcome.may_be_written() {
        let counts = json!({ "added": outcome.added, "changed": outcome.changed });
        audit::record(&mut tx, "customer.import", "import", None, counts).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

fn read<'a>(tx: &BusinessTx, sheet: &'a Sheet, outcome: &mut Outcome) -> Vec<Wanted<'a>> {
    let scope = tx.scope();
    let mut lines: HashMap<String, u64> = HashMap::new();
    let mut wanted = Vec::new();
    for row in &sheet.rows {
        let cell = |column: &str| sheet.cell(row, column).unwrap_or_default();
        let Some(phone) = Phone::parse(cell("phone"), &scope.country) else {
            outcome.refuse(row, Refusal::at("phone", "refused-not-a-phone"));
            continue;
        };
        let first = *lines.entry(phone.e164().to_owned()).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("phone", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
        }
        let name = one_line(cell("name"));
        if name.chars().count() > LONGEST_NAME {
            let refusal = Refusal::at("name", "refused-too-long");
            outcome.refuse(row, refusal.with("most", LONGEST_NAME));
        }
        let limit = Some(cell("limit")).filter(|limit| !limit.is_empty());
        let limit = limit.map(|limit| Money::parse(limit, &scope.currency));
        if let Some(Err(_)) = limit {
            outcome.refuse(row, Refusal::at("limit", "refused-not-an-amount"));
        }
        wanted.push(Wanted {
            row,
            phone,
            name,
            limit: limit.and_then(Result::ok),
        });
    }
    wanted
}

/// Writes what a row says; whether anything is other than before.
async fn write(
    tx: &mut BusinessTx,
    wanted: &Wanted<'_>,
    kept: Option<&Customer>,
) -> Result<bool, Stop> {
    let before = kept.map_or(Money::ZERO, |kept| kept.account.limit);
    let limit = wanted.limit.filter(|limit| *limit != before);
    let is_renamed = kept.is_some_and(|kept| !wanted.name.is_empty() && kept.name != wanted.name);
    if kept.is_some() && !is_renamed && limit.is_none() {
        return Ok(false);
    }
    let customer_id: Uuid = match kept {
        Some(kept) => kept.customer_id,
        None => store::keep(tx, &wanted.phone, &wanted.name).await?.0,
    };
    if is_renamed {
        store::rename(tx, customer_id, &wanted.name).await?;
    }
    if let Some(limit) = limit {
        set_limit_in(tx, customer_id, limit).await?;
    }
    Ok(true)
}
