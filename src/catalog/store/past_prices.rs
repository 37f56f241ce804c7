//! What a product was asked for, on every list.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Money, Quantity, Stop};

/// Prices on a page.
const EACH: i64 = 20;
/// Nobody looks further back; keeps what somebody types into the address countable.
const LAST_PAGE: i64 = 10_000;

/// A price of the past, of now or to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalog) struct PastPrice {
    /// The list's name; none: retail.
    pub list: Option<String>,
    /// The pack that it is of; none: the product's own unit.
    pub pack: Option<String>,
    /// What that unit was then.
    pub unit: String,
    /// From how much on.
    pub minimum: Quantity,
    /// None: it ends there.
    pub amount: Option<Money>,
    pub valid_from: DateTime<Utc>,
    /// When the next one of its kind begins.
    pub until: Option<DateTime<Utc>>,
    /// Who set it.
    pub who: Option<String>,
}

/// A page of them, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::catalog) struct PastPrices {
    pub rows: Vec<PastPrice>,
    pub page: i64,
    pub pages: i64,
}

/// A page of what a product and its packs were asked for, by one list or by all.
pub(in crate::catalog) async fn past_prices(
    tx: &mut BusinessTx,
    product_id: Uuid,
    list: Option<&str>,
    page: i64,
) -> Result<PastPrices, Stop> {
    let business = tx.business();
    let page = page.clamp(1, LAST_PAGE);
    let rows = sqlx::query!(
        r#"select l.name as "list?", k.name as "pack?", r.unit as "unit!",
                  r.minimum_quantity_milli as "minimum!", r.amount_minor as "amount?",
                  r.valid_from as "valid_from!", r.until as "until?", m.name as "who?",
                  count(*) over () as "all!"
             from (select p.list, p.pack_id, p.unit, p.minimum_quantity_milli, p.amount_minor,
                          p.valid_from, p.price_id, p.member_id,
                          lead(p.valid_from) over (
                              partition by p.list, p.pack_id, p.minimum_quantity_milli
                              order by p.valid_from, p.price_id) as until
                     from app.price p
                    where p.business_id = $1 and p.product_id = $2
                      and ($3::text is null or p.list = $3)) r
             left join app.price_list l on l.business_id = $1 and l.list = r.list
             left join app.pack k on k.business_id = $1 and k.product_id = $2
                                 and k.pack_id = r.pack_id
             left join app.member m on m.business_id = $1 and m.member_id = r.member_id
            order by r.valid_from desc, r.price_id desc limit $4 offset $5"#,
        business,
        product_id,
        list,
        EACH,
        (page - 1) * EACH
    )
    .fetch_all(tx.conn())
    .await?;
    let all = rows.first().map_or(0, |row| row.all);
    let rows = rows.into_iter().map(|row| PastPrice {
        list: row.list,
        pack: row.pack,
        unit: row.unit,
        minimum: Quantity::from_milli(row.minimum),
        amount: row.amount.map(Money::from_minor),
        valid_from: row.valid_from,
        until: row.until,
        who: row.who,
    });
    Ok(PastPrices {
        rows: rows.collect(),
        page,
        // A page after the last one leads back.
        pages: ((all + EACH - 1) / EACH).max(page),
    })
}
