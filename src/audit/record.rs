//! Writing into the trail, and reading it back.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::store;
use crate::platform::{BusinessTx, secrets};
use crate::values::Stop;

/// One act, as the trail tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// What was done: `order.deliver`, `product.keep`.
    pub act: String,
    /// The name of the member who did it, or none where no member did.
    pub who: Option<String>,
    /// What kind of actor did it: `member`, `customer`, `job`, `operator`, `mpesa`.
    pub actor_kind: String,
    /// What it did in particular; null once that was erased.
    pub details: Value,
    /// Whether the details are still those that were written. Erased details count as such.
    pub intact: bool,
}

/// Writes an act into the trail, in the act's own transaction.
pub async fn record(
    tx: &mut BusinessTx,
    act: &str,
    subject_kind: &str,
    subject: Option<Uuid>,
    details: Value,
) -> Result<(), Stop> {
    let salt: [u8; 16] = rand::random();
    let fact = store::Fact {
        audit_id: Uuid::now_v7(),
        act,
        subject_kind,
        subject,
        digest: digest(&salt, &details),
    };
    store::insert(tx, &fact, &salt, &details).await
}

/// What was done to one thing, the newest first.
pub async fn trail(
    tx: &mut BusinessTx,
    subject_kind: &str,
    subject: Uuid,
) -> Result<Vec<Trace>, Stop> {
    store::of_subject(tx, subject_kind, subject).await
}

/// Whether the first act on a thing was this one, with these details: what asks for it again, however late, asks
/// for what is done, and not for a change.
pub async fn began_with(
    tx: &mut BusinessTx,
    act: &str,
    (subject_kind, subject): (&str, Uuid),
    details: &Value,
) -> Result<bool, Stop> {
    let first = store::of_subject(tx, subject_kind, subject).await?.pop();
    Ok(first.is_some_and(|first| first.act == act && first.details == *details))
}

/// SHA-256 of the salt followed by the details in their one spelling.
pub(super) fn digest(salt: &[u8], details: &Value) -> Vec<u8> {
    let mut bytes = salt.to_vec();
    spell(details, &mut bytes);
    secrets::digest_bytes(&bytes)
}

/// One spelling for one value: keys in order of their bytes, no spaces. The database keeps keys in
/// an order of its own, so what comes back must be spelled anew before it is compared.
fn spell(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by(|one, other| one.0.cmp(other.0));
            out.push(b'{');
            for (place, (key, value)) in fields.into_iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                spell(&Value::String(key.clone()), out);
                out.push(b':');
                spell(value, out);
            }
            out.push(b'}');
        }
        Value::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                spell(item, out);
            }
            out.push(b']');
        }
        plain => out.extend_from_slice(plain.to_string().as_bytes()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_order_of_keys_does_not_change_the_digest() {
        let salt = [7; 16];
        let one =
            read(r#"{"name": "Unga", "price": {"now": 12000, "was": 11500}, "tags": [1, 2]}"#);
        let other =
            read(r#"{"tags": [1, 2], "price": {"was": 11500, "now": 12000}, "name": "Unga"}"#);
        assert_eq!(digest(&salt, &one), digest(&salt, &other));
    }

    #[test]
    fn another_value_or_another_salt_does() {
        let one = read(r#"{"tags": [1, 2]}"#);
        assert_ne!(digest(&[7; 16], &one), digest(&[8; 16], &one));
        assert_ne!(
            digest(&[7; 16], &one),
            digest(&[7; 16], &read(r#"{"tags": [2, 1]}"#))
        );
        assert_ne!(
            digest(&[7; 16], &read("\"1\"")),
            digest(&[7; 16], &read("1"))
        );
    }
}
