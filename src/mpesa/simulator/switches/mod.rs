//! The switches: what the simulator does wrong, because the real service sometimes does.
//!
//! What never breaks: every switch is as usual at first, and a change names only what it changes,
//! so that two hands at the same switches do not undo each other. Times are milliseconds of the
//! simulator's own clock.

mod callback;
mod push;
mod qr;
mod query;
mod token;

pub use callback::{AmountForm, BalanceForm, DateForm, PhoneForm, Twin, WrongId};
pub use push::{IdForm, PushFault, SecondPush};
pub use qr::QrFault;
pub use query::QueryFault;
pub use token::TokenFault;

use super::knob::{Kind, Knob, Setting, switches};
use super::outcome::Answer;

switches! {
    Push "The customer" {
        /// What is done with a prompt without a hand.
        auto: Answer = Answer::ByHand, "Answers by herself";
        /// How long that takes: as long as she needs for her PIN.
        auto_after_ms: u64 = 0, "… after, in ms";
        /// How long a prompt stays on the phone.
        prompt_lifetime_ms: u64 = 60_000, "A prompt stays, in ms";
        /// How a prompt ends that nobody answered.
        expires_as: Answer = Answer::Unreachable, "Nobody answers: it ends as";
        /// What becomes of a second push while a prompt is open.
        second_push: SecondPush = SecondPush::Refused, "A second push";
        /// The phone is busy with something else: every push is refused.
        locked: bool = false, "Phone busy elsewhere";
    }
    Push "Pushes" {
        /// What pushes get.
        push_fault: PushFault = PushFault::None, "Pushes get";
        /// How long a push waits before anything is done about it.
        push_delay_ms: u64 = 0, "Pushes are slow by, in ms";
        /// The gateway's limit, one at a time; 0 is none.
        pushes_per_minute: u64 = 0, "Pushes a minute at most (0: any)";
        /// How the ids are written.
        id_form: IdForm = IdForm::Current, "Ids are written";
    }
    Push "Callbacks: delivery" {
        /// Callbacks are not delivered.
        drop_callbacks: bool = false, "Drop callbacks";
        /// How late callbacks are.
        callback_delay_ms: u64 = 0, "Callbacks are late by, in ms";
        /// How often each callback is delivered.
        callback_copies: u64 = 1, "Callbacks are delivered … times";
        /// A callback waits until the next one is through; several of one prompt are turned round.
        reorder_callbacks: bool = false, "Callbacks overtake each other";
        /// The prompt is answered (accepted, unless `auto` says otherwise) and its callback
        /// delivered before the push itself is answered.
        early_callbacks: bool = false, "Callback before the answer";
        /// How often a callback that was not answered with 200 is delivered again.
        callback_retries: u64 = 0, "Retries when not answered 200";
        /// How long after.
        retry_after_ms: u64 = 5_000, "… after, in ms";
        /// A failure is followed by a payment after all.
        success_after_failure: bool = false, "Paid after a failure";
        /// A payment is followed by another one with another receipt.
        second_receipt: bool = false, "Paid twice, two receipts";
        /// How long after.
        follow_up_ms: u64 = 1_000, "… both after, in ms";
        /// Whether the registered confirmation address is told too.
        c2b_twin: Twin = Twin::None, "The confirmation address is";
    }
    Push "Callbacks: what they say" {
        /// How amounts are written.
        amount_form: AmountForm = AmountForm::Hundredths, "Amounts are written";
        /// Shillings that the callback says more (or less) than were asked for.
        amount_off: i64 = 0, "Amounts are off by, in shillings";
        /// How the balance is written.
        balance_form: BalanceForm = BalanceForm::Valueless, "The balance is";
        /// How the phone is written.
        phone_form: PhoneForm = PhoneForm::Number, "The phone is";
        /// How the date is written.
        date_form: DateForm = DateForm::Number, "The date is";
        /// A payment names no receipt.
        omit_receipt: bool = false, "No receipt";
        /// The items come in another order.
        shuffle_items: bool = false, "Items shuffled";
        /// The code is a string although it is numeric.
        string_code: bool = false, "ResultCode as a string";
        /// Which id is not the prompt's own.
        wrong_id: WrongId = WrongId::None, "Wrong id";
    }
    Query "Queries" {
        /// What queries get.
        query_fault: QueryFault = QueryFault::None, "Queries get";
        /// How long a query waits before anything is done about it.
        query_delay_ms: u64 = 0, "Queries are slow by, in ms";
        /// The gateway's limit, one at a time; 0 is none. 5 were observed.
        queries_per_minute: u64 = 0, "Queries a minute at most (0: any)";
        /// The code is a number instead of a string.
        numeric_code: bool = false, "ResultCode as a number";
    }
    Qr "QR codes" {
        /// What requests for a QR code get.
        qr_fault: QrFault = QrFault::None, "QR codes get";
        /// How long such a request waits before anything is done about it.
        qr_delay_ms: u64 = 0, "QR codes are slow by, in ms";
    }
    Token "Tokens" {
        /// What requests for a token get.
        token_fault: TokenFault = TokenFault::None, "Token requests get";
        /// How long a token lives, and says that it does.
        token_lifetime_s: u64 = 3_599, "A token lives, in s";
        /// A new token kills the one before.
        rotate_tokens: bool = false, "A new token kills the old";
        /// `expires_in` is a number instead of a string.
        numeric_expiry: bool = false, "expires_in as a number";
    }
}

/// Every switch by its key, with the keys of its choices; none where it is a number.
pub fn every_switch() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    TABLE.iter().map(|knob| {
        let keys = knob.choices.iter().map(|(key, _)| *key);
        (knob.name, keys.collect())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn change(json: &str) -> Change {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_change_leaves_the_rest_alone() {
        let first = change(r#"{"drop_callbacks":true,"auto":"wrong-pin"}"#);
        let second = change(r#"{"callback_delay_ms":30,"query_fault":"too-early"}"#);
        let switches = Switches::default().with(&first).with(&second);
        assert!(switches.drop_callbacks);
        assert_eq!(switches.auto, Answer::WrongPin);
        assert_eq!(switches.callback_delay_ms, 30);
        assert_eq!(switches.query_fault, QueryFault::TooEarly);
        assert_eq!(switches.unusual(), first.clone().and(&second));
        assert_eq!(
            second.only(Kind::Query),
            change(r#"{"query_fault":"too-early"}"#)
        );
        assert_eq!(second.only(Kind::Token), Change::default());
        assert_eq!(
            first.and(&change(r#"{"auto":"off"}"#)).auto,
            Some(Answer::ByHand)
        );
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        for json in [
            r#"{"auto":"maybe"}"#,
            r#"{"drop":true}"#,
            r#"{"locked":"a bit"}"#,
        ] {
            assert!(serde_json::from_str::<Change>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn the_table_has_every_field_once() {
        let json = serde_json::to_value(Switches::default()).unwrap();
        let mut names: Vec<&str> = TABLE.iter().map(|knob| knob.name).collect();
        assert_eq!(json.as_object().unwrap().len(), names.len());
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
        assert!(every_switch().any(|(name, keys)| name == "c2b_twin" && keys.contains(&"after")));
    }
}
