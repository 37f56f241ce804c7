//! What is known of the shop, from the device into memory, and back as fewer pages.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::js_sys::Uint8Array;

use super::idb::{META, OUTBOX, PAGES};
use super::tabs::News;
use super::{Device, Inner, Trouble, clock};
use crate::till::shop::{Older, Shop};
use crate::till::wire::{self, Body, Catalogue, Customer, Event, SHAPE, TillHead};

/// Where that is kept which a till needs to be opened.
const DOOR: &str = "door";
/// With how many pages of differences they are written as one.
const MANY_PAGES: usize = 40;
/// Where they are more than one part in so many of all that is known, all of it is written anew instead.
const LARGE_PART: usize = 4;

/// A page as it is kept.
pub(super) fn as_kept(body: &[u8]) -> JsValue {
    Uint8Array::from(body).into()
}

fn read_page(kept: JsValue) -> Option<Catalogue> {
    let bytes: Uint8Array = kept.dyn_into().ok()?;
    let text = String::from_utf8(bytes.to_vec()).ok()?;
    wire::read(&text).ok()
}

/// What a till wrote down of a customer, as a customer.
pub(super) fn met(event: &Event) -> Option<Customer> {
    let Body::Customer(new) = &event.body else {
        return None;
    };
    Some(Customer {
        customer_id: event.id,
        phone: new.phone.clone(),
        name: new.name.clone(),
        price_list: None,
        limit_minor: 0,
        owed_minor: 0,
        retired: false,
    })
}

impl Catalogue {
    /// Whether it says something of what a till needs to be opened.
    fn is_of_door(&self) -> bool {
        let lists = self.members.len() + self.categories.len() + self.tax_classes.len();
        self.reset || self.settings.is_some() || lists > 0
    }
}

impl Inner {
    /// Counts a page of differences. Those of a load are as many as the shop is large.
    fn count_page(&self, page: &Catalogue, before: &Shop) {
        let is_of_load = page.reset || before.is_loading();
        if page.reset && self.last_page.get() > 0.0 {
            self.has_leftovers.set(true);
        }
        self.pages
            .set(if is_of_load { 0 } else { self.pages.get() + 1 });
    }
}

impl Device {
    /// Takes in what a till needs to be opened. The goods follow while it is used already, from the newest
    /// page back; a till that has not kept its door apart yet takes in everything first.
    pub(super) async fn open_kept(&self) -> Result<(), Trouble> {
        let inner = self.inner();
        let tx = inner.base.read(&[PAGES, META])?;
        let keys = tx.keys(PAGES, None, None).await?;
        let door = tx.text(META, DOOR).await?;
        let shape = tx.text(META, "shape").await?;
        let head = tx.text(META, "head").await?;
        let keys: Vec<f64> = keys.iter().filter_map(JsValue::as_f64).collect();
        let newest = match keys.last() {
            Some(last) => tx.all(PAGES, Some(last - 0.5), Some(1)).await?.pop(),
            None => None,
        };
        drop(tx);
        let door = door.and_then(|door| wire::read::<Catalogue>(&door).ok());
        let newest = newest.and_then(read_page);
        let (Some(door), Some(newest), true) = (door, newest, shape.as_deref() == Some(SHAPE))
        else {
            return self.take_kept().await;
        };
        inner
            .last_page
            .set(keys.last().copied().unwrap_or_default());
        inner.cursor.replace(newest.cursor.clone());
        let older = self.shop.try_update_value(|shop| {
            let older = shop.begin(door, newest.more);
            let head = head.and_then(|head| wire::read::<TillHead>(&head).ok());
            if let Some(head) = head {
                shop.set_head(head);
            }
            older
        });
        self.set_offset();
        if let Some(older) = older {
            inner.is_filling.set(true);
            let device = *self;
            spawn_local(async move {
                let filled = device.fill(keys, older).await;
                device.inner().is_filling.set(false);
                device.note_trouble(filled);
                device.loading.set(None);
                device.change(|_| ());
                device.inner().bell.ring();
            });
        }
        Ok(())
    }

