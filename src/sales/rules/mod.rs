//! The rules of selling that a business sets: how much each role may give away, to which coin a total that
//! is paid in cash is rounded, and whether tips are asked for.
//!
//! What never breaks here: a manager's own limit is the owner's to say.

pub mod api;
mod keep;
pub mod pages;
mod store;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub(super) use keep::COARSEST;
pub use keep::{RulesForm, keep};
pub use store::rules;

use super::cart::{Limits, Rounding};
use crate::values::{Money, Rate};

/// The rules as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// What totals are rounded to.
    pub rounding: Rounding,
    /// What each role may give away without asking.
    pub limits: Limits,
    /// Whether tills ask for tips.
    pub takes_tips: bool,
}

impl Rules {
    /// From the columns of the business's row: what every total and what cash is rounded to, in minor
    /// units; the limits of a cashier and of a manager, in basis points; whether there are tips.
    pub(super) fn of_row(
        [every, cash]: [i64; 2],
        [cashier, manager]: [i32; 2],
        takes_tips: bool,
    ) -> Rules {
        let rate = |bp: i32| Rate::from_basis_points(u32::try_from(bp).unwrap_or(0));
        Rules {
            rounding: Rounding {
                every: Money::from_minor(every),
                cash: Money::from_minor(cash),
            },
            limits: Limits {
                cashier: rate(cashier),
                manager: rate(manager),
            },
            takes_tips,
        }
    }
}
