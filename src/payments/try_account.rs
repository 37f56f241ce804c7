//! Trying the M-Pesa account out: what M-Pesa says of it, kept and shown.

use std::time::Duration;

use serde_json::json;

use super::{account, store};
use crate::audit;
use crate::mpesa::{Daraja, TriedOut};
use crate::platform::secrets::SealingKey;
use crate::platform::{Cx, fault, limits};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Shorter than a request may take as a whole: a person waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The word of an outcome, in the database and at the end of a translation key.
const fn code(outcome: TriedOut) -> &'static str {
    match outcome {
        TriedOut::Works => "works",
        TriedOut::KeysRefused => "keys_refused",
        TriedOut::NumberRefused => "number_refused",
        TriedOut::OtherEnvironment => "other_environment",
        TriedOut::NotReached => "not_reached",
        TriedOut::Busy => "busy",
        TriedOut::Unclear => "unclear",
    }
}

/// Asks M-Pesa whether the account that is kept is right; sends no prompt and moves no money. What it
/// says is kept, unless the account was changed while it was asked. No transaction is open meanwhile.
pub async fn try_account(
    cx: &Cx,
    seal: &SealingKey,
    daraja_url: Option<&str>,
) -> Result<&'static str, Stop> {
    let url = daraja_url.ok_or_else(|| Refusal::of("refused-mpesa-off"))?;
    let mut tx = cx.read().await?;
    staff::allow(&tx, Power::KeepAccounts)?;
    let business = tx.business();
    let row = store::account(&mut tx).await?.ok_or(Stop::NotFound)?;
    drop(tx);
    let as_of = row.updated_at;
    let credentials = account::credentials_in(business, seal, row)?;
    let db = cx.database();
    let key = business.to_string();
    db.limit(&limits::MPESA_TRY, &key, cx.now).await?;
    db.limit(&limits::MPESA_TRY_HOUR, &key, cx.now).await?;
    // A client of its own holds no token yet, so that the keys are really asked about.
    let daraja = Daraja::new(url).map_err(|error| fault("M-Pesa's address", &error))?;
    let tried = tokio::time::timeout(PATIENCE, daraja.try_out(&credentials, cx.now)).await;
    let outcome = code(tried.unwrap_or(TriedOut::NotReached));
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepAccounts)?;
    if !store::keep_test(&mut tx, as_of, outcome).await? {
        return Err(Refusal::of("refused-changed-meanwhile").into());
    }
    let details = json!({"outcome": outcome});
    audit::record(&mut tx, "mpesa.account.try", "mpesa_account", None, details).await?;
    tx.commit().await?;
    Ok(outcome)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::mpesa::simulator::{self, SimulatorSettings};
    use crate::tests::support::Shop;

    async fn simulator() -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = simulator::router(SimulatorSettings::default());
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    }

    async fn shown(shop: &Shop) -> Option<String> {
        let mut tx = shop.look().await;
        let shown = account::account(&mut tx).await.unwrap().unwrap();
        shown.tested.map(|(_, outcome)| outcome)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_mpesa_says_is_kept_until_the_account_changes() {
        let shop = Shop::open("mpesa-try").await;
        let seal = shop.state().seal;
        let url = simulator().await;
        assert_eq!(shown(&shop).await, None);
        let tried = try_account(&shop.cx(), &seal, Some(&url)).await;
        assert_eq!(tried, Ok("works"));
        assert_eq!(shown(&shop).await.as_deref(), Some("works"));
        let nobody = try_account(&shop.cx(), &seal, Some("http://127.0.0.1:9")).await;
        assert_eq!(nobody, Ok("not_reached"));
        let cashier = try_account(&shop.cashier(), &seal, Some(&url)).await;
        assert_eq!(cashier, Err(Stop::Forbidden));
        let form = account::AccountForm {
            short_code: "174379".to_owned(),
            kind: "paybill".to_owned(),
            passkey: "not the sandbox's".to_owned(),
            ..account::AccountForm::default()
        };
        let mut tx = shop.cx().begin().await.unwrap();
        account::keep_account(&mut tx, &seal, &form).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shown(&shop).await, None);
        let tried = try_account(&shop.cx(), &seal, Some(&url)).await;
        assert_eq!(tried, Ok("number_refused"));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn it_is_not_tried_without_end() {
        let shop = Shop::open("mpesa-try-often").await;
        let seal = shop.state().seal;
        let mut slowed = false;
        for _ in 0..8 {
            let tried = try_account(&shop.cx(), &seal, Some("http://127.0.0.1:9")).await;
            slowed |= matches!(tried, Err(Stop::SlowDown(_)));
        }
        assert!(slowed);
    }
}
