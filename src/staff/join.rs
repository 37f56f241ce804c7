//! Coming in by an invitation: what its link shows, and accepting it.

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use super::invitation::Standing;
use super::store;
use crate::audit;
use crate::platform::{Cx, Database, Door, secrets};
use crate::values::{Language, Refusal, Stop};

/// What somebody who has the link may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse {
    /// What became of the invitation.
    pub standing: Standing,
    /// The business's name.
    pub business_name: String,
    /// Its slug.
    pub slug: String,
    /// The language it speaks.
    pub language: Language,
    /// The code of the role.
    pub role: String,
    /// The name of the member who invites.
    pub invited_by: String,
    /// Part of the number or address that is invited.
    pub hint: String,
    /// The name of whoever is signed in, if anybody is.
    pub signed_in_as: Option<String>,
    /// Whether it is for whoever is signed in.
    pub is_yours: bool,
    /// Whether whoever is signed in works there already.
    pub is_member: bool,
}

/// The business that somebody came into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub business_name: String,
    /// False where she worked there already.
    pub is_new: bool,
}

/// What a link leads to, for whoever is behind a session (its digest); none where there is no such
/// link.
pub async fn look(
    db: &Database,
    token: &str,
    session: Option<&[u8]>,
) -> Result<Option<Glimpse>, Stop> {
    store::look_at_invitation(db, &secrets::digest(token), session).await
}

/// Takes the person behind a session into the business of a link. Accepting twice is accepting once;
/// of two who accept at once, one comes in.
pub async fn accept(
    db: &Database,
    session: &[u8],
    token: &str,
    now: DateTime<Utc>,
) -> Result<Joined, Stop> {
    let seen = look(db, token, Some(session))
        .await?
        .ok_or(Stop::NotFound)?;
    if let Some(answer) = without_entering(&seen)? {
        return Ok(answer);
    }
    let door = Door::Invitation {
        session: session.to_vec(),
        token: secrets::digest(token),
        member_id: Uuid::now_v7(),
    };
    let cx = Cx::new(db, door, now, seen.language);
    if take_in(&cx, &secrets::digest(token), &seen).await? {
        return Ok(joined(&seen, true));
    }
    // Somebody was faster: she herself on another phone, or the owner who took it back.
    let seen = look(db, token, Some(session))
        .await?
        .ok_or(Stop::NotFound)?;
    without_entering(&seen)?.ok_or_else(|| Refusal::of("refused-invitation-over").into())
}

/// The answer where nothing needs to be written; none where the way in is open.
fn without_entering(seen: &Glimpse) -> Result<Option<Joined>, Stop> {
    if seen.signed_in_as.is_none() {
        return Err(Stop::SignIn);
    }
    if seen.is_member {
        return Ok(Some(joined(seen, false)));
    }
    if let Some(over) = seen.standing.refusal() {
        return Err(over.into());
    }
    if !seen.is_yours {
        let refusal = Refusal::of("refused-invitation-not-yours").with("whom", &seen.hint);
        return Err(refusal.into());
    }
    Ok(None)
}

/// Writes the member and ends the invitation; false where it was over by then.
async fn take_in(cx: &Cx, token: &[u8], seen: &Glimpse) -> Result<bool, Stop> {
    let mut tx = match cx.begin().await {
        Err(Stop::NotFound) => return Ok(false),
        begun => begun?,
    };
    let member_id = tx.scope().member_id().ok_or(Stop::NotFound)?;
    let invitation = store::invitation_behind(&mut tx, token).await?;
    let invitation = invitation.ok_or(Stop::NotFound)?;
    store::insert_member(&mut tx, &seen.role).await?;
    if !store::accept_invitation(&mut tx, invitation, member_id).await? {
        return Ok(false);
    }
    let details = json!({"role": seen.role, "invitation": invitation});
    audit::record(&mut tx, "member.join", "member", Some(member_id), details).await?;
    tx.commit().await?;
    Ok(true)
}

fn joined(seen: &Glimpse, is_new: bool) -> Joined {
    Joined {
        slug: seen.slug.clone(),
        business_name: seen.business_name.clone(),
        is_new,
    }
}
