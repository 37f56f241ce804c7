//! Cost layers: what came in together at one cost. Which of them goods leave, and with what cost.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::leave::Part;
use crate::values::{Money, Quantity};

/// A layer with something left in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layer {
    pub layer_id: Uuid,
    pub product_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub expires_on: Option<NaiveDate>,
    pub received_at: DateTime<Utc>,
    /// The movement that brought it into the business, whatever moved it since.
    pub origin_id: Uuid,
    pub left: Quantity,
    pub left_value: Money,
}

impl Layer {
    /// Whether it may no longer be sold on that day.
    pub(super) fn is_spoilt(&self, today: NaiveDate) -> bool {
        self.expires_on.is_some_and(|last| last < today)
    }
}

/// Which layers a line may take from, by the day that they may be sold until.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// All of them.
    Any,
    /// Those that may be sold on that day.
    Fresh(NaiveDate),
    /// Those that may not, any more.
    Spoilt(NaiveDate),
}

/// Which layers a line may take from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    pub batch_id: Option<Uuid>,
    /// The movement that brought the goods into the business; none: any.
    pub origin_id: Option<Uuid>,
    pub age: Age,
}

impl Choice {
    /// Whether a line may take from this layer.
    pub(super) fn admits(&self, layer: &Layer) -> bool {
        let fits = self.batch_id.is_none() || layer.batch_id == self.batch_id;
        let is_own = self.origin_id.is_none_or(|id| layer.origin_id == id);
        let has_age = match self.age {
            Age::Any => true,
            Age::Fresh(day) => !layer.is_spoilt(day),
            Age::Spoilt(day) => layer.is_spoilt(day),
        };
        fits && is_own && has_age
    }
}

/// What there is in the layers that a choice admits; none where it cannot be counted.
pub(super) fn admitted<'a>(
    layers: impl Iterator<Item = &'a Layer>,
    choice: &Choice,
) -> Option<Quantity> {
    layers
        .filter(|layer| choice.admits(layer))
        .try_fold(Quantity::ZERO, |sum, layer| sum.plus(layer.left))
}

/// Takes a quantity out of a product's layers, first those that come first, and lowers them. A layer
/// that is emptied gives all its value, so that no cent stays behind. None where there is not enough.
pub(super) fn take<'a>(
    layers: impl Iterator<Item = &'a mut Layer>,
    choice: &Choice,
    quantity: Quantity,
) -> Option<Vec<Part>> {
    let mut wanted = quantity;
    let mut parts = Vec::new();
    for layer in layers {
        if wanted == Quantity::ZERO {
            break;
        }
        if layer.left == Quantity::ZERO || !choice.admits(layer) {
            continue;
        }
        let taken = wanted.min(layer.left);
        let value = if taken == layer.left {
            layer.left_value
        } else {
            layer.left_value.share(taken.milli(), layer.left.milli())?
        };
        wanted = wanted.minus(taken)?;
        layer.left = layer.left.minus(taken)?;
        layer.left_value = layer.left_value.minus(value)?;
        parts.push(Part {
            layer_id: layer.layer_id,
            batch_id: layer.batch_id,
            expires_on: layer.expires_on,
            received_at: layer.received_at,
            origin_id: layer.origin_id,
            quantity: taken,
            value,
        });
    }
    (wanted == Quantity::ZERO).then_some(parts)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn layer(left: i64, value: i64, expires: Option<&str>) -> Layer {
        Layer {
            layer_id: Uuid::now_v7(),
            product_id: Uuid::nil(),
            batch_id: Some(Uuid::now_v7()),
            expires_on: expires.map(day),
            received_at: DateTime::UNIX_EPOCH,
            origin_id: Uuid::nil(),
            left: Quantity::from_milli(left),
            left_value: Money::from_minor(value),
        }
    }

    fn any(age: Age) -> Choice {
        Choice {
            batch_id: None,
            origin_id: None,
            age,
        }
    }

    fn fresh() -> Choice {
        any(Age::Fresh(day("2026-11-28")))
    }

    fn cost(parts: &[Part]) -> i64 {
        parts.iter().map(|part| part.value.minor()).sum()
    }

    #[test]
    fn takes_the_first_first_and_no_cent_stays_behind() {
        let mut layers = [layer(3000, 1000, None), layer(2000, 1000, None)];
        let choice = fresh();
        let parts = take(layers.iter_mut(), &choice, Quantity::from_milli(1000)).unwrap();
        assert_eq!(cost(&parts), 333);
        let parts = take(layers.iter_mut(), &choice, Quantity::from_milli(3000)).unwrap();
        assert_eq!((parts.len(), cost(&parts)), (2, 667 + 500));
        let parts = take(layers.iter_mut(), &choice, Quantity::from_milli(1000)).unwrap();
        assert_eq!(cost(&parts), 500);
        assert!(layers.iter().all(|layer| layer.left_value.is_zero()));
    }

    #[test]
    fn refuses_what_no_layer_holds() {
        let mut layers = [layer(3000, 1000, None)];
        assert!(take(layers.iter_mut(), &fresh(), Quantity::from_milli(4000)).is_none());
    }

    #[test]
    fn what_has_expired_is_left_alone_unless_it_is_asked_for() {
        let mut layers = [
            layer(1000, 10, Some("2026-11-27")),
            // The last day counts.
            layer(1000, 20, Some("2026-11-28")),
        ];
        let there = |choice: Choice| admitted(layers.iter(), &choice).unwrap().milli();
        let spoilt = any(Age::Spoilt(day("2026-11-28")));
        assert_eq!(
            (there(fresh()), there(spoilt), there(any(Age::Any))),
            (1000, 1000, 2000)
        );
        let parts = take(layers.iter_mut(), &fresh(), Quantity::ONE).unwrap();
        assert_eq!(cost(&parts), 20);
        let parts = take(layers.iter_mut(), &spoilt, Quantity::ONE).unwrap();
        assert_eq!(cost(&parts), 10);
    }

    #[test]
    fn what_a_movement_brought_is_known_by_it() {
        let mut layers = [layer(1000, 10, None), layer(1000, 20, None)];
        layers[1].origin_id = Uuid::max();
        let choice = Choice {
            origin_id: Some(Uuid::max()),
            ..fresh()
        };
        let there = admitted(layers.iter(), &choice).unwrap();
        assert_eq!(there, Quantity::ONE);
        let parts = take(layers.iter_mut(), &choice, Quantity::ONE).unwrap();
        assert_eq!(cost(&parts), 20);
    }

    #[test]
    fn a_named_batch_gives_its_own() {
        let mut layers = [layer(1000, 10, None), layer(1000, 20, None)];
        let choice = Choice {
            batch_id: layers[1].batch_id,
            ..fresh()
        };
        assert_eq!(
            cost(&take(layers.iter_mut(), &choice, Quantity::ONE).unwrap()),
            20
        );
        assert!(take(layers.iter_mut(), &choice, Quantity::ONE).is_none());
    }
}
