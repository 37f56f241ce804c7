//! Every switch of the simulator against the whole of our side: client, callbacks, attempt, money.
//!
//! Each case is a prompt of its own, for an order and a phone of its own. The switches, and what they
//! can be set to, are read from the simulator's table: a new switch fails until it has its case, and
//! a new choice is not even compiled. That each of them changes what a client is told is proved in
//! `mpesa/conversation/every.rs`.

mod callbacks;
mod customers;
mod pushes;
mod qr;
mod queries;

use super::*;
use crate::mpesa::simulator::every_switch;

/// What is switched for a prompt, what is done with it, and what it must come to.
struct Case {
    /// The switches, for its phone alone.
    switch: Value,
    /// What the customer does; empty where nobody need do anything.
    answer: &'static str,
    /// How many deliveries to wait for.
    heard: usize,
    /// The attempt's state then.
    state: State,
    /// And why.
    reason: Option<&'static str>,
    /// How many payments are recorded then.
    payments: usize,
}

/// A case that ends well: paid, once.
fn paid(switch: Value, answer: &'static str, heard: usize) -> Case {
    Case {
        switch,
        answer,
        heard,
        state: State::Succeeded,
        reason: None,
        payments: 1,
    }
}

/// A case that brings no money.
fn unpaid(switch: Value, answer: &'static str, state: State, reason: &'static str) -> Case {
    Case {
        switch,
        answer,
        heard: usize::from(!answer.is_empty()),
        state,
        reason: Some(reason),
        payments: 0,
    }
}

impl Scene {
    /// Another order, to be paid by another attempt.
    async fn anew(&mut self) {
        self.order_id = self.shop.an_order(TOTAL).await.0;
        self.attempt_id = Uuid::now_v7();
    }

    /// Tells the simulator something.
    async fn tell(&self, path: &str, what: &Value) {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = http.post(format!("{}{path}", self.simulator)).json(what);
        let told = request.send().await.unwrap();
        assert_eq!(told.status().as_u16(), 200, "{what}");
    }

    async fn switch(&self, what: Value) {
        self.tell("/switches", &what).await;
    }

    /// Asks a phone for a new order's money.
    async fn asks(&mut self, phone: &str) {
        self.anew().await;
        let asked = self.ask(self.attempt_id, self.order_id, phone).await;
        asked.unwrap();
        self.submit().await;
    }

    /// Waits until so many deliveries of the newest prompt are done.
    async fn heard(&self, count: usize, what: &Value) {
        for _ in 0..6000 {
            let prompts = self.prompts().await;
            let done = prompts
                .first()
                .and_then(|prompt| prompt["deliveries"].as_array().map(Vec::len));
            if done == Some(count) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let prompts = self.prompts().await;
        panic!("{what}: not {count} deliveries: {:?}", prompts.first());
    }

    /// Plays a case on a phone of its own.
    async fn plays(&mut self, number: usize, case: &Case) {
        let phone = format!("0712345{number:03}");
        let what = &case.switch;
        let mut switch = what.clone();
        switch["phone"] = json!(phone);
        self.switch(switch).await;
        self.asks(&phone).await;
        if !case.answer.is_empty() {
            self.answer(case.answer).await;
        }
        if case.heard > 0 {
            self.heard(case.heard, what).await;
        }
        let attempt = self.attempt().await;
        assert_eq!(attempt.state, case.state, "{what} {}", case.answer);
        let reason = attempt.reason.as_deref();
        assert_eq!(reason, case.reason, "{what} {}", case.answer);
        let payments = self.payments().await;
        assert_eq!(payments.len(), case.payments, "{what}");
        if case.payments > 0 {
            let due = payments
                .iter()
                .map(|p| p.amount.minor() - p.surplus.minor());
            assert_eq!(due.sum::<i64>(), TOTAL, "{what}: the order is paid once");
        }
    }

    /// Plays all of them, and checks the books.
    async fn plays_all(&mut self, cases: Vec<Case>) {
        for (number, case) in cases.iter().enumerate() {
            self.plays(number, case).await;
        }
        self.shop.check().await;
    }
}

/// In which file's scenes a switch is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `customers.rs`
    Customer,
    /// `customers.rs`, where one phone is asked twice.
    SecondPush,
    /// `pushes.rs`
    Push,
    /// `pushes.rs`, for all: no request for a token names a phone.
    Token,
    /// `queries.rs`
    Query,
    /// `qr.rs`
    Qr,
    /// `callbacks.rs`, which fails where it does not know the switch.
    Callback,
}

fn family(name: &str) -> Family {
    match name {
        "auto" | "auto_after_ms" | "prompt_lifetime_ms" | "expires_as" | "locked" => {
            Family::Customer
        }
        "second_push" => Family::SecondPush,
        "push_fault" | "push_delay_ms" | "pushes_per_minute" | "id_form" => Family::Push,
        "token_fault" | "token_lifetime_s" | "rotate_tokens" | "numeric_expiry" => Family::Token,
        "query_fault" | "query_delay_ms" | "queries_per_minute" | "numeric_code" => Family::Query,
        "qr_fault" | "qr_delay_ms" => Family::Qr,
        _ => Family::Callback,
    }
}

/// Every switch of these scenes with every key that it can be set to, out of the simulator's own
/// table: none can be forgotten. Where a number is typed the key is empty.
fn all_of(wanted: Family) -> Vec<(&'static str, &'static str)> {
    let switches = every_switch().filter(|(name, _)| family(name) == wanted);
    let all: Vec<_> = switches
        .flat_map(|(name, mut keys)| {
            if keys.is_empty() {
                keys.push("");
            }
            keys.into_iter().map(move |key| (name, key))
        })
        .collect();
    assert!(!all.is_empty(), "{wanted:?} has no switch");
    all
}

/// One switch, set to this.
fn set(name: &str, key: &str) -> Value {
    let value = match key {
        "" => json!(a_number(name)),
        "true" => json!(true),
        "false" => json!(false),
        key => json!(key),
    };
    json!({ name: value })
}

/// What is typed where a number is: not what it is as usual.
fn a_number(name: &str) -> i64 {
    match name {
        "amount_off" => -1,
        "callback_retries" => 2,
        "callback_copies" => 3,
        "retry_after_ms" => 5,
        // One a minute: on no machine lies so long between two of them.
        "pushes_per_minute" | "queries_per_minute" => 1,
        "auto_after_ms" | "prompt_lifetime_ms" | "push_delay_ms" | "callback_delay_ms"
        | "follow_up_ms" | "query_delay_ms" | "qr_delay_ms" => 40,
        "token_lifetime_s" => 30,
        _ => panic!("{name} is new: say what is typed there"),
    }
}

/// A change, and what is switched besides.
fn and(mut change: Value, besides: &Value) -> Value {
    for (name, value) in besides.as_object().unwrap() {
        change[name.as_str()] = value.clone();
    }
    change
}
