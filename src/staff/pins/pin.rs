//! A PIN: four to eight figures, and not those that everybody tries first.

use serde::{Deserialize, Serialize};

use crate::values::{Refusal, Stop};

/// How many figures.
pub(super) const SHORTEST: usize = 4;
pub(super) const LONGEST: usize = 8;

/// What a page sends that sets a PIN. Never kept, whatever becomes of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PinForm {
    /// The figures.
    pub pin: String,
    /// The same again, because they are not shown.
    pub again: String,
}

impl PinForm {
    /// The PIN that is wanted, or why it will not do.
    pub(super) fn read(&self) -> Result<String, Stop> {
        let pin = figures(&self.pin).ok_or_else(not_figures)?;
        if is_trivial(&pin) {
            return Err(Refusal::at("pin", "refused-pin-trivial").into());
        }
        if figures(&self.again).as_ref() != Some(&pin) {
            return Err(Refusal::at("again", "refused-pin-differs").into());
        }
        Ok(pin)
    }
}

/// What was typed, if it has the shape of a PIN.
pub(super) fn figures(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let fits = (SHORTEST..=LONGEST).contains(&typed.len());
    let fits = fits && typed.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| typed.to_owned())
}

pub(super) fn not_figures() -> Refusal {
    let refusal = Refusal::at("pin", "refused-pin-figures");
    refusal.with("least", SHORTEST).with("most", LONGEST)
}

/// One figure repeated, or a run up or down: `0000`, `1234`, `8765`, `7890`.
fn is_trivial(pin: &str) -> bool {
    let figures: Vec<u8> = pin.bytes().map(|byte| byte - b'0').collect();
    [0, 1, 9].into_iter().any(|step| {
        let follows = |pair: &[u8]| (pair[0] + step) % 10 == pair[1];
        figures.windows(2).all(follows)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn refused(pin: &str, again: &str) -> Option<String> {
        let form = PinForm {
            pin: pin.to_owned(),
            again: again.to_owned(),
        };
        match form.read() {
            Ok(_) => None,
            Err(Stop::Refused(refusals)) => Some(refusals[0].key.clone()),
            Err(stop) => panic!("{stop}"),
        }
    }

    #[test]
    fn figures_and_nothing_else() {
        for pin in [
            "",
            "123",
            "123456789",
            "12a4",
            "١٢٣٤",
            "12 34",
            "-123",
            "½½",
        ] {
            assert_eq!(refused(pin, pin).unwrap(), "refused-pin-figures", "{pin}");
        }
        assert_eq!(refused(" 2468 ", "2468"), None);
        assert_eq!(refused("24681357", "24681357"), None);
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for pin in [
            "0000", "99999999", "1234", "0123", "4321", "7890", "9876", "2109",
        ] {
            assert_eq!(refused(pin, pin).unwrap(), "refused-pin-trivial", "{pin}");
        }
        for pin in ["1235", "1122", "2580", "1000"] {
            assert_eq!(refused(pin, pin), None, "{pin}");
        }
    }

    #[test]
    fn it_is_typed_twice_alike() {
        assert_eq!(refused("2580", "2581").unwrap(), "refused-pin-differs");
        assert_eq!(refused("2580", "").unwrap(), "refused-pin-differs");
    }
}
