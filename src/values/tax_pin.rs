//! Tax PINs as people type them: a business's own, a supplier's, a buyer's.

use super::Refusal;

/// What somebody typed as a tax PIN, in capitals and without spaces; none where nothing was typed. What
/// is no PIN is refused at `tax_pin`. Kenya's is a letter, nine digits, a letter; other countries'
/// numbers are not known so well.
pub fn read_tax_pin(typed: &str, country: &str, refusals: &mut Vec<Refusal>) -> Option<String> {
    let pin: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let pin = pin.to_ascii_uppercase();
    if pin.is_empty() {
        return None;
    }
    let fits = if country == "KE" {
        is_kenyan(&pin)
    } else {
        let known = |c: char| c.is_ascii_alphanumeric() || "-./".contains(c);
        (5..=25).contains(&pin.len()) && pin.chars().all(known)
    };
    if !fits {
        refusals.push(Refusal::at("tax_pin", "refused-tax-pin"));
    }
    Some(pin)
}

fn is_kenyan(pin: &str) -> bool {
    let letter = |c: char| c.is_ascii_uppercase();
    let inside = pin.get(1..pin.len().saturating_sub(1)).unwrap_or_default();
    pin.len() == 11
        && pin.starts_with(letter)
        && pin.ends_with(letter)
        && inside.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str, country: &str) -> (Option<String>, usize) {
        let mut refusals = Vec::new();
        let pin = read_tax_pin(typed, country, &mut refusals);
        (pin, refusals.len())
    }

    #[test]
    fn a_pin_is_read_as_people_type_it() {
        assert_eq!(read(" \t", "KE"), (None, 0));
        let kept = Some("P051234567X".to_owned());
        assert_eq!(read("p051 234567 x", "KE"), (kept, 0));
        for wrong in [
            "A12345678",
            "no",
            "A1234567890",
            "1123456789Z",
            "éA12345678Z",
        ] {
            assert_eq!(read(wrong, "KE").1, 1, "{wrong}");
        }
        assert_eq!(read("01.234.567.8-901.000", "ID").1, 0);
        for wrong in ["0123", "not <one>", "1".repeat(26).as_str()] {
            assert_eq!(read(wrong, "ID").1, 1, "{wrong}");
        }
    }
}
