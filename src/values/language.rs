//! The languages that every text of Dukani exists in.

use serde::{Deserialize, Serialize};

/// English, Kiswahili, Bahasa Indonesia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Kiswahili.
    Sw,
    /// Bahasa Indonesia.
    Id,
}

impl Language {
    /// The header in which a script of ours says which of them it speaks: a till has one of its own, whatever was
    /// chosen elsewhere in its browser.
    pub const HEADER: &str = "x-dukani-language";

    /// All of them, in the order that the chooser shows.
    pub const ALL: [Language; 3] = [Language::En, Language::Sw, Language::Id];

    /// Its BCP 47 tag.
    pub const fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Sw => "sw",
            Language::Id => "id",
        }
    }

    /// Its own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Sw => "Kiswahili",
            Language::Id => "Bahasa Indonesia",
        }
    }

    /// The language of a tag such as `sw-KE`, or none.
    pub fn parse(tag: &str) -> Option<Language> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Language::ALL
            .into_iter()
            .find(|language| language.code() == primary)
    }

    /// The first of ours that an `Accept-Language` header asks for, in its order of preference.
    pub fn from_accept(header: &str) -> Option<Language> {
        let mut asked: Vec<(u16, Language)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.split(';');
                let language = Language::parse(pieces.next()?)?;
                let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q="));
                Some((weight.map_or(1000, per_mille), language))
            })
            .collect();
        asked.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        asked
            .into_iter()
            .find(|(weight, _)| *weight > 0)
            .map(|(_, language)| language)
    }
}

fn per_mille(weight: &str) -> u16 {
    let digits: String = weight
        .trim()
        .chars()
        .filter(char::is_ascii_digit)
        .take(4)
        .collect();
    format!("{digits:0<4}").parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hears_what_a_browser_asks_for() {
        assert_eq!(
            Language::from_accept("sw-KE,sw;q=0.9,en;q=0.8"),
            Some(Language::Sw)
        );
        assert_eq!(
            Language::from_accept("fr, en;q=0.5, id;q=0.7"),
            Some(Language::Id)
        );
        assert_eq!(Language::from_accept("de, fr"), None);
        assert_eq!(Language::from_accept(""), None);
    }
}
