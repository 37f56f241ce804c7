//! What a person sees and changes of her own login, through the keyholes of the directory.

use uuid::Uuid;

use crate::platform::Database;
use crate::staff::account::{Account, SessionShown, Workplace};
use crate::values::{Language, Stop};

/// The login behind a session (its digest), if anybody is.
pub(in crate::staff) async fn account_of(
    db: &Database,
    session: &[u8],
) -> Result<Option<Account>, Stop> {
    let mut tx = db.begin_outside().await?;
    let row = sqlx::query!(
        r#"select user_id as "user_id!", name as "name!", phone as "phone?", email as "email?",
                  language as "language?", password_hash as "password_hash!",
                  password_at as "password_at!"
             from app.account_of($1)"#,
        session
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(row.map(|row| Account {
        user_id: row.user_id,
        name: row.name,
        identity: row.phone.or(row.email).unwrap_or_default(),
        language: row.language.and_then(|code| Language::parse(&code)),
        password_hash: row.password_hash,
        password_at: row.password_at,
    }))
}

/// Where the person behind a session works.
pub(in crate::staff) async fn workplaces(
    db: &Database,
    session: &[u8],
) -> Result<Vec<Workplace>, Stop> {
    let mut tx = db.begin_outside().await?;
    let rows = sqlx::query_as!(
        Workplace,
        r#"select slug as "slug!", name as "name!", role as "role!" from app.businesses_of($1)"#,
        session
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(rows)
}

/// The sessions of the login behind a session: this one first, then the last used first.
pub(in crate::staff) async fn sessions_of(
    db: &Database,
    session: &[u8],
) -> Result<Vec<SessionShown>, Stop> {
    let mut tx = db.begin_outside().await?;
    let rows = sqlx::query_as!(
        SessionShown,
        r#"select session_id as "session_id!", device as "device?", came_from as "came_from?",
                  created_at as "signed_in_at!", seen_at as "seen_at!", is_this as "is_this!"
             from app.sessions_of($1)"#,
        session
    )
    .fetch_all(&mut *tx)
    .await?;
    Ok(rows)
}

/// Ends one session of the same login; false where there is none of that name.
pub(in crate::staff) async fn end_one_session(
    db: &Database,
    session: &[u8],
    which: Uuid,
) -> Result<bool, Stop> {
    let mut tx = db.begin_outside().await?;
    let ended = sqlx::query_scalar!("select app.end_sessions($1, $2)", session, which)
        .fetch_one(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(ended.is_some_and(|ended| ended > 0))
}

/// Ends every other session of the same login, and says how many.
pub(in crate::staff) async fn end_other_sessions(
    db: &Database,
    session: &[u8],
) -> Result<i64, Stop> {
    let mut tx = db.begin_outside().await?;
    let ended = sqlx::query_scalar!("select app.end_sessions($1, null)", session)
        .fetch_one(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(ended.unwrap_or_default())
}

/// Notes that the password was typed again in this session.
pub(in crate::staff) async fn confirmed(db: &Database, session: &[u8]) -> Result<(), Stop> {
    let mut tx = db.begin_outside().await?;
    sqlx::query!("select app.password_confirmed($1)", session)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// A new password in the place of the one with that hash; ends every other session. False where the
/// password was changed meanwhile or the session ended.
pub(in crate::staff) async fn change_password(
    db: &Database,
    session: &[u8],
    old_hash: &str,
    new_hash: &str,
) -> Result<bool, Stop> {
    let mut tx = db.begin_outside().await?;
    let done = sqlx::query_scalar!(
        "select app.change_password($1, $2, $3)",
        session,
        old_hash,
        new_hash
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(done == Some(true))
}

/// Writes name and language of the login; false where the session ended.
pub(in crate::staff) async fn keep_details(
    db: &Database,
    session: &[u8],
    name: &str,
    language: Option<Language>,
) -> Result<bool, Stop> {
    let mut tx = db.begin_outside().await?;
    let done = sqlx::query_scalar!(
        "select app.keep_account_details($1, $2, $3)",
        session,
        name,
        language.map(Language::code)
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(done == Some(true))
}

/// The language that a login chose, if it did.
pub(in crate::staff) async fn language_of(
    db: &Database,
    user: i64,
) -> Result<Option<Language>, Stop> {
    let mut tx = db.begin_outside().await?;
    let code = sqlx::query_scalar!("select app.language_of($1)", user)
        .fetch_one(&mut *tx)
        .await?;
    Ok(code.and_then(|code| Language::parse(&code)))
}
