//! Somebody has looked at a flag.

use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power, one_line};
use crate::values::{Refusal, Stop};

/// The longest note.
pub(super) const LONGEST_NOTE: u32 = 300;

/// Notes that whoever acts has looked at a flag, with a word about it. Where somebody had, nothing
/// changes.
pub async fn resolve(cx: &Cx, flag_id: Uuid, note: &str) -> Result<(), Stop> {
    let note = one_line(note);
    let most = usize::try_from(LONGEST_NOTE).unwrap_or(usize::MAX);
    if note.chars().count() > most {
        return Err(Refusal::at("note", "refused-too-long")
            .with("most", most)
            .into());
    }
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepTills)?;
    let by = tx.scope().member_id().ok_or(Stop::Forbidden)?;
    let Some(code) = store::set_resolved(&mut tx, flag_id, by, &note).await? else {
        return Ok(());
    };
    let details = json!({ "code": code, "note": note });
    audit::record(&mut tx, "flag.resolve", "flag", Some(flag_id), details).await?;
    tx.commit().await
}
