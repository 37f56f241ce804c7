//! Inviting somebody, inviting her again with another link, and taking an invitation back.

use serde_json::json;
use uuid::Uuid;

use super::invitation::{Ask, InvitationForm, expiry};
use super::require::allow;
use super::role::Power;
use super::store;
use crate::audit;
use crate::platform::{BusinessTx, Cx, fault, secrets};
use crate::values::{Refusal, Stop};

/// An invitation that was made. Its token is known now and never again: the database keeps a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Its id.
    pub invitation_id: Uuid,
    /// The business, for sealing the token on its way to the page.
    pub business_id: i64,
    /// The secret of its link; none where the same form came before.
    pub token: Option<String>,
}

/// Why a form invites nobody that has invited somebody else, or as something else.
pub(super) const OTHER: &str = "refused-invitation-other";

/// Invites the person of a form. The same form sent twice is one invitation, and with another person or
/// role it is refused; an identity that was invited and has not answered is refused until its link ran
/// out or was taken back.
pub async fn invite(cx: &Cx, form: &InvitationForm) -> Result<Invited, Stop> {
    let ask = Ask::read(form, cx.now)?;
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepPeople)?;
    let inviter = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let mut made = Invited {
        invitation_id: ask.invitation_id,
        business_id: tx.business(),
        token: None,
    };
    tx.wait_for_turn(ask.invitation_id).await?;
    if is_made(&mut tx, &ask).await? {
        return Ok(made);
    }
    if store::works_here(&mut tx, ask.identity.stored()).await? {
        return Err(Refusal::at("identity", "refused-works-here").into());
    }
    store::end_expired(&mut tx, ask.identity.stored()).await?;
    store::insert_invitation(&mut tx, &ask, inviter).await?;
    made.token = Some(new_link(&mut tx, ask.invitation_id).await?);
    let details = json!({"identity": ask.identity.stored(), "role": ask.role.code()});
    let id = Some(ask.invitation_id);
    audit::record(&mut tx, "invitation.make", "invitation", id, details).await?;
    tx.commit().await?;
    Ok(made)
}

/// Whether a form has invited already.
///
/// # Errors
/// Refuses one that has invited somebody else, or as something else.
async fn is_made(tx: &mut BusinessTx, ask: &Ask) -> Result<bool, Stop> {
    match store::invited_as(tx, ask.invitation_id).await? {
        None => Ok(false),
        Some((identity, role)) if identity == ask.identity.stored() && role == ask.role.code() => {
            Ok(true)
        }
        Some(_) => Err(Refusal::of(OTHER).into()),
    }
}

/// Makes a new link for somebody who was invited and has not answered; the old one dies. `new_id`
/// comes with the form, so that a form sent twice makes one.
pub async fn invite_again(cx: &Cx, invitation_id: Uuid, new_id: Uuid) -> Result<Invited, Stop> {
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepPeople)?;
    let inviter = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let mut made = Invited {
        invitation_id: new_id,
        business_id: tx.business(),
        token: None,
    };
    tx.wait_for_turn(new_id).await?;
    if store::invited_as(&mut tx, new_id).await?.is_some() {
        return Ok(made);
    }
    let old = store::end_invitation(&mut tx, invitation_id, "replaced").await?;
    let (identity, role) = old.ok_or_else(|| Refusal::of("refused-invitation-over"))?;
    let broken = || fault("an invitation names nobody", &invitation_id);
    let ask = Ask {
        invitation_id: new_id,
        identity: super::Identity::parse(&identity).ok_or_else(broken)?,
        role,
        expires_at: expiry(cx.now),
    };
    store::insert_invitation(&mut tx, &ask, inviter).await?;
    made.token = Some(new_link(&mut tx, new_id).await?);
    let details = json!({"identity": identity, "role": role.code(), "instead_of": invitation_id});
    let id = Some(new_id);
    audit::record(&mut tx, "invitation.make_again", "invitation", id, details).await?;
    tx.commit().await?;
    Ok(made)
}

/// Takes an invitation back; its link dies. Answers whom it was for. Twice is once.
///
/// # Errors
/// Refused (`refused-invitation-over`) where it ended otherwise.
pub async fn revoke(cx: &Cx, invitation_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepPeople)?;
    let ended = store::end_invitation(&mut tx, invitation_id, "revoked").await?;
    let Some((identity, role)) = ended else {
        let gone = store::revoked_from(&mut tx, invitation_id).await?;
        return gone.ok_or_else(|| Refusal::of("refused-invitation-over").into());
    };
    let details = json!({"identity": identity, "role": role.code()});
    let id = Some(invitation_id);
    audit::record(&mut tx, "invitation.revoke", "invitation", id, details).await?;
    tx.commit().await?;
    Ok(identity)
}

async fn new_link(tx: &mut BusinessTx, invitation_id: Uuid) -> Result<String, Stop> {
    let token = secrets::new_token();
    store::keep_link(tx, &secrets::digest(&token), invitation_id).await?;
    Ok(token)
}
