//! Text in the code page of a receipt printer (Windows-1252), one byte a column, and its lines.

/// Letters of the code page that Unicode keeps elsewhere, and the minus of our amounts.
const ELSEWHERE: [(char, u8); 12] = [
    ('−', b'-'),
    ('€', 0x80),
    ('‚', 0x82),
    ('„', 0x84),
    ('…', 0x85),
    ('‘', 0x91),
    ('’', 0x92),
    ('“', 0x93),
    ('”', 0x94),
    ('•', 0x95),
    ('–', 0x96),
    ('—', 0x97),
];

/// A letter's byte. None for what commands a printer instead of being read.
fn byte_of(c: char) -> Option<u8> {
    match c {
        // Amounts keep their currency beside them by a space that does not break.
        '\u{a0}' | '\u{202f}' | '\t' => Some(b' '),
        ' '..='~' | '\u{a1}'..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
        _ if c.is_control() => None,
        _ => {
            let known = ELSEWHERE.iter().find(|(letter, _)| *letter == c);
            Some(known.map_or(b'?', |(_, byte)| *byte))
        }
    }
}

/// A text's bytes, as many as it takes columns.
pub(super) fn encode(text: &str) -> Vec<u8> {
    text.chars().filter_map(byte_of).collect()
}

/// A text's lines: broken between words where they fit, inside one that is longer than a line. Spaces
/// before the first word stay. One empty line for no text.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<Vec<u8>> {
    let columns = columns.max(1);
    let mut rest = encode(text);
    while rest.last() == Some(&b' ') {
        rest.pop();
    }
    let mut lines = Vec::new();
    while rest.len() > columns {
        // The last space by which the line may end; one before the first word ends nothing.
        let word = rest.iter().position(|byte| *byte != b' ').unwrap_or(0);
        let space = rest.iter().take(columns + 1).rposition(|b| *b == b' ');
        let end = space.filter(|at| *at > word).unwrap_or(columns);
        let mut tail = rest.split_off(end);
        while rest.last() == Some(&b' ') {
            rest.pop();
        }
        let spaces = tail.iter().take_while(|byte| **byte == b' ').count();
        tail.drain(..spaces);
        lines.push(std::mem::replace(&mut rest, tail));
    }
    lines.push(rest);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_code_page() {
        assert_eq!(encode("Kahawa"), b"Kahawa");
        assert_eq!(encode("Café 3\u{a0}€ – ½"), b"Caf\xe9 3 \x80 \x96 \xbd");
        assert_eq!(encode("\u{2212}116.00 茶"), b"-116.00 ?");
    }

    #[test]
    fn what_is_typed_commands_nothing() {
        let typed = "\u{1b}p\u{0}\u{19}\u{fa}\u{1d}V\u{42}\u{10}\u{9b}\r\nTea";
        assert_eq!(encode(typed), b"p\xfaVBTea");
    }

    #[test]
    fn lines_break_between_words() {
        let lines = |text: &str, columns| {
            let lines = wrap(text, columns).into_iter();
            lines
                .map(|line| String::from_utf8_lossy(&line).into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(lines("", 5), [""]);
        assert_eq!(lines("maize", 5), ["maize"]);
        assert_eq!(lines("maize flour", 5), ["maize", "flour"]);
        assert_eq!(lines("maize flour ", 8), ["maize", "flour"]);
        assert_eq!(lines("a maizeflour", 5), ["a", "maize", "flour"]);
        assert_eq!(lines("  2 x 10", 6), ["  2 x", "10"]);
        assert_eq!(lines("  abcdefgh", 6), ["  abcd", "efgh"]);
    }
}
