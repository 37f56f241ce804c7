//! Which statements the program really executes: the database writes them down while the program
//! answers one request, and they become a script of `pgbench`, in the same order and the same
//! transactions, prepared, with the same parameters. So the script follows the program by itself.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use super::fixture::Fixture;

/// A statement with its parameters; none is a null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    text: String,
    parameters: Vec<Option<String>>,
}

/// What of a recorded order is known, because the bench itself made it from the order's number.
#[derive(Debug, Clone)]
pub struct Known {
    /// The digest of its browser's cookie, as the log writes it.
    pub browser: String,
    /// Its phone.
    pub phone: String,
    /// How many products the business has: the order's goods go round them.
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

/// Records what each of these acts makes the program execute.
pub fn record(
    fixture: &Fixture,
    acts: &mut [&mut dyn FnMut() -> Result<(), String>],
) -> Result<Vec<Vec<Statement>>, String> {
    fixture.sql(
        "alter system set log_statement = 'all';
         alter system set log_line_prefix = '<%p> ';
         select pg_reload_conf();",
        &[],
    )?;
    let recorded: Result<Vec<Vec<Statement>>, String> = acts
        .iter_mut()
        .map(|act| {
            settle();
            let before = log_since(fixture, 0)?.len();
            (**act)()?;
            settle();
            let log = log_since(fixture, before)?;
            Ok(statements(&String::from_utf8_lossy(&log)))
        })
        .collect();
    fixture.sql(
        "alter system reset log_statement;
         alter system reset log_line_prefix;
         select pg_reload_conf();",
        &[],
    )?;
    settle();
    recorded
}

/// Until the processes of the database have heard of a setting and have written their lines.
fn settle() {
    std::thread::sleep(Duration::from_millis(500));
}

fn log_since(fixture: &Fixture, offset: usize) -> Result<Vec<u8>, String> {
    let path = fixture.database_log();
    let said = |e: std::io::Error| format!("{}: {e}", path.display());
    let mut file = fs::File::open(&path).map_err(said)?;
    let offset = u64::try_from(offset).unwrap_or(0);
    file.seek(SeekFrom::Start(offset)).map_err(said)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(said)?;
    Ok(bytes)
}

/// The statements in a log, without those of the background worker and of our own `psql`.
fn statements(log: &str) -> Vec<Statement> {
    let mut found: Vec<(String, String, String)> = Vec::new();
    // Where a line that begins with a tab goes on: the statement, its parameters, or nothing.
    let mut part = 0;
    for line in log.lines() {
        if let Some(rest) = line.strip_prefix('\t') {
            if let Some((_, text, parameters)) = found.last_mut() {
                match part {
                    1 => text.push_str(&format!("\n{rest}")),
                    2 => parameters.push_str(&format!("\n{rest}")),
                    _ => {}
                }
            }
            continue;
        }
        part = 0;
        let Some((process, said)) = line.strip_prefix('<').and_then(|l| l.split_once("> ")) else {
            continue;
        };
        if let Some(text) = said.strip_prefix("LOG:  statement: ") {
            found.push((process.to_owned(), text.to_owned(), String::new()));
            part = 1;
        } else if let Some((_, text)) = said
            .strip_prefix("LOG:  execute ")
            .and_then(|execute| execute.split_once(": "))
        {
            found.push((process.to_owned(), text.to_owned(), String::new()));
            part = 1;
        } else if let Some(text) = said.strip_prefix("DETAIL:  parameters: ")
            && let Some((_, _, parameters)) = found.last_mut()
        {
            parameters.push_str(text);
            part = 2;
        }
    }
    let is_others =
        |text: &str| text.contains("graphile_worker") || text.contains("pg_reload_conf");
    let others: Vec<String> = found
        .iter()
        .filter(|(_, text, parameters)| is_others(text) || is_others(parameters))
        .map(|(process, _, _)| process.clone())
        .collect();
    found
        .into_iter()
        .filter(|(process, _, _)| !others.contains(process))
        .map(|(_, text, parameters)| Statement {
            text,
            parameters: values(&parameters),
        })
        .collect()
}

/// The values of `$1 = 'a', $2 = NULL`, in their order.
fn values(parameters: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = parameters;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after;
            continue;
        };
        let mut value = String::new();
        let mut letters = quoted.char_indices().peekable();
        let mut end = quoted.len();
        while let Some((at, letter)) = letters.next() {
            if letter != '\'' {
                value.push(letter);
            } else if letters.next_if(|(_, next)| *next == '\'').is_some() {
                value.push('\'');
            } else {
                end = at + 1;
                break;
            }
        }
        values.push(Some(value));
        rest = quoted.get(end..).unwrap_or_default();
    }
    values
}

/// A script of what is read whoever asks; recorded twice, to be sure that nothing else was caught.
pub fn reading(one: &[Statement], two: &[Statement]) -> Result<Script, String> {
    let none = Known {
        browser: String::new(),
        phone: String::new(),
        products: 1,
    };
    ordering(one, two, &none)
}

/// A script that does what two recorded orders did, each time for another order: `:i` is its
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
/// The order's number as text or bits, in SQL.
const NUMBER: &str = ":i::bigint";

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
        if !self.known.phone.is_empty() && value == self.known.phone {
            return format!("('+25471' || lpad(({NUMBER})::text, 7, '0'))");
        }
        if !self.known.browser.is_empty() && value == self.known.browser {
            return format!(
                "sha256(convert_to('bench-browser-' || lpad(({NUMBER})::text, 12, '0'), 'UTF8'))"
            );
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
