//! The SQL of placing an order: what it costs now, on which terms, and its rows.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::catalog::kits::{parts_of, whole};
use crate::orders::place::{CheckoutChoices, Request};
use crate::orders::totals::{Priced, TaxOf, Totals};
use crate::orders::{Fulfilment, LineKind, LinePart, PayBy};
use crate::platform::{BusinessTx, fault};
use crate::values::{Language, Money, Quantity, Rate, Refusal, Stop, Unit};

/// The lines of a cart at the prices and tax rates of now, in key order; kits with their parts.
pub(in crate::orders) async fn priced(
    tx: &mut BusinessTx,
    cart_id: Uuid,
) -> Result<Vec<(Priced, Quantity)>, Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    let rows = sqlx::query!(
        r#"select p.product_id, p.sku, p.name, p.unit, p.quantity_step_milli, p.price_minor,
                  (p.retired_at is not null or p.kind = 'family') as "retired!",
                  p.kind = 'kit' as "is_kit!", l.quantity_milli,
                  t.tax_class_id, t.code,
                  coalesce((select r.rate_bp from app.tax_rate r
                     where r.business_id = t.business_id and r.tax_class_id = t.tax_class_id
                       and r.valid_from <= $3 order by r.valid_from desc limit 1), 0) as "rate_bp!"
             from app.cart_line l
             join app.product p on p.business_id = l.business_id and p.product_id = l.product_id
             join app.tax_class t
               on t.business_id = p.business_id and t.tax_class_id = p.tax_class_id
            where l.business_id = $1 and l.cart_id = $2 order by l.added_at, p.product_id"#,
        business,
        cart_id,
        today
    )
    .fetch_all(tx.conn())
    .await?;
    let kits = rows.iter().filter(|row| row.is_kit);
    let kits: Vec<Uuid> = kits.map(|row| row.product_id).collect();
    let mut parts = parts_of(tx, &kits).await?;
    rows.into_iter()
        .map(|row| {
            let broken = || fault("a product row is not what it must be", &row.product_id);
            let step = Quantity::from_milli(row.quantity_step_milli);
            let parts = parts.remove(&row.product_id).unwrap_or_default();
            let parts: Vec<LinePart> = parts.into_iter().map(LinePart::from).collect();
            let priced = Priced {
                unit: Unit::parse(&row.unit).ok_or_else(broken)?,
                tax: TaxOf {
                    tax_class_id: row.tax_class_id,
                    code: row.code,
                    rate: Rate::from_basis_points(u32::try_from(row.rate_bp).unwrap_or(0)),
                },
                product_id: row.product_id,
                sku: row.sku,
                name: row.name,
                step: if row.is_kit { whole(step) } else { step },
                price: Money::from_minor(row.price_minor),
                // A kit whose parts are not known cannot be sold.
                retired: row.retired || (row.is_kit && parts.is_empty()),
                parts,
            };
            Ok((priced, Quantity::from_milli(row.quantity_milli)))
        })
        .collect()
}

/// A delivery area as it is now.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Area {
    pub area_id: Uuid,
    pub name: String,
    pub fee: Money,
}

/// On which terms an order is placed.
#[derive(Debug, Clone)]
pub(in crate::orders) struct Terms {
    /// Where its goods may come from, in this order.
    pub locations: Vec<(Uuid, String)>,
    pub area: Option<Area>,
    pub delivery_tax: TaxOf,
    pub rounding: Money,
}

