//! Pages of stock where there is much of it, beside the same where there is little; and a stock take of
//! many lines, closed at once.

use std::time::Instant;

use dukani::stock::counts::{self, Close, Uncounted};

use super::fixture::Fixture;
use super::http::{self, Client};
use super::inside::{COOKIE, Inside};
use super::report::{Section, met};
use super::settings::Settings;
use super::tools::median;

/// How long a page may take at the median, in milliseconds.
const MOST_MS: f64 = 50.0;
/// How much slower than of a small shop it may be.
const MOST: f64 = 1.3;
/// How often a page is asked for in a turn, and how many turns the two shops take.
const TIMES: usize = 10;
const TURNS: usize = 4;
const FEW_PRODUCTS: u64 = 1_000;
const MANY_PRODUCTS: u64 = 100_000;
const MOVEMENTS: u64 = 1_000_000;
/// Lines of the stock take, and how long it may take, in seconds.
const LINES: u64 = 5_000;
const MOST_SECONDS: f64 = 2.0;

/// The pages: every order that the lists can stand in, and every way to narrow them.
const PAGES: [(&str, &str); 18] = [
    ("product search", "/products?q=beans"),
    ("product search, spelt wrong", "/products?q=maharagwee"),
    ("product search by code", "/products?q=BENCH-000777"),
    ("levels by name", "/stock"),
    ("levels, page 20", "/stock?page=20"),
    ("levels, least free first", "/stock?sort=free-up"),
    ("levels, most free first", "/stock?sort=free-down"),
    ("levels, worth most first", "/stock?sort=value-down"),
    ("levels that words find", "/stock?q=beans"),
    (
        "levels that words find, worth most first",
        "/stock?q=beans&sort=value-down",
    ),
    ("levels of a category", "/stock?category=beans-peas"),
    ("below minimum", "/stock?show=below"),
    ("to reorder", "/stock?show=reorder"),
    (
        "to reorder, most free first",
        "/stock?show=reorder&sort=free-down",
    ),
    ("sold beyond what was there", "/stock?show=short"),
    ("nothing left", "/stock?show=empty"),
    ("suggested order", "/purchases/suggested"),
    ("movements", "/stock/movements"),
];

/// Looks at the pages of both shops, in turns, and closes the take.
pub fn measure(settings: &Settings) -> Result<Section, String> {
    let small = filled(settings, "few", FEW_PRODUCTS, MOVEMENTS / 100)?;
    let large = filled(settings, "much", MANY_PRODUCTS, MOVEMENTS)?;
    let mut section = Section::new(
        "stock",
        "Stock, much of it and little",
        format!(
            "A business with {MANY_PRODUCTS} products and {MOVEMENTS} movements; beside it one with \
             {FEW_PRODUCTS} and a hundredth of the movements. Each page is asked for {} times, one at a \
             time and in {TURNS} turns, as the owner, whole: with its frame.",
            TIMES * TURNS
        ),
        &[
            "page",
            "little",
            "much",
            "much : little",
            "≤ 50 ms",
            "≤ 1.3",
        ],
    );
    for (name, path) in PAGES {
        let path = format!("/b/bench-1{path}");
        let (mut few, mut much) = (vec![], vec![]);
        for _ in 0..TURNS {
            few.extend(ask(&small.0, &path)?);
            much.extend(ask(&large.0, &path)?);
        }
        let (few, much) = (median(&few), median(&much));
        section.row(&[
            name,
            &format!("{few:.1} ms"),
            &format!("{much:.1} ms"),
            &format!("{:.2}", much / few),
            met(much <= MOST_MS),
            met(much / few <= MOST),
        ]);
        section.figure(&format!("{name}: ms"), much);
        section.figure(&format!("{name}: ratio"), much / few);
    }
    take(&mut section, settings)?;
    Ok(section)
}

fn filled(
    settings: &Settings,
    name: &str,
    products: u64,
    movements: u64,
) -> Result<(Fixture, Inside), String> {
    let fixture = Fixture::start(settings, name)?;
    fixture.fill(1, products)?;
    fixture.sql(include_str!("history.sql"), &[("movements", movements)])?;
    let inside = Inside::of(&fixture)?;
    Ok((fixture, inside))
}

/// How long a page took each time, in milliseconds.
pub fn ask(fixture: &Fixture, path: &str) -> Result<Vec<f64>, String> {
    let cookie = format!("dukani={COOKIE}");
    let request = http::get(&fixture.address, path, &[("Cookie", &cookie)]);
    let mut client = Client::to(&fixture.address);
    let mut times = Vec::new();
    for turn in 0..TIMES + 5 {
        let asked = Instant::now();
        let answer = client.send(&request)?;
        if answer.status != 200 {
            return Err(format!("{path} was answered {}", answer.status));
        }
        if turn >= 5 {
            times.push(asked.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(times)
}

/// Closes a take of many lines, half of them found and half of them gone.
fn take(section: &mut Section, settings: &Settings) -> Result<(), String> {
    let fixture = Fixture::start(settings, "take")?;
    fixture.fill(1, LINES)?;
    let inside = Inside::of(&fixture)?;
    let mut seconds = Vec::new();
    for _ in 0..settings.rounds {
        let take = fixture.sql(include_str!("take.sql"), &[])?;
        let take = take.parse().map_err(|e| format!("{take}: {e}"))?;
        let ask = Close {
            uncounted: Uncounted::Leave,
            seen: String::new(),
        };
        let started = Instant::now();
        let closed = inside
            .runtime
            .block_on(counts::close(&inside.cx(), take, &ask));
        closed.map_err(|stop| format!("the take was not closed: {stop}"))?;
        seconds.push(started.elapsed().as_secs_f64());
    }
    let took = median(&seconds);
    let checked = fixture.check()?;
    section.figure("stock take: seconds", took);
    section.note(format!(
        "A stock take of {LINES} lines, half of them found and half of them gone, was closed in \
         {took:.2} s, at most {MOST_SECONDS} s wanted: {}. `dukani check` afterwards: {checked}.",
        met(took <= MOST_SECONDS)
    ));
    Ok(())
}
