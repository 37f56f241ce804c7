//! The forms of the account that M-Pesa pays into. Whoever changes where money goes types her password
//! again, unless she did a moment ago.

use leptos::prelude::*;

use super::account::{self, AccountForm};
use super::try_account;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

fn page(business: &str) -> String {
    format!("/b/{business}/settings/payments")
}

/// Keeps the business's M-Pesa account. Secrets that are left empty stay as they are, and are never
/// kept with a refused form.
#[server(prefix = "/api/payments", endpoint = "keep_mpesa_account")]
pub async fn keep_mpesa_account(
    business: String,
    #[server(default)] form: AccountForm,
    #[server(default)] password: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page(&business);
    let submitted = Submitted::new(&visit, "mpesa-account", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepAccounts).await?;
        staff::confirm(&visit, &password).await?;
        let mut tx = cx.begin().await?;
        staff::allow(&tx, Power::KeepAccounts)?;
        account::keep_account(&mut tx, &visit.state.seal, &form).await?;
        tx.commit().await?;
        Ok(Done::saying(page, Refusal::of("done-mpesa-account-kept")))
    };
    submitted.answer(outcome.await).await
}

/// Removes the business's M-Pesa account.
#[server(prefix = "/api/payments", endpoint = "remove_mpesa_account")]
pub async fn remove_mpesa_account(
    business: String,
    #[server(default)] again: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page(&business);
    let submitted = Submitted::new(&visit, "mpesa-remove", page.clone(), &());
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepAccounts).await?;
        staff::confirm(&visit, &again).await?;
        let mut tx = cx.begin().await?;
        staff::allow(&tx, Power::KeepAccounts)?;
        account::remove_account(&mut tx).await?;
        tx.commit().await?;
        let notice = Refusal::of("done-mpesa-account-removed");
        Ok(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// Asks M-Pesa whether the account that is kept is right.
#[server(prefix = "/api/payments", endpoint = "try_mpesa_account")]
pub async fn try_mpesa_account(business: String) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page(&business);
    let submitted = Submitted::new(&visit, "mpesa-try", page.clone(), &());
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepAccounts).await?;
        let daraja = visit.state.config.daraja_url.as_deref();
        // The page says what came of it: it is kept.
        try_account::try_account(&cx, &visit.state.seal, daraja).await?;
        Ok(Done::to(page))
    };
    submitted.answer(outcome.await).await
}
