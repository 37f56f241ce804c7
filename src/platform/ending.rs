//! Whether the server has been told to stop. From that moment `/healthz` says no, so that a proxy
//! in front sends nobody new, while everybody who is here is still answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The news that the server is to stop, shared by everybody who must know.
#[derive(Debug, Clone, Default)]
pub struct Ending(Arc<AtomicBool>);

impl Ending {
    /// The server has been told to stop.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it has.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
