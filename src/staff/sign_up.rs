//! A new login. It has no business yet: it opens one, or is taken into one.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::identity::Identity;
use super::typed::{one_line, unless_refused};
use super::{password, store};
use crate::platform::{Database, clock, limits};
use crate::values::{Refusal, Stop};

/// What the sign-up page sends.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignUpForm {
    /// The person's name.
    pub name: String,
    /// A phone number or an e-mail address.
    pub identity: String,
    /// The password. Never kept.
    pub password: String,
    /// Where to go then: a path of ours.
    pub next: String,
}

impl fmt::Debug for SignUpForm {
    /// Nothing of it belongs in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignUpForm(hidden)")
    }
}

const LONGEST_NAME: usize = 120;

/// Makes a login and answers its number. `peer` is where the request came from, as limits
/// count it. That somebody has a login already is not told apart from other reasons.
pub async fn sign_up(db: &Database, peer: &str, form: &SignUpForm) -> Result<i64, Stop> {
    let (name, identity) = read(form)?;
    // Counted once the form is whole, so that slips of the hand do not use the tries up.
    db.limit(&limits::SIGN_UP_PEER, peer, clock::now()).await?;
    // Hashed before anybody looks whether the login exists: both ways take the same time.
    let hash = password::hash(&form.password).await?;
    let made = store::sign_up(db, &name, identity.phone(), identity.email(), &hash).await?;
    let Some(user) = made else {
        tracing::info!(peer, "a sign-up was refused");
        return Err(Refusal::of("refused-sign-up").into());
    };
    tracing::info!(user, "signed up");
    Ok(user)
}

/// Whether a person can be called that.
pub(super) fn check_name(name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        Err(Refusal::at("name", "refused-your-name-needed"))
    } else if name.chars().count() > LONGEST_NAME {
        Err(Refusal::at("name", "refused-too-long").with("most", LONGEST_NAME))
    } else {
        Ok(())
    }
}

/// The name and the identity of a form whose every field will do.
fn read(form: &SignUpForm) -> Result<(String, Identity), Stop> {
    let mut refusals = Vec::new();
    let name = one_line(&form.name);
    refusals.extend(check_name(&name).err());
    let Some(identity) = Identity::parse(&form.identity) else {
        refusals.push(Refusal::at("identity", "refused-identity"));
        refusals.extend(password::check_alone(&form.password).err());
        return Err(refusals.into());
    };
    refusals.extend(password::check(&form.password, &identity).err());
    unless_refused(refusals)?;
    Ok((name, identity))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_told_at_once() {
        let refused = |identity: &str| -> Vec<String> {
            let form = SignUpForm {
                identity: identity.to_owned(),
                ..SignUpForm::default()
            };
            let Err(Stop::Refused(refusals)) = read(&form) else {
                panic!("not refused")
            };
            let fields = refusals.into_iter().filter_map(|refusal| refusal.field);
            fields.collect()
        };
        assert_eq!(refused("0712345678"), ["name", "password"]);
        assert_eq!(refused("12"), ["name", "identity", "password"]);
    }
}
