//! Bodies that come slowly, not at all, or in vain: over a socket, as they come.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::app::server;
use crate::platform::bodies::Waits;
use crate::tests::support::Shop;

const MEGABYTE: usize = 1024 * 1024;
const FORM: &str = "form[identity]=0700000009&form[password]=wrong-wrong&form[next]=";

/// A server that waits for next to nothing.
async fn hasty(slug: &str) -> (Shop, SocketAddr) {
    let shop = Shop::open(slug).await;
    let mut state = shop.state();
    let mut config = (*state.config).clone();
    config.waits = Waits {
        silence: Duration::from_millis(1500),
        answer: Duration::from_millis(1500),
        ..Waits::default()
    };
    state.config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let service = server::service(state).into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(axum::serve(listener, service).into_future());
    (shop, addr)
}

async fn begin(addr: SocketAddr, path: &str, kind: &str, length: usize) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nAccept: text/html\r\nConnection: close\r\n\
         Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

/// The answer, to its end.
async fn answer(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_trickles_in_for_longer_than_we_wait_is_answered() {
    let (_shop, addr) = hasty("trickles").await;
    let kind = "application/x-www-form-urlencoded";
    let mut stream = begin(addr, "/api/staff/sign_in", kind, FORM.len()).await;
    for piece in FORM.as_bytes().chunks(FORM.len() / 6) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        stream.write_all(piece).await.unwrap();
    }
    let answer = answer(stream).await;
    assert!(answer.starts_with("HTTP/1.1 302"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_never_comes_is_answered_in_words_or_by_a_way_back() {
    let (_shop, addr) = hasty("silent").await;
    let kind = "application/x-www-form-urlencoded";
    let mut stream = begin(addr, "/api/staff/sign_in", kind, FORM.len()).await;
    stream.write_all(&FORM.as_bytes()[..20]).await.unwrap();
    let answer = tokio::time::timeout(Duration::from_secs(10), answer(stream)).await;
    let answer = answer.expect("it is still waited for");
    let (head, page) = answer.split_once("\r\n\r\n").unwrap();
    let leads_back = head.to_lowercase().contains("\r\nlocation:");
    assert!(leads_back || page.contains("<p>"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_too_much_before_reading_is_told_so() {
    let (_shop, addr) = hasty("in-vain").await;
    let form = "application/x-www-form-urlencoded";
    let file = "multipart/form-data; boundary=x";
    for (path, kind, size) in [
        ("/api/staff/sign_in", form, 10 * MEGABYTE),
        ("/b/in-vain/products/import", file, 200 * MEGABYTE),
        ("/no-such-page", form, 10 * MEGABYTE),
    ] {
        let mut stream = begin(addr, path, kind, size).await;
        let piece = vec![b'a'; MEGABYTE];
        for _ in 0..size / MEGABYTE {
            stream.write_all(&piece).await.expect(path);
        }
        let answer = answer(stream).await;
        assert!(answer.starts_with("HTTP/1.1 "), "{path}: {answer}");
        assert!(!answer.starts_with("HTTP/1.1 5"), "{path}: {answer}");
    }
}
