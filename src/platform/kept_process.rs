//! A process that is started again when it ends by itself: the embedded PostgreSQL, killed for want
//! of memory or by mistake, must not end the shop's day.
//!
//! What never breaks: the process is started by one thread that lasts as long as we do, because the
//! kernel ties the signal of death to the *thread* that started a child; one that never came up is
//! not tried again; and one that we stopped stays stopped.

use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

/// Between two starts: what the dead one leaves behind takes a moment to go.
const PAUSE: Duration = Duration::from_millis(300);
/// The longest: as soon as its cause is gone, the shop goes on.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// What lasted so long did start.
const STEADY: Duration = Duration::from_secs(2);

/// A process and the thread that keeps it.
#[derive(Debug)]
pub struct KeptProcess {
    shared: Arc<Shared>,
    /// In a lock only because others may hold a reference to us.
    ended: Mutex<mpsc::Receiver<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    /// The process's number; zero while there is none.
    pid: AtomicI32,
    /// Whether it has done its work once: only then it is started again.
    is_up: AtomicBool,
    is_stopping: AtomicBool,
    /// Whether it is gone for good.
    is_over: AtomicBool,
}

impl KeptProcess {
    /// Starts it, by this command, now and whenever it ends.
    pub fn start(
        name: &str,
        command: impl Fn() -> Result<Command, String> + Send + 'static,
    ) -> Result<KeptProcess, String> {
        let shared = Arc::new(Shared::default());
        let (tell_started, started) = mpsc::channel();
        let (tell_ended, ended) = mpsc::channel();
        let kept = shared.clone();
        let label = name.to_owned();
        std::thread::Builder::new()
            .name(format!("keeps-{name}"))
            .spawn(move || {
                match spawn(&command) {
                    Ok(child) => {
                        kept.pid.store(number(&child), Ordering::SeqCst);
                        let _ = tell_started.send(Ok(()));
                        keep(&label, child, &kept, &command);
                    }
                    Err(error) => drop(tell_started.send(Err(error))),
                }
                kept.pid.store(0, Ordering::SeqCst);
                kept.is_over.store(true, Ordering::SeqCst);
                let _ = tell_ended.send(());
                // The thread lasts: children of ours may still be tied to it.
                loop {
                    std::thread::park();
                }
            })
            .map_err(|error| error.to_string())?;
        started.recv().map_err(|error| error.to_string())??;
        Ok(KeptProcess {
            shared,
            ended: Mutex::new(ended),
        })
    }

    /// Says that it does its work: from now on it is started again when it ends.
    pub fn is_up(&self) {
        self.shared.is_up.store(true, Ordering::SeqCst);
    }

    /// Whether it ended and will not come back.
    pub fn is_over(&self) -> bool {
        self.shared.is_over.load(Ordering::SeqCst)
    }

    /// Sends it this signal and waits until it is gone.
    pub fn stop(&mut self, signal: nix::sys::signal::Signal) {
        self.shared.is_stopping.store(true, Ordering::SeqCst);
        loop {
            let pid = self.shared.pid.load(Ordering::SeqCst);
            if pid > 0 {
                // Gone already is as good.
                let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(pid), signal);
            }
            // It may just be between two starts: then the next one hears the signal.
            let wait = if pid > 0 { 600 } else { 1 };
            let ended = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner);
            if ended.recv_timeout(Duration::from_secs(wait)).is_ok() || self.is_over() {
                return;
            }
        }
    }
}

/// Waits for the process, and starts it again as often as it ends by itself.
fn keep(
    name: &str,
    mut child: Child,
    shared: &Shared,
    command: &impl Fn() -> Result<Command, String>,
) {
    let mut pause = PAUSE;
    loop {
        let began = Instant::now();
        let status = child.wait();
        shared.pid.store(0, Ordering::SeqCst);
        let stays = !shared.is_up.load(Ordering::SeqCst);
        if stays || shared.is_stopping.load(Ordering::SeqCst) {
            return;
        }
        let how = status.map_or_else(
            |error| error.to_string(),
            |status: ExitStatus| status.to_string(),
        );
        tracing::error!("{name} ended by itself ({how}) and is started again");
        pause = next_pause(pause, began.elapsed());
        child = loop {
            std::thread::sleep(pause);
            if shared.is_stopping.load(Ordering::SeqCst) {
                return;
            }
            match spawn(command) {
                Ok(child) => break child,
                Err(error) => {
                    tracing::error!("{name} could not be started: {error}");
                    pause = next_pause(pause, Duration::ZERO);
                }
            }
        };
        shared.pid.store(number(&child), Ordering::SeqCst);
    }
}

/// How long to wait before the next start of what lasted so long. One that ends at once, time after
/// time, is tried less often: its log and ours would fill the disk, for want of which it may have ended.
fn next_pause(last: Duration, lasted: Duration) -> Duration {
    if lasted >= STEADY {
        PAUSE
    } else {
        (last * 2).min(LONGEST_PAUSE)
    }
}

fn spawn(command: &impl Fn() -> Result<Command, String>) -> Result<Child, String> {
    command()?.spawn().map_err(|error| error.to_string())
}

fn number(child: &Child) -> i32 {
    i32::try_from(child.id()).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use nix::sys::signal::{Signal, kill};
    use nix::unistd::Pid;

    fn sleeper() -> Result<Command, String> {
        let mut command = Command::new("sleep");
        command.arg("600");
        Ok(command)
    }

    fn pid(kept: &KeptProcess, other_than: i32) -> i32 {
        for _ in 0..1200 {
            let pid = kept.shared.pid.load(Ordering::SeqCst);
            if pid > 0 && pid != other_than {
                return pid;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("it was not started")
    }

    #[test]
    fn what_was_up_comes_back_until_it_is_stopped() {
        let mut kept = KeptProcess::start("sleeper", sleeper).unwrap();
        kept.is_up();
        let first = pid(&kept, 0);
        kill(Pid::from_raw(first), Signal::SIGKILL).unwrap();
        let second = pid(&kept, first);
        kept.stop(Signal::SIGTERM);
        assert!(kept.is_over());
        assert!(kill(Pid::from_raw(second), None).is_err(), "it still runs");
    }

    #[test]
    fn what_ends_at_once_is_tried_less_and_less_often() {
        let mut pause = PAUSE;
        for _ in 0..10 {
            let next = next_pause(pause, Duration::ZERO);
            assert!(next > pause || next == LONGEST_PAUSE, "{next:?}");
            pause = next;
        }
        assert_eq!(pause, LONGEST_PAUSE);
        assert_eq!(next_pause(pause, STEADY), PAUSE);
    }

    #[test]
    fn what_never_came_up_is_not_tried_again() {
        let kept = KeptProcess::start("false", || Ok(Command::new("false"))).unwrap();
        let ended = kept.ended.lock().unwrap();
        ended.recv_timeout(Duration::from_secs(60)).unwrap();
        drop(ended);
        assert!(kept.is_over());
        let missing = KeptProcess::start("nothing", || Ok(Command::new("/nowhere/at/all")));
        assert!(missing.is_err());
    }
}
