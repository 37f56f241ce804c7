//! Server functions of batches: each requires a power and calls one verb.

use leptos::prelude::*;
use uuid::Uuid;

use super::BatchForm;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Puts right what was typed of a batch.
#[server(prefix = "/api/stock", endpoint = "correct_batch")]
pub async fn correct_batch(
    #[server(default)] business: String,
    #[server(default)] form: BatchForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    // Only an id goes into an address, whatever was sent.
    let page = match form.batch_id.parse::<Uuid>() {
        Ok(id) => format!("/b/{business}/stock/batches/{id}"),
        Err(_) => format!("/b/{business}/stock/expiry"),
    };
    let key = format!("batch:{}", form.batch_id);
    let submitted = Submitted::new(&visit, &key, page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        let number = super::correct(&cx, &form).await?;
        let notice = Refusal::of("done-batch-corrected").with("number", number);
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}
