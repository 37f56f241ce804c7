//! Why a supplier takes something off. Pure.

/// Why a supplier takes something off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Goods went back.
    Returned,
    /// Goods cost less after all.
    Price,
    /// Something else about goods that stay.
    Other,
}

impl Reason {
    /// Every reason, in the order that forms show.
    pub const ALL: [Reason; 3] = [Reason::Returned, Reason::Price, Reason::Other];

    /// Its word in the database and in translation keys (`credit-reason-returned`).
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Returned => "returned",
            Reason::Price => "price",
            Reason::Other => "other",
        }
    }

    /// The reason of that word, or none.
    pub fn parse(code: &str) -> Option<Reason> {
        let code = code.trim();
        Reason::ALL.into_iter().find(|why| why.code() == code)
    }
}
