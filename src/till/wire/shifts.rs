//! What happens to a cashier's shift: it begins, its cash moves, it ends.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The beginning of a shift.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenShiftAsk {
    /// The money in the drawer.
    pub float_minor: i64,
}

/// Cash that moved and was no sale.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CashMove {
    /// In which shift.
    pub shift_id: Uuid,
    /// `in` or `out`.
    pub way: String,
    /// `safe`, `bank`, `owner`, `expense` or `tips`.
    pub reason: String,
    /// How much.
    pub amount_minor: i64,
    /// A word about it.
    #[serde(default)]
    pub note: String,
}

/// The end of a shift.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CloseShift {
    /// Which.
    pub shift_id: Uuid,
    /// What was counted.
    pub counted_minor: i64,
    /// A word about it.
    #[serde(default)]
    pub note: String,
}
