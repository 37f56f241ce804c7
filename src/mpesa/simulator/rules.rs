//! Which switches hold for whom: for all, for one phone, for the next few requests.
//!
//! A phone's own switches override those for all, and those for the next few requests override
//! both. Of several rules for the next few, the oldest that fits is used until it is used up, so
//! that a row of them is a script: first a spike, then a lost answer, then as usual.
//!
//! What never breaks: a request uses up one rule at most, and only one that it heeds; what a push
//! used up stays with its prompt, however late its callback is.

use super::knob::Kind;
use super::switches::{Change, Switches};
use crate::mpesa::push::is_kenyan_mobile;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The most requests that a rule can be for.
const MOST_NEXT: u64 = 1_000;

/// All rules.
pub(super) struct Rules {
    initially: Switches,
    all: Switches,
    phones: BTreeMap<String, Change>,
    next: Vec<Next>,
    last_rule: u64,
}

/// A rule for the next few requests.
struct Next {
    rule: u64,
    phone: Option<String>,
    tokens: u64,
    pushes: u64,
    queries: u64,
    qrs: u64,
    change: Change,
}

/// A rule as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Standing {
    /// What clears it.
    pub rule: String,
    /// Whom it is for; absent for all.
    pub phone: Option<String>,
    /// For how many requests more; absent until it is cleared.
    pub next: Option<u64>,
    /// What it switches.
    pub switches: Change,
}

/// What somebody wants switched.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wish {
    phone: Option<String>,
    next: Option<u64>,
    change: Change,
}

impl Wish {
    /// Reads a wish: the switches, and beside them `phone` and `next` where it is not for all.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn read(mut fields: Map<String, Value>) -> Result<Wish, String> {
        let phone = match fields.remove("phone") {
            None | Some(Value::Null) => None,
            Some(value) => Some(msisdn(&text(&value)).ok_or_else(|| {
                "A phone is twelve digits, 2547… or 2541…, or 07… or 01….".to_owned()
            })?),
        };
        let next = match fields.remove("next") {
            None | Some(Value::Null) => None,
            Some(value) => Some(
                text(&value)
                    .parse::<u64>()
                    .ok()
                    .filter(|count| (1..=MOST_NEXT).contains(count))
                    .ok_or_else(|| format!("\"next\" is a number from 1 to {MOST_NEXT}."))?,
            ),
        };
        let change: Change =
            serde_json::from_value(Value::Object(fields)).map_err(|error| error.to_string())?;
        let heeded_by = |kind| change.only(kind) != Change::default();
        if phone.is_some() && (heeded_by(Kind::Token) || heeded_by(Kind::Qr)) {
            return Err("Requests for a token or a QR code name no phone.".to_owned());
        }
        Ok(Wish {
            phone,
            next,
            change,
        })
    }
}

/// What a form sends, as if it were JSON; fields that are left empty are not there.
pub(super) fn from_form(pairs: Vec<(String, String)>) -> Map<String, Value> {
    let filled = pairs
        .into_iter()
        .filter(|(_, text)| !text.trim().is_empty());
    filled
        .map(|(name, text)| {
            let text = text.trim();
            let value = match (text, text.parse::<i64>()) {
                (text, _) if name == "phone" => Value::from(text),
                ("true", _) => Value::Bool(true),
                ("false", _) => Value::Bool(false),
                (_, Ok(number)) => Value::from(number),
                (text, Err(_)) => Value::from(text),
            };
            (name, value)
        })
        .collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

/// A phone as Daraja writes it, from what people type.
fn msisdn(typed: &str) -> Option<String> {
    let digits: String = typed
        .chars()
        .filter(|character| !matches!(character, ' ' | '-' | '+'))
        .collect();
    let phone = match digits.strip_prefix('0') {
        Some(rest) => format!("254{rest}"),
        None => digits,
    };
    is_kenyan_mobile(&phone).then_some(phone)
}

impl Next {
    fn left(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Token => self.tokens,
            Kind::Push => self.pushes,
            Kind::Query => self.queries,
            Kind::Qr => self.qrs,
        }
    }

    fn use_up(&mut self, kind: Kind) {
        let left = match kind {
            Kind::Token => &mut self.tokens,
            Kind::Push => &mut self.pushes,
            Kind::Query => &mut self.queries,
            Kind::Qr => &mut self.qrs,
        };
        *left = left.saturating_sub(1);
    }

    fn most_left(&self) -> u64 {
        let asked = self.tokens.max(self.pushes);
        asked.max(self.queries).max(self.qrs)
    }

    fn is_for(&self, phone: Option<&str>) -> bool {
        self.phone.is_none() || self.phone.as_deref() == phone
    }
}

