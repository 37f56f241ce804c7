//! That no log tells who somebody is, or how to come in: a customer and an owner do what they do,
//! over HTTP and with M-Pesa's simulator, while everything that is logged is kept and searched.

mod back_office;
mod line;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

use super::support::Shop;
use crate::app::server;
use crate::mpesa::Daraja;
use crate::mpesa::simulator::{self, SimulatorSettings};
use crate::orders;
use crate::payments;
use crate::platform::http::encode;
use crate::platform::secrets::{digest, new_token};
use crate::platform::{fault, telemetry};
use crate::values::{Money, Quantity, Stop};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// What must not be found, by what it is.
#[derive(Default)]
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn keep(&mut self, what: &'static str, secret: &str) -> String {
        assert!(secret.len() >= 9, "{what} could be found by chance");
        self.0.push((what, secret.to_owned()));
        secret.to_owned()
    }

    /// Something that nobody else writes.
    fn fresh(&mut self, what: &'static str) -> String {
        self.keep(what, &new_token())
    }

    fn phone(&mut self, what: &'static str) -> String {
        // No other test's phones begin like this.
        let digits = format!("7{}", 90_000_000 + rand::random::<u32>() % 9_000_000);
        self.keep(what, &digits);
        let local = format!("0{digits}");
        self.keep(
            what,
            &format!("{} {} {}", &local[..4], &local[4..7], &local[7..]),
        );
        local
    }

    /// Which of them a text holds.
    fn in_text(&self, text: &str) -> Vec<&'static str> {
        let found = self.0.iter().filter(|(_, secret)| text.contains(secret));
        found.map(|(what, _)| *what).collect()
    }
}

/// A browser without script.
struct Browser<'a> {
    shop: &'a Shop,
    cookie: String,
    /// The cookie of a session; empty: nobody is signed in.
    session: String,
}

impl Browser<'_> {
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, HeaderMap) {
        let pairs = fields.iter().map(|(name, value)| {
            let name = encode(name);
            format!("{name}={}", encode(value))
        });
        let body = pairs.collect::<Vec<_>>().join("&");
        let kind = "application/x-www-form-urlencoded";
        let request = Request::post(path).header(header::CONTENT_TYPE, kind);
        let (status, headers, _) = self.ask(request, body).await;
        (status, headers)
    }

    async fn get(&self, path: &str) -> StatusCode {
        self.ask(Request::get(path), String::new()).await.0
    }

    async fn ask(
        &self,
        request: axum::http::request::Builder,
        body: String,
    ) -> (StatusCode, HeaderMap, String) {
        let mut cookies = format!("dukani_browser={}", self.cookie);
        if !self.session.is_empty() {
            cookies.push_str(&format!("; dukani={}", self.session));
        }
        let request = request
            .header(header::HOST, "127.0.0.1:3000")
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookies)
            .body(Body::from(body))
            .unwrap();
        let answer = server::service(self.shop.state())
            .oneshot(request)
            .await
            .unwrap();
        let (head, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, 4_000_000).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        (head.status, head.headers, body)
    }
}

/// The session that an answer gives.
fn session(headers: &HeaderMap) -> String {
    let cookies = headers.get_all(header::SET_COOKIE).iter();
    let mut values = cookies.filter_map(|cookie| cookie.to_str().ok()?.strip_prefix("dukani="));
    let value = values.next().expect("a session");
    value.split(';').next().unwrap().to_owned()
}

fn location(headers: &HeaderMap) -> String {
    let location = headers.get(header::LOCATION).expect("a way on");
    location.to_str().unwrap().to_owned()
}

