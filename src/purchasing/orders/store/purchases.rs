//! An order and its lines.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::links;
use crate::platform::{BusinessTx, fault};
use crate::purchasing::orders::{Line, Purchase, State, Whole};
use crate::purchasing::suppliers;
use crate::values::{Money, Quantity, Stop, Unit};

/// An order as its rows say it.
struct PurchaseRow {
    purchase_id: Uuid,
    number: i64,
    supplier_id: Uuid,
    supplier_name: String,
    location_id: Uuid,
    location_name: String,
    state: String,
    note: String,
    expected_on: Option<NaiveDate>,
    total_minor: i64,
    made_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    made_by: Option<String>,
    revision: i32,
}

impl PurchaseRow {
    fn read(self) -> Result<Purchase, Stop> {
        let state = State::parse(&self.state);
        let state = state.ok_or_else(|| fault("a purchase is in no known state", &self.state))?;
        Ok(Purchase {
            purchase_id: self.purchase_id,
            number: self.number,
            supplier_id: self.supplier_id,
            supplier_name: self.supplier_name,
            location_id: self.location_id,
            location_name: self.location_name,
            state,
            note: self.note,
            expected_on: self.expected_on,
            total: Money::from_minor(self.total_minor),
            made_at: self.made_at,
            sent_at: self.sent_at,
            ended_at: self.ended_at,
            made_by: self.made_by,
            revision: self.revision,
        })
    }
}

/// An order by its id.
async fn find(tx: &mut BusinessTx, purchase_id: Uuid) -> Result<Option<Purchase>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        PurchaseRow,
        r#"select p.purchase_id, p.number, p.supplier_id, s.name as supplier_name, p.location_id,
                  l.name as location_name, p.state, p.note, p.expected_on, p.total_minor,
                  p.made_at, p.sent_at, p.ended_at, m.name as "made_by?", p.revision
             from app.purchase p
             join app.supplier s on s.business_id = p.business_id and s.supplier_id = p.supplier_id
             join app.location l on l.business_id = p.business_id and l.location_id = p.location_id
             left join app.member m on m.business_id = p.business_id and m.member_id = p.made_by
            where p.business_id = $1 and p.purchase_id = $2"#,
        business,
        purchase_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(PurchaseRow::read).transpose()
}

/// The same, its row locked.
pub(in crate::purchasing::orders) async fn lock(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<Option<Purchase>, Stop> {
    let business = tx.business();
    sqlx::query_scalar!(
        "select purchase_id from app.purchase
          where business_id = $1 and purchase_id = $2 for update",
        business,
        purchase_id
    )
    .fetch_optional(tx.conn())
    .await?;
    find(tx, purchase_id).await
}

/// The lines of an order.
pub(in crate::purchasing::orders) async fn lines(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<Vec<Line>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select l.line_no, l.product_id, p.sku, p.name, p.unit, l.supplier_sku, l.pack_id,
                  l.pack_name, l.holds_milli, l.packs_milli, l.quantity_milli, l.cost_minor,
                  l.amount_minor, l.received_milli, q.minimum_milli as "minimum_milli?"
             from app.purchase_line l
             join app.purchase u on u.business_id = l.business_id and u.purchase_id = l.purchase_id
             join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
             left join app.supplier_product q
               on q.business_id = l.business_id and q.supplier_id = u.supplier_id
                  and q.product_id = l.product_id
            where l.business_id = $1 and l.purchase_id = $2 order by l.line_no"#,
        business,
        purchase_id
    )
    .fetch_all(tx.conn())
    .await?;
    let lines = rows.into_iter().map(|row| Line {
        line_no: row.line_no,
        product_id: row.product_id,
        sku: row.sku,
        name: row.name,
        unit: Unit::parse(&row.unit).unwrap_or(Unit::Piece),
        supplier_sku: row.supplier_sku,
        pack_id: row.pack_id,
        pack_name: row.pack_name,
        holds: Quantity::from_milli(row.holds_milli),
        packs: Quantity::from_milli(row.packs_milli),
        quantity: Quantity::from_milli(row.quantity_milli),
        cost: Money::from_minor(row.cost_minor),
        amount: Money::from_minor(row.amount_minor),
        received: Quantity::from_milli(row.received_milli),
        minimum: row.minimum_milli.map(Quantity::from_milli),
    });
    Ok(lines.collect())
}

/// Of each line of an order, how much was ordered and how much came.
pub(in crate::purchasing::orders) async fn came(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<Vec<(Quantity, Quantity)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select quantity_milli, received_milli from app.purchase_line
          where business_id = $1 and purchase_id = $2",
        business,
        purchase_id
    )
    .fetch_all(tx.conn())
    .await?;
    let both = rows.into_iter().map(|row| {
        (
            Quantity::from_milli(row.quantity_milli),
            Quantity::from_milli(row.received_milli),
        )
    });
    Ok(both.collect())
}

/// An order with all that belongs to it.
///
/// # Errors
/// Not found.
pub async fn whole(tx: &mut BusinessTx, purchase_id: Uuid) -> Result<Whole, Stop> {
    let purchase = find(tx, purchase_id).await?.ok_or(Stop::NotFound)?;
    let supplier = suppliers::find(tx, purchase.supplier_id).await?;
    let supplier = supplier.ok_or(Stop::NotFound)?;
    Ok(Whole {
        lines: lines(tx, purchase_id).await?,
        has_link: links::has_link(tx, purchase_id).await?,
        supplier_phone: supplier.phone,
        supplier_email: supplier.email,
        supplier_address: supplier.address,
        purchase,
    })
}
