//! Every background job, and the domain that does it.

use std::sync::Arc;

use crate::mpesa::Daraja;
use crate::platform::AppState;
use crate::platform::fault;
use crate::platform::jobs::Handler;
use crate::{catalog, orders, payments};

/// Does jobs with what they need of the outside world.
pub fn handler(state: &AppState, daraja: Option<Daraja>) -> Handler {
    let seal = state.seal.clone();
    let config = state.config.clone();
    let callback_base = config
        .callback_url
        .clone()
        .unwrap_or_else(|| config.public_url.clone());
    Arc::new(move |cx, task, payload| {
        let (seal, daraja, base) = (seal.clone(), daraja.clone(), callback_base.clone());
        Box::pin(async move {
            if catalog::jobs::run_job(&task, &cx, &payload).await? {
                return Ok(());
            }
            if orders::run_job(&task, &cx, &payload).await? {
                return Ok(());
            }
            let daraja = daraja.as_ref();
            if payments::run(&task, cx, payload, daraja, &base, &seal, orders::settle).await? {
                return Ok(());
            }
            Err(fault("a job that nobody does", &task))
        })
    })
}
