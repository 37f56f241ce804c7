//! A stock take, what may be counted in it, and what its lines say. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::secrets::digest_bytes;
use crate::values::{Money, Quantity, Refusal, Unit};

/// How far a take has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// People count.
    Open,
    /// Closed: its differences are in stock and in the books.
    Done,
    /// Called off: nothing was changed.
    Cancelled,
}

impl State {
    /// Every state, in the order that filters show.
    pub const ALL: [State; 3] = [State::Open, State::Done, State::Cancelled];

    /// Its word in the database and in translation keys (`take-state-open`).
    pub const fn code(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Done => "done",
            State::Cancelled => "cancelled",
        }
    }

    /// The state of that word, or none.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A stock take, with the names of what it points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockTake {
    /// Its id.
    pub take_id: Uuid,
    /// Its number, from the series `stock_take`.
    pub number: i64,
    /// What it is called; may be empty.
    pub name: String,
    /// Where it counts.
    pub location_id: Uuid,
    /// What that place is called.
    pub location: String,
    /// The one category that it counts; none: everything there.
    pub category_id: Option<Uuid>,
    /// What that category is called.
    pub category: Option<String>,
    /// Whether counters do not see what the books say.
    pub is_blind: bool,
    /// How far it has come.
    pub state: State,
    /// What it did to the value of stock, once it is closed.
    pub value: Money,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was closed or called off.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who opened it.
    pub opened_by: Option<String>,
    /// Who closed it or called it off.
    pub ended_by: Option<String>,
    /// How many products have been counted.
    pub lines: i64,
}

impl StockTake {
    /// Whether it still takes counts.
    pub fn is_open(&self) -> bool {
        self.state == State::Open
    }

    /// What it counts, in a line: where, and which category.
    pub fn place(&self) -> String {
        match &self.category {
            Some(category) => format!("{} · {category}", self.location),
            None => self.location.clone(),
        }
    }
}

/// How a count changes what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is all there is.
    Set,
    /// It is another shelf.
    Add,
}

impl Mode {
    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Mode::Set => "set",
            Mode::Add => "add",
        }
    }
}

/// A product, as far as counting it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Goods {
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    /// What it is sold in steps of.
    pub step: Quantity,
    pub category_id: Option<Uuid>,
    pub category: Option<String>,
    /// `plain`, `kit` or `family`: only a plain one has stock of its own.
    pub kind: String,
    pub is_retired: bool,
}

impl Goods {
    /// Why it is not counted in this take, where it is not.
    pub fn why_not(&self, take: &StockTake) -> Option<Refusal> {
        if self.is_retired {
            return Some(Refusal::of("refused-take-retired").with("name", &self.name));
        }
        if self.kind != "plain" {
            return Some(Refusal::of("refused-take-no-stock").with("name", &self.name));
        }
        let elsewhere = take.category_id.is_some() && take.category_id != self.category_id;
        elsewhere.then(|| {
            let category = take.category.clone().unwrap_or_default();
            Refusal::of("refused-take-category")
                .with("name", &self.name)
                .with("category", category)
        })
    }
}

/// A pack of a product: a carton of 24.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pack {
    pub pack_id: Uuid,
    pub name: String,
    /// How much of the product's own unit is in it.
    pub holds: Quantity,
}

/// What a take says of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub counted: Quantity,
    /// What the books said at the instant of the count.
    pub book: Quantity,
    pub counted_at: DateTime<Utc>,
    /// How many counts make it up: 1, and one more for each that was added.
    pub counts: i32,
    /// Grows with every count of the product, for ever: a page names the line that it showed.
    pub revision: i32,
}

/// One of the counts that make up a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    pub counted: Quantity,
    pub at: DateTime<Utc>,
    pub member_id: Option<Uuid>,
    pub who: Option<String>,
}

