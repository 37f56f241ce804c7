//! `wrk` loads the program, `pgbench` the database alone: the same number of connections, the same
//! processors.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::fixture::Fixture;
use super::script::Script;
use super::settings::CONNECTIONS;

/// What `wrk` saw.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Requests in a second.
    pub rate: f64,
    /// The median time of an answer, in milliseconds.
    pub median: f64,
    /// 99 of 100 answers came in this time, in milliseconds.
    pub p99: f64,
}

/// Loads an address for so many seconds, without compression. `cookie` may be empty.
pub fn wrk(url: &str, cookie: &str, seconds: u64) -> Result<Load, String> {
    let mut command = Command::new("wrk");
    command
        .args(["--threads", "1", "--latency", "--connections"])
        .arg(CONNECTIONS.to_string())
        .arg("--duration")
        .arg(format!("{seconds}s"));
    if !cookie.is_empty() {
        command.arg("--header").arg(format!("Cookie: {cookie}"));
    }
    let said = output(command.arg(url), "wrk")?;
    if let Some(bad) = said
        .lines()
        .find(|line| line.contains("Non-2xx") || line.contains("Socket errors"))
    {
        return Err(format!("{url}: {}", bad.trim()));
    }
    let after = |label: &str| {
        let line = said
            .lines()
            .find_map(|line| line.trim().strip_prefix(label));
        line.map(str::trim)
            .ok_or_else(|| format!("wrk told no {label}:\n{said}"))
    };
    Ok(Load {
        rate: number(after("Requests/sec:")?)?,
        median: milliseconds(after("50%")?)?,
        p99: milliseconds(after("99%")?)?,
    })
}

fn milliseconds(text: &str) -> Result<f64, String> {
    let (digits, factor) = if let Some(digits) = text.strip_suffix("us") {
        (digits, 0.001)
    } else if let Some(digits) = text.strip_suffix("ms") {
        (digits, 1.0)
    } else {
        (text.trim_end_matches('s'), 1000.0)
    };
    Ok(number(digits)? * factor)
}

fn number(text: &str) -> Result<f64, String> {
    let text = text.trim();
    text.parse().map_err(|_| format!("not a number: {text}"))
}

/// How long `pgbench` goes on.
#[derive(Debug, Clone, Copy)]
pub enum Length {
    /// So many seconds.
    Seconds(u64),
    /// So many transactions in all, with numbers from `first` on.
    Orders { first: u64, count: u64 },
}

/// Runs a script as the role that the program's requests have; answers transactions in a second.
pub fn pgbench(
    fixture: &Fixture,
    name: &str,
    script: &Script,
    length: Length,
    connections: usize,
) -> Result<f64, String> {
    let turns = u64::try_from(connections).unwrap_or(1);
    let path = fixture.file(&format!("{name}.sql"));
    let numbering = match length {
        Length::Seconds(_) => "",
        Length::Orders { .. } => "\\set k :k + 1\n\\set i :first + :client_id * :each + :k - 1\n",
    };
    let text = format!("{numbering}{}", script.text);
    fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut command = Command::new(program("pgbench"));
    command
        .env("PGOPTIONS", "-c role=dukani_runtime")
        .current_dir("/")
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
        .arg(format!("--client={connections}"))
        .arg("--file")
        .arg(&path)
        .arg("--host")
        .arg(fixture.socket())
        .args(["--username", "dukani"]);
    for (name, value) in &script.constants {
        command.arg("--define").arg(format!("{name}={value}"));
    }
    match length {
        Length::Seconds(seconds) => {
            command.arg(format!("--time={seconds}"));
        }
        Length::Orders { first, count } => {
            let each = count / turns;
            command
                .arg(format!("--transactions={each}"))
                .args(["--define", "k=0"])
                .arg(format!("--define=first={first}"))
                .arg(format!("--define=each={each}"));
        }
    }
    let said = output(command.arg("dukani"), "pgbench")?;
    let rate = said
        .lines()
        .find_map(|line| line.strip_prefix("tps = "))
        .and_then(|line| line.split_whitespace().next());
    number(rate.ok_or_else(|| format!("pgbench told no rate:\n{said}"))?)
}

fn output(command: &mut Command, name: &str) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|e| format!("{name}: {e}; is it installed? scripts/setup.sh bench"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(said);
    }
    let why = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name} stopped: {why}{said}"))
}

/// A program of PostgreSQL: Debian keeps them by version, apart from the path.
pub fn program(name: &str) -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    if let Ok(versions) = fs::read_dir("/usr/lib/postgresql") {
        for version in versions.flatten() {
            let number = version.file_name().to_string_lossy().parse().unwrap_or(0);
            found.push((number, version.path().join("bin").join(name)));
        }
    }
    found.retain(|(_, path)| path.exists());
    found.sort();
    found
        .pop()
        .map_or_else(|| Path::new(name).to_path_buf(), |(_, path)| path)
}

/// The middle of some figures; of an even number of them the upper one.
pub fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

/// The time, in milliseconds, within which so many of a hundred ended.
pub fn percentile(times: &mut [Duration], hundredths: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * hundredths / 100).min(times.len().saturating_sub(1));
    let time = times.get(place).copied().unwrap_or_default();
    time.as_secs_f64() * 1000.0
}

/// The lowest and the highest ratio of figures that were taken in turns.
pub fn spread(figures: &[f64], beside: &[f64]) -> (f64, f64) {
    let ratios = figures.iter().zip(beside).map(|(one, other)| one / other);
    ratios.fold((f64::INFINITY, 0.0), |(low, high), ratio| {
        (f64::min(low, ratio), f64::max(high, ratio))
    })
}
