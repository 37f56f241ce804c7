//! Every switch of the simulator against the whole of our side: client, callbacks, attempt, money.
//!
//! Each case is a prompt of its own, for an order and a phone of its own.

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
        for _ in 0..500 {
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
        let phone = format!("07123456{number:02}");
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

/// The scenes, as they are written, here and where the client meets the simulator alone.
const SCENES: [&str; 14] = [
    include_str!("callbacks.rs"),
    include_str!("customers.rs"),
    include_str!("pushes.rs"),
    include_str!("qr.rs"),
    include_str!("queries.rs"),
    include_str!("../../../mpesa/conversation/callbacks.rs"),
    include_str!("../../../mpesa/conversation/checks.rs"),
    include_str!("../../../mpesa/conversation/customers.rs"),
    include_str!("../../../mpesa/conversation/faults.rs"),
    include_str!("../../../mpesa/conversation/payments.rs"),
    include_str!("../../../mpesa/conversation/qr.rs"),
    include_str!("../../../mpesa/conversation/queries.rs"),
    include_str!("../../../mpesa/conversation/rules.rs"),
    include_str!("../../../mpesa/conversation/tokens.rs"),
];

/// Whether some scene names this, between quotation marks.
fn is_named(scenes: &[&str], name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    scenes.iter().any(|scene| scene.contains(&quoted))
}

#[test]
fn every_switch_has_its_scenes() {
    let (ours, clients) = SCENES.split_at(5);
    let mut missing = Vec::new();
    for (name, choices) in every_switch() {
        if !is_named(ours, name) || !is_named(clients, name) {
            missing.push(name.to_owned());
        }
        // Whether it is on is no word of its own.
        let words = choices
            .into_iter()
            .filter(|key| !matches!(*key, "true" | "false"));
        for key in words.filter(|key| !is_named(&SCENES, key)) {
            missing.push(format!("{name}: {key}"));
        }
    }
    assert!(missing.is_empty(), "without a scene: {missing:?}");
    assert!(!is_named(&SCENES, "a switch that does not exist"));
}
