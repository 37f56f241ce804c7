//! Asking for the password once more, before what would hurt most if somebody else held the phone.

use chrono::{DateTime, TimeDelta, Utc};

use super::password::{self, Verdict};
use super::store;
use crate::platform::{Database, Visit, clock, limits};
use crate::values::{Refusal, Stop};

/// Who typed her password this recently need not do it again.
const MINUTES: i64 = 10;

/// Whether whoever is signed in typed her password in this session in the last ten minutes.
pub async fn is_recent(visit: &Visit) -> Result<bool, Stop> {
    let session = visit.session().ok_or(Stop::SignIn)?;
    let account = store::account_of(&visit.state.db, &session).await?;
    let account = account.ok_or(Stop::SignIn)?;
    Ok(recent(account.password_at, visit.now))
}

pub(super) fn recent(password_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now - password_at < TimeDelta::minutes(MINUTES)
}

/// Lets whoever is signed in pass if she typed her password lately, or types it now. The refusal
/// stands in the field `password`.
pub async fn confirm(visit: &Visit, typed: &str) -> Result<(), Stop> {
    let session = visit.session().ok_or(Stop::SignIn)?;
    confirm_in(&visit.state.db, &session, typed, visit.now).await
}

pub(super) async fn confirm_in(
    db: &Database,
    session: &[u8],
    typed: &str,
    now: DateTime<Utc>,
) -> Result<(), Stop> {
    let account = store::account_of(db, session).await?.ok_or(Stop::SignIn)?;
    if recent(account.password_at, now) {
        return Ok(());
    }
    if typed.is_empty() {
        return Err(Refusal::at("password", "refused-password-again").into());
    }
    count_a_try(db, account.user_id).await?;
    let verdict = password::verify(typed, Some(account.password_hash)).await?;
    if verdict == Verdict::Wrong {
        return Err(Refusal::at("password", "refused-password-wrong").into());
    }
    store::confirmed(db, session).await
}

/// Who holds a phone that is signed in may not guess at leisure.
pub(super) async fn count_a_try(db: &Database, user: i64) -> Result<(), Stop> {
    let (user, now) = (user.to_string(), clock::now());
    db.limit(&limits::PASSWORD_AGAIN, &user, now).await?;
    db.limit(&limits::PASSWORD_AGAIN_HOUR, &user, now).await
}

/// It was none: the password was right.
pub(super) async fn take_a_try_back(db: &Database, user: i64) -> Result<(), Stop> {
    let user = user.to_string();
    db.give_back(&limits::PASSWORD_AGAIN, &user).await?;
    db.give_back(&limits::PASSWORD_AGAIN_HOUR, &user).await
}
