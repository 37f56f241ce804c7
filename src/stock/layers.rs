//! Cost layers, first in first out: which goods leave, and what they had cost.

use uuid::Uuid;

use super::{Line, store};
use crate::platform::{BusinessTx, fault};
use crate::values::{Money, Quantity, Stop};

/// A layer with something left in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layer {
    pub layer_id: Uuid,
    pub product_id: Uuid,
    pub left: Quantity,
    pub left_value: Money,
}

/// A part taken out of one layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    pub layer_id: Uuid,
    pub quantity: Quantity,
    pub value: Money,
}

/// A line, the movement that it becomes, and the layers that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub line: Line,
    pub movement_id: Uuid,
    pub value: Money,
    pub uses: Vec<Use>,
}

/// Takes lines (in key order, their levels locked) out of the oldest layers and writes what is left.
pub(super) async fn take_from_layers(
    tx: &mut BusinessTx,
    location_id: Uuid,
    lines: &[Line],
) -> Result<Vec<Taken>, Stop> {
    let layers = store::lock_layers(tx, location_id, lines).await?;
    let mut all = Vec::with_capacity(lines.len());
    for line in lines {
        let own = layers
            .iter()
            .filter(|layer| layer.product_id == line.product_id);
        let taken = walk(line, own)
            .ok_or_else(|| fault("stock on hand is not in cost layers", &line.product_id))?;
        all.push(taken);
    }
    store::lower_layers(tx, &all).await?;
    Ok(all)
}

/// Walks layers, oldest first. A layer emptied gives all its value, so that no cent stays behind.
fn walk<'a>(line: &Line, layers: impl Iterator<Item = &'a Layer>) -> Option<Taken> {
    let mut wanted = line.quantity;
    let mut taken = Taken {
        line: *line,
        movement_id: Uuid::now_v7(),
        value: Money::ZERO,
        uses: Vec::new(),
    };
    for layer in layers {
        if wanted == Quantity::ZERO {
            break;
        }
        let quantity = wanted.min(layer.left);
        let value = if quantity == layer.left {
            layer.left_value
        } else {
            layer
                .left_value
                .share(quantity.milli(), layer.left.milli())?
        };
        wanted = wanted.minus(quantity)?;
        taken.value = taken.value.plus(value)?;
        taken.uses.push(Use {
            layer_id: layer.layer_id,
            quantity,
            value,
        });
    }
    (wanted == Quantity::ZERO).then_some(taken)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn layer(left: i64, value: i64) -> Layer {
        Layer {
            layer_id: Uuid::now_v7(),
            product_id: Uuid::nil(),
            left: Quantity::from_milli(left),
            left_value: Money::from_minor(value),
        }
    }

    fn line(quantity: i64) -> Line {
        Line {
            line_no: 1,
            product_id: Uuid::nil(),
            quantity: Quantity::from_milli(quantity),
        }
    }

    #[test]
    fn takes_the_oldest_first_and_no_cent_stays_behind() {
        let layers = [layer(3000, 1000), layer(2000, 1000)];
        let taken = walk(&line(4000), layers.iter()).unwrap();
        assert_eq!(taken.uses.len(), 2);
        assert_eq!(taken.value, Money::from_minor(1500));
        let rest = walk(&line(1000), layers[..1].iter()).unwrap();
        assert_eq!(rest.value, Money::from_minor(333));
    }

    #[test]
    fn refuses_what_no_layer_holds() {
        assert!(walk(&line(4000), [layer(3000, 1000)].iter()).is_none());
    }
}
