//! What somebody typed for a phone number: whether it may be one, before a server reads it. Pure.

/// What was typed without what people put between figures.
pub(super) fn compact(text: &str) -> String {
    let is_between = |c: &char| matches!(c, ' ' | '-' | '.' | '(' | ')' | '\u{a0}');
    text.trim().chars().filter(|c| !is_between(c)).collect()
}

/// Its figures.
pub(super) fn digits_of(compact: &str) -> &str {
    compact.strip_prefix('+').unwrap_or(compact)
}

/// Whether these are as many figures as a phone number has, and nothing else.
pub(super) fn are_figures(digits: &str) -> bool {
    (7..=15).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_digit())
}

/// Whether it may be a phone number; without a country it belongs to `country` (ISO 3166, `KE`). A number of
/// Kenya is one then; of any other the server knows more.
pub fn may_be_phone(text: &str, country: &str) -> bool {
    let compact = compact(text);
    let digits = digits_of(&compact);
    if !are_figures(digits) {
        return false;
    }
    let is_abroad = compact.starts_with('+') && !digits.starts_with("254");
    is_abroad
        || kenyan_mobile(digits).is_some()
        || (country != "KE" && !compact.starts_with("+254"))
}

/// 07…, 010…, 011… and their other spellings; a doubled zero after the country code is refused.
pub(super) fn kenyan_mobile(digits: &str) -> Option<String> {
    let local = match digits.len() {
        12 => digits.strip_prefix("254")?,
        10 => digits.strip_prefix('0')?,
        9 => digits,
        _ => return None,
    };
    let mobile = local.starts_with('7') || local.starts_with("10") || local.starts_with("11");
    mobile.then(|| format!("+254{local}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_server_reads_is_none() {
        for good in [
            "0712 345 678",
            "+254 (712) 345-678",
            "0110123456",
            "+255 712 345 678",
        ] {
            assert!(may_be_phone(good, "KE"), "{good}");
        }
        for wrong in [
            "",
            "Asha",
            "0812345678",
            "081234567",
            "0712 345 6789",
            "+254 20 1234567",
        ] {
            assert!(!may_be_phone(wrong, "KE"), "{wrong}");
        }
        assert!(may_be_phone("0812-3456-789", "ID"));
        assert!(!may_be_phone("+254812345678", "ID"));
    }
}
