//! What sort of thing a product is. Pure.

/// What sort of thing a product is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ProductKind {
    /// One thing, with a stock of its own.
    #[default]
    Plain,
    /// Sold as one, and leaves the shelf as its parts; it has no stock of its own.
    Kit,
    /// What variants have in common; it is not sold itself and has no stock.
    Family,
}

impl ProductKind {
    /// All of them.
    pub const ALL: [ProductKind; 3] = [ProductKind::Plain, ProductKind::Kit, ProductKind::Family];

    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            ProductKind::Plain => "plain",
            ProductKind::Kit => "kit",
            ProductKind::Family => "family",
        }
    }

    /// The kind of that word.
    pub fn parse(code: &str) -> Option<ProductKind> {
        ProductKind::ALL
            .into_iter()
            .find(|kind| kind.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back() {
        for kind in ProductKind::ALL {
            assert_eq!(ProductKind::parse(kind.code()), Some(kind));
        }
        assert_eq!(ProductKind::parse("bundle"), None);
    }
}
