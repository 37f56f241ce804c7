//! How much of something, in the till's words. Pure.

use crate::values::{Quantity, Unit};

/// Says a key of the till's words, with what it names.
pub type Words<'a> = &'a dyn Fn(&str, &[(&str, &str)]) -> String;

/// How much of something, with its unit, where it is not counted in pieces; `unit` is a unit's word, or a
/// pack's name.
pub fn how_much(words: Words<'_>, quantity: Quantity, unit: &str) -> String {
    let amount = quantity.short();
    match Unit::parse(unit) {
        Some(Unit::Piece) => amount,
        Some(known) => format!("{amount} {}", unit_word(words, known, quantity)),
        None => format!("{amount} {unit}"),
    }
}

/// What so much of a unit is called: one packet, two packets.
fn unit_word(words: Words<'_>, unit: Unit, quantity: Quantity) -> String {
    let one = if quantity == Quantity::ONE {
        "-one"
    } else {
        ""
    };
    words(&format!("unit-{}{one}", unit.code()), &[])
}

/// So much of something, and what one of it costs. Of a pack the price says what one is: what many of them are
/// called stands nowhere.
pub fn at_price(words: Words<'_>, quantity: Quantity, unit: &str, price: &str) -> String {
    if Unit::parse(unit).is_none() {
        return format!("{} × {price} / {unit}", quantity.short());
    }
    format!("{} × {price}", how_much(words, quantity, unit))
}
