//! Numbers with a point, as whole numbers of their smallest part. By hand: all of decimal arithmetic would
//! be in the browser for it.

/// The whole number, as a text, of what was typed with a point: of `-7.5` in hundredths `-0750`. None where
/// it is no number, or finer than that.
pub(super) fn whole(typed: &str, decimals: u32) -> Option<String> {
    let (sign, figures) = match typed.strip_prefix('-') {
        Some(figures) => ("-", figures),
        None => ("", typed),
    };
    let (whole, fraction) = figures.split_once('.').unwrap_or((figures, ""));
    let mut digits = whole.chars().chain(fraction.chars()).peekable();
    let is_number = digits.peek().is_some() && digits.all(|c| c.is_ascii_digit());
    let fraction = fraction.trim_end_matches('0');
    let width = decimals as usize;
    let is_exact = fraction.len() <= width;
    (is_number && is_exact).then(|| format!("{sign}0{whole}{fraction:0<width$}"))
}

/// The other way, as short as it is exact: -750 hundredths are `-7.5`.
pub(super) fn short(value: i64, decimals: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (absolute, scale) = (value.unsigned_abs(), 10_u64.pow(decimals));
    let (whole, part) = (absolute / scale, absolute % scale);
    let width = decimals as usize;
    let text = format!("{sign}{whole}.{part:0width$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::Decimal;

    #[test]
    fn reads_whole_numbers() {
        let read = |typed: &str, decimals: u32| {
            whole(typed, decimals).and_then(|text| text.parse::<i64>().ok())
        };
        for (typed, decimals, value) in [
            ("7.5", 2, 750),
            ("-7.5", 2, -750),
            (".5", 1, 5),
            ("5.", 2, 500),
            ("1.500", 2, 150),
            ("10.0", 0, 10),
            ("-0", 2, 0),
        ] {
            assert_eq!(read(typed, decimals), Some(value), "{typed}");
        }
        for wrong in [
            "", ".", "-", "--1", "1-", "1.2.3", "1.234", "1.-2", "+1", "1e2",
        ] {
            assert_eq!(whole(wrong, 2), None, "{wrong}");
        }
    }

    #[test]
    fn writes_as_decimals_do() {
        for value in [
            0,
            1,
            -1,
            10,
            999,
            1_000,
            -1_500,
            10_000,
            1_234_560,
            i64::MAX,
        ] {
            for decimals in 0..4 {
                let decimal = Decimal::new(value, decimals).normalize().to_string();
                assert_eq!(short(value, decimals), decimal);
            }
        }
    }
}
