//! Looking at a PIN: on the server where that answers, else here, against the hash that it has sent.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use uuid::Uuid;

use super::http::post;
use super::idb::{META, Tx};
use super::{Device, Trouble, clock};
use crate::till::wire::{self, PinAnswer, PinAsk};
use crate::values::pin_hash;
use crate::values::tries::{self, Locked, MEMBER_MOST, Tries};

/// Under which name it is kept what was tried at the device of late; of a member, see [`name_of`].
const DEVICE: &str = "pins";
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
    /// The device looks at no PIN until a manager has typed hers with a network.
    TillLocked,
    /// She has no PIN.
    None,
    /// The till was turned away, or the device could not keep count, so the PIN was not looked at.
    Trouble(Trouble),
}

impl From<Locked> for PinNo {
    fn from(locked: Locked) -> PinNo {
        match locked {
            Locked::Member(until) => PinNo::Locked(until),
            Locked::Device => PinNo::TillLocked,
        }
    }
}

/// What was tried of late: at the device, and there of a member.
struct Tried {
    device: Tries,
    member: Tries,
}

impl Tried {
    async fn read(tx: &Tx, member_id: Uuid, now: DateTime<Utc>) -> Result<Tried, Trouble> {
        Ok(Tried {
            device: kept(tx, DEVICE, now).await?,
            member: kept(tx, &name_of(member_id), now).await?,
        })
    }

    /// Keeps it, and waits until that is done.
    async fn keep(&self, tx: Tx, member_id: Uuid) -> Result<(), Trouble> {
        let name = name_of(member_id);
        for (name, tries) in [(DEVICE, &self.device), (name.as_str(), &self.member)] {
            tx.note(name, &wire::write(tries))?;
        }
        tx.end().await
    }

    /// What a wrong one is answered that was counted.
    fn wrong(&self) -> PinNo {
        match (self.device.locked, self.member.locked) {
            (Some(_), _) => PinNo::TillLocked,
            (None, Some(until)) => PinNo::Locked(until),
            (None, None) => {
                let left = MEMBER_MOST.saturating_sub(self.member.wrong);
                PinNo::Wrong(u32::try_from(left).unwrap_or_default())
            }
        }
    }
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
            Ok(answer) if answer.right => {
                // She may come in whatever the device makes of it.
                let _ = self.was_right(member_id).await;
                Ok(())
            }
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
        let tried = self.count(member_id).await?;
        if !pin_hash::is_of(&hash, pin.trim()) {
            return Err(tried.wrong());
        }
        self.take_back(member_id).await.map_err(PinNo::Trouble)
    }

    /// Counts a try.
    async fn count(&self, member_id: Uuid) -> Result<Tried, PinNo> {
        let inner = self.inner();
        let tx = inner.base.write(&[META]).map_err(PinNo::Trouble)?;
        let now = clock::now();
        let tried = Tried::read(&tx, member_id, now).await;
        let mut tried = tried.map_err(PinNo::Trouble)?;
        tries::count(&mut tried.device, &mut tried.member, now)?;
        let kept = tried.keep(tx, member_id).await;
        kept.map_err(PinNo::Trouble)?;
        Ok(tried)
    }

    /// Takes a try back that turned out to be right.
    async fn take_back(&self, member_id: Uuid) -> Result<(), Trouble> {
        let inner = self.inner();
        let tx = inner.base.write(&[META])?;
        let now = clock::now();
        let mut tried = Tried::read(&tx, member_id, now).await?;
        tries::take_back(&mut tried.device, &mut tried.member, now);
        tried.keep(tx, member_id).await
    }

    /// The server has found a PIN right: her own slips here are forgotten, and who runs the shop has unlocked
    /// the device.
    async fn was_right(&self, member_id: Uuid) -> Result<(), Trouble> {
        let runs_shop = self.shop.with_value(|shop| {
            let her = shop.member(member_id);
            her.is_some_and(|her| matches!(her.role.as_str(), "owner" | "manager"))
        });
        let inner = self.inner();
        let tx = inner.base.write(&[META])?;
        let now = clock::now();
        let mut tried = Tried::read(&tx, member_id, now).await?;
        let unlocks = runs_shop && tried.device.locked.is_some();
        if !unlocks && tried.member.wrong == 0 {
            return Ok(());
        }
        if unlocks {
            tried.device = Tries::none(now);
        }
        tried.member = Tries::none(now);
        tried.keep(tx, member_id).await
    }
}

async fn kept(tx: &Tx, name: &str, now: DateTime<Utc>) -> Result<Tries, Trouble> {
    let kept = tx.text(META, name).await?;
    let tries = kept.and_then(|kept| wire::read(&kept).ok());
    Ok(tries.unwrap_or_else(|| Tries::none(now)))
}

fn name_of(member_id: Uuid) -> String {
    format!("pin:{member_id}")
}
