//! The browser's half of the till: what it keeps on the device, and how that gets to the books.
//!
//! What never breaks here:
//! - what happened is kept before it is said to have happened: its number, the event and the document are
//!   one transaction on the device, and it is waited for until it is on the disk;
//! - an event leaves the device only when the books have said what became of it;
//! - one tab tells, in order; every tab writes; where two tell, the books take each event once;
//! - a page of the catalogue is kept with the cursor that comes after it, in one record: after a crash the
//!   till goes on where it was. Pages are kept as they came, so that opening costs one read and one parse;
//! - nothing of the catalogue's, not even a server that was restored, touches what was not told yet;
//! - what this browser kept as another till of the business, and never told, is told by the one it is now; and
//!   money that was taken for a cart there is not forgotten with it.

mod clock;
mod heir;
mod http;
mod idb;
mod js;
mod keep;
mod load;
mod look;
mod pin;
mod prompt;
mod shift;
mod sync;
mod tabs;
mod trouble;
mod words;

pub use super::kept::{Document, ShiftNow};
pub use pin::PinNo;
pub use trouble::Trouble;
pub use words::Words;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::JsValue;

use super::boot::Boot;
use super::shop::Shop;
use idb::Base;
use shift::InMind;
use sync::Bell;
use tabs::News;

/// What the databases of tills are called before their ids.
const DATABASE: &str = "dukani-till-";

/// What room there is on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Storage {
    /// What is kept, in thousands of bytes; none where the browser does not say.
    pub used_kb: Option<u32>,
    /// What may be kept.
    pub quota_kb: Option<u32>,
    /// Whether the browser promised not to throw it away by itself.
    pub is_kept: bool,
}

impl Storage {
    /// Whether four fifths of the room are used: it is time to say so.
    pub fn is_tight(&self) -> bool {
        let both = self.used_kb.zip(self.quota_kb);
        both.is_some_and(|(used, quota)| used / 4 >= quota / 5)
    }
}

/// What the till's own parts share, and nobody else needs.
struct Inner {
    base: Base,
    boot: Boot,
    /// What the next question for the catalogue begins with.
    cursor: RefCell<String>,
    /// The key of the last page that was taken in.
    last_page: Cell<f64>,
    /// How many pages of differences are kept.
    pages: Cell<usize>,
    bell: Bell,
    channel: Option<JsValue>,
    /// Whether goods are still being taken in that were kept before this page was opened.
    is_filling: Cell<bool>,
    /// Whether it was looked for what this browser has kept as another till.
    has_inherited: Cell<bool>,
    /// Whether something was taken, or asked of M-Pesa, for the basket in hand as it was kept last.
    is_draft_paid: Cell<bool>,
    /// Whether pages of an older load may be kept still.
    has_leftovers: Cell<bool>,
    in_mind: InMind,
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
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

impl Device {
    /// Opens what is kept on the device, reads of the shop what a till needs to be opened, and begins to
    /// sync. The goods that are kept, and what was never loaded, come while selling goes on.
    ///
    /// # Errors
    /// The browser keeps nothing, or another tab is in the way.
    pub async fn open(boot: Boot) -> Result<Device, Trouble> {
        let trouble = RwSignal::new(None);
        let name = format!("{DATABASE}{}", boot.device_id);
        let base = Base::open(&name, move |lost| trouble.set(Some(lost))).await?;
        let kept = Words::kept(&base).await;
        let inner = Inner {
            base,
            cursor: RefCell::default(),
            last_page: Cell::new(0.0),
            pages: Cell::new(0),
            bell: Bell::default(),
            channel: tabs::channel(&name),
            is_filling: Cell::new(false),
            has_inherited: Cell::new(false),
            is_draft_paid: Cell::new(false),
            has_leftovers: Cell::new(false),
            in_mind: InMind::default(),
            boot,
        };
        let device = Device {
            shop: StoredValue::new(Shop::default()),
            version: RwSignal::new(0),
            words: RwSignal::new(Words::default()),
            unsynced: RwSignal::new(0),
            unsynced_since: RwSignal::new(None),
            online: RwSignal::new(false),
            synced_at: RwSignal::new(None),
            loading: RwSignal::new(None),
            trouble,
            clock_ahead: RwSignal::new(0),
            leading: RwSignal::new(false),
            recorded: RwSignal::new(0),
            storage: RwSignal::new(Storage::default()),
            inner: StoredValue::new_local(Rc::new(inner)),
        };
        device.first_words(kept).await;
        device.open_kept().await?;
        device.listen();
        // What another tab kept since, and said before anybody listened.
        device.take_kept().await?;
        device.count_untold().await?;
        device.ask_to_lead(&name);
        spawn_local(async move { device.measure(true).await });
        Ok(device)
    }

