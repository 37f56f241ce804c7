//! Texts as they are looked for: small letters without accents, in words. Pure.

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
    for c in text.chars().flat_map(char::to_lowercase) {
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
