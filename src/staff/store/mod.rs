//! Logins, through the keyholes of the directory.

mod people;
mod sessions;

use chrono::{DateTime, Utc};

use crate::platform::Database;
use crate::values::Stop;

pub use people::members;

pub(super) use people::{
    accept_invitation, end_expired, end_invitation, insert_invitation, insert_member,
    invitation_behind, invitations, invited_as, keep_link, look_at_invitation, rename_member,
    retire_member, revoked_from, set_role, works_here,
};
pub(super) use sessions::{
    account_of, change_password, confirmed, end_one_session, end_other_sessions, keep_details,
    language_of, sessions_of, workplaces,
};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The login's number.
    pub user_id: i64,
    /// The person's name.
    pub name: String,
}

/// Who is behind a session (its digest), if anybody is.
pub async fn signed_in(db: &Database, session: &[u8]) -> Result<Option<SignedIn>, Stop> {
    let mut tx = db.begin_outside().await?;
    let who = sqlx::query_as!(
        SignedIn,
        r#"select user_id as "user_id!", name as "name!" from app.who($1)"#,
        session
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(who)
}

/// The login behind a stored phone number or e-mail address.
pub(super) async fn find_login(db: &Database, identity: &str) -> Result<Option<i64>, Stop> {
    let mut tx = db.begin_outside().await?;
    let user = sqlx::query_scalar!(
        r#"select user_id as "user_id!" from app.find_login($1)"#,
        identity
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(user)
}

/// A login that somebody wants to sign in to.
pub(super) struct Wanted {
    pub user_id: i64,
    pub password_hash: String,
    /// Whether the browser has signed in to it before.
    pub is_known: bool,
}

/// The login behind a stored phone number or e-mail address, as this browser (its digest) finds it.
pub(super) async fn find_login_from(
    db: &Database,
    identity: &str,
    browser: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Wanted>, Stop> {
    let mut tx = db.begin_outside().await?;
    let login = sqlx::query_as!(
        Wanted,
        r#"select user_id as "user_id!", password_hash as "password_hash!", is_known as "is_known!"
             from app.find_login_from($1, $2, $3)"#,
        identity,
        browser,
        now
    )
    .fetch_optional(&mut *tx)
    .await?;
    Ok(login)
}

/// Remembers a browser (its digest) that has just signed in.
pub(super) async fn remember_browser(
    db: &Database,
    user: i64,
    browser: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let mut tx = db.begin_outside().await?;
    sqlx::query!(
        "select app.remember_browser($1, $2, $3)",
        user,
        browser,
        now
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// A new login; none where the phone number or the e-mail address has one already.
pub(super) async fn sign_up(
    db: &Database,
    name: &str,
    phone: Option<&str>,
    email: Option<&str>,
    password_hash: &str,
) -> Result<Option<i64>, Stop> {
    let mut tx = db.begin_outside().await?;
    let user = sqlx::query_scalar!(
        "select app.sign_up($1, $2, $3, $4)",
        name,
        phone,
        email,
        password_hash
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(user)
}

/// The same password, hashed anew: nobody is signed out.
pub(super) async fn rehash(db: &Database, user: i64, password_hash: &str) -> Result<(), Stop> {
    let mut tx = db.begin_outside().await?;
    sqlx::query!(
        "select app.set_password($1, $2, false)",
        user,
        password_hash
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// A new password by whoever runs the installation; ends every session of the login.
pub(super) async fn reset(db: &Database, user: i64, password_hash: &str) -> Result<(), Stop> {
    let mut tx = db.begin_as_operator().await?;
    sqlx::query!("select app.set_password($1, $2, true)", user, password_hash)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The number of the login with this phone or e-mail, for an operator's command.
pub async fn login_of(db: &Database, identity: &str) -> Result<Option<i64>, Stop> {
    let Some(identity) = super::Identity::parse(identity) else {
        return Ok(None);
    };
    find_login(db, identity.stored()).await
}
