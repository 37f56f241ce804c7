//! The till in a real browser: what it downloads, how soon it can be used, and how fast a scan is shown and
//! a sale is kept, with many products, on a processor and a network as slow as a phone's.

use std::process::Command;

use dukani::platform::secrets;
use dukani::staff::devices::{self, DeviceForm};
use dukani::staff::pins::{self, PinForm};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::fixture::Fixture;
use super::inside::Inside;
use super::report::{Section, met};
use super::settings::Settings;
use super::tools::median;

/// The most bytes of a first visit.
const MOST_BYTES: f64 = 300_000.0;
/// In how many milliseconds a till can be used that was there before.
const MOST_START_MS: f64 = 2_000.0;
/// In how many milliseconds a scan is shown, or a sale is kept.
const MOST_MS: f64 = 50.0;
/// How often the browser is started.
const STARTS: u32 = 5;
/// Lines of a sale.
const LINES: usize = 3;
/// The most sales while the first load goes on.
const MEANWHILE: usize = 20;
const PIN: &str = "2580";

/// A business whose goods have barcodes, with a member who has a PIN, and a till.
struct Shop {
    fixture: Fixture,
    /// Barcodes, in the order in which the till loads their goods.
    codes: Vec<String>,
    /// What makes a browser its till.
    cookie: String,
}

/// What the browser told. Times are in milliseconds.
#[derive(Deserialize)]
struct Seen {
    /// At the first visit: until somebody could say who she is, and until all goods were there.
    door: f64,
    loaded: f64,
    /// What was sold between.
    meanwhile: Vec<Sale>,
    /// What was downloaded at the first visit, and at each of those after it.
    first: Vec<Fetched>,
    later: Vec<Vec<Fetched>>,
    /// Until somebody could say who she is, and from her PIN to the goods.
    starts: Vec<f64>,
    pins: Vec<f64>,
    /// Scans to lines, with the cursor in the search field and without.
    in_field: Vec<f64>,
    elsewhere: Vec<f64>,
    /// Scans that no line came of.
    lost: u32,
    sales: Vec<Sale>,
}

/// A sale: until it was kept, and until it was shown as sold.
#[derive(Deserialize)]
struct Sale {
    kept: f64,
    shown: f64,
}

/// An answer of the program.
#[derive(Deserialize)]
struct Fetched {
    path: String,
    bytes: f64,
    /// How it is compressed.
    packed: String,
    /// Whether the service worker asked for it, and not the page.
    by_worker: bool,
}

/// Looks at a till of each size.
pub fn measure(settings: &Settings) -> Result<Section, String> {
    let sizes = &settings.till_products;
    let mut section = Section::new(
        "till",
        "The till in a browser",
        format!(
            "Debian's Chromium at a quarter of the processor's speed, its page on slow 4G. It is started \
             {STARTS} times with what it kept on its disk; then {} sales of {LINES} different products each \
             are scanned, by a scanner that types a key every 10 ms, and paid in cash. From the press of \
             the last key, as the browser dates it, until the line was drawn, or the transaction with the \
             sale was complete.",
            settings.till_sales
        ),
        &["figure", "products", "median", "99 of 100", "goal", "met"],
    );
    for (place, products) in sizes.iter().enumerate() {
        let shop = filled(settings, *products)?;
        let seen = look(settings, &shop)?;
        if place == 0 {
            downloads(&mut section, &seen);
        }
        times(&mut section, *products, &seen);
    }
    Ok(section)
}

fn filled(settings: &Settings, products: u64) -> Result<Shop, String> {
    let fixture = Fixture::start(settings, "till")?;
    fixture.fill(1, products)?;
    let codes = fixture.sql(include_str!("till.sql"), &[])?;
    let inside = Inside::of(&fixture)?;
    let member_id = fixture.sql(
        "select m.member_id from app.member m join app.business b using (business_id)
          where b.slug = 'bench-1' and m.retired_at is null
          order by m.role = 'cashier' desc, m.role = 'owner' desc limit 1;",
        &[],
    )?;
    let member_id: Uuid = member_id.parse().map_err(|e| format!("{member_id}: {e}"))?;
    let location_id = fixture.sql(
        "select location_id from app.stock_level join app.business using (business_id)
          where slug = 'bench-1' limit 1;",
        &[],
    )?;
    let pin = PinForm {
        pin: PIN.to_owned(),
        again: PIN.to_owned(),
    };
    let device = DeviceForm {
        device_id: Uuid::now_v7().to_string(),
        name: "Bench".to_owned(),
        location_id,
    };
    let cookie = secrets::new_token();
    let made = inside.runtime.block_on(async {
        pins::set_pin(&inside.cx(), member_id, &pin).await?;
        devices::enrol(&inside.cx(), &device, &cookie).await
    });
    made.map_err(|stop| format!("there is no till: {stop}"))?;
    Ok(Shop {
        fixture,
        codes: codes.lines().map(str::to_owned).collect(),
        cookie,
    })
}

