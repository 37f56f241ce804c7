//! The SQL of suppliers' bills and credits as files.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::platform::files::{Cells, Span};
use crate::purchasing::bills::Way;
use crate::purchasing::bills::by_paper::UNDONE;
use crate::values::{Money, Quantity, Stop};

/// Every line of these bills, in the order of the file's columns; only those of these numbers where
/// they are named. A line without a product is freight over its receipt.
pub(in crate::purchasing::bills) async fn bills(
    tx: &mut BusinessTx,
    span: &Span,
    numbers: Option<&[String]>,
) -> Result<Vec<Cells>, Stop> {
    let business = tx.business();
    let currency = tx.scope().currency.clone();
    let rows = sqlx::query!(
        r#"select s.name as supplier_name, b.number, b.billed_on, b.due_on, b.tax_minor,
                  b.total_minor, b.note, r.number as receipt_number, p.sku as "sku?",
                  p.name as "name?", h.number as "batch?", n.quantity_milli, n.net_minor, n.words
             from app.bill b
             join app.bill_line n on n.business_id = b.business_id and n.bill_id = b.bill_id
             join app.supplier s on s.business_id = b.business_id and s.supplier_id = b.supplier_id
             join app.receipt r on r.business_id = n.business_id and r.receipt_id = n.receipt_id
             left join app.receipt_line l
               on l.business_id = n.business_id and l.receipt_id = n.receipt_id
                  and l.line_no = n.receipt_line_no
             left join app.product p
               on p.business_id = l.business_id and p.product_id = l.product_id
             left join app.batch h on h.business_id = l.business_id and h.batch_id = l.batch_id
            where b.business_id = $1 and ($2::date is null or b.business_date >= $2)
              and ($3::date is null or b.business_date <= $3)
              and ($4::text[] is null or b.number = any($4))
            order by b.business_date, b.bill_id, n.line_no"#,
        business,
        span.from,
        span.to,
        numbers as Option<&[String]>
    )
    .fetch_all(tx.conn())
    .await?;
    let amount = |minor: i64| Money::from_minor(minor).bare(&currency);
    let rows = rows.into_iter().map(|row| {
        let quantity = row.quantity_milli.map(Quantity::from_milli);
        vec![
            row.supplier_name,
            row.number,
            row.billed_on.to_string(),
            row.due_on.to_string(),
            amount(row.tax_minor),
            amount(row.total_minor),
            row.note,
            row.receipt_number.to_string(),
            row.sku.unwrap_or_default(),
            row.name.unwrap_or_default(),
            row.batch.unwrap_or_default(),
            quantity.map(Quantity::short).unwrap_or_default(),
            amount(row.net_minor),
            row.words,
        ]
    });
    Ok(rows.collect())
}

/// What suppliers were paid, and paid back, on these days, in the order of the file's columns; only the
/// payments of these ids and references where they are named. What was undone says so, in one row.
pub(in crate::purchasing::bills) async fn payments(
    tx: &mut BusinessTx,
    span: &Span,
    named: Option<(&[Uuid], &[String])>,
) -> Result<Vec<Cells>, Stop> {
    let business = tx.business();
    let currency = tx.scope().currency.clone();
    let rows = sqlx::query!(
        r#"select p.payment_id, p.business_date, s.name as supplier_name, p.tender, p.receipt,
                  p.amount_minor, p.direction, p.undone_by is not null as "is_undone!",
                  coalesce((select string_agg(x.number, ' / ' order by x.billed_on, x.number)
                              from (select distinct b.bill_id, b.number, b.billed_on
                                      from app.bill_settlement n
                                      join app.bill b
                                        on b.business_id = n.business_id
                                           and b.bill_id = n.bill_id
                                     where n.business_id = p.business_id
                                       and n.payment_id = p.payment_id) x), '') as "bills!"
             from app.payment p
             join app.supplier s on s.business_id = p.business_id and s.supplier_id = p.supplier_id
            where p.business_id = $1 and p.undoes is null
              and ($2::date is null or p.business_date >= $2)
              and ($3::date is null or p.business_date <= $3)
              and ($4::uuid[] is null or p.payment_id = any($4) or p.receipt = any($5))
            order by p.business_date, p.payment_id"#,
        business,
        span.from,
        span.to,
        named.map(|(ids, _)| ids) as Option<&[Uuid]>,
        named.map(|(_, references)| references) as Option<&[String]>
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| {
        let kind = match (Way::parse(&row.direction), row.is_undone) {
            (Way::Paid, false) => "paid",
            (Way::Paid, true) => "undone",
            (Way::Back, false) => "back",
            (Way::Back, true) => "back undone",
        };
        vec![
            row.business_date.to_string(),
            row.supplier_name,
            row.tender,
            row.receipt.unwrap_or_default(),
            Money::from_minor(row.amount_minor).bare(&currency),
            row.bills,
            row.payment_id.to_string(),
            kind.to_owned(),
        ]
    });
    Ok(rows.collect())
}

