//! The ids that M-Pesa gives out, in the shapes it gives them today and gave them before.
//!
//! What never breaks: dates inside ids are East Africa Time, as the customer's own messages are.

use super::switches::IdForm;
use crate::mpesa::credentials::east_africa;
use chrono::{DateTime, Datelike as _, Utc};
use rand::RngExt as _;

const UPPER: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const HEX: &[u8] = b"0123456789abcdef";
const DIGITS: &[u8] = b"0123456789";
const OPAQUE: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn random(alphabet: &[u8], length: usize) -> String {
    let mut rng = rand::rng();
    (0..length)
        .filter_map(|_| alphabet.get(rng.random_range(0..alphabet.len())))
        .map(|&byte| char::from(byte))
        .collect()
}

/// An id of a request, such as `7c1d-4e0b-8a55-2f6b90aa41c7318204`.
pub(super) fn request_id() -> String {
    let group = || random(HEX, 4);
    format!(
        "{}-{}-{}-{}{}",
        group(),
        group(),
        group(),
        random(HEX, 12),
        random(DIGITS, 6)
    )
}

/// An id of a push, as it is answered: today's, or such as `29115-34620561-1`.
pub(super) fn merchant_request_id(form: IdForm) -> String {
    match form {
        IdForm::Current => request_id(),
        IdForm::Legacy | IdForm::Oldest => {
            format!("{}-{}-1", random(DIGITS, 5), random(DIGITS, 8))
        }
    }
}

/// An id of a prompt: `ws_CO_`, the moment to the millisecond, and today the phone's nine digits.
pub(super) fn checkout_request_id(form: IdForm, now: DateTime<Utc>, phone: &str) -> String {
    let moment = east_africa(now).format("%d%m%Y%H%M%S%3f");
    match form {
        IdForm::Current => {
            let nine = phone.strip_prefix("254").unwrap_or(phone);
            format!("ws_CO_{moment}{nine}")
        }
        IdForm::Legacy => format!("ws_CO_{moment}"),
        IdForm::Oldest => format!("ws_CO_DMZ_{}_{moment}", random(DIGITS, 9)),
    }
}

/// A receipt number: year (A is 2006), month, day, then seven characters.
pub(super) fn receipt(now: DateTime<Utc>) -> String {
    let date = east_africa(now).date();
    let year = u32::try_from(date.year() - 2006).unwrap_or(0) % 26;
    // Days go 1 to 9, then A for 10: just as the alphabet of the rest does.
    let day = usize::try_from(date.day()).unwrap_or(0);
    let mut receipt = String::with_capacity(10);
    receipt.push(letter(year));
    receipt.push(letter(date.month0()));
    receipt.push(UPPER.get(day).map_or('0', |&byte| char::from(byte)));
    receipt.push_str(&random(UPPER, 7));
    receipt
}

/// An access token: opaque, 28 characters.
pub(super) fn token() -> String {
    random(OPAQUE, 28)
}

fn letter(index: u32) -> char {
    char::from_u32(u32::from('A') + index).unwrap_or('A')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    #[test]
    fn a_receipt_begins_with_its_day_in_nairobi() {
        let night = Utc.with_ymd_and_hms(2026, 1, 14, 21, 0, 0).unwrap();
        let receipt = receipt(night);
        assert!(receipt.starts_with("UAF"), "{receipt}");
        assert_eq!(receipt.len(), 10);
        let ninth = Utc.with_ymd_and_hms(2026, 12, 9, 9, 0, 0).unwrap();
        assert!(super::receipt(ninth).starts_with("UL9"));
    }

    #[test]
    fn a_prompt_is_named_by_its_moment_and_phone() {
        let now = Utc.timestamp_millis_opt(1_768_458_607_412).unwrap();
        assert_eq!(
            checkout_request_id(IdForm::Current, now, "254712345678"),
            "ws_CO_15012026093007412712345678"
        );
        assert_eq!(
            checkout_request_id(IdForm::Legacy, now, "254712345678"),
            "ws_CO_15012026093007412"
        );
        let oldest = checkout_request_id(IdForm::Oldest, now, "254712345678");
        assert!(
            oldest.starts_with("ws_CO_DMZ_") && oldest.len() <= 64,
            "{oldest}"
        );
    }

    #[test]
    fn a_request_has_four_groups() {
        let id = request_id();
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [4, 4, 4, 18], "{id}");
        let id = merchant_request_id(IdForm::Legacy);
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [5, 8, 1], "{id}");
    }
}
