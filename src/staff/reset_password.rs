//! A new password for somebody who lost hers, by whoever runs the installation.

use super::identity::Identity;
use super::password::Verdict;
use super::{password, store};
use crate::platform::{Database, clock};
use crate::values::{Refusal, Stop};

/// Whether somebody signs in with that phone number or e-mail address, and with this password. For the
/// operator's command: no try is counted.
pub async fn has_password(db: &Database, identity: &str, typed: &str) -> Result<bool, Stop> {
    let Some(identity) = Identity::parse(identity) else {
        return Ok(false);
    };
    let login = store::find_login_from(db, identity.stored(), &[], clock::now()).await?;
    let hash = login.map(|login| login.password_hash);
    let verdict = password::verify(typed, hash).await?;
    Ok(matches!(verdict, Verdict::Right { .. }))
}

/// Sets a password and ends every session of the login. For the operator's command: the caller has
/// made sure who asks. Not found where nobody signs in with that phone number or e-mail address.
pub async fn reset_password(db: &Database, identity: &str, new_password: &str) -> Result<(), Stop> {
    let Some(identity) = Identity::parse(identity) else {
        return Err(Refusal::at("identity", "refused-identity").into());
    };
    password::check(new_password, &identity)?;
    let user = store::find_login(db, identity.stored())
        .await?
        .ok_or(Stop::NotFound)?;
    let hash = password::hash(new_password).await?;
    store::reset(db, user, &hash).await?;
    tracing::info!(user, "a password was reset");
    Ok(())
}
