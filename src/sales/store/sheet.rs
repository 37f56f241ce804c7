//! The SQL of sales as a file.

use chrono::NaiveDate;

use crate::platform::BusinessTx;
use crate::platform::files::Cells;
use crate::sales::shown_number;
use crate::values::{Money, Quantity, Stop};

/// Every line of the sales and refunds of these days, in the order of the file's columns. What came back
/// stands below zero, so that a column adds up; total, rounding and tip stand on a document's first line.
pub(in crate::sales) async fn rows(
    tx: &mut BusinessTx,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<Vec<Cells>, Stop> {
    let business = tx.business();
    let (currency, calendar) = (tx.scope().currency.clone(), tx.scope().calendar);
    let rows = sqlx::query!(
        r#"select s.series, s.number, s.kind, s.business_date, s.occurred_at,
                  l.name as location_name, coalesce(m.name, '') as "seller!", s.buyer_name,
                  n.sku, n.name, n.unit, n.quantity_milli, n.unit_price_minor,
                  n.discount_minor, n.amount_minor, n.tax_code, n.cost_minor,
                  coalesce((select sum(t.amount_minor) from app.sale_line_tax t
                    where t.business_id = n.business_id and t.sale_id = n.sale_id
                      and t.line_no = n.line_no), 0)::bigint as "tax_minor!",
                  n.line_no = min(n.line_no) over (partition by s.sale_id) as "is_first!",
                  s.rounding_minor, s.total_minor, s.tip_minor
             from app.sale s
             join app.sale_line n on n.business_id = s.business_id and n.sale_id = s.sale_id
             join app.location l on l.business_id = s.business_id and l.location_id = s.location_id
             left join app.member m on m.business_id = s.business_id and m.member_id = s.member_id
            where s.business_id = $1 and ($2::date is null or s.business_date >= $2)
              and ($3::date is null or s.business_date <= $3)
            order by s.occurred_at, s.sale_id, n.line_no"#,
        business,
        from,
        to
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| {
        let sign = if row.kind == "refund" { -1 } else { 1 };
        let amount = |minor: i64| Money::from_minor(minor.saturating_mul(sign)).bare(&currency);
        let once = |minor: i64| {
            if row.is_first {
                amount(minor)
            } else {
                String::new()
            }
        };
        vec![
            shown_number(&row.series, row.number),
            row.business_date.to_string(),
            calendar.local(row.occurred_at).format("%H:%M").to_string(),
            once(row.total_minor),
            once(row.rounding_minor),
            once(row.tip_minor),
            row.kind.clone(),
            row.location_name.clone(),
            row.seller.clone(),
            row.buyer_name.clone(),
            row.sku.clone(),
            row.name.clone(),
            Quantity::from_milli(row.quantity_milli.saturating_mul(sign)).short(),
            row.unit.clone(),
            Money::from_minor(row.unit_price_minor).bare(&currency),
            amount(row.discount_minor),
            amount(row.amount_minor),
            row.tax_code.clone(),
            amount(row.tax_minor),
            amount(row.cost_minor),
        ]
    });
    Ok(rows.collect())
}
