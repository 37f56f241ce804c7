//! The code of a receipt: by it, whoever holds the paper asks whether the shop gave it out. It is made
//! of the document's id, so a till prints it before it has a network; `app.receipt_code` in the
//! database makes the same one. Pure, for server and browser.

use uuid::Uuid;

/// No 0/O, 1/I/L: they are misread.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// How many of them: 31^12 codes.
const LENGTH: usize = 12;

/// The code of a sale or a refund, in its one spelling: `8AE8UNM27ZHA`.
#[must_use]
pub fn code_of(sale_id: Uuid) -> String {
    let (_, low) = sale_id.as_u64_pair();
    // Without the two bits that say which kind of id it is.
    let mut rest = low & (u64::MAX >> 2);
    let mut code = String::with_capacity(LENGTH);
    let base = ALPHABET.len() as u64;
    for _ in 0..LENGTH {
        let letter = usize::try_from(rest % base).unwrap_or(0);
        code.push(char::from(ALPHABET[letter]));
        rest /= base;
    }
    code
}

/// A code as people read it: `8AE8-UNM2-7ZHA`.
#[must_use]
pub fn shown(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let parts = letters
        .chunks(4)
        .map(|part| part.iter().collect::<String>());
    parts.collect::<Vec<_>>().join("-")
}

/// A code as somebody typed it, in its one spelling: case, spaces and dashes forgiven. None for what
/// can be no code.
#[must_use]
pub fn read_code(text: &str) -> Option<String> {
    // Nobody types more; the rest is not worth a look.
    let letters = text.chars().take(60);
    let code: String = letters
        .filter(|c| !(c.is_whitespace() || *c == '-'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let is_letter = |byte: u8| ALPHABET.contains(&byte);
    (code.len() == LENGTH && code.bytes().all(is_letter)).then_some(code)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_made_of_the_random_part_of_an_id() {
        let code = |text: &str| code_of(text.parse().unwrap());
        assert_eq!(code("0197f3a2-1c5d-7abc-8def-0123456789ab"), "8AE8UNM27ZHA");
        assert_eq!(code("00000000-0000-0000-0000-000000000000"), "222222222222");
        assert_eq!(code("ffffffff-ffff-ffff-ffff-ffffffffffff"), "5KKPTAM6BKHV");
        // Whatever the clock said.
        assert_eq!(code("0000f3a2-1c5d-7abc-8def-0123456789ab"), "8AE8UNM27ZHA");
    }

    #[test]
    fn what_people_type_reads_back() {
        for _ in 0..100 {
            let code = code_of(Uuid::now_v7());
            let typed = format!(" {} ", shown(&code).to_lowercase().replace('-', " "));
            assert_eq!(read_code(&typed), Some(code.clone()));
            assert_eq!(shown(&code).len(), LENGTH + 2);
        }
        for slip in [
            "",
            "8AE8-UNM2-7ZH",
            "8AE8-UNM2-7ZHAA",
            "8AE8-UNM2-7ZHO",
            "8AE8-UNM2-7ZH0",
            "8AE8-UNM2-7ZHÄ",
            "../../../../",
        ] {
            assert_eq!(read_code(slip), None, "{slip}");
        }
    }
}
