//! What a shift comes to: a few sums over its documents, each by their index.

use uuid::Uuid;

use super::read;
use crate::payments::Tender;
use crate::platform::{BusinessTx, fault};
use crate::sales::SaleKind;
use crate::sales::shifts::{
    Late, Range, Report, TaxSum, TenderSum, Turnover, Unsynced, VouchersSold, uncountable,
};
use crate::values::{Money, Rate, Stop};

/// The X or Z report of a shift.
pub(in crate::sales::shifts) async fn report(
    tx: &mut BusinessTx,
    shift_id: Uuid,
) -> Result<Report, Stop> {
    let shift = read::shift(tx, shift_id).await?.ok_or(Stop::NotFound)?;
    let cash = read::cash(tx, shift_id).await?;
    let mut report = Report {
        sales: Turnover::default(),
        refunds: Turnover::default(),
        vouchers: VouchersSold::default(),
        tenders: tenders(tx, shift_id).await?,
        taxes: taxes(tx, shift_id).await?,
        moves: read::moves(tx, shift_id).await?,
        expected: cash.expected,
        late: Late {
            documents: 0,
            cash: cash.late,
        },
        ranges: Vec::new(),
        unsynced: unsynced(tx, shift.location_id).await?,
        shift,
    };
    documents(tx, &mut report).await?;
    vouchers(tx, &mut report).await?;
    Ok(report)
}

/// Its documents by kind and series.
async fn documents(tx: &mut BusinessTx, report: &mut Report) -> Result<(), Stop> {
    let (business, shift_id) = (tx.business(), report.shift.shift_id);
    let rows = sqlx::query!(
        r#"select kind, count(*) as "documents!", count(*) filter (where late) as "late!",
                  min(number) as "first!", max(number) as "last!",
                  sum(total_minor)::bigint as "total!", sum(discount_minor)::bigint as "discount!",
                  sum(rounding_minor)::bigint as "rounding!", sum(tax_minor)::bigint as "tax!",
                  sum(tip_minor)::bigint as "tip!"
             from app.sale where business_id = $1 and shift_id = $2
            group by kind, series order by kind desc, series"#,
        business,
        shift_id
    )
    .fetch_all(tx.conn())
    .await?;
    let too_large = || uncountable(shift_id);
    for row in rows {
        let kind = SaleKind::parse(&row.kind)
            .ok_or_else(|| fault("a sale is of no known kind", &row.kind))?;
        let sum = match kind {
            SaleKind::Sale => &mut report.sales,
            SaleKind::Refund => &mut report.refunds,
        };
        let add = |sum: Money, more: i64| sum.plus(Money::from_minor(more));
        sum.documents += row.documents;
        sum.total = add(sum.total, row.total).ok_or_else(too_large)?;
        sum.discount = add(sum.discount, row.discount).ok_or_else(too_large)?;
        sum.rounding = add(sum.rounding, row.rounding).ok_or_else(too_large)?;
        sum.tax = add(sum.tax, row.tax).ok_or_else(too_large)?;
        sum.tip = add(sum.tip, row.tip).ok_or_else(too_large)?;
        report.late.documents += row.late;
        report.ranges.push(Range {
            kind,
            first: row.first,
            last: row.last,
            documents: row.documents,
        });
    }
    Ok(())
}

/// The gift vouchers that were sold; late are also those that were paid back so.
async fn vouchers(tx: &mut BusinessTx, report: &mut Report) -> Result<(), Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select count(*) filter (where shift_id = $2) as "count!",
                  count(*) filter (where shift_id = $2 and late)
                      + count(*) filter (where void_shift_id = $2 and void_late) as "late!",
                  coalesce(sum(amount_minor) filter (where shift_id = $2), 0)::bigint as "total!"
             from app.voucher
            where business_id = $1 and (shift_id = $2 or void_shift_id = $2)"#,
        business,
        report.shift.shift_id
    )
    .fetch_one(tx.conn())
    .await?;
    report.late.documents += row.late;
    report.vouchers = VouchersSold {
        count: row.count,
        total: Money::from_minor(row.total),
    };
    Ok(())
}

/// The money of documents, and of vouchers that were sold or paid back. What a voucher bought names it too, and is by it.
async fn tenders(tx: &mut BusinessTx, shift_id: Uuid) -> Result<Vec<TenderSum>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select d.tender as "tender!",
                  coalesce(sum(d.amount_minor) filter (where d.direction = 'in'), 0)::bigint
                      as "brought!",
                  coalesce(sum(d.amount_minor) filter (where d.direction = 'out'), 0)::bigint
                      as "given!"
             from (select p.tender, p.direction, p.amount_minor
                     from app.sale s
                     join app.payment p on p.business_id = s.business_id and p.sale_id = s.sale_id
                    where s.business_id = $1 and s.shift_id = $2
                   union all
                   select p.tender, p.direction, p.amount_minor
                     from app.voucher v
                     join app.payment p
                       on p.business_id = v.business_id and p.voucher_id = v.voucher_id
                    where v.business_id = $1 and v.shift_id = $2 and p.direction = 'in'
                      and p.tender <> 'voucher'
                   union all
                   select p.tender, p.direction, p.amount_minor
                     from app.voucher v
                     join app.payment p
                       on p.business_id = v.business_id and p.voucher_id = v.voucher_id
                    where v.business_id = $1 and v.void_shift_id = $2 and p.direction = 'out'
                      and p.tender <> 'voucher') d
            group by d.tender"#,
        business,
        shift_id
    )
    .fetch_all(tx.conn())
    .await?;
    let sums = Tender::ALL.into_iter().filter_map(|tender| {
        let row = rows.iter().find(|row| row.tender == tender.code())?;
        Some(TenderSum {
            tender,
            brought: Money::from_minor(row.brought),
            given: Money::from_minor(row.given),
        })
    });
    Ok(sums.collect())
}

async fn taxes(tx: &mut BusinessTx, shift_id: Uuid) -> Result<Vec<TaxSum>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select t.rate_bp,
                  sum(case s.kind when 'sale' then t.base_minor else -t.base_minor end)::bigint
                      as "base!",
                  sum(case s.kind when 'sale' then t.amount_minor else -t.amount_minor end)::bigint
                      as "tax!"
             from app.sale s
             join app.sale_line_tax t on t.business_id = s.business_id and t.sale_id = s.sale_id
            where s.business_id = $1 and s.shift_id = $2
            group by t.rate_bp order by t.rate_bp desc"#,
        business,
        shift_id
    )
    .fetch_all(tx.conn())
    .await?;
    let sums = rows.into_iter().map(|row| TaxSum {
        rate: Rate::from_basis_points(u32::try_from(row.rate_bp).unwrap_or(0)),
        base: Money::from_minor(row.base),
        tax: Money::from_minor(row.tax),
    });
    Ok(sums.collect())
}

async fn unsynced(tx: &mut BusinessTx, location_id: Uuid) -> Result<Vec<Unsynced>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        "select name, unsynced from app.device
          where business_id = $1 and location_id = $2 and unsynced > 0 and revoked_at is null
          order by name, device_id",
        business,
        location_id
    )
    .fetch_all(tx.conn())
    .await?;
    let tills = rows.into_iter().map(|row| Unsynced {
        device_name: row.name,
        sales: row.unsynced,
    });
    Ok(tills.collect())
}
