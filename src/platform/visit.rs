//! One look of a browser at one of our addresses: where, in which language, by which browser, and
//! through which door its business is entered.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::extract::FromRef;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use chrono::{DateTime, Utc};
use leptos::config::LeptosOptions;
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;

use super::flash::Flash;
use super::secrets::{SealingKey, digest, new_token};
use super::{Config, Cx, Database, Door, Ending, clock, sessions};
use crate::values::{Language, Stop, UNSENT};

/// What every handler can reach.
#[derive(Debug, Clone, FromRef)]
pub struct AppState {
    /// The database.
    pub db: Database,
    /// The configuration.
    pub config: Arc<Config>,
    /// Seals secrets at rest.
    pub seal: SealingKey,
    /// Where the browser's files are.
    pub leptos: LeptosOptions,
    /// Whether the server has been told to stop.
    pub ending: Ending,
}

/// The cookie that tells browsers apart: carts and refused forms hang on it, never a sign-in.
const BROWSER: &str = "dukani_browser";
/// The cookie that holds the chosen language.
pub const LANGUAGE: &str = "dukani_language";
/// Browsers keep no cookie longer.
const LONGEST_COOKIE_DAYS: u32 = 400;

/// A request, as pages and server functions see it.
#[derive(Clone)]
pub struct Visit {
    /// What every handler can reach.
    pub state: AppState,
    /// The language that the browser chose or asks for, if it is one of ours.
    pub chosen: Option<Language>,
    /// When it came.
    pub now: DateTime<Utc>,
    params: Vec<(String, String)>,
    /// The token that a browser without a cookie is given in this answer: one, whoever asks first.
    new_browser: Arc<OnceLock<String>>,
    /// What this answer took from the flash: it goes back where the page could not be drawn.
    taken: Arc<Mutex<Vec<(String, Flash)>>>,
    parts: Parts,
    response: ResponseOptions,
}

impl Visit {
    /// The visit that is being answered. Call inside a page or a server function.
    pub fn current() -> Visit {
        let parts = use_context::<Parts>().unwrap_or_else(empty_parts);
        Visit {
            state: expect_context::<AppState>(),
            chosen: chosen_language(&parts.headers),
            now: clock::now(),
            response: expect_context::<ResponseOptions>(),
            params: Vec::new(),
            new_browser: Arc::default(),
            taken: Arc::default(),
            parts,
        }
    }

    /// A visit that a plain handler answers, such as an upload. The handler puts the status and the
    /// headers of `response` into its answer.
    pub fn of_request(state: AppState, parts: Parts, response: ResponseOptions) -> Visit {
        Visit {
            chosen: chosen_language(&parts.headers),
            now: clock::now(),
            params: Vec::new(),
            new_browser: Arc::default(),
            taken: Arc::default(),
            state,
            parts,
            response,
        }
    }

    /// With the parameters of the route that matched.
    #[must_use]
    pub fn at(mut self, params: Vec<(String, String)>) -> Visit {
        self.params = params;
        self
    }

    /// A parameter of the route, such as the business's slug; empty where the route has none.
    pub fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// A parameter of the route that is an id; not found where it is none.
    pub fn param_id(&self, name: &str) -> Result<uuid::Uuid, Stop> {
        self.param(name).parse().map_err(|_| Stop::NotFound)
    }

    /// The language to speak to this browser about a business: what it chose, else the business's.
    pub fn language_for(&self, scope: &super::Scope) -> Language {
        self.chosen.unwrap_or(scope.language)
    }

    /// The language to speak where no business is entered.
    pub fn language(&self) -> Language {
        self.chosen.unwrap_or_default()
    }

    /// The path of the address.
    pub fn path(&self) -> &str {
        self.parts.uri.path()
    }

    /// The path with its query.
    pub fn path_and_query(&self) -> String {
        self.parts
            .uri
            .path_and_query()
            .map_or_else(String::new, ToString::to_string)
    }

