//! Who buys by which list as a file, out and in, by phone number. An empty list is retail. Names and
//! limits of customers who are there already are the customers' own file's to change.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::customers::NAME;
use super::store::{self, OnList};
use crate::audit;
use crate::catalog::product_form::line;
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::values::{Phone, Refusal, Stop};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 3] = ["phone", "name", "list"];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["phone", "list"],
    one_of: &[],
    most_rows: 10_000,
};

/// Everybody who buys by an open list.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepProducts)?;
    let mut file = files::heading(COLUMNS);
    let all = store::on_lists(tx).await?;
    for one in all.iter().filter(|one| !one.is_closed) {
        file.push_str(&record([one.phone.e164(), &one.name, &one.list_name]));
    }
    Ok(file)
}

/// What a row says of somebody.
struct Wanted<'a> {
    row: &'a Row,
    phone: Phone,
    name: String,
    /// The word of a list; none: retail.
    list: Option<String>,
}

/// Puts customers on lists and takes them off, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let mut outcome = Outcome::of(&sheet);
    let lists = lists_named(&mut tx, &sheet).await?;
    let mut wanted = read(&tx, &sheet, &lists, &mut outcome);
    // In one order, whatever the file's: two files at once never wait for each other.
    wanted.sort_by(|one, other| one.phone.e164().cmp(other.phone.e164()));
    let all = store::on_lists(&mut tx).await?;
    let known: HashMap<&str, &OnList> = all.iter().map(|one| (one.phone.e164(), one)).collect();
    for one in &wanted {
        let kept = known.get(one.phone.e164()).copied();
        let written = write(&mut tx, one, kept).await;
        outcome.count(one.row, kept.is_none(), written)?;
    }
    if !incoming.dry_run && outcome.may_be_written() {
        let counts = json!({ "added": outcome.added, "changed": outcome.changed });
        audit::record(&mut tx, "price_list.import", "import", None, counts).await?;
        tx.commit().await?;
    }
    Ok(outcome)
}

/// What a row calls its list.
fn list_in(sheet: &Sheet, row: &Row) -> String {
    line(sheet.cell(row, "list").unwrap_or_default())
}

/// The words of the open lists that rows name, by their names in small letters. They are locked, so
/// that none is closed meanwhile.
async fn lists_named(tx: &mut BusinessTx, sheet: &Sheet) -> Result<HashMap<String, String>, Stop> {
    let rows = sheet.rows.iter();
    let named: HashSet<String> = rows.map(|row| list_in(sheet, row).to_lowercase()).collect();
    let mut all = store::all(tx).await?;
    all.retain(|list| !list.retired && named.contains(&list.name.to_lowercase()));
    all.sort_by(|one, other| one.list.cmp(&other.list));
    let mut open = HashMap::new();
    for list in all {
        let kept = store::lock(tx, &list.list).await?;
        if let Some(kept) = kept.filter(|kept| !kept.retired) {
            open.insert(kept.name.to_lowercase(), kept.list);
        }
    }
    Ok(open)
}

fn read<'a>(
    tx: &BusinessTx,
    sheet: &'a Sheet,
    lists: &HashMap<String, String>,
    outcome: &mut Outcome,
) -> Vec<Wanted<'a>> {
    let mut lines: HashMap<String, u64> = HashMap::new();
    let mut wanted = Vec::new();
    for row in &sheet.rows {
        let mut refusals = Vec::new();
        let phone = sheet.cell(row, "phone").unwrap_or_default();
        let phone = Phone::parse(phone, &tx.scope().country);
        if let Some(phone) = &phone {
            let first = *lines.entry(phone.e164().to_owned()).or_insert(row.line);
            if first != row.line {
                let refusal = Refusal::at("phone", "refused-sheet-twice");
                refusals.push(refusal.with("line", first));
            }
        } else {
            refusals.push(Refusal::at("phone", "refused-not-a-phone"));
        }
        let name = line(sheet.cell(row, "name").unwrap_or_default());
        if name.chars().count() > NAME {
            refusals.push(Refusal::at("name", "refused-too-long").with("most", NAME));
        }
        let typed = list_in(sheet, row);
        let list = lists.get(&typed.to_lowercase()).cloned();
        if list.is_none() && !typed.is_empty() {
            refusals.push(Refusal::at("list", "refused-sheet-list").with("name", &typed));
        }
        match phone {
            Some(phone) if refusals.is_empty() => wanted.push(Wanted {
                row,
                phone,
                name,
                list,
            }),
            _ => outcome.refuse_form(&[row], refusals),
        }
    }
    wanted
}

/// Writes what a row says; whether she buys by another list than before.
async fn write(
    tx: &mut BusinessTx,
    wanted: &Wanted<'_>,
    kept: Option<&OnList>,
) -> Result<bool, Stop> {
    match (&wanted.list, kept) {
        (Some(list), Some(kept)) if *list == kept.list => Ok(false),
        (Some(list), _) => {
            store::put_on(tx, list, &wanted.phone, &wanted.name).await?;
            Ok(true)
        }
        (None, Some(kept)) => store::take_off(tx, &kept.list, kept.customer_id).await,
        (None, None) => Ok(false),
    }
}
