//! The record, kept outside of the program: what customers wanted, what they sent, what they were
//! told, and when.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use uuid::Uuid;

use super::shopper::Answer;

/// An order that a customer wants, once.
#[derive(Debug, Clone)]
pub struct Intent {
    /// The note on the order, by which it is known whatever its id.
    pub note: String,
    /// What she wants.
    pub product: Uuid,
    /// How many.
    pub quantity: u64,
    /// How she pays: `mpesa` or `on_hand_over`.
    pub pay_by: &'static str,
    /// The id that her form carried, once she had one.
    pub order_id: Option<Uuid>,
    /// Whether she was told that it is placed.
    pub acknowledged: bool,
}

/// One request and its answer.
struct Exchange {
    at: Duration,
    took: Duration,
    intent: u64,
    node: String,
    what: &'static str,
    answer: String,
}

#[derive(Default)]
struct Record {
    intents: BTreeMap<u64, Intent>,
    exchanges: Vec<Exchange>,
    acknowledged: u64,
}

/// Everything that was wanted, sent and told.
pub struct History {
    began: Instant,
    record: Mutex<Record>,
}

impl History {
    /// An empty one.
    pub fn new() -> History {
        History {
            began: Instant::now(),
            record: Mutex::default(),
        }
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap()
    }

    /// A customer wants something.
    pub fn wants(&self, number: u64, intent: Intent) {
        self.record().intents.insert(number, intent);
    }

    /// Her form carries this id.
    pub fn sends(&self, number: u64, order_id: Uuid) {
        if let Some(intent) = self.record().intents.get_mut(&number) {
            intent.order_id = Some(order_id);
        }
    }

    /// A request was answered, or was not.
    pub fn heard(
        &self,
        number: u64,
        node: &str,
        what: &'static str,
        sent: Instant,
        answer: &Answer,
    ) {
        let mut record = self.record();
        if answer.is_order()
            && let Some(intent) = record.intents.get_mut(&number)
            && !intent.acknowledged
        {
            intent.acknowledged = true;
            record.acknowledged += 1;
        }
        record.exchanges.push(Exchange {
            at: sent.duration_since(self.began),
            took: sent.elapsed(),
            intent: number,
            node: node.to_owned(),
            what,
            answer: answer.to_string(),
        });
    }

    /// How many orders were acknowledged so far.
    pub fn acknowledged(&self) -> u64 {
        self.record().acknowledged
    }

    /// What was wanted.
    pub fn intents(&self) -> Vec<Intent> {
        self.record().intents.values().cloned().collect()
    }

    /// How many requests got no answer.
    pub fn silences(&self) -> usize {
        let record = self.record();
        let silent = |one: &&Exchange| one.answer.starts_with("no answer");
        record.exchanges.iter().filter(silent).count()
    }

    /// Answers that nobody may get: everything that is neither a page nor a redirect. While the
    /// database is away, that it is away (503) is right.
    pub fn failures(&self, may_be_away: bool) -> Vec<String> {
        let record = self.record();
        let is_bad = |one: &&Exchange| {
            let status = one.answer.strip_prefix("status ");
            let status = status.and_then(|status| status.parse::<u16>().ok());
            status.is_some_and(|status| status >= 400 && !(may_be_away && status == 503))
        };
        let bad = record.exchanges.iter().filter(is_bad).take(20);
        let told = bad.map(|one| format!("{} at {}: {}", one.what, one.node, one.answer));
        told.collect()
    }

    /// Writes it down, for whoever must find out what happened.
    pub fn save(&self, path: &Path) {
        let record = self.record();
        let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
        writeln!(file, "at_ms,took_ms,intent,order_id,node,what,answer").unwrap();
        for one in &record.exchanges {
            let intent = record.intents.get(&one.intent);
            let order_id = intent.and_then(|intent| intent.order_id);
            writeln!(
                file,
                "{},{},{},{},{},{},\"{}\"",
                one.at.as_millis(),
                one.took.as_millis(),
                one.intent,
                order_id.unwrap_or_default(),
                one.node,
                one.what,
                one.answer.replace('"', "'")
            )
            .unwrap();
        }
        eprintln!("every request and its answer: {}", path.display());
    }
}
