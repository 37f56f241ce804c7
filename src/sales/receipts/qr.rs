//! A QR code as an SVG path, one module being one wide. Pure.

use qrcode::{Color, QrCode};

/// The white that must be left around it, in modules.
const QUIET: usize = 4;

/// A QR code, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Qr {
    /// How wide and how high it is with the white around it, in modules.
    pub size: usize,
    /// Its dark modules.
    pub path: String,
}

/// The QR code of a link, of which 15 % may be spoilt. None for a text that is too long.
pub(super) fn qr_of(link: &str) -> Option<Qr> {
    let code = QrCode::new(link).ok()?;
    let width = code.width();
    let colours = code.into_colors();
    let mut path = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        let mut rest = row;
        while let Some(first) = rest.first() {
            let run = rest.iter().take_while(|one| *one == first).count();
            if *first == Color::Dark {
                let (left, top) = (x + QUIET, y + QUIET);
                path.push_str(&format!("M{left} {top}h{run}v1h-{run}z"));
            }
            x += run;
            rest = rest.get(run..).unwrap_or_default();
        }
    }
    Some(Qr {
        size: width + 2 * QUIET,
        path,
    })
}

/// The QR code of a receipt as an image by itself: an SVG, for a page that has no other.
#[must_use]
pub fn image(link: &str) -> Option<String> {
    let Qr { size, path } = qr_of(link)?;
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"120\" viewBox=\"0 0 {size} {size}\">\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}h-{size}z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_the_three_corners() {
        let qr = qr_of("https://shop.example/s/duka/r/8AE8UNM27ZHA").unwrap();
        // Its upper left corner: a bar of seven dark modules at the top, and at the bottom of it.
        for corner in ["M4 4h7v1h-7z", "M4 10h7v1h-7z"] {
            assert!(qr.path.starts_with("M4 4h7") && qr.path.contains(corner));
        }
        let right = qr.size - QUIET - 7;
        assert!(qr.path.contains(&format!("M{right} 4h7v1h-7z")));
        assert!(qr.path.contains(&format!("M4 {right}h7v1h-7z")));
        assert_eq!(qr_of(&"x".repeat(3_000)), None);
        assert!(
            image("https://shop.example")
                .unwrap()
                .starts_with("<svg xmlns")
        );
    }
}
