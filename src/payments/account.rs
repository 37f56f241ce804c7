//! The account that M-Pesa pays into: what a business got from Safaricom.
//!
//! What never breaks: secrets go in and never come out to a person; they are sealed for their
//! business, with a key that is not in the database.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::{self, AccountRow};
use crate::audit;
use crate::mpesa::{AccountKind, Credentials};
use crate::platform::secrets::SealingKey;
use crate::platform::{BusinessTx, Cx, fault};
use crate::values::{Refusal, Stop};

/// The field that secrets are sealed for.
const FIELD: &str = "mpesa";

/// What a person types. A secret that is left empty stays as it is; a refused form forgets it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    /// PayBill number, or the store number of a till: five to seven digits.
    pub short_code: String,
    /// `paybill` or `till`.
    pub kind: String,
    /// The till that is credited; empty for a PayBill number.
    pub till_number: String,
    /// The application's consumer key.
    #[serde(skip_serializing)]
    pub consumer_key: String,
    /// The application's consumer secret.
    #[serde(skip_serializing)]
    pub consumer_secret: String,
    /// The passkey of the short code.
    #[serde(skip_serializing)]
    pub passkey: String,
}

impl std::fmt::Debug for AccountForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountForm")
            .field("short_code", &self.short_code)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// What a person may see of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountShown {
    /// PayBill number, or the store number of a till.
    pub short_code: String,
    /// `paybill` or `till`.
    pub kind: String,
    /// The till that is credited.
    pub till_number: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was tried out as it is, and what that brought: the end of a translation key.
    pub tested: Option<(DateTime<Utc>, String)>,
}

#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Secrets {
    consumer_key: String,
    consumer_secret: String,
    passkey: String,
}

/// The business's account, without its secrets; none where it has none.
pub async fn account(tx: &mut BusinessTx) -> Result<Option<AccountShown>, Stop> {
    let row = store::account(tx).await?;
    Ok(row.map(|row| AccountShown {
        short_code: row.short_code,
        kind: row.kind,
        till_number: row.till_number,
        updated_at: row.updated_at,
        tested: row.tested_at.zip(row.test_outcome),
    }))
}

/// Whether customers can be asked to pay by M-Pesa: the business wants it, has an account, and
/// keeps its books in Kenyan shillings.
pub async fn takes_mpesa(tx: &mut BusinessTx) -> Result<bool, Stop> {
    store::takes_mpesa(tx).await
}

/// What M-Pesa is spoken to with; none where the business has no account.
pub async fn credentials(
    tx: &mut BusinessTx,
    seal: &SealingKey,
) -> Result<Option<Credentials>, Stop> {
    let Some(row) = store::account(tx).await? else {
        return Ok(None);
    };
    credentials_in(tx.business(), seal, row).map(Some)
}

/// What stands in an account's row.
pub(super) fn credentials_in(
    business: i64,
    seal: &SealingKey,
    row: AccountRow,
) -> Result<Credentials, Stop> {
    let secrets = open(business, seal, &row)?;
    let kind = match row.till_number {
        Some(till_number) => AccountKind::Till { till_number },
        None => AccountKind::PayBill,
    };
    Ok(Credentials {
        consumer_key: secrets.consumer_key,
        consumer_secret: secrets.consumer_secret,
        short_code: row.short_code,
        kind,
        passkey: secrets.passkey,
    })
}

fn open(business: i64, seal: &SealingKey, row: &AccountRow) -> Result<Secrets, Stop> {
    let opened = seal
        .open(business, FIELD, &row.sealed)
        .ok_or_else(|| fault("M-Pesa's secrets were sealed with another key", &business))?;
    serde_json::from_slice(&opened)
        .map_err(|_| fault("M-Pesa's secrets could not be read", &business))
}

/// Keeps the account. The caller checks that whoever acts may keep settings.
///
/// # Errors
/// Refuses, field by field, what cannot be right. The passkey must be given anew with another
/// short code.
pub async fn keep_account(
    tx: &mut BusinessTx,
    seal: &SealingKey,
    form: &AccountForm,
) -> Result<(), Stop> {
    let there = store::account(tx).await?;
    let business = tx.business();
    let short_code = form.short_code.trim().to_owned();
    let old = match &there {
        // Secrets that no longer open are gone: all must be given anew.
        Some(row) => open(business, seal, row).unwrap_or_default(),
        None => Secrets::default(),
    };
    let same_code = there
        .as_ref()
        .is_some_and(|row| row.short_code == short_code);
    let old_passkey = if same_code {
        old.passkey.clone()
    } else {
        String::new()
    };
    let secrets = Secrets {
        consumer_key: given(&form.consumer_key, &old.consumer_key),
        consumer_secret: given(&form.consumer_secret, &old.consumer_secret),
        passkey: given(&form.passkey, &old_passkey),
    };
    let is_till = form.kind == "till";
    let refusals = flaws(form, &short_code, is_till, &secrets);
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    let sealed = serde_json::to_vec(&secrets)
        .ok()
        .and_then(|plain| seal.seal(business, FIELD, &plain))
        .ok_or_else(|| fault("M-Pesa's secrets could not be sealed", &business))?;
    let row = AccountRow {
        short_code,
        kind: if is_till { "till" } else { "paybill" }.to_owned(),
        till_number: is_till.then(|| form.till_number.trim().to_owned()),
        sealed,
        key_id: Some(seal.id()),
        updated_at: tx.scope().now,
        tested_at: None,
        test_outcome: None,
    };
    store::keep_account(tx, &row).await?;
    let details = json!({
        "short_code": row.short_code, "kind": row.kind, "till_number": row.till_number,
        "secrets_changed": secrets != old,
    });
    audit::record(tx, "mpesa.account.keep", "mpesa_account", None, details).await
}

