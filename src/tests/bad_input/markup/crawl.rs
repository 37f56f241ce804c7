//! Walks through the product as somebody does who writes markup into whatever she can write into:
//! every page that links lead to, and every form that stands there, as it is drawn.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use leptos_axum::generate_route_list;

use super::file::{list_of, request};
use super::html::{Field, Form, broken_out, forms, links, shown};
use crate::app::App;
use crate::platform::http::encode;
use crate::tests::browser::Browser;

/// How many addresses of one route are opened, and how many forms of one kind are sent from them.
const EACH: usize = 3;
/// How often a form is sent that is refused, each time with fewer markers.
const TRIES: usize = 3;

/// A walk, and what was seen on it.
pub struct Crawl {
    browser: Browser,
    /// Somebody who is not signed in.
    stranger: Browser,
    slug: &'static str,
    routes: Vec<String>,
    /// Pages that no link leads to.
    pub besides: Vec<String>,
    /// Which field a marker was typed into, by the marker's number.
    pub typed: Vec<String>,
    /// Markers that were shown as the text that they are.
    pub shown: BTreeSet<usize>,
    /// What broke out, and what broke, and where.
    pub findings: Vec<String>,
    /// Forms that were sent a marker, by where they go.
    pub posted: BTreeSet<String>,
    opened: BTreeMap<String, usize>,
    seen: BTreeSet<String>,
    queue: VecDeque<String>,
    waiting: Vec<(String, Form)>,
}

/// The marker of a number: it would close an attribute of either kind, and be an element.
pub fn marker(number: usize) -> String {
    format!("\"zq{number}=' <zq{number}>")
}

impl Crawl {
    /// A walk of this browser through a business and its storefront; a stranger signs up.
    pub fn new(browser: Browser, stranger: Browser, slug: &'static str) -> Crawl {
        let routes = generate_route_list(App);
        Crawl {
            browser,
            stranger,
            slug,
            routes: routes.iter().map(|route| route.path().to_owned()).collect(),
            besides: Vec::new(),
            typed: vec!["what is there before".to_owned()],
            shown: BTreeSet::new(),
            findings: Vec::new(),
            posted: BTreeSet::new(),
            opened: BTreeMap::new(),
            seen: BTreeSet::new(),
            queue: VecDeque::new(),
            waiting: Vec::new(),
        }
    }

    /// Routes of which no page was opened on the last walk.
    pub fn unopened(&self) -> Vec<&String> {
        let unopened = self.routes.iter();
        unopened
            .filter(|route| {
                let asked = format!("{route}?");
                !self.opened.contains_key(*route) && !self.opened.contains_key(&asked)
            })
            .collect()
    }

    /// Opens every page that links lead to, anew.
    pub async fn walk(&mut self) {
        self.opened.clear();
        self.seen.clear();
        self.waiting.clear();
        for route in self.routes.clone() {
            let path = route.replace("{business}", self.slug);
            let path = path.replace("{shop}", self.slug);
            if !path.contains('{') {
                self.go_to(&path);
            }
        }
        for path in self.besides.clone() {
            self.go_to(&path);
        }
        while let Some(path) = self.queue.pop_front() {
            let page = self.browser.get(&path).await;
            self.look(&path, page.status.is_server_error(), &page.body);
            if page.location.starts_with('/') {
                self.go_to(&page.location);
            }
            for link in links(&page.body) {
                self.go_to(&link);
            }
            let forms = forms(&page.body).into_iter().filter(Form::is_typed);
            self.waiting.extend(forms.map(|form| (path.clone(), form)));
        }
    }

    /// Sends every form that the walk came by.
    pub async fn write(&mut self) {
        let mut sent: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (path, form) in std::mem::take(&mut self.waiting) {
            let route = self.route_of(&path).unwrap_or_default();
            let times = sent.entry((route, form.action.clone())).or_default();
            *times += 1;
            if *times > EACH {
                continue;
            }
            if let Some(field) = &form.file {
                self.send_file(&form, field).await;
            } else if form.posts {
                self.fill(&form).await;
            } else {
                self.ask(&path, &form).await;
            }
        }
    }

    /// Sends a form with a marker in each of its fields; where it is refused, once more with what
    /// was refused as it was.
    async fn fill(&mut self, form: &Form) {
        let mut plain = BTreeSet::new();
        for _ in 0..TRIES {
            let fields = form.fields.iter();
            let sent: Vec<(String, String)> = fields
                .map(|field| {
                    let value = self.value(&form.action, field, &plain);
                    (field.name.clone(), value)
                })
                .collect();
            // A browser that is thrown away: signing in or out changes nothing for the walk.
            let mut browser = self.browser.clone();
            if form.action.ends_with("/sign_up") {
                browser = self.stranger.clone();
            }
            let answer = browser.post(&form.action, &sent).await;
            let broke = answer.status.is_server_error();
            self.look(&form.action, broke, &answer.body);
            if !answer.location.starts_with('/') || answer.location.contains("__err") {
                let what = format!("{} answers {}", form.action, answer.status);
                self.findings.push(what);
                return;
            }
            self.posted.insert(form.action.clone());
            let page = browser.get(&answer.location).await;
            let broke = page.status.is_server_error();
            self.look(&answer.location, broke, &page.body);
            let again = forms(&page.body);
            let Some(again) = again.iter().find(|other| other.is_like(form)) else {
                return;
            };
            let wrong = again.fields.iter().filter(|field| field.is_wrong);
            let before = plain.len();
            plain.extend(wrong.map(|field| field.name.clone()));
            if plain.len() == before {
                return;
            }
        }
    }

