//! How fast the product page is drawn, beside how fast PostgreSQL alone answers what the page asks
//! it: the same statements in the same transaction, as the same role, by as many connections.

use super::fixture::{Fixture, Spent};
use super::http::{self, Client};
use super::journey::Journey;
use super::record;
use super::report::{Section, met};
use super::script::{self, Script};
use super::settings::{CONNECTIONS, Settings};
use super::tools::{self, Length, Load, median, pgbench, spread, wrk};

/// The share of the database's own rate that is wanted.
pub const WANTED: f64 = 0.35;
/// The share beyond which there is little left to win.
const EXCELLENT: f64 = 0.8;
/// What the program may hold in memory, in megabytes.
const MOST_MEGABYTES: f64 = 150.0;

/// Loads the product page of the demo's storefront.
pub fn measure(settings: &Settings, demo: &Fixture) -> Result<Section, String> {
    let path = Journey::through(demo, "demo")?.product;
    let script = recorded(demo, &path, "")?;
    let statements = script.statements();
    let url = demo.url(&path);
    wrk(&url, "", 2)?;
    pgbench(demo, "product", &script, Length::Seconds(2), CONNECTIONS)?;
    let mut pages: Vec<Load> = Vec::new();
    let mut alone: Vec<f64> = Vec::new();
    let mut spent_on_pages = Vec::new();
    let mut spent_alone = Vec::new();
    for _ in 0..settings.rounds {
        let before = demo.spent()?;
        pages.push(wrk(&url, "", settings.seconds)?);
        let between = demo.spent()?;
        alone.push(pgbench(
            demo,
            "product",
            &script,
            Length::Seconds(settings.seconds),
            CONNECTIONS,
        )?);
        spent_on_pages.push(between.since(before));
        spent_alone.push(demo.spent()?.since(between));
    }
    let rates: Vec<f64> = pages.iter().map(|load| load.rate).collect();
    let (ours, theirs) = (median(&rates), median(&alone));
    let mut section = Section::new(
        "rate",
        "The product page, and its SQL alone",
        format!(
            "The demo business; no cache in between, no compression. The page's transaction has \
             {statements} statements; `pgbench` executes the very same, prepared, as the same role."
        ),
        &["figure", "Dukani", "beside it", "ratio", "goal", "met"],
    );
    let (low, high) = spread(&rates, &alone);
    section.row(&[
        "pages a second : transactions a second of `pgbench`",
        &format!("{ours:.0}"),
        &format!("{theirs:.0}"),
        &format!("{:.2} ({low:.2} to {high:.2})", ours / theirs),
        "≥ 0.35",
        met(ours / theirs >= WANTED),
    ]);
    section.figure("pages a second", ours);
    section.figure("transactions a second", theirs);
    section.figure("ratio", ours / theirs);
    latency_and_memory(&mut section, &pages, demo)?;
    let undrawn = ceilings(&mut section, demo, settings, ours)?;
    let seconds = settings.seconds;
    let page = processor(&mut section, &spent_on_pages, &rates, seconds, "page");
    let alone = processor(&mut section, &spent_alone, &alone, seconds, "transaction");
    to_excellence(&mut section, ours, theirs);
    beyond_the_statements(&mut section, page, alone, undrawn);
    Ok(section)
}

/// Records what a page asks the database. `cookie` may be empty.
pub fn recorded(demo: &Fixture, path: &str, cookie: &str) -> Result<Script, String> {
    // Every pooled connection has prepared the statements before anything is written down.
    wrk(&demo.url(path), cookie, 1)?;
    let headers = [("Cookie", cookie)];
    let headers = if cookie.is_empty() {
        &[][..]
    } else {
        &headers[..]
    };
    let look = || {
        let request = http::get(&demo.address, path, headers);
        Client::to(&demo.address).send(&request).map(|_| ())
    };
    let (mut once, mut again) = (look, look);
    let recorded = record::record(demo, &mut [&mut once, &mut again])?;
    match recorded.as_slice() {
        [one, two] => script::reading(one, two),
        _ => Err("the page was not recorded".to_owned()),
    }
}

