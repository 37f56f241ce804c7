//! A new login. It has no business yet: it opens one, or is taken into one.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::identity::Identity;
use super::sign_in::{Comer, SignInForm, sign_in};
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
    make(db, peer, form).await?.ok_or_else(|| refused(peer))
}

/// The same for a form that may have come before, whose answer was lost: whoever types the password of the login
/// that is there is signed in to it, within the limits of a sign-in. A wrong one is told nothing more.
pub(super) async fn sign_up_or_in(
    db: &Database,
    comer: &Comer<'_>,
    form: &SignUpForm,
) -> Result<i64, Stop> {
    if let Some(user) = make(db, comer.peer, form).await? {
        return Ok(user);
    }
    let typed = SignInForm {
        identity: form.identity.clone(),
        password: form.password.clone(),
        next: String::new(),
    };
    match sign_in(db, comer, &typed).await {
        Err(Stop::Refused(_) | Stop::SlowDown(_)) => Err(refused(comer.peer)),
        signed_in => signed_in,
    }
}

fn refused(peer: &str) -> Stop {
    tracing::info!(peer, "a sign-up was refused");
    Refusal::of("refused-sign-up").into()
}

/// A new login; none where somebody has one of that identity.
async fn make(db: &Database, peer: &str, form: &SignUpForm) -> Result<Option<i64>, Stop> {
    let (name, identity) = read(form)?;
    // Counted once the form is whole, so that slips of the hand do not use the tries up.
    db.limit(&limits::SIGN_UP_PEER, peer, clock::now()).await?;
    // Hashed before anybody looks whether the login exists: both ways take the same time.
    let hash = password::hash(&form.password).await?;
    let made = store::sign_up(db, &name, identity.phone(), identity.email(), &hash).await?;
    if let Some(user) = made {
        tracing::info!(user, "signed up");
    }
    Ok(made)
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