    /// A parameter of the query, trimmed; none when it is empty.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.parts.uri.query()?;
        let pairs = super::http::query_pairs(query);
        let value = pairs.into_iter().find(|(key, _)| key == name)?.1;
        let value = value.trim().to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// Every value of a parameter of the query that may stand there several times.
    pub fn query_all(&self, name: &str) -> Vec<String> {
        let query = self.parts.uri.query().unwrap_or_default();
        let pairs = super::http::query_pairs(query).into_iter();
        pairs
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value)
            .collect()
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        cookie(&self.parts.headers, name)
    }

    /// Where the request came from, as limits count it.
    pub fn peer(&self) -> String {
        super::peer::counted(&self.parts, self.state.config.trust_proxy)
    }

    /// Whether this installation reaches M-Pesa at all; a business needs an account as well.
    pub fn mpesa_is_on(&self) -> bool {
        self.state.config.daraja_url.is_some()
    }

    /// The digest of the session cookie, if there is one.
    pub fn session(&self) -> Option<Vec<u8>> {
        let name = sessions::cookie_name(&self.state.config);
        self.cookie(name).map(|id| sessions::digest_of(&id))
    }

    /// The back office of a business.
    pub fn member(&self, slug: &str) -> Result<Cx, Stop> {
        let session = self.session().ok_or(Stop::SignIn)?;
        let door = Door::Member {
            session,
            slug: slug.to_owned(),
        };
        Ok(Cx::new(&self.state.db, door, self.now, self.language()))
    }

    /// The digest of the token by which this browser is known as a till, if it holds one.
    pub fn till(&self) -> Option<Vec<u8>> {
        let name = sessions::till_cookie_name(&self.state.config);
        self.cookie(name).map(|token| digest(&token))
    }

    /// How much the till in this browser says it keeps that the books do not have; none where it is no till.
    pub fn unsent(&self) -> i32 {
        let said = self.till().and_then(|_| self.cookie(UNSENT));
        let count = said.and_then(|said| said.parse().ok());
        count.unwrap_or(0).max(0)
    }

    /// The till that this browser is, before anybody has typed a PIN.
    pub fn device(&self) -> Result<Cx, Stop> {
        let door = Door::Device {
            token: self.till().ok_or(Stop::SignIn)?,
            member_id: None,
        };
        Ok(Cx::new(&self.state.db, door, self.now, self.language()))
    }

    /// Makes this browser a till, for as long as browsers keep a cookie.
    pub fn become_till(&self, token: &str) {
        let name = sessions::till_cookie_name(&self.state.config);
        self.set_cookie(name, token, LONGEST_COOKIE_DAYS);
    }

    /// Keeps this browser a till: its cookie lasts anew.
    pub fn stay_till(&self) {
        let name = sessions::till_cookie_name(&self.state.config);
        if let Some(token) = self.cookie(name) {
            self.set_cookie(name, &token, LONGEST_COOKIE_DAYS);
        }
    }

    /// The storefront of a business: a slug, or `@` and a host name.
    pub fn storefront(&self, address: &str) -> Cx {
        let door = Door::Storefront {
            address: address.to_owned(),
        };
        Cx::new(&self.state.db, door, self.now, self.language())
    }

    /// The digest of this browser's cookie, if it has one.
    pub fn browser(&self) -> Option<Vec<u8>> {
        self.browser_token().map(|token| digest(&token))
    }

    fn browser_token(&self) -> Option<String> {
        self.cookie(BROWSER)
            .filter(|token| token.len() >= 16)
            .or_else(|| self.new_browser.get().cloned())
    }

    /// The digest of this browser's cookie, given one now if it has none.
    pub fn browser_or_new(&self) -> Vec<u8> {
        digest(&self.browser_token_or_new())
    }

    fn browser_token_or_new(&self) -> String {
        if let Some(token) = self.browser_token() {
            return token;
        }
        let token = self.new_browser.get_or_init(new_token);
        self.set_cookie(BROWSER, token, 365);
        token.clone()
    }

    /// A token for one purpose that only this browser gets, the same however often it asks: a form
    /// whose answer was lost on its way may be sent again.
    pub fn token_for(&self, purpose: &str) -> String {
        let browser = self.browser_token_or_new();
        self.state.seal.token_of(&format!("{purpose}\n{browser}"))
    }

    /// Gives the browser a cookie for so many days.
    pub fn set_cookie(&self, name: &str, value: &str, days: u32) {
        let secure = if self.state.config.is_https() {
            "; Secure"
        } else {
            ""
        };
        let seconds = u64::from(days) * 86_400;
        let cookie =
            format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            self.response
                .append_header(axum::http::header::SET_COOKIE, cookie);
        }
    }

    /// What was refused on this form, once.
    pub async fn flash(&self, form: &str) -> Result<Flash, Stop> {
        let Some(browser) = self.browser() else {
            return Ok(Flash::default());
        };
        let flash = self.state.db.take_flash(&browser, form).await?;
        if !flash.is_empty() {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            taken.push((form.to_owned(), flash.clone()));
        }
        Ok(flash)
    }

    /// Puts back what was taken for a page that then stopped: what was typed must outlive a sign-in.
    pub async fn put_back(&self) {
        let taken = {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *taken)
        };
        let Some(browser) = self.browser() else {
            return;
        };
        for (form, flash) in taken {
            if let Err(stop) = self.state.db.keep_flash(&browser, &form, &flash).await {
                let _ = super::fault("a refused form could not be put back", &stop);
            }
        }
    }

    /// Keeps what was typed for another time, without its reasons: for a page that shows something
    /// else instead of the form. Call it when no transaction is open.
    pub async fn keep_typed(&self) {
        {
            let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
            for (_, flash) in taken.iter_mut() {
                flash.refusals.clear();
            }
        }
        self.put_back().await;
    }

    /// What the browser calls itself.
    pub fn user_agent(&self) -> &str {
        let named = self.parts.headers.get(axum::http::header::USER_AGENT);
        named
            .and_then(|name| name.to_str().ok())
            .unwrap_or_default()
    }

    /// The page of a back office whose link led here, as far as the browser tells: a path of ours.
    pub fn page_before(&self) -> Option<String> {
        let page = self.parts.headers.get(axum::http::header::REFERER)?;
        let page: Uri = page.to_str().ok()?.parse().ok()?;
        let page = page.path_and_query()?.as_str();
        page.starts_with("/b/").then(|| page.to_owned())
    }

    /// The status of the answer.
    pub fn status(&self, status: StatusCode) {
        self.response.set_status(status);
    }

    /// A header of the answer.
    pub fn header(&self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.response.insert_header(name, value);
        }
    }

    /// Sends the browser to another path of ours. Does not stop the caller: return after it.
    pub fn send_to(&self, path: &str) {
        // Only ever a path of our own: never another host, never a header of somebody's making.
        let safe = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
        self.header(axum::http::header::LOCATION, if safe { path } else { "/" });
        self.status(StatusCode::SEE_OTHER);
    }
}

fn empty_parts() -> Parts {
    axum::http::Request::new(()).into_parts().0
}

pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// What our own script there speaks, else what was chosen, else what the browser asks for.
fn chosen_language(headers: &HeaderMap) -> Option<Language> {
    let spoken = headers.get(Language::HEADER);
    let spoken = spoken.and_then(|tag| Language::parse(tag.to_str().ok()?));
    spoken
        .or_else(|| cookie(headers, LANGUAGE).and_then(|tag| Language::parse(&tag)))
        .or_else(|| {
            let asked = headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?;
            Language::from_accept(asked)
        })
}
