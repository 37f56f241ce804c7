//! What receiving needs to know of orders, suppliers and products.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::receiving::Supplier;
use crate::purchasing::receiving::read::{Expected, Goods, OrderedLine};
use crate::values::{Money, Quantity, Stop, Unit};

/// An order, as far as receiving needs to know.
#[derive(Debug, Clone)]
pub(in crate::purchasing::receiving) struct OrderHead {
    pub purchase_id: Uuid,
    pub number: i64,
    pub supplier_id: Uuid,
    pub location_id: Uuid,
    pub location_name: String,
    pub state: String,
}

impl OrderHead {
    /// Whether goods may come for it: it was sent, and nobody has closed it or called it off.
    pub fn takes_goods(&self) -> bool {
        ["sent", "part_received", "received"].contains(&self.state.as_str())
    }
}

/// Locks an order.
pub(in crate::purchasing::receiving) async fn lock_order(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<Option<OrderHead>, Stop> {
    let business = tx.business();
    let locked = sqlx::query_scalar!(
        "select purchase_id from app.purchase
          where business_id = $1 and purchase_id = $2 for update",
        business,
        purchase_id
    )
    .fetch_optional(tx.conn())
    .await?;
    match locked {
        Some(purchase_id) => order(tx, purchase_id).await,
        None => Ok(None),
    }
}

/// An order, as it is.
pub(in crate::purchasing::receiving) async fn order(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<Option<OrderHead>, Stop> {
    let business = tx.business();
    let head = sqlx::query_as!(
        OrderHead,
        "select p.purchase_id, p.number, p.supplier_id, p.location_id, l.name as location_name,
                p.state
           from app.purchase p
           join app.location l on l.business_id = p.business_id and l.location_id = p.location_id
          where p.business_id = $1 and p.purchase_id = $2",
        business,
        purchase_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(head)
}

/// The lines of an order.
pub(in crate::purchasing::receiving) async fn ordered_lines(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<Vec<OrderedLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select line_no, product_id, quantity_milli, received_milli, amount_minor
           from app.purchase_line where business_id = $1 and purchase_id = $2 order by line_no",
        business,
        purchase_id
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| OrderedLine {
        line_no: row.line_no,
        product_id: row.product_id,
        quantity: Quantity::from_milli(row.quantity_milli),
        received: Quantity::from_milli(row.received_milli),
        amount: Money::from_minor(row.amount_minor),
    });
    Ok(lines.collect())
}

/// Locks a supplier against every other document of hers. Orders and rows that only point at her go
/// on meanwhile.
pub(in crate::purchasing) async fn lock_supplier(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
) -> Result<Option<Supplier>, Stop> {
    let business = tx.business();
    let locked = sqlx::query_scalar!(
        "select supplier_id from app.supplier
          where business_id = $1 and supplier_id = $2 for no key update",
        business,
        supplier_id
    )
    .fetch_optional(tx.conn())
    .await?;
    match locked {
        Some(supplier_id) => supplier(tx, supplier_id).await,
        None => Ok(None),
    }
}

/// A supplier, as she is.
pub(in crate::purchasing) async fn supplier(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
) -> Result<Option<Supplier>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select supplier_id, name, terms_days, retired_at is not null as "is_retired!"
             from app.supplier where business_id = $1 and supplier_id = $2"#,
        business,
        supplier_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Supplier {
        supplier_id: row.supplier_id,
        name: row.name,
        terms_days: row.terms_days,
        is_retired: row.is_retired,
    }))
}

/// Everybody who is bought from, by name.
pub(in crate::purchasing) async fn suppliers(tx: &mut BusinessTx) -> Result<Vec<Supplier>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select supplier_id, name, terms_days from app.supplier
          where business_id = $1 and retired_at is null order by lower(name), supplier_id",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let suppliers = rows.into_iter().map(|row| Supplier {
        supplier_id: row.supplier_id,
        name: row.name,
        terms_days: row.terms_days,
        is_retired: false,
    });
    Ok(suppliers.collect())
}

/// Products by their ids, with what a supplier asks for them.
pub(in crate::purchasing::receiving) async fn goods(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Goods>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.product_id, p.name, p.sku, p.unit, p.quantity_step_milli,
                  p.retired_at is not null as "is_retired!", p.kind,
                  s.cost_minor as "cost_minor?", k.holds_milli as "holds_milli?"
             from app.product p
             left join app.supplier_product s on s.business_id = p.business_id
                   and s.supplier_id = $2 and s.product_id = p.product_id
             left join app.pack k on k.business_id = s.business_id and k.pack_id = s.pack_id
            where p.business_id = $1 and p.product_id = any($3)"#,
        business,
        supplier_id,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let goods = rows.into_iter().map(|row| {
        let cost = row.cost_minor.filter(|cost| *cost > 0);
        let goods = Goods {
            product_id: row.product_id,
            name: row.name,
            sku: row.sku,
            unit: Unit::parse(&row.unit).unwrap_or(Unit::Piece),
            step: Quantity::from_milli(row.quantity_step_milli),
            is_retired: row.is_retired,
            is_plain: row.kind == "plain",
            expected: cost.map(|cost| Expected {
                amount: Money::from_minor(cost),
                per: Quantity::from_milli(row.holds_milli.unwrap_or(1000)),
            }),
        };
        (row.product_id, goods)
    });
    Ok(goods.collect())
}

/// The products that a supplier sells us and that are on sale, by name.
pub(in crate::purchasing::receiving) async fn goods_from(
    tx: &mut BusinessTx,
    supplier_id: Uuid,
    most: i64,
) -> Result<Vec<Uuid>, Stop> {
    let business = tx.business();
    let ids = sqlx::query_scalar!(
        "select p.product_id from app.supplier_product s
           join app.product p on p.business_id = s.business_id and p.product_id = s.product_id
          where s.business_id = $1 and s.supplier_id = $2 and p.retired_at is null
            and p.kind = 'plain'
          order by lower(p.name), p.product_id limit $3",
        business,
        supplier_id,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids)
}

/// The last days of batches.
pub(in crate::purchasing::receiving) async fn expiries(
    tx: &mut BusinessTx,
    batches: &[Uuid],
) -> Result<HashMap<Uuid, Option<NaiveDate>>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select batch_id, expires_on from app.batch
          where business_id = $1 and batch_id = any($2)",
        business,
        batches
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.batch_id, row.expires_on))
        .collect())
}
