//! The SQL of an order that is placed.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::orders::posting::TaxParts;
use crate::orders::{Event, Fulfilment, LineKind, LinePart, Order, OrderLine, PayBy, State, Whole};
use crate::payments;
use crate::platform::secrets::digest;
use crate::platform::{BusinessTx, Who, fault};
use crate::values::{Language, Money, Phone, Quantity, Stop, Unit};

/// An order's row, word for word.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct OrderRow {
    order_id: Uuid,
    number: i64,
    code: String,
    customer_name: String,
    phone: String,
    language: String,
    fulfilment: String,
    location_id: Uuid,
    location_name: String,
    area_name: Option<String>,
    address_note: String,
    note: String,
    currency: String,
    goods_minor: i64,
    delivery_minor: i64,
    rounding_minor: i64,
    tax_minor: i64,
    total_minor: i64,
    pay_by: String,
    state: String,
    paid_minor: i64,
    tax_posted_minor: i64,
    refund_owed_minor: i64,
    review: Option<String>,
    reserved_until: Option<DateTime<Utc>>,
    placed_at: DateTime<Utc>,
    business_date: chrono::NaiveDate,
    revision: i32,
}

impl TryFrom<OrderRow> for Order {
    type Error = Stop;

    fn try_from(row: OrderRow) -> Result<Order, Stop> {
        let broken = || fault("an order row is not what it must be", &row.order_id);
        Ok(Order {
            state: State::parse(&row.state).ok_or_else(broken)?,
            pay_by: PayBy::parse(&row.pay_by).ok_or_else(broken)?,
            order_id: row.order_id,
            number: row.number,
            code: row.code,
            customer_name: row.customer_name,
            phone: Phone::from_stored(row.phone),
            language: Language::parse(&row.language).unwrap_or_default(),
            fulfilment: Fulfilment::parse(&row.fulfilment),
            location_id: row.location_id,
            location_name: row.location_name,
            area_name: row.area_name,
            address_note: row.address_note,
            note: row.note,
            currency: row.currency,
            goods: Money::from_minor(row.goods_minor),
            delivery: Money::from_minor(row.delivery_minor),
            rounding: Money::from_minor(row.rounding_minor),
            tax: Money::from_minor(row.tax_minor),
            total: Money::from_minor(row.total_minor),
            paid: Money::from_minor(row.paid_minor),
            tax_posted: Money::from_minor(row.tax_posted_minor),
            refund_owed: Money::from_minor(row.refund_owed_minor),
            review: row.review,
            reserved_until: row.reserved_until,
            placed_at: row.placed_at,
            business_date: row.business_date,
            revision: row.revision,
        })
    }
}

pub(in crate::orders) async fn load(tx: &mut BusinessTx, order_id: Uuid) -> Result<Order, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        OrderRow,
        "select order_id, number, code, customer_name, phone, language, fulfilment, location_id,
                location_name, area_name, address_note, note, currency, goods_minor, delivery_minor,
                rounding_minor, tax_minor, total_minor, pay_by, state, paid_minor, tax_posted_minor,
                refund_owed_minor, review, reserved_until, placed_at, business_date, revision
           from app.order where business_id = $1 and order_id = $2",
        business,
        order_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.ok_or(Stop::NotFound)?.try_into()
}

/// The order, locked until the transaction ends.
pub(in crate::orders) async fn lock(tx: &mut BusinessTx, order_id: Uuid) -> Result<Order, Stop> {
    let business = tx.business();
    sqlx::query!(
        "select order_id from app.order where business_id = $1 and order_id = $2 for update",
        business,
        order_id
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Stop::NotFound)?;
    load(tx, order_id).await
}

/// The code and the digest of an order that was placed under this id.
pub(in crate::orders) async fn placed(
    tx: &mut BusinessTx,
    order_id: Uuid,
) -> Result<Option<(String, Vec<u8>)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        "select code, request_digest from app.order where business_id = $1 and order_id = $2",
        business,
        order_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.code, row.request_digest)))
}