fn latency_and_memory(section: &mut Section, pages: &[Load], demo: &Fixture) -> Result<(), String> {
    let half: Vec<f64> = pages.iter().map(|load| load.median).collect();
    let slow: Vec<f64> = pages.iter().map(|load| load.p99).collect();
    let (half, slow) = (median(&half), median(&slow));
    let title = format!("a page at {CONNECTIONS} connections: median, 99 of 100");
    let times = format!("{half:.1} ms, {slow:.1} ms");
    section.row(&[&title, &times, "", "", "", ""]);
    section.figure("median ms", half);
    section.figure("p99 ms", slow);
    let peak = demo.peak_megabytes()?;
    section.row(&[
        "most memory of the program",
        &format!("{peak:.0} MB"),
        "",
        "",
        "≤ 150 MB",
        met(peak <= MOST_MEGABYTES),
    ]);
    section.figure("peak megabytes", peak);
    Ok(())
}

/// What the same server does where it draws nothing: the last of them, answers of one statement a
/// second.
fn ceilings(
    section: &mut Section,
    demo: &Fixture,
    settings: &Settings,
    ours: f64,
) -> Result<f64, String> {
    let seconds = settings.seconds.div_ceil(2);
    let mut undrawn = 0.0;
    for (title, path) in [
        ("pages : answers of a file, no database", "/favicon.svg"),
        (
            "pages : answers of one statement, nothing drawn",
            "/healthz",
        ),
    ] {
        let ceiling = wrk(&demo.url(path), "", seconds)?.rate;
        section.row(&[
            title,
            &format!("{ours:.0}"),
            &format!("{ceiling:.0}"),
            &format!("{:.2}", ours / ceiling),
            "",
            "",
        ]);
        section.figure(&format!("{path} a second"), ceiling);
        undrawn = ceiling;
    }
    Ok(undrawn)
}

/// Where the processor's time went, for each thing that was done: the same in microseconds.
fn processor(
    section: &mut Section,
    spent: &[Spent],
    rates: &[f64],
    seconds: u64,
    what: &str,
) -> Spent {
    let lasted = f64::from(u32::try_from(seconds).unwrap_or(u32::MAX));
    let each = |part: fn(&Spent) -> f64| {
        let parts = spent.iter().zip(rates);
        let micros: Vec<f64> = parts
            .map(|(spent, rate)| part(spent) / (rate * lasted) * 1e6)
            .collect();
        tools::median(&micros)
    };
    let (server, postgres, load) = (each(|s| s.server), each(|s| s.postgres), each(|s| s.load));
    let together = server + postgres + load;
    section.note(format!(
        "Processor time of one {what}: program {server:.0} µs, PostgreSQL {postgres:.0} µs, the \
         load's generator {load:.0} µs; together {together:.0} µs."
    ));
    section.figure(&format!("{what}: program µs"), server);
    section.figure(&format!("{what}: postgres µs"), postgres);
    section.figure(&format!("{what}: generator µs"), load);
    Spent {
        server,
        postgres,
        load,
    }
}

fn cores() -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    f64::from(u32::try_from(cores).unwrap_or(1))
}

/// Where the time goes that a page takes beyond its statements. `undrawn`: answers of one statement a
/// second.
fn beyond_the_statements(section: &mut Section, page: Spent, alone: Spent, undrawn: f64) {
    let more = page.postgres - alone.postgres;
    let undrawn = cores() / undrawn * 1e6;
    section.note(format!(
        "PostgreSQL spends {more:.0} µs more on a page than on the same statements of `pgbench`. An \
         answer of one statement and nothing drawn takes {undrawn:.0} µs, everything counted: at \
         least {:.0} µs of the program's {:.0} µs go to the page's other statements and to drawing it.",
        page.server - undrawn,
        page.server
    ));
}

fn to_excellence(section: &mut Section, ours: f64, theirs: f64) {
    let cores = cores();
    let now = cores / ours * 1e6;
    let then = cores / (theirs * EXCELLENT) * 1e6;
    let left = if now > then {
        format!("{:.0} µs less than now", now - then)
    } else {
        "which it does".to_owned()
    };
    section.note(format!(
        "At a ratio of {EXCELLENT} all of them together may take {then:.0} µs of {cores:.0} cores \
         for a page, {left}."
    ));
}
