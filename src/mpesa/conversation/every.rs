//! Every switch, set for the next requests to everything that it can be set to: what a client is told
//! then, from the token to the last callback, is not what it is told as usual. The switches are read
//! from the simulator's table, so that one that does nothing is found, and one that shows only where
//! nobody looks.

use super::*;
use crate::mpesa::simulator::every_switch;

/// Later than anybody here waits, by the simulator's clock: an hour.
const LATER_MS: u64 = 3_600_000;

/// Set to these a switch does as usual: by itself no prompt is paid, and each ends.
const AS_USUAL: [(&str, &str); 3] = [
    ("expires_as", "off"),
    ("expires_as", "accept"),
    ("expires_as", "ignore"),
];

/// How long is waited.
#[derive(Clone, Copy)]
struct Patience {
    /// For an answer, and for the first callback.
    first: Duration,
    /// For each callback after it.
    next: Duration,
}

const SHORT: Patience = Patience {
    first: Duration::from_millis(1_000),
    next: Duration::from_millis(100),
};

/// What is the same twice, or is missing, is waited for again, as long as a busy machine may take.
const LONG: Patience = Patience {
    first: Duration::from_millis(2_500),
    next: Duration::from_millis(1_000),
};

/// Where a switch shows.
#[derive(Clone, Debug, PartialEq)]
struct Stage {
    /// What is switched besides, for all.
    besides: Value,
    /// Whoever is called back does not answer well.
    is_deaf: bool,
    /// The phone is asked twice.
    asks_twice: bool,
}

/// The stage of a switch. One that is not named here is looked at where every prompt is paid.
fn stage(name: &str, key: &str) -> Stage {
    let besides = match (name, key) {
        ("auto" | "early_callbacks" | "second_push" | "pushes_per_minute", _)
        | ("query_fault", "premature-paid") => json!({}),
        ("prompt_lifetime_ms", _) => json!({ "auto": "ignore" }),
        ("expires_as", _) => json!({ "auto": "ignore", "prompt_lifetime_ms": 20 }),
        ("success_after_failure", _) => json!({ "auto": "cancel", "follow_up_ms": 1 }),
        ("second_receipt", _) => json!({ "auto": "accept", "follow_up_ms": 1 }),
        ("follow_up_ms", _) => {
            json!({ "auto": "accept", "follow_up_ms": 1, "second_receipt": true })
        }
        ("callback_retries", _) => json!({ "auto": "accept", "retry_after_ms": 1 }),
        ("retry_after_ms", _) => {
            json!({ "auto": "accept", "retry_after_ms": 1, "callback_retries": 1 })
        }
        _ => json!({ "auto": "accept" }),
    };
    Stage {
        besides,
        is_deaf: matches!(name, "callback_retries" | "retry_after_ms"),
        asks_twice: matches!(name, "second_push" | "pushes_per_minute"),
    }
}

/// What a number is set to that is not as usual.
fn unusual(name: &str) -> Value {
    match name {
        "auto_after_ms" | "push_delay_ms" | "callback_delay_ms" | "retry_after_ms"
        | "follow_up_ms" | "query_delay_ms" | "qr_delay_ms" => json!(LATER_MS),
        "prompt_lifetime_ms" => json!(20),
        "pushes_per_minute" | "queries_per_minute" | "amount_off" => json!(1),
        "callback_copies" | "callback_retries" => json!(2),
        "token_lifetime_s" => json!(30),
        _ => panic!("{name} is new: say what is not as usual"),
    }
}

/// All that a switch can be set to, by key; a number has an empty one.
fn settings(name: &str, keys: &[&'static str]) -> Vec<(&'static str, Value)> {
    if keys.is_empty() {
        return vec![("", unusual(name))];
    }
    let setting = |key: &&'static str| match *key {
        "true" => (*key, json!(true)),
        "false" => (*key, json!(false)),
        key => (key, json!(key)),
    };
    keys.iter().map(setting).collect()
}

