//! Who buys by a list.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::{Phone, Stop};

/// A customer who buys by a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buyer {
    /// Her id.
    pub customer_id: Uuid,
    /// Her name; may be empty.
    pub name: String,
    /// Her number.
    pub phone: Phone,
}

/// Who buys by a list, by name; the first five hundred.
pub async fn buyers(tx: &mut BusinessTx, list: &str) -> Result<Vec<Buyer>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select customer_id, name, phone as "phone!" from app.customer
          where business_id = $1 and price_list = $2 and retired_at is null and phone is not null
          order by lower(name), phone limit 500"#,
        business,
        list
    )
    .fetch_all(tx.conn())
    .await?;
    let buyers = rows.into_iter().map(|row| Buyer {
        customer_id: row.customer_id,
        name: row.name,
        phone: Phone::from_stored(row.phone),
    });
    Ok(buyers.collect())
}

/// A customer who buys by a list, and which.
pub(in crate::catalog::price_lists) struct OnList {
    pub customer_id: Uuid,
    pub phone: Phone,
    pub name: String,
    /// The word of the list.
    pub list: String,
    pub list_name: String,
    /// Whether the list is closed, so that she buys at retail.
    pub is_closed: bool,
}

/// Everybody who is on a list, by their numbers.
pub(in crate::catalog::price_lists) async fn on_lists(
    tx: &mut BusinessTx,
) -> Result<Vec<OnList>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select c.customer_id, c.phone as "phone!", c.name, l.list, l.name as list_name,
                  l.retired_at is not null as "is_closed!"
             from app.customer c
             join app.price_list l on l.business_id = c.business_id and l.list = c.price_list
            where c.business_id = $1 and c.retired_at is null and c.phone is not null
            order by c.phone"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    let all = rows.into_iter().map(|row| OnList {
        customer_id: row.customer_id,
        phone: Phone::from_stored(row.phone),
        name: row.name,
        list: row.list,
        list_name: row.list_name,
        is_closed: row.is_closed,
    });
    Ok(all.collect())
}

/// Puts whoever has this number on a list, and off any other; somebody new becomes a customer. Her id
/// and her name.
pub(in crate::catalog::price_lists) async fn put_on(
    tx: &mut BusinessTx,
    list: &str,
    phone: &Phone,
    name: &str,
) -> Result<(Uuid, String), Stop> {
    let business = tx.business();
    let language = tx.scope().language.code();
    let row = sqlx::query!(
        "insert into app.customer as c (business_id, customer_id, phone, name, language, price_list)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (business_id, phone) do update
            set name = case when c.name = '' then excluded.name else c.name end,
                price_list = excluded.price_list, retired_at = null
         returning customer_id, name",
        business,
        Uuid::now_v7(),
        phone.e164(),
        name,
        language,
        list
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.customer_id, row.name))
}

/// Takes a customer off a list; false where she is not on it.
pub(in crate::catalog::price_lists) async fn take_off(
    tx: &mut BusinessTx,
    list: &str,
    customer_id: Uuid,
) -> Result<bool, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.customer set price_list = null
          where business_id = $1 and customer_id = $2 and price_list = $3",
        business,
        customer_id,
        list
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}
