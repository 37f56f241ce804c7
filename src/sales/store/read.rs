//! Sales and refunds as they stand.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::payments::Tender;
use crate::platform::{BusinessTx, fault};
use crate::sales::shifts::InShift;
use crate::sales::{Approver, LineTax, Sale, SaleKind, SaleLine, SalePayment, Whole};
use crate::values::{Money, Quantity, Rate, Stop};

/// The digest of what was submitted under this id, if anything was.
pub(in crate::sales) async fn digest_of(
    tx: &mut BusinessTx,
    sale_id: Uuid,
) -> Result<Option<Vec<u8>>, Stop> {
    let business = tx.business();
    let digest = sqlx::query_scalar!(
        "select request_digest from app.sale where business_id = $1 and sale_id = $2",
        business,
        sale_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(digest)
}

/// A member of the business, also one who was let go.
pub(in crate::sales) async fn member(
    tx: &mut BusinessTx,
    member_id: Uuid,
) -> Result<Option<Approver>, Stop> {
    let business = tx.business();
    let her = sqlx::query_as!(
        Approver,
        "select member_id, name from app.member where business_id = $1 and member_id = $2",
        business,
        member_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(her)
}

/// Whether a number of a series is some document's already.
pub(in crate::sales) async fn is_numbered(
    tx: &mut BusinessTx,
    series: &str,
    number: i64,
) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.sale
            where business_id = $1 and series = $2 and number = $3) as "there!""#,
        business,
        series,
        number
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// Whether the reference of a payment is recorded already.
pub(in crate::sales) async fn is_paid_by(
    tx: &mut BusinessTx,
    tender: Tender,
    reference: &str,
) -> Result<bool, Stop> {
    let business = tx.business();
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from app.payment
            where business_id = $1 and tender = $2 and receipt = $3
              and undone_by is null) as "there!""#,
        business,
        tender.code(),
        reference
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(there)
}

/// A sale as its row says it.
struct SaleRow {
    sale_id: Uuid,
    kind: String,
    series: String,
    number: i64,
    refunds: Option<Uuid>,
    location_id: Uuid,
    location_name: String,
    shift_id: Option<Uuid>,
    late: bool,
    customer_id: Option<Uuid>,
    buyer_name: String,
    buyer_tax_pin: Option<String>,
    price_list: String,
    currency: String,
    goods_minor: i64,
    discount_minor: i64,
    on_all_minor: i64,
    rounding_minor: i64,
    tax_minor: i64,
    total_minor: i64,
    tip_minor: i64,
    cost_minor: i64,
    note: String,
    occurred_at: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
    business_date: NaiveDate,
    member_id: Option<Uuid>,
    seller: Option<String>,
    approved_by: Option<Uuid>,
    approver: Option<String>,
    void: bool,
}

impl SaleRow {
    fn read(self) -> Result<Sale, Stop> {
        let kind = SaleKind::parse(&self.kind)
            .ok_or_else(|| fault("a sale is of no known kind", &self.kind))?;
        Ok(Sale {
            sale_id: self.sale_id,
            kind,
            series: self.series,
            number: self.number,
            refunds: self.refunds,
            location_id: self.location_id,
            location_name: self.location_name,
            shift: self.shift_id.map(|shift_id| InShift {
                shift_id,
                is_late: self.late,
            }),
            customer_id: self.customer_id,
            buyer_name: self.buyer_name,
            buyer_tax_pin: self.buyer_tax_pin,
            price_list: self.price_list,
            currency: self.currency,
            goods: Money::from_minor(self.goods_minor),
            discount: Money::from_minor(self.discount_minor),
            on_all: Money::from_minor(self.on_all_minor),
            rounding: Money::from_minor(self.rounding_minor),
            tax: Money::from_minor(self.tax_minor),
            total: Money::from_minor(self.total_minor),
            tip: Money::from_minor(self.tip_minor),
            cost: Money::from_minor(self.cost_minor),
            note: self.note,
            occurred_at: self.occurred_at,
            recorded_at: self.recorded_at,
            business_date: self.business_date,
            member_id: self.member_id,
            seller: self.seller,
            approved_by: self.approved_by.map(|member_id| Approver {
                member_id,
                name: self.approver.unwrap_or_default(),
            }),
            is_void: self.void,
        })
    }
}

/// Sales by their ids, the newest first.
pub(super) async fn by_ids(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<Vec<Sale>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        SaleRow,
        r#"select s.sale_id, s.kind, s.series, s.number, s.refunds, s.location_id,
                  l.name as location_name, s.shift_id, s.late, s.customer_id, s.buyer_name,
                  s.buyer_tax_pin, s.price_list, s.currency, s.goods_minor, s.discount_minor, s.on_all_minor,
                  s.rounding_minor, s.tax_minor, s.total_minor, s.tip_minor, s.cost_minor, s.note, s.occurred_at, s.recorded_at,
                  s.business_date, s.member_id, m.name as "seller?", s.approved_by, a.name as "approver?", s.void
             from app.sale s
             join app.location l
               on l.business_id = s.business_id and l.location_id = s.location_id
             left join app.member m
               on m.business_id = s.business_id and m.member_id = s.member_id
             left join app.member a
               on a.business_id = s.business_id and a.member_id = s.approved_by
            where s.business_id = $1 and s.sale_id = any($2)
            order by s.occurred_at desc, s.sale_id"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter().map(SaleRow::read).collect()
}

