//! The trail's rows.

use serde_json::Value;
use uuid::Uuid;

use super::record::{Trace, digest};
use crate::platform::BusinessTx;
use crate::values::Stop;

/// An act without its details.
pub(super) struct Fact<'a> {
    pub audit_id: Uuid,
    pub act: &'a str,
    pub subject_kind: &'a str,
    pub subject: Option<Uuid>,
    pub digest: Vec<u8>,
}

/// Writes the fact and, apart from it, its details.
pub(super) async fn insert(
    tx: &mut BusinessTx,
    fact: &Fact<'_>,
    salt: &[u8],
    details: &Value,
) -> Result<(), Stop> {
    let business = tx.business();
    let (at, actor_kind) = (tx.scope().now, tx.scope().actor_kind());
    let member_id = tx.scope().member_id();
    sqlx::query!(
        "insert into app.audit (business_id, audit_id, at, actor_kind, member_id, act,
                                subject_kind, subject_id, digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        business,
        fact.audit_id,
        at,
        actor_kind,
        member_id,
        fact.act,
        fact.subject_kind,
        fact.subject,
        fact.digest
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "insert into app.audit_detail (business_id, audit_id, salt, details)
         values ($1, $2, $3, $4)",
        business,
        fact.audit_id,
        salt,
        details
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What was done to one thing, the newest first.
pub(super) async fn of_subject(
    tx: &mut BusinessTx,
    subject_kind: &str,
    subject: Uuid,
) -> Result<Vec<Trace>, Stop> {
    let business = tx.business();
    let rows = sqlx::query!(
        r#"select a.at, a.act, a.actor_kind, a.digest, m.name as "who?",
                  d.salt as "salt?", d.details as "details?"
             from app.audit a
             left join app.audit_detail d
                    on d.business_id = a.business_id and d.audit_id = a.audit_id
             left join app.member m
                    on m.business_id = a.business_id and m.member_id = a.member_id
            where a.business_id = $1 and a.subject_kind = $2 and a.subject_id = $3
            order by a.at desc, a.audit_id desc"#,
        business,
        subject_kind,
        subject
    )
    .fetch_all(tx.conn())
    .await?;
    let traces = rows.into_iter().map(|row| {
        let intact = match (&row.salt, &row.details) {
            (Some(salt), Some(details)) => digest(salt, details) == row.digest,
            _ => true,
        };
        Trace {
            at: row.at,
            act: row.act,
            who: row.who,
            actor_kind: row.actor_kind,
            details: row.details.unwrap_or(Value::Null),
            intact,
        }
    });
    Ok(traces.collect())
}
