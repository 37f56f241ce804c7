//! The words of the till, in one language: a table that the server has made, with `{name}` where a name
//! goes.

use std::collections::HashMap;

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Its code.
    pub language: String,
    table: HashMap<String, String>,
}

impl Words {
    /// Words as the server sends them: a JSON object of key and text. None where it is something else.
    pub fn read(language: &str, json: &str) -> Option<Words> {
        let table = serde_json::from_str(json).ok()?;
        Some(Words {
            language: language.to_owned(),
            table,
        })
    }

    /// A sentence; its key where there is none.
    pub fn t(&self, key: &str) -> String {
        let text = self.table.get(key);
        text.map_or_else(|| key.to_owned(), Clone::clone)
    }

    /// The same with what it names.
    pub fn with(&self, key: &str, names: &[(&str, &str)]) -> String {
        let mut text = self.t(key);
        for (name, value) in names {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}