/// Signs up, in with a wrong password, and in with the right one.
async fn comes_in(browser: &Browser<'_>, secrets: &mut Secrets) {
    let phone = secrets.phone("an owner's phone");
    let name = secrets.fresh("an owner's name");
    let (password, wrong) = (
        secrets.fresh("a password"),
        secrets.fresh("a wrong password"),
    );
    let form = [
        ("form[name]", name.as_str()),
        ("form[identity]", &phone),
        ("form[password]", &password),
    ];
    let (_, headers) = browser.post("/api/staff/sign_up", &form).await;
    secrets.keep("a session", &session(&headers));
    let form = [
        ("form[identity]", phone.as_str()),
        ("form[password]", &wrong),
    ];
    let (_, headers) = browser.post("/api/staff/sign_in", &form).await;
    assert!(location(&headers).starts_with("/sign-in"));
    let form = [
        ("form[identity]", phone.as_str()),
        ("form[password]", &password),
    ];
    let (_, headers) = browser.post("/api/staff/sign_in", &form).await;
    secrets.keep("a session", &session(&headers));
}

/// What a customer orders, and where she follows it.
struct Ordered {
    order_id: Uuid,
    path: String,
    phone: String,
    attempt: Uuid,
}

/// Orders over HTTP, to be paid by M-Pesa, and looks at the order.
async fn orders_something(browser: &Browser<'_>, secrets: &mut Secrets) -> Ordered {
    let shop = browser.shop;
    let product = shop.sells("UNGA", "100", "9").await;
    let cart = digest(&browser.cookie);
    let one = Quantity::parse("1").unwrap();
    orders::add_to_cart(&shop.customer(), &cart, product, one, None)
        .await
        .unwrap();
    let form = shop.checkout(&cart).await;
    let phone = secrets.phone("a customer's phone");
    let (name, note) = (
        secrets.fresh("a customer's name"),
        secrets.fresh("an address"),
    );
    let attempt = Uuid::now_v7();
    let fields = [
        ("shop", shop.slug.as_str()),
        ("attempt_id", &attempt.to_string()),
        ("form[cart_id]", &form.cart_id),
        ("form[revision]", &form.revision),
        ("form[order_id]", &form.order_id),
        ("form[name]", &name),
        ("form[phone]", &phone),
        ("form[fulfilment]", &form.fulfilment),
        ("form[address_note]", &note),
        ("form[pay_by]", "mpesa"),
    ];
    let (_, headers) = browser.post("/api/storefront/place_order", &fields).await;
    let path = location(&headers);
    let link = path.rsplit('/').next().unwrap();
    secrets.keep("the link to an order", link);
    assert_eq!(browser.get(&path).await, StatusCode::OK);
    Ordered {
        order_id: form.order_id.parse().unwrap(),
        path,
        phone,
        attempt,
    }
}

async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

async fn sends(shop: &Shop, attempt: Uuid, mpesa: &str, base: &str) {
    let daraja = Daraja::new(mpesa).unwrap();
    let payload = json!({ "attempt_id": attempt });
    let (cx, seal) = (shop.cx(), shop.state().seal);
    let settle = orders::settle;
    let ran = payments::run(
        "mpesa.submit",
        cx,
        payload,
        Some(&daraja),
        base,
        &seal,
        settle,
    );
    assert_eq!(ran.await, Ok(true));
}