/// A callback, without what is another one each time.
fn said(body: &[u8], ids: Option<&(String, String)>) -> Result<String, Anything> {
    let mut text = std::str::from_utf8(body)?.to_owned();
    if let Some((merchant, checkout)) = ids {
        text = text
            .replace(merchant, "its own")
            .replace(checkout, "its own");
    }
    let amount = match parse(body) {
        Ok(callback) => {
            if let Some(receipt) = &callback.receipt {
                text = text.replace(receipt, "a receipt");
            }
            format!("{:?}", callback.amount)
        }
        Err(_) => "no callback".to_owned(),
    };
    let text: String = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '9' } else { letter })
        .collect();
    Ok(format!("called: {text} {amount}"))
}

impl Scene {
    /// What two requests for a token are answered with, and whether the first token is good then.
    async fn tokens(&self) -> Result<Vec<String>, Anything> {
        let (mut told, mut tokens) = (Vec::new(), Vec::new());
        for _ in 0..2 {
            let path = "/oauth/v1/generate?grant_type=client_credentials";
            let request = self.http.get(format!("{}{path}", self.address));
            let answer = request.basic_auth("key", Some("secret")).send().await?;
            let status = answer.status().as_u16();
            let body = serde_json::from_slice::<Value>(&answer.bytes().await?).unwrap_or_default();
            told.push(format!("token: {status}, for {}", body["expires_in"]));
            tokens.push(body["access_token"].as_str().unwrap_or_default().to_owned());
        }
        // Whose token it is, is looked at before what is asked.
        let url = format!("{}/mpesa/c2b/v2/registerurl", self.address);
        let request = self.http.post(url).bearer_auth(&tokens[0]);
        let answer = request.json(&json!({})).send().await?;
        told.push(format!("the first token: {}", answer.status().as_u16()));
        Ok(told)
    }

    /// Has confirmations sent where callbacks go.
    async fn registers(&self) -> Result<(), Anything> {
        let url = format!("{}/mpesa/c2b/v2/registerurl", self.address);
        let address = self.callback_url.replace("4f1c8a", "confirmations");
        let request = self.http.post(url).bearer_auth(self.token().await?);
        let registration = json!({
            "ShortCode": "174379", "ResponseType": "Completed",
            "ConfirmationURL": address, "ValidationURL": address,
        });
        let answer = request.json(&registration).send().await?;
        assert_eq!(answer.status().as_u16(), 200);
        Ok(())
    }

    /// What a push is answered with, and its ids.
    async fn pushed(&self, patience: Patience) -> (String, Option<(String, String)>) {
        let Ok(pushed) = tokio::time::timeout(patience.first, self.push()).await else {
            return ("push: no answer yet".to_owned(), None);
        };
        match pushed.outcome {
            PushOutcome::Accepted {
                merchant_request_id,
                checkout_request_id,
            } => {
                let length = checkout_request_id.len();
                let ids = (merchant_request_id, checkout_request_id);
                (format!("push: accepted, {length} letters"), Some(ids))
            }
            PushOutcome::Refused { kind, .. } => (format!("push: {kind:?}"), None),
            PushOutcome::Unknown { .. } => ("push: unknown".to_owned(), None),
        }
    }

    /// What a query is answered with.
    async fn queried(&self, id: &str, patience: Patience) -> String {
        let query = self.daraja.query(&self.credentials, id, clock::now());
        let Ok(queried) = tokio::time::timeout(patience.first, query).await else {
            return "query: no answer yet".to_owned();
        };
        match queried.outcome {
            QueryOutcome::Settled { code, .. } => {
                let raw = queried.raw.unwrap_or_default();
                let is_text = raw.contains("\"ResultCode\":\"");
                format!("query: {}, as a text: {is_text}", code.as_str())
            }
            QueryOutcome::Unknown { .. } => "query: unknown".to_owned(),
            other => format!("query: {other:?}"),
        }
    }

