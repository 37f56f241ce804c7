//! The delivery of a prompt's outcome to the address that was given with it.
//!
//! What never breaks: delivery is tried once, as Safaricom does, unless a switch says otherwise;
//! what is held back so that another may overtake it is delivered in the end.

use super::c2b;
use super::callback_body::body;
use super::prompts::Prompt;
use super::state::Simulator;
use super::switches::{Switches, Twin};

/// The most copies and retries of one callback.
const MOST_COPIES: u64 = 20;

/// How long a callback waits for another one to overtake it, in milliseconds.
const HELD_MS: u64 = 30_000;

/// One thing to deliver.
enum Step {
    /// The outcome, as it is when its turn comes.
    Outcome,
    /// The failure that it was, whatever it is by then.
    Failure(Box<Prompt>),
    /// A payment after all.
    AfterAll,
    /// A second payment.
    Again,
    /// The registered address is told.
    Twin,
}

/// Delivers the outcome of a prompt that has ended, as the switches want it.
pub(super) async fn deliver(simulator: &Simulator, id: &str) {
    let Some(prompt) = simulator.prompt(id) else {
        return;
    };
    let switches = simulator.switches_of(&prompt);
    let mut steps = steps(&prompt, &switches);
    if switches.reorder_callbacks {
        steps.reverse();
        if steps.len() == 1 && simulator.hold(id) {
            let (simulator, id) = (simulator.clone(), id.to_owned());
            tokio::spawn(async move {
                simulator.time().wait(HELD_MS).await;
                if simulator.release(&id) {
                    run(&simulator, &id, &[Step::Outcome], &switches).await;
                }
            });
            return;
        }
    }
    run(simulator, id, &steps, &switches).await;
    for other in simulator.release_all() {
        if let Some(overtaken) = simulator.prompt(&other) {
            let switches = simulator.switches_of(&overtaken);
            run(simulator, &other, &[Step::Outcome], &switches).await;
        }
    }
}

fn steps(prompt: &Prompt, switches: &Switches) -> Vec<Step> {
    let copies = switches.callback_copies.min(MOST_COPIES);
    let mut steps = Vec::new();
    let twin = if prompt.is_paid() {
        switches.c2b_twin
    } else {
        Twin::None
    };
    if twin == Twin::Before {
        steps.push(Step::Twin);
    }
    let turns = switches.success_after_failure && !prompt.is_paid();
    for _ in 0..copies {
        steps.push(if turns {
            Step::Failure(Box::new(prompt.clone()))
        } else {
            Step::Outcome
        });
    }
    if turns {
        steps.push(Step::AfterAll);
    } else if prompt.is_paid() && switches.second_receipt {
        steps.push(Step::Again);
    }
    if twin == Twin::After {
        steps.push(Step::Twin);
    }
    steps
}

async fn run(simulator: &Simulator, id: &str, steps: &[Step], switches: &Switches) {
    if !switches.drop_callbacks {
        simulator.time().wait(switches.callback_delay_ms).await;
    }
    for step in steps {
        if matches!(step, Step::AfterAll | Step::Again) {
            simulator.time().wait(switches.follow_up_ms).await;
        }
        let Some(prompt) = simulator.prompt(id) else {
            return;
        };
        let told = match step {
            Step::Twin => {
                tell_twin(simulator, &prompt, switches).await;
                continue;
            }
            Step::Outcome => Some(prompt),
            Step::Failure(failed) => Some((**failed).clone()),
            Step::AfterAll => simulator.pay_after_all(id),
            Step::Again => Some(simulator.paid_again(&prompt)),
        };
        if let Some(told) = told {
            call_back(simulator, &told, switches).await;
        }
    }
}

async fn call_back(simulator: &Simulator, prompt: &Prompt, switches: &Switches) {
    let id = &prompt.checkout_request_id;
    let body = match body(prompt, switches) {
        Ok(Some(body)) => body,
        Ok(None) => return,
        Err(error) => return simulator.record_delivery(id, format!("not written: {error}")),
    };
    if switches.drop_callbacks {
        return simulator.record_delivery(id, "dropped".to_owned());
    }
    send(simulator, id, &prompt.callback_url, &body, "", switches).await;
}

async fn tell_twin(simulator: &Simulator, prompt: &Prompt, switches: &Switches) {
    let id = &prompt.checkout_request_id;
    match c2b::notice(simulator, prompt) {
        Ok(Some((url, body))) => {
            send(simulator, id, &url, &body, "confirmation ", switches).await;
        }
        Ok(None) => simulator.record_delivery(id, "confirmation not registered".to_owned()),
        Err(error) => simulator.record_delivery(id, format!("not written: {error}")),
    }
}

/// Posts a body, and again where that is switched on and the answer was not 200.
async fn send(
    simulator: &Simulator,
    id: &str,
    url: &str,
    body: &str,
    what: &str,
    switches: &Switches,
) {
    for retry in 0..=switches.callback_retries.min(MOST_COPIES) {
        if retry > 0 {
            simulator.time().wait(switches.retry_after_ms).await;
        }
        let outcome = post(simulator, url, body).await;
        let is_heard = outcome == "200";
        simulator.record_delivery(id, format!("{what}{outcome}"));
        if is_heard {
            return;
        }
    }
}

async fn post(simulator: &Simulator, url: &str, body: &str) -> String {
    let Some(http) = simulator.http() else {
        return "failed: no HTTP client".to_owned();
    };
    let request = http
        .post(url)
        .header("content-type", "application/json")
        .body(body.to_owned());
    match request.send().await {
        Ok(response) => response.status().as_u16().to_string(),
        Err(error) => format!("failed: {}", error.without_url()),
    }
}

impl Simulator {
    /// Holds a callback back, unless another one is held already: then this one overtakes it.
    fn hold(&self, id: &str) -> bool {
        let mut state = self.state();
        if !state.held.is_empty() {
            return false;
        }
        state.held.push(id.to_owned());
        true
    }

    /// Whether it was still held.
    fn release(&self, id: &str) -> bool {
        let mut state = self.state();
        let before = state.held.len();
        state.held.retain(|held| held != id);
        state.held.len() < before
    }

    fn release_all(&self) -> Vec<String> {
        std::mem::take(&mut self.state().held)
    }
}
