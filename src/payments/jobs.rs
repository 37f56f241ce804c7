//! The jobs of this folder, by the names they are enqueued under.
//!
//! What never breaks: every one of them bears being run twice.
//!
//! | task | payload | what it does |
//! |---|---|---|
//! | `mpesa.submit` | `attempt_id` | sends the prompt |
//! | `mpesa.watch` | `attempt_id` | looks after an attempt that may be stuck |
//! | `mpesa.query` | `attempt_id`, `asked` | asks how the prompt ended |
//! | `mpesa.read` | `message_id` | reads a callback that was kept |

use serde_json::Value;
use uuid::Uuid;

use super::money_in::Settle;
use super::{ask_again, hear, submit};
use crate::mpesa::Daraja;
use crate::platform::secrets::SealingKey;
use crate::platform::{Cx, clock, fault};
use crate::values::Stop;

/// What jobs work with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Means<'a> {
    /// M-Pesa, where it is on.
    pub daraja: Option<&'a Daraja>,
    /// The address before `/d/c/…` that M-Pesa reaches us by.
    pub callback_base: &'a str,
    /// Opens the business's credentials.
    pub seal: &'a SealingKey,
    /// Settles an order.
    pub settle: Settle,
}

/// Runs a job, if it is one of this folder's; false if it is not. `callback_base` is the address
/// before `/d/c/…` that M-Pesa reaches us by; without `daraja` prompts are rejected.
pub async fn run(
    task: &str,
    cx: Cx,
    payload: Value,
    daraja: Option<&Daraja>,
    callback_base: &str,
    seal: &SealingKey,
    settle: Settle,
) -> Result<bool, Stop> {
    let means = Means {
        daraja,
        callback_base,
        seal,
        settle,
    };
    match task {
        "mpesa.submit" => submit::submit(&cx, id(&payload, "attempt_id")?, &means).await?,
        "mpesa.watch" => {
            ask_again::look_after(&cx, id(&payload, "attempt_id")?, clock::now()).await?;
        }
        "mpesa.query" => {
            let attempt_id = id(&payload, "attempt_id")?;
            ask_again::ask_again(&cx, attempt_id, asked(&payload)?, &means).await?;
        }
        "mpesa.read" => {
            hear::read_and_apply(&cx, id(&payload, "message_id")?, settle).await?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn id(payload: &Value, name: &str) -> Result<Uuid, Stop> {
    payload
        .get(name)
        .and_then(Value::as_str)
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| fault("a job of M-Pesa lacks an id", &name))
}

fn asked(payload: &Value) -> Result<i32, Stop> {
    payload
        .get("asked")
        .and_then(Value::as_i64)
        .and_then(|asked| i32::try_from(asked).ok())
        .ok_or_else(|| fault("a job of M-Pesa lacks a count", &"asked"))
}
