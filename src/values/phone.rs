//! Phone numbers as identity: one spelling (E.164) for every way that people write one.

use std::fmt;

use super::dialled::{are_figures, compact, digits_of, kenyan_mobile, may_be_phone};

/// The fewest figures that the database holds, with those of the country. Some islands have shorter numbers.
const SHORTEST: usize = 8;

/// A phone number in E.164: `+254712345678`. Its Debug hides all but the last three digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads 07…, 01…, 7…, 254…, +254…, with spaces, dots, dashes and brackets; a number without a
    /// country belongs to `country` (ISO 3166, `KE`). Kenyan numbers must be mobile ones, because
    /// the number is where M-Pesa's prompt goes.
    pub fn parse(text: &str, country: &str) -> Option<Phone> {
        if !may_be_phone(text, country) {
            return None;
        }
        let compact = compact(text);
        if (country == "KE" || compact.starts_with("+254"))
            && let Some(kenyan) = kenyan_mobile(digits_of(&compact))
        {
            return Some(Phone(kenyan));
        }
        Phone::valid(&compact, country)
    }

    /// Reads the same and land lines too (020 …): the number of somebody who is called, and whom M-Pesa asks for
    /// nothing.
    pub fn parse_called(text: &str, country: &str) -> Option<Phone> {
        let compact = compact(text);
        Phone::parse(text, country).or_else(|| {
            are_figures(digits_of(&compact))
                .then(|| Phone::valid(&compact, country))
                .flatten()
        })
    }

    /// What was typed, as far as it is a number in use anywhere that the database holds.
    fn valid(compact: &str, country: &str) -> Option<Phone> {
        let home = country.parse().ok();
        let number = phonenumber::parse(home, compact).ok()?;
        let e164 = number.format().mode(phonenumber::Mode::E164).to_string();
        let is_held = digits_of(&e164).len() >= SHORTEST;
        (is_held && phonenumber::is_valid(&number)).then_some(Phone(e164))
    }

    /// What the database holds: already E.164.
    pub fn from_stored(e164: String) -> Phone {
        Phone(e164)
    }

    /// `+254712345678`.
    pub fn e164(&self) -> &str {
        &self.0
    }

    /// `254712345678`: what M-Pesa wants.
    pub fn msisdn(&self) -> &str {
        self.0.trim_start_matches('+')
    }

    /// Whether a text may reach it. A land line of Kenya hears none; of other countries' it is not known.
    pub fn takes_texts(&self) -> bool {
        !self.0.starts_with("+254") || kenyan_mobile(self.msisdn()).is_some()
    }

    /// As its owner writes it: `0712 345 678` in Kenya, a land line `020 123 4567`, else international.
    pub fn shown(&self) -> String {
        match self.0.strip_prefix("+254") {
            Some(local) if local.len() == 9 => {
                let is_mobile = local.starts_with(['1', '7']);
                let (area, rest) = local.split_at(if is_mobile { 3 } else { 2 });
                format!("0{area} {} {}", &rest[..3], &rest[3..])
            }
            _ => self.0.clone(),
        }
    }

    /// For other eyes and for logs: the last three digits.
    pub fn masked(&self) -> String {
        format!("…{}", self.ending())
    }

    /// Its last three digits, for a sentence that says that they are the last.
    pub fn ending(&self) -> &str {
        &self.0[self.0.len().saturating_sub(3)..]
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn understands_every_kenyan_spelling() {
        for text in [
            "0712345678",
            "0712 345 678",
            "712345678",
            "254712345678",
            "+254712345678",
            "+254 (712) 345-678",
        ] {
            assert_eq!(
                Phone::parse(text, "KE").unwrap().e164(),
                "+254712345678",
                "{text}"
            );
        }
        assert_eq!(
            Phone::parse("0110123456", "KE").unwrap().e164(),
            "+254110123456"
        );
        assert_eq!(
            Phone::parse("0101 234 567", "KE").unwrap().msisdn(),
            "254101234567"
        );
    }

    #[test]
    fn refuses_what_cannot_be_prompted() {
        for text in [
            "",
            "07123",
            "0812345678",
            "+254 0712345678",
            "07l2345678",
            "٠٧١٢٣٤٥٦٧٨",
            "020123456",
        ] {
            assert!(Phone::parse(text, "KE").is_none(), "{text}");
        }
    }

    #[test]
    fn a_number_that_the_database_does_not_hold_is_none() {
        for text in ["+683 5123", "+683 4002"] {
            assert!(Phone::parse(text, "KE").is_none(), "{text}");
            assert!(Phone::parse_called(text, "KE").is_none(), "{text}");
        }
    }

    #[test]
    fn who_is_called_may_have_a_land_line() {
        for (text, e164, shown) in [
            ("020 123 4567", "+254201234567", "020 123 4567"),
            ("+254 20 1234567", "+254201234567", "020 123 4567"),
            ("0712 345 678", "+254712345678", "0712 345 678"),
        ] {
            let phone = Phone::parse_called(text, "KE").unwrap();
            assert_eq!(
                (phone.e164(), phone.shown().as_str()),
                (e164, shown),
                "{text}"
            );
            let again = Phone::parse_called(&phone.shown(), "KE").unwrap();
            assert_eq!(again, phone);
        }
        for text in ["", "12", "020 SALES 12", "0812345678"] {
            assert!(Phone::parse_called(text, "KE").is_none(), "{text}");
        }
    }

    #[test]
    fn understands_other_countries() {
        assert_eq!(
            Phone::parse("+255 712 345 678", "KE").unwrap().e164(),
            "+255712345678"
        );
        assert_eq!(
            Phone::parse("0812-3456-789", "ID").unwrap().e164(),
            "+628123456789"
        );
    }

    #[test]
    fn shows_and_hides() {
        let phone = Phone::parse("0712345678", "KE").unwrap();
        assert_eq!(phone.shown(), "0712 345 678");
        assert_eq!(format!("{phone:?}"), "Phone(…678)");
        assert_eq!(phone.ending(), "678");
    }
}
