//! What must be true of documents and of what they moved, beside what the program checks itself.

use super::scene::Scene;
use crate::platform::BusinessTx;

/// A rule, and the rows that break it.
pub const RULES: [(&str, &str); 8] = [
    (
        "a transfer moved what it says was sent, and what arrived or came back",
        "select 'transfer ' || t.number from app.transfer t
           left join lateral (
                select coalesce(sum(sent_milli), 0) as sent, coalesce(sum(arrived_milli), 0) as arrived
                  from app.transfer_line
                 where business_id = t.business_id and transfer_id = t.transfer_id) l on true
           left join lateral (
                select coalesce(-sum(quantity_milli) filter (where kind = 'transfer_out'), 0) as went,
                       coalesce(sum(quantity_milli) filter (where kind = 'transfer_in'), 0) as came
                  from app.stock_movement
                 where business_id = t.business_id and source_kind = 'transfer'
                   and source_id = t.transfer_id) m on true
          where t.business_id = $1
            and (m.went <> l.sent
                 or m.came <> case t.state when 'cancelled' then l.sent else l.arrived end)",
    ),
    (
        "a receipt brought what its lines say",
        "select 'receipt ' || r.number || ' line ' || l.line_no from app.receipt r
           join app.receipt_line l
             on l.business_id = r.business_id and l.receipt_id = r.receipt_id
           left join app.stock_movement m
             on m.business_id = r.business_id and m.source_kind = 'receipt' and m.kind = 'receipt'
            and m.source_id = r.receipt_id and m.source_line = l.line_no
          where r.business_id = $1
            and (m.quantity_milli is distinct from l.quantity_milli
                 or m.product_id <> l.product_id or m.value_minor <> l.value_minor)",
    ),
    (
        "what a line sold left the shelf, or was not there",
        "select 'sale ' || l.sale_id || ' line ' || l.line_no from app.sale_line l
           join app.sale s on s.business_id = l.business_id and s.sale_id = l.sale_id
           join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
           left join lateral (
                select coalesce(-sum(quantity_milli), 0) as went from app.stock_movement
                 where business_id = l.business_id and source_kind = 'sale' and kind = 'sale'
                   and source_id = l.sale_id and source_line = l.line_no) m on true
           left join lateral (
                select coalesce(sum(quantity_milli), 0) as short from app.stock_shortfall
                 where business_id = l.business_id and source_kind = 'sale'
                   and source_id = l.sale_id and source_line = l.line_no) f on true
          where l.business_id = $1 and s.kind = 'sale' and p.kind = 'plain'
            and m.went + f.short <> l.quantity_milli * l.holds_milli / 1000",
    ),
    (
        "no more came back on the shelf than was sold",
        "select 'sale ' || w.sale_id from (
                select l.sale_id, l.line_no, l.returned_milli * l.holds_milli / 1000 as returned,
                       coalesce(sum(m.quantity_milli), 0) as came
                  from app.sale_line l
                  join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
                  join app.sale r on r.business_id = l.business_id and r.refunds = l.sale_id
                  join app.sale_line b on b.business_id = r.business_id and b.sale_id = r.sale_id
                                      and b.returns_line_no = l.line_no
                  left join app.stock_movement m
                    on m.business_id = r.business_id and m.source_kind = 'sale'
                   and m.kind = 'sale_return' and m.source_id = r.sale_id
                   and m.source_line = b.line_no
                 where l.business_id = $1 and p.kind = 'plain'
                 group by l.sale_id, l.line_no, l.returned_milli, l.holds_milli) w
          where w.came > w.returned",
    ),
    (
        "a closed take moved the differences that its lines say",
        "select 'take ' || t.number from app.stock_take t
           left join lateral (
                select coalesce(sum(counted_milli - book_milli), 0) as found
                  from app.stock_take_line
                 where business_id = t.business_id and take_id = t.take_id) l on true
           left join lateral (
                select coalesce(sum(quantity_milli), 0) as moved from app.stock_movement
                 where business_id = t.business_id and source_kind = 'stock_take'
                   and source_id = t.take_id) m on true
          where t.business_id = $1
            and m.moved <> case t.state when 'done' then l.found else 0 end",
    ),
    (
        "what went back to a supplier is what its credit says",
        "select 'credit ' || c.number from app.supplier_credit c
           left join lateral (
                select coalesce(sum(quantity_milli), 0) as said from app.supplier_credit_line
                 where business_id = c.business_id and credit_id = c.credit_id) l on true
           left join lateral (
                select coalesce(-sum(quantity_milli), 0) as went from app.stock_movement
                 where business_id = c.business_id and source_kind = 'supplier_credit'
                   and kind = 'supplier_return' and source_id = c.credit_id) m on true
          where c.business_id = $1
            and m.went <> case when c.reason = 'returned' and c.undone_at is null then l.said else 0 end",
    ),
    (
        "an order handed over what remained of its goods",
        "select 'order ' || o.code from app.order o
           left join lateral (
                select coalesce(sum(quantity_milli - cancelled_milli), 0) as remains
                  from app.order_line
                 where business_id = o.business_id and order_id = o.order_id and kind = 'goods') l
             on true
           left join lateral (
                select coalesce(-sum(quantity_milli), 0) as went from app.stock_movement
                 where business_id = o.business_id and source_kind = 'order'
                   and source_id = o.order_id) m on true
          where o.business_id = $1
            and m.went <> case o.state when 'delivered' then l.remains else 0 end",
    ),
    (
        "no bill is settled beyond its total",
        "select 'bill ' || b.number from app.bill b
          where b.business_id = $1 and b.paid_minor + b.credited_minor > b.total_minor",
    ),
];

/// The rules of these that are broken, and what breaks them.
pub async fn broken(tx: &mut BusinessTx) -> Vec<(&'static str, Vec<String>)> {
    let mut broken = Vec::new();
    for (rule, breaking) in RULES {
        let rows: Vec<String> = sqlx::query_scalar(breaking)
            .bind(tx.business())
            .fetch_all(tx.conn())
            .await
            .unwrap();
        if !rows.is_empty() {
            broken.push((rule, rows));
        }
    }
    broken
}

/// Every rule holds, the program's own too, and where the business blocks, nothing was ever sold that
/// was not there.
pub async fn hold(scene: &Scene) {
    let mut tx = scene.shop.look().await;
    let broken = broken(&mut tx).await;
    assert!(broken.is_empty(), "{broken:?}");
    let short: i64 =
        sqlx::query_scalar("select count(*) from app.stock_shortfall where business_id = $1")
            .bind(tx.business())
            .fetch_one(tx.conn())
            .await
            .unwrap();
    drop(tx);
    if scene.choices.below_zero == "block" {
        assert_eq!(short, 0, "sold although it was not there");
    }
    scene.shop.check().await;
}
