//! Keeping what happened: the one way in which anything does.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::prelude::JsValue;

use super::idb::{BASKETS, DOCUMENTS, META, OUTBOX, Tx, as_key};
use super::js::{call, get, object, random, the_window, trouble};
use super::load::met;
use super::tabs::News;
use super::{Device, Document, Trouble, clock};
use crate::sales::vouchers::code::code_from;
use crate::till::basket::Basket;
use crate::till::kept::{File, takes_number};
use crate::till::wire::{self, Body, Event, Known};

/// The till's own count of what has happened, and the number that is next.
pub(super) const SEQ: &str = "seq";
pub(super) const NUMBER: &str = "number";
/// How many documents are looked through at a time.
const MANY: i64 = 200;

/// Where the number is kept that comes after those that this browser has printed of a series, as a till that
/// it was before.
pub(super) fn printed_under(series: &str) -> String {
    format!("printed:{series}")
}

/// A document as it is kept, at its place among the till's events.
pub(super) fn kept_of(document: &Document, seq: i64) -> JsValue {
    let json = wire::write(document);
    object(&[
        ("id", JsValue::from_str(&document.id().to_string())),
        ("seq", as_key(seq)),
        ("json", JsValue::from_str(&json)),
    ])
}

/// A document that is kept, and its place.
pub(super) fn document_of(kept: &JsValue) -> Option<(Document, i64)> {
    let json = get(kept, "json").as_string()?;
    let document: Document = wire::read(&json).ok()?;
    let seq = i64::try_from(document.event.seq).ok()?;
    Some((document, seq))
}

impl Device {
    /// Keeps what happened, for ever: its number, the event and the document are one transaction, and
    /// this comes back when it is on the disk. `body` is given the number; only sales, refunds and voids
    /// use it up. A basket of the same id is kept no longer. `of`: the sale that it takes back, as it was.
    ///
    /// # Errors
    /// Nothing is kept, and nothing has happened: there is no room, the till was never loaded, or a
    /// document of that id is there.
    pub async fn record(
        &self,
        id: Uuid,
        member_id: Uuid,
        of: Option<Known>,
        body: Box<dyn FnOnce(i64) -> Body>,
    ) -> Result<Document, Trouble> {
        let head = self
            .shop
            .with_value(|shop| shop.is_ready().then(|| shop.head().clone()));
        let head = head.ok_or(Trouble::NotReady)?;
        let inner = self.inner();
        let key = JsValue::from_str(&id.to_string());
        let tx = inner.base.write(&[META, OUTBOX, DOCUMENTS, BASKETS])?;
        // All at once: she waits for it.
        let [seq, next, printed] = [SEQ, NUMBER, &printed_under(&head.series)]
            .map(|name| tx.asked(META, &JsValue::from_str(name)));
        let is_new = tx.get(DOCUMENTS, &key).await?.is_undefined();
        let seq = seq?.number().await?.saturating_add(1);
        let number = next?.number().await?.max(printed?.number().await?);
        let number = number.max(head.next_number).max(1);
        if !is_new {
            return Err(Trouble::Twice);
        }
        let event = Event {
            id,
            member_id,
            occurred_at: clock::now(),
            seq: u64::try_from(seq).unwrap_or_default(),
            // The cookie may be another till's by the time it is told.
            device_id: Some(inner.boot.device_id),
            series: Some(head.series.clone()),
            body: body(number),
        };
        let is_numbered = takes_number(&event.body);
        let shown = if is_numbered {
            tx.note(NUMBER, &number.saturating_add(1).to_string())?;
            format!("{}-{number}", head.series)
        } else {
            String::new()
        };
        let document = Document {
            event,
            number: shown,
            settled: None,
            of,
            put_away: false,
        };
        tx.note(SEQ, &seq.to_string())?;
        put_event(&tx, seq, &document.event)?;
        tx.enter(DOCUMENTS, &kept_of(&document, seq))?;
        tx.delete(BASKETS, &key)?;
        tx.end().await?;
        self.was_recorded(&document);
        Ok(document)
    }

    /// A code for a gift voucher, by the browser's own chance.
    ///
    /// # Errors
    /// The browser has none to give.
    pub fn voucher_code(&self) -> Result<String, Trouble> {
        let random = random().map_err(|error| trouble(&error))?;
        code_from(&random).ok_or_else(|| Trouble::Broken("getRandomValues".to_owned()))
    }

