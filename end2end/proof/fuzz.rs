//! Every address of the program, asked for what no form of ours asks: by strangers and by a
//! signed-in owner, with real ids among the nonsense.
//!
//! What never breaks: whatever is sent is answered within ten seconds, and never with a failure of
//! our own; nothing panics; no fault is logged, not even behind a polite answer; the server lives,
//! does not swell, and the books are in order afterwards.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dukani::app::handlers::{CALLBACK, handlers};
use leptos::server_fn::axum::server_fn_paths;
use tokio::sync::Mutex;

use super::node::{Node, faults, free_address};
use super::reach::{must_see_who_is_turned_away, reach_all, signed_in};
use super::real::{orders, real};
use super::request::{Addresses, Asked};
use super::run::{Dice, Row, Run, size};
use super::shop::{Goods, Shop};
use super::wire::{Ended, Wire};

/// So many ask at the same time.
const AT_ONCE: usize = 8;
/// The log is judged after so many requests.
const AT_A_TIME: u64 = 5_000;
/// A smaller run is all warming up: its memory says nothing.
const MEMORY_COUNTS_FROM: u64 = 20_000;

/// Addresses of files, of nothing, and of nobody.
const ELSEWHERE: [&str; 6] = [
    "/assets/:file",
    "/pkg/:file",
    "/favicon.svg",
    "/robots.txt",
    "/api/:business/:order",
    "/:shop",
];

/// Everything that a worker needs.
struct Plan {
    addresses: Addresses,
    seed: u64,
    /// The owner's cookies; shared, since a request may end every other session of hers.
    session: Mutex<String>,
    sign_ins: AtomicU64,
    next: AtomicU64,
}

/// What some requests were answered with.
#[derive(Default)]
struct Seen {
    /// Which request has which id in the server's log.
    numbers: HashMap<String, u64>,
    statuses: BTreeMap<u16, u64>,
    bad: Vec<(u64, String)>,
}

/// Why an end of a request is a failure of ours, if it is one.
fn failure(may_be_silent: bool, ended: &Ended) -> Option<String> {
    match ended {
        Ended::Replied(reply) if reply.status >= 500 => Some(format!("status {}", reply.status)),
        Ended::Replied(_) => None,
        Ended::Silent(_) if may_be_silent => None,
        Ended::Silent(why) => Some(format!("no answer: {why}")),
        Ended::Hung => Some("hung".to_owned()),
    }
}

fn shown(bytes: &[u8]) -> String {
    let most = bytes.len().min(4_000);
    let more = bytes.len() - most;
    format!("{} (and {more} bytes more)", bytes[..most].escape_ascii())
}

impl Plan {
    async fn sign_in(&self, wire: &mut Wire) {
        let number = self.sign_ins.fetch_add(1, Ordering::Relaxed);
        let cookies = signed_in(&self.addresses.host, number, wire).await;
        *self.session.lock().await = cookies;
    }

    async fn asked(&self, number: u64) -> Asked {
        let session = self.session.lock().await.clone();
        let mut dice = Dice::of(self.seed, number);
        self.addresses.request(&mut dice, number, &session)
    }

