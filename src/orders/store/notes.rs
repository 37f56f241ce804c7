//! The SQL of notes about an order.

use uuid::Uuid;

use crate::orders::Note;
use crate::platform::BusinessTx;
use crate::values::Stop;

/// Writes a note; false when it is there already.
pub(in crate::orders) async fn insert(
    tx: &mut BusinessTx,
    order_id: Uuid,
    note_id: Uuid,
    words: &str,
) -> Result<bool, Stop> {
    let business = tx.business();
    let (now, member) = (tx.scope().now, tx.scope().member_id());
    let made = sqlx::query!(
        "insert into app.order_note (business_id, note_id, order_id, at, words, member_id)
         values ($1, $2, $3, $4, $5, $6) on conflict (business_id, note_id) do nothing",
        business,
        note_id,
        order_id,
        now,
        words,
        member
    )
    .execute(tx.conn())
    .await?;
    Ok(made.rows_affected() == 1)
}

/// The notes of an order, oldest first.
pub async fn notes_of(tx: &mut BusinessTx, order_id: Uuid) -> Result<Vec<Note>, Stop> {
    let business = tx.business();
    let rows = sqlx::query_as!(
        Note,
        r#"select n.at, n.words, m.name as "who?" from app.order_note n
             left join app.member m
                    on m.business_id = n.business_id and m.member_id = n.member_id
            where n.business_id = $1 and n.order_id = $2 order by n.at, n.note_id"#,
        business,
        order_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}