/// The lines of an order, each kit with its parts by their names.
pub(in crate::orders) async fn lines(
    tx: &mut BusinessTx,
    order_id: Uuid,
) -> Result<Vec<OrderLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select l.line_no, l.kind, l.product_id, l.sku, l.name, l.unit, l.quantity_milli,
                  l.cancelled_milli, l.unit_price_minor, l.amount_minor, l.cancelled_minor,
                  l.held_milli, q.part_id as "part_id?", q.sku as "part_sku?",
                  q.name as "part_name?", q.unit as "part_unit?", q.quantity_milli as "of_one?"
             from app.order_line l
             left join app.order_line_part q on q.business_id = l.business_id
                   and q.order_id = l.order_id and q.line_no = l.line_no
            where l.business_id = $1 and l.order_id = $2
            order by l.line_no, lower(q.name), q.part_id"#,
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    let unit_of = |code: &str| Unit::parse(code).unwrap_or(Unit::Piece);
    let mut lines: Vec<OrderLine> = Vec::with_capacity(rows.len());
    for row in rows {
        if lines.last().is_none_or(|line| line.line_no != row.line_no) {
            lines.push(OrderLine {
                line_no: row.line_no,
                kind: LineKind::parse(&row.kind),
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                unit: unit_of(&row.unit),
                ordered: Quantity::from_milli(row.quantity_milli),
                quantity: Quantity::from_milli(row.quantity_milli - row.cancelled_milli),
                unit_price: Money::from_minor(row.unit_price_minor),
                ordered_amount: Money::from_minor(row.amount_minor),
                amount: Money::from_minor(row.amount_minor - row.cancelled_minor),
                held: Quantity::from_milli(row.held_milli),
                parts: Vec::new(),
            });
        }
        let part = row.part_id.zip(row.of_one);
        if let (Some(line), Some((part_id, of_one))) = (lines.last_mut(), part) {
            line.parts.push(LinePart {
                part_id,
                sku: row.part_sku.unwrap_or_default(),
                name: row.part_name.unwrap_or_default(),
                unit: unit_of(&row.part_unit.unwrap_or_default()),
                quantity: Quantity::from_milli(of_one),
            });
        }
    }
    Ok(lines)
}

pub(in crate::orders) async fn tax_is_due_at_payment(tx: &mut BusinessTx) -> Result<bool, Stop> {
    let business = tx.business();
    let at_payment = sqlx::query_scalar!(
        r#"select tax_point = 'payment' as "at_payment!" from app.business where business_id = $1"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(at_payment)
}

/// The tax inside what remains of an order's goods, and inside its delivery fee.
pub(in crate::orders) async fn tax_parts(
    tx: &mut BusinessTx,
    order_id: Uuid,
) -> Result<TaxParts, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select l.kind, sum(t.amount_minor - coalesce((
                      select sum(c.tax_minor) from app.order_cancellation_line c
                       where c.business_id = t.business_id and c.order_id = t.order_id
                         and c.line_no = t.line_no), 0))::bigint as "amount!"
             from app.order_line_tax t
             join app.order_line l on l.business_id = t.business_id and l.order_id = t.order_id
              and l.line_no = t.line_no
            where t.business_id = $1 and t.order_id = $2 group by l.kind"#,
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    let of = |kind: &str| {
        rows.iter()
            .find(|row| row.kind == kind)
            .map_or(Money::ZERO, |r| Money::from_minor(r.amount))
    };
    Ok(TaxParts {
        goods: of("goods"),
        delivery: of("delivery"),
    })
}

/// Writes into an order's history what happened, and who did it.
pub(in crate::orders) async fn happened(
    tx: &mut BusinessTx,
    order_id: Uuid,
    what: &str,
    details: Value,
) -> Result<(), Stop> {
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    let actor = match &tx.scope().who {
        Who::Member { name, .. } => name.clone(),
        Who::Customer => "customer".to_owned(),
        Who::Mpesa { .. } => "mpesa".to_owned(),
        Who::Job { task, .. } if task.starts_with("mpesa") => "mpesa".to_owned(),
        Who::Job { .. } | Who::Operator | Who::Device => "clock".to_owned(),
    };
    sqlx::query!(
        "insert into app.order_event (business_id, event_id, order_id, at, what, details, actor, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        business,
        Uuid::now_v7(),
        order_id,
        now,
        what,
        details,
        actor,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::orders) async fn insert_link(
    tx: &mut BusinessTx,
    order_id: Uuid,
    link: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.order_link (business_id, link_hash, order_id) values ($1, $2, $3)",
        business,
        digest(link),
        order_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

pub(in crate::orders) async fn by_link(
    tx: &mut BusinessTx,
    link: &str,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let order_id = sqlx::query_scalar!(
        "select order_id from app.order_link where business_id = $1 and link_hash = $2",
        business,
        digest(link)
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(order_id)
}

pub(in crate::orders) async fn by_phone_and_code(
    tx: &mut BusinessTx,
    phone: &Phone,
    code: &str,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let order_id = sqlx::query_scalar!(
        "select order_id from app.order where business_id = $1 and code = $2 and phone = $3",
        business,
        code,
        phone.e164()
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(order_id)
}

async fn events(tx: &mut BusinessTx, order_id: Uuid) -> Result<Vec<Event>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Event,
        "select at, what, details, actor from app.order_event
          where business_id = $1 and order_id = $2 order by at, event_id",
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// An order with all that belongs to it.
pub async fn whole(tx: &mut BusinessTx, order_id: Uuid) -> Result<Whole, Stop> {
    Ok(Whole {
        order: load(tx, order_id).await?,
        lines: lines(tx, order_id).await?,
        events: events(tx, order_id).await?,
        payments: payments::of_order(tx, order_id).await?,
        attempt: payments::latest_attempt(tx, order_id).await?,
    })
}
