//! What labels are printed on. Pure; lengths are whole micrometres.

use super::bars::Bars;

/// A kind of label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    /// A4, five by thirteen labels of 38.1 × 21.2 mm.
    #[default]
    Sheet65,
    /// A4, three by eight labels of 70 × 37 mm.
    Sheet24,
    /// A roll of labels of 50 × 30 mm.
    Roll,
    /// A roll of shelf labels of 60 × 40 mm, with a large price.
    Shelf,
}

/// How bars are drawn on a label, in micrometres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// With the white around the bars.
    pub width: u32,
    /// Of the bars.
    pub height: u32,
}

impl Paper {
    /// All of them, in the order that a chooser shows.
    pub const ALL: [Paper; 4] = [Paper::Sheet65, Paper::Sheet24, Paper::Roll, Paper::Shelf];

    /// Its word in addresses, in translation keys and in the style sheet.
    pub const fn code(self) -> &'static str {
        match self {
            Paper::Sheet65 => "sheet-65",
            Paper::Sheet24 => "sheet-24",
            Paper::Roll => "roll",
            Paper::Shelf => "shelf",
        }
    }

    /// The paper of that word; the first for any other.
    pub fn parse(code: &str) -> Paper {
        Paper::ALL
            .into_iter()
            .find(|paper| paper.code() == code)
            .unwrap_or_default()
    }

    /// How many labels are on one page.
    pub const fn per_page(self) -> usize {
        match self {
            Paper::Sheet65 => 65,
            Paper::Sheet24 => 24,
            Paper::Roll | Paper::Shelf => 1,
        }
    }

    /// The room for a barcode: how wide at most, and how high.
    const fn room(self) -> (u32, u32) {
        match self {
            Paper::Sheet65 => (35_100, 6_500),
            Paper::Sheet24 => (64_000, 12_000),
            Paper::Roll => (47_000, 11_000),
            Paper::Shelf => (56_000, 9_000),
        }
    }

    /// How wide one module may be, the widest first. A printer of rolls has eight dots to a millimetre,
    /// so that a module there is a whole number of dots; a page printer draws finer ones.
    const fn modules(self) -> &'static [u32] {
        match self {
            Paper::Sheet65 | Paper::Sheet24 => &[375, 330, 300, 264, 250, 220, 200],
            Paper::Roll | Paper::Shelf => &[375, 250],
        }
    }

    /// How large these bars are drawn; none where they would be too fine to be read.
    pub fn draw(self, bars: &Bars) -> Option<Drawn> {
        let (most, height) = self.room();
        let widths = self.modules().iter();
        let width = widths
            .filter_map(|module| module.checked_mul(bars.width()))
            .find(|width| *width <= most)?;
        Some(Drawn { width, height })
    }
}

/// A length as SVG takes it: `33.900mm`.
#[must_use]
pub fn millimetres(micrometres: u32) -> String {
    format!("{}.{:03}mm", micrometres / 1000, micrometres % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paper_reads_back() {
        for paper in Paper::ALL {
            assert_eq!(Paper::parse(paper.code()), paper);
        }
        assert_eq!(Paper::parse("papyrus"), Paper::Sheet65);
    }

    #[test]
    fn lengths_are_exact() {
        assert_eq!(millimetres(33_900), "33.900mm");
        assert_eq!(millimetres(6_005), "6.005mm");
    }
}
