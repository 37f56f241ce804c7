//! The same pages where the installation is a thousand times as large: nobody's shop may be slow
//! because others are there.

use super::fixture::Fixture;
use super::journey::Journey;
use super::report::{Section, met};
use super::settings::Settings;
use super::tools::{median, wrk};

/// How much slower a page of the large installation may be.
const MOST: f64 = 1.3;
/// The small installation beside it.
const FEW_PRODUCTS: u64 = 100;

/// The pages that are compared, with the cookie that they are asked for with.
struct Asked {
    name: &'static str,
    path: String,
    cookie: String,
}

/// Loads the pages of one business of many and of one alone, in turns.
pub fn measure(settings: &Settings) -> Result<Section, String> {
    let small = Fixture::start(settings, "small")?;
    small.fill(1, FEW_PRODUCTS)?;
    let large = Fixture::start(settings, "large")?;
    let filled = large.fill(settings.businesses, settings.products)?;
    let middle = format!("bench-{}", settings.businesses.div_ceil(2));
    let size = large.sql(
        "select pg_size_pretty(pg_database_size(current_database()));",
        &[],
    )?;
    let (here, there) = (asked(&small, "bench-1")?, asked(&large, &middle)?);
    let mut section = Section::new(
        "scale",
        "The same pages among many businesses",
        format!(
            "{} businesses of {} products each ({size}, filled in {} s), one of them asked; beside \
             it one business with {FEW_PRODUCTS} products, with a server and a database of its own.",
            settings.businesses,
            settings.products,
            filled.as_secs()
        ),
        &[
            "page",
            "alone, a second",
            "among many, a second",
            "alone : among many",
            "median, alone",
            "median, among many",
            "≤ 1.3",
        ],
    );
    let seconds = settings.seconds.div_ceil(2);
    for (alone, among) in here.iter().zip(&there) {
        let (mut few, mut many, mut quick, mut slow) = (vec![], vec![], vec![], vec![]);
        for _ in 0..settings.rounds {
            let load = wrk(&small.url(&alone.path), &alone.cookie, seconds)?;
            few.push(load.rate);
            quick.push(load.median);
            let load = wrk(&large.url(&among.path), &among.cookie, seconds)?;
            many.push(load.rate);
            slow.push(load.median);
        }
        let (few, many) = (median(&few), median(&many));
        let ratio = few / many;
        section.row(&[
            alone.name,
            &format!("{few:.0}"),
            &format!("{many:.0}"),
            &format!("{ratio:.2}"),
            &format!("{:.1} ms", median(&quick)),
            &format!("{:.1} ms", median(&slow)),
            met(ratio <= MOST),
        ]);
        section.figure(&format!("{}: ratio", alone.name), ratio);
    }
    section.note(
        "A list shows 24 products and says how many there are in all: a business with ten times \
         the products counts ten times as many. The misspelt word finds less than a \
         page of them, so that its page shows more where there are more."
            .to_owned(),
    );
    Ok(section)
}

fn asked(fixture: &Fixture, shop: &str) -> Result<Vec<Asked>, String> {
    let journey = Journey::through(fixture, shop)?;
    let mut all: Vec<Asked> = journey
        .pages()
        .into_iter()
        .map(|(name, path)| Asked {
            name,
            path: path.to_owned(),
            // Only where it is needed: a first visit has none.
            cookie: if matches!(name, "cart" | "checkout") {
                journey.cookie.clone()
            } else {
                String::new()
            },
        })
        .collect();
    for (name, words) in [
        ("search of a word", "beans"),
        ("search of a misspelt word", "banan"),
    ] {
        all.push(Asked {
            name,
            path: format!("/s/{shop}?q={words}"),
            cookie: String::new(),
        });
    }
    Ok(all)
}