    /// Sends a form with a file whose name and words are a marker.
    async fn send_file(&mut self, form: &Form, field: &str) {
        // The name of a picture is kept nowhere.
        let is_list = list_of(&form.action, "").is_some();
        let number = if is_list {
            self.number_of(format!("{} {field}", form.action))
        } else {
            0
        };
        let mut browser = self.browser.clone();
        let answer = browser.send(request(form, field, &marker(number))).await;
        for cookie in &answer.cookies {
            browser.keep(cookie);
        }
        let broke = answer.status.is_server_error();
        self.look(&form.action, broke, &answer.body);
        if !answer.location.starts_with('/') {
            let what = format!("{} answers {}", form.action, answer.status);
            self.findings.push(what);
            return;
        }
        self.posted.insert(form.action.clone());
        let page = browser.get(&answer.location).await;
        let broke = page.status.is_server_error();
        self.look(&answer.location, broke, &page.body);
    }

    /// The number of what is typed into a field.
    fn number_of(&mut self, label: String) -> usize {
        let known = self.typed.iter().position(|typed| *typed == label);
        known.unwrap_or_else(|| {
            self.typed.push(label);
            self.typed.len() - 1
        })
    }

    /// Asks for a page with a marker in each field of a form that only asks.
    async fn ask(&mut self, path: &str, form: &Form) {
        let page = path.split('?').next().unwrap_or(path);
        let to = resolved(page, &form.action);
        let pairs: Vec<String> = form
            .fields
            .iter()
            .map(|field| {
                let value = self.value(page, field, &BTreeSet::new());
                format!("{}={}", encode(&field.name), encode(&value))
            })
            .collect();
        let to = format!("{to}?{}&next=javascript:alert(1)", pairs.join("&"));
        let page = self.browser.get(&to).await;
        self.look(&to, page.status.is_server_error(), &page.body);
    }

    /// What is typed into a field: a marker of its own, or something plausible.
    fn value(&mut self, form: &str, field: &Field, plain: &BTreeSet<String>) -> String {
        if !field.is_typed {
            return field.value.clone();
        }
        if field.kind == "password" {
            return "not her password".to_owned();
        }
        if !plain.contains(&field.name) {
            return marker(self.number_of(format!("{form} {}", field.name)));
        }
        if !field.value.is_empty() {
            return field.value.clone();
        }
        let plausible = match field.kind.as_str() {
            "date" => "2099-01-01",
            "time" => "08:00",
            "tel" => "0712345678",
            "email" => "somebody@example.com",
            "numeric" | "decimal" | "number" => "1",
            // Where either a phone number or an address is taken.
            _ if field.name.contains("identity") => "somebody.else@example.com",
            _ => "",
        };
        plausible.to_owned()
    }

    /// Looks at what was answered.
    fn look(&mut self, at: &str, broke: bool, body: &str) {
        if broke {
            self.findings.push(format!("{at} breaks: {body}"));
        }
        // A file is no page, whatever stands in it.
        let is_page = body.trim_start().starts_with("<!DOCTYPE html");
        if let Some(what) = broken_out(body).filter(|_| is_page) {
            self.findings.push(format!("{at} lets {what} out"));
        }
        self.shown.extend(shown(body));
    }

    /// Queues an address of this business, unless enough like it were opened.
    fn go_to(&mut self, link: &str) {
        // What is scanned or sent names the host as well.
        let host = link.strip_prefix("http").and_then(|l| l.split_once("://"));
        let inside = host.map_or(link, |(_, l)| l.find('/').map_or("", |at| &l[at..]));
        let path = inside.split('#').next().unwrap_or(inside);
        let Some(route) = self.route_of(path) else {
            return;
        };
        let parts: Vec<&str> = path.split(['/', '?']).collect();
        let elsewhere = ["b", "s"].contains(&parts[1]) && parts.get(2) != Some(&self.slug);
        let is_file = path.ends_with(".csv");
        if elsewhere || is_file || self.seen.contains(path) {
            return;
        }
        let asks = if path.contains('?') { "?" } else { "" };
        let opened = self.opened.entry(format!("{route}{asks}")).or_default();
        *opened += 1;
        if *opened <= EACH {
            self.seen.insert(path.to_owned());
            self.queue.push_back(path.to_owned());
        }
    }

    /// The route of an address: the one with the most words in common.
    fn route_of(&self, path: &str) -> Option<String> {
        let path = path.split('?').next()?;
        let parts: Vec<&str> = path.split('/').collect();
        let fits = |route: &&String| {
            let words = route.split('/');
            words.clone().count() == parts.len()
                && words
                    .zip(&parts)
                    .all(|(word, part)| word == *part || word.starts_with('{'))
        };
        let words = |route: &&String| route.matches('{').count();
        self.routes.iter().filter(fits).min_by_key(words).cloned()
    }
}

/// Where a form of a page leads, as browsers reckon it.
fn resolved(page: &str, action: &str) -> String {
    if action.is_empty() || action.starts_with('/') {
        let to = if action.is_empty() { page } else { action };
        return to.to_owned();
    }
    let mut folder: Vec<&str> = page.split('/').collect();
    folder.pop();
    for word in action.split('/') {
        match word {
            ".." => drop(folder.pop()),
            word => folder.push(word),
        }
    }
    folder.join("/")
}
