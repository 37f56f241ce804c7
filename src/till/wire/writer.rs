//! JSON as it is written: by one function for every thing, like what reads it.

use super::Legible;

/// Something as JSON.
pub fn write(told: &dyn Legible) -> String {
    let mut text = String::new();
    told.write(&mut text);
    text
}

/// A thing, by the names of its parts. Those that are nothing are left out.
pub fn write_thing(to: &mut String, names: &[&str], parts: &[&dyn Legible]) {
    to.push('{');
    let mut is_first = true;
    for (name, part) in names.iter().zip(parts) {
        if part.is_left_out() {
            continue;
        }
        if !is_first {
            to.push(',');
        }
        is_first = false;
        write_text(to, name);
        to.push(':');
        part.write(to);
    }
    to.push('}');
}

/// A text.
pub(super) fn write_text(to: &mut String, text: &str) {
    to.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !matches!(byte, b'"' | b'\\' | 0..=0x1f) {
            continue;
        }
        to.push_str(text.get(plain..at).unwrap_or_default());
        to.push_str(&format!("\\u{byte:04x}"));
        plain = at + 1;
    }
    to.push_str(text.get(plain..).unwrap_or_default());
    to.push('"');
}
