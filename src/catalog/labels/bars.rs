//! The bars of a barcode: which kind, and its modules. Pure.

use barcoders::sym::code128::Code128;
use barcoders::sym::ean8::EAN8;
use barcoders::sym::ean13::EAN13;

use super::check_digit::has_right_check_digit;

/// A way of writing in bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbology {
    /// Thirteen digits, on goods all over the world.
    Ean13,
    /// Eight digits, on small goods.
    Ean8,
    /// Twelve digits, on goods from North America.
    UpcA,
    /// Any letters: our own SKU.
    Code128,
}

impl Symbology {
    /// The white that must be left and right of the bars, in modules.
    pub const fn quiet(self) -> (u32, u32) {
        match self {
            Symbology::Ean13 => (11, 7),
            Symbology::Ean8 => (7, 7),
            Symbology::UpcA => (9, 9),
            Symbology::Code128 => (10, 10),
        }
    }
}

/// A barcode, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// How it is written.
    pub symbology: Symbology,
    /// What a scanner reads, as people read it under the bars.
    pub text: String,
    /// Side by side, all of one width: 1 is black, 0 is white.
    pub modules: Vec<u8>,
}

impl Bars {
    fn of(symbology: Symbology, text: &str) -> Option<Bars> {
        let modules = match symbology {
            // The check digit is right: the encoder finds the same one.
            Symbology::Ean13 => EAN13::new(text.get(..12)?).ok()?.encode(),
            Symbology::Ean8 => EAN8::new(text.get(..7)?).ok()?.encode(),
            // The same bars as an EAN-13 that begins with a zero.
            Symbology::UpcA => EAN13::new(format!("0{}", text.get(..11)?)).ok()?.encode(),
            Symbology::Code128 => Code128::new(in_code_128(text)?).ok()?.encode(),
        };
        Some(Bars {
            symbology,
            text: text.to_owned(),
            modules,
        })
    }

    /// How wide it is with the white around it, in modules.
    pub fn width(&self) -> u32 {
        let (left, right) = self.symbology.quiet();
        let modules = u32::try_from(self.modules.len()).unwrap_or(u32::MAX);
        modules.saturating_add(left).saturating_add(right)
    }

    /// The bars as an SVG path, a module being one wide and bars `height` high; the white on the left
    /// stands before it.
    pub fn path(&self, height: u32) -> String {
        let (mut at, _) = self.symbology.quiet();
        let mut path = String::new();
        let mut rest = self.modules.as_slice();
        while let Some(first) = rest.first() {
            let run = rest.iter().take_while(|module| *module == first).count();
            if *first == 1 {
                path.push_str(&format!("M{at} 0h{run}v{height}h-{run}z"));
            }
            at = at.saturating_add(u32::try_from(run).unwrap_or(0));
            rest = rest.get(run..).unwrap_or_default();
        }
        path
    }
}

/// A text as the encoder wants it, with the letter before it that chooses a set of characters. None for
/// letters that Code 128 does not have.
fn in_code_128(text: &str) -> Option<String> {
    let is_plain = |c: char| c == ' ' || c.is_ascii_graphic();
    if text.is_empty() || !text.chars().all(is_plain) {
        return None;
    }
    let is_digits = text.chars().all(|c| c.is_ascii_digit());
    // Set C writes digits by twos, in half the width; set B has all the letters.
    let set = if is_digits && text.len().is_multiple_of(2) && text.len() >= 4 {
        '\u{106}'
    } else {
        '\u{181}'
    };
    Some(format!("{set}{text}"))
}

/// The bars that find a product: one of its own barcodes that shops scan, of thirteen digits before
/// those of eight and of twelve; else its SKU. None where the SKU cannot be written in bars.
pub fn bars_of(barcodes: &[String], sku: &str) -> Option<Bars> {
    let kinds = [
        (13, Symbology::Ean13),
        (8, Symbology::Ean8),
        (12, Symbology::UpcA),
    ];
    for (digits, symbology) in kinds {
        let fits = |code: &&String| code.len() == digits && has_right_check_digit(code);
        let own = barcodes.iter().find(fits);
        if let Some(bars) = own.and_then(|code| Bars::of(symbology, code)) {
            return Some(bars);
        }
    }
    Bars::of(Symbology::Code128, sku)
}
