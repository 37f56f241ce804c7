//! The device's clock, and how far the business's clocks are ahead of UTC, by what the browser knows of
//! time zones.

use chrono::{DateTime, Utc};
use wasm_bindgen::prelude::JsValue;
use web_sys::js_sys::Date;

use super::js::{call, object};
use crate::values::written;

/// The time by the device's clock: the books look whether it may be right.
#[expect(
    clippy::disallowed_methods,
    reason = "the browser has no other clock to be told the time by"
)]
pub(super) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// In seconds; of a zone that the browser does not know, that of the device. By the browser's own clock: what
/// else knows the device's zone is large in a bundle.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
pub(super) fn offset(time_zone: &str, now: DateTime<Utc>) -> i32 {
    let date = Date::new(&JsValue::from_f64(now.timestamp_millis() as f64));
    let minutes_behind = date.get_timezone_offset();
    shown(time_zone, &date.into(), now).unwrap_or((minutes_behind * -60.0) as i32)
}

/// What clocks in a zone show, less what UTC's do. Sweden writes dates as computers do.
fn shown(time_zone: &str, date: &JsValue, now: DateTime<Utc>) -> Option<i32> {
    let options = object(&[("timeZone", JsValue::from_str(time_zone))]);
    let text = call(
        date,
        "toLocaleString",
        &[JsValue::from_str("sv-SE"), options],
    );
    let text = text.ok()?.as_string()?;
    let (day, time) = text.split_once(' ')?;
    let there = written::day(day)?.and_time(written::time(time)?);
    let seconds = there.and_utc().timestamp() - now.timestamp();
    i32::try_from(seconds).ok()
}
