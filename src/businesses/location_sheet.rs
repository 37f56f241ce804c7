//! Locations as a file, out and in, by their names: one that is not there is added, one that says
//! something else is changed, closed, or opened again.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::close_location::close_in;
use super::keep_location::keep_in;
use super::location::{Location, LocationForm};
use super::store;
use crate::platform::files::{self, Heading, Incoming, Outcome, Row, Sheet, record, yes_or_no};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power, one_line};
use crate::values::{Phone, Refusal, Stop};

/// The columns, in the order of our own files.
const COLUMNS: [&str; 6] = [
    "name",
    "address",
    "phone",
    "sells_online",
    "offers_pickup",
    "closed",
];

/// What the file looks like.
pub const HEADING: Heading = Heading {
    known: &COLUMNS,
    required: &["name"],
    one_of: &[],
    most_rows: 1000,
};

/// The open locations, in the owner's order, and after them those that are closed.
pub async fn take_out(tx: &mut BusinessTx) -> Result<String, Stop> {
    staff::allow(tx, Power::KeepSettings)?;
    let mut file = files::heading(COLUMNS);
    let open = store::locations(tx).await?;
    let closed = closed_by_name(tx, &by_name(open.clone())).await?;
    let open = open.into_iter().map(|location| (location, false));
    let closed = closed.into_values().map(|location| (location, true));
    for (location, is_closed) in open.chain(closed) {
        let phone = location.phone.as_ref().map_or("", Phone::e164);
        let word = |is_so: bool| if is_so { "yes" } else { "no" };
        let (name, address) = (location.name.as_str(), location.address.as_str());
        let picks_up = location.sells_online && location.offers_pickup;
        let (sells, picks_up) = (word(location.sells_online), word(picks_up));
        let is_closed = word(is_closed);
        file.push_str(&record([name, address, phone, sells, picks_up, is_closed]));
    }
    Ok(file)
}

/// Locations by their names in small letters; of several of one name, the first.
fn by_name(locations: Vec<Location>) -> BTreeMap<String, Location> {
    let mut named = BTreeMap::new();
    for location in locations {
        named
            .entry(location.name.to_lowercase())
            .or_insert(location);
    }
    named
}

/// Those that are closed, but for names that an open one has: it is the one that is meant.
async fn closed_by_name(
    tx: &mut BusinessTx,
    open: &BTreeMap<String, Location>,
) -> Result<BTreeMap<String, Location>, Stop> {
    let mut closed = by_name(store::closed_locations(tx).await?);
    closed.retain(|name, _| !open.contains_key(name));
    Ok(closed)
}

/// Brings locations in, all or none; the same file again changes nothing.
///
/// # Errors
/// Refused in words where the file cannot be read; what is wrong with its rows stands in the outcome.
pub async fn bring_in(cx: &Cx, incoming: &Incoming) -> Result<Outcome, Stop> {
    let sheet = files::read(&incoming.file, &HEADING)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    store::lock_locations(&mut tx).await?;
    let mut outcome = Outcome::of(&sheet);
    let open = by_name(store::locations(&mut tx).await?);
    let closed = closed_by_name(&mut tx, &open).await?;
    let mut lines: HashMap<String, u64> = HashMap::new();
    for row in &sheet.rows {
        let name = one_line(sheet.cell(row, "name").unwrap_or_default()).to_lowercase();
        let there = Kept {
            open: open.get(&name),
            closed: closed.get(&name),
        };
        let first = *lines.entry(name).or_insert(row.line);
        if first != row.line {
            let refusal = Refusal::at("name", "refused-sheet-twice");
            outcome.refuse(row, refusal.with("line", first));
            continue;
        }
        let is_new = there.open.or(there.closed).is_none();
        let written = write(&mut tx, &sheet, row, &there).await;
        outcome.count(row, is_new, written)?;
        if is_over(&outcome) {
            // PostgreSQL said no: this transaction does nothing more.
            break;
        }
    }
    if !incoming.dry_run && outcome.may_be_written() {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// Whether the last row was refused by PostgreSQL.
fn is_over(outcome: &Outcome) -> bool {
    let last = outcome.bad.last();
    let mut why = last.into_iter().flat_map(|(_, refusals)| refusals);
    why.any(|refusal| refusal.key == "refused-place-name-taken")
}

/// What there is of the name of a row.
struct Kept<'a> {
    open: Option<&'a Location>,
    closed: Option<&'a Location>,
}

/// Writes what a row says; whether anything is other now.
async fn write(
    tx: &mut BusinessTx,
    sheet: &Sheet,
    row: &Row,
    kept: &Kept<'_>,
) -> Result<bool, Stop> {
    let country = tx.scope().country.clone();
    let there = kept.open.or(kept.closed);
    let location = read(sheet, row, there, &country)?;
    let is_closed = answer(sheet, row, "closed")?;
    let says_more = !there.is_some_and(|there| is_the_same(there, &location));
    if let (Some(closed), true) = (kept.closed, is_closed != Some(false)) {
        // Only a row that says just this is about the closed one; another may mean a new one.
        if is_closed == Some(true) && !says_more {
            return Ok(false);
        }
        let refusal = Refusal::at("closed", "refused-location-is-closed");
        return Err(refusal.with("name", &closed.name).into());
    }
    let mut is_other = says_more;
    if let Some(closed) = kept.closed {
        is_other |= close_in(tx, closed.location_id, false).await?.1;
    }
    if says_more {
        keep_in(tx, &location, there.is_none()).await?;
    }
    if is_closed == Some(true) {
        is_other |= close_in(tx, location.location_id, true).await?.1;
    }
    Ok(is_other)
}

/// What a row answers in a column, if anything.
fn answer(sheet: &Sheet, row: &Row, column: &str) -> Result<Option<bool>, Refusal> {
    let said = sheet.cell(row, column).filter(|cell| !cell.is_empty());
    let unclear = || Refusal::at(column, "refused-sheet-yes-no");
    said.map(|cell| yes_or_no(cell).ok_or_else(unclear))
        .transpose()
}

/// Whether keeping it would change nothing: customers pick up only where they can order.
fn is_the_same(there: &Location, location: &Location) -> bool {
    let offers_pickup = there.sells_online && there.offers_pickup;
    let there = Location {
        offers_pickup,
        ..there.clone()
    };
    there == *location
}

/// The location of a row; where it says nothing, what stands there already, and of a new one no.
fn read(
    sheet: &Sheet,
    row: &Row,
    there: Option<&Location>,
    country: &str,
) -> Result<Location, Stop> {
    let mut form = there.map(LocationForm::of).unwrap_or_default();
    if there.is_none() {
        form.location_id = Uuid::now_v7().to_string();
    }
    let said = |column: &str| sheet.cell(row, column).filter(|cell| !cell.is_empty());
    let texts = [
        ("name", &mut form.name),
        ("address", &mut form.address),
        ("phone", &mut form.phone),
    ];
    for (column, field) in texts {
        if let Some(cell) = said(column) {
            cell.clone_into(field);
        }
    }
    let answers = [
        ("sells_online", &mut form.sells_online),
        ("offers_pickup", &mut form.offers_pickup),
    ];
    for (column, field) in answers {
        if let Some(is_so) = answer(sheet, row, column)? {
            *field = if is_so { "true" } else { "" }.to_owned();
        }
    }
    Location::read(&form, country)
}
