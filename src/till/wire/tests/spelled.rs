//! JSON of all kinds: what may be told, spelled in one of many ways, and broken.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use uuid::Uuid;

/// What stands for something.
pub(super) type Told = BoxedStrategy<Value>;

/// Writes JSON. How is up to `dice`: with which blanks and escapes, and in which order.
struct Speller {
    text: String,
    dice: Vec<u8>,
    thrown: usize,
}

impl Speller {
    fn throw(&mut self, sides: usize) -> usize {
        let dice = self.dice.get(self.thrown % self.dice.len().max(1));
        self.thrown += 1;
        dice.map_or(0, |dice| usize::from(*dice) % sides)
    }

    fn blank(&mut self) {
        let blank = ["", "", "", "", "", " ", "\n", "\t\r "][self.throw(8)];
        self.text.push_str(blank);
    }

    fn value(&mut self, value: &Value) {
        self.blank();
        match value {
            Value::String(text) => self.quoted(text),
            Value::Array(all) => {
                self.text.push('[');
                for (place, one) in all.iter().enumerate() {
                    self.comma(place);
                    self.value(one);
                }
                self.blank();
                self.text.push(']');
            }
            Value::Object(all) => {
                let mut all: Vec<(&String, &Value)> = all.iter().collect();
                let turn = self.throw(all.len().max(1));
                all.rotate_left(turn);
                self.text.push('{');
                for (place, (name, one)) in all.into_iter().enumerate() {
                    self.comma(place);
                    self.blank();
                    self.quoted(name);
                    self.blank();
                    self.text.push(':');
                    self.value(one);
                }
                self.blank();
                self.text.push('}');
            }
            plain => self.text.push_str(&plain.to_string()),
        }
        self.blank();
    }

    fn comma(&mut self, place: usize) {
        if place > 0 {
            self.text.push(',');
        }
    }

    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for letter in text.chars() {
            self.letter(letter);
        }
        self.text.push('"');
    }

    fn letter(&mut self, letter: char) {
        let short = match letter {
            '"' => "\\\"",
            '\\' => "\\\\",
            '/' => "\\/",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ => "",
        };
        let must = letter < ' ' || letter == '"' || letter == '\\';
        let how = self.throw(8);
        if how < 4 && !short.is_empty() {
            self.text.push_str(short);
        } else if how == 4 || must {
            let mut halves = [0; 2];
            for half in letter.encode_utf16(&mut halves) {
                let number = if self.throw(2) == 0 {
                    format!("{half:04x}")
                } else {
                    format!("{half:04X}")
                };
                self.text.push_str("\\u");
                self.text.push_str(&number);
            }
        } else {
            self.text.push(letter);
        }
    }
}

/// The JSON of a value, in one of its spellings.
pub(super) fn spelled(value: &Value, dice: Vec<u8>) -> String {
    let mut speller = Speller {
        text: String::new(),
        dice,
        thrown: 0,
    };
    speller.value(value);
    speller.text
}

/// What says how something is spelled.
pub(super) fn dice() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 1..40)
}

/// Where a text is broken: one byte less there, or this one more.
pub(super) fn breaks() -> impl Strategy<Value = (Index, Option<u8>)> {
    let signs = select(b"\"\\{}[],:-+.0123e/ut \n\x1f".to_vec());
    let more = prop_oneof![2 => Just(None::<u8>), 3 => signs.prop_map(Some), 1 => any::<u8>().prop_map(Some)];
    (any::<Index>(), more)
}

/// A text that is broken so.
pub(super) fn broken(text: &str, (at, more): (Index, Option<u8>)) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = at.index(bytes.len());
    match more {
        Some(byte) => bytes.insert(at, byte),
        None => {
            bytes.remove(at);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Letters of all kinds, and those that JSON writes in another way.
pub(super) fn words() -> impl Strategy<Value = String> {
    let odd =
        "\"\\/\u{0}\u{8}\u{c}\n\r\t\u{1f}\u{7f}\u{d7ff}\u{e000}\u{ffff}\u{1f512}\u{10ffff} ,:{}[]";
    let letter = prop_oneof![any::<char>(), select(odd.chars().collect::<Vec<char>>())];
    let letters = prop::collection::vec(letter, 0..8);
    letters.prop_map(|letters| letters.into_iter().collect())
}

/// A text.
pub(super) fn text() -> Told {
    words().prop_map(Value::from).boxed()
}

/// A whole number.
pub(super) fn whole() -> Told {
    let any = prop_oneof![any::<i64>(), -3_i64..300, any::<i32>().prop_map(i64::from)];
    any.prop_map(Value::from).boxed()
}

/// Yes or no.
pub(super) fn switch() -> Told {
    any::<bool>().prop_map(Value::from).boxed()
}

/// An id, in all the ways in which one is written.
pub(super) fn id() -> Told {
    let ways = (any::<u128>(), 0..4_usize).prop_map(|(number, way)| {
        let id = Uuid::from_u128(number);
        let text = match way {
            0 => id.simple().to_string(),
            1 => id.braced().to_string(),
            _ => id.to_string(),
        };
        Value::from(text)
    });
    ways.boxed()
}

/// One of these.
pub(super) fn one_of(all: Vec<Value>) -> Told {
    select(all).boxed()
}

/// A list of what is like that.
pub(super) fn list(one: Told) -> Told {
    let all = prop::collection::vec(one, 0..4);
    all.prop_map(Value::Array).boxed()
}

/// What is mostly something else than what was wanted. No list that could be the parts of a thing: those have
/// names.
fn other() -> Told {
    let fraction = any::<f64>().prop_map(|number| json!(number));
    let any = prop_oneof![
        Just(Value::Null),
        switch(),
        whole(),
        any::<u64>().prop_map(Value::from),
        fraction,
        text(),
        Just(json!([7])),
        Just(json!({})),
        Just(json!({ "sung": [{ "loud": null }] })),
    ];
    any.boxed()
}

/// Anything that is JSON.
pub(super) fn anything() -> Told {
    let any = other().prop_recursive(5, 40, 4, |inner| {
        let named = prop::collection::vec((words(), inner.clone()), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::Array),
            named.prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    });
    any.boxed()
}

/// A thing with these parts: most of them are there, and most are what they should be.
pub(super) fn thing(parts: Vec<(&'static str, Told)>) -> Told {
    let parts: Vec<BoxedStrategy<(String, Option<Value>)>> = parts
        .into_iter()
        .map(|(name, part)| {
            let part = prop_oneof![
                14 => part.prop_map(Some),
                1 => other().prop_map(Some),
                1 => Just(None::<Value>),
            ];
            part.prop_map(move |part| (name.to_owned(), part)).boxed()
        })
        .collect();
    let there = |(name, part): (String, Option<Value>)| Some((name, part?));
    parts
        .prop_map(move |parts| Value::Object(parts.into_iter().filter_map(there).collect()))
        .boxed()
}
