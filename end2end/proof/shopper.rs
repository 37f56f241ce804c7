//! A customer with a browser that has no script: puts goods into the cart, reads the checkout, sends
//! the form, and sends the very same form again when no answer came.

use std::time::Duration;

use super::shop::SLUG;

/// A client that does nothing by itself: no redirect is followed, nothing is sent twice.
pub fn http() -> reqwest::Client {
    // Fails only if a provider is there already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .timeout(Duration::from_secs(40))
        .build()
        .unwrap()
}

/// What a form was answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A redirect to here.
    To(String),
    /// Something else: the status.
    Status(u16),
    /// None: the connection broke, or nobody was there.
    Silence(String),
}

impl Answer {
    /// Whether it tells the customer that the order is placed: it leads to the order's page.
    pub fn is_order(&self) -> bool {
        matches!(self, Answer::To(path) if path.contains("/o/"))
    }

    /// Whether it leads back to the checkout, where the reasons stand.
    pub fn is_refusal(&self) -> bool {
        matches!(self, Answer::To(path) if path.ends_with("/checkout"))
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Answer::To(path) => write!(f, "to {path}"),
            Answer::Status(status) => write!(f, "status {status}"),
            Answer::Silence(why) => write!(f, "no answer: {why}"),
        }
    }
}

/// A checkout form, filled in.
#[derive(Debug, Clone)]
pub struct Form(pub Vec<(String, String)>);

impl Form {
    /// What a field says.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// The same with another value in a field.
    pub fn with(mut self, name: &str, value: &str) -> Form {
        match self.0.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
        self
    }
}

/// What the customer writes into the form.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Her phone.
    pub phone: String,
    /// A note, by which the order is known again whatever its id.
    pub note: String,
    /// `mpesa` or `on_hand_over`.
    pub pay_by: &'static str,
}

/// One browser.
#[derive(Clone)]
pub struct Shopper {
    http: reqwest::Client,
    cookie: String,
    peer: String,
}

impl Shopper {
    /// A browser that has not been here. The number makes it another one, at another address.
    pub fn new(http: &reqwest::Client, number: u64) -> Shopper {
        let [.., a, b, c] = number.to_be_bytes();
        Shopper {
            http: http.clone(),
            cookie: format!("dukani_browser={:032x}", rand::random::<u128>()),
            peer: format!("10.{a}.{b}.{c}"),
        }
    }

    /// The same browser at another address: so many forms from one address are refused for their
    /// number alone.
    pub fn at(&self, number: u64) -> Shopper {
        let [.., a, b, c] = number.to_be_bytes();
        Shopper {
            peer: format!("10.{a}.{b}.{c}"),
            ..self.clone()
        }
    }

    /// Makes this the quantity of a product in the cart.
    pub async fn choose(&self, node: &str, product: uuid::Uuid, quantity: u64) -> Answer {
        let pairs = [
            ("shop", SLUG.to_owned()),
            ("product_id", product.to_string()),
            ("quantity", quantity.to_string()),
        ];
        let body = encoded(pairs.iter().map(|(key, value)| (*key, value.as_str())));
        self.post(&format!("{node}/api/storefront/set_in_cart"), body)
            .await
    }

    /// Reads the checkout and fills it in; what came instead, where there is nothing to fill in.
    pub async fn checkout(&self, node: &str, wish: &Wish) -> Result<Form, Answer> {
        let page = self.page(&format!("{node}/s/{SLUG}/checkout")).await?;
        filled_in(&page, wish).ok_or(Answer::Status(200))
    }

    /// Sends the form.
    pub async fn place(&self, node: &str, form: &Form) -> Answer {
        let pairs = form.0.iter();
        let body = encoded(pairs.map(|(key, value)| (key.as_str(), value.as_str())));
        self.post(&format!("{node}/api/storefront/place_order"), body)
            .await
    }

    /// What stands among the reasons on the checkout page now.
    pub async fn reasons(&self, node: &str) -> Option<String> {
        let page = self.page(&format!("{node}/s/{SLUG}/checkout")).await.ok()?;
        let problems = page.split("class=\"problems\"").nth(1)?;
        let list = problems.split("<li>").nth(1)?;
        Some(list.split("</li>").next()?.to_owned())
    }

    async fn page(&self, url: &str) -> Result<String, Answer> {
        let silence = |fault: reqwest::Error| Answer::Silence(fault.to_string());
        let request = self.http.get(url).header("cookie", &self.cookie);
        let request = request.header("x-forwarded-for", &self.peer);
        let answer = request.send().await.map_err(silence)?;
        if !answer.status().is_success() {
            return Err(Answer::Status(answer.status().as_u16()));
        }
        answer.text().await.map_err(silence)
    }

    async fn post(&self, url: &str, body: String) -> Answer {
        let sent = self
            .http
            .post(url)
            .header("cookie", &self.cookie)
            .header("x-forwarded-for", &self.peer)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await;
        match sent {
            Ok(answer) => match answer.headers().get("location") {
                Some(to) => Answer::To(to.to_str().unwrap_or_default().to_owned()),
                None => Answer::Status(answer.status().as_u16()),
            },
            Err(fault) => Answer::Silence(fault.to_string()),
        }
    }
}

/// The form of a checkout page; none where the page has no such form.
fn filled_in(page: &str, wish: &Wish) -> Option<Form> {
    let mut pairs = vec![("shop".to_owned(), SLUG.to_owned())];
    for name in [
        "attempt_id",
        "form[cart_id]",
        "form[revision]",
        "form[order_id]",
    ] {
        pairs.push((name.to_owned(), value_of(page, name)?));
    }
    let pickup = page.split("value=\"pickup:").nth(1)?;
    let pickup = format!("pickup:{}", pickup.split('"').next()?);
    for (name, value) in [
        ("form[name]", "A customer"),
        ("form[phone]", &wish.phone),
        ("form[fulfilment]", &pickup),
        ("form[note]", &wish.note),
        ("form[address_note]", ""),
        ("form[tax_pin]", ""),
        ("form[pay_by]", wish.pay_by),
    ] {
        pairs.push((name.to_owned(), value.to_owned()));
    }
    Some(Form(pairs))
}

/// The value of a hidden field.
fn value_of(page: &str, name: &str) -> Option<String> {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
    Some(after.split('"').next()?.to_owned())
}

fn encoded<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut body = String::new();
    for (key, value) in pairs {
        if !body.is_empty() {
            body.push('&');
        }
        escape(&mut body, key);
        body.push('=');
        escape(&mut body, value);
    }
    body
}

fn escape(body: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            body.push(char::from(byte));
        } else {
            body.push_str(&format!("%{byte:02X}"));
        }
    }
}
