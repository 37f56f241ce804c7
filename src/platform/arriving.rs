//! The body of a request on its way in, watched from outside of whoever reads it: how long ago
//! anything came, how much of it in all, and what to do with the rest of it.
//!
//! What never breaks here: a slow line is not a silent one, but one that trickles holds nobody for
//! ever; and whoever still sends when her answer is ready is heard out, within bounds, because a
//! browser that finds its connection reset shows no answer at all.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody as _};
use axum::http::{HeaderMap, header};
use futures_util::{Stream as _, stream};
use tokio::time::Instant;

/// The key of the refusal of a form that stopped coming, or hardly came.
pub const SILENT: &str = "refused-silent";
/// What must come of a body in a second, over its whole time and after a first while, in bytes. The
/// thinnest network of phones carries twice as much.
const THINNEST: u64 = 1024;
/// The most of a body that is taken only to be thrown away, in bytes.
const MOST_LEFT: usize = 256 * 1024 * 1024;
/// The longest that this may take: 25 MB at one megabit a second take less.
const LONGEST: Duration = Duration::from_secs(300);

/// A body that arrives.
#[derive(Clone)]
pub struct Arriving(Arc<Mutex<Seen>>);

struct Seen {
    body: BodyDataStream,
    /// When the request came.
    first: Instant,
    /// When something last came; before that, when the request did.
    last: Instant,
    /// How much came, in bytes.
    taken: u64,
    /// Whether somebody waits for more of it.
    is_awaited: bool,
    /// Whether no more comes: all of it is there, or the connection is gone.
    is_over: bool,
    /// Whether the sender waits to be asked for it, and nobody has.
    is_held: bool,
}

impl Arriving {
    /// The body of a request with these headers.
    pub fn new(body: Body, headers: &HeaderMap) -> Arriving {
        let now = Instant::now();
        Arriving(Arc::new(Mutex::new(Seen {
            first: now,
            last: now,
            taken: 0,
            is_awaited: false,
            is_over: body.is_end_stream(),
            is_held: headers.contains_key(header::EXPECT),
            body: body.into_data_stream(),
        })))
    }

    /// The body, for whoever reads it.
    pub fn body(&self) -> Body {
        let arriving = self.clone();
        Body::from_stream(stream::poll_fn(move |cx| arriving.poll(cx)))
    }

    /// Ends when nothing has come for so long, or less than the thinnest network brings after so long,
    /// and says whether somebody waited for more. False: all that was asked for is there, and whoever
    /// asked is slow.
    pub async fn silence(&self, most: Duration) -> bool {
        loop {
            let (until, is_awaited) = {
                let seen = self.seen();
                (seen.until(most), seen.is_awaited)
            };
            if until <= Instant::now() {
                return is_awaited;
            }
            tokio::time::sleep_until(until).await;
        }
    }

    /// Takes the rest of the body and throws it away: so much of it, for so long, and while it comes
    /// without a [`silence`](Self::silence) of `most`. A sender who waits to be asked for it is not asked.
    pub async fn throw_away(&self, most: Duration) {
        if self.seen().is_held {
            return;
        }
        let rest = async {
            let mut taken = 0;
            while taken < MOST_LEFT
                && let Some(Ok(piece)) = std::future::poll_fn(|cx| self.poll(cx)).await
            {
                taken += piece.len();
            }
        };
        tokio::select! {
            biased;
            () = rest => {}
            _ = self.silence(most) => {}
            () = tokio::time::sleep(LONGEST) => {}
        }
    }

    fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, axum::Error>>> {
        let mut seen = self.seen();
        if seen.is_over {
            return Poll::Ready(None);
        }
        seen.is_held = false;
        seen.is_awaited = true;
        let next = ready!(Pin::new(&mut seen.body).poll_next(cx));
        seen.is_awaited = false;
        seen.last = Instant::now();
        if let Some(Ok(piece)) = &next {
            seen.taken += piece.len() as u64;
        }
        seen.is_over = !matches!(next, Some(Ok(_)));
        Poll::Ready(next)
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    /// How long the sender has time, if nothing more comes.
    fn until(&self, most: Duration) -> Instant {
        let silent = self.last + most;
        if !self.is_awaited {
            return silent;
        }
        let thin = self.first + most + Duration::from_secs(self.taken / THINNEST);
        silent.min(thin)
    }
}
