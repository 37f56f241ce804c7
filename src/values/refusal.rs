//! Why an act did not happen. A refusal is something its reader can act on; a fault is ours.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

/// The most letters of a thing that a sentence repeats: whoever typed a whole page into a field knows it.
const MOST_NAMED: usize = 300;

/// One reason why an act was refused: data that each language renders for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The translation key of the sentence, such as `refused-price-not-an-amount`.
    pub key: String,
    /// The form field it is about, or none when it is about the whole act.
    pub field: Option<String>,
    /// What the sentence names: a product, an amount that is left.
    pub args: Vec<(String, String)>,
}

impl Refusal {
    /// About the whole act.
    pub fn of(key: &str) -> Refusal {
        Refusal {
            key: key.to_owned(),
            field: None,
            args: Vec::new(),
        }
    }

    /// About one field of the form.
    pub fn at(field: &str, key: &str) -> Refusal {
        Refusal {
            field: Some(field.to_owned()),
            ..Refusal::of(key)
        }
    }

    /// Names a thing in the sentence; of a very long name only its beginning.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Refusal {
        let mut value = value.to_string();
        if let Some((end, _)) = value.char_indices().nth(MOST_NAMED) {
            value.truncate(end);
            value.push('…');
        }
        self.args.push((name.to_owned(), value));
        self
    }
}

/// Why a page or an act stopped. `Fault` carries the id under which it was logged, never its text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Stop {
    /// The person can act on it.
    #[error("refused: {0:?}")]
    Refused(Vec<Refusal>),
    /// There is no such thing, or it is another business's: the two look the same.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("not signed in")]
    SignIn,
    /// Her role does not have this power.
    #[error("not allowed")]
    Forbidden,
    /// Too many tries; come back after so many seconds.
    #[error("too many tries, wait {0} s")]
    SlowDown(u32),
    /// Our own failure, logged under this id.
    #[error("fault {0}")]
    Fault(String),
    /// The database does not answer, or is busy: the same may do a little later.
    #[error("unavailable, logged as {0}")]
    Unavailable(String),
}

impl Stop {
    /// After how many seconds the same may do, where waiting helps: for `Retry-After`.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Stop::SlowDown(seconds) => Some(*seconds),
            Stop::Unavailable(_) => Some(5),
            _ => None,
        }
    }
}

/// What the framework itself says of a call that never reached us whole.
impl FromServerFnError for Stop {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Stop {
        Stop::Refused(vec![Refusal::of("refused-unreadable")])
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(vec![refusal])
    }
}

impl From<Vec<Refusal>> for Stop {
    fn from(refusals: Vec<Refusal>) -> Stop {
        Stop::Refused(refusals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_repeats_the_beginning_of_a_long_name() {
        let short = Refusal::of("refused-not-found").with("what", "Unga");
        assert_eq!(short.args, [("what".to_owned(), "Unga".to_owned())]);
        let long = Refusal::of("refused-not-found").with("what", "é".repeat(100_000));
        assert_eq!(long.args[0].1, format!("{}…", "é".repeat(MOST_NAMED)));
    }
}
