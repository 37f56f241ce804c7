//! Reads what a person typed about a price: an amount, a quantity, a day.

use chrono::{DateTime, NaiveDate, Utc};

use crate::catalog::product_form::about;
use crate::platform::Scope;
use crate::platform::secrets::digest_bytes;
use crate::values::{Money, Quantity, Refusal, typed_day};

/// An amount that is not negative; none where nothing was typed.
pub(super) fn amount(field: &str, typed: &str, currency: &str) -> Result<Option<Money>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Money::parse(typed, currency)
        .ok()
        .filter(|amount| *amount >= Money::ZERO)
        .map(Some)
        .ok_or_else(|| about(field, "refused-not-an-amount"))
}

/// From how many on; from the first where nothing was typed.
pub(super) fn minimum(field: &str, typed: &str) -> Result<Quantity, Refusal> {
    if typed.trim().is_empty() {
        return Ok(Quantity::ZERO);
    }
    Quantity::parse(typed).ok_or_else(|| about(field, "refused-not-a-quantity"))
}

/// From when on: none is now, and so is today. A day to come begins when the business's day does.
pub(super) fn valid_from(
    scope: &Scope,
    field: &str,
    typed: &str,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let day = typed_day(typed).ok_or_else(|| about(field, "refused-not-a-day"))?;
    let today = scope.today();
    if day < today {
        return Err(about(field, "refused-price-day-past"));
    }
    if day == today {
        return Ok(None);
    }
    let begins = start_of(scope, day);
    begins
        .map(Some)
        .ok_or_else(|| about(field, "refused-not-a-day"))
}

/// When a day of the business begins.
pub(in crate::catalog) fn start_of(scope: &Scope, day: NaiveDate) -> Option<DateTime<Utc>> {
    scope.calendar.start_of(day)
}

/// Names a body that was sent: the same body, the same name.
pub(super) fn digest(parts: &[&str]) -> String {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend_from_slice(part.as_bytes());
        // No text that is typed has one.
        bytes.push(0);
    }
    let digest = digest_bytes(&bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_quantities_are_read_or_refused() {
        let five = Some(Money::from_minor(500));
        assert_eq!(amount("price", " 5 ", "KES"), Ok(five));
        assert_eq!(amount("price", "", "KES"), Ok(None));
        assert!(amount("price", "-5", "KES").is_err());
        assert!(amount("price", "dear", "KES").is_err());
        assert_eq!(minimum("from", ""), Ok(Quantity::ZERO));
        assert_eq!(minimum("from", "12"), Ok(Quantity::from_milli(12_000)));
        assert!(minimum("from", "-1").is_err());
    }

    #[test]
    fn a_digest_knows_where_a_part_ends() {
        assert_eq!(digest(&["a", "b"]), digest(&["a", "b"]));
        assert_ne!(digest(&["ab", ""]), digest(&["a", "b"]));
    }
}
