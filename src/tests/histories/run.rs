//! One run of histories: its seed, its sizes, and its row in the table of proofs.

use std::io::Write as _;
use std::time::Instant;

/// What is proved.
const WHAT: &str = "documents of every kind, several workers at once";

#[expect(clippy::disallowed_methods, reason = "a test's own switches")]
fn switch(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A size: from the environment, or this small one.
pub fn size(name: &str, small: u64) -> u64 {
    switch(name).map_or(small, |text| {
        let size = text.trim().parse();
        size.unwrap_or_else(|_| panic!("{name} is not a whole number: {text}"))
    })
}

/// What a run counted.
#[derive(Debug, Default)]
pub struct Row {
    /// How much was done.
    pub size: String,
    /// What was done to it meanwhile.
    pub faults: String,
    /// Documents of which somebody was told that they are made.
    pub acknowledged: usize,
    /// Of those, what is not there.
    pub lost: usize,
    /// What is there that nobody was told of.
    pub doubled: usize,
}

/// A run that goes on.
pub struct Run {
    /// Chance begins here. The same seed makes the same choices; which worker comes first is the
    /// machine's.
    pub seed: u64,
    began: Instant,
    is_finished: bool,
}

impl Run {
    /// Takes the seed of `PROOF_SEED`, or a new one, and prints it.
    pub fn begin() -> Run {
        let seed = size("PROOF_SEED", rand::random());
        println!("{WHAT}: PROOF_SEED={seed}");
        Run {
            seed,
            began: Instant::now(),
            is_finished: false,
        }
    }

    /// Writes the row, to the screen and to the file that `PROOF_TABLE` names.
    pub fn finish(mut self, row: &Row) {
        self.is_finished = true;
        let line = format!(
            "| {WHAT} | {} | {} | {} | {} | {} | {} | {} |",
            row.size,
            row.faults,
            row.acknowledged,
            row.lost,
            row.doubled,
            self.began.elapsed().as_secs(),
            self.seed
        );
        println!("{line}");
        if let Some(path) = switch("PROOF_TABLE") {
            let mut options = std::fs::OpenOptions::new();
            let mut file = options.create(true).append(true).open(path).unwrap();
            writeln!(file, "{line}").unwrap();
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        let mut sizes = String::new();
        for name in ["PROOF_SHOPS", "PROOF_WORKERS", "PROOF_ACTS"] {
            if let Some(size) = switch(name) {
                sizes.push_str(&format!("{name}={size} "));
            }
        }
        eprintln!(
            "{WHAT} FAILED. The same choices again:\n  PROOF_SEED={} {sizes}cargo test --lib \
             random_histories -- --nocapture",
            self.seed
        );
    }
}
