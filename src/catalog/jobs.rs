//! The jobs of the catalogue. Each bears being run twice.
//!
//! | task | payload | what it does |
//! |---|---|---|
//! | `catalog.import` | `import_id` | works through a file that was sent |
//! | `catalog.import_forget` | `import_id` | forgets the file some days later |

use serde_json::Value;
use uuid::Uuid;

use super::import;
use crate::platform::{Cx, fault};
use crate::values::Stop;

/// Does a job of ours; false when the task is another domain's.
pub async fn run_job(task: &str, cx: &Cx, payload: &Value) -> Result<bool, Stop> {
    match task {
        "catalog.import" => import::work(cx, import_of(task, payload)?).await?,
        "catalog.import_forget" => import::forget(cx, import_of(task, payload)?).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn import_of(task: &str, payload: &Value) -> Result<Uuid, Stop> {
    payload
        .get("import_id")
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| fault("a job names no import", &task))
}
