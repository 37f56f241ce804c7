//! How a business wants its goods counted and valued.

use super::store;
use crate::platform::{BusinessTx, fault};
use crate::values::Stop;

/// What goods that leave had cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Costing {
    /// The oldest goods' own cost.
    Fifo,
    /// The average of everything that is there.
    Average,
}

/// Whether more may be sold than the books say is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BelowZero {
    /// Never.
    Block,
    /// When the seller has seen what is left, and says so.
    Warn,
    /// Always.
    Allow,
}

/// Whether expired goods may be sold by somebody who sees them. To an order nobody promises them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpiredGoods {
    /// Never.
    Block,
    /// When the seller says so, product by product.
    Warn,
}

/// A business's choices about its stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// What goods that leave had cost.
    pub costing: Costing,
    /// Whether more may be sold than there is.
    pub below_zero: BelowZero,
    /// Whether expired goods may be sold.
    pub expired: ExpiredGoods,
    /// Whether tax on purchases is claimed back; if not, it is part of what goods cost.
    pub reclaims_tax: bool,
}

impl Costing {
    /// Its word in the database and in translation keys (`costing-fifo`).
    pub const fn code(self) -> &'static str {
        match self {
            Costing::Fifo => "fifo",
            Costing::Average => "average",
        }
    }

    /// The choice of that word, or none.
    pub fn parse(code: &str) -> Option<Costing> {
        [Costing::Fifo, Costing::Average]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

impl BelowZero {
    /// Its word in the database and in translation keys (`below-zero-block`).
    pub const fn code(self) -> &'static str {
        match self {
            BelowZero::Block => "block",
            BelowZero::Warn => "warn",
            BelowZero::Allow => "allow",
        }
    }

    /// The choice of that word, or none.
    pub fn parse(code: &str) -> Option<BelowZero> {
        [BelowZero::Block, BelowZero::Warn, BelowZero::Allow]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

impl ExpiredGoods {
    /// Its word in the database and in translation keys (`expired-goods-block`).
    pub const fn code(self) -> &'static str {
        match self {
            ExpiredGoods::Block => "block",
            ExpiredGoods::Warn => "warn",
        }
    }

    /// The choice of that word, or none.
    pub fn parse(code: &str) -> Option<ExpiredGoods> {
        [ExpiredGoods::Block, ExpiredGoods::Warn]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

/// The business's choices, as they stand.
pub async fn policy(tx: &mut BusinessTx) -> Result<Policy, Stop> {
    let row = store::policy(tx).await?;
    let unknown = || fault("a business has an unknown stock policy", &row.below_zero);
    Ok(Policy {
        costing: Costing::parse(&row.costing).ok_or_else(unknown)?,
        below_zero: BelowZero::parse(&row.below_zero).ok_or_else(unknown)?,
        expired: ExpiredGoods::parse(&row.expired_goods).ok_or_else(unknown)?,
        reclaims_tax: row.reclaims_tax,
    })
}
