//! News of orders on every page of the back office: how many are to be packed, and that one came.

use chrono::SecondsFormat;
use leptos::prelude::*;

use crate::orders;
use crate::orders::islands::NewOrders;
use crate::platform::{Scope, Visit};
use crate::staff::{Power, may};
use crate::ui::language::Say;

/// How many orders are to be packed, for the navigation; none where she may not see orders, or the
/// count cannot be had: a page is not worth less for that.
pub async fn to_pack(visit: &Visit, scope: Option<Scope>) -> Option<i64> {
    let scope = scope.filter(|scope| may(&scope.who, Power::SeeOrders))?;
    let cx = visit.member(&scope.slug).ok()?;
    let mut tx = cx.read().await.ok()?;
    orders::count_to_pack(&mut tx).await.ok()
}

/// The count beside the place of orders. It stands there unseen while there is none, so that the
/// island that listens can fill it.
pub(super) fn count_badge(to_pack: Option<i64>) -> AnyView {
    let badge = to_pack.map(|count| {
        let is_none = count == 0;
        view! {
            <span class="nav-count num" data-to-pack="" hidden=is_none>
                {count.to_string()}
            </span>
        }
    });
    badge.into_any()
}

/// Listens for orders that come in while the page stands open.
pub(super) fn news(say: Say, scope: &Scope) -> AnyView {
    if !may(&scope.who, Power::SeeOrders) {
        return ().into_any();
    }
    let since = scope.now.to_rfc3339_opts(SecondsFormat::Micros, true);
    view! {
        <NewOrders
            business=scope.slug.clone()
            since=since
            label_one=say.t("orders-new-one")
            label_many=say.with("orders-new-many", &[("count", "#")])
            label_away=say.t("orders-news-away")
            href=format!("/b/{}/orders?tab=all", scope.slug)
        />
    }
    .into_any()
}