pub(in crate::orders) async fn terms(
    tx: &mut BusinessTx,
    request: &Request,
) -> Result<Terms, Stop> {
    let business = tx.business();
    let settings = sqlx::query!(
        "select rounding_minor, storefront_open, pays_by_mpesa, pays_on_hand_over
           from app.business where business_id = $1",
        business
    )
    .fetch_one(tx.conn())
    .await?;
    if !settings.storefront_open {
        return Err(Refusal::of("refused-storefront-closed").into());
    }
    let offered = match request.pay_by {
        PayBy::Mpesa => settings.pays_by_mpesa,
        PayBy::OnHandOver => settings.pays_on_hand_over,
    };
    if !offered {
        return Err(Refusal::at("pay_by", "refused-pay-by-needed").into());
    }
    let all = sqlx::query!(
        "select location_id, name, offers_pickup from app.location
          where business_id = $1 and sells_online and retired_at is null order by position, name",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let gone = || Refusal::at("fulfilment", "refused-fulfilment-needed");
    let (locations, area) = match request.fulfilment {
        Fulfilment::Pickup => {
            let chosen = all
                .into_iter()
                .find(|l| l.location_id == request.place && l.offers_pickup);
            let chosen = chosen.ok_or_else(gone)?;
            (vec![(chosen.location_id, chosen.name)], None)
        }
        Fulfilment::Delivery => {
            let area = sqlx::query!(
                "select area_id, name, fee_minor from app.delivery_area
                  where business_id = $1 and area_id = $2 and retired_at is null",
                business,
                request.place
            )
            .fetch_optional(tx.conn())
            .await?
            .ok_or_else(gone)?;
            let area = Area {
                area_id: area.area_id,
                name: area.name,
                fee: Money::from_minor(area.fee_minor),
            };
            (
                all.into_iter().map(|l| (l.location_id, l.name)).collect(),
                Some(area),
            )
        }
    };
    let rounding = Money::from_minor(settings.rounding_minor);
    let delivery_tax = delivery_tax(tx).await?;
    Ok(Terms {
        locations,
        area,
        delivery_tax,
        rounding,
    })
}

/// Delivery is a service, taxed at the standard rate.
async fn delivery_tax(tx: &mut BusinessTx) -> Result<TaxOf, Stop> {
    let business = tx.business();
    let today = tx.scope().today();
    let row = sqlx::query!(
        r#"select t.tax_class_id, t.code, coalesce((select r.rate_bp from app.tax_rate r
                where r.business_id = t.business_id and r.tax_class_id = t.tax_class_id
                  and r.valid_from <= $2 order by r.valid_from desc limit 1), 0) as "rate_bp!"
             from app.tax_class t where t.business_id = $1 and t.code = 'standard'"#,
        business,
        today
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(TaxOf {
        tax_class_id: row.tax_class_id,
        code: row.code,
        rate: Rate::from_basis_points(u32::try_from(row.rate_bp).unwrap_or(0)),
    })
}

pub(in crate::orders) async fn choices(
    tx: &mut BusinessTx,
    mpesa_is_on: bool,
) -> Result<CheckoutChoices, Stop> {
    let business = tx.business();
    let settings = sqlx::query!(
        r#"select rounding_minor, pays_by_mpesa, pays_on_hand_over,
                  exists (select 1 from app.mpesa_account a where a.business_id = b.business_id)
                      as "has_account!"
             from app.business b where business_id = $1"#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    let pickups = sqlx::query!(
        "select location_id, name, address from app.location where business_id = $1
            and sells_online and offers_pickup and retired_at is null order by position, name",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let areas = sqlx::query!(
        "select area_id, name, fee_minor from app.delivery_area
          where business_id = $1 and retired_at is null order by position, fee_minor, name",
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(CheckoutChoices {
        pickups: pickups
            .into_iter()
            .map(|l| (l.location_id, l.name, l.address))
            .collect(),
        areas: areas
            .into_iter()
            .map(|area| (area.area_id, area.name, Money::from_minor(area.fee_minor)))
            .collect(),
        mpesa: mpesa_is_on && settings.pays_by_mpesa && settings.has_account,
        on_hand_over: settings.pays_on_hand_over,
        rounding: Money::from_minor(settings.rounding_minor),
    })
}

/// The customer with this phone, made or brought up to date.
pub(in crate::orders) async fn customer(
    tx: &mut BusinessTx,
    request: &Request,
    language: Language,
) -> Result<Uuid, Stop> {
    let business = tx.business();
    let customer_id = sqlx::query_scalar!(
        "insert into app.customer as c (business_id, customer_id, phone, name, language)
         values ($1, $2, $3, $4, $5)
         on conflict (business_id, phone) do update
            set name = case when c.name = '' then excluded.name else c.name end,
                language = excluded.language
         returning customer_id",
        business,
        Uuid::now_v7(),
        request.phone.e164(),
        request.name,
        language.code()
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(customer_id)
}

/// Everything that an order's rows say.
pub(in crate::orders) struct NewOrder<'a> {
    pub request: &'a Request,
    pub terms: &'a Terms,
    pub totals: &'a Totals,
    pub location: (Uuid, String),
    pub customer_id: Uuid,
    pub language: Language,
    pub reserved_until: Option<DateTime<Utc>>,
    pub code: String,
    pub number: i64,
}

pub(in crate::orders) async fn insert(tx: &mut BusinessTx, new: &NewOrder<'_>) -> Result<(), Stop> {
    let business = tx.business();
    let (now, today, currency) = (
        tx.scope().now,
        tx.scope().today(),
        tx.scope().currency.clone(),
    );
    let (request, totals) = (new.request, new.totals);
    sqlx::query!(
        "insert into app.order (business_id, order_id, number, code, request_digest, customer_id,
                customer_name, phone, buyer_tax_pin, language, fulfilment, location_id,
                location_name, area_id, area_name, address_note, note, currency, goods_minor,
                delivery_minor, rounding_minor, tax_minor, total_minor, pay_by, reserved_until,
                placed_at, business_date)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19, $20, $21, $22, $23, $24, $25, $26, $27)",
        business,
        request.order_id,
        new.number,
        new.code,
        request.digest,
        new.customer_id,
        request.name,
        request.phone.e164(),
        request.tax_pin,
        new.language.code(),
        request.fulfilment.code(),
        new.location.0,
        new.location.1,
        new.terms.area.as_ref().map(|area| area.area_id),
        new.terms.area.as_ref().map(|area| area.name.clone()),
        request.address_note,
        request.note,
        currency,
        totals.goods.minor(),
        totals.delivery.minor(),
        totals.rounding.minor(),
        totals.tax.minor(),
        totals.total.minor(),
        request.pay_by.code(),
        new.reserved_until,
        now,
        today
    )
    .execute(tx.conn())
    .await?;
    insert_lines(tx, request.order_id, totals).await
}