impl Rules {
    pub(super) fn new(initially: Switches) -> Rules {
        Rules {
            initially,
            all: initially,
            phones: BTreeMap::new(),
            next: Vec::new(),
            last_rule: 0,
        }
    }

    /// Those for all.
    pub(super) fn for_all(&self) -> Switches {
        self.all
    }

    /// Those that stand for a phone.
    pub(super) fn for_phone(&self, phone: Option<&str>) -> Switches {
        match phone.and_then(|phone| self.phones.get(phone)) {
            Some(change) => self.all.with(change),
            None => self.all,
        }
    }

    /// Those for one request, using up a rule for the next few; and what that rule said.
    pub(super) fn take(&mut self, kind: Kind, phone: Option<&str>) -> (Switches, Change) {
        let standing = self.for_phone(phone);
        let mut fitting = self.next.iter_mut();
        let Some(next) = fitting.find(|next| next.is_for(phone) && next.left(kind) > 0) else {
            return (standing, Change::default());
        };
        next.use_up(kind);
        let own = next.change.only(kind);
        self.next.retain(|next| next.most_left() > 0);
        (standing.with(&own), own)
    }

    /// Switches what is wished.
    pub(super) fn wish(&mut self, wish: Wish) {
        let Wish {
            phone,
            next,
            change,
        } = wish;
        if change == Change::default() {
            return;
        }
        let Some(count) = next else {
            match phone {
                None => self.all = self.all.with(&change),
                Some(phone) => {
                    let before = self.phones.remove(&phone).unwrap_or_default();
                    self.phones.insert(phone, before.and(&change));
                }
            }
            return;
        };
        self.last_rule += 1;
        let heeded = |kind| {
            if change.only(kind) == Change::default() {
                0
            } else {
                count
            }
        };
        self.next.push(Next {
            rule: self.last_rule,
            phone,
            tokens: heeded(Kind::Token),
            pushes: heeded(Kind::Push),
            queries: heeded(Kind::Query),
            qrs: heeded(Kind::Qr),
            change,
        });
    }

    /// Clears a rule by its name, or `everything`. Whether there was one.
    pub(super) fn clear(&mut self, rule: &str) -> bool {
        let initially = self.initially;
        match rule.split_once(':') {
            None if rule == "all" => {
                self.all = initially;
                true
            }
            None if rule == "everything" => {
                *self = Rules {
                    last_rule: self.last_rule,
                    ..Rules::new(initially)
                };
                true
            }
            Some(("phone", phone)) => self.phones.remove(phone).is_some(),
            Some(("next", number)) => {
                let before = self.next.len();
                self.next.retain(|next| next.rule.to_string() != number);
                self.next.len() < before
            }
            _ => false,
        }
    }

