//! What is known of the shop, from the device into memory, and back as fewer pages.

use leptos::prelude::*;
use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::js_sys::Uint8Array;

use super::idb::{META, OUTBOX, PAGES};
use super::{Device, Inner, Trouble, clock};
use crate::till::shop::Shop;
use crate::till::wire::{self, Body, Catalogue, Customer, Event, TillHead};

/// The shape of what pages say. A till that understands more of them than the one before takes another,
/// and then loads all of it anew.
const SHAPE: &str = "2";
/// With how many pages of differences all of it is written anew.
const MANY_PAGES: usize = 40;

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

impl Inner {
    /// Counts a page of differences. Those of a load are as many as the shop is large.
    fn count_page(&self, page: &Catalogue, before: &Shop) {
        let is_of_load = page.reset || before.is_loading();
        self.pages
            .set(if is_of_load { 0 } else { self.pages.get() + 1 });
    }
}

impl Device {
    /// Takes in the pages that are kept and not known in this tab yet.
    pub(super) async fn take_kept(&self) -> Result<(), Trouble> {
        let inner = self.inner();
        let after = Some(inner.last_page.get()).filter(|key| *key > 0.0);
        let is_first = after.is_none();
        let tx = inner.base.read(&[PAGES, META])?;
        let keys = tx.keys(PAGES, after, None).await?;
        let pages = tx.all(PAGES, after, None).await?;
        let head = tx.text(META, "head").await?;
        let shape = tx.text(META, "shape").await?;
        drop(tx);
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
        if let Some(key) = keys.last().and_then(JsValue::as_f64) {
            inner.last_page.set(key);
        }
        if !is_whole || (is_first && shape.as_deref() != Some(SHAPE)) {
            // The books are asked for all of it; what is known serves until it is here.
            inner.cursor.replace(String::new());
        }
        self.set_offset();
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
        let head = serde_json::to_string(&page.till).unwrap_or_default();
        let is_worth_it = page.rows() > 0 || page.reset || page.more || self.is_loading();
        let tx = inner.base.write(&[PAGES, META])?;
        tx.note("head", &head)?;
        let mut key = None;
        if is_worth_it {
            key = tx.add(PAGES, &as_kept(body)).await?.as_f64();
        }
        if !page.more {
            tx.note("shape", SHAPE)?;
        }
        tx.end().await?;
        if let Some(key) = key {
            inner.last_page.set(key);
            self.shop.with_value(|shop| inner.count_page(&page, shop));
        }
        inner.cursor.replace(page.cursor.clone());
        self.shop.update_value(|shop| shop.take(page));
        self.set_offset();
        Ok(())
    }

    /// Whether the last page of a load is still to come.
    fn is_loading(&self) -> bool {
        self.shop.with_value(Shop::is_loading)
    }

    /// Writes all that is known anew, as few pages, where there are many. One transaction: after a crash
    /// there is either.
    pub(super) async fn compact(&self) -> Result<(), Trouble> {
        let inner = self.inner();
        if inner.pages.get() < MANY_PAGES {
            return Ok(());
        }
        let cursor = inner.cursor.borrow().clone();
        let pages = self.shop.with_value(|shop| shop.pages(&cursor));
        let Some(pages) = pages else {
            return Ok(());
        };
        let tx = inner.base.write(&[PAGES])?;
        tx.clear(PAGES)?;
        let mut last = None;
        for page in &pages {
            let body = serde_json::to_vec(page);
            let body = body.map_err(|error| Trouble::Broken(error.to_string()))?;
            last = tx.add(PAGES, &as_kept(&body)).await?.as_f64();
        }
        tx.end().await?;
        inner.last_page.set(last.unwrap_or_default());
        inner.pages.set(0);
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
            shop.forget_sold();
            for event in &events {
                if let Body::Sale(sale) = &event.body {
                    shop.sold(sale);
                }
                if let Some(customer) = met(event) {
                    shop.meet(customer);
                }
            }
        });
        Ok(())
    }
}