    async fn work(self: Arc<Plan>, until: u64) -> Seen {
        let mut seen = Seen::default();
        let mut wire = Wire::to(&self.addresses.host);
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= until {
                return seen;
            }
            let asked = self.asked(number).await;
            let ended = wire.send(&asked.bytes, asked.is_head, asked.is_cut).await;
            if let Some(why) = failure(asked.may_be_silent, &ended) {
                let why = format!("{why}\n{}", shown(&asked.bytes));
                seen.bad.push((number, why));
            }
            if let Ended::Replied(reply) = ended {
                *seen.statuses.entry(reply.status).or_default() += 1;
                seen.numbers.insert(reply.id, number);
            }
            if asked.ends_session {
                self.sign_in(&mut wire).await;
            }
        }
    }

    /// The faults of a log, each with the request that it came of, where that is known.
    async fn faults_with_requests(&self, log: &str, seen: &Seen) -> Vec<String> {
        let mut all = Vec::new();
        for line in faults(log).into_iter().take(20) {
            let known = seen
                .numbers
                .iter()
                .find(|(id, _)| !id.is_empty() && line.contains(id.as_str()));
            let request = match known {
                Some((_, number)) => {
                    let asked = self.asked(*number).await;
                    format!("request {number}: {}", shown(&asked.bytes))
                }
                None => "of no request that is known".to_owned(),
            };
            all.push(format!("{line}\n{request}"));
        }
        all
    }

    /// So many requests more; what they were answered with. Fails at the first failure of ours.
    async fn ask(self: &Arc<Plan>, node: &Node, until: u64, statuses: &mut BTreeMap<u16, u64>) {
        let workers: Vec<_> = (0..AT_ONCE)
            .map(|_| tokio::spawn(self.clone().work(until)))
            .collect();
        let mut seen = Seen::default();
        for worker in workers {
            let one = worker.await.unwrap();
            seen.numbers.extend(one.numbers);
            seen.bad.extend(one.bad);
            for (status, count) in one.statuses {
                *statuses.entry(status).or_default() += count;
            }
        }
        // Each worker took one number too many.
        self.next.store(until, Ordering::Relaxed);
        seen.bad.truncate(10);
        let bad: Vec<String> = seen
            .bad
            .iter()
            .map(|(number, why)| format!("request {number}: {why}"))
            .collect();
        let faults = self.faults_with_requests(&node.take_log(), &seen).await;
        let bad = [bad, faults].concat().join("\n\n");
        assert!(bad.is_empty(), "before request {until}:\n\n{bad}");
        assert!(node.resident_kb().is_some(), "the server has ended");
    }
}

/// `{order}` as `:order`.
fn named(path: &str) -> String {
    path.replace('{', ":").replace('}', "")
}

/// Every plain handler that the program itself says it has: its method and its address.
pub fn plain_handlers() -> Vec<(&'static str, String)> {
    let all = handlers().into_iter();
    all.map(|(method, path)| (method, named(&path))).collect()
}

/// Every other address that the program itself says it has: pages and server functions.
fn addresses() -> (Vec<String>, Vec<String>) {
    // The same functions as in the program: what serves them is linked in.
    std::hint::black_box(dukani::app::server::service as fn(_) -> _);
    let routes = leptos_axum::generate_route_list(dukani::app::App);
    let pages: Vec<String> = routes.iter().map(|route| named(route.path())).collect();
    let mut functions: Vec<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert!(pages.len() >= 30, "only {} pages", pages.len());
    assert!(functions.len() >= 35, "only {}", functions.len());
    functions.sort();
    (pages, functions)
}

