//! Several tabs of one till: one of them tells the books, and all hear what changed.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::js_sys::{Function, Promise};

use super::idb::list_of;
use super::js::{call, get, hear_always, make, promised, the_navigator, the_window};
use super::{DATABASE, Device, Trouble};
use crate::till::wire::{self, Legible, Reader};

/// What tabs tell each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum News {
    /// Something was recorded, or settled.
    #[default]
    Recorded,
    /// There are new pages of the catalogue.
    Pages,
    /// Whoever leads should sync.
    Sync,
    /// How the one who leads fares.
    State(State),
}

/// How the one who leads fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct State {
    pub online: bool,
    pub synced_at: Option<DateTime<Utc>>,
    pub revoked: bool,
}

wire::legible!(State { online, revoked } or { synced_at });

impl Legible for News {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        if from.peek()? == b'"' {
            *self = match &*from.text()? {
                "Recorded" => News::Recorded,
                "Pages" => News::Pages,
                "Sync" => News::Sync,
                _ => return None,
            };
            return Some(());
        }
        let mut state = State::default();
        from.thing(&["State"], 1, &mut [&mut state])?;
        *self = News::State(state);
        Some(())
    }

    fn write(&self, to: &mut String) {
        match self {
            News::Recorded => to.push_str("\"Recorded\""),
            News::Pages => to.push_str("\"Pages\""),
            News::Sync => to.push_str("\"Sync\""),
            News::State(state) => wire::write_thing(to, &["State"], &[state]),
        }
    }
}

/// What tabs of one till talk over; none in a browser that has none.
pub(super) fn channel(name: &str) -> Option<JsValue> {
    make("BroadcastChannel", &[JsValue::from_str(name)]).ok()
}

impl Device {
    /// Tells the other tabs.
    pub(super) fn say(&self, news: &News) {
        let inner = self.inner();
        let Some(channel) = &inner.channel else {
            return;
        };
        let text = JsValue::from_str(&wire::write(news));
        // Nobody hears it: then nobody needs it.
        let _ = call(channel, "postMessage", &[text]);
    }

    /// Hears the other tabs, and when the network or the person comes back.
    pub(super) fn listen(&self) {
        let device = *self;
        if let Some(channel) = &self.inner().channel {
            hear_always(channel, "message", move |event| {
                let text = get(&event, "data").as_string().unwrap_or_default();
                if let Ok(news) = wire::read::<News>(&text) {
                    spawn_local(async move { device.heard(news).await });
                }
            });
        }
        let window = the_window();
        // Of a network that goes away the till is told by trying.
        for event in ["online", "offline"] {
            hear_always(&window, event, move |_| device.sync_now());
        }
        let document = get(&window, "document");
        hear_always(&document, "visibilitychange", move |_| {
            if !document_is_hidden() {
                device.sync_now();
            }
        });
    }

    async fn heard(&self, news: News) {
        match news {
            News::Recorded => {
                self.inner().in_mind.forget();
                // Perhaps the books were told of a shift: who leads knows that already.
                if !self.leading.get_untracked() {
                    let taken = self.take_head().await;
                    self.note_trouble(taken);
                }
                let counted = self.count_untold().await;
                self.note_trouble(counted);
                self.recorded.update(|times| *times = times.wrapping_add(1));
                self.inner().bell.ring();
            }
            News::Pages => {
                let taken = self.take_kept().await;
                self.note_trouble(taken);
            }
            News::Sync => self.inner().bell.ring_with_news(),
            News::State(state) => {
                self.online.set(state.online);
                self.synced_at.set(state.synced_at);
                if state.revoked {
                    self.trouble.set(Some(Trouble::Revoked));
                }
            }
        }
    }

    /// Says what went wrong, where something did that nobody waits for.
    pub(super) fn note_trouble(&self, outcome: Result<(), Trouble>) {
        if let Err(trouble) = outcome {
            self.trouble.set(Some(trouble));
        }
    }

    /// Asks to be the tab that tells the books, and is it when the one before is gone. A browser that has
    /// no locks leads at once: what two tell, the books take once.
    pub(super) fn ask_to_lead(&self, name: &str) {
        let device = *self;
        let lead = Closure::<dyn FnMut(JsValue) -> JsValue>::new(move |_: JsValue| {
            device.lead();
            // Never kept: the lock is ours for as long as the page is there.
            let mut never = |_: Function, _: Function| {};
            let promise: Promise = Promise::new(&mut never);
            JsValue::from(promise)
        });
        let locks = get(&the_navigator(), "locks");
        let with = [JsValue::from_str(name), lead.as_js_value().clone()];
        let asked = call(&locks, "request", &with);
        lead.forget();
        spawn_local(async move {
            if promised(asked).await.is_err() {
                device.lead();
            }
        });
    }

    /// Whether no other tab of this till is open: each of them has asked to lead. A browser that does not say
    /// is taken at its word.
    pub(super) async fn is_alone(&self) -> bool {
        let name = format!("{DATABASE}{}", self.inner().boot.device_id);
        let locks = get(&the_navigator(), "locks");
        let state = promised(call(&locks, "query", &[])).await;
        let waiting = state.map(|state| get(&state, "pending"));
        let waiting = waiting.ok().and_then(|waiting| list_of(waiting).ok());
        let mut waiting = waiting.unwrap_or_default().into_iter();
        !waiting.any(|one| get(&one, "name").as_string().as_ref() == Some(&name))
    }

    fn lead(&self) {
        if !self.leading.get_untracked() {
            self.leading.set(true);
            let device = *self;
            spawn_local(async move { device.run().await });
        }
    }
}

/// Whether nobody sees the page.
pub(super) fn document_is_hidden() -> bool {
    let document = get(&the_window(), "document");
    get(&document, "hidden").is_truthy()
}
