//! Goods that come to a shop without anybody's papers, and grow old there.

use chrono::NaiveDate;
use uuid::Uuid;

use super::support::Shop;
use crate::ledger::{self, Draft, Role};
use crate::stock::{Arrival, Arriving, Kind, Source, batch, bring_in};
use crate::values::{Money, Quantity};

/// What comes.
pub struct Lot<'a> {
    /// How much of it, in thousandths.
    pub milli: i64,
    /// What all of it cost.
    pub minor: i64,
    /// The number of its batch. None: it is of no batch.
    pub batch: Option<&'a str>,
    /// The last day that it may be sold on.
    pub last: Option<NaiveDate>,
}

impl Shop {
    /// Brings goods to its location, and tells the books; their batch.
    pub async fn brings(&self, product_id: Uuid, lot: Lot<'_>) -> Option<Uuid> {
        let mut tx = self.cx().begin().await.unwrap();
        let mut batch_id = None;
        if let Some(number) = lot.batch {
            let made = batch(&mut tx, product_id, number, lot.last, None).await;
            batch_id = Some(made.unwrap());
        }
        let source = Source {
            kind: "receipt",
            id: Uuid::now_v7(),
        };
        let arrival = Arrival {
            kind: Kind::Receipt,
            source,
            location_id: self.location,
        };
        let line = Arriving {
            line_no: 1,
            product_id,
            quantity: Quantity::from_milli(lot.milli),
            value: Money::from_minor(lot.minor),
            batch_id,
            expires_on: lot.last,
            received_at: None,
            origin_id: None,
        };
        let value = bring_in(&mut tx, &arrival, &[line]).await.unwrap();
        let draft = Draft {
            source_kind: source.kind,
            source_id: source.id,
            purpose: "receipt",
            occurred_at: tx.scope().now,
            location_id: Some(self.location),
            lines: vec![
                (Role::Inventory, value),
                (Role::OpeningEquity, value.negated().unwrap()),
            ],
        };
        ledger::post(&mut tx, draft).await.unwrap();
        tx.commit().await.unwrap();
        batch_id
    }

    /// Lets the goods of a batch grow old, as time would.
    pub async fn spoils(&self, batch_id: Uuid, last: NaiveDate) {
        let mut connection = self.superuser().await;
        for old in [
            "update app.batch set expires_on = $2::date, received_on = $2::date - 30
              where batch_id = $1",
            "update app.cost_layer set expires_on = $2::date where batch_id = $1",
        ] {
            let grown = sqlx::query(old).bind(batch_id).bind(last);
            let grown = grown.execute(&mut connection).await.unwrap();
            assert_eq!(grown.rows_affected(), 1, "{old}");
        }
    }
}
