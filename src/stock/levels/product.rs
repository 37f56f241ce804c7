//! One product through time: where it is, what came when and for how much, what is missing, what is on
//! its way.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Row;
use super::store::{self, Head};
use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop, Unit};

/// Goods that came together at one cost, as far as they are still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Where.
    pub location: String,
    /// When it came; goods that only moved keep their age.
    pub received_at: DateTime<Utc>,
    /// The batch and its number.
    pub batch: Option<(Uuid, String)>,
    /// The last day that it may be sold on.
    pub expires_on: Option<NaiveDate>,
    /// How much of it is left.
    pub left: Quantity,
    /// What that is worth.
    pub value: Money,
}

impl Layer {
    /// What one unit of it is worth.
    pub fn unit_cost(&self) -> Option<Money> {
        self.value.share(1000, self.left.milli())
    }
}

/// Goods sold before they were there, as far as nothing has covered them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Where.
    pub location: String,
    /// Since when.
    pub occurred_at: DateTime<Utc>,
    /// The document that sold them: its kind and id.
    pub source: (String, Uuid),
    /// How much is still missing.
    pub left: Quantity,
}

/// Goods that left one location and have not come to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// The transfer.
    pub transfer_id: Uuid,
    /// Its number.
    pub number: i64,
    /// Where they left.
    pub from: String,
    /// Where they are to come.
    pub to: String,
    /// When they left.
    pub sent_at: Option<DateTime<Utc>>,
    /// How much.
    pub quantity: Quantity,
}

/// Goods that a supplier was asked for and has not brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnOrder {
    /// The purchase order.
    pub purchase_id: Uuid,
    /// Its number.
    pub number: i64,
    /// Who was asked.
    pub supplier: String,
    /// Where they are to come.
    pub location: String,
    /// When they are expected.
    pub expected_on: Option<NaiveDate>,
    /// How much is still to come.
    pub quantity: Quantity,
}

/// A way in which it is bought or sold many at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// What it is called.
    pub name: String,
    /// How much of the product is in one.
    pub holds: Quantity,
}

/// A product with all that its page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Through {
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Whether it is off sale.
    pub is_retired: bool,
    /// How it stands at every open location, where it has no level too.
    pub levels: Vec<Row>,
    /// What is there, what leaves first before the rest.
    pub layers: Vec<Layer>,
    /// What was sold before it was there, the oldest first.
    pub shortfalls: Vec<Open>,
    /// What is between locations.
    pub under_way: Vec<UnderWay>,
    /// What suppliers are to bring.
    pub on_order: Vec<OnOrder>,
    /// Its packs.
    pub packs: Vec<Pack>,
}

/// A product of the business with all that is known of its stock. Kits and families have none: they
/// are not found here, but by [`super::group_levels`].
pub async fn through(tx: &mut BusinessTx, product_id: Uuid) -> Result<Through, Stop> {
    let head: Head = store::head(tx, product_id).await?.ok_or(Stop::NotFound)?;
    Ok(Through {
        product_id,
        levels: store::levels(tx, product_id, &head).await?,
        layers: store::layers(tx, product_id).await?,
        shortfalls: store::open_shortfalls(tx, product_id).await?,
        under_way: store::under_way(tx, product_id).await?,
        on_order: store::on_order(tx, product_id).await?,
        packs: store::packs(tx, product_id).await?,
        sku: head.sku,
        name: head.name,
        unit: head.unit,
        is_retired: head.is_retired,
    })
}
