//! Telling the books what happened, and asking what changed: the work of the tab that leads.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::prelude::JsValue;
use web_sys::js_sys::Math;

use super::http::{ask, post};
use super::idb::{DOCUMENTS, META, OUTBOX, Tx};
use super::js::Soon;
use super::keep::{document_of, kept_of};
use super::tabs::{News, State, document_is_hidden};
use super::{Device, Document, Trouble, clock};
use crate::till::shop::Shop;
use crate::till::wire::{
    self, Answer, Body, Catalogue, Event, MOST_BYTES, MOST_EVENTS, OpenShift, Outcome, Push, Raw,
    Settled,
};

/// How long between two rounds where nothing happens, and where nobody looks.
const EVERY: Duration = Duration::from_secs(30);
const HIDDEN_EVERY: Duration = Duration::from_secs(300);
/// With which of its rounds it puts the device in order.
const TIDY_EVERY: u32 = 100;
/// The longest wait after a round that failed.
const LONGEST: u32 = 60;
/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(45);
/// How many rows make a load worth showing.
const MANY_ROWS: usize = 1_000;

/// Wakes whoever sleeps until something happens.
#[derive(Default)]
pub(super) struct Bell {
    sleeper: RefCell<Option<Soon<()>>>,
    /// Whether it rang while nobody slept.
    rang: Cell<bool>,
    /// Whether that was because the network or somebody came back, or asks for it.
    is_news: Cell<bool>,
}

impl Bell {
    pub fn ring(&self) {
        self.rang.set(true);
        if let Some(sleeper) = self.sleeper.take() {
            sleeper.tell(());
        }
    }

    /// Rings for one who could not work until now.
    pub fn ring_with_news(&self) {
        self.is_news.set(true);
        self.ring();
    }

    /// Sleeps so long, or until it rings. It may have rung already.
    async fn sleep(&self, long: Duration) {
        if !self.rang.get() {
            let soon = Soon::new();
            self.sleeper.replace(Some(soon.clone()));
            let alarm = soon.clone();
            set_timeout(move || alarm.tell(()), long);
            soon.await;
        }
        self.rang.set(false);
        self.is_news.set(false);
    }
}

/// An event on its way: its key in the outbox, and what is sent.
struct Waiting {
    key: JsValue,
    text: Raw,
    id: Option<Uuid>,
}

/// How long to wait after so many failures: twice as long each time, and never the same as other tills.
fn pause(failures: u32) -> Duration {
    let seconds = 1_u32.checked_shl(failures.saturating_sub(1).min(6));
    let seconds = f64::from(seconds.unwrap_or(LONGEST).min(LONGEST));
    Duration::from_secs_f64(seconds * (0.5 + Math::random() / 2.0))
}

impl Device {
    /// Syncs for as long as the page is there.
    pub(super) async fn run(&self) {
        let (mut failures, mut rounds): (u32, u32) = (0, 0);
        // What is kept comes first: nothing is told or asked before all of it is known.
        while self.inner().is_filling.get() {
            self.inner().bell.sleep(EVERY).await;
        }
        // The tab that led before may have got further than this one knows, and not said so.
        self.inner().in_mind.forget();
        let kept = self.take_kept().await;
        self.note_trouble(kept);
        self.recorded.update(|times| *times = times.wrapping_add(1));
        loop {
            let outcome = self.round().await;
            self.fared(&outcome);
            if matches!(outcome, Err(Trouble::Unknown)) {
                let noted = self.note_unknown().await;
                self.note_trouble(noted);
            }
            if rounds.is_multiple_of(TIDY_EVERY) {
                let tidied = self.forget_old().await;
                self.note_trouble(tidied);
                self.measure(false).await;
            }
            rounds = rounds.wrapping_add(1);
            let long = match outcome {
                Ok(()) => {
                    failures = 0;
                    if document_is_hidden() {
                        HIDDEN_EVERY
                    } else {
                        EVERY
                    }
                }
                Err(_) => {
                    failures = failures.saturating_add(1);
                    let inner = self.inner();
                    // Else a bell that rang meanwhile is no news: the network is not there.
                    inner.bell.rang.set(inner.bell.is_news.get());
                    pause(failures)
                }
            };
            self.inner().bell.sleep(long).await;
        }
    }

