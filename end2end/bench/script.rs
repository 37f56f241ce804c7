//! Recorded statements become a script of `pgbench`, in the same order and the same transactions,
//! prepared, with the same parameters. So the script follows the program by itself.

use std::collections::BTreeMap;

use super::record::Statement;

/// What of a recording is known, because the bench itself made it from a number.
#[derive(Debug, Clone)]
pub struct Known {
    /// Values as the log writes them, and what each is for another number, in SQL.
    pub values: Vec<(String, String)>,
    /// How many products the business has: the document's goods go round them.
    pub products: u64,
}

/// A script for `pgbench`, with the values that stay the same.
#[derive(Debug, Clone)]
pub struct Script {
    /// The statements.
    pub text: String,
    /// Variables to define.
    pub constants: Vec<(String, String)>,
}

impl Script {
    /// How many statements it has.
    pub fn statements(&self) -> usize {
        self.text.matches(";\n").count()
    }
}

/// A script of what is read whoever asks; recorded twice, to be sure that nothing else was caught.
pub fn reading(one: &[Statement], two: &[Statement]) -> Result<Script, String> {
    let none = Known {
        values: Vec::new(),
        products: 1,
    };
    ordering(one, two, &none)
}

/// A script that does what two recorded orders or sales did, each time for another one: `:i` is its
/// number. What differs between the two and is not known was made afresh, and is made afresh here
/// out of the number.
pub fn ordering(one: &[Statement], two: &[Statement], known: &Known) -> Result<Script, String> {
    if one.is_empty() || one.len() != two.len() {
        let (one, two) = (one.len(), two.len());
        return Err(format!(
            "what was recorded differs: {one} and {two} statements"
        ));
    }
    let mut writer = Writer {
        known,
        constants: BTreeMap::new(),
        fresh: BTreeMap::new(),
    };
    let mut script = String::new();
    for (first, second) in one.iter().zip(two) {
        if first.text != second.text {
            return Err(format!("what was recorded differs: {}", first.text));
        }
        let values: Vec<String> = first
            .parameters
            .iter()
            .zip(&second.parameters)
            .map(|(value, other)| writer.expression(value.as_deref(), other.as_deref()))
            .collect();
        script.push_str(&with_values(&first.text, &values));
        script.push_str(";\n");
    }
    Ok(Script {
        text: script,
        constants: writer
            .constants
            .into_iter()
            .map(|(value, name)| (name, value))
            .collect(),
    })
}

/// A statement with its `$1`, `$2`… replaced.
fn with_values(text: &str, values: &[String]) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        written.push_str(before);
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        let (number, behind) = after.split_at(digits);
        let value = number
            .parse::<usize>()
            .ok()
            .and_then(|number| values.get(number.checked_sub(1)?));
        match value {
            Some(value) => written.push_str(value),
            None => written.push_str(&format!("${number}")),
        }
        rest = behind;
    }
    written.push_str(rest);
    written
}

/// How long an id is.
const ID: usize = 36;
/// What the ids begin with that the bench makes; then two digits for their kind.
const OURS: &str = "01970000-00";
/// The document's number, in SQL.
pub const NUMBER: &str = ":i::bigint";

struct Writer<'a> {
    known: &'a Known,
    /// Names by value.
    constants: BTreeMap<String, String>,
    /// Numbers of what was made afresh, by its recorded value.
    fresh: BTreeMap<String, usize>,
}

impl Writer<'_> {
    fn expression(&mut self, value: Option<&str>, other: Option<&str>) -> String {
        let Some(value) = value else {
            return "null".to_owned();
        };
        let varies = other != Some(value);
        let mut known = self.known.values.iter();
        if let Some((_, sql)) = known.find(|(recorded, _)| recorded == value) {
            return sql.clone();
        }
        if !ids(value).is_empty() && (varies || value.contains(OURS)) {
            return self.with_ids(value, varies);
        }
        if varies {
            if value.starts_with("\\x") {
                let slot = self.slot(value);
                return format!("sha256(convert_to('{slot}-' || ({NUMBER})::text, 'UTF8'))");
            }
            if value.chars().all(|c| c.is_ascii_digit()) {
                return format!("(1000000000 + {NUMBER})");
            }
            if is_moment(value) {
                return "now()".to_owned();
            }
            if !value.starts_with(['{', '[']) {
                return format!("lpad(upper(to_hex({NUMBER})), 8, '0')");
            }
        }
        if value.is_empty() {
            return "''".to_owned();
        }
        let next = self.constants.len();
        let name = self
            .constants
            .entry(value.to_owned())
            .or_insert_with(|| format!("c{next}"));
        format!(":{name}")
    }

    fn slot(&mut self, value: &str) -> usize {
        let next = self.fresh.len();
        *self.fresh.entry(value.to_owned()).or_insert(next)
    }

    /// A value with ids in it, as the ids that belong to the order's number.
    fn with_ids(&mut self, value: &str, varies: bool) -> String {
        let found = ids(value);
        let mut pieces = Vec::new();
        let mut from = 0;
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        for at in found {
            let (before, id) = (
                value.get(from..at).unwrap_or_default(),
                value.get(at..at + ID).unwrap_or_default(),
            );
            from = at + ID;
            if !before.is_empty() {
                pieces.push(quoted(before));
            }
            let number = id.get(24..).unwrap_or_default();
            let head = id.get(..24).unwrap_or_default();
            // Products, and their cost layers: they go round.
            if head.starts_with("01970000-0001-") || head.starts_with("01970000-0002-") {
                let place = u64::from_str_radix(number, 16).unwrap_or(0);
                let products = self.known.products;
                pieces.push(format!(
                    "'{head}' || lpad(to_hex((2 * {NUMBER} + {place}) % {products}), 12, '0')"
                ));
            } else if head.starts_with(OURS) {
                pieces.push(format!("'{head}' || lpad(to_hex({NUMBER}), 12, '0')"));
            } else if varies {
                let slot = self.slot(id);
                pieces.push(format!(
                    "'01970000-01{slot:02x}-7000-8000-' || lpad(to_hex({NUMBER}), 12, '0')"
                ));
            } else {
                pieces.push(quoted(id));
            }
        }
        let behind = value.get(from..).unwrap_or_default();
        if !behind.is_empty() {
            pieces.push(quoted(behind));
        }
        let kind = if value.len() == ID {
            "uuid"
        } else if value.starts_with('{') && !value.contains('"') {
            "uuid[]"
        } else {
            "jsonb"
        };
        format!("({})::{kind}", pieces.join(" || "))
    }
}

/// Where ids begin in a text.
fn ids(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + ID <= text.len() {
        if text.get(at..at + ID).is_some_and(is_id) {
            found.push(at);
            at += ID;
        } else {
            at += 1;
        }
    }
    found
}

fn is_id(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// A moment as the log writes it: `2026-01-31 08:00:00.5+00`.
fn is_moment(text: &str) -> bool {
    let letters = text.as_bytes();
    letters.len() > 19
        && letters.get(4) == Some(&b'-')
        && letters.get(10) == Some(&b' ')
        && letters.get(13) == Some(&b':')
}
