//! The browser's half of the till: what it keeps on the device, and how that gets to the books.
//!
//! What never breaks here:
//! - what happened is kept before it is said to have happened: its number, the event and the document are
//!   one transaction on the device, and it is waited for;
//! - an event leaves the device only when the books have said what became of it;
//! - one tab tells, in order; every tab writes.

mod document;
mod shift;
mod trouble;
mod words;

pub use document::Document;
pub use shift::ShiftNow;
pub use trouble::Trouble;
pub use words::Words;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use uuid::Uuid;

use super::basket::Basket;
use super::boot::Boot;
use super::shop::Shop;
use super::wire::{self, Body};

/// What room there is on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Storage {
    /// What is kept, in bytes; none where the browser does not say.
    pub used: Option<u64>,
    /// What may be kept.
    pub quota: Option<u64>,
    /// Whether the browser promised not to throw it away by itself.
    pub is_kept: bool,
}

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
    /// The device could not keep count, so the PIN was not looked at.
    Trouble(Trouble),
}

/// The till of this browser.
#[derive(Clone, Copy)]
pub struct Device {
    /// What it knows of the shop; read it through [`Device::read`].
    pub shop: StoredValue<Shop>,
    /// Changes when the shop does.
    pub version: RwSignal<u64>,
    /// The words of the language that is spoken.
    pub words: RwSignal<Words>,
    /// How many events the books do not have yet.
    pub unsynced: RwSignal<usize>,
    /// Since when the oldest of them waits.
    pub unsynced_since: RwSignal<Option<DateTime<Utc>>>,
    /// Whether the server answered the last time.
    pub online: RwSignal<bool>,
    /// When all was last told and known.
    pub synced_at: RwSignal<Option<DateTime<Utc>>>,
    /// How many rows of how many are loaded, while much is.
    pub loading: RwSignal<Option<(usize, usize)>>,
    /// What a person should know, whatever she does.
    pub trouble: RwSignal<Option<Trouble>>,
    /// By how many seconds the device's clock is ahead of the server's (below nought: behind).
    pub clock_ahead: RwSignal<i64>,
    /// Whether it is this tab that tells the books.
    pub leading: RwSignal<bool>,
    /// Changes when something was recorded, or the books said what became of it, in any tab.
    pub recorded: RwSignal<u64>,
    /// What room there is.
    pub storage: RwSignal<Storage>,
}

impl Device {
    /// Opens what is kept on the device, reads the shop from it, and begins to sync.
    pub async fn open(boot: Boot) -> Result<Device, Trouble>;

    /// What is known of the shop; whoever asks in a view asks again when it changes.
    pub fn read<T>(&self, ask: impl FnOnce(&Shop) -> T) -> T;

    /// A sentence in the language that is spoken.
    pub fn t(&self, key: &str) -> String;
    /// The same with what it names.
    pub fn with(&self, key: &str, names: &[(&str, &str)]) -> String;
    /// Speaks another language from now on; kept on the device.
    pub async fn speak(&self, language: &str) -> Result<(), Trouble>;

    /// Keeps what happened, for ever: its number, the event and the document are one transaction, and
    /// this comes back when it is on the disk. `body` is given the number; only sales, refunds and voids
    /// use it up. A basket of the same id is kept no longer.
    pub async fn record(
        &self,
        id: Uuid,
        member_id: Uuid,
        body: impl FnOnce(i64) -> Body,
    ) -> Result<Document, Trouble>;

    /// What was sold, came back or was a mistake at this till, the newest first: by number, code, customer
    /// or nothing.
    pub async fn documents(&self, typed: &str, most: usize) -> Vec<Document>;
    /// One of them, or anything else that was recorded.
    pub async fn document(&self, id: Uuid) -> Option<Document>;
    /// How much of each line of a sale of this till came back, as far as it knows.
    pub async fn returned(&self, sale_id: Uuid) -> Vec<(i32, i64)>;
    /// A sale of any till, by the code or number of its receipt: asks the server.
    pub async fn find(&self, typed: &str) -> Result<wire::Known, Trouble>;
    /// What was refused, and nobody has put aside yet.
    pub async fn refused(&self) -> Vec<Document>;

    /// Puts a basket aside.
    pub async fn park(&self, basket: &Basket) -> Result<(), Trouble>;
    /// Those that are.
    pub async fn parked(&self) -> Vec<Basket>;
    /// Takes one back.
    pub async fn unpark(&self, sale_id: Uuid) -> Option<Basket>;
    /// The basket that was in hand when the till was left, or broke.
    pub async fn draft(&self) -> Option<Basket>;
    /// Keeps the basket in hand; an empty one is kept no longer.
    pub async fn keep_draft(&self, basket: &Basket);

    /// Looks at a PIN: on the server where it answers, else here. `turn`: it is her turn then.
    pub async fn check_pin(&self, member_id: Uuid, pin: &str, turn: bool) -> Result<(), PinNo>;

    /// Her shift that is open at this till.
    pub async fn shift(&self, member_id: Uuid) -> Option<ShiftNow>;

    /// What the books do not have yet, as a file for another till or a manager.
    pub async fn unsynced_file(&self) -> Result<String, Trouble>;
    /// Takes such a file in; how many events stood in it.
    pub async fn load_file(&self, text: &str) -> Result<usize, Trouble>;

    /// Tells and asks now.
    pub fn sync_now(&self);
    /// The time of the device.
    pub fn now(&self) -> DateTime<Utc>;
}
