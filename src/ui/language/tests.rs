//! The three languages say the same things, and nothing is said that has no words.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;

fn keys(files: &[&str]) -> BTreeSet<String> {
    files
        .iter()
        .flat_map(|file| file.lines())
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key.to_owned())
        .filter(|key| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        .collect()
}

#[test]
fn every_file_reads() {
    for (language, files) in [("en", EN), ("sw", SW), ("id", ID)] {
        for file in files {
            let read = FluentResource::try_new(file.to_owned());
            assert!(
                read.is_ok(),
                "{language}: {:?}",
                read.err().map(|(_, errors)| errors)
            );
        }
        let all: Vec<String> = files
            .iter()
            .flat_map(|file| file.lines())
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .filter(|key| key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
            .collect();
        let twice: Vec<&String> = all
            .iter()
            .filter(|key| all.iter().filter(|k| k == key).count() > 1)
            .collect();
        assert!(twice.is_empty(), "{language} says twice: {twice:?}");
    }
}

#[test]
fn the_languages_have_the_same_keys() {
    let en = keys(&EN);
    for (language, files) in [("sw", SW), ("id", ID)] {
        let other = keys(&files);
        let missing: Vec<_> = en.difference(&other).collect();
        let idle: Vec<_> = other.difference(&en).collect();
        assert!(
            missing.is_empty() && idle.is_empty(),
            "{language} lacks {missing:?}, has {idle:?}"
        );
    }
}

/// The text of each key as the files have it, over all its lines.
fn texts(files: &[&str]) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    let is_key = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    for line in files.iter().flat_map(|file| file.lines()) {
        match line.split_once(" =") {
            Some((key, text)) if is_key(key) => {
                last = key.to_owned();
                texts.insert(last.clone(), text.to_owned());
            }
            _ if line.starts_with(' ') => texts.entry(last.clone()).or_default().push_str(line),
            _ => {}
        }
    }
    texts
}

/// What a text names: `count` of `{ $count }`.
fn named_in(text: &str) -> BTreeSet<String> {
    let names = text.split('$').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    names.collect()
}

/// Words that English needs in most sentences, and the other two languages have not.
const ENGLISH: [&str; 32] = [
    "the", "is", "are", "was", "were", "it", "this", "that", "these", "you", "your", "we", "our",
    "they", "their", "of", "to", "in", "on", "by", "for", "with", "from", "and", "or", "not",
    "cannot", "must", "more", "than", "which", "already",
];

fn is_english(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| ENGLISH.contains(&word))
}

/// Refusals, good news, and pages that stand in for others: whatever a form or an address is answered
/// with. They are data, and their keys are all of these.
#[test]
fn every_answer_has_a_sentence_of_its_own_in_every_language() {
    let english = texts(&EN);
    let kinds = ["refused-", "done-", "stopped-"];
    let is_answer = |key: &&String| kinds.iter().any(|kind| key.starts_with(kind));
    let answers: Vec<&String> = english.keys().filter(is_answer).collect();
    assert!(answers.len() > 400, "only {} answers", answers.len());
    let mut found_english = 0;
    for (language, files) in [(Language::En, EN), (Language::Sw, SW), (Language::Id, ID)] {
        let there = texts(&files);
        for key in &answers {
            let names = named_in(&there[*key]);
            assert_eq!(names, named_in(&english[*key]), "{language:?}: {key}");
            for value in ["1", "7", "Unga"] {
                let args: Vec<(&str, &str)> =
                    names.iter().map(|name| (name.as_str(), value)).collect();
                let said = Say(language).with(key, &args);
                let is_whole = !said.trim().is_empty() && !said.contains(['{', '}', '$']);
                assert!(is_whole && !said.contains(key.as_str()), "{key}: {said}");
                match language {
                    Language::En => found_english += usize::from(is_english(&said)),
                    _ => assert!(!is_english(&said), "{language:?}: {key}: {said}"),
                }
            }
        }
    }
    // The words do find English where it is.
    assert!(found_english > 600, "found in {found_english} sentences");
}

#[test]
fn every_key_that_the_code_names_exists() {
    let en = keys(&EN);
    let mut named = BTreeSet::new();
    collect(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut named,
    );
    let missing: Vec<_> = named.iter().filter(|key| !en.contains(*key)).collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
}

/// Keys stand in the code as the first text of `.t("…")`, `.with("…")`, `.count("…")`,
/// `Refusal::of("…")` and the second of `Refusal::at(_, "…")`.
fn collect(folder: &Path, named: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, named);
        } else if path.extension().is_some_and(|e| e == "rs")
            && !path.ends_with("language/tests.rs")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for opening in [
                "say.t(",
                "say.with(",
                "say.count(",
                "Refusal::of(",
                "Refusal::at(",
            ] {
                for (at, _) in text.match_indices(opening) {
                    let rest: String = text[at + opening.len()..].chars().take(160).collect();
                    let literal = rest.trim_start().starts_with('"');
                    // A field's name may be a variable; a key that is one is none of ours.
                    let skip = usize::from(opening == "Refusal::at(" && literal) * 2;
                    if opening != "Refusal::at(" && !literal {
                        continue;
                    }
                    let key = rest.split('"').nth(1 + skip).unwrap_or_default().to_owned();
                    if !key.is_empty() && !key.contains(['{', ' ']) {
                        named.insert(key);
                    }
                }
            }
        }
    }
}

#[test]
fn counts_and_names() {
    let say = Say(Language::En);
    assert_eq!(say.t("no-such-key"), "no-such-key");
    assert_eq!(say.unit(Unit::Kg), "kg");
    assert_eq!(say.unit(Unit::Bunch), "bunch");
    assert_eq!(say.units(Unit::Bunch, "2"), "bunches");
    assert_eq!(say.units(Unit::Litre, "1.5"), "litres");
}

#[test]
fn a_refused_day_is_read_as_every_other_day() {
    let refusal = Refusal::of("refused-batch-expired").with("date", "2026-03-03");
    let said = |language| Say(language).refusal(&refusal);
    assert!(said(Language::En).contains("3 Mar 2026"));
    assert!(said(Language::Sw).contains("3 Mac 2026"));
    let other = Refusal::of("refused-batch-expired").with("date", "–");
    assert!(Say(Language::Id).refusal(&other).contains('–'));
}

#[test]
fn a_day_and_a_moment_in_a_refusal_are_read_as_everywhere_else() {
    let said = |date: &str| {
        let refusal = Refusal::of("flag-clock-ahead").with("date", date);
        Say(Language::En).refusal(&refusal)
    };
    let moment = said("2026-11-30T02:05:00+03:00");
    assert!(moment.contains("30 Nov 2026, 02:05"), "{moment}");
    let day = said("2026-11-30");
    assert!(day.contains("30 Nov 2026."), "{day}");
    assert!(said("soon").contains("soon"));
}
