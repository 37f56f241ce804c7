//! The rows of a sale or a refund: one statement for each table.

use uuid::Uuid;

use crate::payments::Tender;
use crate::platform::fault::violated;
use crate::platform::{BusinessTx, fault, metrics};
use crate::sales::{Sale, SaleKind, SaleLine, SalePayment};
use crate::values::{Money, Refusal, Stop};

/// Writes the document. An id that is used for another one is refused.
pub(in crate::sales) async fn insert_sale(
    tx: &mut BusinessTx,
    sale: &Sale,
    digest: &[u8],
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "insert into app.sale (business_id, sale_id, request_digest, kind, series, number, refunds,
                location_id, customer_id, buyer_name, buyer_tax_pin, price_list, currency,
                goods_minor, discount_minor, rounding_minor, tax_minor, total_minor, cost_minor,
                note, occurred_at, recorded_at, business_date, member_id, shift_id, late,
                on_all_minor, approved_by, void, tip_minor)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)",
        business,
        sale.sale_id,
        digest,
        sale.kind.code(),
        sale.series,
        sale.number,
        sale.refunds,
        sale.location_id,
        sale.customer_id,
        sale.buyer_name,
        sale.buyer_tax_pin,
        sale.price_list,
        sale.currency,
        sale.goods.minor(),
        sale.discount.minor(),
        sale.rounding.minor(),
        sale.tax.minor(),
        sale.total.minor(),
        sale.cost.minor(),
        sale.note,
        sale.occurred_at,
        sale.recorded_at,
        sale.business_date,
        sale.member_id,
        sale.shift.map(|at| at.shift_id),
        sale.shift.is_some_and(|at| at.is_late),
        sale.on_all.minor(),
        sale.approved_by.as_ref().map(|her| her.member_id),
        sale.is_void,
        sale.tip.minor()
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    Ok(())
}

/// Writes its lines, and the tax inside each.
pub(in crate::sales) async fn insert_lines(
    tx: &mut BusinessTx,
    sale_id: Uuid,
    lines: &[SaleLine],
) -> Result<(), Stop> {
    let business = tx.business();
    let columns = Columns::of(lines);
    sqlx::query!(
        "insert into app.sale_line (business_id, sale_id, line_no, product_id, pack_id, sku, name,
                unit, quantity_milli, holds_milli, unit_price_minor, discount_minor, amount_minor,
                tax_code, cost_minor, batch_id, returns_line_no, restocked, note)
         select $1, $2, l.* from unnest($3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[],
                $13::bigint[], $14::text[], $15::bigint[], $16::uuid[], $17::int[],
                $18::boolean[], $19::text[]) as l",
        business,
        sale_id,
        &columns.numbers,
        &columns.products as &[Option<Uuid>],
        &columns.packs as &[Option<Uuid>],
        &columns.skus,
        &columns.names,
        &columns.units,
        &columns.quantities,
        &columns.holds,
        &columns.prices,
        &columns.discounts,
        &columns.amounts,
        &columns.codes,
        &columns.costs,
        &columns.batches as &[Option<Uuid>],
        &columns.returns as &[Option<i32>],
        &columns.restocked as &[Option<bool>],
        &columns.notes
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into app.sale_line_tax (business_id, sale_id, line_no, tax_class_id, rate_bp,
                amount_minor, base_minor)
         select $1, $2, l.* from unnest($3::int[], $4::uuid[], $5::int[], $6::bigint[],
                $7::bigint[]) as l",
        business,
        sale_id,
        &columns.numbers,
        &columns.classes,
        &columns.rates,
        &columns.taxes,
        &columns.bases
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Lines turned on their side, for statements that write many rows at once.
struct Columns {
    numbers: Vec<i32>,
    products: Vec<Option<Uuid>>,
    packs: Vec<Option<Uuid>>,
    skus: Vec<String>,
    names: Vec<String>,
    units: Vec<String>,
    quantities: Vec<i64>,
    holds: Vec<i64>,
    prices: Vec<i64>,
    discounts: Vec<i64>,
    amounts: Vec<i64>,
    codes: Vec<String>,
    costs: Vec<i64>,
    batches: Vec<Option<Uuid>>,
    returns: Vec<Option<i32>>,
    restocked: Vec<Option<bool>>,
    notes: Vec<String>,
    classes: Vec<Uuid>,
    rates: Vec<i32>,
    taxes: Vec<i64>,
    bases: Vec<i64>,
}

impl Columns {
    fn of(lines: &[SaleLine]) -> Columns {
        let rate = |line: &SaleLine| i32::try_from(line.tax.rate.basis_points()).unwrap_or(0);
        let base = |line: &SaleLine| line.amount.minus(line.tax.amount).unwrap_or_default();
        Columns {
            numbers: lines.iter().map(|line| line.line_no).collect(),
            products: lines.iter().map(|line| line.product_id).collect(),
            packs: lines.iter().map(|line| line.pack_id).collect(),
            skus: lines.iter().map(|line| line.sku.clone()).collect(),
            names: lines.iter().map(|line| line.name.clone()).collect(),
            units: lines.iter().map(|line| line.unit.clone()).collect(),
            quantities: lines.iter().map(|line| line.quantity.milli()).collect(),
            holds: lines.iter().map(|line| line.holds.milli()).collect(),
            prices: lines.iter().map(|line| line.unit_price.minor()).collect(),
            discounts: lines.iter().map(|line| line.discount.minor()).collect(),
            amounts: lines.iter().map(|line| line.amount.minor()).collect(),
            codes: lines.iter().map(|line| line.tax.code.clone()).collect(),
            costs: lines.iter().map(|line| line.cost.minor()).collect(),
            batches: lines.iter().map(|line| line.batch_id).collect(),
            returns: lines.iter().map(|line| line.returns_line_no).collect(),
            restocked: lines.iter().map(|line| line.restocked).collect(),
            notes: lines.iter().map(|line| line.note.clone()).collect(),
            classes: lines.iter().map(|line| line.tax.tax_class_id).collect(),
            rates: lines.iter().map(rate).collect(),
            taxes: lines.iter().map(|line| line.tax.amount.minor()).collect(),
            bases: lines.iter().map(|line| base(line).minor()).collect(),
        }
    }
}

/// Money of a document that is to be written.
#[derive(Debug, Clone, Copy)]
pub(in crate::sales) struct NewPayments<'a> {
    pub sale: &'a Sale,
    pub payments: &'a [SalePayment],
}

