//! What a checkout's page showed before an order was placed: what its goods come to, and the fee of each
//! area. Nobody agreed to a price that has changed since. Pure.

use uuid::Uuid;

use crate::values::Money;

/// What the page showed, as its form carries it.
pub fn shown(goods: Money, areas: &[(Uuid, String, Money)]) -> String {
    let mut said = vec![goods.minor().to_string()];
    said.extend(
        areas
            .iter()
            .map(|(area_id, _, fee)| of_area(*area_id, *fee)),
    );
    said.join(" ")
}

fn of_area(area_id: Uuid, fee: Money) -> String {
    format!("{area_id}={}", fee.minor())
}

/// Whether an order comes to what its page showed: its goods, and the fee of its area if it has one. A
/// form that says nothing of that is taken as it is.
pub(super) fn is_as_shown(said: &str, goods: Money, area: Option<(Uuid, Money)>) -> bool {
    let mut said = said.split_whitespace();
    let Some(sum) = said.next() else {
        return true;
    };
    let fee = area.map(|(area_id, fee)| of_area(area_id, fee));
    sum == goods.minor().to_string() && fee.is_none_or(|fee| said.any(|one| one == fee))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_is_what_it_comes_to() {
        let money = Money::from_minor;
        let (near, far) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let areas = [
            (near, "Near".to_owned(), money(5_000)),
            (far, "Far".to_owned(), Money::ZERO),
        ];
        let said = shown(money(23_200), &areas);
        for area in [None, Some((near, money(5_000))), Some((far, Money::ZERO))] {
            assert!(is_as_shown(&said, money(23_200), area), "{area:?}");
            assert!(!is_as_shown(&said, money(23_300), area), "{area:?}");
            assert!(is_as_shown("", money(1), area), "{area:?}");
        }
        assert!(!is_as_shown(
            &said,
            money(23_200),
            Some((near, money(6_000)))
        ));
        assert!(!is_as_shown("nonsense", money(23_200), None));
    }
}
