//! Setting a PIN: one's own, or another member's.

use serde_json::json;
use uuid::Uuid;

use super::pin::PinForm;
use super::store::{self, Colleague};
use crate::audit;
use crate::platform::{BusinessTx, Cx, Scope};
use crate::staff::{Power, Role, allow, may, password};
use crate::values::Stop;

/// Sets the PIN of a member and answers her name. Her own everybody may set; a cashier's whoever keeps
/// tills; anybody's whoever keeps people.
pub async fn set_pin(cx: &Cx, member_id: Uuid, form: &PinForm) -> Result<String, Stop> {
    let pin = form.read()?;
    // Nobody makes us hash who may not set it, and no connection waits for the hash.
    whose(&mut cx.read().await?, member_id).await?;
    let hash = password::hash(&pin).await?;
    let mut tx = cx.begin().await?;
    let her = whose(&mut tx, member_id).await?;
    let by = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    store::set_pin(&mut tx, member_id, &hash, by).await?;
    let details = json!({"name": her.name});
    audit::record(&mut tx, "pin.set", "member", Some(member_id), details).await?;
    tx.commit().await?;
    Ok(her.name)
}

/// The member of that id, if whoever acts may set her PIN.
async fn whose(tx: &mut BusinessTx, member_id: Uuid) -> Result<Colleague, Stop> {
    let is_hers = tx.scope().member_id() == Some(member_id);
    if !is_hers {
        allow(tx, Power::KeepTills)?;
    }
    let her = store::colleague(tx, member_id).await?;
    let her = her.ok_or(Stop::NotFound)?;
    if may_set(tx.scope(), member_id, her.role) {
        Ok(her)
    } else {
        Err(Stop::Forbidden)
    }
}

/// Whether whoever acts may set the PIN of a member with that role.
pub(super) fn may_set(scope: &Scope, member_id: Uuid, role: Role) -> bool {
    scope.member_id() == Some(member_id)
        || may(&scope.who, Power::KeepPeople)
        || (role == Role::Cashier && may(&scope.who, Power::KeepTills))
}
