//! The one question that a page of the back office asks by itself while it stands open. Compiled
//! on both sides: the browser keeps the call, the server the answer.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::values::Stop;

/// What a page that stands open is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct News {
    /// How many orders were placed after the page was drawn.
    pub fresh: i64,
    /// How many orders are to be packed.
    pub to_pack: i64,
}

/// What came in after an instant (RFC 3339), for a member who may see orders.
#[server(prefix = "/api/orders", endpoint = "count_new_orders")]
pub async fn count_new_orders(business: String, since: String) -> Result<News, Stop> {
    let since = chrono::DateTime::parse_from_rfc3339(&since).map_err(|_| Stop::NotFound)?;
    let visit = crate::platform::Visit::current();
    let power = crate::staff::Power::SeeOrders;
    let cx = crate::staff::require(&visit, &business, power).await?;
    let mut tx = cx.read().await?;
    let since = since.with_timezone(&chrono::Utc);
    let fresh = crate::orders::count_since(&mut tx, since).await?;
    let to_pack = crate::orders::count_to_pack(&mut tx).await?;
    Ok(News { fresh, to_pack })
}
