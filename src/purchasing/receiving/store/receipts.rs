//! Receipts as they stand, and the documents that name them.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::purchasing::receiving::{Listed, ListedPage, Receipt, ReceiptFilter};
use crate::values::{Money, Stop};

/// Receipts on a page of the list.
const PER_PAGE: i64 = 50;

/// What a receipt's id stands for.
pub(in crate::purchasing::receiving) struct Recorded {
    pub number: i64,
    pub digest: Vec<u8>,
}

/// What is recorded under a receipt's id.
pub(in crate::purchasing::receiving) async fn recorded(
    tx: &mut BusinessTx,
    receipt_id: Uuid,
) -> Result<Option<Recorded>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        Recorded,
        "select number, request_digest as digest from app.receipt
          where business_id = $1 and receipt_id = $2",
        business,
        receipt_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// One receipt.
pub(in crate::purchasing::receiving) async fn receipt(
    tx: &mut BusinessTx,
    receipt_id: Uuid,
) -> Result<Option<Receipt>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select r.receipt_id, r.number, r.supplier_id, s.name as supplier_name, r.purchase_id,
                  u.number as "purchase_number?", r.location_id, l.name as location_name,
                  r.delivery_note, r.note, r.value_minor, r.occurred_at, m.name as "member?"
             from app.receipt r
             join app.supplier s on s.business_id = r.business_id and s.supplier_id = r.supplier_id
             join app.location l on l.business_id = r.business_id and l.location_id = r.location_id
             left join app.purchase u on u.business_id = r.business_id
                   and u.purchase_id = r.purchase_id
             left join app.member m on m.business_id = r.business_id and m.member_id = r.member_id
            where r.business_id = $1 and r.receipt_id = $2"#,
        business,
        receipt_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| Receipt {
        receipt_id: row.receipt_id,
        number: row.number,
        supplier_id: row.supplier_id,
        supplier_name: row.supplier_name,
        purchase_id: row.purchase_id,
        purchase_number: row.purchase_number,
        location_id: row.location_id,
        location_name: row.location_name,
        delivery_note: row.delivery_note,
        note: row.note,
        value: Money::from_minor(row.value_minor),
        occurred_at: row.occurred_at,
        member: row.member,
    }))
}

/// A page of receipts, newest first. One is to be billed while a line that is worth something is.
pub(in crate::purchasing::receiving) async fn list(
    tx: &mut BusinessTx,
    filter: &ReceiptFilter,
) -> Result<ListedPage, Stop> {
    let business = tx.business();
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!" from app.receipt r
            where r.business_id = $1 and ($2::uuid is null or r.supplier_id = $2)
              and (not $3 or exists (select 1 from app.receipt_line l
                    where l.business_id = r.business_id and l.receipt_id = r.receipt_id
                      and l.billed_milli + l.dropped_milli < l.quantity_milli
                      and l.value_minor > 0))"#,
        business,
        filter.supplier_id,
        filter.to_bill
    )
    .fetch_one(tx.conn())
    .await?;
    let pages = (total.saturating_add(PER_PAGE - 1) / PER_PAGE).max(1);
    let page = filter.page.clamp(1, pages);
    let rows = sqlx::query!(
        r#"select r.receipt_id, r.number, s.name as supplier_name, l.name as location_name,
                  r.delivery_note, r.value_minor, r.occurred_at,
                  b.billed_minor as "billed_minor!", b.dropped_minor as "dropped_minor!"
             from app.receipt r
             join app.supplier s on s.business_id = r.business_id and s.supplier_id = r.supplier_id
             join app.location l on l.business_id = r.business_id and l.location_id = r.location_id
             cross join lateral (
                  select coalesce(sum(x.billed_minor), 0)::bigint as billed_minor,
                         coalesce(sum(x.dropped_minor), 0)::bigint as dropped_minor
                    from app.receipt_line x
                   where x.business_id = r.business_id and x.receipt_id = r.receipt_id) b
            where r.business_id = $1 and ($2::uuid is null or r.supplier_id = $2)
              and (not $3 or exists (select 1 from app.receipt_line l
                    where l.business_id = r.business_id and l.receipt_id = r.receipt_id
                      and l.billed_milli + l.dropped_milli < l.quantity_milli
                      and l.value_minor > 0))
            order by r.occurred_at desc, r.receipt_id limit $4 offset $5"#,
        business,
        filter.supplier_id,
        filter.to_bill,
        PER_PAGE,
        (page - 1) * PER_PAGE
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = rows.into_iter().map(|row| Listed {
        receipt_id: row.receipt_id,
        number: row.number,
        supplier_name: row.supplier_name,
        location_name: row.location_name,
        delivery_note: row.delivery_note,
        value: Money::from_minor(row.value_minor),
        billed_value: Money::from_minor(row.billed_minor),
        dropped_value: Money::from_minor(row.dropped_minor),
        occurred_at: row.occurred_at,
    });
    Ok(ListedPage {
        rows: rows.collect(),
        page,
        pages,
        total,
    })
}

/// A bill or a credit that names a receipt.
#[derive(Debug, Clone)]
pub(in crate::purchasing::receiving) struct Beside {
    /// `goods`, `landed`, or why it was credited: `returned`, `price`, `other`.
    pub kind: String,
    pub document_id: Uuid,
    pub number: String,
    pub supplier_name: String,
    pub day: NaiveDate,
    /// What it says of this receipt, tax left out.
    pub net_minor: i64,
}

/// The bills and credits that name a receipt, oldest first.
pub(in crate::purchasing::receiving) async fn beside(
    tx: &mut BusinessTx,
    receipt_id: Uuid,
) -> Result<Vec<Beside>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Beside,
        r#"select d.kind as "kind!", d.document_id as "document_id!", d.number as "number!",
                  s.name as "supplier_name!", d.day as "day!", d.net_minor as "net_minor!"
             from (select l.kind, b.bill_id as document_id, b.number, b.supplier_id,
                          b.billed_on as day, sum(l.net_minor)::bigint as net_minor
                     from app.bill_line l
                     join app.bill b on b.business_id = l.business_id and b.bill_id = l.bill_id
                    where l.business_id = $1 and l.receipt_id = $2
                    group by l.kind, b.bill_id, b.number, b.supplier_id, b.billed_on
                    union all
                   select c.reason, c.credit_id, c.number, c.supplier_id, c.credited_on,
                          sum(l.net_minor + l.dropped_minor)::bigint
                     from app.supplier_credit_line l
                     join app.supplier_credit c on c.business_id = l.business_id
                          and c.credit_id = l.credit_id
                    where l.business_id = $1 and l.receipt_id = $2 and c.undone_at is null
                    group by c.reason, c.credit_id, c.number, c.supplier_id, c.credited_on) d
             join app.supplier s on s.business_id = $1 and s.supplier_id = d.supplier_id
            order by d.day, d.number"#,
        business,
        receipt_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