    /// Every rule that stands: for all, for phones, for the next few.
    pub(super) fn standing(&self) -> Vec<Standing> {
        let unusual = self.all.unusual();
        let all = (unusual != Change::default()).then(|| Standing {
            rule: "all".to_owned(),
            phone: None,
            next: None,
            switches: unusual,
        });
        let phones = self.phones.iter().map(|(phone, change)| Standing {
            rule: format!("phone:{phone}"),
            phone: Some(phone.clone()),
            next: None,
            switches: change.clone(),
        });
        let next = self.next.iter().map(|next| Standing {
            rule: format!("next:{}", next.rule),
            phone: next.phone.clone(),
            next: Some(next.most_left()),
            switches: next.change.clone(),
        });
        all.into_iter().chain(phones).chain(next).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::switches::{PushFault, QueryFault};
    use super::*;

    const PHONE: Option<&str> = Some("254712345678");

    fn wish(json: &str) -> Wish {
        Wish::read(serde_json::from_str(json).unwrap()).unwrap()
    }

    fn rules(wishes: &[&str]) -> Rules {
        let mut rules = Rules::new(Switches::default());
        for json in wishes {
            rules.wish(wish(json));
        }
        rules
    }

    #[test]
    fn a_phones_own_override_those_for_all() {
        let rules = rules(&[
            r#"{"push_fault":"busy","drop_callbacks":true}"#,
            r#"{"phone":"0712 345 678","push_fault":"none"}"#,
            r#"{"phone":254712345678,"locked":true}"#,
        ]);
        let own = rules.for_phone(PHONE);
        assert_eq!(own.push_fault, PushFault::None);
        assert!(own.drop_callbacks && own.locked);
        let other = rules.for_phone(Some("254712345679"));
        assert_eq!(other.push_fault, PushFault::Busy);
        assert!(!other.locked);
    }

    #[test]
    fn the_next_few_are_used_up_in_their_order() {
        let mut rules = rules(&[
            r#"{"next":1,"push_fault":"spike"}"#,
            r#"{"next":"2","phone":"254712345678","push_fault":"html","query_fault":"spike"}"#,
        ]);
        let mut fault = |phone| rules.take(Kind::Push, phone).0.push_fault;
        assert_eq!(fault(PHONE), PushFault::Spike);
        assert_eq!(fault(Some("254712345679")), PushFault::None);
        assert_eq!(fault(PHONE), PushFault::Html);
        assert_eq!(fault(PHONE), PushFault::Html);
        assert_eq!(fault(PHONE), PushFault::None);
        // Its queries are counted for themselves.
        assert_eq!(rules.standing().len(), 1);
        for _ in 0..2 {
            let (switches, _) = rules.take(Kind::Query, PHONE);
            assert_eq!(switches.query_fault, QueryFault::Spike);
        }
        assert!(rules.standing().is_empty());
        assert_eq!(rules.take(Kind::Token, None).1, Change::default());
    }

    #[test]
    fn rules_are_shown_and_cleared() {
        let mut rules = rules(&[
            r#"{"locked":true}"#,
            r#"{"phone":"254712345678","drop_callbacks":true}"#,
            r#"{"next":3,"push_fault":"busy"}"#,
        ]);
        let names: Vec<String> = rules.standing().into_iter().map(|rule| rule.rule).collect();
        assert_eq!(names, ["all", "phone:254712345678", "next:1"]);
        for name in &names {
            assert!(rules.clear(name), "{name}");
        }
        assert!(rules.standing().is_empty());
        assert!(!rules.clear("next:1") && !rules.clear("nothing"));
        rules.wish(wish(r#"{"next":1,"locked":true}"#));
        assert!(rules.clear("everything") && rules.standing().is_empty());
    }

    #[test]
    fn wishes_that_cannot_be_are_refused() {
        for json in [
            r#"{"phone":"12","locked":true}"#,
            r#"{"next":0,"locked":true}"#,
            r#"{"next":"often"}"#,
            r#"{"push_fault":"sideways"}"#,
            r#"{"unheard_of":1}"#,
            r#"{"phone":"0712345678","token_fault":"html"}"#,
            r#"{"phone":"0712345678","next":1,"locked":true,"qr_delay_ms":9}"#,
        ] {
            let fields = serde_json::from_str(json).unwrap();
            assert!(Wish::read(fields).is_err(), "{json}");
        }
    }

    #[test]
    fn a_form_names_what_was_filled_in() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let form = vec![
            pair("phone", "0712345678"),
            pair("next", ""),
            pair("locked", "true"),
            pair("auto_after_ms", " 20 "),
            pair("push_fault", ""),
            pair("auto", "accept"),
        ];
        let read = Wish::read(from_form(form)).unwrap();
        let same = r#"{"phone":"254712345678","locked":true,"auto_after_ms":20,"auto":"accept"}"#;
        assert_eq!(read, wish(same));
    }
}
