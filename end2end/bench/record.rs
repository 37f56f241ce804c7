//! Which statements the program really executes: the database writes them down while the program
//! answers one request.

use std::collections::HashMap;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::time::Duration;

use super::fixture::Fixture;

/// A statement with its parameters; none is a null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// With `$1`, `$2` for its parameters.
    pub text: String,
    /// As the log writes them.
    pub parameters: Vec<Option<String>>,
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
    found.retain(|(process, _, _)| !others.contains(process));
    one_after_the_other(&mut found);
    found
        .into_iter()
        .map(|(_, text, parameters)| Statement {
            text,
            parameters: values(&parameters),
        })
        .collect()
}

/// Puts transactions one after the other, as they began: one that is only read ends when its connection
/// comes to it, perhaps after the next one has begun on another.
fn one_after_the_other(found: &mut Vec<(String, String, String)>) {
    let mut began: HashMap<String, usize> = HashMap::new();
    let mut placed: Vec<(usize, (String, String, String))> = Vec::new();
    for (place, statement) in std::mem::take(found).into_iter().enumerate() {
        let (process, text, _) = &statement;
        let word = text.split_whitespace().next().unwrap_or_default();
        let word = word.to_ascii_lowercase();
        if word == "begin" {
            began.insert(process.clone(), place);
        }
        let place_of_its_own = began.get(process).copied().unwrap_or(place);
        if word == "commit" || word == "rollback" {
            began.remove(process);
        }
        placed.push((place_of_its_own, statement));
    }
    placed.sort_by_key(|(place, _)| *place);
    found.extend(placed.into_iter().map(|(_, statement)| statement));
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
