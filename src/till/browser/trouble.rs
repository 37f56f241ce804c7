//! What can go wrong at a till, and the word for each.

/// Why something did not happen, or what a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The browser keeps nothing: a private window, or one that is not let; or it has closed what it kept, because
    /// the disk is full. Then it has to be loaded anew.
    NoStorage,
    /// Another tab holds what is kept here in an older form: it has to be closed.
    Blocked,
    /// Another tab runs a newer till: this one has to be loaded anew.
    Outdated,
    /// This browser has become another till since this page was drawn: it has to be loaded anew.
    Another,
    /// There is no room left on the device.
    Full,
    /// The till was revoked; what it has not told stays, and can be saved as a file.
    Revoked,
    /// The server does not know this till.
    Unknown,
    /// Nothing is known yet of the shop: it has to be loaded once.
    NotReady,
    /// It needs the network, and that is not there.
    Away,
    /// This document is there already: it was rung up a moment ago, perhaps in another tab.
    Twice,
    /// What was read is no file of a till.
    NoFile,
    /// There is no such document.
    NotFound,
    /// The server says why, in words.
    Said(String),
    /// What the browser says went wrong.
    Broken(String),
}

impl Trouble {
    /// The key of its sentence among the till's words. `Said` and `Broken` have a text of their own beside
    /// it: see [`Trouble::text`].
    pub fn key(&self) -> &'static str {
        match self {
            Trouble::NoStorage => "till-trouble-no-storage",
            Trouble::Blocked => "till-trouble-blocked",
            Trouble::Outdated => "till-trouble-outdated",
            Trouble::Another => "till-trouble-another",
            Trouble::Full => "till-trouble-full",
            Trouble::Revoked => "till-trouble-revoked",
            Trouble::Unknown => "till-trouble-unknown",
            Trouble::NotReady => "till-trouble-not-ready",
            Trouble::Away => "till-trouble-away",
            Trouble::Twice => "till-trouble-twice",
            Trouble::NoFile => "till-trouble-no-file",
            Trouble::NotFound => "till-trouble-not-found",
            Trouble::Said(_) => "till-trouble-said",
            Trouble::Broken(_) => "till-trouble-broken",
        }
    }

    /// What stands in its sentence as `{text}`.
    pub fn text(&self) -> &str {
        match self {
            Trouble::Said(text) | Trouble::Broken(text) => text,
            _ => "",
        }
    }
}