/// Pays: first M-Pesa cannot be reached, then it can, and calls back; then somebody sends nonsense
/// to the same address.
async fn pays(browser: &Browser<'_>, ordered: &Ordered, secrets: &mut Secrets) {
    let shop = browser.shop;
    sends(shop, ordered.attempt, "http://127.0.0.1:9", "http://here").await;
    let again = Uuid::now_v7();
    let link = ordered.path.rsplit('/').next().unwrap();
    let fields = [
        ("shop", shop.slug.as_str()),
        ("link", link),
        ("order_id", &ordered.order_id.to_string()),
        ("attempt_id", &again.to_string()),
        ("phone", &ordered.phone),
    ];
    browser.post("/api/storefront/ask_mpesa", &fields).await;
    let mpesa = serve(simulator::router(SimulatorSettings::default())).await;
    let base = serve(server::service(shop.state())).await;
    sends(shop, again, &mpesa, &base).await;

    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let listing = http
        .get(format!("{mpesa}/phone.json"))
        .send()
        .await
        .unwrap();
    let listing: Value = serde_json::from_slice(&listing.bytes().await.unwrap()).unwrap();
    let prompt = &listing["prompts"][0];
    let checkout = prompt["checkout_request_id"].as_str().unwrap();
    secrets.keep("M-Pesa's name of a prompt", checkout);
    let callback = prompt["callback_url"].as_str().unwrap();
    let token = callback.rsplit('/').next().unwrap();
    secrets.keep("the token of a callback", token);
    let accept = format!("{mpesa}/phone/{checkout}/accept");
    http.post(accept).send().await.unwrap();
    for _ in 0..200 {
        if shop.order(ordered.order_id).await.order.due() == Money::ZERO {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let due = shop.order(ordered.order_id).await.order.due();
    assert_eq!(due, Money::ZERO, "M-Pesa has called back");

    let nonsense = format!("{{\"PhoneNumber\": {}", ordered.phone);
    let path = format!("/d/c/{token}");
    let (status, _, _) = browser.ask(Request::post(&path), nonsense).await;
    assert_eq!(status, StatusCode::OK);
    let guess = secrets.fresh("a guessed token");
    browser.get(&format!("/d/c/{guess}")).await;
}

/// Faults that name what nobody should read.
async fn faults(shop: &Shop, phone: &str) {
    let name = format!("ws_CO_15012026093007412{}", &phone[1..]);
    let _ = fault("a fault of this test", &format!("{phone} {name}"));
    let mut tx = shop.look().await;
    let broken = sqlx::query("select $1::text::bigint")
        .bind(format!("x{phone}"))
        .execute(tx.conn())
        .await;
    let _ = Stop::from(broken.unwrap_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_tell_nothing_about_anybody() {
    let log = Log::default();
    let writer = {
        let log = log.clone();
        move || log.clone()
    };
    // For the whole process, because work goes on in other threads; tests that run beside this one
    // are heard too, and have other secrets.
    let subscriber = telemetry::subscriber("info,dukani=trace", false, false, writer);
    tracing::subscriber::set_global_default(subscriber).expect("one test listens");
    // What another test reached between those two lines is remembered as heard by nobody.
    tracing::callsite::rebuild_interest_cache();

    let shop = Shop::open("logs").await;
    let mut secrets = Secrets::default();
    let cookie = secrets.fresh("a browser's cookie");
    let browser = Browser {
        shop: &shop,
        cookie,
        session: String::new(),
    };
    comes_in(&browser, &mut secrets).await;
    back_office::walks(&shop, &mut secrets).await;
    let ordered = orders_something(&browser, &mut secrets).await;
    pays(&browser, &ordered, &mut secrets).await;
    faults(&shop, &ordered.phone).await;
    back_office::finds(&browser, &ordered, &mut secrets).await;
    let words = secrets.fresh("words that were searched for");
    browser.get(&format!("/s/logs?q={words}")).await;
    browser.get(&format!("/{words}")).await;

    let text = log.text();
    assert_eq!(secrets.in_text(&text), Vec::<&str>::new());
    // It did listen, to all of that.
    for said in [
        "signed up",
        "a sign-in was refused",
        "signed in",
        "an M-Pesa attempt moved",
        "could not be read; it is kept",
        "a fault of this test: … ws_CO_…",
        "database: 22P02",
        "/s/{shop}/o/{link}",
        "/d/c/{token}",
        "/api/storefront/place_order",
        "/api/payments/keep_mpesa_account",
        "/join/{token}",
        "/s/{shop}/po/{link}",
    ] {
        assert!(text.contains(said), "{said:?} is not in the log");
    }
    // A request that began before anybody listened has no span; of other tests there may be some.
    let is_whole = |line: &&str| line.contains("answered") && line.contains("request:");
    let answered = text.lines().find(is_whole).unwrap();
    for part in [" id=", "method=", "status=", "milliseconds="] {
        assert!(answered.contains(part), "{answered}");
    }
    // And it would have been found.
    tracing::info!("{}", ordered.phone);
    assert_eq!(secrets.in_text(&log.text()), ["a customer's phone"]);
}
