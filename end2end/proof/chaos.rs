//! Pieces of requests that chance makes.

use super::nasty::VALUES;
use super::run::Dice;

/// Whether something happens that happens so often in a hundred.
pub fn chance(dice: &mut Dice, percent: u64) -> bool {
    dice.below(100) < percent
}

/// A length of at most this.
pub fn length(dice: &mut Dice, most: usize) -> usize {
    usize::try_from(dice.below(most as u64 + 1)).unwrap()
}

/// Random bytes, at most so many.
pub fn noise(dice: &mut Dice, most: usize) -> Vec<u8> {
    let count = length(dice, most);
    (0..count)
        .map(|_| u8::try_from(dice.below(256)).unwrap())
        .collect()
}

/// A value that may break something.
pub fn nasty(dice: &mut Dice) -> Vec<u8> {
    match dice.below(100) {
        0..90 => dice.one_of(VALUES).to_vec(),
        90..95 => noise(dice, 60),
        95..99 => dice
            .one_of(&[&b"9"[..], b"a", b"\xc3\xa9", b"%"])
            .repeat(length(dice, 5_000)),
        _ => b"Z".repeat(100_000),
    }
}

/// Bytes as they stand in a query or a segment of a path.
pub fn escaped(text: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(text.len());
    for byte in text {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(byte) {
            escaped.push(*byte);
        } else {
            escaped.extend(format!("%{byte:02X}").bytes());
        }
    }
    escaped
}
