//! One product: where it is, in which layers, what is missing and what is on its way.

use uuid::Uuid;

use super::unit_of;
use crate::platform::BusinessTx;
use crate::stock::levels::{Layer, OnOrder, Open, Pack, Row, UnderWay};
use crate::values::{Money, Quantity, Stop, Unit};

/// The most layers, shortfalls or documents that a page shows.
const MOST: i64 = 200;

/// A product itself.
#[derive(Debug, Clone)]
pub(in crate::stock::levels) struct Head {
    pub sku: String,
    pub name: String,
    pub unit: Unit,
    pub is_retired: bool,
}

pub(in crate::stock::levels) async fn head(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Option<Head>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select sku, name, unit, (retired_at is not null) as "is_retired!" from app.product
            where business_id = $1 and product_id = $2 and kind = 'plain'"#,
        business,
        product_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(|row| {
        Ok(Head {
            unit: unit_of(&row.unit)?,
            sku: row.sku,
            name: row.name,
            is_retired: row.is_retired,
        })
    })
    .transpose()
}

/// A product at every open location, and at a closed one where something of it is left.
pub(in crate::stock::levels) async fn levels(
    tx: &mut BusinessTx,
    product_id: Uuid,
    head: &Head,
) -> Result<Vec<Row>, Stop> {
    let (business, today) = (tx.business(), tx.scope().today());
    let rows = sqlx::query!(
        r#"select o.location_id, o.name,
                  coalesce(l.on_hand_milli, 0) as "on_hand!",
                  coalesce(l.reserved_milli, 0) as "reserved!",
                  coalesce(l.short_milli, 0) as "short!",
                  l.minimum_milli as "minimum?", l.reorder_milli as "reorder?",
                  coalesce((select sum(c.left_milli) from app.cost_layer c
                             where c.business_id = $1 and c.product_id = $2
                               and c.location_id = o.location_id and c.left_milli > 0
                               and c.expires_on is not null and c.expires_on < $3), 0)::bigint
                      as "expired!",
                  coalesce((select sum(c.left_value_minor) from app.cost_layer c
                             where c.business_id = $1 and c.product_id = $2
                               and c.location_id = o.location_id and c.left_milli > 0), 0)::bigint
                      as "value!"
             from app.location o
             left join app.stock_level l on l.business_id = $1 and l.product_id = $2
                   and l.location_id = o.location_id
            where o.business_id = $1 and (o.retired_at is null or l.on_hand_milli > 0)
            order by o.position, o.name, o.location_id"#,
        business,
        product_id,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let row = rows.into_iter().map(|row| Row {
        product_id,
        sku: head.sku.clone(),
        name: head.name.clone(),
        unit: head.unit,
        location: Some((row.location_id, row.name)),
        on_hand: Quantity::from_milli(row.on_hand),
        reserved: Quantity::from_milli(row.reserved),
        expired: Quantity::from_milli(row.expired),
        short: Quantity::from_milli(row.short),
        minimum: row.minimum.map(Quantity::from_milli),
        reorder: row.reorder.map(Quantity::from_milli),
        value: Money::from_minor(row.value),
    });
    Ok(row.collect())
}

/// What is there, location by location; what leaves first comes first.
pub(in crate::stock::levels) async fn layers(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Vec<Layer>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select o.name as location, c.received_at, b.batch_id as "batch_id?",
                  b.number as "number?", c.expires_on, c.left_milli, c.left_value_minor
             from app.cost_layer c
             join app.location o on o.business_id = $1 and o.location_id = c.location_id
             left join app.batch b on b.business_id = $1 and b.batch_id = c.batch_id
            where c.business_id = $1 and c.product_id = $2 and c.left_milli > 0
            order by o.position, o.name, c.expires_on nulls last, c.received_at, c.layer_id
            limit $3"#,
        business,
        product_id,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    let layer = rows.into_iter().map(|row| Layer {
        location: row.location,
        received_at: row.received_at,
        batch: row.batch_id.zip(row.number),
        expires_on: row.expires_on,
        left: Quantity::from_milli(row.left_milli),
        value: Money::from_minor(row.left_value_minor),
    });
    Ok(layer.collect())
}

pub(in crate::stock::levels) async fn open_shortfalls(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Vec<Open>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select o.name as location, s.occurred_at, s.source_kind, s.source_id, s.left_milli
           from app.stock_shortfall s
           join app.location o on o.business_id = $1 and o.location_id = s.location_id
          where s.business_id = $1 and s.product_id = $2 and s.left_milli > 0
          order by s.occurred_at, s.shortfall_id limit $3",
        business,
        product_id,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    let open = rows.into_iter().map(|row| Open {
        location: row.location,
        occurred_at: row.occurred_at,
        source: (row.source_kind, row.source_id),
        left: Quantity::from_milli(row.left_milli),
    });
    Ok(open.collect())
}

/// What left one location and has not come to the other.
pub(in crate::stock::levels) async fn under_way(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Vec<UnderWay>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select t.transfer_id, t.number, f.name as "from_name", o.name as "to_name", t.sent_at,
                  sum(l.sent_milli)::bigint as "quantity!"
             from app.transfer t
             join app.transfer_line l on l.business_id = $1 and l.transfer_id = t.transfer_id
                                     and l.product_id = $2
             join app.location f on f.business_id = $1 and f.location_id = t.from_location_id
             join app.location o on o.business_id = $1 and o.location_id = t.to_location_id
            where t.business_id = $1 and t.state = 'in_transit' and l.sent_milli > 0
            group by t.transfer_id, t.number, f.name, o.name, t.sent_at
            order by t.sent_at, t.transfer_id limit $3"#,
        business,
        product_id,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    let under_way = rows.into_iter().map(|row| UnderWay {
        transfer_id: row.transfer_id,
        number: row.number,
        from: row.from_name,
        to: row.to_name,
        sent_at: row.sent_at,
        quantity: Quantity::from_milli(row.quantity),
    });
    Ok(under_way.collect())
}

/// What suppliers were asked for and have not brought.
pub(in crate::stock::levels) async fn on_order(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Vec<OnOrder>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.purchase_id, p.number, s.name as supplier, o.name as location, p.expected_on,
                  (l.quantity_milli - l.received_milli) as "quantity!"
             from app.purchase p
             join app.purchase_line l on l.business_id = $1 and l.purchase_id = p.purchase_id
                                     and l.product_id = $2
             join app.supplier s on s.business_id = $1 and s.supplier_id = p.supplier_id
             join app.location o on o.business_id = $1 and o.location_id = p.location_id
            where p.business_id = $1 and p.state in ('sent', 'part_received')
              and l.received_milli < l.quantity_milli
            order by p.expected_on nulls last, p.purchase_id limit $3"#,
        business,
        product_id,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    let on_order = rows.into_iter().map(|row| OnOrder {
        purchase_id: row.purchase_id,
        number: row.number,
        supplier: row.supplier,
        location: row.location,
        expected_on: row.expected_on,
        quantity: Quantity::from_milli(row.quantity),
    });
    Ok(on_order.collect())
}

pub(in crate::stock::levels) async fn packs(
    tx: &mut BusinessTx,
    product_id: Uuid,
) -> Result<Vec<Pack>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select name, holds_milli from app.pack
          where business_id = $1 and product_id = $2 and retired_at is null
          order by holds_milli, name",
        business,
        product_id
    )
    .fetch_all(tx.conn())
    .await?;
    let pack = rows.into_iter().map(|row| Pack {
        name: row.name,
        holds: Quantity::from_milli(row.holds_milli),
    });
    Ok(pack.collect())
}