    fn was_recorded(&self, document: &Document) {
        let event = &document.event;
        self.inner().in_mind.recorded(document);
        self.change(|shop| {
            if let Body::Sale(sale) = &event.body {
                shop.sold(sale, event.occurred_at);
            }
            if let Some(customer) = met(event) {
                shop.meet(customer);
            }
        });
        if matches!(event.body, Body::Void(_)) {
            // Perhaps of a sale that the books do not know of either: then it takes nothing any more.
            let device = *self;
            spawn_local(async move {
                let counted = device.count_untold().await;
                device.note_trouble(counted);
            });
        }
        self.unsynced.update(|count| *count += 1);
        let is_first = self.unsynced_since.get_untracked().is_none();
        if is_first {
            self.unsynced_since.set(Some(event.occurred_at));
        }
        self.recorded.update(|times| *times = times.wrapping_add(1));
        self.say(&News::Recorded);
        self.inner().bell.ring();
    }

    /// Keeps documents no longer that are old, by what the server has said is now, and that the books have. What
    /// they refused stays, before the first of the others.
    pub(super) async fn forget_old(&self) -> Result<(), Trouble> {
        let inner = self.inner();
        let now = self.shop.with_value(|shop| shop.head().now);
        let tx = inner.base.jot(&[DOCUMENTS, META])?;
        let first = tx.number("first").await?;
        let next = first.saturating_add(MANY);
        let last = tx.number(SEQ).await?;
        let mut is_all_gone = true;
        for kept in tx.documents(first, next).await? {
            let Some((document, _)) = document_of(&kept) else {
                continue;
            };
            if document.is_done_with(now, last) {
                tx.delete(DOCUMENTS, &get(&kept, "id"))?;
            } else {
                is_all_gone &= document.is_refused();
            }
        }
        if is_all_gone && next <= last {
            tx.note("first", &next.to_string())?;
        }
        tx.end().await
    }

    /// Keeps of what the books refused that a manager has looked at it.
    ///
    /// # Errors
    /// It is not here, or there is no room.
    pub async fn put_away(&self, id: Uuid) -> Result<(), Trouble> {
        let tx = self.inner().base.write(&[DOCUMENTS])?;
        let key = JsValue::from_str(&id.to_string());
        let kept = tx.get(DOCUMENTS, &key).await?;
        let (document, seq) = document_of(&kept).ok_or(Trouble::NotFound)?;
        let document = Document {
            put_away: true,
            ..document
        };
        tx.enter(DOCUMENTS, &kept_of(&document, seq))?;
        tx.end().await?;
        self.inner().in_mind.forget();
        Ok(())
    }

    /// Puts a basket aside.
    ///
    /// # Errors
    /// There is no room.
    pub async fn park(&self, basket: &Basket) -> Result<(), Trouble> {
        self.put_basket(basket, true).await
    }

    /// Those that are, the oldest first.
    pub async fn parked(&self) -> Vec<Basket> {
        self.baskets(true).await.unwrap_or_default()
    }

    /// Takes one back, and puts the one in hand aside: both, or neither. It is in hand then, and in no other tab.
    ///
    /// # Errors
    /// Twice: another tab has taken it, or sold it. Full: there is no room.
    pub async fn unpark(&self, sale_id: Uuid, hand: &Basket) -> Result<Basket, Trouble> {
        let key = JsValue::from_str(&sale_id.to_string());
        let tx = self.inner().base.write(&[BASKETS, DOCUMENTS])?;
        let kept = basket_of(&tx.get(BASKETS, &key).await?);
        let Some((true, basket)) = kept else {
            return Err(Trouble::Twice);
        };
        put_basket(&tx, &basket, false)?;
        if !hand.is_empty() {
            keep_basket(&tx, hand, true).await?;
        }
        tx.end().await?;
        Ok(basket)
    }

    /// The basket that was in hand when the till was left, or broke. Only the tab that leads is given it, and
    /// that where there is no other: another one may have it in hand still.
    pub async fn draft(&self) -> Option<Basket> {
        if !self.leading.get_untracked() || !self.is_alone().await {
            return None;
        }
        self.baskets(false).await.ok()?.pop()
    }

    /// Keeps the basket in hand; an empty one is kept no longer. What cannot be kept is said to nobody:
    /// it is not a sale yet.
    pub async fn keep_draft(&self, basket: &Basket) {
        let _ = self.put_basket(basket, false).await;
    }

