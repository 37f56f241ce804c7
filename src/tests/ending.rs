//! How the server ends: it says so, whoever is being served is served, and nobody holds it up.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::support::Shop;
use crate::app::server;

/// What a server says that reads a body whose sender waits to be asked for it.
const GO_ON: &str = "HTTP/1.1 100 Continue\r\n\r\n";
/// Longer than a busy machine takes for anything here.
const LONG: Duration = Duration::from_secs(60);

struct Running {
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<(), String>>,
    _shop: Shop,
}

/// A server of its own that drains and stops within so many seconds; it is served already.
async fn run(slug: &str, drain: u64, stop_within: u64) -> Running {
    let shop = Shop::open(slug).await;
    let mut state = shop.state();
    let mut config = (*state.config).clone();
    config.drain = Duration::from_secs(drain);
    config.stop_within = Duration::from_secs(stop_within);
    state.config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(server::serve(state, listener, async move {
        let _ = stopped.await;
    }));
    health(addr, "HTTP/1.1 200").await;
    Running {
        addr,
        stop,
        served,
        _shop: shop,
    }
}

/// Half of a callback's body: the server reads it already, and the request is under way until the
/// other half comes.
async fn half_a_request(addr: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let head = "POST /d/c/nobody-has-this-token HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\
                Content-Type: application/json\r\nContent-Length: 4\r\n\
                Expect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut said = [0; GO_ON.len()];
    stream.read_exact(&mut said).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&said), GO_ON);
    stream.write_all(b"{ ").await.unwrap();
    stream
}

async fn rest_of(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

async fn healthz(addr: SocketAddr) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let ask = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nConnection: close\r\n\r\n";
    stream.write_all(ask.as_bytes()).await.unwrap();
    rest_of(stream).await
}

/// Asks `/healthz` until the answer says this.
async fn health(addr: SocketAddr, says: &str) {
    let began = Instant::now();
    loop {
        let said = healthz(addr).await;
        if said.contains(says) {
            return;
        }
        assert!(began.elapsed() < LONG, "not {says}: {said}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_ends() {
    // It drains for longer than a busy machine stands still: the answer must be heard meanwhile.
    let running = run("ends", 12, 60).await;
    let mut under_way = half_a_request(running.addr).await;
    running.stop.send(()).unwrap();
    health(running.addr, "stopping").await;
    let told = Instant::now();
    while TcpStream::connect(running.addr).await.is_ok() {
        assert!(told.elapsed() < LONG, "somebody new is let in");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!running.served.is_finished(), "somebody is being served");
    under_way.write_all(b" }").await.unwrap();
    let answer = rest_of(under_way).await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    running.served.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_holds_the_end_up() {
    let running = run("endless", 0, 1).await;
    let under_way = half_a_request(running.addr).await;
    let told = Instant::now();
    running.stop.send(()).unwrap();
    running.served.await.unwrap().unwrap();
    assert!(told.elapsed() >= Duration::from_secs(1));
    assert!(told.elapsed() < LONG);
    drop(under_way);
}
