//! What a till starts with is whole.

use super::files::kept;
use super::pages::STOPPED;
use crate::ui::language::{Say, till_words};
use crate::values::{Language, Unit};

#[test]
fn the_worker_keeps_all_that_a_till_starts_with() {
    let files = kept("/assets/till.0.css");
    for needed in [
        "/till",
        "/pkg/till.js",
        "/pkg/till_bg.wasm",
        "/assets/till.0.css",
    ] {
        assert!(files.iter().any(|file| file == needed), "{needed}");
    }
    assert!(!files.iter().any(|file| file.starts_with("/sync")));
}

#[test]
fn the_page_says_what_stops_a_till_that_keeps_no_words() {
    let troubles = include_str!("../browser/trouble.rs");
    for name in STOPPED {
        let is_trouble = name.starts_with("till-trouble-");
        let is_known = troubles.contains(&format!("\"{name}\""));
        assert_eq!(is_known, is_trouble, "{name}");
        for language in Language::ALL {
            let text = Say(language).with(name, &[("text", "")]);
            assert!(!text.is_empty() && text != name, "{language:?}: {name}");
        }
    }
}

#[test]
fn words_keep_places_for_what_the_till_fills_in() {
    for language in Language::ALL {
        let words = till_words(language);
        assert!(words.len() > 100, "{language:?}");
        for (key, text) in &words {
            assert!(!text.is_empty() && text != key, "{language:?}: {key}");
            assert!(!text.contains('$'), "{language:?}: {key}: {text}");
        }
        for unit in Unit::ALL {
            let key = format!("unit-{}", unit.code());
            assert_eq!(words[&key], Say(language).units(unit, "7"), "{key}");
            let one = Say(language).unit(unit);
            assert_eq!(words[&format!("{key}-one")], one, "{key}");
        }
        assert!(words["till-app-take"].contains("{amount}"), "{language:?}");
    }
}
