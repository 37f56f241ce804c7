//! What people were told: which documents are made, what was refused, and how often somebody asked
//! again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use uuid::Uuid;

use crate::platform::BusinessTx;
use crate::values::Stop;

/// Documents, and where the database has their ids.
const DOCUMENTS: [(&str, &str); 12] = [
    (
        "purchase",
        "select purchase_id from app.purchase where business_id = $1",
    ),
    (
        "receipt",
        "select receipt_id from app.receipt where business_id = $1",
    ),
    (
        "bill",
        "select bill_id from app.bill where business_id = $1",
    ),
    (
        "credit",
        "select credit_id from app.supplier_credit where business_id = $1",
    ),
    (
        "transfer",
        "select transfer_id from app.transfer where business_id = $1",
    ),
    (
        "sale",
        "select sale_id from app.sale where business_id = $1",
    ),
    (
        "order",
        "select order_id from app.order where business_id = $1",
    ),
    (
        "adjustment",
        "select adjustment_id from app.adjustment where business_id = $1",
    ),
    (
        "take",
        "select take_id from app.stock_take where business_id = $1",
    ),
    (
        "shift",
        "select shift_id from app.shift where business_id = $1",
    ),
    (
        "cash move",
        "select move_id from app.cash_move where business_id = $1",
    ),
    (
        // Money of a sale has no id of its own that anybody was told.
        "payment",
        "select payment_id from app.payment where business_id = $1 and sale_id is null",
    ),
];

/// What the database has of what people were told.
#[derive(Debug, Default)]
pub struct Compared {
    /// How many documents of each kind were made.
    pub made: BTreeMap<&'static str, usize>,
    /// Made, and not there.
    pub lost: Vec<(&'static str, Uuid)>,
    /// There, and nobody made it.
    pub doubled: Vec<(&'static str, Uuid)>,
}

/// How often something happened.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// Two who asked the same at the same instant.
    pub twins: u64,
    /// Who asked again.
    pub again: u64,
}

#[derive(Default)]
struct Told {
    done: BTreeMap<&'static str, u64>,
    refused: BTreeMap<(&'static str, String), u64>,
    made: BTreeMap<&'static str, BTreeSet<Uuid>>,
    asked: Asked,
}

/// Everything that people were told.
#[derive(Default)]
pub struct Record {
    told: Mutex<Told>,
}

impl Record {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap()
    }

    /// What a verb said. A refusal in words is counted; anything else that it says is a fault of
    /// ours, a deadlock among them.
    pub fn heard<T>(&self, verb: &'static str, outcome: Result<T, Stop>) -> Option<T> {
        match outcome {
            Ok(said) => {
                *self.told().done.entry(verb).or_default() += 1;
                Some(said)
            }
            Err(Stop::Refused(reasons)) => {
                assert!(!reasons.is_empty(), "{verb}: refused without a reason");
                let key = reasons[0].key.clone();
                *self.told().refused.entry((verb, key)).or_default() += 1;
                None
            }
            Err(stop) => panic!("{verb}: {stop}"),
        }
    }

    /// A document is made.
    pub fn made(&self, kind: &'static str, id: Uuid) {
        let is_known = DOCUMENTS.iter().any(|(known, _)| *known == kind);
        assert!(is_known, "{kind} is no document");
        self.told().made.entry(kind).or_default().insert(id);
    }

    /// A kind of document of which nobody has made one; none where every kind was made.
    pub fn idle(&self) -> Option<&'static str> {
        let told = self.told();
        DOCUMENTS
            .iter()
            .map(|(kind, _)| *kind)
            .find(|kind| !told.made.contains_key(kind))
    }

    /// Two asked the same at the same instant, or one asked again.
    pub fn asked(&self, is_twin: bool) {
        let mut told = self.told();
        if is_twin {
            told.asked.twins += 1;
        } else {
            told.asked.again += 1;
        }
    }

    /// How often that was.
    pub fn how_often(&self) -> Asked {
        self.told().asked
    }

    /// Verb by verb, how often it happened and why it did not.
    pub fn print(&self) {
        let told = self.told();
        for (verb, times) in &told.done {
            let refused = told.refused.iter().filter(|((of, _), _)| of == verb);
            let refused: Vec<String> = refused
                .map(|((_, key), times)| format!("{key} {times}"))
                .collect();
            println!("  {verb}: {times}; {}", refused.join(", "));
        }
    }

    /// Compares with what the database has.
    pub async fn compare(&self, tx: &mut BusinessTx) -> Compared {
        let mut compared = Compared::default();
        for (kind, sql) in DOCUMENTS {
            let there: Vec<Uuid> = sqlx::query_scalar(sql)
                .bind(tx.business())
                .fetch_all(tx.conn())
                .await
                .unwrap();
            let there: BTreeSet<Uuid> = there.into_iter().collect();
            let made = self.told().made.get(kind).cloned().unwrap_or_default();
            let lost = made.difference(&there).map(|id| (kind, *id));
            compared.lost.extend(lost);
            let doubled = there.difference(&made).map(|id| (kind, *id));
            compared.doubled.extend(doubled);
            compared.made.insert(kind, made.len());
        }
        compared
    }
}