/// Has the browser look.
fn look(settings: &Settings, shop: &Shop) -> Result<Seen, String> {
    let count = settings.till_sales.saturating_mul(LINES);
    let step = (shop.codes.len() / count.max(1)).max(1);
    let codes: Vec<&String> = shop.codes.iter().step_by(step).take(count).collect();
    let first: Vec<&String> = shop.codes.iter().take(MEANWHILE).collect();
    let job = json!({
        "address": format!("http://{}", shop.fixture.address),
        "cookie": shop.cookie,
        "folder": shop.fixture.file("browser"),
        "pin": PIN,
        "first": first,
        "codes": codes,
        "lines": LINES,
        "starts": STARTS,
    });
    let output = Command::new("node")
        .arg(settings.beside("till.mjs"))
        .arg(job.to_string())
        .output()
        .map_err(|e| format!("node: {e}"))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("till.mjs stopped: {why}"));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| format!("till.mjs told no such JSON: {e}"))
}

/// What is downloaded beside the goods.
fn downloads(section: &mut Section, seen: &Seen) {
    let first = bytes(seen.first.iter());
    let page = bytes(seen.first.iter().filter(|one| !one.by_worker));
    let later = seen.later.iter().map(|visit| bytes(visit.iter()));
    let later = later.fold(0.0, f64::max);
    for (name, bytes, goal, most) in [
        ("downloaded at a first visit", first, "≤ 300 kB", MOST_BYTES),
        ("of that, by the page", page, "≤ 300 kB", MOST_BYTES),
        ("downloaded at a later visit", later, "nothing", 0.0),
    ] {
        let shown = format!("{:.1} kB", bytes / 1000.0);
        section.row(&[name, "", &shown, "", goal, met(bytes <= most)]);
        section.figure(&format!("{name}: bytes"), bytes);
    }
    section.note(format!(
        "Downloaded, beside the goods and what is sold, is what the program sends, compressed as Chromium \
         asks for it, heads of answers included; by the page, and by its service worker, which keeps what \
         the page needs: {}. At a later visit: {}.",
        listed(&seen.first),
        seen.later
            .last()
            .map_or_else(|| "unknown".to_owned(), |visit| listed(visit))
    ));
}

fn bytes<'a>(fetched: impl Iterator<Item = &'a Fetched>) -> f64 {
    fetched.map(|one| one.bytes).sum()
}

/// The largest of them by name.
fn listed(fetched: &[Fetched]) -> String {
    let mut fetched: Vec<&Fetched> = fetched.iter().collect();
    fetched.sort_by(|one, other| other.bytes.total_cmp(&one.bytes));
    let names = fetched.iter().take(6).map(|one| {
        let by = if one.by_worker { "worker" } else { "page" };
        let Fetched { path, packed, .. } = one;
        format!("`{path}` {:.1} kB {packed} ({by})", one.bytes / 1000.0)
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        return "nothing".to_owned();
    }
    names.join(", ")
}

fn times(section: &mut Section, products: u64, seen: &Seen) {
    let kept = |sales: &[Sale]| sales.iter().map(|one| one.kept).collect::<Vec<f64>>();
    let shown = |sales: &[Sale]| sales.iter().map(|one| one.shown).collect::<Vec<f64>>();
    let start = Some(("≤ 2 s", MOST_START_MS));
    let soon = Some(("≤ 50 ms", MOST_MS));
    for (name, times, goal) in [
        ("started again, until it can be used", &seen.starts, start),
        ("from the PIN until the goods are shown", &seen.pins, None),
        (
            "scan to line shown, cursor in the search field",
            &seen.in_field,
            soon,
        ),
        (
            "scan to line shown, cursor elsewhere",
            &seen.elsewhere,
            soon,
        ),
        ("cash sale until it is kept", &kept(&seen.sales), soon),
        (
            "cash sale until it is shown as sold",
            &shown(&seen.sales),
            None,
        ),
        (
            "sale kept while the first load goes on",
            &kept(&seen.meanwhile),
            None,
        ),
    ] {
        row(section, name, products, times, goal);
    }
    section.note(format!(
        "{products} products: a first visit could be used after {:.1} s and had all goods after {:.1} s; \
         {} sales were kept before that. Of {} scans, {} came to nothing.",
        seen.door / 1000.0,
        seen.loaded / 1000.0,
        seen.meanwhile.len(),
        seen.in_field.len() + seen.elsewhere.len(),
        seen.lost
    ));
    section.figure(&format!("{products}: first visit ms"), seen.door);
    section.figure(&format!("{products}: loaded ms"), seen.loaded);
    section.figure(
        &format!("{products}: sales meanwhile"),
        seen.meanwhile.len(),
    );
    section.figure(&format!("{products}: scans lost"), seen.lost);
}

/// A row of times; what is wanted holds for 99 of 100.
fn row(section: &mut Section, name: &str, products: u64, times: &[f64], goal: Option<(&str, f64)>) {
    let (middle, slow) = (median(times), p99(times));
    let is_met = goal.map_or("", |(_, most)| met(!times.is_empty() && slow <= most));
    section.row(&[
        name,
        &products.to_string(),
        &format!("{middle:.1} ms"),
        &format!("{slow:.1} ms"),
        goal.map_or("", |(text, _)| text),
        is_met,
    ]);
    section.figure(&format!("{products}: {name}: median ms"), middle);
    section.figure(&format!("{products}: {name}: p99 ms"), slow);
}

/// What 99 of 100 do not exceed; of few, the slowest.
fn p99(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = (sorted.len() * 99 / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or(0.0)
}
