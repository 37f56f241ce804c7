//! Views of the list of orders that somebody keeps under a name: for herself, or for everybody who
//! works in the business.

use serde_json::json;
use uuid::Uuid;

use super::Filter;
use super::store::views;
use crate::audit;
use crate::platform::{BusinessTx, Cx, Who, secrets};
use crate::staff::{Power, may, one_line};
use crate::values::{Refusal, Stop};

/// What the trail calls a view, and that it was kept.
const VIEW: &str = "order_view";
const KEEP: &str = "order_view.keep";
/// No member keeps more.
const MOST_VIEWS: i64 = 20;
/// The most characters of a view's name.
pub(super) const LONGEST_NAME: u32 = 40;

/// A view that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub view_id: Uuid,
    /// What it is called.
    pub name: String,
    /// The filters, as the address of the list spells them.
    pub query: String,
    /// Whether everybody in the business sees it.
    pub is_shared: bool,
    /// Who made it.
    pub member_id: Uuid,
}

/// The views that whoever acts sees: her own, and those that are shared.
pub async fn views(tx: &mut BusinessTx) -> Result<Vec<SavedView>, Stop> {
    views::seen(tx).await
}

/// Keeps filters under a name, once for each `view_id`, and what became of it meanwhile stays. A page that was
/// gone back to, and says something else now, keeps another one.
pub async fn keep_view(
    cx: &Cx,
    view_id: Uuid,
    name: &str,
    filter: &Filter,
    is_shared: bool,
) -> Result<(), Stop> {
    let name = one_line(name);
    if name.is_empty() {
        return Err(Refusal::at("view_name", "refused-a-name-needed").into());
    }
    if name.chars().count() > LONGEST_NAME as usize {
        let refusal = Refusal::at("view_name", "refused-too-long");
        return Err(refusal.with("most", LONGEST_NAME).into());
    }
    let mut tx = cx.begin().await?;
    let Who::Member { member_id, .. } = tx.scope().who else {
        return Err(Stop::Forbidden);
    };
    let mut view = SavedView {
        view_id,
        name,
        query: filter.first_page().query(),
        is_shared,
        member_id,
    };
    let details = json!({ "name": view.name, "query": view.query, "shared": is_shared });
    tx.wait_for_turn(view_id).await?;
    if audit::began_with(&mut tx, KEEP, (VIEW, view_id), &details).await? {
        return Ok(());
    }
    let is_used = !audit::trail(&mut tx, VIEW, view_id).await?.is_empty()
        || views::load(&mut tx, view_id).await?.is_some();
    if is_used {
        view.view_id = secrets::id_of(format!("{view_id} {details}").as_bytes());
        if audit::began_with(&mut tx, KEEP, (VIEW, view.view_id), &details).await? {
            return Ok(());
        }
    }
    if views::count_of(&mut tx, member_id).await? >= MOST_VIEWS {
        let refusal = Refusal::at("view_name", "refused-too-many-views");
        return Err(refusal.with("most", MOST_VIEWS).into());
    }
    views::insert(&mut tx, &view).await?;
    audit::record(&mut tx, KEEP, VIEW, Some(view.view_id), details).await?;
    tx.commit().await
}

/// Throws a view away: one's own, or a shared one where she may change settings. One that is gone
/// already is no error.
pub async fn drop_view(cx: &Cx, view_id: Uuid) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    let Some(view) = views::load(&mut tx, view_id).await? else {
        return Ok(());
    };
    if !may_drop(&tx.scope().who, &view) {
        return Err(if view.is_shared {
            Stop::Forbidden
        } else {
            Stop::NotFound
        });
    }
    views::delete(&mut tx, view_id).await?;
    let details = json!({ "name": view.name, "query": view.query });
    audit::record(&mut tx, "order_view.drop", VIEW, Some(view_id), details).await?;
    tx.commit().await
}

/// Whether somebody may throw a view away.
pub fn may_drop(who: &Who, view: &SavedView) -> bool {
    let is_own = matches!(who, Who::Member { member_id, .. } if *member_id == view.member_id);
    is_own || (view.is_shared && may(who, Power::KeepSettings))
}
