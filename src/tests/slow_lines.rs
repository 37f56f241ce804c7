//! Lines that are slow, that fall silent, and browsers that send all they have before they read:
//! over real sockets.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::bad_input::says;
use super::browser::{Browser, serving};
use super::support::Shop;
use crate::app::server;
use crate::catalog::demo;
use crate::platform::AppState;
use crate::platform::arriving::SILENT;
use crate::ui::language::Say;
use crate::values::{Language, Refusal};

const BROWSER: &str = "dukani_browser=0123456789abcdef0123456789abcdef";
const MULTIPART: &str = "multipart/form-data; boundary=x";
const BEFORE_PHOTO: &[u8] =
    b"--x\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\n";
const AFTER_PHOTO: &[u8] = b"\r\n--x--\r\n";
const MEGABYTE: usize = 1024 * 1024;

/// What a shop's handlers reach, with so much patience.
fn patient(shop: &Shop, patience: Duration) -> AppState {
    let mut state = shop.state();
    let mut config = (*state.config).clone();
    config.patience = patience;
    state.config = Arc::new(config);
    state
}

/// A shop that is served on a socket, its owner signed in.
struct Served {
    shop: Shop,
    addr: SocketAddr,
    session: String,
}

impl Served {
    async fn open(slug: &str, patience: Duration) -> Served {
        let shop = Shop::open(slug).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let state = patient(&shop, patience);
        tokio::spawn(server::serve(state, listener, std::future::pending()));
        let session = format!("dukani={}", shop.cookie(&shop.owner_session()).await);
        Served {
            shop,
            addr,
            session,
        }
    }