    /// Says how a round ended, here and in the other tabs.
    fn fared(&self, outcome: &Result<(), Trouble>) {
        self.loading.set(None);
        let is_turned_away = matches!(outcome, Err(Trouble::Revoked | Trouble::Unknown));
        self.online.set(outcome.is_ok());
        match outcome {
            Ok(()) => {
                self.synced_at.set(Some(clock::now()));
                // Whatever was wrong with the network or the server is over.
                self.trouble.update(|trouble| {
                    let stays = |it: &Trouble| matches!(it, Trouble::Outdated | Trouble::NoStorage);
                    *trouble = trouble.take().filter(stays);
                });
            }
            // No network is no trouble: that is what the till is for.
            Err(Trouble::Away) => {}
            Err(trouble) => self.trouble.set(Some(trouble.clone())),
        }
        self.say(&News::State(State {
            online: outcome.is_ok(),
            synced_at: self.synced_at.get_untracked(),
            revoked: is_turned_away,
        }));
    }

    /// Asks for a page and tells what there is to tell, by turns, until nothing is left of either. First it
    /// asks: what is told must not reach a server that takes this browser for another till.
    async fn round(&self) -> Result<(), Trouble> {
        let mut rows = 0;
        let mut more = self.ask_page(&mut rows).await?;
        while self.tell_all().await? || more {
            more = self.ask_page(&mut rows).await?;
        }
        let inner = self.inner();
        if !inner.has_inherited.get() {
            // What does not come over now is where it was, and is looked for with the next round.
            let inherited = self.inherit().await;
            inner.has_inherited.set(inherited.is_ok());
        }
        self.compact().await
    }

    /// Tells the books everything that they do not have, in order; whether that was anything.
    async fn tell_all(&self) -> Result<bool, Trouble> {
        let mut most = u32::try_from(MOST_EVENTS).unwrap_or(1);
        let mut is_any = false;
        loop {
            let waiting = self.waiting(most).await?;
            if waiting.is_empty() {
                return Ok(is_any);
            }
            let count = waiting.len();
            let push = Push {
                app_version: self.inner().boot.version.clone(),
                unsynced: u32::try_from(self.unsynced.get_untracked()).unwrap_or(u32::MAX),
                unsynced_since: self.unsynced_since.get_untracked(),
                events: waiting.iter().map(|one| one.text.clone()).collect(),
            };
            let answer: Result<Answer, Trouble> = post(wire::EVENTS, &push, PATIENCE).await;
            match answer {
                Ok(answer) => self.settle(waiting, answer).await?,
                // Perhaps they are too many at once.
                Err(Trouble::Said(_)) if count > 1 => {
                    most = u32::try_from(count / 2).unwrap_or(1);
                }
                Err(trouble) => return Err(trouble),
            }
            is_any = true;
        }
    }

    /// The oldest events that fit into one request.
    async fn waiting(&self, most: u32) -> Result<Vec<Waiting>, Trouble> {
        let inner = self.inner();
        let tx = inner.base.read(&[OUTBOX])?;
        let keys = tx.keys(OUTBOX, None, Some(most)).await?;
        let all = tx.all(OUTBOX, None, Some(most)).await?;
        drop(tx);
        let mut waiting = Vec::new();
        // Room for what stands around them.
        let mut room = MOST_BYTES - 1024;
        for (key, text) in keys.into_iter().zip(all) {
            let text = text.as_string().unwrap_or_default();
            if text.len() > room && !waiting.is_empty() {
                break;
            }
            room = room.saturating_sub(text.len());
            let id = wire::read::<Event>(&text).ok();
            waiting.push(Waiting {
                key,
                text: Raw(text),
                id: id.map(|event| event.id),
            });
        }
        Ok(waiting)
    }

