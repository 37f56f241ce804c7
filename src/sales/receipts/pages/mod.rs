//! The pages of receipts: the paper in the back office, and the page on which anybody asks whether a
//! receipt is the shop's.

mod drawing;
mod paper;
mod verify;

pub use paper::receipt;
pub use verify::verify;

use crate::platform::http::encode;

/// What a receipt is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Paper {
    /// A roll of 58 mm.
    Narrow,
    /// A roll of 80 mm.
    #[default]
    Wide,
    /// A4.
    A4,
}

impl Paper {
    /// All of them, the narrowest first.
    const ALL: [Paper; 3] = [Paper::Narrow, Paper::Wide, Paper::A4];

    /// Its word in addresses, in translation keys and in the style sheet.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Paper::Narrow => "roll-58",
            Paper::Wide => "roll-80",
            Paper::A4 => "a4",
        }
    }

    /// The paper of that word; a roll of 80 mm for any other.
    pub(super) fn parse(code: &str) -> Paper {
        let mut all = Paper::ALL.into_iter();
        all.find(|paper| paper.code() == code).unwrap_or_default()
    }
}

/// Where the receipt of a document stands in the back office.
pub(super) fn page_of(business: &str, sale_id: &str) -> String {
    format!("/b/{}/sales/{}/receipt", encode(business), encode(sale_id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_reads_back() {
        for paper in Paper::ALL {
            assert_eq!(Paper::parse(paper.code()), paper);
        }
        assert_eq!(Paper::parse("papyrus"), Paper::Wide);
    }
}
