//! The switches: what the simulator does wrong, because the real service sometimes does.
//!
//! What never breaks: every switch is off at first, and a change names only what it changes, so
//! that two hands at the same switches do not undo each other.

use super::state::Answer;
use serde::{Deserialize, Serialize};

/// What a push gets instead of its usual answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PushFault {
    /// Nothing: the usual answer.
    #[default]
    None,
    /// The prompt is live, and the connection is cut before the answer.
    LostAnswer,
    /// The prompt is live, and the answer is "Internal Server Error".
    InternalError,
    /// No prompt: a 200 whose ResponseCode is not 0.
    Refused,
    /// No prompt: "System is busy".
    Busy,
    /// No prompt: the gateway's 429.
    Spike,
    /// No prompt: the firewall's page, 503.
    Html,
}

/// What a query gets instead of its usual answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QueryFault {
    /// Nothing: the usual answer.
    #[default]
    None,
    /// The id is not known yet.
    TooEarly,
    /// A ResultCode of 4999: settling.
    Settling,
    /// A ResultCode of 0 although the prompt is still open.
    PrematurePaid,
    /// A failure although it was paid.
    Contradiction,
    /// The gateway's 429.
    Spike,
    /// The firewall's page, 503.
    Html,
}

/// The switches as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Switches {
    /// Callbacks are not delivered.
    pub drop_callbacks: bool,
    /// Each callback is delivered twice.
    pub double_callbacks: bool,
    /// Callbacks are delivered this many seconds late.
    pub late_seconds: u64,
    /// The prompt is answered (accepted, unless `auto` says otherwise) and its callback delivered
    /// before the push itself is answered.
    pub early_callbacks: bool,
    /// What pushes get.
    pub push_fault: PushFault,
    /// What queries get.
    pub query_fault: QueryFault,
    /// A new token kills the one before.
    pub rotate_tokens: bool,
    /// `expires_in` is a number instead of a string.
    pub numeric_expiry: bool,
    /// Prompts are answered like this without a hand.
    pub auto: Option<Answer>,
    /// How long that takes, in milliseconds.
    pub auto_after_ms: u64,
}

/// A change of some switches, from a form or from JSON. `auto` is an answer's key or `off`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SwitchChange {
    drop_callbacks: Option<bool>,
    double_callbacks: Option<bool>,
    late_seconds: Option<u64>,
    early_callbacks: Option<bool>,
    lost_answer: Option<bool>,
    push_fault: Option<PushFault>,
    query_fault: Option<QueryFault>,
    rotate_tokens: Option<bool>,
    numeric_expiry: Option<bool>,
    auto: Option<String>,
    auto_after_ms: Option<u64>,
}

/// The longest delay a switch may ask for, in seconds.
const LONGEST_DELAY: u64 = 86_400;

impl Switches {
    /// Changes what the change names. An unknown `auto` changes nothing and is handed back.
    pub(super) fn change(&mut self, change: SwitchChange) -> Result<(), String> {
        match change.auto.as_deref() {
            None => {}
            Some("off") => self.auto = None,
            Some(key) => {
                self.auto = Some(Answer::from_key(key).ok_or_else(|| key.to_owned())?);
            }
        }
        set(&mut self.drop_callbacks, change.drop_callbacks);
        set(&mut self.double_callbacks, change.double_callbacks);
        set(
            &mut self.late_seconds,
            change.late_seconds.map(|most| most.min(LONGEST_DELAY)),
        );
        set(&mut self.early_callbacks, change.early_callbacks);
        set(&mut self.push_fault, change.push_fault);
        if let Some(lost) = change.lost_answer {
            self.push_fault = if lost {
                PushFault::LostAnswer
            } else {
                PushFault::None
            };
        }
        set(&mut self.query_fault, change.query_fault);
        set(&mut self.rotate_tokens, change.rotate_tokens);
        set(&mut self.numeric_expiry, change.numeric_expiry);
        let wait = change
            .auto_after_ms
            .map(|wait| wait.min(LONGEST_DELAY * 1000));
        set(&mut self.auto_after_ms, wait);
        Ok(())
    }
}

fn set<T>(switch: &mut T, change: Option<T>) {
    if let Some(value) = change {
        *switch = value;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn change(json: &str) -> SwitchChange {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_change_leaves_the_rest_alone() {
        let mut switches = Switches::default();
        switches
            .change(change(r#"{"drop_callbacks":true,"auto":"wrong-pin"}"#))
            .unwrap();
        switches
            .change(change(r#"{"late_seconds":30,"query_fault":"too-early"}"#))
            .unwrap();
        assert!(switches.drop_callbacks);
        assert_eq!(switches.auto, Some(Answer::WrongPin));
        assert_eq!(switches.late_seconds, 30);
        assert_eq!(switches.query_fault, QueryFault::TooEarly);
        switches
            .change(change(r#"{"auto":"off","lost_answer":true}"#))
            .unwrap();
        assert_eq!(switches.auto, None);
        assert_eq!(switches.push_fault, PushFault::LostAnswer);
    }

    #[test]
    fn an_unknown_answer_is_refused() {
        let mut switches = Switches::default();
        assert_eq!(
            switches.change(change(r#"{"auto":"maybe"}"#)),
            Err("maybe".to_owned())
        );
        assert_eq!(switches, Switches::default());
    }
}