    /// Takes in the pages of these keys, the last one first, for as long as they count: another tab may load
    /// everything anew meanwhile.
    async fn fill(&self, keys: Vec<f64>, mut older: Older) -> Result<(), Trouble> {
        let inner = self.inner();
        let (mut rows, all) = (0, keys.len());
        for (done, key) in keys.into_iter().rev().enumerate() {
            let tx = inner.base.read(&[PAGES])?;
            let kept = tx.get(PAGES, &JsValue::from_f64(key)).await?;
            drop(tx);
            if !self.shop.with_value(|shop| shop.wants(&older)) {
                inner.has_leftovers.set(true);
                break;
            }
            let Some(page) = read_page(kept) else {
                // Another tab has written all of it anew, or it cannot be read.
                inner.last_page.set(0.0);
                return self.take_kept().await;
            };
            rows += page.rows();
            self.shop
                .update_value(|shop| shop.take_older(page, &mut older));
            if done.is_power_of_two() {
                // So many on a page, so many pages.
                self.loading.set(Some((rows, rows / (done + 1) * all)));
                self.change(|_| ());
            }
        }
        let differences = self.shop.with_value(|shop| shop.differences(&older));
        inner.pages.set(inner.pages.get() + differences);
        Ok(())
    }

    /// Takes in the pages that are kept and not known in this tab yet.
    pub(super) async fn take_kept(&self) -> Result<(), Trouble> {
        let inner = self.inner();
        loop {
            let known = inner.last_page.get();
            let after = Some(known).filter(|key| *key > 0.0);
            let tx = inner.base.read(&[PAGES, META])?;
            let keys = tx.keys(PAGES, after, None).await?;
            let pages = tx.all(PAGES, after, None).await?;
            let head = tx.text(META, "head").await?;
            let shape = tx.text(META, "shape").await?;
            drop(tx);
            if inner.last_page.get().to_bits() != known.to_bits() {
                // They were taken in meanwhile, perhaps with newer ones: these would undo those.
                continue;
            }
            if let Some(key) = keys.last().and_then(JsValue::as_f64) {
                inner.last_page.set(key);
            }
            let is_whole = self.take_pages(pages, head);
            if !is_whole || (after.is_none() && shape.as_deref() != Some(SHAPE)) {
                // The books are asked for all of it; what is known serves until it is here.
                inner.cursor.replace(String::new());
            }
            self.set_offset();
            return Ok(());
        }
    }

    /// Takes in pages in their order, and the till's head; whether all of them could be read.
    fn take_pages(&self, pages: Vec<JsValue>, head: Option<String>) -> bool {
        let inner = self.inner();
        let mut is_whole = true;
        self.shop.update_value(|shop| {
            for page in pages {
                match read_page(page) {
                    Some(page) => {
                        inner.cursor.replace(page.cursor.clone());
                        inner.count_page(&page, shop);
                        shop.take(page);
                    }
                    None => is_whole = false,
                }
            }
            let head = head.and_then(|head| wire::read::<TillHead>(&head).ok());
            if let Some(head) = head {
                shop.set_head(head);
            }
        });
        is_whole
    }

    /// Takes in the till's head alone, as the tab that leads has kept it: which shifts are open.
    pub(super) async fn take_head(&self) -> Result<(), Trouble> {
        let tx = self.inner().base.read(&[META])?;
        let head = tx.text(META, "head").await?;
        drop(tx);
        let head = head.and_then(|head| wire::read::<TillHead>(&head).ok());
        if let Some(head) = head {
            self.change(|shop| shop.set_head(head));
        }
        Ok(())
    }

    /// Finds out what the business's clocks show, and says that the shop has changed.
    pub(super) fn set_offset(&self) {
        let now = clock::now();
        self.change(|shop| {
            let zone = shop.settings().map(|settings| settings.time_zone.clone());
            if let Some(zone) = zone {
                shop.set_offset(clock::offset(&zone, now));
            }
        });
    }

