//! What this browser has kept as another till of the same business that it was before: one that was revoked, or
//! that restored books do not know. The till that it is now tells it; of one that the books do not know, also
//! what that had told them: they have lost it. A cart that money was taken for comes along, put aside.

use leptos::prelude::*;
use wasm_bindgen::prelude::JsValue;

use super::idb::{BASKETS, Base, DOCUMENTS, META, OUTBOX, Tx, list_of};
use super::js::{call, get, promised, the_window};
use super::keep::{
    NUMBER, SEQ, basket_of, document_of, kept_of, printed_under, put_basket, put_event,
};
use super::tabs::News;
use super::{DATABASE, Device, Document, Trouble};
use crate::till::basket::Basket;
use crate::till::shop::Shop;
use crate::till::wire::{self, Event, TillHead};

/// Under which name a till keeps that the server does not know it.
const UNKNOWN: &str = "unknown";

/// What another till has left.
struct Left {
    head: TillHead,
    /// The number that was next.
    number: i64,
    /// What is to be told of it, in order, and what that was printed as.
    events: Vec<(Event, Option<Document>)>,
    /// The keys of those that it had not told.
    keys: Vec<JsValue>,
    /// Carts that money was taken for by hand. One that M-Pesa has paid some of stays: a manager sees what that
    /// brought.
    carts: Vec<Basket>,
}

impl Left {
    fn is_nothing(&self) -> bool {
        self.events.is_empty() && self.carts.is_empty()
    }
}

impl Device {
    /// Takes over what tills have left that this browser was before. Each event is told under the id of the
    /// till that it happened at: what was printed stays printed. It is kept here before it is forgotten there;
    /// after a crash in between it is told twice, and taken once.
    ///
    /// # Errors
    /// There is no room, or the browser would not; all is where it was.
    pub(super) async fn inherit(&self) -> Result<(), Trouble> {
        let own = format!("{DATABASE}{}", self.inner().boot.device_id);
        for name in databases().await {
            if name.starts_with(DATABASE) && name != own {
                let base = Base::open(&name, |_| {}).await?;
                let outcome = self.inherit_from(&base).await;
                base.close();
                outcome?;
            }
        }
        Ok(())
    }

    /// Keeps that the server does not know this till: what it was told may be lost with that.
    ///
    /// # Errors
    /// There is no room.
    pub(super) async fn note_unknown(&self) -> Result<(), Trouble> {
        let inner = self.inner();
        let tx = inner.base.write(&[META])?;
        tx.note(UNKNOWN, "1")?;
        tx.end().await
    }

    async fn inherit_from(&self, base: &Base) -> Result<(), Trouble> {
        let Some(left) = left_in(base).await? else {
            return Ok(());
        };
        if !self.shop.with_value(|shop| is_ours(&left, shop)) {
            return Ok(());
        }
        let inner = self.inner();
        let tx = inner.base.write(&[META, OUTBOX, DOCUMENTS, BASKETS])?;
        take(&tx, &left).await?;
        tx.end().await?;
        inner.in_mind.forget();
        if left.is_nothing() {
            return Ok(());
        }
        let tx = base.write(&[META, OUTBOX, BASKETS])?;
        for key in &left.keys {
            tx.delete(OUTBOX, key)?;
        }
        for cart in &left.carts {
            tx.delete(BASKETS, &JsValue::from_str(&cart.sale_id.to_string()))?;
        }
        tx.delete(META, &JsValue::from_str(UNKNOWN))?;
        tx.end().await?;
        self.count_untold().await?;
        self.recorded.update(|times| *times = times.wrapping_add(1));
        self.say(&News::Recorded);
        inner.bell.ring();
        Ok(())
    }
}

/// Whether it was a till of the same business: what another's has left is none of ours. Older tills did not keep
/// whose they were; but a place, and who works there, are of one business alone.
fn is_ours(left: &Left, shop: &Shop) -> bool {
    let (old, own) = (&left.head, shop.head());
    if own.business.is_empty() {
        return false;
    }
    if !old.business.is_empty() {
        return old.business == own.business;
    }
    let mut people = left.events.iter().map(|(event, _)| event.member_id);
    old.location_id == own.location_id || people.any(|id| shop.member(id).is_some())
}

