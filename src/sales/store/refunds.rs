//! What a refund stands on: the lines of its sale, locked; what went back before; and which goods
//! left for them at which cost.

use std::collections::HashMap;

use uuid::Uuid;

use super::read::{lines, tender_of};
use crate::payments::Tender;
use crate::platform::BusinessTx;
use crate::sales::SaleLine;
use crate::sales::back::{Before, Use};
use crate::values::{Money, Quantity, Stop};

/// Locks the lines of a sale: whoever brings back something of it at the same instant waits. Empty
/// where there is no such sale.
pub(in crate::sales) async fn lock_lines(
    tx: &mut BusinessTx,
    sale_id: Uuid,
) -> Result<Vec<SaleLine>, Stop> {
    let business = tx.business();
    let locked = sqlx::query_scalar!(
        "select l.line_no from app.sale_line l
           join app.sale s on s.business_id = l.business_id and s.sale_id = l.sale_id
          where l.business_id = $1 and l.sale_id = $2 and s.kind = 'sale'
          order by l.line_no for no key update of l",
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    if locked.is_empty() {
        return Ok(Vec::new());
    }
    lines(tx, sale_id).await
}

/// What went back of a sale before: for which goods, and how much in all.
pub(in crate::sales) async fn before(tx: &mut BusinessTx, sale_id: Uuid) -> Result<Before, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select coalesce(sum(goods_minor), 0)::bigint as "goods!",
                  coalesce(sum(total_minor), 0)::bigint as "total!"
             from app.sale where business_id = $1 and refunds = $2"#,
        business,
        sale_id
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Before {
        goods: Money::from_minor(row.goods),
        total: Money::from_minor(row.total),
    })
}

/// What each tender brought for a sale and still holds: what was written up comes first, then the
/// largest.
pub(in crate::sales) async fn held(
    tx: &mut BusinessTx,
    sale_id: Uuid,
) -> Result<Vec<(Tender, Money)>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.tender, sum(case p.direction when 'in' then p.amount_minor
                                else -p.amount_minor end)::bigint as "held!"
             from app.payment p
             join app.sale s on s.business_id = p.business_id and s.sale_id = p.sale_id
            where p.business_id = $1 and (s.sale_id = $2 or s.refunds = $2)
            group by p.tender order by p.tender <> 'on_account', 2 desc, p.tender"#,
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| Ok((tender_of(&row.tender)?, Money::from_minor(row.held))))
        .collect()
}

/// A product that a line of a sale was, or was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sales) struct Went {
    pub line_no: i32,
    pub product_id: Uuid,
    /// All of it, also what was not there when it was sold.
    pub quantity: Quantity,
}

/// What lines of a sale were, in products: kits as the parts of that day.
pub(in crate::sales) async fn went(
    tx: &mut BusinessTx,
    sale_id: Uuid,
    numbers: &[i32],
) -> Result<Vec<Went>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select w.line_no as "line_no!", w.product_id as "product_id!",
                  sum(w.quantity)::bigint as "quantity!"
             from (select source_line as line_no, product_id, -quantity_milli as quantity
                     from app.stock_movement
                    where business_id = $1 and source_kind = 'sale' and source_id = $2
                      and kind = 'sale'
                   union all
                   select source_line, product_id, quantity_milli from app.stock_shortfall
                    where business_id = $1 and source_kind = 'sale' and source_id = $2) w
            where w.line_no = any($3)
            group by w.line_no, w.product_id order by w.line_no, w.product_id"#,
        business,
        sale_id,
        numbers
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Went {
            line_no: row.line_no,
            product_id: row.product_id,
            quantity: Quantity::from_milli(row.quantity),
        })
        .collect())
}

/// Which layers a sale's goods came out of, line by line in the order in which they left: when it was
/// sold, then when what had not been there was covered. The levels are locked before.
pub(in crate::sales) async fn uses(tx: &mut BusinessTx, sale_id: Uuid) -> Result<Vec<Use>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select g.line_no as "line_no!", u.quantity_milli, u.value_minor, y.product_id, y.batch_id,
                  y.expires_on, y.received_at
             from (select movement_id, source_line as line_no, 0 as covers
                     from app.stock_movement
                    where business_id = $1 and source_kind = 'sale' and source_id = $2
                      and kind = 'sale'
                   union all
                   select m.movement_id, s.source_line, m.source_line
                     from app.stock_shortfall s
                     join app.stock_movement m
                       on m.business_id = s.business_id and m.source_kind = 'shortfall'
                      and m.source_id = s.shortfall_id and m.kind = 'cover'
                    where s.business_id = $1 and s.source_kind = 'sale' and s.source_id = $2) g
             join app.layer_use u on u.business_id = $1 and u.movement_id = g.movement_id
             join app.cost_layer y on y.business_id = $1 and y.layer_id = u.layer_id
            order by g.line_no, y.product_id, g.covers, y.expires_on nulls last, y.received_at,
                     y.layer_id"#,
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Use {
            line_no: row.line_no,
            product_id: row.product_id,
            quantity: Quantity::from_milli(row.quantity_milli),
            value: Money::from_minor(row.value_minor),
            batch_id: row.batch_id,
            expires_on: row.expires_on,
            received_at: row.received_at,
        })
        .collect())
}

/// How much of what lines of a sale were is back on the shelf: by line of the sale and product.
pub(in crate::sales) async fn restocked(
    tx: &mut BusinessTx,
    sale_id: Uuid,
) -> Result<HashMap<(i32, Uuid), Quantity>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select b.returns_line_no as "line_no!", m.product_id,
                  sum(m.quantity_milli)::bigint as "quantity!"
             from app.sale r
             join app.sale_line b on b.business_id = r.business_id and b.sale_id = r.sale_id
             join app.stock_movement m
               on m.business_id = r.business_id and m.source_kind = 'sale'
              and m.source_id = r.sale_id and m.source_line = b.line_no and m.kind = 'sale_return'
            where r.business_id = $1 and r.refunds = $2
            group by b.returns_line_no, m.product_id"#,
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let key = (row.line_no, row.product_id);
            (key, Quantity::from_milli(row.quantity))
        })
        .collect())
}
