//! A browser at the product as it is served, without a network: cookies, forms, redirects.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use tower::ServiceExt;
use uuid::Uuid;

use super::support::Shop;
use crate::app::server;
use crate::platform::TrustProxy;
use crate::platform::http::encode;
use crate::platform::visit::LANGUAGE;
use crate::staff::Role;
use crate::values::Language;

/// The product as it is served, over a shop's database, believing what is said of peers.
pub fn serving(shop: &Shop) -> Router {
    let mut state = shop.state();
    let mut config = (*state.config).clone();
    config.trust_proxy = TrustProxy::Here;
    state.config = Arc::new(config);
    server::service(state)
}

/// An answer, as far as a leak could be in it.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Where it sends the browser.
    pub location: String,
    /// Everything it says.
    pub body: String,
    /// The cookies it sets, as a browser sends them back.
    pub cookies: Vec<String>,
    /// What it says of being kept by a browser.
    pub kept: String,
}

/// A browser: its cookies, at the product as it is served.
#[derive(Clone)]
pub struct Browser {
    service: Router,
    cookies: BTreeMap<String, String>,
    /// Where it says that it comes from, so that limits on one peer do not hide anything.
    pub peer: String,
}

impl Browser {
    /// A new browser.
    pub fn new(service: &Router, peer: &str) -> Browser {
        Browser {
            service: service.clone(),
            cookies: BTreeMap::new(),
            peer: peer.to_owned(),
        }
    }

    /// Chooses the language that it is spoken to in.
    pub fn speaks(&mut self, language: Language) {
        let language = language.code().to_owned();
        self.cookies.insert(LANGUAGE.to_owned(), language);
    }

    /// Opens an address.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// Sends a form, and keeps the cookies that come back.
    pub async fn post(&mut self, path: &str, fields: &[(String, String)]) -> Answer {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(pairs.join("&")))
            .unwrap();
        let answer = self.send(request).await;
        for cookie in &answer.cookies {
            self.keep(cookie);
        }
        answer
    }

    /// Keeps a cookie: its name, `=`, and its value.
    pub fn keep(&mut self, cookie: &str) {
        if let Some((name, value)) = cookie.split_once('=') {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Sends any request.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let headers = request.headers_mut();
        headers.insert(header::HOST, "127.0.0.1:3000".parse().unwrap());
        let page = HeaderValue::from_static("text/html");
        headers.entry(header::ACCEPT).or_insert(page);
        headers.insert("x-forwarded-for", self.peer.parse().unwrap());
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let answer = self.service.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let text = |name: header::HeaderName| {
            let values = answer.headers().get_all(name).iter();
            let values = values.filter_map(|value| value.to_str().ok());
            values.map(ToOwned::to_owned).collect::<Vec<String>>()
        };
        let location = text(header::LOCATION).concat();
        let kept = text(header::CACHE_CONTROL).concat();
        let cookies = text(header::SET_COOKIE)
            .into_iter()
            .filter_map(|line| line.split(';').next().map(ToOwned::to_owned))
            .collect();
        let body = axum::body::to_bytes(answer.into_body(), 16_000_000)
            .await
            .unwrap();
        Answer {
            status,
            location,
            body: String::from_utf8_lossy(&body).into_owned(),
            cookies,
            kept,
        }
    }
}

/// Fields of a form.
pub fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Signs up a new login through the product and makes it a member.
pub async fn member(service: &Router, shop: &Shop, role: Role) -> Browser {
    let phone = {
        let digits = Uuid::now_v7().as_u128() % 10_000_000;
        let salt = match role {
            Role::Owner => 0,
            Role::Manager => 1,
            Role::Cashier => 2,
            Role::Accountant => 3,
        };
        format!("07{salt}{digits:07}")
    };
    // One sign-up from each address: their number is limited.
    let mut browser = Browser::new(service, &format!("peer-{phone}"));
    let form = fields(&[
        ("form[name]", "A member"),
        ("form[identity]", &phone),
        ("form[password]", "a long enough password"),
    ]);
    let answer = browser.post("/api/staff/sign_up", &form).await;
    assert_eq!(answer.location, "/businesses/new", "{phone} {answer:?}");
    let mut connection = shop.superuser().await;
    let inserted = sqlx::query(
        "insert into app.member (business_id, member_id, user_id, name, role)
         select b.business_id, $2, (select max(user_id) from app.user), 'A member', $3
           from app.business b where b.slug = $1",
    )
    .bind(&shop.slug)
    .bind(Uuid::now_v7())
    .bind(role.code())
    .execute(&mut connection)
    .await
    .unwrap();
    assert_eq!(inserted.rows_affected(), 1);
    browser
}
