//! What happened to an order, in words: its history for whoever works on it, the notes that members
//! wrote, and the audit trail that proves it.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde_json::Value;
use uuid::Uuid;

use super::sheet::Sheet;
use crate::audit::Trace;
use crate::orders::packing_api::NoteOrder;
use crate::orders::{Event, Note, note};
use crate::staff::Power;
use crate::ui::{Form, HiddenField, Icon, Notice, Submit, TextAreaField, Timeline, dates};
use crate::values::{Money, currency_sign};

/// Acts whose event says the same, and says it to the customer too.
const TOLD: [&str; 8] = [
    "order.ready",
    "order.shipped",
    "order.hand_over",
    "order.take_payment",
    "order.pay_back",
    "order.cancel",
    "order.cancel_lines",
    "order.note",
];

/// What an act's sentence may name; what it does not have is empty.
const NAMED: [&str; 7] = ["amount", "total", "receipt", "items", "note", "from", "to"];

impl Sheet<'_> {
    /// What members wrote, and where the next one writes.
    pub fn notes(&self) -> AnyView {
        let say = self.say;
        let writes = self.may(Power::FulfilOrders);
        if !writes && self.beside.notes.is_empty() {
            return ().into_any();
        }
        let notes = self.beside.notes.iter().map(|note| self.note(note));
        let notes = notes.collect_view();
        view! {
            <section class="card no-print" id="notes">
                <h2>{say.t("orders-notes")}</h2>
                <ul class="notes">{notes}</ul>
                {writes.then(|| self.note_form())}
            </section>
        }
        .into_any()
    }

    fn note(&self, note: &Note) -> AnyView {
        let who = note.who.clone().unwrap_or_default();
        let beside = format!("{} · {who}", self.moment(note.at));
        view! {
            <li>
                <p class="words">{note.words.clone()}</p>
                <p class="quiet">{beside}</p>
            </li>
        }
        .into_any()
    }

    fn note_form(&self) -> AnyView {
        let say = self.say;
        let note_id = self.value("note", "note_id", &Uuid::now_v7().to_string());
        let fields = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="order_id" value=self.order().order_id.to_string() />
            <HiddenField name="note_id" value=note_id />
            <TextAreaField
                label=say.t("orders-note-new")
                name="words"
                rows=2
                maxlength=note::MOST
                value=self.value("note", "words", "")
                hint=say.t("orders-note-hint")
                error=self.error("note", "words")
            />
            <Submit label=say.t("orders-note-write") kind="plain" />
        };
        let fields = fields.into_any();
        view! { <Form action=NoteOrder::url()>{fields}</Form> }.into_any()
    }

    /// What happened to it, the newest first: events, notes, and acts that no event tells of.
    pub fn history(&self) -> AnyView {
        let say = self.say;
        let events = self.whole.events.iter();
        let events = events.map(|event| (event.at, self.event_words(event), self.actor(event)));
        let notes = self.beside.notes.iter().map(|note| {
            let words = say.with("orders-note-line", &[("words", &note.words)]);
            (note.at, words, note.who.clone().unwrap_or_default())
        });
        let acts = self.beside.traces.iter();
        let acts = acts.filter(|trace| !TOLD.contains(&trace.act.as_str()));
        let acts = acts.map(|trace| (trace.at, self.act_words(trace), self.doer(trace)));
        let mut told: Vec<(DateTime<Utc>, String, String)> = events.chain(notes).collect();
        told.extend(acts);
        // What happened at one instant stays in the order in which it was written.
        told.reverse();
        told.sort_by_key(|(at, _, _)| std::cmp::Reverse(*at));
        let items = told.into_iter();
        let items: Vec<_> = items
            .map(|(at, what, who)| (self.moment(at), what, who))
            .collect();
        view! {
            <section class="card no-print">
                <h2>{say.t("orders-history")}</h2>
                <Timeline items=items />
            </section>
        }
        .into_any()
    }

    /// Every act that the audit trail keeps, and whether it is still as it was written.
    pub fn trail(&self) -> AnyView {
        let say = self.say;
        let traces = &self.beside.traces;
        if traces.is_empty() {
            return ().into_any();
        }
        let items = traces.iter();
        let items: Vec<_> = items
            .map(|trace| {
                (
                    self.moment(trace.at),
                    self.act_words(trace),
                    self.doer(trace),
                )
            })
            .collect();
        let proof = if traces.iter().all(|trace| trace.intact) {
            view! { <p class="quiet">{say.t("orders-trail-intact")}</p> }.into_any()
        } else {
            view! { <Notice kind="bad" title=say.t("orders-trail-broken") /> }.into_any()
        };
        view! {
            <details class="card more no-print">
                <summary>
                    <Icon name="clipboard" />
                    {say.t("orders-trail")}
                </summary>
                {proof}
                <Timeline items=items />
            </details>
        }
        .into_any()
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        let at = self.scope.calendar.local(at);
        dates::recent(self.say, at, self.scope.today())
    }

    fn event_words(&self, event: &Event) -> String {
        let named: Vec<(String, String)> = match &event.details {
            Value::Object(details) => {
                let each = details.iter();
                each.map(|(name, value)| (name.clone(), self.detail(name, value)))
                    .collect()
            }
            _ => Vec::new(),
        };
        let named: Vec<(&str, &str)> = named.iter().map(|(k, v)| (&**k, v.as_str())).collect();
        self.say.with(&format!("event-{}", event.what), &named)
    }

    fn actor(&self, event: &Event) -> String {
        let say = self.say;
        match event.actor.as_str() {
            "customer" => say.t("actor-customer"),
            "mpesa" => say.t("actor-mpesa"),
            "clock" => say.t("actor-clock"),
            name => name.to_owned(),
        }
    }

    /// An act in words; one that another part of the program brought later keeps its own name.
    fn act_words(&self, trace: &Trace) -> String {
        let say = self.say;
        let key = act_key(&trace.act);
        let detail = |name: &str| match trace.details.get(name) {
            None | Some(Value::Null) => String::new(),
            Some(value) => self.detail(name, value),
        };
        let named = NAMED.map(|name| (name, detail(name)));
        let named = named.each_ref().map(|(name, text)| (*name, text.as_str()));
        let words = say.with(&key, &named);
        if words == key {
            return say.with("act-other", &[("act", &trace.act)]);
        }
        words.trim().to_owned()
    }

    fn doer(&self, trace: &Trace) -> String {
        let say = self.say;
        match (&trace.who, trace.actor_kind.as_str()) {
            (Some(name), _) => name.clone(),
            (None, "customer") => say.t("actor-customer"),
            (None, "mpesa") => say.t("actor-mpesa"),
            (None, _) => say.t("actor-clock"),
        }
    }

    /// A detail as a sentence names it: amounts with their currency, states in words, texts without
    /// their quotes.
    fn detail(&self, name: &str, value: &Value) -> String {
        let currency = &self.order().currency;
        match (name, value) {
            ("total" | "amount", Value::String(text)) if !text.is_empty() => {
                format!("{}\u{a0}{text}", currency_sign(currency))
            }
            ("total" | "amount", Value::Number(minor)) => {
                let minor = Money::from_minor(minor.as_i64().unwrap_or_default());
                minor.named(currency)
            }
            ("from" | "to", Value::String(state)) => self.say.t(&format!("attempt-{state}")),
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }
}

/// The translation key of an act: `order.take_payment` is `act-order-take-payment`.
fn act_key(act: &str) -> String {
    format!("act-{}", act.replace(['.', '_'], "-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::State;
    use crate::ui::language::Say;
    use crate::values::Language;

    #[test]
    fn every_act_on_an_order_has_its_words() {
        let others = [
            "order.count_attempt",
            "order.set_attempt_aside",
            "order.give_attempt_up",
            "mpesa.attempt",
        ];
        for language in Language::ALL {
            let say = Say(language);
            for act in TOLD.into_iter().chain(others) {
                let key = act_key(act);
                assert_ne!(say.t(&key), key, "{language:?}");
            }
            for state in State::ALL {
                let key = format!("attempt-{}", state.code());
                assert_ne!(say.t(&key), key, "{language:?}");
            }
            let nothing = act_key("order.nothing");
            assert_eq!(say.t(&nothing), nothing);
        }
    }
}
