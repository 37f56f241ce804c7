//! The network between M-Pesa and the shop. It hears every callback that M-Pesa posts and keeps it,
//! as the truth; what reaches the shop of it, how often and when, is chance's choice, and forgeries
//! are mixed in.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde_json::Value;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, PgConnection};

use super::forgery::{self, KINDS, Kind};
use super::run::Dice;

/// What becomes of a callback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    OnTime,
    Twice,
    TwiceAtOnce,
    /// The next one overtakes it.
    Swapped,
    /// It comes when everything is over.
    Late,
    Never,
    ForgedFirst(Kind),
    ForgedAfter(Kind),
    /// Again and again until it is taken, and once more.
    UntilTaken,
}

/// One callback as M-Pesa posted it.
#[derive(Debug, Clone)]
pub struct Posted {
    /// The secret of its address.
    pub token: String,
    /// Word for word.
    pub body: Vec<u8>,
}

impl Posted {
    /// What it says.
    pub fn read(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// What the network may do just now.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    /// Whoever asks M-Pesa is lied to, so that a callback that never comes could not be made good.
    pub is_lying: bool,
    /// The shop knows no ids of the prompts: it can be told by callbacks only.
    pub is_blind: bool,
    /// Every callback is posted until it is taken, whoever is down meanwhile.
    pub is_patient: bool,
}

struct Inner {
    nodes: Mutex<Vec<String>>,
    login: PgConnectOptions,
    http: reqwest::Client,
    seed: u64,
    rules: Mutex<Rules>,
    posted: Mutex<Vec<Posted>>,
    late: Mutex<Vec<Posted>>,
    overtaken: Mutex<Option<Posted>>,
    turn: AtomicU64,
    forged: AtomicU64,
    busy: AtomicU64,
}

/// The network. Clones are the same one.
#[derive(Clone)]
pub struct Network {
    inner: Arc<Inner>,
    address: String,
}

impl Network {
    /// Starts to listen, for as long as the test runs.
    pub async fn start(seed: u64, login: PgConnectOptions) -> Network {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let network = Network {
            address: listener.local_addr().unwrap().to_string(),
            inner: Arc::new(Inner {
                nodes: Mutex::default(),
                login,
                http: super::shopper::http(),
                seed,
                rules: Mutex::default(),
                posted: Mutex::default(),
                late: Mutex::default(),
                overtaken: Mutex::default(),
                turn: AtomicU64::new(0),
                forged: AtomicU64::new(0),
                busy: AtomicU64::new(0),
            }),
        };
        let routes = axum::Router::new()
            .route("/d/c/{token}", axum::routing::post(hear))
            .with_state(network.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        network
    }

    /// What M-Pesa is told to post to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the shop is.
    pub fn leads_to(&self, nodes: Vec<String>) {
        *self.inner.nodes.lock().unwrap() = nodes;
    }

    /// What it may do from now on.
    pub fn obey(&self, rules: Rules) {
        *self.inner.rules.lock().unwrap() = rules;
    }

    /// Everything that M-Pesa posted.
    pub fn posted(&self) -> Vec<Posted> {
        self.inner.posted.lock().unwrap().clone()
    }

    /// How many forgeries were sent.
    pub fn forged(&self) -> u64 {
        self.inner.forged.load(Ordering::Relaxed)
    }

    /// Whether something is still on its way.
    pub fn is_busy(&self) -> bool {
        self.inner.busy.load(Ordering::Relaxed) > 0
    }

    /// Lets go of what waits to be overtaken.
    pub async fn let_through(&self) {
        let waiting = self.inner.overtaken.lock().unwrap().take();
        if let Some(posted) = waiting {
            self.deliver(&posted.token, &posted.body).await;
        }
    }

    /// Delivers what is late, in any order.
    pub async fn deliver_late(&self, dice: &mut Dice) -> usize {
        let mut late = std::mem::take(&mut *self.inner.late.lock().unwrap());
        dice.shuffle(&mut late);
        for posted in &late {
            self.deliver(&posted.token, &posted.body).await;
        }
        late.len()
    }

    /// Posts this to the shop; the status of its answer, or nothing.
    pub async fn deliver(&self, token: &str, body: &[u8]) -> Option<u16> {
        let turn = self.inner.turn.fetch_add(1, Ordering::Relaxed);
        let node = {
            let nodes = self.inner.nodes.lock().unwrap();
            nodes[usize::try_from(turn).unwrap() % nodes.len()].clone()
        };
        let request = self
            .inner
            .http
            .post(format!("{node}/d/c/{token}"))
            .header("content-type", "application/json")
            .body(body.to_vec());
        request
            .send()
            .await
            .ok()
            .map(|answer| answer.status().as_u16())
    }

    /// Posts a forgery made of this callback.
    pub async fn deliver_forgery(&self, kind: Kind, posted: &Posted) -> Option<u16> {
        let number = self.inner.forged.fetch_add(1, Ordering::Relaxed);
        let body = forgery::forge(kind, &posted.read(), number);
        self.deliver(&posted.token, &body).await
    }

    /// What chance makes of a callback. It depends on the seed and on the customer's phone alone.
    fn manner(&self, posted: &Posted) -> Manner {
        let checkout = forgery::text(&posted.read(), "CheckoutRequestID").to_owned();
        let phone = checkout.get(checkout.len().saturating_sub(9)..);
        let phone = phone.and_then(|digits| digits.parse().ok()).unwrap_or(0);
        let mut dice = Dice::of(self.inner.seed, phone);
        let kind = dice.one_of(&KINDS);
        let manner = dice.one_of(&[
            Manner::OnTime,
            Manner::Twice,
            Manner::TwiceAtOnce,
            Manner::Swapped,
            Manner::Late,
            Manner::Never,
            Manner::ForgedFirst(kind),
            Manner::ForgedAfter(kind),
        ]);
        let rules = *self.inner.rules.lock().unwrap();
        match manner {
            _ if rules.is_patient => Manner::UntilTaken,
            Manner::Never if rules.is_lying && !rules.is_blind => Manner::Late,
            Manner::Never | Manner::Late if rules.is_blind => Manner::OnTime,
            manner => manner,
        }
    }

    async fn carry(&self, posted: Posted) {
        let (token, body) = (posted.token.as_str(), posted.body.as_slice());
        match self.manner(&posted) {
            Manner::OnTime => {
                self.deliver(token, body).await;
            }
            Manner::Twice => {
                self.deliver(token, body).await;
                self.deliver(token, body).await;
            }
            Manner::TwiceAtOnce => {
                tokio::join!(self.deliver(token, body), self.deliver(token, body));
            }
            Manner::Swapped => {
                let before = self.inner.overtaken.lock().unwrap().take();
                match before {
                    None => *self.inner.overtaken.lock().unwrap() = Some(posted),
                    Some(before) => {
                        self.deliver(token, body).await;
                        self.deliver(&before.token, &before.body).await;
                    }
                }
            }
            Manner::Late => self.inner.late.lock().unwrap().push(posted),
            Manner::Never => {}
            Manner::ForgedFirst(kind) => {
                let kind = self.when_ids_are_known(kind, &posted).await;
                self.deliver_forgery(kind, &posted).await;
                self.deliver(token, body).await;
            }
            Manner::ForgedAfter(kind) => {
                self.deliver(token, body).await;
                self.deliver_forgery(kind, &posted).await;
            }
            Manner::UntilTaken => {
                while self.deliver(token, body).await != Some(200) {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
                self.deliver(token, body).await;
            }
        }
    }

    /// Before the shop has heard the ids of its prompt, who knows the secret address and the amount
    /// is M-Pesa to it: a forgery of ids waits until then, or is one of the amount.
    async fn when_ids_are_known(&self, kind: Kind, posted: &Posted) -> Kind {
        if !kind.needs_ids() {
            return kind;
        }
        let body = posted.read();
        let mut db = PgConnection::connect_with(&self.inner.login).await.unwrap();
        for _ in 0..20 {
            let known: bool = sqlx::query_scalar(
                "select exists (select 1 from app.mpesa_attempt where checkout_request_id = $1)",
            )
            .bind(forgery::text(&body, "CheckoutRequestID"))
            .fetch_one(&mut db)
            .await
            .unwrap();
            if known {
                return kind;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Kind::Amount
    }
}

/// M-Pesa is answered at once and never learns what became of it.
async fn hear(
    State(network): State<Network>,
    Path(token): Path<String>,
    body: Bytes,
) -> StatusCode {
    let posted = Posted {
        token,
        body: body.to_vec(),
    };
    network.inner.posted.lock().unwrap().push(posted.clone());
    network.inner.busy.fetch_add(1, Ordering::Relaxed);
    tokio::spawn(async move {
        network.carry(posted).await;
        network.inner.busy.fetch_sub(1, Ordering::Relaxed);
    });
    StatusCode::OK
}