    /// Keeps what the books made of events, and keeps those no longer that they have. Where one has to
    /// wait, all after it do.
    async fn settle(&self, waiting: Vec<Waiting>, answer: Answer) -> Result<(), Trouble> {
        let is_of = |one: &Waiting, settled: &Settled| settled.id.is_none() || settled.id == one.id;
        let settled = waiting
            .into_iter()
            .zip(answer.settled)
            .take_while(|(one, settled)| {
                settled.outcome != Outcome::Later && (one.id.is_none() || is_of(one, settled))
            });
        let settled: Vec<(Waiting, Settled)> = settled.collect();
        if settled.is_empty() {
            // The server is busy, or it speaks of something else.
            return Err(Trouble::Away);
        }
        let inner = self.inner();
        let tx = inner.base.jot(&[OUTBOX, DOCUMENTS, META])?;
        let mut done = Vec::new();
        for (one, settled) in settled {
            tx.delete(OUTBOX, &one.key)?;
            if let Some(id) = one.id {
                done.extend(settle_document(&tx, id, settled).await?);
            }
        }
        let head = self.shop.try_update_value(|shop| {
            for document in &done {
                was_told(shop, document);
                inner.in_mind.settled(document);
            }
            wire::write(shop.head())
        });
        if let Some(head) = head {
            tx.note("head", &head)?;
        }
        tx.end().await?;
        self.count_untold().await?;
        self.recorded.update(|times| *times = times.wrapping_add(1));
        self.say(&News::Recorded);
        Ok(())
    }

    /// Asks for a page of what changed; whether there is more of it. `rows`: how many came in this round.
    async fn ask_page(&self, rows: &mut usize) -> Result<bool, Trouble> {
        let cursor = self.inner().cursor.borrow().clone();
        let path = format!("{}?since={cursor}", wire::CATALOGUE);
        let asked = clock::now();
        let reply = ask(&path, None, PATIENCE).await?;
        let page: Catalogue = reply.read()?;
        if page.till.device_id != self.inner().boot.device_id {
            return Err(Trouble::Another);
        }
        self.compare_clocks(asked, &page);
        *rows += page.rows();
        let all = rows.saturating_add(page.left);
        if all >= MANY_ROWS {
            self.loading.set(Some((*rows, all)));
        }
        let (more, is_empty) = (page.more, page.rows() == 0);
        self.keep_page(&reply.body, page).await?;
        self.online.set(true);
        if !is_empty {
            self.say(&News::Pages);
        }
        Ok(more)
    }

    /// How far the device's clock is ahead: of the middle between question and answer.
    fn compare_clocks(&self, asked: DateTime<Utc>, page: &Catalogue) {
        if page.till.series.is_empty() {
            return;
        }
        let way = (clock::now() - asked) / 2;
        let ahead = asked + way - page.till.now;
        self.clock_ahead.set(ahead.num_seconds());
    }
}

/// Writes at a document what the books made of it; the document, where this till has it.
async fn settle_document(tx: &Tx, id: Uuid, settled: Settled) -> Result<Option<Document>, Trouble> {
    let kept = tx
        .get(DOCUMENTS, &JsValue::from_str(&id.to_string()))
        .await?;
    let Some((mut document, seq)) = document_of(&kept) else {
        return Ok(None);
    };
    document.settled = Some(settled);
    tx.enter(DOCUMENTS, &kept_of(&document, seq))?;
    Ok(Some(document))
}

/// What changes in the shop when the books know of something.
fn was_told(shop: &mut Shop, document: &Document) {
    let event = &document.event;
    let customer_id = document
        .settled
        .as_ref()
        .and_then(|settled| settled.customer_id);
    match &event.body {
        Body::Customer(_) if customer_id.is_some_and(|id| id != event.id) => {
            shop.forget_met(event.id);
        }
        Body::OpenShift(open) if !document.is_refused() => {
            let number = document
                .settled
                .as_ref()
                .and_then(|settled| settled.number.as_ref());
            shop.opened(OpenShift {
                shift_id: event.id,
                member_id: event.member_id,
                number: number
                    .and_then(|number| number.parse().ok())
                    .unwrap_or_default(),
                float_minor: open.float_minor,
                opened_at: event.occurred_at,
            });
        }
        Body::CloseShift(close) if !document.is_refused() => shop.closed(close.shift_id),
        Body::Sale(sale) if !document.is_refused() => shop.told(sale, event.occurred_at),
        _ => {}
    }
}
