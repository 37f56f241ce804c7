//! What the page of the till says to the till's own script before that asks for anything.

use uuid::Uuid;

use super::wire::legible;

/// It stands on the page as JSON, in `data-boot`, and is kept with the page where there is no network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Boot {
    /// Which till this browser is: what it keeps, it keeps under that name.
    pub device_id: Uuid,
    /// Which version of the product drew the page.
    pub version: String,
    /// The language that the page was drawn in.
    pub language: String,
    /// Where the words of a language come from; `{language}` stands for its code.
    pub words: String,
    /// Where the installation is reached, without a slash at the end: receipts lead there.
    pub public_url: String,
    /// What the till is called.
    pub name: String,
}

legible!(Boot {} or { device_id, version, language, words, public_url, name });
