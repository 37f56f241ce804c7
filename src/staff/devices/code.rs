//! The short code that makes a browser a till: read from one screen and typed on another.

use crate::platform::secrets;

/// Capital letters, without those that are taken for another one or for a figure: I, L, O, Q, S and V.
const LETTERS: [u8; 20] = *b"ABCDEFGHJKMNPRTUWXYZ";
const LENGTH: usize = 8;
/// The largest multiple of 20 that a byte holds: above it, some letters would be drawn more often.
const FAIR: u8 = 240;

/// A code.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Code(String);

impl Code {
    /// A new one.
    pub(super) fn draw() -> Code {
        let bytes = std::iter::repeat_with(rand::random::<u8>);
        let letters = bytes
            .filter(|byte| *byte < FAIR)
            .map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
        Code(letters.take(LENGTH).collect())
    }

    /// As somebody typed it: in small letters too, and in groups.
    pub(super) fn read(typed: &str) -> Option<Code> {
        let apart = |c: char| c.is_whitespace() || c == '-';
        let code: String = typed.chars().filter(|c| !apart(*c)).take(40).collect();
        let code = code.to_ascii_uppercase();
        let fits = code.len() == LENGTH && code.bytes().all(|byte| LETTERS.contains(&byte));
        fits.then_some(Code(code))
    }

    /// As it is read out: in two groups.
    pub(super) fn shown(&self) -> String {
        let (one, two) = self.0.split_at(LENGTH / 2);
        format!("{one}-{two}")
    }

    /// What is kept of it.
    pub(super) fn digest(&self) -> Vec<u8> {
        secrets::digest(&format!("till code\n{}", self.0))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_is_read_however_it_is_typed() {
        let code = Code::draw();
        assert_ne!(code.0, Code::draw().0);
        assert_eq!(code.shown().len(), LENGTH + 1);
        for typed in [
            code.0.clone(),
            code.shown(),
            code.shown().to_lowercase(),
            format!(" {} ", code.shown().replace('-', " ")),
        ] {
            let read = Code::read(&typed).unwrap();
            assert_eq!(read.digest(), code.digest(), "{typed}");
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        for typed in [
            "",
            "ABCDEFG",
            "ABCDEFGHJ",
            "ABCDEFG1",
            "ABCDEFGO",
            "ÄBCDEFGH",
        ] {
            assert!(Code::read(typed).is_none(), "{typed}");
        }
    }
}
