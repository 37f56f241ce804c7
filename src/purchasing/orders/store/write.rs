//! Writing orders down.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::orders::State;
use crate::purchasing::orders::read::NewLine;
use crate::values::{Money, Stop};

/// An order, without its lines, as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::purchasing::orders) struct Head {
    pub purchase_id: Uuid,
    pub supplier_id: Uuid,
    pub location_id: Uuid,
    pub note: String,
    pub expected_on: Option<NaiveDate>,
    pub total: Money,
}

/// Writes a new draft under its number.
pub(in crate::purchasing::orders) async fn insert(
    tx: &mut BusinessTx,
    number: i64,
    head: &Head,
    lines: &[NewLine],
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, member) = {
        let scope = tx.scope();
        (scope.now, scope.today(), scope.member_id())
    };
    sqlx::query!(
        "insert into app.purchase (business_id, purchase_id, number, supplier_id, location_id,
                state, note, expected_on, total_minor, made_at, business_date, made_by)
         values ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11)",
        business,
        head.purchase_id,
        number,
        head.supplier_id,
        head.location_id,
        head.note,
        head.expected_on,
        head.total.minor(),
        now,
        today,
        member
    )
    .execute(tx.conn())
    .await?;
    insert_lines(tx, head.purchase_id, lines).await
}

/// Writes a locked draft as it is now.
pub(in crate::purchasing::orders) async fn update(
    tx: &mut BusinessTx,
    head: &Head,
    lines: &[NewLine],
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.purchase set supplier_id = $3, location_id = $4, note = $5, expected_on = $6,
                total_minor = $7, revision = revision + 1
          where business_id = $1 and purchase_id = $2 and state = 'draft'",
        business,
        head.purchase_id,
        head.supplier_id,
        head.location_id,
        head.note,
        head.expected_on,
        head.total.minor()
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from app.purchase_line where business_id = $1 and purchase_id = $2",
        business,
        head.purchase_id
    )
    .execute(tx.conn())
    .await?;
    insert_lines(tx, head.purchase_id, lines).await
}

async fn insert_lines(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
    lines: &[NewLine],
) -> Result<(), Stop> {
    let business = tx.business();
    for (line_no, line) in (1_i32..).zip(lines) {
        sqlx::query!(
            "insert into app.purchase_line (business_id, purchase_id, line_no, product_id,
                    supplier_sku, pack_id, pack_name, holds_milli, packs_milli, quantity_milli,
                    cost_minor, amount_minor)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            business,
            purchase_id,
            line_no,
            line.product_id,
            line.supplier_sku,
            line.pack_id,
            line.pack_name,
            line.holds.milli(),
            line.packs.milli(),
            line.quantity.milli(),
            line.cost.minor(),
            line.amount.minor()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// Writes how far a locked order has come. When it was sent stays; when it ended is now, or never.
pub(in crate::purchasing::orders) async fn set_state(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
    state: State,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "update app.purchase set state = $3, revision = revision + 1,
                sent_at = case when $3 = 'sent' then coalesce(sent_at, $4::timestamptz)
                               else sent_at end,
                ended_at = case when $5::boolean then $4::timestamptz end
          where business_id = $1 and purchase_id = $2",
        business,
        purchase_id,
        state.code(),
        now,
        state.is_final()
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What an order's lines cost is what its supplier asks from now on. Her own code for a product and
/// whether she is asked first stay; goods for nothing set no price.
pub(in crate::purchasing::orders) async fn remember_prices(
    tx: &mut BusinessTx,
    purchase_id: Uuid,
) -> Result<(), Stop> {
    let business = tx.business();
    let now = tx.scope().now;
    sqlx::query!(
        "insert into app.supplier_product as o (business_id, supplier_id, product_id,
                supplier_sku, pack_id, cost_minor, updated_at)
         select l.business_id, p.supplier_id, l.product_id, l.supplier_sku, l.pack_id,
                l.cost_minor, $3::timestamptz
           from app.purchase_line l
           join app.purchase p on p.business_id = l.business_id and p.purchase_id = l.purchase_id
          where l.business_id = $1 and l.purchase_id = $2 and l.cost_minor > 0
          order by l.product_id
         on conflict (business_id, supplier_id, product_id) do update
            set pack_id = excluded.pack_id, cost_minor = excluded.cost_minor,
                updated_at = excluded.updated_at
          where o.pack_id is distinct from excluded.pack_id
             or o.cost_minor <> excluded.cost_minor",
        business,
        purchase_id,
        now
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
