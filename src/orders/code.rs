//! The code by which people name an order: short, unmistakable when read aloud, and within the
//! twelve characters of M-Pesa's account reference.

use rand::seq::IndexedRandom;

/// No 0/O, 1/I/L: they are misread.
const ALPHABET: &[u8] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// A new code, such as `K7F3-9QX2`: 31^8 of them.
pub(super) fn new_code() -> String {
    let mut rng = rand::rng();
    let mut draw = || char::from(*ALPHABET.choose(&mut rng).unwrap_or(&b'X'));
    let mut code: String = (0..4).map(|_| draw()).collect();
    code.push('-');
    code.extend((0..4).map(|_| draw()));
    code
}

/// A code as somebody typed it, in its one spelling: case, spaces and a missing dash forgiven.
pub(super) fn read_code(text: &str) -> String {
    let bare: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_uppercase();
    match bare.split_at_checked(4) {
        Some((head, tail)) if !tail.is_empty() => format!("{head}-{tail}"),
        _ => bare,
    }
}

/// Whether a code in its one spelling is as long as codes are: anything else is a slip of the hand.
pub(super) fn is_code(code: &str) -> bool {
    code.len() == "K7F3-9QX2".len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits_and_reads_back() {
        for _ in 0..100 {
            let code = new_code();
            assert!(code.len() <= 12);
            assert_eq!(read_code(&code.to_lowercase().replace('-', " ")), code);
            assert!(is_code(&code));
        }
        for slip in ["", "K7F3", "K7F3-9QX", "K7F3-9QX22", "0712345678"] {
            assert!(!is_code(&read_code(slip)), "{slip}");
        }
    }
}
