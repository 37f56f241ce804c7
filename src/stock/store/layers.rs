//! The SQL of cost layers.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::stock::layers::Layer;
use crate::values::{Money, Quantity, Stop};

/// A layer to be written.
#[derive(Debug, Clone)]
pub(in crate::stock) struct NewLayer {
    pub layer_id: Uuid,
    pub movement_id: Uuid,
    pub product_id: Uuid,
    pub batch_id: Option<Uuid>,
    pub expires_on: Option<NaiveDate>,
    pub received_at: DateTime<Utc>,
    /// Where a transfer only moved it: the movement that brought it into the business.
    pub origin_id: Option<Uuid>,
    pub quantity: Quantity,
    pub value: Money,
}

/// Locks what is left of products at a location, in the order in which it leaves: what spoils first,
/// else what came first. Their levels are locked before.
pub(in crate::stock) async fn lock_layers(
    tx: &mut BusinessTx,
    location_id: Uuid,
    products: &[Uuid],
) -> Result<Vec<Layer>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select layer_id, product_id, batch_id, expires_on, received_at,
                  coalesce(origin_id, movement_id) as "origin_id!", left_milli, left_value_minor
             from app.cost_layer
            where business_id = $1 and location_id = $2 and product_id = any($3) and left_milli > 0
            order by product_id, expires_on nulls last, received_at, layer_id for no key update"#,
        business,
        location_id,
        products
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Layer {
            layer_id: row.layer_id,
            product_id: row.product_id,
            batch_id: row.batch_id,
            expires_on: row.expires_on,
            received_at: row.received_at,
            origin_id: row.origin_id,
            left: Quantity::from_milli(row.left_milli),
            left_value: Money::from_minor(row.left_value_minor),
        })
        .collect())
}

/// Locks what is left of the goods that a movement brought, each with where it is now: transfers may
/// have moved some. Location by location; their levels are locked before.
pub(in crate::stock) async fn lock_layers_of(
    tx: &mut BusinessTx,
    movement_id: Uuid,
) -> Result<Vec<(Uuid, Layer)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select location_id, layer_id, product_id, batch_id, expires_on, received_at,
                  coalesce(origin_id, movement_id) as "origin_id!", left_milli, left_value_minor
             from app.cost_layer
            where business_id = $1 and (movement_id = $2 or origin_id = $2) and left_milli > 0
            order by location_id, layer_id for no key update"#,
        business,
        movement_id
    )
    .fetch_all(tx.conn())
    .await?;
    let layers = rows.into_iter().map(|row| {
        let layer = Layer {
            layer_id: row.layer_id,
            product_id: row.product_id,
            batch_id: row.batch_id,
            expires_on: row.expires_on,
            received_at: row.received_at,
            origin_id: row.origin_id,
            left: Quantity::from_milli(row.left_milli),
            left_value: Money::from_minor(row.left_value_minor),
        };
        (row.location_id, layer)
    });
    Ok(layers.collect())
}

/// Writes what is left of layers, whose rows are locked.
pub(in crate::stock) async fn set_layers(
    tx: &mut BusinessTx,
    layers: &[Layer],
) -> Result<(), Stop> {
    if layers.is_empty() {
        return Ok(());
    }
    let business = tx.business();
    let ids: Vec<Uuid> = layers.iter().map(|layer| layer.layer_id).collect();
    let left: Vec<i64> = layers.iter().map(|layer| layer.left.milli()).collect();
    let values: Vec<i64> = layers
        .iter()
        .map(|layer| layer.left_value.minor())
        .collect();
    sqlx::query!(
        "update app.cost_layer l set left_milli = u.left_milli, left_value_minor = u.value
           from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as u(layer_id, left_milli, value)
          where l.business_id = $1 and l.layer_id = u.layer_id",
        business,
        &ids,
        &left,
        &values
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::stock) async fn insert_layers(
    tx: &mut BusinessTx,
    location_id: Uuid,
    layers: &[NewLayer],
) -> Result<(), Stop> {
    let business = tx.business();
    let ids: Vec<Uuid> = layers.iter().map(|layer| layer.layer_id).collect();
    let movements: Vec<Uuid> = layers.iter().map(|layer| layer.movement_id).collect();
    let products: Vec<Uuid> = layers.iter().map(|layer| layer.product_id).collect();
    let batches: Vec<Option<Uuid>> = layers.iter().map(|layer| layer.batch_id).collect();
    let expiries: Vec<Option<NaiveDate>> = layers.iter().map(|layer| layer.expires_on).collect();
    let received: Vec<DateTime<Utc>> = layers.iter().map(|layer| layer.received_at).collect();
    let origins: Vec<Option<Uuid>> = layers.iter().map(|layer| layer.origin_id).collect();
    let amounts: Vec<i64> = layers.iter().map(|layer| layer.quantity.milli()).collect();
    let values: Vec<i64> = layers.iter().map(|layer| layer.value.minor()).collect();
    sqlx::query!(
        "insert into app.cost_layer (business_id, location_id, layer_id, movement_id, product_id,
                batch_id, expires_on, received_at, quantity_milli, value_minor, left_milli,
                left_value_minor, origin_id)
         select $1, $2, m.layer_id, m.movement_id, m.product_id, m.batch_id, m.expires_on,
                m.received_at, m.quantity, m.value, m.quantity, m.value, m.origin_id
           from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::date[],
                       $8::timestamptz[], $9::bigint[], $10::bigint[], $11::uuid[])
                as m(layer_id, movement_id, product_id, batch_id, expires_on, received_at, quantity,
                     value, origin_id)",
        business,
        location_id,
        &ids,
        &movements,
        &products,
        &batches as &[Option<Uuid>],
        &expiries as &[Option<NaiveDate>],
        &received,
        &amounts,
        &values,
        &origins as &[Option<Uuid>]
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