    fn inner(&self) -> Rc<Inner> {
        self.inner.get_value()
    }

    /// Those that were spoken last, and behind them the newest of that language; else those of the page.
    async fn first_words(&self, kept: Option<Words>) {
        let language = self.inner().boot.language.clone();
        let Some(kept) = kept else {
            let _ = self.speak(&language).await;
            return;
        };
        let (device, language) = (*self, kept.language.clone());
        self.say_in(kept);
        spawn_local(async move {
            let _ = device.speak(&language).await;
        });
    }

    /// What is known of the shop; whoever asks in a view asks again when it changes.
    pub fn read<T>(&self, ask: impl FnOnce(&Shop) -> T) -> T {
        self.version.track();
        self.shop.with_value(ask)
    }

    /// Whether goods are still to come: kept ones that are being taken in, or ones that are being loaded.
    pub fn awaits_goods(&self) -> bool {
        self.read(Shop::is_loading) || self.inner().is_filling.get()
    }

    /// Changes what is known of the shop, and says so.
    fn change(&self, change: impl FnOnce(&mut Shop)) {
        self.shop.update_value(change);
        self.version
            .update(|version| *version = version.wrapping_add(1));
    }

    /// A sentence in the language that is spoken.
    pub fn t(&self, key: &str) -> String {
        self.words.with(|words| words.t(key))
    }

    /// The same with what it names.
    pub fn with(&self, key: &str, names: &[(&str, &str)]) -> String {
        self.words.with(|words| words.with(key, names))
    }

    /// Speaks a language from now on; kept on the device.
    ///
    /// # Errors
    /// There is no network, and the language was not spoken here before.
    pub async fn speak(&self, language: &str) -> Result<(), Trouble> {
        let inner = self.inner();
        let words = Words::fetch(&inner.boot, language).await?;
        words.keep(&inner.base).await?;
        self.say_in(words);
        Ok(())
    }

    /// Says everything in these words. The page is in their language: so it is read aloud, and so the server is
    /// asked.
    fn say_in(&self, words: Words) {
        js::set(&js::the_page(), "lang", &JsValue::from_str(&words.language));
        self.words.set(words);
    }

    /// Tells and asks now.
    pub fn sync_now(&self) {
        if self.leading.get_untracked() {
            self.inner().bell.ring_with_news();
        } else {
            self.say(&News::Sync);
        }
    }

    /// The time of the device.
    pub fn now(&self) -> DateTime<Utc> {
        clock::now()
    }

    /// Finds out what room there is; `asks`: and asks the browser to keep what is here.
    async fn measure(&self, asks: bool) {
        let storage = js::get(&js::the_navigator(), "storage");
        let what = if asks { "persist" } else { "persisted" };
        let is_kept = js::promised(js::call(&storage, what, &[])).await;
        let estimate = js::promised(js::call(&storage, "estimate", &[])).await;
        let estimate = estimate.unwrap_or(JsValue::UNDEFINED);
        let kb = |name: &str| {
            let bytes = js::get(&estimate, name).as_f64()?;
            // A figure for a person: what is too large for it is as good as endless.
            Some(js::whole(bytes / 1000.0))
        };
        self.storage.set(Storage {
            used_kb: kb("usage"),
            quota_kb: kb("quota"),
            is_kept: is_kept.is_ok_and(|kept| kept.is_truthy()),
        });
    }
}
