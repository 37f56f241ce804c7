//! The countries that a business can be opened in, each with its money and its clocks.

use crate::values::{Money, currency_decimals};

/// A country, as a new business needs to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166.
    pub code: &'static str,
    /// ISO 4217 currency of the books.
    pub currency: &'static str,
    /// IANA time zone; the capital's where there are several.
    pub time_zone: &'static str,
}

/// Those that a business can be opened in, the first of them proposed.
pub const COUNTRIES: [Country; 7] = [
    Country {
        code: "KE",
        currency: "KES",
        time_zone: "Africa/Nairobi",
    },
    Country {
        code: "TZ",
        currency: "TZS",
        time_zone: "Africa/Dar_es_Salaam",
    },
    Country {
        code: "UG",
        currency: "UGX",
        time_zone: "Africa/Kampala",
    },
    Country {
        code: "RW",
        currency: "RWF",
        time_zone: "Africa/Kigali",
    },
    Country {
        code: "BI",
        currency: "BIF",
        time_zone: "Africa/Bujumbura",
    },
    Country {
        code: "ET",
        currency: "ETB",
        time_zone: "Africa/Addis_Ababa",
    },
    Country {
        code: "ID",
        currency: "IDR",
        time_zone: "Asia/Jakarta",
    },
];

impl Country {
    /// The country of that code, or none.
    pub fn of(code: &str) -> Option<Country> {
        COUNTRIES.into_iter().find(|country| country.code == code)
    }
}

/// What totals are rounded to in a currency until the business says otherwise: the whole unit where
/// there are cents that nobody carries.
pub(super) fn usual_rounding(currency: &str) -> Money {
    if currency_decimals(currency) == 2 {
        Money::from_minor(100)
    } else {
        Money::from_minor(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_clocks() {
        for country in COUNTRIES {
            assert!(
                country.time_zone.parse::<chrono_tz::Tz>().is_ok(),
                "{country:?}"
            );
            assert_eq!(Country::of(country.code), Some(country));
        }
        assert_eq!(usual_rounding("KES").minor(), 100);
        assert_eq!(usual_rounding("IDR").minor(), 1);
    }
}
