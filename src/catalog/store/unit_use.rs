//! What refers to products in the unit that they have now: none of it converts.

use std::collections::HashMap;

use chrono::TimeDelta;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Refusal, Stop};

/// A cart that nobody touched for so many days is not waited for.
const CART_DAYS: i64 = 7;

/// Why the units of these products cannot change, by product: one reason for each kind of thing that
/// counts them, naming the first.
pub(in crate::catalog) async fn unit_uses(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Refusal>>, Stop> {
    let business = tx.business();
    let since = tx.scope().now - TimeDelta::days(CART_DAYS);
    let rows = sqlx::query!(
        r#"select u.product_id as "product_id!", u.kind as "kind!", min(u.number) as number,
                  min(u.name) as name
             from (select l.product_id, 'stock'::text as kind, null::bigint as number,
                          null::text as name
                     from app.stock_level l
                    where l.business_id = $1 and l.product_id = any($2)
                      and (l.on_hand_milli <> 0 or l.short_milli <> 0)
                   union all
                   select n.product_id, 'transfer', t.number, null from app.transfer_line n
                     join app.transfer t
                       on t.business_id = n.business_id and t.transfer_id = n.transfer_id
                    where n.business_id = $1 and n.product_id = any($2)
                      and t.state in ('pending', 'in_transit')
                   union all
                   select n.product_id, 'purchase', p.number, null from app.purchase_line n
                     join app.purchase p
                       on p.business_id = n.business_id and p.purchase_id = n.purchase_id
                    where n.business_id = $1 and n.product_id = any($2)
                      and p.state in ('draft', 'sent', 'part_received')
                   union all
                   select n.product_id, 'count', t.number, null from app.stock_take t
                     join app.stock_take_line n
                       on n.business_id = t.business_id and n.take_id = t.take_id
                    where t.business_id = $1 and t.state = 'open' and n.product_id = any($2)
                   union all
                   select n.product_id, 'order', o.number, null
                     from (select order_id, product_id from app.order_line
                            where business_id = $1 and product_id = any($2)
                           union all
                           select order_id, part_id from app.order_line_part
                            where business_id = $1 and part_id = any($2)) n
                     join app.order o on o.business_id = $1 and o.order_id = n.order_id
                    where o.state in ('pending', 'ready', 'shipped')
                   union all
                   select k.part_id, 'kit', null, p.name from app.kit_part k
                     join app.product p
                       on p.business_id = k.business_id and p.product_id = k.product_id
                    where k.business_id = $1 and k.part_id = any($2)
                   union all
                   select q.product_id, 'supplier', null, s.name from app.supplier_product q
                     join app.supplier s
                       on s.business_id = q.business_id and s.supplier_id = q.supplier_id
                    where q.business_id = $1 and q.product_id = any($2)
                      and q.minimum_milli is not null
                   union all
                   select n.product_id, 'cart', null, null from app.cart c
                     join app.cart_line n on n.business_id = c.business_id and n.cart_id = c.cart_id
                    where c.business_id = $1 and c.updated_at > $3 and n.product_id = any($2)) u
            group by u.product_id, u.kind
            order by u.product_id, u.kind"#,
        business,
        products,
        since
    )
    .fetch_all(tx.conn())
    .await?;
    let mut uses: HashMap<Uuid, Vec<Refusal>> = HashMap::new();
    for row in rows {
        let reason = reason(&row.kind, row.number, row.name);
        uses.entry(row.product_id).or_default().push(reason);
    }
    Ok(uses)
}

/// What a thing of that kind is told as: by its number, or by its name.
fn reason(kind: &str, number: Option<i64>, name: Option<String>) -> Refusal {
    let numbered = |key: &str| {
        let refusal = Refusal {
            field: Some("unit".to_owned()),
            ..Refusal::of(key)
        };
        refusal.with("number", number.unwrap_or_default())
    };
    match kind {
        "transfer" => numbered("refused-unit-transfer"),
        "purchase" => numbered("refused-unit-purchase"),
        "count" => numbered("refused-unit-count"),
        "order" => numbered("refused-unit-order"),
        "kit" => Refusal::at("unit", "refused-unit-kit").with("name", name.unwrap_or_default()),
        "supplier" => {
            let refusal = Refusal::at("unit", "refused-unit-supplier");
            refusal.with("name", name.unwrap_or_default())
        }
        "cart" => Refusal::at("unit", "refused-unit-cart").with("days", CART_DAYS),
        _ => Refusal::at("unit", "refused-unit-has-stock"),
    }
}

/// Takes products out of the carts that nobody touched for long: what stands there does not convert.
/// Whoever comes back to one is shown what it holds before she orders.
pub(in crate::catalog) async fn take_from_old_carts(
    tx: &mut BusinessTx,
    products: &[Uuid],
) -> Result<(), Stop> {
    if products.is_empty() {
        return Ok(());
    }
    let business = tx.business();
    sqlx::query!(
        "update app.cart c set revision = c.revision + 1
          where c.business_id = $1
            and exists (select 1 from app.cart_line n
                         where n.business_id = $1 and n.cart_id = c.cart_id
                           and n.product_id = any($2))",
        business,
        products
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from app.cart_line where business_id = $1 and product_id = any($2)",
        business,
        products
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