/// The receipt of that number.
pub(in crate::purchasing::bills) async fn receipt_numbered(
    tx: &mut BusinessTx,
    number: i64,
) -> Result<Option<Uuid>, Stop> {
    let business = tx.business();
    let receipt_id = sqlx::query_scalar!(
        "select receipt_id from app.receipt where business_id = $1 and number = $2",
        business,
        number
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(receipt_id)
}

/// Every line of these credits, in the order of the file's columns; only those of these numbers where
/// they are named. What was undone says so.
pub(in crate::purchasing::bills) async fn credits(
    tx: &mut BusinessTx,
    span: &Span,
    numbers: Option<&[String]>,
) -> Result<Vec<Cells>, Stop> {
    let business = tx.business();
    let currency = tx.scope().currency.clone();
    let rows = sqlx::query!(
        r#"select s.name as supplier_name, c.number, c.credited_on, c.reason,
                  a.name as "location_name?", c.tax_minor, c.total_minor, c.used_minor, c.note,
                  r.number as receipt_number, p.sku, p.name, h.number as "batch?",
                  n.quantity_milli, n.net_minor, c.undone_at is not null as "is_undone!"
             from app.supplier_credit c
             join app.supplier_credit_line n
               on n.business_id = c.business_id and n.credit_id = c.credit_id
             join app.supplier s on s.business_id = c.business_id and s.supplier_id = c.supplier_id
             join app.receipt r on r.business_id = n.business_id and r.receipt_id = n.receipt_id
             join app.receipt_line l
               on l.business_id = n.business_id and l.receipt_id = n.receipt_id
                  and l.line_no = n.receipt_line_no
             join app.product p on p.business_id = n.business_id and p.product_id = n.product_id
             left join app.batch h on h.business_id = l.business_id and h.batch_id = l.batch_id
             left join app.location a
               on a.business_id = c.business_id and a.location_id = c.location_id
            where c.business_id = $1 and ($2::date is null or c.business_date >= $2)
              and ($3::date is null or c.business_date <= $3)
              and ($4::text[] is null or c.number = any($4))
            order by c.business_date, c.credit_id, n.line_no"#,
        business,
        span.from,
        span.to,
        numbers as Option<&[String]>
    )
    .fetch_all(tx.conn())
    .await?;
    let amount = |minor: i64| Money::from_minor(minor).bare(&currency);
    let rows = rows.into_iter().map(|row| {
        vec![
            row.supplier_name,
            row.number,
            row.credited_on.to_string(),
            row.reason,
            row.location_name.unwrap_or_default(),
            amount(row.tax_minor),
            amount(row.total_minor),
            amount(row.used_minor),
            row.note,
            row.receipt_number.to_string(),
            row.sku,
            row.name,
            row.batch.unwrap_or_default(),
            Quantity::from_milli(row.quantity_milli).short(),
            amount(row.net_minor),
            if row.is_undone { UNDONE } else { "" }.to_owned(),
        ]
    });
    Ok(rows.collect())
}
