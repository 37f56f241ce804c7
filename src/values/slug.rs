//! The readable part of an address: `maize-flour-2-kg`.

/// Whether a text is a slug: lower-case letters and digits, single dashes between.
pub fn is_slug(text: &str) -> bool {
    (1..=80).contains(&text.len())
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// A slug out of a name in any script; empty where nothing in it can be written in Latin letters.
pub fn slug_of(name: &str) -> String {
    let latin = deunicode::deunicode(name).to_ascii_lowercase();
    let mut slug = String::new();
    for c in latin.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_slugs_of_names() {
        assert_eq!(slug_of("Maize flour (unga), 2 kg"), "maize-flour-unga-2-kg");
        assert_eq!(slug_of("Nyama ya ng'ombe"), "nyama-ya-ngombe");
        assert_eq!(slug_of("Crème brûlée"), "creme-brulee");
        assert!(is_slug("maize-flour-2-kg"));
        assert!(!is_slug("-maize") && !is_slug("Maize") && !is_slug("a--b") && !is_slug(""));
    }
}