/// One sale or refund.
pub(in crate::sales) async fn sale(tx: &mut BusinessTx, sale_id: Uuid) -> Result<Sale, Stop> {
    by_ids(tx, &[sale_id]).await?.pop().ok_or(Stop::NotFound)
}

/// One sale or refund with all that belongs to it.
pub async fn whole(tx: &mut BusinessTx, sale_id: Uuid) -> Result<Whole, Stop> {
    let business = tx.business();
    let sale = sale(tx, sale_id).await?;
    let refunds = sqlx::query_scalar!(
        "select sale_id from app.sale where business_id = $1 and refunds = $2",
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    let mut refunds = by_ids(tx, &refunds).await?;
    refunds.reverse();
    Ok(Whole {
        lines: lines(tx, sale_id).await?,
        payments: payments(tx, sale_id).await?,
        sale,
        refunds,
    })
}

/// The lines of a document, in order.
pub(super) async fn lines(tx: &mut BusinessTx, sale_id: Uuid) -> Result<Vec<SaleLine>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select l.line_no, l.product_id, l.pack_id, l.sku, l.name, l.unit, l.quantity_milli,
                l.holds_milli, l.unit_price_minor, l.discount_minor, l.amount_minor, l.tax_code,
                l.cost_minor, l.batch_id, l.note, l.returns_line_no, l.restocked, l.returned_milli,
                l.returned_minor, t.tax_class_id, t.rate_bp, t.amount_minor as tax_minor
           from app.sale_line l
           join app.sale_line_tax t
             on t.business_id = l.business_id and t.sale_id = l.sale_id and t.line_no = l.line_no
          where l.business_id = $1 and l.sale_id = $2 order by l.line_no",
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    let line = rows.into_iter().map(|row| SaleLine {
        line_no: row.line_no,
        product_id: row.product_id,
        pack_id: row.pack_id,
        sku: row.sku,
        name: row.name,
        unit: row.unit,
        quantity: Quantity::from_milli(row.quantity_milli),
        holds: Quantity::from_milli(row.holds_milli),
        unit_price: Money::from_minor(row.unit_price_minor),
        discount: Money::from_minor(row.discount_minor),
        amount: Money::from_minor(row.amount_minor),
        tax: LineTax {
            tax_class_id: row.tax_class_id,
            code: row.tax_code,
            rate: Rate::from_basis_points(u32::try_from(row.rate_bp).unwrap_or(0)),
            amount: Money::from_minor(row.tax_minor),
        },
        cost: Money::from_minor(row.cost_minor),
        batch_id: row.batch_id,
        note: row.note,
        returns_line_no: row.returns_line_no,
        restocked: row.restocked,
        returned: Quantity::from_milli(row.returned_milli),
        returned_amount: Money::from_minor(row.returned_minor),
    });
    Ok(line.collect())
}

/// The money of a document.
async fn payments(tx: &mut BusinessTx, sale_id: Uuid) -> Result<Vec<SalePayment>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select p.payment_id, p.tender, p.amount_minor, p.handed_minor,
                  -- Whoever has the whole code can buy with it: a receipt shows its end.
                  coalesce(p.receipt, a.receipt, '*' || right(v.code, 4)) as "receipt?",
                  p.voucher_id,
                  p.tender = 'mpesa' and p.direction = 'in' and p.attempt_id is null
                      as "is_unmatched!",
                  p.device_id is not null as "is_held!"
             from app.payment p
             left join app.mpesa_attempt a
                    on a.business_id = p.business_id and a.attempt_id = p.attempt_id
             left join app.voucher v
                    on v.business_id = p.business_id and v.voucher_id = p.voucher_id
            where p.business_id = $1 and p.sale_id = $2 order by p.payment_id"#,
        business,
        sale_id
    )
    .fetch_all(tx.conn())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SalePayment {
                payment_id: row.payment_id,
                tender: tender_of(&row.tender)?,
                amount: Money::from_minor(row.amount_minor),
                reference: row.receipt,
                handed: row.handed_minor.map(Money::from_minor),
                is_unmatched: row.is_unmatched,
                is_held: row.is_held,
                voucher_id: row.voucher_id,
            })
        })
        .collect()
}

/// The tender of the database's word.
pub(super) fn tender_of(code: &str) -> Result<Tender, Stop> {
    Tender::parse(code).ok_or_else(|| fault("a payment's tender is not known", &code))
}