/// Writes the money of a sale, or of a refund; what a prompt at the till brought is given its sale. A
/// payment or a receipt that is recorded already is refused.
pub(in crate::sales) async fn insert_payments(
    tx: &mut BusinessTx,
    new: &NewPayments<'_>,
) -> Result<(), Stop> {
    let is_new = |one: &&SalePayment| !one.is_held;
    let held: Vec<Uuid> = new
        .payments
        .iter()
        .filter(|one| one.is_held)
        .map(|one| one.payment_id)
        .collect();
    give_held(tx, new.sale.sale_id, &held).await?;
    if !new.payments.iter().any(|one| !one.is_held) {
        return Ok(());
    }
    let business = tx.business();
    let direction = match new.sale.kind {
        SaleKind::Sale => "in",
        SaleKind::Refund => "out",
    };
    let payments = new.payments.iter().filter(is_new);
    let ids: Vec<Uuid> = payments.clone().map(|one| one.payment_id).collect();
    let tenders: Vec<String> = payments
        .clone()
        .map(|one| one.tender.code().to_owned())
        .collect();
    let amounts: Vec<i64> = payments.clone().map(|one| one.amount.minor()).collect();
    let handed: Vec<Option<i64>> = payments
        .clone()
        .map(|one| one.handed.map(Money::minor))
        .collect();
    let vouchers: Vec<Option<Uuid>> = payments.clone().map(|one| one.voucher_id).collect();
    // A voucher is used more than once: its code is no receipt.
    let receipt = |one: &SalePayment| match one.tender {
        Tender::Voucher => None,
        _ => one.reference.clone(),
    };
    let receipts: Vec<Option<String>> = payments.map(receipt).collect();
    sqlx::query!(
        "insert into app.payment (business_id, sale_id, direction, occurred_at, recorded_at,
                business_date, member_id, payment_id, tender, amount_minor, receipt, handed_minor,
                voucher_id)
         select $1, $2, $3, $4, $5, $6, $7, p.*
           from unnest($8::uuid[], $9::text[], $10::bigint[], $11::text[], $12::bigint[],
                       $13::uuid[]) as p",
        business,
        new.sale.sale_id,
        direction,
        new.sale.occurred_at,
        new.sale.recorded_at,
        new.sale.business_date,
        new.sale.member_id,
        &ids,
        &tenders,
        &amounts,
        &receipts as &[Option<String>],
        &handed as &[Option<i64>],
        &vouchers as &[Option<Uuid>]
    )
    .execute(tx.conn())
    .await
    .map_err(refused)?;
    for one in new.payments.iter().filter(is_new) {
        metrics::payment_recorded(one.tender.code(), direction);
    }
    Ok(())
}

/// Gives money that prompts at tills have brought the sale that it paid for. The caller holds its lock, and
/// has seen that it is free.
async fn give_held(tx: &mut BusinessTx, sale_id: Uuid, held: &[Uuid]) -> Result<(), Stop> {
    if held.is_empty() {
        return Ok(());
    }
    let business = tx.business();
    let given = sqlx::query!(
        "update app.payment set sale_id = $2
          where business_id = $1 and payment_id = any($3) and device_id is not null
            and direction = 'in' and sale_id is null",
        business,
        sale_id,
        held
    )
    .execute(tx.conn())
    .await?;
    if usize::try_from(given.rows_affected()) == Ok(held.len()) {
        return Ok(());
    }
    Err(fault("money of a prompt changed under its lock", &sale_id))
}

/// What constraints keep once, in words.
fn refused(error: sqlx::Error) -> Stop {
    let refusal = match violated(&error) {
        Some("sale_pkey") => Refusal::of("refused-sale-other"),
        Some("payment_pkey") => Refusal::at("tenders", "refused-payment-other"),
        Some("payment_receipt_once") => Refusal::at("receipt", "refused-receipt-used"),
        _ => return error.into(),
    };
    refusal.into()
}

/// So much of the lines of a sale has come back, and so much was given back for it.
pub(in crate::sales) async fn mark_returned(
    tx: &mut BusinessTx,
    sale_id: Uuid,
    refund: &[SaleLine],
) -> Result<(), Stop> {
    let business = tx.business();
    let numbers: Vec<i32> = refund
        .iter()
        .filter_map(|line| line.returns_line_no)
        .collect();
    let quantities: Vec<i64> = refund.iter().map(|line| line.quantity.milli()).collect();
    let amounts: Vec<i64> = refund.iter().map(|line| line.amount.minor()).collect();
    sqlx::query!(
        "update app.sale_line l
            set returned_milli = l.returned_milli + b.quantity,
                returned_minor = l.returned_minor + b.amount
           from unnest($3::int[], $4::bigint[], $5::bigint[]) as b(line_no, quantity, amount)
          where l.business_id = $1 and l.sale_id = $2 and l.line_no = b.line_no",
        business,
        sale_id,
        &numbers,
        &quantities,
        &amounts
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
