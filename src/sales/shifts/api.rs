//! The form that closes a shift from the back office: where its till is lost or broken, or where its
//! cashier has gone home.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::CloseAsk;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::platform::{Cx, Visit};
use crate::staff::{self, Power};
use crate::values::{Money, Refusal, Stop};

/// What the form sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    /// The shift.
    pub shift_id: String,
    /// What was counted, as people type it.
    pub counted: String,
    /// A word about it.
    pub note: String,
}

impl CloseForm {
    async fn read(&self, cx: &Cx) -> Result<CloseAsk, Stop> {
        let tx = cx.read().await?;
        let counted = Money::parse(&self.counted, &tx.scope().currency);
        Ok(CloseAsk {
            shift_id: self.shift_id.parse().map_err(|_| Stop::NotFound)?,
            device_id: None,
            counted: counted.map_err(|_| Refusal::at("counted", "refused-not-an-amount"))?,
            note: self.note.clone(),
            unsynced: None,
            occurred_at: None,
        })
    }
}

/// Closes a shift.
#[server(prefix = "/api/sales", endpoint = "close_shift")]
pub async fn close_shift(
    #[server(default)] business: String,
    #[server(default)] form: CloseForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!(
        "/b/{}/sales/shifts/{}",
        encode(&business),
        encode(&form.shift_id)
    );
    let key = format!("shift:{}", form.shift_id);
    let submitted = Submitted::new(&visit, &key, page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::RunShift).await?;
        let ask = form.read(&cx).await?;
        super::close(&cx, &ask).await?;
        Ok(Done::saying(page, Refusal::of("done-shift-closed")))
    };
    submitted.answer(outcome.await).await
}
