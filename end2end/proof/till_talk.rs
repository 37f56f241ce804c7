//! What a till says: what makes it known, and events with nothing, or with something, wrong in each.

use super::chaos::{length, nasty};
use super::nasty::JSON;
use super::request::{Addresses, Parts};
use super::run::Dice;

/// The cookie of a till that is there.
pub const COOKIE: &str = "dukani_till=till1";
/// The header without which nothing is answered.
pub const HEADER: &str = "x-dukani-till: 1\r\n";

/// What may happen at a till; `@` stands for anything, `#` for the id of something.
const EVENTS: &[&str] = &[
    r##"{"id":"#","member_id":"#","occurred_at":"2026-11-20T10:00:00Z","kind":"customer","body":{"phone":@,"name":@}}"##,
    r##"{"id":"#","member_id":"#","occurred_at":"2026-11-20T10:00:00Z","kind":"open_shift","body":{"float_minor":@}}"##,
    r##"{"id":"#","member_id":"#","occurred_at":@,"kind":"cash_move","body":{"shift_id":"#","way":"out","reason":"bank","amount_minor":@}}"##,
    r##"{"id":"#","member_id":"#","occurred_at":"2026-11-20T10:00:00Z","kind":"sale","body":{"number":@,"shift_id":"#","customer_id":@,"lines":[{"line_no":1,"product_id":"#","quantity_milli":@,"unit_price_minor":@,"discount_bp":@}],"tenders":[{"payment_id":"#","tender":"cash","amount_minor":@}]}}"##,
    r##"{"id":"#","member_id":"#","occurred_at":"2026-11-20T10:00:00Z","kind":"sale","body":{"number":7,"lines":@,"tenders":@}}"##,
    r##"{"id":"#","member_id":"#","occurred_at":"2026-11-20T10:00:00Z","kind":"void","body":{"number":@,"sale_id":"#","reason":@}}"##,
    r##"{"id":"#","member_id":"#","occurred_at":"2026-11-20T10:00:00Z","kind":"refund","body":{"number":@,"sale_id":"#","lines":[{"line_no":@,"quantity_milli":@,"restock":@}]}}"##,
    r##"{"id":"#","member_id":"#","occurred_at":"2026-11-20T10:00:00Z","kind":"close_shift","body":{"shift_id":"#","counted_minor":@}}"##,
    r##"{"id":"#","member_id":"#","occurred_at":@,"kind":@,"body":@}"##,
    "@",
];
/// What may be asked of M-Pesa at a till, and where.
const PROMPTS: &[&str] = &[
    r##"{"attempt_id":"#","sale_id":"#","member_id":"#","phone":@,"amount_minor":@}"##,
    r##"{"attempt_id":@,"sale_id":@,"member_id":"#","phone":"0712345678","amount_minor":100}"##,
    r##"{"member_id":"#"}"##,
    "@",
];
/// Whose ids stand in events.
const OF: [&str; 7] = [
    "attempt", "device", "member", "product", "customer", "shift", "sale",
];

/// One of these texts, with something in the place of each `@`.
pub fn filled(dice: &mut Dice, texts: &[&str], with: impl Fn(&mut Dice) -> String) -> Vec<u8> {
    let mut text = String::new();
    let mut pieces = dice.one_of(texts).split('@');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        text.push_str(&with(dice));
        text.push_str(piece);
    }
    text.into()
}

impl Addresses {
    /// Events with anything in them.
    pub(super) fn told(&self, dice: &mut Dice) -> Parts {
        if dice.below(5) == 0 {
            return self.prompted(dice);
        }
        let mut events = Vec::new();
        for _ in 0..length(dice, 8) {
            let event = filled(dice, EVENTS, |dice| dice.one_of(JSON).to_string());
            events.push(self.with_ids(dice, &String::from_utf8_lossy(&event)));
        }
        let body = match dice.below(20) {
            0 => nasty(dice),
            1 => b"[".repeat(length(dice, 100_000)),
            _ => format!(r#"{{"unsynced":9,"events":[{}]}}"#, events.join(",")).into(),
        };
        Parts {
            method: "POST",
            path: b"/sync/v1/events".to_vec(),
            kind: Some(b"application/json".to_vec()),
            body,
        }
    }

    /// A prompt with anything in it.
    fn prompted(&self, dice: &mut Dice) -> Parts {
        let asked = filled(dice, PROMPTS, |dice| dice.one_of(JSON).to_string());
        let body = self.with_ids(dice, &String::from_utf8_lossy(&asked));
        let attempt = String::from_utf8_lossy(&self.there(dice, "attempt")).into_owned();
        let path = match dice.below(3) {
            0 => format!("/sync/v1/prompt/{attempt}/give_up"),
            _ => "/sync/v1/prompt".to_owned(),
        };
        Parts {
            method: "POST",
            path: path.into(),
            kind: Some(b"application/json".to_vec()),
            body: body.into(),
        }
    }

    /// What a till posts there, with nothing wrong: a customer who is written down, a prompt that is asked
    /// for, and that nobody waits for it.
    pub fn said_rightly(&self, dice: &mut Dice, shape: &str) -> Vec<u8> {
        let id = uuid::Uuid::now_v7();
        let member = String::from_utf8_lossy(&self.there(dice, "member")).into_owned();
        if shape.ends_with("/give_up") {
            return format!(r#"{{"member_id":"{member}"}}"#).into();
        }
        if shape.ends_with("/prompt") {
            return format!(
                r#"{{"attempt_id":"{id}","sale_id":"{id}","member_id":"{member}",
                    "phone":"0712345678","amount_minor":100}}"#
            )
            .into();
        }
        format!(
            r#"{{"unsynced":1,"events":[{{"id":"{id}","member_id":"{member}","kind":"customer",
                "occurred_at":"2026-11-20T10:00:00Z","body":{{"phone":"0712345678"}}}}]}}"#
        )
        .into()
    }

    /// A PIN that somebody typed.
    pub fn pin_typed(&self, dice: &mut Dice) -> Vec<u8> {
        let member = String::from_utf8_lossy(&self.there(dice, "member")).into_owned();
        format!(r#"{{"member_id":"{member}","pin":"2580"}}"#).into()
    }

    /// A text with an id in the place of each `#`: mostly of something that is there.
    fn with_ids(&self, dice: &mut Dice, text: &str) -> String {
        let mut filled = String::new();
        let mut pieces = text.split('#');
        filled.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            if dice.below(3) == 0 {
                filled.push_str(&uuid::Uuid::from_u64_pair(dice.below(u64::MAX), 9).to_string());
            } else {
                let of = dice.one_of(&OF);
                filled.push_str(&String::from_utf8_lossy(&self.there(dice, of)));
            }
            filled.push_str(piece);
        }
        filled
    }
}
