//! The one question that a page of the back office asks by itself while it stands open. Compiled
//! on both sides: the browser keeps the call, the server the answer.

use leptos::prelude::*;

use crate::values::Stop;

/// How many orders were placed after an instant (RFC 3339), for a member who may see orders.
#[server(prefix = "/api/orders", endpoint = "count_new_orders")]
pub async fn count_new_orders(business: String, since: String) -> Result<i64, Stop> {
    let since = chrono::DateTime::parse_from_rfc3339(&since).map_err(|_| Stop::NotFound)?;
    let visit = crate::platform::Visit::current();
    let power = crate::staff::Power::SeeOrders;
    let cx = crate::staff::require(&visit, &business, power).await?;
    let mut tx = cx.read().await?;
    crate::orders::count_since(&mut tx, since.with_timezone(&chrono::Utc)).await
}
