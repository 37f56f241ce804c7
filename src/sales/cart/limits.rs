//! How much may be given away without asking anybody.

use super::discount::share;
use crate::values::{Money, Rate};

/// The most that each role may give away, as a share of what the goods cost. What is an owner's she may
/// give away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A cashier.
    pub cashier: Rate,
    /// A manager.
    pub manager: Rate,
}

impl Limits {
    /// The limit of a role, by its code; a role that does not sell has none to give.
    pub fn of(&self, role: &str) -> Rate {
        match role {
            "owner" => Rate::ALL,
            "manager" => self.manager,
            "cashier" => self.cashier,
            _ => Rate::ZERO,
        }
    }
}

/// What is given away on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// What it costs by the price that is known.
    pub full: Money,
    /// What is given away on the line itself, by a discount or by a lower price.
    pub own: Money,
    /// The same with its share of what is given on the whole.
    pub all: Money,
}

/// What is beyond a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excess {
    /// What is given on these lines themselves, counted from nought.
    Lines(Vec<usize>),
    /// What is given in all.
    Whole,
}

/// Whether more is given away than a limit allows: on a line itself, or on all of them together. A share
/// that is exactly the limit is allowed, however it is rounded: line by line, or on the whole.
pub fn excess(limit: Rate, lines: &[Given]) -> Option<Excess> {
    let allowed = |line: &Given| share(line.full, limit).unwrap_or_default();
    let beyond: Vec<usize> = (0..)
        .zip(lines)
        .filter(|&(_, line)| line.own > allowed(line))
        .map(|(place, _)| place)
        .collect();
    if !beyond.is_empty() {
        return Some(Excess::Lines(beyond));
    }
    let by_line = Money::sum(lines.iter().map(allowed))?;
    let full = Money::sum(lines.iter().map(|line| line.full))?;
    let given = Money::sum(lines.iter().map(|line| line.all))?;
    let most = by_line.max(share(full, limit)?);
    (given > most).then_some(Excess::Whole)
}
