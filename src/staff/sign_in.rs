//! Signing in. Every way to fail looks the same and takes the same work.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use super::identity::Identity;
use super::password::{self, Verdict};
use super::{device, store};
use crate::platform::limits::{self, Limit};
use crate::platform::visit::LANGUAGE;
use crate::platform::{Database, Visit, fault, sessions};
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

/// Where somebody comes from who signs in.
#[derive(Debug, Clone, Copy)]
pub struct Comer<'a> {
    /// Where the request came from, as limits count it.
    pub peer: &'a str,
    /// The digest of the browser's cookie.
    pub browser: &'a [u8],
    /// When.
    pub now: DateTime<Utc>,
}

/// The login whose identity and password these are. Its browser is remembered.
///
/// # Errors
/// Refuses where either is wrong, without telling which. Slows down after too many wrong passwords,
/// whether the login exists or not; the table of limits says how many.
pub async fn sign_in(db: &Database, comer: &Comer<'_>, form: &SignInForm) -> Result<i64, Stop> {
    let identity = Identity::parse(&form.identity);
    let stored = identity.as_ref().map_or("", Identity::stored);
    let login = store::find_login_from(db, stored, comer.browser, comer.now).await?;
    let is_known = login.as_ref().is_some_and(|login| login.is_known);
    let counts = counts(comer, stored, is_known);
    for (limit, key) in &counts {
        db.limit(limit, key, comer.now).await?;
    }
    let (user, hash) = match login {
        Some(login) => (Some(login.user_id), Some(login.password_hash)),
        None => (None, None),
    };
    let verdict = password::verify(&form.password, hash).await?;
    let (Some(user), Verdict::Right { stale }) = (user, verdict) else {
        tracing::info!(peer = comer.peer, "a sign-in was refused");
        return Err(Refusal::of("refused-sign-in").into());
    };
    for (limit, key) in &counts {
        db.give_back(limit, key).await?;
    }
    store::remember_browser(db, user, comer.browser, comer.now).await?;
    if stale {
        let hash = password::hash(&form.password).await?;
        store::rehash(db, user, &hash).await?;
    }
    tracing::info!(user, "signed in");
    Ok(user)
}

/// What a try counts against. Wrong passwords are counted narrowly where they come from and widely
/// for the login, so that guesses stay few and a stranger cannot keep the owner out; and a browser
/// that she has signed in with counts for itself alone.
fn counts(comer: &Comer<'_>, stored: &str, is_known: bool) -> Vec<(&'static Limit, String)> {
    let peer = comer.peer;
    if is_known {
        let browser: String = comer.browser.iter().map(|b| format!("{b:02x}")).collect();
        return vec![(&limits::SIGN_IN_BROWSER, format!("{stored}\n{browser}"))];
    }
    let mut counts = vec![(&limits::SIGN_IN_PEER, peer.to_owned())];
    if !stored.is_empty() {
        // The narrow one first: who is stopped by it does not use up the wide one.
        counts.push((&limits::SIGN_IN_HERE, format!("{stored}\n{peer}")));
        counts.push((&limits::SIGN_IN_LOGIN, stored.to_owned()));
    }
    counts
}

/// Remembers in the browser's session who signed in. The session gets a new id, so that an id
/// somebody planted before leads nowhere.
///
/// With it goes what its owner will know it by in the list of her sessions: the browser in a few
/// words and the network without its last part. The whole address is not kept: nobody needs it for
/// that, and it tells where somebody lives.
pub(super) async fn remember(session: &Session, user: i64, visit: &Visit) -> Result<(), Stop> {
    let broken = |error| fault("a session could not be kept", &error);
    let device = device::describe(visit.user_agent());
    let came_from = device::network(&visit.peer());
    session.cycle_id().await.map_err(broken)?;
    let keep = async {
        session.insert(sessions::DEVICE, device).await?;
        session.insert(sessions::CAME_FROM, came_from).await?;
        session.insert(sessions::USER, user).await
    };
    keep.await.map_err(broken)?;
    // What she chose to be spoken to in goes with her to every browser.
    if let Some(language) = store::language_of(&visit.state.db, user).await? {
        visit.set_cookie(LANGUAGE, language.code(), 365);
    }
    Ok(())
}