    /// What a request for a QR code is answered with.
    async fn drawn(&self, patience: Patience) -> String {
        let ask = Qr {
            merchant_name: "Mama Njeri".to_owned(),
            reference: "T12ABCDEF".to_owned(),
            amount_shillings: 2_760,
        };
        let draw = self.daraja.qr(&self.credentials, &ask, clock::now());
        match tokio::time::timeout(patience.first, draw).await {
            Err(_) => "QR code: no answer yet".to_owned(),
            Ok(QrOutcome::Drawn(_)) => "QR code: drawn".to_owned(),
            Ok(QrOutcome::Refused(kind)) => format!("QR code: {kind:?}"),
            Ok(QrOutcome::Unknown { .. }) => "QR code: none".to_owned(),
        }
    }
}

/// All that a client is told on a stage, with these switches for the next requests.
async fn told(stage: &Stage, switch: Value, patience: Patience) -> Result<Vec<String>, Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    if stage.is_deaf {
        scene.callback_url = scene.callback_url.replace("/c/", "/deaf/");
    }
    scene.registers().await?;
    scene.switch(stage.besides.clone()).await?;
    scene.switch(switch).await?;
    let mut told = scene.tokens().await?;
    let mut ids = None;
    for _ in 0..=u8::from(stage.asks_twice) {
        let (answer, new) = scene.pushed(patience).await;
        told.push(answer);
        ids = new.or(ids);
    }
    let prompts = scene.phone().await?["prompts"].clone();
    if prompts.as_array().is_some_and(|all| !all.is_empty()) {
        let mut wait = patience.first;
        while let Ok(Some(body)) = tokio::time::timeout(wait, scene.callbacks.recv()).await {
            told.push(said(&body, ids.as_ref())?);
            wait = patience.next;
        }
    }
    let ignored = scene.phone().await?["prompts"][0]["ignored"].clone();
    told.push(format!("left lying: {ignored}"));
    let id = ids.map_or_else(|| "ws_CO_0".to_owned(), |(_, checkout)| checkout);
    for _ in 0..2 {
        told.push(scene.queried(&id, patience).await);
    }
    told.push(scene.drawn(patience).await);
    Ok(told)
}

/// All that a client is told on a stage as usual: what is the same twice, so that nothing is missing
/// for which this machine kept somebody waiting.
async fn as_usual_on(stage: &Stage) -> Result<Vec<String>, Anything> {
    let mut before = told(stage, json!({}), LONG).await?;
    for _ in 0..5 {
        let again = told(stage, json!({}), LONG).await?;
        if again == before {
            return Ok(again);
        }
        before = again;
    }
    Err(format!("never the same twice: {before:?}").into())
}

#[tokio::test]
async fn every_switch_changes_what_a_client_is_told() -> Result<(), Anything> {
    let usual = serde_json::to_value(Switches::default())?;
    let mut stages: Vec<(Stage, Vec<String>)> = Vec::new();
    let (mut changed, mut same) = (0, Vec::new());
    for (name, keys) in every_switch() {
        for (key, value) in settings(name, &keys) {
            if value == usual[name] {
                continue;
            }
            let stage = stage(name, key);
            let known = stages.iter().find(|(known, _)| *known == stage);
            let as_usual = if let Some((_, told)) = known {
                told.clone()
            } else {
                let as_usual = as_usual_on(&stage).await?;
                stages.push((stage.clone(), as_usual.clone()));
                as_usual
            };
            let switch = json!({ "next": 1_000, name: value });
            let mut is_same = told(&stage, switch.clone(), SHORT).await? == as_usual;
            let is_expected = AS_USUAL.contains(&(name, key));
            // What the machine held up is asked again.
            for _ in 0..3 {
                if is_same == is_expected {
                    break;
                }
                is_same = told(&stage, switch.clone(), LONG).await? == as_usual;
            }
            if is_same {
                same.push((name, key));
            } else {
                changed += 1;
            }
        }
    }
    // Those that do as usual show that nothing else changes from one time to the next.
    assert_eq!(same, AS_USUAL);
    assert!(changed > 80, "only {changed}");
    Ok(())
}
