//! What M-Pesa said, the tokens in its callbacks' addresses, and the account it pays into.
//!
//! What never breaks: what was said is kept word for word; of a token only the digest is kept; a
//! secret is stored sealed or not at all.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// Keeps the digest of the token in a callback's address.
pub(in crate::payments) async fn keep_token(
    tx: &mut BusinessTx,
    token_hash: &[u8],
    attempt_id: Uuid,
) -> Result<(), Stop> {
    sqlx::query!(
        "select app.keep_callback_token($1, $2)",
        token_hash,
        attempt_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Who said something of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::payments) enum Said {
    /// The answer to the prompt's request.
    Answer,
    /// A callback.
    Callback,
    /// The answer to a query.
    Query,
}

impl Said {
    const fn code(self) -> &'static str {
        match self {
            Said::Answer => "answer",
            Said::Callback => "callback",
            Said::Query => "query",
        }
    }
}

/// Something that M-Pesa said, word for word.
#[derive(Debug, Clone, Copy)]
pub(in crate::payments) struct Message<'a> {
    /// Its id.
    pub message_id: Uuid,
    /// What it is about.
    pub attempt_id: Uuid,
    /// Who said it.
    pub said: Said,
    /// The body, or why there is none.
    pub body: &'a [u8],
    /// The HTTP status of an answer.
    pub http_status: Option<u16>,
    /// The address that a callback came from.
    pub peer: Option<&'a str>,
    /// When.
    pub received_at: DateTime<Utc>,
}

/// Keeps what was said.
pub(in crate::payments) async fn keep_message(
    tx: &mut BusinessTx,
    message: Message<'_>,
) -> Result<(), Stop> {
    let business = tx.business();
    let http_status = message.http_status.map(i32::from);
    sqlx::query!(
        r#"insert into app.mpesa_message (business_id, message_id, attempt_id, kind, body,
                                          http_status, peer, received_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        business,
        message.message_id,
        message.attempt_id,
        message.said.code(),
        message.body,
        http_status,
        message.peer,
        message.received_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The attempt and the body of a message.
pub(in crate::payments) async fn message(
    tx: &mut BusinessTx,
    message_id: Uuid,
) -> Result<Option<(Uuid, Vec<u8>)>, Stop> {
    let business = tx.business();
    let row = sqlx::query!(
        r#"select attempt_id, body from app.mpesa_message
            where business_id = $1 and message_id = $2"#,
        business,
        message_id
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| (row.attempt_id, row.body)))
}

/// The bodies of the callbacks that were kept for an attempt, newest first.
pub(in crate::payments) async fn callbacks_of(
    tx: &mut BusinessTx,
    attempt_id: Uuid,
) -> Result<Vec<Vec<u8>>, Stop> {
    let business = tx.business();
    let bodies = sqlx::query_scalar!(
        r#"select body from app.mpesa_message
            where business_id = $1 and attempt_id = $2 and kind = 'callback'
            order by received_at desc, message_id desc limit 20"#,
        business,
        attempt_id
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(bodies)
}

/// The account that M-Pesa pays into, its secrets sealed.
#[derive(Debug)]
pub(in crate::payments) struct AccountRow {
    /// PayBill number, or the store number of a till.
    pub short_code: String,
    /// `paybill` or `till`.
    pub kind: String,
    /// The till that is credited.
    pub till_number: Option<String>,
    /// Consumer key, consumer secret and passkey, sealed.
    pub sealed: Vec<u8>,
    /// Names the key that sealed them; none: from before keys had names.
    pub key_id: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was tried out as it is.
    pub tested_at: Option<DateTime<Utc>>,
    /// What that brought, as a code.
    pub test_outcome: Option<String>,
}

/// The business's account, if it has one.
pub(in crate::payments) async fn account(tx: &mut BusinessTx) -> Result<Option<AccountRow>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        AccountRow,
        r#"select short_code, kind, till_number, sealed, key_id, updated_at, tested_at,
                  test_outcome
             from app.mpesa_account where business_id = $1"#,
        business
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// Keeps the business's account.
pub(in crate::payments) async fn keep_account(
    tx: &mut BusinessTx,
    row: &AccountRow,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        r#"insert into app.mpesa_account (business_id, short_code, kind, till_number, sealed,
                                          key_id, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (business_id) do update
              set short_code = excluded.short_code, kind = excluded.kind,
                  till_number = excluded.till_number, sealed = excluded.sealed,
                  key_id = excluded.key_id, updated_at = excluded.updated_at,
                  tested_at = null, test_outcome = null"#,
        business,
        row.short_code.as_str(),
        row.kind.as_str(),
        row.till_number.as_deref(),
        row.sealed.as_slice(),
        row.key_id.as_deref(),
        row.updated_at
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks the account until the transaction ends, and answers it.
pub(in crate::payments) async fn lock_account(
    tx: &mut BusinessTx,
) -> Result<Option<AccountRow>, Stop> {
    let business = tx.business();
    let row = sqlx::query_as!(
        AccountRow,
        r#"select short_code, kind, till_number, sealed, key_id, updated_at, tested_at,
                  test_outcome
             from app.mpesa_account where business_id = $1 for update"#,
        business
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row)
}

/// Puts the same secrets, sealed with another key, in the place of those that are there.
pub(in crate::payments) async fn reseal_account(
    tx: &mut BusinessTx,
    sealed: &[u8],
    key_id: &str,
) -> Result<(), Stop> {
    let business = tx.business();
    sqlx::query!(
        "update app.mpesa_account set sealed = $2, key_id = $3 where business_id = $1",
        business,
        sealed,
        key_id
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Keeps what trying the account out brought; false where it was changed since `as_of`.
pub(in crate::payments) async fn keep_test(
    tx: &mut BusinessTx,
    as_of: DateTime<Utc>,
    outcome: &str,
) -> Result<bool, Stop> {
    let (business, now) = (tx.business(), tx.scope().now);
    let done = sqlx::query!(
        "update app.mpesa_account set tested_at = $3, test_outcome = $4
          where business_id = $1 and updated_at = $2",
        business,
        as_of,
        now,
        outcome
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes the account; false where there was none.
pub(in crate::payments) async fn remove_account(tx: &mut BusinessTx) -> Result<bool, Stop> {
    let business = tx.business();
    let done = sqlx::query!(
        "delete from app.mpesa_account where business_id = $1",
        business
    )
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a prompt is open: its end can be asked after only with the account that sent it.
pub(in crate::payments) async fn has_open_prompt(tx: &mut BusinessTx) -> Result<bool, Stop> {
    let business = tx.business();
    let open = sqlx::query_scalar!(
        r#"select exists (select 1 from app.mpesa_attempt
                           where business_id = $1
                             and state in ('created', 'submitting', 'pending', 'unknown'))
                  as "open!""#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(open)
}

/// Whether the business takes M-Pesa: it wants to, it has an account, its currency is M-Pesa's.
pub(in crate::payments) async fn takes_mpesa(tx: &mut BusinessTx) -> Result<bool, Stop> {
    let business = tx.business();
    let is_on = sqlx::query_scalar!(
        r#"select exists (select 1 from app.mpesa_account a
                            join app.business b on b.business_id = a.business_id
                           where a.business_id = $1 and b.pays_by_mpesa and b.currency = 'KES')
                      as "is_on!""#,
        business
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(is_on)
}
