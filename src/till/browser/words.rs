//! The words of the till, in one language: a table that the server has made, with `{name}` where a name
//! goes.

use std::collections::HashMap;
use std::time::Duration;

use super::http::ask;
use super::idb::{Base, META};
use super::{Boot, Trouble};
use crate::till::wire;

/// Where the words that were spoken last are kept.
const KEPT: &str = "words";
/// How long words are waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Its code.
    pub language: String,
    table: HashMap<String, String>,
}

wire::legible!(Words { language, table } or {});

impl Words {
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

    /// Those of a language: from the server, or from what its pages have kept.
    pub(super) async fn fetch(boot: &Boot, language: &str) -> Result<Words, Trouble> {
        let path = boot.words.replace("{language}", language);
        let reply = ask(&path, None, PATIENCE).await?;
        Ok(Words {
            language: language.to_owned(),
            table: reply.read()?,
        })
    }

    /// Those that were spoken last.
    pub(super) async fn kept(base: &Base) -> Option<Words> {
        let text = base.read(&[META]).ok()?.text(META, KEPT).await.ok()??;
        wire::read(&text).ok()
    }

    /// Keeps them.
    pub(super) async fn keep(&self, base: &Base) -> Result<(), Trouble> {
        let text = wire::write(self);
        let tx = base.jot(&[META])?;
        tx.note(KEPT, &text)?;
        tx.end().await
    }
}
