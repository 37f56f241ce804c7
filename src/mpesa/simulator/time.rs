//! The simulator's clock: the real one, moved by as much as somebody wants.
//!
//! What never breaks: whoever waits by it is woken when it is moved, so that a minute on a phone
//! needs no minute of a test; what it shows to people and writes into ids is East Africa Time.

use crate::mpesa::credentials::east_africa;
use crate::platform::clock;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// The farthest that the clock can be moved, and the longest wait: ten years.
const FARTHEST_MS: i64 = 315_360_000_000;

/// A clock that can be moved.
pub(super) struct Time {
    offset: watch::Sender<TimeDelta>,
}

/// So many milliseconds, within reason.
pub(super) fn milliseconds(count: u64) -> TimeDelta {
    TimeDelta::milliseconds(i64::try_from(count).unwrap_or(FARTHEST_MS).min(FARTHEST_MS))
}

impl Time {
    pub(super) fn new() -> Time {
        Time {
            offset: watch::Sender::new(TimeDelta::zero()),
        }
    }

    /// What time it is for the simulator.
    pub(super) fn now(&self) -> DateTime<Utc> {
        clock::now() + *self.offset.borrow()
    }

    /// The same, as it is shown.
    pub(super) fn shown(&self) -> String {
        let nairobi = east_africa(self.now());
        format!("{}+03:00", nairobi.format("%Y-%m-%dT%H:%M:%S%.3f"))
    }

    /// Moves the clock; backwards too.
    pub(super) fn advance(&self, by_ms: i64) {
        let by = by_ms.clamp(-FARTHEST_MS, FARTHEST_MS);
        self.offset.send_modify(|offset| {
            let moved = offset.num_milliseconds().saturating_add(by);
            *offset = TimeDelta::milliseconds(moved.clamp(-FARTHEST_MS, FARTHEST_MS));
        });
    }

    /// Sets the clock; it goes on from there.
    pub(super) fn set(&self, at: DateTime<Utc>) {
        self.reset();
        self.advance((at - self.now()).num_milliseconds());
    }

    /// Sets the clock to the real time.
    pub(super) fn reset(&self) {
        self.offset.send_replace(TimeDelta::zero());
    }

    /// Waits so long, by this clock.
    pub(super) async fn wait(&self, for_ms: u64) {
        if for_ms > 0 {
            self.wait_until(self.now() + milliseconds(for_ms)).await;
        }
    }

    /// Waits until then, by this clock.
    pub(super) async fn wait_until(&self, at: DateTime<Utc>) {
        let mut moved = self.offset.subscribe();
        loop {
            let left = (at - self.now()).to_std().unwrap_or_default();
            if left.is_zero() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(left) => {}
                changed = moved.changed() => {
                    if changed.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[tokio::test]
    async fn who_waits_is_woken_when_the_clock_is_moved() {
        let time = Arc::new(Time::new());
        let waiting = Arc::clone(&time);
        let waits = tokio::spawn(async move { waiting.wait(3_600_000).await });
        tokio::task::yield_now().await;
        assert!(!waits.is_finished());
        time.advance(3_600_001);
        let woken = tokio::time::timeout(std::time::Duration::from_secs(60), waits).await;
        assert!(woken.is_ok());
    }

    #[tokio::test]
    async fn the_clock_is_set_and_shown_in_nairobi() {
        let time = Time::new();
        time.set(DateTime::from_timestamp(1_768_458_600, 0).unwrap_or_default());
        assert!(
            time.shown().starts_with("2026-01-15T09:30:0"),
            "{}",
            time.shown()
        );
        time.reset();
        let before = clock::now();
        let now = time.now();
        assert!((before..=clock::now()).contains(&now));
    }
}
