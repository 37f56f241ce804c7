//! What to measure and how long, from the environment.

use std::path::{Path, PathBuf};

/// Every section, in the order in which they run.
const SECTIONS: [&str; 10] = [
    "pages",
    "rate",
    "lighthouse",
    "orders",
    "sales",
    "tills",
    "import",
    "stock",
    "scale",
    "till",
];

/// How many connections load a server at once; the same for the program and for PostgreSQL alone.
pub const CONNECTIONS: usize = 16;

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `BENCH`: which sections, with commas between. Default: all.
    sections: Vec<String>,
    /// `BENCH_SECONDS`: how long each load lasts. Default 10.
    pub seconds: u64,
    /// `BENCH_ROUNDS`: how often the two sides of a ratio take turns. Default 3.
    pub rounds: u64,
    /// `BENCH_BUSINESSES`: businesses of the large installation. Default 1000.
    pub businesses: u64,
    /// `BENCH_PRODUCTS`: products of each of them. Default 1000.
    pub products: u64,
    /// `BENCH_ORDERS`: orders placed, or sales made, in each round, rounded to whole turns. Default 3200.
    pub orders: u64,
    /// `BENCH_TILL_PRODUCTS`: products of the business whose till is looked at, one size after the other,
    /// with commas between. Default 20000,100000.
    pub till_products: Vec<u64>,
    /// `BENCH_TILL_SALES`: sales at each of those tills. Default 140.
    pub till_sales: usize,
    /// `BENCH_KES_PER_MB`: what a megabyte costs on a phone, in Kenyan shillings.
    pub shillings_per_megabyte: f64,
    /// `DUKANI_BIN`: the program. Default: the release build.
    pub program: PathBuf,
    /// `BENCH_FOLDER`: where throwaway data goes; another user must be able to reach it.
    pub folder: PathBuf,
    /// Where the figures are left for machines to read.
    pub figures: PathBuf,
    /// The clone.
    pub root: PathBuf,
}

impl Settings {
    /// Reads the environment.
    pub fn from_environment() -> Result<Settings, String> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let target = text("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let sections: Vec<String> = text("BENCH")
            .unwrap_or_else(|| SECTIONS.join(","))
            .split(',')
            .map(|section| section.trim().to_owned())
            .collect();
        if let Some(wrong) = sections.iter().find(|s| !SECTIONS.contains(&s.as_str())) {
            let all = SECTIONS.join(",");
            return Err(format!(
                "BENCH names no section \"{wrong}\"; there are {all}"
            ));
        }
        let folder = text("BENCH_FOLDER").map_or_else(
            || PathBuf::from(format!("/var/tmp/dukani-bench-{}", std::process::id())),
            PathBuf::from,
        );
        let turns = u64::try_from(CONNECTIONS).unwrap_or(1);
        Ok(Settings {
            sections,
            seconds: number("BENCH_SECONDS", 10)?,
            rounds: number("BENCH_ROUNDS", 3)?,
            businesses: number("BENCH_BUSINESSES", 1000)?,
            products: number("BENCH_PRODUCTS", 1000)?,
            orders: number::<u64>("BENCH_ORDERS", 3200)?.div_ceil(turns) * turns,
            till_products: numbers("BENCH_TILL_PRODUCTS", "20000,100000")?,
            till_sales: number("BENCH_TILL_SALES", 140)?,
            shillings_per_megabyte: number("BENCH_KES_PER_MB", 0.077)?,
            program: text("DUKANI_BIN")
                .map_or_else(|| target.join("release/dukani"), PathBuf::from),
            folder,
            figures: target.join("bench.json"),
            root,
        })
    }

    /// Whether a section is to be measured.
    pub fn wants(&self, section: &str) -> bool {
        self.sections.iter().any(|wanted| wanted == section)
    }

    /// A folder of the throwaway data.
    pub fn data(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A file beside this one.
    pub fn beside(&self, name: &str) -> PathBuf {
        Path::new(&self.root).join("end2end/bench").join(name)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place of the bench that reads the environment"
)]
fn text(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

fn number<T: std::str::FromStr>(name: &str, default: T) -> Result<T, String> {
    match text(name) {
        None => Ok(default),
        Some(value) => value
            .parse()
            .map_err(|_| format!("{name} is not a number: {value}")),
    }
}

fn numbers(name: &str, default: &str) -> Result<Vec<u64>, String> {
    let value = text(name).unwrap_or_else(|| default.to_owned());
    let numbers = value.split(',').map(|one| {
        let one = one.trim().parse();
        one.map_err(|_| format!("{name} is not numbers with commas between: {value}"))
    });
    numbers.collect()
}
