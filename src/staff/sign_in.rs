//! Signing in. Every way to fail looks the same and takes the same work.

use std::fmt;

use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use super::identity::Identity;
use super::password::{self, Verdict};
use super::store;
use crate::platform::{Database, fault, sessions};
use crate::values::{Refusal, Stop};

/// What the sign-in page sends.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    /// A phone number or an e-mail address.
    pub identity: String,
    /// The password. Never kept.
    pub password: String,
    /// Where to go then: a path of ours.
    pub next: String,
}

impl fmt::Debug for SignInForm {
    /// Nothing of it belongs in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInForm(hidden)")
    }
}

/// The login whose identity and password these are. `peer` is the address the request came from.
///
/// At most 5 tries a minute and 20 an hour for an identity, whether it exists or not, and 20 a
/// minute from one address.
pub async fn sign_in(db: &Database, peer: &str, form: &SignInForm) -> Result<i64, Stop> {
    db.limit(&format!("sign-in|from|{peer}"), 20, 60).await?;
    let identity = Identity::parse(&form.identity);
    let stored = identity.as_ref().map_or("", Identity::stored);
    if !stored.is_empty() {
        db.limit(&format!("sign-in|minute|{stored}"), 5, 60).await?;
        db.limit(&format!("sign-in|hour|{stored}"), 20, 3600)
            .await?;
    }
    let login = store::find_login(db, stored).await?;
    let (user, hash) = match login {
        Some(login) => (Some(login.user_id), Some(login.password_hash)),
        None => (None, None),
    };
    let verdict = password::verify(&form.password, hash).await?;
    let (Some(user), Verdict::Right { stale }) = (user, verdict) else {
        tracing::info!(peer, "a sign-in was refused");
        return Err(Refusal::of("refused-sign-in").into());
    };
    if stale {
        let hash = password::hash(&form.password).await?;
        store::rehash(db, user, &hash).await?;
    }
    tracing::info!(user, "signed in");
    Ok(user)
}

/// Remembers in the browser's session who signed in. The session gets a new id, so that an id
/// somebody planted before leads nowhere.
pub(super) async fn remember(session: &Session, user: i64) -> Result<(), Stop> {
    let broken = |error| fault("a session could not be kept", &error);
    session.cycle_id().await.map_err(broken)?;
    session.insert(sessions::USER, user).await.map_err(broken)
}
