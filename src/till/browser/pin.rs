//! Looking at a PIN: on the server where that answers, else here, against the hash that it has sent.

use std::time::Duration;

use argon2::{Argon2, PasswordVerifier};
use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::http::post;
use super::idb::META;
use super::{Device, Trouble, clock};
use crate::till::wire::{self, PinAnswer, PinAsk};

/// So many wrong ones within so many minutes lock a member out of this device for as long.
const MOST: u32 = 5;
const MINUTES: i64 = 15;
/// How long the server is waited for: somebody stands at the till. And where it did not answer last.
const PATIENCE: Duration = Duration::from_secs(4);
const LESS_PATIENCE: Duration = Duration::from_millis(1_500);

/// Why a PIN will not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PinNo {
    /// The server's words.
    Said(String),
    /// Not hers; so many tries are left. Looked at on the device.
    Wrong(u32),
    /// She is locked out on this device until then. Looked at on the device.
    Locked(DateTime<Utc>),
    /// She has no PIN.
    None,
    /// The till was turned away, or the device could not keep count, so the PIN was not looked at.
    Trouble(Trouble),
}

/// Wrong ones of a member on this device.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Tries {
    wrong: u32,
    /// When the first of them was.
    since: DateTime<Utc>,
}

impl Device {
    /// Looks at a PIN. `turn`: it is her turn then; else she lets something through in another's.
    ///
    /// # Errors
    /// Why it will not do.
    pub async fn check_pin(&self, member_id: Uuid, pin: &str, turn: bool) -> Result<(), PinNo> {
        let ask = PinAsk {
            member_id,
            pin: pin.to_owned(),
            turn,
        };
        let is_online = self.online.get_untracked();
        let patience = if is_online { PATIENCE } else { LESS_PATIENCE };
        let answer: Result<PinAnswer, Trouble> = post(wire::PIN, &ask, patience).await;
        match answer {
            Ok(answer) if answer.right => Ok(()),
            Ok(answer) => {
                let refusal = answer.refusal.map(|said| said.words);
                Err(PinNo::Said(refusal.unwrap_or_default()))
            }
            Err(trouble @ (Trouble::Revoked | Trouble::Unknown)) => Err(PinNo::Trouble(trouble)),
            Err(Trouble::Said(words)) => Err(PinNo::Said(words)),
            Err(_) => self.check_here(member_id, pin).await,
        }
    }

    /// Counts a try, and waits until that is kept; only then the PIN is looked at.
    async fn check_here(&self, member_id: Uuid, pin: &str) -> Result<(), PinNo> {
        let hash = self.shop.with_value(|shop| {
            let her = shop.member(member_id).filter(|her| !her.retired);
            her.and_then(|her| her.pin_hash.clone())
        });
        let hash = hash.ok_or(PinNo::None)?;
        let left = self.count(member_id).await?;
        let verified = Argon2::default().verify_password(pin.trim().as_bytes(), hash.as_str());
        if verified.is_err() {
            return Err(PinNo::Wrong(left));
        }
        let forgotten = self.keep_tries(member_id, Tries::default()).await;
        forgotten.map_err(PinNo::Trouble)
    }

    /// Counts a try; how many are left after it.
    async fn count(&self, member_id: Uuid) -> Result<u32, PinNo> {
        let inner = self.inner();
        let name = name_of(member_id);
        let tx = inner.base.write(&[META]).map_err(PinNo::Trouble)?;
        let kept = tx.text(META, &name).await.map_err(PinNo::Trouble)?;
        let mut tries: Tries = kept
            .and_then(|kept| wire::read(&kept).ok())
            .unwrap_or_default();
        let now = clock::now();
        let over = tries.since + TimeDelta::minutes(MINUTES);
        // A clock that was turned back makes nobody wait for longer than that.
        let is_over = now >= over || tries.since > now;
        if is_over {
            tries = Tries {
                wrong: 0,
                since: now,
            };
        }
        if tries.wrong >= MOST {
            return Err(PinNo::Locked(over));
        }
        tries.wrong += 1;
        if tries.wrong == MOST {
            // From now on she waits for all of it.
            tries.since = now;
        }
        let text = serde_json::to_string(&tries).unwrap_or_default();
        tx.note(&name, &text).map_err(PinNo::Trouble)?;
        tx.end().await.map_err(PinNo::Trouble)?;
        Ok(MOST - tries.wrong)
    }

    async fn keep_tries(&self, member_id: Uuid, tries: Tries) -> Result<(), Trouble> {
        let inner = self.inner();
        let tx = inner.base.write(&[META])?;
        let text = serde_json::to_string(&tries).unwrap_or_default();
        tx.note(&name_of(member_id), &text)?;
        tx.end().await
    }
}

fn name_of(member_id: Uuid) -> String {
    format!("pin:{member_id}")
}
