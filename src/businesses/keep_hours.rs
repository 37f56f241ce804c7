//! Changing when a business is open.

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use super::opening_hours::{ClosedDay, HoursForm, OpeningHours};
use super::store::hours as store;
use crate::platform::Cx;
use crate::staff::Power;
use crate::values::Stop;
use crate::{audit, staff};

/// Keeps the week of a form, in the place of the one before.
pub async fn keep_hours(cx: &Cx, form: &HoursForm) -> Result<(), Stop> {
    let week = OpeningHours::read_week(form)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    store::replace_week(&mut tx, &week).await?;
    let told = week.map(|span| span.map(|span| format!("{}-{}", span.opens, span.closes)));
    let details = json!({"week": told});
    audit::record(&mut tx, "business.hours", "business", None, details).await?;
    tx.commit().await
}

/// Closes on a day; said twice, it is closed once, for the later reason.
pub async fn close_on(cx: &Cx, day: &str, reason: &str) -> Result<ClosedDay, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let closed = ClosedDay::read(day, reason, tx.scope().today())?;
    store::insert_closed_day(&mut tx, &closed).await?;
    let details = json!({"day": closed.day, "reason": closed.reason});
    audit::record(&mut tx, "business.close_on", "business", None, details).await?;
    tx.commit().await?;
    Ok(closed)
}

/// Opens on a day after all; on one that is open already it stays so.
pub async fn open_on(cx: &Cx, day: &str) -> Result<(), Stop> {
    let day: NaiveDate = day.parse().map_err(|_| Stop::NotFound)?;
    // No such day was ever closed, and PostgreSQL has no days before its own first.
    if !(1..=9999).contains(&day.year()) {
        return Err(Stop::NotFound);
    }
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    if !store::delete_closed_day(&mut tx, day).await? {
        return Ok(());
    }
    let details = json!({"day": day});
    audit::record(&mut tx, "business.open_on", "business", None, details).await?;
    tx.commit().await
}
