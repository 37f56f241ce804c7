//! Changing what a member is, letting her go, and going oneself. That a business keeps an owner is
//! held by PostgreSQL, whoever is faster.

use serde_json::json;
use uuid::Uuid;

use super::require::allow;
use super::role::{Power, Role};
use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::values::{Refusal, Stop};

/// Gives a member another role and answers her name.
pub async fn change_role(cx: &Cx, member_id: Uuid, role: &str) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepPeople)?;
    let role = Role::parse(role).ok_or_else(|| Refusal::at("role", "refused-required"))?;
    let (name, before) = store::set_role(&mut tx, member_id, role).await?;
    if before != role.code() {
        let details = json!({"from": before, "to": role.code()});
        audit::record(&mut tx, "member.role", "member", Some(member_id), details).await?;
    }
    tx.commit().await?;
    Ok(name)
}

/// Lets a member go and answers her name. What she did stays in her name; her next request finds no
/// way in. Twice is once.
pub async fn remove(cx: &Cx, member_id: Uuid) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    allow(&tx, Power::KeepPeople)?;
    let (name, worked_here) = store::retire_member(&mut tx, member_id).await?;
    if !worked_here {
        return Ok(name);
    }
    let details = json!({"name": name});
    audit::record(&mut tx, "member.remove", "member", Some(member_id), details).await?;
    tx.commit().await?;
    Ok(name)
}

/// Whoever acts leaves the business; answers the business's name. Everybody may but the last owner.
pub async fn leave(cx: &Cx) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    let member_id = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let business = tx.scope().name.clone();
    let (name, worked_here) = store::retire_member(&mut tx, member_id).await?;
    if !worked_here {
        return Ok(business);
    }
    let details = json!({"name": name});
    audit::record(&mut tx, "member.leave", "member", Some(member_id), details).await?;
    tx.commit().await?;
    Ok(business)
}