    async fn put_basket(&self, basket: &Basket, is_parked: bool) -> Result<(), Trouble> {
        let inner = self.inner();
        let is_paid = basket.is_paid();
        // Also what was given back: else it would be there again.
        let was_paid = inner.is_draft_paid.replace(is_paid);
        let stores = [BASKETS, DOCUMENTS];
        // A line that is rung up does not wait for the disk, nor the sale behind it.
        let tx = if is_parked || is_paid || was_paid {
            inner.base.write(&stores)?
        } else {
            inner.base.jot(&stores)?
        };
        keep_basket(&tx, basket, is_parked).await?;
        tx.end().await
    }

    /// Baskets in the order in which they were begun: that is how their ids are made.
    async fn baskets(&self, parked: bool) -> Result<Vec<Basket>, Trouble> {
        let inner = self.inner();
        let all = inner
            .base
            .read(&[BASKETS])?
            .all(BASKETS, None, None)
            .await?;
        let kept = all.iter().filter_map(basket_of);
        let kept = kept.filter(|(is_parked, _)| *is_parked == parked);
        Ok(kept.map(|(_, basket)| basket).collect())
    }

    /// What the books do not have yet, as a file for another till or a manager.
    ///
    /// # Errors
    /// It cannot be read.
    pub async fn unsynced_file(&self) -> Result<String, Trouble> {
        let inner = self.inner();
        let kept = inner.base.read(&[OUTBOX])?.all(OUTBOX, None, None).await?;
        let texts = kept.iter().filter_map(JsValue::as_string);
        let texts: Vec<String> = texts.collect();
        Ok(wire::write(&File::of(inner.boot.device_id, &texts)))
    }

    /// Takes such a file in: this till tells the books what stands in it. How many events that are.
    ///
    /// # Errors
    /// It is no such file, or there is no room.
    pub async fn load_file(&self, text: &str) -> Result<usize, Trouble> {
        let file: File = wire::read(text).map_err(|_| Trouble::NoFile)?;
        // What is passed on unread must be JSON: else the server would read nothing that is told with it.
        let json = get(&the_window(), "JSON");
        call(&json, "parse", &[JsValue::from_str(text)]).map_err(|_| Trouble::NoFile)?;
        let inner = self.inner();
        let tx = inner.base.write(&[META, OUTBOX])?;
        let mut seq = tx.number(SEQ).await?;
        let told = file.told();
        for text in &told {
            seq = seq.saturating_add(1);
            put_text(&tx, seq, text)?;
        }
        tx.note(SEQ, &seq.to_string())?;
        tx.end().await?;
        self.count_untold().await?;
        self.say(&News::Recorded);
        inner.bell.ring();
        Ok(told.len())
    }
}

/// A basket that is kept, and whether it was put aside.
pub(super) fn basket_of(kept: &JsValue) -> Option<(bool, Basket)> {
    wire::read(&kept.as_string()?).ok()
}

/// Keeps a basket, unless it is none any more.
async fn keep_basket(tx: &Tx, basket: &Basket, is_parked: bool) -> Result<(), Trouble> {
    let key = JsValue::from_str(&basket.sale_id.to_string());
    let kept = tx.asked(BASKETS, &key)?;
    // A draft that comes late must not bring back what was sold a moment ago, nor take up what was put aside.
    let is_sold = !tx.get(DOCUMENTS, &key).await?.is_undefined();
    let is_aside = basket_of(&kept.answer().await?).is_some_and(|(is_aside, _)| is_aside);
    if is_aside && !is_parked && !is_sold {
        return Ok(());
    }
    // What was asked for it is not forgotten with its last line.
    let is_nothing = basket.is_empty() && basket.prompts.is_empty();
    if is_nothing || is_sold {
        tx.delete(BASKETS, &key)
    } else {
        put_basket(tx, basket, is_parked)
    }
}

pub(super) fn put_basket(tx: &Tx, basket: &Basket, is_parked: bool) -> Result<(), Trouble> {
    let key = JsValue::from_str(&basket.sale_id.to_string());
    let json = wire::write(&(is_parked, basket.clone()));
    tx.put(BASKETS, &key, &JsValue::from_str(&json))
}

pub(super) fn put_event(tx: &Tx, seq: i64, event: &Event) -> Result<(), Trouble> {
    put_text(tx, seq, &wire::write(event))
}

fn put_text(tx: &Tx, seq: i64, text: &str) -> Result<(), Trouble> {
    tx.put(OUTBOX, &as_key(seq), &JsValue::from_str(text))
}