/// Everything that may be asked for, and what may be filled in.
pub async fn everything(shop: &Shop, handlers: &[(&'static str, String)]) -> Addresses {
    let mut db = shop.postgres.connect().await;
    let links = orders(shop, &mut db).await;
    let (mut pages, functions) = addresses();
    pages.extend(handlers.iter().map(|(_, path)| path.clone()));
    pages.extend(ELSEWHERE.map(str::to_owned));
    // The same chance is the same request only where the order is.
    pages.sort();
    let posts = handlers.iter().filter(|(method, _)| *method == "POST");
    let uploads = posts.map(|(_, path)| path.clone());
    let callback = named(CALLBACK);
    Addresses {
        pages,
        functions,
        uploads: uploads.filter(|path| *path != callback).collect(),
        real: real(&mut db, links).await,
        host: shop.nodes[0].url().trim_start_matches("http://").to_owned(),
    }
}

/// A shop that is served with M-Pesa, whose callbacks lead nowhere: they come from here.
pub async fn open() -> Shop {
    let goods = [Goods {
        sku: "FUZZ".to_owned(),
        stock: 1_000_000,
    }];
    let mut shop = Shop::open("fuzz", &[], &goods).await;
    let simulator = Node::simulator(shop.setting("simulator", Vec::new())).await;
    let variables = [
        ("DARAJA_URL".to_owned(), simulator.url()),
        (
            "DUKANI_CALLBACK_URL".to_owned(),
            format!("http://{}", free_address()),
        ),
        // A fault says of which request it came.
        (
            "DUKANI_LOG".to_owned(),
            "warn,dukani::platform::access=info".to_owned(),
        ),
    ];
    shop.simulator = Some(simulator);
    shop.serve(1, &variables).await;
    shop
}

/// The judge sees what it must.
fn must_see_failures() {
    let reply = |status| {
        let mut reply = super::wire::Reply::default();
        reply.status = status;
        Ended::Replied(reply)
    };
    assert_eq!(failure(false, &reply(422)), None);
    assert!(failure(false, &reply(500)).is_some());
    assert!(failure(true, &reply(503)).is_some());
    assert!(failure(true, &Ended::Hung).is_some());
    assert!(failure(false, &Ended::Silent("gone".to_owned())).is_some());
    let log = "2026-01-15T10:00:00Z  WARN request: slow\n\
               2026-01-15T10:00:00Z ERROR request: database: 22P02 fault=0011aabb id=\"00\"\n\
               thread 'main' panicked at src/x.rs:1:1:\n\
               2026-01-15T10:00:00Z  INFO request: answered status=500";
    assert_eq!(faults(log).len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nonsense_is_answered_and_breaks_nothing() {
    must_see_failures();
    must_see_who_is_turned_away();
    let run = Run::begin(
        "nonsense_is_answered_and_breaks_nothing",
        "nonsense sent to every address",
    );
    let run = run.await;
    let requests = size("PROOF_REQUESTS", 2_000);
    let shop = open().await;
    let node = &shop.nodes[0];
    let handlers = plain_handlers();
    let addresses = everything(&shop, &handlers).await;
    let routes = addresses.pages.len() + addresses.functions.len();
    let mut db = shop.postgres.connect().await;
    let (of, missed) = reach_all(&addresses, &handlers, run.seed, &mut db).await;
    drop(db);
    let reached = of - missed.len();
    println!("{reached} of {of} functions and handlers did more than refuse what they were sent");
    assert!(missed.is_empty(), "never reached: {missed:#?}");
    let plan = Arc::new(Plan {
        addresses,
        seed: run.seed,
        session: Mutex::default(),
        sign_ins: AtomicU64::default(),
        next: AtomicU64::default(),
    });
    plan.sign_in(&mut Wire::to(&plan.addresses.host)).await;
    let mut statuses = BTreeMap::new();
    let (mut asked, mut warm) = (0, 0);
    while asked < requests {
        asked = (asked + AT_A_TIME).min(requests);
        plan.ask(node, asked, &mut statuses).await;
        if asked <= requests.div_ceil(3) || warm == 0 {
            warm = node.resident_kb().unwrap();
        }
    }
    let grown = node.resident_kb().unwrap() * 100 / warm;
    println!("{statuses:?}; memory {grown} % of {warm} kB after a third");
    assert!(statuses.contains_key(&200) && statuses.contains_key(&303));
    if requests >= MEMORY_COUNTS_FROM {
        assert!(grown < 120, "memory grew to {grown} % of {warm} kB");
    }
    assert_eq!(shop.check(), Ok(()));
    run.finish(&Row {
        size: format!("{requests} requests to {routes} addresses, {AT_ONCE} at a time"),
        faults: format!(
            "{reached} of {of} functions and handlers reached; 0 answers of 5xx, 0 faults, 0 hung; \
             memory {grown} %"
        ),
        acknowledged: statuses.values().sum(),
        lost: 0,
        doubled: 0,
    });
}
