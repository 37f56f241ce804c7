//! A transfer, as it stands: from where, to where, what was asked for, what was sent, what arrived.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::values::{Money, Quantity, Refusal, Stop, Unit};

/// How far a transfer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Asked for; nothing has left.
    Pending,
    /// On its way.
    InTransit,
    /// Arrived, all of it or less.
    Completed,
    /// It did not happen, or came back.
    Cancelled,
}

impl State {
    /// Every state, in the order of the tabs.
    pub const ALL: [State; 4] = [
        State::Pending,
        State::InTransit,
        State::Completed,
        State::Cancelled,
    ];

    /// Its word in the database, in addresses and in translation keys (`transfer-state-pending`).
    pub const fn code(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::InTransit => "in_transit",
            State::Completed => "completed",
            State::Cancelled => "cancelled",
        }
    }

    /// The state of that word, or none.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Its id.
    pub transfer_id: Uuid,
    /// Its number.
    pub number: i64,
    /// From where.
    pub from: Uuid,
    /// Its name.
    pub from_name: String,
    /// To where.
    pub to: Uuid,
    /// Its name.
    pub to_name: String,
    /// How far it has come.
    pub state: State,
    /// Words for whoever packs and receives; may be empty.
    pub note: String,
    /// The value that left.
    pub sent: Money,
    /// The value that arrived; the rest was lost on the way.
    pub arrived: Money,
    /// When it was asked for.
    pub made_at: DateTime<Utc>,
    /// When it left.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it arrived, or was cancelled.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who asked for it.
    pub made_by: Option<String>,
    /// Who sent it.
    pub sent_by: Option<String>,
    /// Who received it, or cancelled it.
    pub ended_by: Option<String>,
    /// Every act names the revision that it saw.
    pub revision: i32,
}

/// A line of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub line_no: i32,
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name, as it is now.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// A named batch; none: what spoils first.
    pub batch_id: Option<Uuid>,
    /// Its number.
    pub batch: Option<String>,
    /// Asked for.
    pub asked: Quantity,
    /// Sent, once it has left.
    pub sent: Option<Quantity>,
    /// Arrived, once it has.
    pub arrived: Option<Quantity>,
}

impl Line {
    /// What was sent and did not arrive; nothing before the transfer has ended.
    pub fn missing(&self) -> Quantity {
        let (Some(sent), Some(arrived)) = (self.sent, self.arrived) else {
            return Quantity::ZERO;
        };
        sent.minus(arrived).unwrap_or_default()
    }

    /// Whether so much of it can move: what is counted in pieces is not torn apart.
    pub(super) fn whole(&self, quantity: Quantity) -> Result<(), Refusal> {
        if self.unit.is_measured() || quantity.is_in_steps_of(Quantity::ONE) {
            return Ok(());
        }
        Err(Refusal::of("refused-step")
            .with("name", &self.name)
            .with("step", Quantity::ONE.short()))
    }
}

/// Goods under way that left one layer: they arrive with its cost, its age and its batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Under {
    /// The line that they are of.
    pub line_no: i32,
    /// Their batch.
    pub batch_id: Option<Uuid>,
    /// Its number.
    pub batch: Option<String>,
    /// The last day that they may be sold on.
    pub expires_on: Option<NaiveDate>,
    /// When they had come in.
    pub received_at: DateTime<Utc>,
    /// The movement that brought it into the business; none where it left before that was kept.
    pub origin_id: Option<Uuid>,
    /// How much.
    pub quantity: Quantity,
    /// What they had cost.
    pub value: Money,
}

impl Under {
    /// So much of the parts of one line, first those that left first; a part that comes whole brings
    /// all its value. None where that is more than the parts are.
    pub(super) fn first_of<'a>(
        parts: impl Iterator<Item = &'a Under>,
        quantity: Quantity,
    ) -> Option<Vec<Under>> {
        let mut wanted = quantity;
        let mut come = Vec::new();
        for part in parts {
            if wanted == Quantity::ZERO {
                break;
            }
            let quantity = wanted.min(part.quantity);
            let value = if quantity == part.quantity {
                part.value
            } else {
                part.value.share(quantity.milli(), part.quantity.milli())?
            };
            wanted = wanted.minus(quantity)?;
            come.push(Under {
                quantity,
                value,
                ..part.clone()
            });
        }
        (wanted == Quantity::ZERO).then_some(come)
    }
}

/// What an act came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// The transfer.
    pub transfer_id: Uuid,
    /// Its number.
    pub number: i64,
    /// How far it has come now.
    pub state: State,
}

/// A transfer whose row is locked, as far as acts must know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Locked {
    pub transfer_id: Uuid,
    pub number: i64,
    pub from: Uuid,
    pub to: Uuid,
    pub state: State,
    pub note: String,
    pub sent: Money,
    pub revision: i32,
}

impl Locked {
    /// What an act on it came to.
    pub fn done(&self, state: State) -> Done {
        Done {
            transfer_id: self.transfer_id,
            number: self.number,
            state,
        }
    }

    /// Lets an act go on that is for transfers in this state and saw this revision.
    pub fn must_be(&self, state: State, revision: i32) -> Result<(), Stop> {
        if self.state != state {
            return Err(Refusal::of("refused-transfer-not-now").into());
        }
        if self.revision != revision {
            return Err(Refusal::of("refused-changed-meanwhile").into());
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn part(milli: i64, minor: i64) -> Under {
        Under {
            line_no: 1,
            batch_id: None,
            batch: None,
            expires_on: None,
            received_at: DateTime::UNIX_EPOCH,
            origin_id: None,
            quantity: Quantity::from_milli(milli),
            value: Money::from_minor(minor),
        }
    }

    #[test]
    fn codes_read_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.code()), Some(state));
        }
        assert_eq!(State::parse("lost"), None);
    }

    #[test]
    fn parts_come_in_their_order_with_their_value() {
        let parts = [part(3000, 1000), part(2000, 500)];
        let come = |milli| Under::first_of(parts.iter(), Quantity::from_milli(milli));
        let values =
            |come: Vec<Under>| -> Vec<i64> { come.iter().map(|part| part.value.minor()).collect() };
        assert_eq!(values(come(5000).unwrap()), [1000, 500]);
        assert_eq!(values(come(1000).unwrap()), [333]);
        assert_eq!(values(come(4000).unwrap()), [1000, 250]);
        assert!(come(0).unwrap().is_empty());
        assert_eq!(come(5001), None);
    }
}