async fn insert_lines(tx: &mut BusinessTx, order_id: Uuid, totals: &Totals) -> Result<(), Stop> {
    let business = tx.business();
    for (line_no, line) in (1_i32..).zip(&totals.lines) {
        // Goods are held already: they were reserved before anything was written.
        let held = if line.kind == LineKind::Goods {
            line.quantity.milli()
        } else {
            0
        };
        sqlx::query!(
            "insert into app.order_line (business_id, order_id, line_no, kind, product_id, sku, name,
                    unit, quantity_milli, unit_price_minor, amount_minor, tax_code, held_milli)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            business,
            order_id,
            line_no,
            line.kind.code(),
            line.product,
            line.sku,
            line.name,
            line.unit.code(),
            line.quantity.milli(),
            line.unit_price.minor(),
            line.amount.minor(),
            line.tax_code,
            held
        )
        .execute(tx.conn())
        .await?;
        insert_parts(tx, order_id, line_no, &line.parts).await?;
        let Some((tax, amount)) = &line.tax else {
            continue;
        };
        let base = line.amount.minus(*amount).unwrap_or_default();
        sqlx::query!(
            "insert into app.order_line_tax (business_id, order_id, line_no, tax_class_id, rate_bp,
                    base_minor, amount_minor)
             values ($1, $2, $3, $4, $5, $6, $7)",
            business,
            order_id,
            line_no,
            tax.tax_class_id,
            i32::try_from(tax.rate.basis_points()).unwrap_or(0),
            base.minor(),
            amount.minor()
        )
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// What a kit is made of, as it was ordered.
async fn insert_parts(
    tx: &mut BusinessTx,
    order_id: Uuid,
    line_no: i32,
    parts: &[LinePart],
) -> Result<(), Stop> {
    if parts.is_empty() {
        return Ok(());
    }
    let business = tx.business();
    let text = |of: fn(&LinePart) -> &str| -> Vec<String> {
        parts.iter().map(|part| of(part).to_owned()).collect()
    };
    let ids: Vec<Uuid> = parts.iter().map(|part| part.part_id).collect();
    let quantities: Vec<i64> = parts.iter().map(|part| part.quantity.milli()).collect();
    sqlx::query!(
        "insert into app.order_line_part (business_id, order_id, line_no, part_id, sku, name, unit,
                quantity_milli)
         select $1, $2, $3, p.*
           from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[]) as p",
        business,
        order_id,
        line_no,
        &ids,
        &text(|part| &part.sku),
        &text(|part| &part.name),
        &text(|part| part.unit.code()),
        &quantities
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
