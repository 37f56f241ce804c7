//! Customers and their accounts: all their SQL.

use uuid::Uuid;

use super::Customer;
use crate::platform::BusinessTx;
use crate::platform::fault::violated;
use crate::sales::Account;
use crate::staff::one_line;
use crate::values::{Money, Phone, Refusal, Stop};

/// How many are found at once.
const MOST: i64 = 100;

/// A customer as her row says it.
struct CustomerRow {
    customer_id: Uuid,
    name: String,
    phone: Option<String>,
    limit_minor: Option<i64>,
    owed_minor: Option<i64>,
}

impl CustomerRow {
    fn read(self) -> Customer {
        Customer {
            customer_id: self.customer_id,
            name: self.name,
            phone: self.phone.map(Phone::from_stored),
            account: Account {
                limit: Money::from_minor(self.limit_minor.unwrap_or(0)),
                owed: Money::from_minor(self.owed_minor.unwrap_or(0)),
            },
        }
    }
}

/// Customers by a phone number or a part of their name, whatever was typed; all where nothing was. Who
/// owes most comes first, and a hundred at most.
pub async fn find(tx: &mut BusinessTx, typed: &str) -> Result<Vec<Customer>, Stop> {
    let business = tx.business();
    let typed = one_line(typed);
    let phone = Phone::parse(&typed, &tx.scope().country);
    let name = Some(typed.as_str()).filter(|typed| phone.is_none() && !typed.is_empty());
    let rows = sqlx::query_as!(
        CustomerRow,
        r#"select c.customer_id, c.name, c.phone, a.limit_minor as "limit_minor?",
                  a.owed_minor as "owed_minor?"
             from app.customer c
             left join app.customer_account a
               on a.business_id = c.business_id and a.customer_id = c.customer_id
            where c.business_id = $1 and c.retired_at is null
              and ($2::text is null or c.phone = $2)
              and ($3::text is null or strpos(lower(c.name), lower($3)) > 0)
            order by coalesce(a.owed_minor, 0) desc, lower(c.name), c.phone limit $4"#,
        business,
        phone.as_ref().map(Phone::e164),
        name,
        MOST
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(CustomerRow::read).collect())
}

/// One customer.
pub async fn customer(tx: &mut BusinessTx, customer_id: Uuid) -> Result<Customer, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        CustomerRow,
        r#"select c.customer_id, c.name, c.phone, a.limit_minor as "limit_minor?",
                  a.owed_minor as "owed_minor?"
             from app.customer c
             left join app.customer_account a
               on a.business_id = c.business_id and a.customer_id = c.customer_id
            where c.business_id = $1 and c.customer_id = $2 and c.retired_at is null"#,
        business,
        customer_id
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(CustomerRow::read).ok_or(Stop::NotFound)
}

/// Everyone who is a customer and has a number, by that.
pub(super) async fn all(tx: &mut BusinessTx) -> Result<Vec<Customer>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        CustomerRow,
        r#"select c.customer_id, c.name, c.phone, a.limit_minor as "limit_minor?",
                  a.owed_minor as "owed_minor?"
             from app.customer c
             left join app.customer_account a
               on a.business_id = c.business_id and a.customer_id = c.customer_id
            where c.business_id = $1 and c.retired_at is null and c.phone is not null
            order by c.phone"#,
        business
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(CustomerRow::read).collect())
}

/// Calls a customer by another name.
pub(super) async fn rename(tx: &mut BusinessTx, customer_id: Uuid, name: &str) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.customer set name = $3 where business_id = $1 and customer_id = $2",
        business,
        customer_id,
        name
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Gives a number to a customer who has none; false where she has one, or is not there. One that is another
/// customer's is refused.
pub(super) async fn give_number(
    tx: &mut BusinessTx,
    customer_id: Uuid,
    phone: &Phone,
) -> Result<bool, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "update app.customer set phone = $3
          where business_id = $1 and customer_id = $2 and phone is null and retired_at is null",
        business,
        customer_id,
        phone.e164()
    )
    .execute(tx.conn())
    .await
    .map_err(|error| match violated(&error) {
        Some("customer_phone_once") => Refusal::at("phone", "refused-customer-other").into(),
        _ => Stop::from(error),
    })?;
    Ok(done.rows_affected() > 0)
}

/// The customer of a phone number, made where nobody has it; her id, and whether she is new.
pub(super) async fn keep(
    tx: &mut BusinessTx,
    phone: &Phone,
    name: &str,
) -> Result<(Uuid, bool), Stop> {
    let business = tx.business();
    let language = tx.scope().language.code();
    let row = sqlx::query!(
        r#"insert into app.customer as c (business_id, customer_id, phone, name, language)
           values ($1, $2, $3, $4, $5)
           on conflict (business_id, phone) do update
              set name = case when c.name = '' then excluded.name else c.name end,
                  retired_at = null
           returning customer_id, (c.xmax = 0) as "is_new!""#,
        business,
        Uuid::now_v7(),
        phone.e164(),
        name,
        language
    )
    .fetch_one(tx.conn())
    .await?;
    Ok((row.customer_id, row.is_new))
}
