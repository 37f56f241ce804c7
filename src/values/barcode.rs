//! Barcodes, and the ways in which one is written. A scanner may leave out the zeros that another one
//! reads: twelve digits of UPC-A are an EAN-13 with a zero before it, and a GTIN-14 with two. Pure.

/// Whether a scanner may read this and the database may keep it.
pub fn is_barcode(code: &str) -> bool {
    (4..=40).contains(&code.len())
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._/-".contains(c))
}

/// What one code may be kept as, itself first. A text that is no number has no other form.
pub fn barcode_forms(code: &str) -> Vec<String> {
    let mut forms = vec![code.to_owned()];
    let is_number = code.chars().all(|c| c.is_ascii_digit());
    if !is_number || !(12..=14).contains(&code.len()) {
        return forms;
    }
    // No more zeros are taken off than a longer form has put before the twelve digits.
    let zeros = code.chars().take_while(|c| *c == '0').count();
    let core = code.get(zeros.min(code.len() - 12)..).unwrap_or(code);
    for length in [12, 13, 14] {
        if core.len() <= length {
            let form = format!("{core:0>length$}");
            if form != code {
                forms.push(form);
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_upc_is_an_ean_with_a_zero_before_it() {
        assert_eq!(
            barcode_forms("036000291452"),
            ["036000291452", "0036000291452", "00036000291452"]
        );
        assert_eq!(
            barcode_forms("0036000291452"),
            ["0036000291452", "036000291452", "00036000291452"]
        );
        assert_eq!(
            barcode_forms("5012345678900"),
            ["5012345678900", "05012345678900"]
        );
        assert_eq!(
            barcode_forms("05012345678900"),
            ["05012345678900", "5012345678900"]
        );
    }

    #[test]
    fn other_codes_are_what_they_are() {
        for code in ["", "20000017", "AB-12", "0036000A91452", "15012345678907"] {
            assert_eq!(barcode_forms(code), [code]);
        }
    }
}
