//! The body of a request on its way: how long it is waited for, and what becomes of one that nobody
//! read.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::unfold;
use leptos_axum::ResponseOptions;
use tokio::time::Instant;

use super::visit::{AppState, Visit};
use crate::ui::language::Say;
use crate::values::Stop;

/// How long a request is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    /// Nothing came of its body for so long: it is broken off.
    pub silence: Duration,
    /// It is still coming after so long, however little at a time: it is broken off too.
    pub body: Duration,
    /// All of it is there, and it is not answered after so long: we give up.
    pub answer: Duration,
    /// What is left of a body that nobody wants is listened to for so long: a browser that is still
    /// sending does not read what it is told.
    pub rest: Duration,
}

impl Default for Waits {
    fn default() -> Waits {
        Waits {
            silence: Duration::from_secs(30),
            body: Duration::from_secs(600),
            answer: Duration::from_secs(30),
            rest: Duration::from_secs(60),
        }
    }
}

/// The most of a body that is listened to where nobody wants it, in bytes.
const MOST_LEFT: usize = 256 * 1024 * 1024;
/// The longest silence within that.
const SILENCE_OF_REST: Duration = Duration::from_secs(5);

/// A body that is lent to whoever answers: what is not read of it is still here afterwards.
struct Coming {
    pieces: tokio::sync::Mutex<BodyDataStream>,
    began: Instant,
    heard: Mutex<Instant>,
    is_over: AtomicBool,
    waits: Waits,
}

type Piece = Result<Bytes, axum::Error>;

impl Coming {
    fn of(body: Body, waits: Waits) -> Coming {
        let now = Instant::now();
        Coming {
            pieces: tokio::sync::Mutex::new(body.into_data_stream()),
            began: now,
            heard: Mutex::new(now),
            is_over: AtomicBool::new(false),
            waits,
        }
    }

    fn heard(&self) -> Instant {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What comes next, within the time that there is for it.
    async fn next(&self) -> Option<Piece> {
        let mut pieces = self.pieces.lock().await;
        let left = self.waits.body.saturating_sub(self.began.elapsed());
        let wait = self.waits.silence.min(left);
        let Ok(piece) = tokio::time::timeout(wait, pieces.next()).await else {
            self.is_over.store(true, Ordering::Relaxed);
            let late = std::io::Error::from(std::io::ErrorKind::TimedOut);
            return Some(Err(axum::Error::new(late)));
        };
        let is_over = piece.as_ref().is_none_or(Result::is_err);
        self.is_over.store(is_over, Ordering::Relaxed);
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        piece
    }

    /// Listens to what nobody wanted, within bounds.
    async fn let_go(&self) {
        let listen = async {
            let mut left = MOST_LEFT;
            while !self.is_over.load(Ordering::Relaxed) {
                let piece = tokio::time::timeout(SILENCE_OF_REST, self.next()).await;
                let Ok(Some(Ok(piece))) = piece else {
                    return;
                };
                let Some(less) = left.checked_sub(piece.len()) else {
                    return;
                };
                left = less;
            }
        };
        let _ = tokio::time::timeout(self.waits.rest, listen).await;
    }
}

/// Answers a request within its time, which begins anew with each piece of its body: a photo may take
/// minutes on a thin network. What is told before the body has come whole is told after it, or a
/// browser that is still sending would not see it.
pub async fn in_time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let waits = state.config.waits;
    let (parts, body) = request.into_parts();
    // Nobody sends before he is told to.
    let is_asking = parts.headers.contains_key(header::EXPECT);
    let is_empty = body.is_end_stream();
    let coming = Arc::new(Coming::of(body, waits));
    let lent = if is_empty {
        Body::empty()
    } else {
        let lent = unfold(Arc::clone(&coming), |coming| async {
            let piece = coming.next().await?;
            Some((piece, coming))
        });
        Body::from_stream(lent)
    };
    let late = Visit::of_request(state, parts.clone(), ResponseOptions::default());
    let answer = next.run(Request::from_parts(parts, lent));
    let answer = async {
        tokio::pin!(answer);
        loop {
            let until = coming.heard() + waits.answer;
            tokio::select! {
                response = &mut answer => return Some(response),
                () = tokio::time::sleep_until(until) => {
                    if coming.heard() + waits.answer <= Instant::now() {
                        return None;
                    }
                }
            }
        }
    };
    let Some(response) = answer.await else {
        return too_late(&late);
    };
    if !is_empty && !is_asking {
        coming.let_go().await;
    }
    response
}

/// That it takes too long, in the reader's language. No page of ours: drawing one may be what takes long.
fn too_late(visit: &Visit) -> Response {
    let stop = super::fault("an answer", &"it took too long");
    let say = Say(visit.language());
    let id = match &stop {
        Stop::Fault(id) | Stop::Unavailable(id) => id.clone(),
        _ => String::new(),
    };
    let (title, text) = (
        say.t("stopped-unavailable"),
        say.with("stopped-unavailable-text", &[("id", &id)]),
    );
    let language = visit.language().code();
    let page = format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <h1>{title}</h1><p>{text}</p></html>"
    );
    let headers = [
        (header::RETRY_AFTER, "5"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, Html(page)).into_response()
}
