//! What this browser has kept as another till of the same business that it was before: one that was revoked, or
//! that restored books do not know. The till that it is now tells it.

use leptos::prelude::*;
use wasm_bindgen::prelude::JsValue;

use super::idb::{Base, DOCUMENTS, META, OUTBOX, Tx, list_of};
use super::js::{call, get, promised, the_window};
use super::keep::{NUMBER, SEQ, document_of, kept_of, printed_under, put_event};
use super::tabs::News;
use super::{DATABASE, Device, Document, Trouble};
use crate::till::wire::{Event, TillHead};

/// What another till has left.
struct Left {
    head: TillHead,
    /// The number that was next.
    number: i64,
    /// What it has not told, in order, each with its key and what it was printed as.
    untold: Vec<(JsValue, Event, Option<Document>)>,
}

impl Device {
    /// Takes over what tills have left that this browser was before. Each event is told under the id of the
    /// till that it happened at: what was printed stays printed. It is kept here before it is kept there no
    /// longer; after a crash in between it is told twice, and taken once.
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

    async fn inherit_from(&self, base: &Base) -> Result<(), Trouble> {
        let Some(left) = left_in(base).await? else {
            return Ok(());
        };
        let business = self.shop.with_value(|shop| shop.head().business.clone());
        // What another business's till has left is none of ours.
        if business.is_empty() || left.head.business != business {
            return Ok(());
        }
        let inner = self.inner();
        let tx = inner.base.write(&[META, OUTBOX, DOCUMENTS])?;
        take(&tx, &left).await?;
        tx.end().await?;
        if left.untold.is_empty() {
            return Ok(());
        }
        let tx = base.write(&[OUTBOX])?;
        for (key, _, _) in &left.untold {
            tx.delete(OUTBOX, key)?;
        }
        tx.end().await?;
        self.count_untold().await?;
        self.recorded.update(|times| *times = times.wrapping_add(1));
        self.say(&News::Recorded);
        inner.bell.ring();
        Ok(())
    }
}

/// What a till has left in its database; none where it never knew which it was.
async fn left_in(base: &Base) -> Result<Option<Left>, Trouble> {
    let tx = base.read(&[META, OUTBOX, DOCUMENTS])?;
    let head = tx.text(META, "head").await?.unwrap_or_default();
    let Ok(head) = serde_json::from_str::<TillHead>(&head) else {
        return Ok(None);
    };
    let number = tx.number(NUMBER).await?;
    let keys = tx.keys(OUTBOX, None, None).await?;
    let texts = tx.all(OUTBOX, None, None).await?;
    let mut untold = Vec::new();
    for (key, text) in keys.into_iter().zip(texts) {
        let text = text.as_string().unwrap_or_default();
        // What a newer till wrote stays until this one is as new.
        let Ok(event) = serde_json::from_str::<Event>(&text) else {
            continue;
        };
        let id = JsValue::from_str(&event.id.to_string());
        let document = document_of(&tx.get(DOCUMENTS, &id).await?);
        untold.push((key, event, document.map(|(document, _)| document)));
    }
    Ok(Some(Left {
        head,
        number,
        untold,
    }))
}

/// Puts it behind what this till has not told itself. What is there already was taken before.
async fn take(tx: &Tx, left: &Left) -> Result<(), Trouble> {
    let head = &left.head;
    let printed = printed_under(&head.series);
    let next = tx.number(&printed).await?.max(left.number);
    tx.note(&printed, &next.to_string())?;
    let mut seq = tx.number(SEQ).await?;
    for (_, event, document) in &left.untold {
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
        if let Some(document) = document.as_ref().filter(|document| document.is_of_goods()) {
            let document = Document {
                event,
                ..document.clone()
            };
            tx.add(DOCUMENTS, &kept_of(&document, seq)?).await?;
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