/// Removes the account: customers are asked by M-Pesa no more. The caller checks the power. Refused
/// while a prompt is open, because only this account can ask how it ended. Where there is none it is gone already.
pub async fn remove_account(tx: &mut BusinessTx) -> Result<(), Stop> {
    if store::has_open_prompt(tx).await? {
        return Err(Refusal::of("refused-mpesa-prompts-open").into());
    }
    if !store::remove_account(tx).await? {
        return Ok(());
    }
    audit::record(tx, "mpesa.account.remove", "mpesa_account", None, json!({})).await
}

/// Seals the account's secrets anew with the key that seals now; false where that was done before,
/// or there is none. For the operator's command.
pub async fn reseal(cx: &Cx, seal: &SealingKey) -> Result<bool, Stop> {
    let mut tx = cx.begin().await?;
    // Locked, so that what somebody keeps meanwhile is not overwritten with what was there before.
    let Some(row) = store::lock_account(&mut tx).await? else {
        return Ok(false);
    };
    let key_id = seal.id();
    if row.key_id.as_deref() == Some(key_id.as_str()) {
        return Ok(false);
    }
    let business = tx.business();
    let plain = seal.open(business, FIELD, &row.sealed);
    let plain = plain.ok_or_else(|| fault("no key opens M-Pesa's secrets", &business))?;
    let sealed = seal.seal(business, FIELD, &plain);
    let sealed = sealed.ok_or_else(|| fault("M-Pesa's secrets could not be sealed", &business))?;
    store::reseal_account(&mut tx, &sealed, &key_id).await?;
    let details = json!({"key": key_id});
    audit::record(
        &mut tx,
        "mpesa.account.reseal",
        "mpesa_account",
        None,
        details,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

fn given(typed: &str, old: &str) -> String {
    let typed = typed.trim();
    if typed.is_empty() { old } else { typed }.to_owned()
}

fn flaws(form: &AccountForm, short_code: &str, is_till: bool, secrets: &Secrets) -> Vec<Refusal> {
    let is_code = |text: &str| {
        (5..=7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut refusals = Vec::new();
    if !is_code(short_code) {
        refusals.push(Refusal::at("short_code", "refused-short-code"));
    }
    if !is_till && form.kind != "paybill" {
        refusals.push(Refusal::at("kind", "refused-required"));
    }
    if is_till && !is_code(form.till_number.trim()) {
        refusals.push(Refusal::at("till_number", "refused-till-number"));
    }
    // Each says which it is: the head of the form lists them without the fields' names.
    for (field, missing, secret) in [
        (
            "consumer_key",
            "refused-consumer-key",
            &secrets.consumer_key,
        ),
        (
            "consumer_secret",
            "refused-consumer-secret",
            &secrets.consumer_secret,
        ),
        ("passkey", "refused-passkey", &secrets.passkey),
    ] {
        let refusal = if secret.is_empty() {
            Refusal::of(missing)
        } else if secret.len() > 500 {
            Refusal::of("refused-too-long").with("most", 500)
        } else {
            continue;
        };
        refusals.push(Refusal {
            field: Some(field.to_owned()),
            ..refusal
        });
    }
    refusals
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tests::support::Shop;

    fn form() -> AccountForm {
        AccountForm {
            short_code: " 600000 ".to_owned(),
            kind: "till".to_owned(),
            till_number: "5123456".to_owned(),
            consumer_key: "key".to_owned(),
            consumer_secret: "secret".to_owned(),
            passkey: "passkey".to_owned(),
        }
    }

    #[test]
    fn every_flaw_is_named_at_once() {
        let empty = AccountForm::default();
        let refusals = flaws(&empty, "", false, &Secrets::default());
        let fields: Vec<_> = refusals.iter().filter_map(|r| r.field.as_deref()).collect();
        assert_eq!(
            fields,
            [
                "short_code",
                "kind",
                "consumer_key",
                "consumer_secret",
                "passkey"
            ]
        );
        assert!(!format!("{:?}", form()).contains("passkey"));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn secrets_are_kept_and_not_shown() {
        let shop = Shop::open("mpesa-account").await;
        let seal = SealingKey::parse(&"ab".repeat(32)).unwrap();
        let mut tx = shop.cx().begin().await.unwrap();
        keep_account(&mut tx, &seal, &form()).await.unwrap();
        let typed = AccountForm {
            till_number: "5999999".to_owned(),
            consumer_key: "another".to_owned(),
            consumer_secret: String::new(),
            passkey: String::new(),
            ..form()
        };
        keep_account(&mut tx, &seal, &typed).await.unwrap();
        let kept = credentials(&mut tx, &seal).await.unwrap().unwrap();
        assert_eq!(kept.party_b(), "5999999");
        assert_eq!(
            (kept.consumer_key.as_str(), kept.consumer_secret.as_str()),
            ("another", "secret")
        );
        let moved = AccountForm {
            short_code: "600001".to_owned(),
            ..typed
        };
        let refused = keep_account(&mut tx, &seal, &moved).await;
        let expected = vec![Refusal::at("passkey", "refused-passkey")];
        assert_eq!(refused, Err(Stop::Refused(expected)));
    }
}
