//! A person's own login: her name, her language, her password, and where she is signed in.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::identity::Identity;
use super::password::{self, Verdict};
use super::typed::one_line;
use super::{confirm, sign_up, store};
use crate::audit;
use crate::platform::{Cx, Database, Door, clock, fault};
use crate::values::{Language, Refusal, Stop};

/// A login, for its owner's eyes.
#[derive(Clone)]
pub struct Account {
    /// Its number.
    pub user_id: i64,
    /// The person's name.
    pub name: String,
    /// What she signs in with.
    pub identity: String,
    /// The language she chose; none: whatever a browser asks for.
    pub language: Option<Language>,
    /// The hash of her password.
    pub(super) password_hash: String,
    /// When she typed it last in this session.
    pub(super) password_at: DateTime<Utc>,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Account({})", self.user_id)
    }
}

/// Where somebody works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplace {
    /// The business's slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The code of her role there.
    pub role: String,
}

/// A session, as its owner knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionShown {
    /// Its name; opens nothing.
    pub session_id: Uuid,
    /// The browser in a few words; empty or none where it did not say.
    pub device: Option<String>,
    /// The network it came from, without its last part.
    pub came_from: Option<String>,
    /// When it was signed in.
    pub signed_in_at: DateTime<Utc>,
    /// When it was last used, to a few minutes.
    pub seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// What the form of name and language sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailsForm {
    /// The person's name.
    pub name: String,
    /// A language's code, or nothing.
    pub language: String,
}

/// What the form of the password sends. Never kept.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    /// The password as it is.
    #[serde(skip_serializing)]
    pub current_password: String,
    /// The password as it shall be.
    #[serde(skip_serializing)]
    pub new_password: String,
}

impl fmt::Debug for PasswordForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordForm(hidden)")
    }
}

/// Keeps name and language, and writes the name into every business she works in. Answers the
/// language.
pub(super) async fn keep_details(
    db: &Database,
    session: &[u8],
    form: &DetailsForm,
    now: DateTime<Utc>,
) -> Result<Option<Language>, Stop> {
    let name = one_line(&form.name);
    sign_up::check_name(&name)?;
    let language = Language::parse(&form.language);
    if !store::keep_details(db, session, &name, language).await? {
        return Err(Stop::SignIn);
    }
    for place in store::workplaces(db, session).await? {
        let door = Door::Member {
            session: session.to_vec(),
            slug: place.slug,
        };
        rename(&Cx::new(db, door, now, language.unwrap_or_default()), &name).await?;
    }
    Ok(language)
}

/// A name is written in each business apart: one transaction sees one business.
async fn rename(cx: &Cx, name: &str) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let member_id = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    if matches!(&tx.scope().who, crate::platform::Who::Member { name: now, .. } if now == name) {
        return Ok(());
    }
    store::rename_member(&mut tx, member_id, name).await?;
    let details = json!({"name": name});
    audit::record(&mut tx, "member.rename", "member", Some(member_id), details).await?;
    tx.commit().await
}

/// Changes the password of whoever is behind a session: asks for the current one, and ends every
/// other session. The same form again, a little later, finds it changed.
pub(super) async fn change_password(
    db: &Database,
    session: &[u8],
    form: &PasswordForm,
) -> Result<(), Stop> {
    let account = store::account_of(db, session).await?.ok_or(Stop::SignIn)?;
    confirm::count_a_try(db, account.user_id).await?;
    let stored = Some(account.password_hash.clone());
    if password::verify(&form.current_password, stored).await? == Verdict::Wrong {
        if is_set(db, session, &form.new_password).await? {
            return Ok(());
        }
        return Err(Refusal::at("current_password", "refused-password-wrong").into());
    }
    let identity = Identity::parse(&account.identity)
        .ok_or_else(|| fault("a login without an identity", &account.user_id))?;
    password::check(&form.new_password, &identity).map_err(|refusal| Refusal {
        field: Some("new_password".to_owned()),
        ..refusal
    })?;
    let hash = password::hash(&form.new_password).await?;
    if !store::change_password(db, session, &account.password_hash, &hash).await? {
        if is_set(db, session, &form.new_password).await? {
            return Ok(());
        }
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    tracing::info!(user = account.user_id, "a password was changed");
    Ok(())
}

/// Whether a new password is the one that is set, where a password was typed lately in this session: then the same
/// form came before. Whoever guesses learns something by it, so that it counts as one more try.
async fn is_set(db: &Database, session: &[u8], new_password: &str) -> Result<bool, Stop> {
    let account = store::account_of(db, session).await?.ok_or(Stop::SignIn)?;
    if !confirm::recent(account.password_at, clock::now()) {
        return Ok(false);
    }
    confirm::count_a_try(db, account.user_id).await?;
    let verdict = password::verify(new_password, Some(account.password_hash)).await?;
    if verdict == Verdict::Wrong {
        return Ok(false);
    }
    confirm::take_a_try_back(db, account.user_id).await?;
    Ok(true)
}