    /// The head of the owner's form, sent from this page; `more` are headers of it.
    async fn begin(&self, to: &str, from: &str, length: usize, more: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.addr).await.unwrap();
        let cookies = format!("{}; {BROWSER}", self.session);
        let head = format!(
            "POST {to} HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nConnection: close\r\n\
             Referer: http://127.0.0.1:3000{from}\r\nCookie: {cookies}\r\n\
             Content-Length: {length}\r\n{more}\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    /// The owner's browser, which has sent what was sent here.
    fn browser(&self) -> Browser {
        let mut browser = Browser::new(&serving(&self.shop), "10.0.0.1");
        browser.keep(BROWSER);
        browser.keep(&self.session);
        browser
    }
}

/// The answer, whole; fails where the connection is reset instead.
async fn rest_of(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    html_escape::decode_html_entities(&answer).into_owned()
}

/// So many bytes of the same letter, sent before anything is read.
async fn fill(stream: &mut TcpStream, mut bytes: usize) {
    let piece = vec![b'a'; MEGABYTE];
    while bytes > 0 {
        let now = bytes.min(piece.len());
        stream.write_all(&piece[..now]).await.unwrap();
        bytes -= now;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_over_a_slow_line_is_taken() {
    // It takes longer than this, at less than two kilobytes a second; and a busy machine may stand still for
    // some seconds meanwhile.
    let patience = Duration::from_secs(6);
    let served = Served::open("slow-line", patience).await;
    let product = served.shop.sells("UNGA", "118", "5").await;
    let page = format!("/b/slow-line/products/{product}");
    let body = [BEFORE_PHOTO, demo::PICTURES[0].1, AFTER_PHOTO].concat();
    let more = format!("Content-Type: {MULTIPART}\r\n");
    let to = format!("{page}/photo");
    let began = Instant::now();
    let mut stream = served.begin(&to, &page, body.len(), &more).await;
    for piece in body.chunks(body.len().div_ceil(15)) {
        tokio::time::sleep(Duration::from_millis(450)).await;
        stream.write_all(piece).await.unwrap();
    }
    assert!(began.elapsed() > patience);
    let answer = rest_of(stream).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let kept = Refusal::of("done-photo-kept").with("name", "Product UNGA");
    let shown = served.browser().get(&page).await;
    says(&shown, &Say(Language::En).refusal(&kept));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_falls_silent_is_told_in_words() {
    // Whoever reads the body must have begun to by then, on a busy machine too.
    let patience = Duration::from_secs(6);
    let served = Served::open("silent-line", patience).await;
    let product = served.shop.sells("UNGA", "118", "5").await;
    let page = format!("/b/silent-line/products/{product}");
    let to = format!("{page}/photo");
    for language in Language::ALL {
        let speaks = language.code();
        let more = format!(
            "Content-Type: {MULTIPART}\r\nAccept: text/html\r\nAccept-Language: {speaks}\r\n"
        );
        let began = Instant::now();
        let mut stream = served.begin(&to, &page, 5 * MEGABYTE, &more).await;
        stream.write_all(BEFORE_PHOTO).await.unwrap();
        let answer = rest_of(stream).await;
        assert!(began.elapsed() >= patience);
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(answer.contains(&Say(language).t(SILENT)), "{answer}");
        // Back to the page that the form stands on.
        assert!(answer.contains(&format!("href=\"{page}\"")), "{answer}");
    }
    // A program is told as programs are.
    let more = "Content-Type: application/json\r\nAccept: */*\r\n";
    let mut stream = served.begin("/d/c/nobody", "/", 100, more).await;
    stream.write_all(b"{ ").await.unwrap();
    let answer = rest_of(stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains(&format!("\"{SILENT}\"")), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_trickles_is_cut_off_in_words() {
    let patience = Duration::from_secs(6);
    let served = Served::open("trickle", patience).await;
    let product = served.shop.sells("UNGA", "118", "5").await;
    let page = format!("/b/trickle/products/{product}");
    let to = format!("{page}/photo");
    let more = format!("Content-Type: {MULTIPART}\r\nAccept: text/html\r\nAccept-Language: en\r\n");
    let began = Instant::now();
    let stream = served.begin(&to, &page, 5 * MEGABYTE, &more).await;
    let (mut reads, mut writes) = stream.into_split();
    writes.write_all(BEFORE_PHOTO).await.unwrap();
    // Never silent for so long, and never done.
    let trickle = tokio::spawn(async move {
        while writes.write_all(b"a").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    let mut answer = Vec::new();
    let whole = reads.read_to_end(&mut answer);
    let cut = tokio::time::timeout(Duration::from_secs(60), whole).await;
    trickle.abort();
    assert!(cut.is_ok(), "it is never cut off");
    assert!(began.elapsed() >= patience);
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    let words = Say(Language::En).t(SILENT);
    assert!(answer.contains(&words), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_takes_too_long_says_so_in_words() {
    let shop = Shop::open("stuck").await;
    let service = server::service(patient(&shop, Duration::from_secs(1)));
    let mut browser = Browser::new(&service, "10.0.0.1");
    let mut held = shop.superuser().await;
    let lock = "begin; lock table app.business in access exclusive mode";
    sqlx::raw_sql(lock).execute(&mut held).await.unwrap();
    for language in Language::ALL {
        browser.speaks(language);
        let page = browser.get("/s/stuck").await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        says(&page, &Say(language).t("stopped-unavailable"));
        assert!(page.body.contains("href=\"/s/stuck\""), "{}", page.body);
    }
    // The control, with more patience, for a machine that is busy: nothing else was wrong.
    sqlx::raw_sql("rollback").execute(&mut held).await.unwrap();
    let browser = Browser::new(&serving(&shop), "10.0.0.1");
    assert_eq!(browser.get("/s/stuck").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_everything_before_she_reads_is_answered() {
    let served = Served::open("deaf-line", Duration::from_secs(30)).await;
    let product = served.shop.sells("UNGA", "118", "5").await;
    let page = format!("/b/deaf-line/products/{product}");
    let to = format!("{page}/photo");
    let size = 200 * MEGABYTE;
    let length = BEFORE_PHOTO.len() + size + AFTER_PHOTO.len();
    let large = Refusal::of("refused-photo-too-large").with("most", 20);
    let photo = format!("Content-Type: {MULTIPART}\r\n");

    let mut stream = served.begin(&to, &page, length, &photo).await;
    stream.write_all(BEFORE_PHOTO).await.unwrap();
    fill(&mut stream, size).await;
    stream.write_all(AFTER_PHOTO).await.unwrap();
    let answer = rest_of(stream).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let shown = served.browser().get(&page).await;
    says(&shown, &Say(Language::En).refusal(&large));

    let form = "Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\n";
    let size = 10 * MEGABYTE;
    let to_cart = "/api/storefront/add_to_cart";
    let mut stream = served.begin(to_cart, "/s/deaf-line", size, form).await;
    fill(&mut stream, size).await;
    let answer = rest_of(stream).await;
    assert!(answer.starts_with("HTTP/1.1 30"), "{answer}");
    assert!(answer.contains("/s/deaf-line?__"), "{answer}");

    // Who asks first whether to send is told no, and sends nothing.
    let asks = format!("{photo}Expect: 100-continue\r\n");
    let stream = served.begin(&to, &page, length, &asks).await;
    let answer = rest_of(stream).await;
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
}