/// What a till has left in its database; none where it never knew which it was.
async fn left_in(base: &Base) -> Result<Option<Left>, Trouble> {
    let tx = base.read(&[META, OUTBOX, DOCUMENTS, BASKETS])?;
    let head = tx.text(META, "head").await?.unwrap_or_default();
    let Ok(head) = wire::read::<TillHead>(&head) else {
        return Ok(None);
    };
    let mut left = Left {
        head,
        number: tx.number(NUMBER).await?,
        events: Vec::new(),
        keys: Vec::new(),
        carts: Vec::new(),
    };
    let carts = tx.all(BASKETS, None, None).await?.into_iter();
    let carts = carts.filter_map(|kept| basket_of(&kept)?.1.handed_on());
    left.carts = carts.collect();
    if tx.text(META, UNKNOWN).await?.is_some() {
        let end = tx.number(SEQ).await?.saturating_add(1);
        for kept in tx.documents(0, end).await? {
            let document = document_of(&kept).map(|(document, _)| document);
            let was_told = |one: &Document| one.settled.is_some() && !one.is_refused();
            if let Some(document) = document.filter(was_told) {
                left.events.push((document.event.clone(), Some(document)));
            }
        }
    }
    let keys = tx.keys(OUTBOX, None, None).await?;
    let texts = tx.all(OUTBOX, None, None).await?;
    for (key, text) in keys.into_iter().zip(texts) {
        let text = text.as_string().unwrap_or_default();
        // What a newer till wrote stays until this one is as new.
        let Ok(event) = wire::read::<Event>(&text) else {
            continue;
        };
        let id = JsValue::from_str(&event.id.to_string());
        let document = document_of(&tx.get(DOCUMENTS, &id).await?);
        let document = document.map(|(document, _)| document);
        left.events.push((event, document));
        left.keys.push(key);
    }
    Ok(Some(left))
}

/// Puts it behind what this till has not told itself. What is there already was taken before.
async fn take(tx: &Tx, left: &Left) -> Result<(), Trouble> {
    let head = &left.head;
    let printed = printed_under(&head.series);
    let next = tx.number(&printed).await?.max(left.number);
    tx.note(&printed, &next.to_string())?;
    let mut seq = tx.number(SEQ).await?;
    for (event, document) in &left.events {
        let id = JsValue::from_str(&event.id.to_string());
        if !tx.get(DOCUMENTS, &id).await?.is_undefined() {
            continue;
        }
        seq = seq.saturating_add(1);
        let event = Event {
            seq: u64::try_from(seq).unwrap_or_default(),
            device_id: event.device_id.or(Some(head.device_id)),
            series: event.series.clone().or_else(|| Some(head.series.clone())),
            ..event.clone()
        };
        put_event(tx, seq, &event)?;
        // Shifts are as the books have them: of those nothing is kept here.
        if let Some(document) = document.as_ref().filter(|document| document.has_receipt()) {
            let document = Document {
                event,
                settled: None,
                put_away: false,
                ..document.clone()
            };
            tx.enter(DOCUMENTS, &kept_of(&document, seq))?;
        }
    }
    for cart in &left.carts {
        let key = JsValue::from_str(&cart.sale_id.to_string());
        let is_new = tx.get(BASKETS, &key).await?.is_undefined();
        if is_new && tx.get(DOCUMENTS, &key).await?.is_undefined() {
            put_basket(tx, cart, true)?;
        }
    }
    tx.note(SEQ, &seq.to_string())
}

/// What databases there are. A browser that does not say has kept files for this.
async fn databases() -> Vec<String> {
    let factory = get(&the_window(), "indexedDB");
    let all = promised(call(&factory, "databases", &[])).await;
    let all = all.ok().and_then(|all| list_of(all).ok());
    let name = |one: JsValue| get(&one, "name").as_string();
    all.into_iter().flatten().filter_map(name).collect()
}
