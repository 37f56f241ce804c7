//! One run of one proof: its turn, its seed, its sizes, and its row in the table.

use std::io::Write as _;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::{Mutex, MutexGuard};

/// Proofs measure and kill: one at a time.
static TURN: Mutex<()> = Mutex::const_new(());

/// The heading of the table that `finish` writes rows of.
const HEADING: &str = "| what | size | faults | acknowledged | lost | doubled | seconds | seed |\n\
                       |---|---|---|---:|---:|---:|---:|---|";

/// A size: from the environment, or this small one.
pub fn size(name: &str, small: u64) -> u64 {
    std::env::var(name).map_or(small, |text| {
        text.trim()
            .parse()
            .unwrap_or_else(|_| panic!("{name} is not a whole number: {text}"))
    })
}

/// What a run counted.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// How much was done.
    pub size: String,
    /// What was done to it meanwhile.
    pub faults: String,
    /// What customers were told is so.
    pub acknowledged: u64,
    /// Of that, what is not there.
    pub lost: u64,
    /// What is there more often than it was asked for.
    pub doubled: u64,
}

/// A run that has its turn.
pub struct Run {
    test: &'static str,
    what: &'static str,
    /// Chance begins here; printed, so that a run can be had again.
    pub seed: u64,
    began: Instant,
    finished: bool,
    _turn: MutexGuard<'static, ()>,
}

impl Run {
    /// Waits for its turn. `test` is the name of the test, `what` says what is proved.
    pub async fn begin(test: &'static str, what: &'static str) -> Run {
        let turn = TURN.lock().await;
        let seed = size("PROOF_SEED", rand::random());
        println!("{what}: seed {seed}");
        Run {
            test,
            what,
            seed,
            began: Instant::now(),
            finished: false,
            _turn: turn,
        }
    }

    /// Chance for one thing of this run: the same seed and number are the same chance, whatever
    /// else happened before.
    pub fn dice(&self, number: u64) -> Dice {
        Dice::of(self.seed, number)
    }

    /// Writes the row, to the screen and to the file that `PROOF_TABLE` names.
    pub fn finish(mut self, row: &Row) {
        self.finished = true;
        let line = format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            self.what,
            row.size,
            row.faults,
            row.acknowledged,
            row.lost,
            row.doubled,
            self.began.elapsed().as_secs(),
            self.seed
        );
        println!("{HEADING}\n{line}");
        if let Ok(path) = std::env::var("PROOF_TABLE") {
            let file = std::fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(path);
            writeln!(file.unwrap(), "{line}").unwrap();
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        let mut sizes: Vec<String> = std::env::vars()
            .filter(|(name, _)| name.starts_with("PROOF_") || name == "DUKANI_BIN")
            .filter(|(name, _)| name != "PROOF_SEED" && name != "PROOF_TABLE")
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        sizes.sort();
        eprintln!(
            "{} FAILED. The same again:\n  PROOF_SEED={} {} cargo test --test proof {} -- --nocapture",
            self.what,
            self.seed,
            sizes.join(" "),
            self.test
        );
    }
}

/// Chance that can be had again.
pub struct Dice(StdRng);

impl Dice {
    /// The chance of one thing.
    pub fn of(seed: u64, number: u64) -> Dice {
        let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Dice(StdRng::seed_from_u64(seed ^ mixed))
    }

    /// A number below this one.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0.random_range(0..most.max(1))
    }

    /// One of these.
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let at = self.below(all.len() as u64);
        all[usize::try_from(at).unwrap()]
    }

    /// A time between nothing and this.
    pub fn within(&mut self, most: Duration) -> Duration {
        Duration::from_millis(self.below(u64::try_from(most.as_millis()).unwrap()))
    }

    /// Another order of the same things.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap();
            things.swap(last, other);
        }
    }
}

/// Waits until this is so; fails, naming it, when it takes too long.
pub async fn until(what: &str, most: Duration, mut is_so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < most, "{what}: not after {most:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
