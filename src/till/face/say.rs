//! What the till says, in its language.

use crate::till::browser::Device;

/// Says things in the till's language.
#[derive(Clone, Copy)]
pub struct Say(pub(super) Device);

impl Say {
    /// The text of a key.
    pub fn t(self, key: &str) -> String {
        self.0.t(key)
    }

    /// The same with what it names.
    pub fn with(self, key: &str, names: &[(&str, &str)]) -> String {
        self.0.with(key, names)
    }
}
