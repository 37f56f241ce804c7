//! A shop's own colour, and the ink that can be read on it. Pure, whole numbers only.
//!
//! What never breaks: whatever the colour, the ink on it has a contrast of 4.5 or more (WCAG AA).
//! White or black always has: the worst colour for both still leaves 4.58.

/// One, where a fraction is counted in 2⁻²⁴.
const ONE: u128 = 1 << 24;

/// The contrast that small text needs, in thousandths.
const ENOUGH: u128 = 4_500;

/// The style sheet of a colour such as `#7a2e8c`; none for anything that isn't one.
pub(super) fn style(accent: &str) -> Option<String> {
    let colour = rgb(accent)?;
    let [r, g, b] = colour;
    let ink = ink_on(colour);
    Some(format!(
        "body{{--accent:#{r:02x}{g:02x}{b:02x};--accent-ink:{ink}}}"
    ))
}

/// Red, green and blue of `#rrggbb`.
fn rgb(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}

/// White where it can be read, for it looks calmer on a fill; else black.
fn ink_on(colour: [u8; 3]) -> &'static str {
    if contrast(colour, [255; 3]) >= ENOUGH {
        "#ffffff"
    } else {
        "#000000"
    }
}

/// The contrast of two colours by WCAG 2, in thousandths, rounded down.
fn contrast(one: [u8; 3], other: [u8; 3]) -> u128 {
    let (a, b) = (luminance(one), luminance(other));
    let (light, dark) = (a.max(b), a.min(b));
    // The 0.05 of the definition is ONE / 20.
    (20 * light + ONE) * 1000 / (20 * dark + ONE)
}

fn luminance([r, g, b]: [u8; 3]) -> u128 {
    (2126 * linear(r) + 7152 * linear(g) + 722 * linear(b)) / 10_000
}

/// How much light a channel gives, of [`ONE`]: sRGB's curve, `((c / 255 + 0.055) / 1.055) ^ 2.4`.
fn linear(channel: u8) -> u128 {
    let c = u128::from(channel);
    if channel <= 10 {
        return c * ONE * 100 / (255 * 1292);
    }
    // x ^ 2.4 is the fifth root of x ^ 12, counted in 2⁻⁶⁰ on the way.
    let x = ((1000 * c + 14_025) << 60) / 269_025;
    let times = |a: u128, b: u128| (a * b) >> 60;
    let x4 = times(times(x, x), times(x, x));
    let x12 = times(times(x4, x4), x4);
    fifth_root(x12 << 60)
}

/// The largest whole number, up to [`ONE`], whose fifth power is not above this.
fn fifth_root(power: u128) -> u128 {
    let (mut low, mut high) = (0, ONE);
    while low < high {
        let middle = (low + high).div_ceil(2);
        if middle.pow(5) <= power {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_is_srgbs() {
        assert_eq!(linear(0), 0);
        assert!(ONE - linear(255) < 4, "{}", linear(255));
        // 0x80 gives 0.21586 of the light.
        let middle = linear(128) * 100_000 / ONE;
        assert!((21_584..=21_588).contains(&middle), "{middle}");
        assert_eq!(contrast([0; 3], [255; 3]), 21_000);
    }

    #[test]
    fn every_colour_can_be_written_on() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let ink = rgb(ink_on([r, g, b])).unwrap();
                    let contrast = contrast([r, g, b], ink);
                    assert!(contrast >= ENOUGH, "{r} {g} {b}: {contrast}");
                }
            }
        }
    }

    #[test]
    fn known_colours() {
        assert_eq!(
            style("#7a2e8c").unwrap(),
            "body{--accent:#7a2e8c;--accent-ink:#ffffff}"
        );
        assert!(style("#ffd400").unwrap().ends_with("#000000}"));
    }

    #[test]
    fn nothing_else_gets_into_the_style() {
        for wrong in [
            "",
            "red",
            "#12345",
            "#1234567",
            "#12345g",
            "#+12345",
            "#fff;x:url(//e)",
        ] {
            assert_eq!(style(wrong), None, "{wrong}");
        }
    }
}
