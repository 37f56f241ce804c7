//! An invitation to work in a business: for one phone number or e-mail address, with one role, for a
//! week, once.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::identity::Identity;
use super::role::Role;
use super::typed::unless_refused;
use crate::values::{Refusal, Stop};

/// How long a link works.
const DAYS: i64 = 7;

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its link works.
    Live,
    /// Somebody came in by it.
    Accepted,
    /// The owner took it back.
    Revoked,
    /// There is a newer link.
    Replaced,
    /// Its week is over.
    Expired,
}

impl Standing {
    const ALL: [Standing; 5] = [
        Standing::Live,
        Standing::Accepted,
        Standing::Revoked,
        Standing::Replaced,
        Standing::Expired,
    ];

    /// Its word, in the database and at the end of translation keys.
    pub const fn code(self) -> &'static str {
        match self {
            Standing::Live => "live",
            Standing::Accepted => "accepted",
            Standing::Revoked => "revoked",
            Standing::Replaced => "replaced",
            Standing::Expired => "expired",
        }
    }

    /// The standing of that word, or none.
    pub fn parse(code: &str) -> Option<Standing> {
        Standing::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Of an invitation that ended so, or ends then.
    pub fn of(ending: Option<&str>, expires_at: DateTime<Utc>, now: DateTime<Utc>) -> Standing {
        match ending.and_then(Standing::parse) {
            Some(ended) => ended,
            None if expires_at <= now => Standing::Expired,
            None => Standing::Live,
        }
    }

    /// Why nobody comes in by it any more; none while it is live.
    pub fn refusal(self) -> Option<Refusal> {
        let key = match self {
            Standing::Live => return None,
            Standing::Accepted => "refused-invitation-accepted",
            Standing::Revoked => "refused-invitation-revoked",
            Standing::Replaced => "refused-invitation-replaced",
            Standing::Expired => "refused-invitation-expired",
        };
        Some(Refusal::of(key))
    }
}

/// An invitation, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub invitation_id: Uuid,
    /// Who is invited: E.164, or an address in lower case.
    pub identity: String,
    /// As what.
    pub role: Role,
    /// The name of the member who invites.
    pub invited_by: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Until when its link works.
    pub expires_at: DateTime<Utc>,
    /// What became of it.
    pub standing: Standing,
}

/// What the page of people sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    /// Made with the page: sent twice, it is one invitation.
    pub invitation_id: String,
    /// A phone number or an e-mail address, in any spelling.
    pub identity: String,
    /// A role's code.
    pub role: String,
}

/// An invitation that can be kept.
pub(super) struct Ask {
    pub invitation_id: Uuid,
    pub identity: Identity,
    pub role: Role,
    pub expires_at: DateTime<Utc>,
}

impl Ask {
    /// Reads a form. Refuses with every field that will not do.
    pub(super) fn read(form: &InvitationForm, now: DateTime<Utc>) -> Result<Ask, Stop> {
        let mut refusals = Vec::new();
        let identity = Identity::parse(&form.identity);
        if identity.is_none() {
            refusals.push(Refusal::at("identity", "refused-identity"));
        }
        let role = Role::parse(&form.role);
        if role.is_none() {
            refusals.push(Refusal::at("role", "refused-required"));
        }
        unless_refused(refusals)?;
        let (Some(identity), Some(role)) = (identity, role) else {
            return Err(Stop::NotFound);
        };
        Ok(Ask {
            invitation_id: form.invitation_id.parse().map_err(|_| Stop::NotFound)?,
            identity,
            role,
            expires_at: expiry(now),
        })
    }
}

/// When a link made now stops working.
pub(super) fn expiry(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::days(DAYS)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::platform::clock;

    #[test]
    fn a_standing_is_its_ending_or_its_time() {
        let now = clock::now();
        let (before, after) = (now - TimeDelta::seconds(1), now + TimeDelta::seconds(1));
        assert_eq!(Standing::of(None, after, now), Standing::Live);
        assert_eq!(Standing::of(None, before, now), Standing::Expired);
        assert_eq!(Standing::of(None, now, now), Standing::Expired);
        assert_eq!(
            Standing::of(Some("accepted"), before, now),
            Standing::Accepted
        );
        assert_eq!(
            Standing::of(Some("replaced"), after, now),
            Standing::Replaced
        );
        for standing in Standing::ALL {
            assert_eq!(Standing::parse(standing.code()), Some(standing));
            assert_eq!(standing.refusal().is_none(), standing == Standing::Live);
        }
    }

    #[test]
    fn every_field_is_told_at_once() {
        let form = InvitationForm {
            identity: "somebody".to_owned(),
            role: "king".to_owned(),
            ..InvitationForm::default()
        };
        let Err(Stop::Refused(refusals)) = Ask::read(&form, clock::now()) else {
            panic!("not refused")
        };
        let fields: Vec<_> = refusals.iter().filter_map(|r| r.field.as_deref()).collect();
        assert_eq!(fields, ["identity", "role"]);
        let form = InvitationForm {
            invitation_id: Uuid::now_v7().to_string(),
            identity: "0712 345 678".to_owned(),
            role: "cashier".to_owned(),
        };
        let ask = Ask::read(&form, clock::now()).unwrap();
        assert_eq!(ask.identity.stored(), "+254712345678");
    }
}
