//! How far an order to a supplier has come. Pure.

use crate::values::Quantity;

/// How far an order has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Still being written.
    Draft,
    /// The supplier has it; nothing came yet.
    Sent,
    /// Some of it came.
    PartReceived,
    /// All of it came.
    Received,
    /// The rest will not come.
    Closed,
    /// It will not come at all.
    Cancelled,
}

impl State {
    /// Every state, in the order of an order's life.
    pub const ALL: [State; 6] = [
        State::Draft,
        State::Sent,
        State::PartReceived,
        State::Received,
        State::Closed,
        State::Cancelled,
    ];

    /// Its word in the database and in translation keys (`po-state-sent`).
    pub const fn code(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Sent => "sent",
            State::PartReceived => "part_received",
            State::Received => "received",
            State::Closed => "closed",
            State::Cancelled => "cancelled",
        }
    }

    /// The state of that word, or none.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether its lines may still be changed.
    pub const fn may_edit(self) -> bool {
        matches!(self, State::Draft)
    }

    /// Whether goods may come for it. More may come than was ordered.
    pub const fn takes_goods(self) -> bool {
        matches!(self, State::Sent | State::PartReceived | State::Received)
    }

    /// Whether somebody may say that the rest will not come.
    pub const fn may_close(self) -> bool {
        matches!(self, State::PartReceived)
    }

    /// Whether it may be called off: nothing of it came.
    pub const fn may_cancel(self) -> bool {
        matches!(self, State::Draft | State::Sent)
    }

    /// Whether a supplier may be shown it: she has it, or had it.
    pub const fn may_be_shown(self) -> bool {
        !matches!(self, State::Draft)
    }

    /// Whether it is at its end.
    pub const fn is_final(self) -> bool {
        matches!(self, State::Received | State::Closed | State::Cancelled)
    }

    /// What it is once so much of its lines (ordered, received) has come. A draft, and what somebody
    /// has ended, stay what they are.
    #[must_use]
    pub fn after(self, lines: &[(Quantity, Quantity)]) -> State {
        if !self.takes_goods() {
            return self;
        }
        let nothing = lines.iter().all(|(_, came)| *came == Quantity::ZERO);
        let all = lines.iter().all(|(ordered, came)| came >= ordered);
        match (nothing, all) {
            (true, _) => State::Sent,
            (false, true) => State::Received,
            (false, false) => State::PartReceived,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn lines(all: &[(i64, i64)]) -> Vec<(Quantity, Quantity)> {
        let milli = |(ordered, came): &(i64, i64)| {
            (Quantity::from_milli(*ordered), Quantity::from_milli(*came))
        };
        all.iter().map(milli).collect()
    }

    #[test]
    fn every_state_reads_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.code()).unwrap(), state);
        }
        assert_eq!(State::parse("lost"), None);
    }

    #[test]
    fn it_follows_what_came() {
        let none = lines(&[(1000, 0), (2000, 0)]);
        let some = lines(&[(1000, 1000), (2000, 500)]);
        let all = lines(&[(1000, 1500), (2000, 2000)]);
        for state in [State::Sent, State::PartReceived, State::Received] {
            assert_eq!(state.after(&none), State::Sent);
            assert_eq!(state.after(&some), State::PartReceived);
            assert_eq!(state.after(&all), State::Received);
        }
        for state in [State::Draft, State::Closed, State::Cancelled] {
            assert_eq!(state.after(&all), state);
        }
    }

    #[test]
    fn the_table_of_what_may_be_done() {
        let table = |may: fn(State) -> bool| {
            let can: Vec<&str> = State::ALL
                .into_iter()
                .filter(|state| may(*state))
                .map(State::code)
                .collect();
            can.join(" ")
        };
        assert_eq!(table(State::may_edit), "draft");
        assert_eq!(table(State::takes_goods), "sent part_received received");
        assert_eq!(table(State::may_close), "part_received");
        assert_eq!(table(State::may_cancel), "draft sent");
        assert_eq!(table(State::is_final), "received closed cancelled");
        let shown = "sent part_received received closed cancelled";
        assert_eq!(table(State::may_be_shown), shown);
    }
}
