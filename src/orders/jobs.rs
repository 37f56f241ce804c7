//! Jobs of orders.

use serde_json::Value;
use uuid::Uuid;

use super::release;
use crate::platform::{Cx, fault};
use crate::values::Stop;

/// Does a job of ours; false when the task is another domain's.
pub async fn run_job(task: &str, cx: &Cx, payload: &Value) -> Result<bool, Stop> {
    if task != "orders.release" {
        return Ok(false);
    }
    let order_id: Uuid = payload
        .get("order_id")
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| fault("a job names no order", &task))?;
    match release::release(cx, order_id).await {
        // An order that is not there any more needs nothing released.
        Err(Stop::NotFound) => Ok(true),
        other => other.map(|()| true),
    }
}
