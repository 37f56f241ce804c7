//! What a movement is, and the document that caused it.

use uuid::Uuid;

/// What a movement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// There when the books opened.
    Opening,
    /// An order, in its customer's hand.
    HandOver,
    /// Found, lost, spoilt, or used by the owner.
    Adjustment,
    /// What a stock take found to be otherwise.
    Count,
    /// Sold over the counter.
    Sale,
    /// Brought back by a customer.
    SaleReturn,
    /// Came from a supplier.
    Receipt,
    /// Went back to a supplier.
    SupplierReturn,
    /// Left for another location.
    TransferOut,
    /// Came from another location.
    TransferIn,
    /// Came in, and had been sold before it was there.
    Cover,
    /// No goods moved: what they are worth changed.
    Revaluation,
}

impl Kind {
    /// Every kind, in the order that filters show.
    pub const ALL: [Kind; 12] = [
        Kind::Sale,
        Kind::SaleReturn,
        Kind::HandOver,
        Kind::Receipt,
        Kind::SupplierReturn,
        Kind::TransferOut,
        Kind::TransferIn,
        Kind::Adjustment,
        Kind::Count,
        Kind::Opening,
        Kind::Cover,
        Kind::Revaluation,
    ];

    /// Its word in the database, in addresses and in translation keys (`movement-sale`).
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Opening => "opening",
            Kind::HandOver => "hand_over",
            Kind::Adjustment => "adjustment",
            Kind::Count => "count",
            Kind::Sale => "sale",
            Kind::SaleReturn => "sale_return",
            Kind::Receipt => "receipt",
            Kind::SupplierReturn => "supplier_return",
            Kind::TransferOut => "transfer_out",
            Kind::TransferIn => "transfer_in",
            Kind::Cover => "cover",
            Kind::Revaluation => "revaluation",
        }
    }

    /// Whether a customer took the goods: what sells is counted by it.
    pub const fn is_sale(self) -> bool {
        matches!(self, Kind::Sale | Kind::HandOver)
    }

    /// Whether a customer brought the goods back: they are taken off what sells.
    pub const fn is_return(self) -> bool {
        matches!(self, Kind::SaleReturn)
    }

    /// The kind of that word, or none.
    pub fn parse(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The document behind a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// What kind of document: `order`, `sale`, `receipt`, `transfer`, `adjustment`, `stock_take`.
    pub kind: &'static str,
    /// The document.
    pub id: Uuid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.code()), Some(kind));
        }
        assert_eq!(Kind::parse("gift"), None);
    }
}
