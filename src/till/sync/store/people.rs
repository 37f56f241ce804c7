//! Customers and members, as tills know them.

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::staff::{Power, Role};
use crate::till::wire::{Customer, Member};
use crate::values::Stop;

/// What a role lets its members do at a till, by the words of the wire.
const POWERS: [(Power, &str); 4] = [
    (Power::Sell, "sell"),
    (Power::Refund, "refund"),
    (Power::RunShift, "run_shift"),
    (Power::SeeShifts, "see_shifts"),
];

/// Customers by their ids.
pub(in crate::till::sync) async fn customers(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Customer>, Stop> {
    let business = tx.business();
    let customers = sqlx::query_as!(
        Customer,
        r#"select c.customer_id, coalesce(c.phone, '') as "phone!", c.name, c.price_list,
                  coalesce(a.limit_minor, 0) as "limit_minor!",
                  coalesce(a.owed_minor, 0) as "owed_minor!",
                  c.retired_at is not null as "retired!"
             from app.customer c
             left join app.customer_account a
               on a.business_id = c.business_id and a.customer_id = c.customer_id
            where c.business_id = $1 and c.customer_id = any($2) order by c.customer_id"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(customers)
}

/// Members by their ids. Who was let go has no PIN any more.
pub(in crate::till::sync) async fn members(
    tx: &mut BusinessTx,
    ids: &[Uuid],
) -> Result<Vec<Member>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select m.member_id, m.name, m.role, p.pin_hash as "pin_hash?",
                  m.retired_at is not null as "retired!"
             from app.member m
             left join app.member_pin p
               on p.business_id = m.business_id and p.member_id = m.member_id
            where m.business_id = $1 and m.member_id = any($2) order by m.member_id"#,
        business,
        ids
    )
    .fetch_all(tx.conn())
    .await?;
    let powers = |role: &str| -> Vec<String> {
        let role = Role::parse(role);
        let may = |power: Power| role.is_some_and(|role| role.may(power));
        let those = POWERS.into_iter().filter(|(power, _)| may(*power));
        those.map(|(_, word)| word.to_owned()).collect()
    };
    Ok(rows
        .into_iter()
        .map(|row| Member {
            member_id: row.member_id,
            powers: powers(&row.role),
            name: row.name,
            role: row.role,
            pin_hash: row.pin_hash.filter(|_| !row.retired),
            retired: row.retired,
        })
        .collect())
}
