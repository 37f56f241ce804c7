//! The form of the account that M-Pesa pays into.

use leptos::prelude::*;

use super::account::{self, AccountForm};
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Keeps the business's M-Pesa account. Secrets that are left empty stay as they are, and are never
/// kept with a refused form.
#[server(prefix = "/api/payments", endpoint = "keep_mpesa_account")]
pub async fn keep_mpesa_account(
    business: String,
    #[server(default)] form: AccountForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/settings/payments");
    let submitted = Submitted::new(&visit, "mpesa-account", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let mut tx = cx.begin().await?;
        staff::allow(&tx, Power::KeepSettings)?;
        account::keep_account(&mut tx, &visit.state.seal, &form).await?;
        tx.commit().await?;
        Ok(Done::saying(page, Refusal::of("done-mpesa-account-kept")))
    };
    submitted.answer(outcome.await).await
}
