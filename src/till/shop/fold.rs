//! Texts as they are looked for: small letters without accents, in words. Pure.
//!
//! Which small letter belongs to a large one is known by hand, of Latin, Greek and Cyrillic letters: a table of
//! all scripts would be in the browser for the few others that have large ones.

/// What letters of the languages of our shops, and of their neighbours, are without their accents.
const PLAIN: [(&str, char); 16] = [
    ("àáâãäåāăąǎ", 'a'),
    ("çćĉċč", 'c'),
    ("ďđð", 'd'),
    ("èéêëēĕėęě", 'e'),
    ("ĝğġģ", 'g'),
    ("ĥħ", 'h'),
    ("ìíîïĩīĭįı", 'i'),
    ("ķ", 'k'),
    ("ĺļľŀł", 'l'),
    ("ñńņňŋ", 'n'),
    ("òóôõöøōŏő", 'o'),
    ("ŕŗř", 'r'),
    ("śŝşšș", 's'),
    ("ùúûüũūŭůűų", 'u'),
    ("ýÿŷ", 'y'),
    ("źżž", 'z'),
];

/// A letter without its accent.
fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let found = PLAIN.iter().find(|(letters, _)| letters.contains(c));
    found.map_or(c, |(_, plain)| *plain)
}

/// The small letter of a large one.
pub fn small(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let number = u32::from(c);
    let further = match number {
        0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => 32,
        0x400..=0x40f => 80,
        // Large and small ones by turns, beginning with a large one at an even or at an odd number.
        0x100..=0x137
        | 0x14a..=0x177
        | 0x1de..=0x1ef
        | 0x1f8..=0x21f
        | 0x1e00..=0x1e95
        | 0x1ea0..=0x1eff => 1 - number % 2,
        0x139..=0x148 | 0x179..=0x17e | 0x1cd..=0x1dc => number % 2,
        0x178 => return 'ÿ',
        _ => 0,
    };
    char::from_u32(number + further).unwrap_or(c)
}

/// What stands within a word and is none of it: apostrophes, and accents that stand by themselves.
fn is_nothing(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2019}' | '\u{2bc}' | '`' | '\u{300}'..='\u{36f}'
    )
}

/// The words of a text. Figures and the letters behind them are two: `2kg` is found by `2 kg`.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut after_figure = false;
    for c in text.chars().map(small) {
        if is_nothing(c) {
            continue;
        }
        let ends = !c.is_alphanumeric() || (after_figure && !c.is_numeric());
        if ends && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        after_figure = c.is_numeric();
        if c.is_alphanumeric() {
            word.push(plain(c));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_letters_are_those_of_the_table_of_all_scripts() {
        let latin = ('\u{c0}'..'\u{180}').chain('\u{1cd}'..'\u{220}');
        let latin = latin
            .chain('\u{1e00}'..'\u{1e96}')
            .chain('\u{1ea0}'..'\u{1f00}');
        let others = ('\u{391}'..='\u{3c9}').chain('\u{400}'..='\u{45f}');
        for c in ('\0'..'\u{80}').chain(latin).chain(others) {
            // One is an i with a point, which is none, and a few are of two letters.
            let is_odd = matches!(c, 'İ' | '\u{1f0}'..='\u{1f7}');
            let other: String = c.to_lowercase().collect();
            assert!(is_odd || other == small(c).to_string(), "{c} {other}");
        }
        assert_eq!(
            words("İSTANBUL ΑΘΗΝΑ Сахар"),
            ["istanbul", "αθηνα", "сахар"]
        );
    }

    #[test]
    fn a_text_is_its_words() {
        assert_eq!(
            words("  Sukari, MUMIAS 2kg "),
            ["sukari", "mumias", "2", "kg"]
        );
        assert_eq!(words("Ng'ombe Ng\u{2019}ombe"), ["ngombe", "ngombe"]);
        assert_eq!(
            words("Café Ñandú Łódź e\u{301}"),
            ["cafe", "nandu", "lodz", "e"]
        );
        assert_eq!(words("AB-12/c7x"), ["ab", "12", "c7", "x"]);
        assert_eq!(words("1.5"), ["1", "5"]);
        assert!(words(" -/ ").is_empty());
        assert_eq!(words("米 500g"), ["米", "500", "g"]);
    }
}
