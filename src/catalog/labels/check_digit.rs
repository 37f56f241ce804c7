//! The last digit of a barcode, which says whether the others were read right. Pure.

/// Whether this is a number of 8, 12, 13 or 14 digits as goods carry it all over the world, its last
/// digit right.
#[must_use]
pub fn has_right_check_digit(code: &str) -> bool {
    if !matches!(code.len(), 8 | 12 | 13 | 14) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // From the right, every other digit counts three times; the check digit itself counts once.
    let sum: u32 = code
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| u32::from(byte - b'0') * if place % 2 == 1 { 3 } else { 1 })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_belongs_to_the_others() {
        // Numbers of the range that shops use among themselves.
        for right in [
            "2000000000015",
            "20000011",
            "200000000011",
            "02000000000015",
        ] {
            assert!(has_right_check_digit(right), "{right}");
        }
        for wrong in [
            "2000000000016",
            "2000000000105",
            "20000012",
            "200000000001",
            "ABCDEFGH",
            "",
            "12345",
        ] {
            assert!(!has_right_check_digit(wrong), "{wrong}");
        }
    }
}