/// What others than `me` counted of a line: their names, how much that is together, and when the
/// last of it was. None where it is all hers, or cannot be counted.
pub(super) fn of_others(
    made: &[Made],
    me: Option<Uuid>,
) -> Option<(String, Quantity, DateTime<Utc>)> {
    let others: Vec<&Made> = made.iter().filter(|one| one.member_id != me).collect();
    let last = others.iter().map(|one| one.at).max()?;
    let counted = others
        .iter()
        .try_fold(Quantity::ZERO, |sum, one| sum.plus(one.counted))?;
    let mut names: Vec<&str> = Vec::new();
    for name in others.iter().filter_map(|one| one.who.as_deref()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let names = if names.is_empty() {
        "–".to_owned()
    } else {
        names.join(", ")
    };
    Some((names, counted, last))
}

/// What a page showed of goods that nobody counted, in short: products and what the books say of
/// them. Whoever counts them as zero does it to what she saw, and to nothing else.
pub fn seen_of(uncounted: &[(Uuid, Quantity)]) -> String {
    let mut lines: Vec<String> = uncounted
        .iter()
        .map(|(product_id, book)| format!("{product_id}:{}", book.milli()))
        .collect();
    lines.sort_unstable();
    let digest = digest_bytes(lines.join("\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A difference as people read it, its sign always there: `+3`, `−2.5`, `0`.
pub(super) fn signed(quantity: Quantity) -> String {
    let bare = quantity.short();
    match quantity.milli() {
        0 => bare,
        milli if milli > 0 => format!("+{bare}"),
        _ => bare.replace('-', "\u{2212}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn take(category_id: Option<Uuid>) -> StockTake {
        StockTake {
            take_id: Uuid::nil(),
            number: 1,
            name: String::new(),
            location_id: Uuid::nil(),
            location: "Main".to_owned(),
            category_id,
            category: category_id.map(|_| "Drinks".to_owned()),
            is_blind: true,
            state: State::Open,
            value: Money::ZERO,
            opened_at: DateTime::UNIX_EPOCH,
            ended_at: None,
            opened_by: None,
            ended_by: None,
            lines: 0,
        }
    }

    fn goods() -> Goods {
        Goods {
            product_id: Uuid::nil(),
            sku: "UNGA".to_owned(),
            name: "Unga".to_owned(),
            unit: Unit::Packet,
            step: Quantity::ONE,
            category_id: None,
            category: None,
            kind: "plain".to_owned(),
            is_retired: false,
        }
    }

    #[test]
    fn what_is_not_counted_says_why() {
        let why = |goods: &Goods, take: &StockTake| goods.why_not(take).map(|why| why.key);
        assert_eq!(why(&goods(), &take(None)), None);
        let drinks = take(Some(Uuid::now_v7()));
        assert_eq!(
            why(&goods(), &drinks).as_deref(),
            Some("refused-take-category")
        );
        let own = Goods {
            category_id: drinks.category_id,
            ..goods()
        };
        assert_eq!(why(&own, &drinks), None);
        let kit = Goods {
            kind: "kit".to_owned(),
            ..goods()
        };
        assert_eq!(
            why(&kit, &take(None)).as_deref(),
            Some("refused-take-no-stock")
        );
        let gone = Goods {
            is_retired: true,
            ..goods()
        };
        assert_eq!(
            why(&gone, &take(None)).as_deref(),
            Some("refused-take-retired")
        );
    }

    #[test]
    fn what_others_counted_is_told_apart_from_ones_own() {
        let (me, her) = (Some(Uuid::now_v7()), Some(Uuid::now_v7()));
        let made = |member_id, milli| Made {
            counted: Quantity::from_milli(milli),
            at: DateTime::UNIX_EPOCH,
            member_id,
            who: Some("Somebody".to_owned()),
        };
        assert_eq!(of_others(&[made(me, 1000)], me), None);
        let all = [made(me, 1000), made(her, 2000), made(her, 500)];
        let (who, counted, _) = of_others(&all, me).unwrap();
        assert_eq!((who.as_str(), counted.milli()), ("Somebody", 2500));
    }

    #[test]
    fn what_was_seen_does_not_hang_on_the_order() {
        let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
        let (one, two) = (Quantity::ONE, Quantity::from_milli(2000));
        assert_eq!(
            seen_of(&[(a, one), (b, two)]),
            seen_of(&[(b, two), (a, one)])
        );
        assert_ne!(
            seen_of(&[(a, one), (b, two)]),
            seen_of(&[(a, two), (b, one)])
        );
        assert_ne!(seen_of(&[(a, one)]), seen_of(&[]));
    }

    #[test]
    fn codes_read_back_and_differences_have_signs() {
        for state in State::ALL {
            assert_eq!(State::parse(state.code()), Some(state));
        }
        assert_eq!(signed(Quantity::from_milli(-2500)), "\u{2212}2.5");
        assert_eq!(signed(Quantity::from_milli(3000)), "+3");
        assert_eq!(signed(Quantity::ZERO), "0");
    }
}