    /// Keeps a page as it came, with the till's head, in one transaction; then takes it in.
    pub(super) async fn keep_page(&self, body: &[u8], page: Catalogue) -> Result<(), Trouble> {
        let inner = self.inner();
        let head = wire::write(&page.till);
        let is_worth_it = page.rows() > 0 || page.reset || page.more || self.is_loading();
        let (cursor, more, is_of_door) = (page.cursor.clone(), page.more, page.is_of_door());
        let is_told = |shop: &Shop| page.till.is_other(shop.head());
        let is_head_new = self.shop.with_value(is_told);
        if is_worth_it {
            self.shop.with_value(|shop| inner.count_page(&page, shop));
        }
        // What is true is known, whether there is room to keep it or not: then it is asked for again.
        self.shop.update_value(|shop| shop.take(page));
        if is_head_new {
            // Perhaps a shift was closed in the back office: it is reckoned anew.
            self.recorded.update(|times| *times = times.wrapping_add(1));
        }
        let tx = inner.base.jot(&[PAGES, META])?;
        tx.note("head", &head)?;
        if is_of_door {
            let door = self.shop.with_value(|shop| wire::write(&shop.door()));
            tx.note(DOOR, &door)?;
        }
        let mut key = None;
        if is_worth_it {
            key = tx.add(PAGES, &as_kept(body)).await?.as_f64();
        }
        if !more {
            tx.note("shape", SHAPE)?;
        }
        tx.end().await?;
        if let Some(key) = key {
            inner.last_page.set(key);
        }
        inner.cursor.replace(cursor);
        self.set_offset();
        if is_head_new {
            self.say(&News::Recorded);
        }
        Ok(())
    }

    /// Whether the last page of a load is still to come.
    fn is_loading(&self) -> bool {
        self.shop.with_value(Shop::is_loading)
    }

    /// Writes differences as one page where there are many, and all that is known anew where they are a large
    /// part of it. One transaction: after a crash there is either.
    pub(super) async fn compact(&self) -> Result<(), Trouble> {
        let many = self.inner().pages.get();
        if many < MANY_PAGES || self.is_loading() {
            return Ok(());
        }
        if !self.inner().has_leftovers.get() && self.merge(many).await? {
            return Ok(());
        }
        self.write_anew().await
    }

    /// Writes the last so many pages as one; whether that was well, and they were few things.
    async fn merge(&self, many: usize) -> Result<bool, Trouble> {
        let inner = self.inner();
        let tx = inner.base.jot(&[PAGES])?;
        let keys = tx.keys(PAGES, None, None).await?;
        let Some(first) = keys.len().checked_sub(many) else {
            return Ok(false);
        };
        let (older, keys) = keys.split_at(first);
        let before = older.last().and_then(JsValue::as_f64);
        let pages = tx.all(PAGES, before, None).await?;
        let pages: Option<Vec<Catalogue>> = pages.into_iter().map(read_page).collect();
        let few = self.shop.with_value(Shop::rows) / LARGE_PART;
        let merged = pages
            .and_then(Shop::merged)
            .filter(|page| page.rows() < few);
        let Some(page) = merged else {
            return Ok(false);
        };
        for key in keys {
            tx.delete(PAGES, key)?;
        }
        let body = wire::write(&page);
        let last = tx.add(PAGES, &as_kept(body.as_bytes())).await?.as_f64();
        tx.end().await?;
        inner.last_page.set(last.unwrap_or_default());
        inner.pages.set(1);
        Ok(true)
    }

    /// Writes all that is known anew, as few pages.
    async fn write_anew(&self) -> Result<(), Trouble> {
        let inner = self.inner();
        let cursor = inner.cursor.borrow().clone();
        let pages = self.shop.with_value(|shop| shop.pages(&cursor));
        let Some(pages) = pages else {
            return Ok(());
        };
        let tx = inner.base.jot(&[PAGES])?;
        tx.clear(PAGES)?;
        let mut last = None;
        for page in &pages {
            let body = wire::write(page);
            last = tx.add(PAGES, &as_kept(body.as_bytes())).await?.as_f64();
        }
        tx.end().await?;
        inner.last_page.set(last.unwrap_or_default());
        inner.pages.set(0);
        inner.has_leftovers.set(false);
        Ok(())
    }

    /// Counts what the books do not have yet, and what that makes of shelves and customers.
    pub(super) async fn count_untold(&self) -> Result<(), Trouble> {
        let inner = self.inner();
        let kept = inner.base.read(&[OUTBOX])?.all(OUTBOX, None, None).await?;
        // What a newer till wrote is counted too, and told when this one is as new.
        self.unsynced.set(kept.len());
        let texts = kept.iter().filter_map(JsValue::as_string);
        let events = texts.filter_map(|text| wire::read(&text).ok());
        let events: Vec<Event> = events.collect();
        let oldest = events.first().map(|event| event.occurred_at);
        self.unsynced_since.set(oldest);
        self.change(|shop| {
            shop.count_untold(&events);
            for customer in events.iter().filter_map(met) {
                shop.meet(customer);
            }
        });
        Ok(())
    }
}
