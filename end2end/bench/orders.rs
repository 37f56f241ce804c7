//! How fast orders are placed over HTTP, beside how fast PostgreSQL alone executes the statements
//! of placing one. Every order has a cart, a browser and a customer of its own; the stock that they
//! reserve goes round all products.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::fixture::Fixture;
use super::http::{self, Client};
use super::rate::WANTED;
use super::record;
use super::report::{Section, met};
use super::script::{self, Known, NUMBER, Script};
use super::settings::{CONNECTIONS, Settings};
use super::tools::{Length, median, percentile, pgbench, spread};

/// The business has so many products; an even number, so that two orders can be of the same ones.
const PRODUCTS: u64 = 1000;
/// Orders before this number warm the program up, or are recorded.
const FIRST: u64 = 1000;

/// What one turn of placing orders took.
struct Turn {
    rate: f64,
    times: Vec<Duration>,
}

/// Places orders in a business that is filled for it.
pub fn measure(settings: &Settings) -> Result<Section, String> {
    let fixture = Fixture::start(settings, "orders")?;
    fixture.fill(1, PRODUCTS)?;
    let all = FIRST + settings.rounds * settings.orders * 2;
    fixture.sql(include_str!("carts.sql"), &[("carts", all)])?;
    let location = fixture.sql(
        "select location_id from app.location join app.business using (business_id)
          where slug = 'bench-1' order by position limit 1;",
        &[],
    )?;
    let request = |number: u64| placing(&fixture.address, number, &location);
    let warm: Vec<Vec<u8>> = (1..=400).map(request).collect();
    place(&fixture.address, &warm)?;
    let script = recorded(&fixture, &request)?;
    let statements = script.statements();

    let (mut ours, mut theirs, mut times) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..settings.rounds {
        let first = FIRST + round * settings.orders * 2;
        let last = first + settings.orders;
        let requests: Vec<Vec<u8>> = (first..last).map(request).collect();
        let turn = place(&fixture.address, &requests)?;
        ours.push(turn.rate);
        times.extend(turn.times);
        let length = Length::Orders {
            first: last,
            count: settings.orders,
        };
        theirs.push(pgbench(&fixture, "order", &script, length, CONNECTIONS)?);
    }
    let mut section = Section::new(
        "orders",
        "Placing an order, and its SQL alone",
        format!(
            "A business with {PRODUCTS} products; {} orders of two products a turn, placed through \
             the checkout's form. The program executes {statements} statements for each; `pgbench` \
             executes the same for as many other orders, prepared, as the same role.",
            settings.orders
        ),
        &["figure", "Dukani", "beside it", "ratio", "goal", "met"],
    );
    show(&mut section, &ours, &theirs, &mut times);
    let checked = fixture.check()?;
    section.row(&[
        "`dukani check` afterwards",
        &checked,
        "",
        "",
        "0 broken",
        met(checked.ends_with(" 0 broken")),
    ]);
    section.figure("check", checked.clone());
    let peak = fixture.peak_megabytes()?;
    section.figure("peak megabytes", peak);
    section.note(format!(
        "The program held {peak:.0} MB of memory at most. Both sides wait for the same disk: an \
         order is placed when it is on it."
    ));
    Ok(section)
}

fn show(section: &mut Section, ours: &[f64], theirs: &[f64], times: &mut [Duration]) {
    let (rate, beside) = (median(ours), median(theirs));
    let (low, high) = spread(ours, theirs);
    section.row(&[
        "orders a second : transactions a second of `pgbench`",
        &format!("{rate:.0}"),
        &format!("{beside:.0}"),
        &format!("{:.2} ({low:.2} to {high:.2})", rate / beside),
        "≥ 0.35",
        met(rate / beside >= WANTED),
    ]);
    section.figure("orders a second", rate);
    section.figure("transactions a second", beside);
    section.figure("ratio", rate / beside);
    let (half, slow) = (percentile(times, 50), percentile(times, 99));
    let title = format!("an order at {CONNECTIONS} connections: median, 99 of 100");
    let shown = format!("{half:.1} ms, {slow:.1} ms");
    section.figure("median ms", half);
    section.figure("p99 ms", slow);
    section.row(&[&title, &shown, "", "", "", ""]);
}

/// The request that places the order of cart `number`, as `carts.sql` made it.
fn placing(address: &str, number: u64, location: &str) -> Vec<u8> {
    let cookie = format!("dukani_browser=bench-browser-{number:012}");
    // Limits count by address; these customers do not share one.
    let [_, a, b, c] = u32::try_from(number).unwrap_or(0).to_be_bytes();
    let from = format!("10.{a}.{b}.{c}");
    let fields = [
        ("shop", "bench-1".to_owned()),
        ("form[cart_id]", id("04", number)),
        ("form[revision]", "1".to_owned()),
        ("form[order_id]", id("05", number)),
        ("form[name]", "A customer".to_owned()),
        ("form[phone]", phone(number)),
        ("form[fulfilment]", format!("pickup:{location}")),
        ("form[pay_by]", "on_hand_over".to_owned()),
    ];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    let headers = [
        ("Cookie", cookie.as_str()),
        ("X-Forwarded-For", from.as_str()),
    ];
    http::post(address, "/api/storefront/place_order", &headers, &fields)
}

fn id(kind: &str, number: u64) -> String {
    format!("01970000-00{kind}-7000-8000-{number:012x}")
}

fn phone(number: u64) -> String {
    format!("+25471{number:07}")
}

/// Records two orders of the same products.
fn recorded(fixture: &Fixture, request: &impl Fn(u64) -> Vec<u8>) -> Result<Script, String> {
    let send = |number: u64| -> Result<(), String> {
        place(&fixture.address, &[request(number)]).map(|_| ())
    };
    let mut one = || send(0);
    let mut two = || send(PRODUCTS / 2);
    let recorded = record::record(fixture, &mut [&mut one, &mut two])?;
    let browser = fixture.sql(
        "select '\\x' || encode(sha256(convert_to('bench-browser-000000000000', 'UTF8')), 'hex');",
        &[],
    )?;
    let phone_of_it = format!("('+25471' || lpad(({NUMBER})::text, 7, '0'))");
    let browser_of_it =
        format!("sha256(convert_to('bench-browser-' || lpad(({NUMBER})::text, 12, '0'), 'UTF8'))");
    let known = Known {
        values: vec![(phone(0), phone_of_it), (browser, browser_of_it)],
        products: PRODUCTS,
    };
    match recorded.as_slice() {
        [one, two] => script::ordering(one, two, &known),
        _ => Err("the orders were not recorded".to_owned()),
    }
}

/// Sends these requests, each once, over all connections at once. An order that is refused stops
/// the bench.
fn place(address: &str, requests: &[Vec<u8>]) -> Result<Turn, String> {
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    let connections: Vec<Result<Vec<Duration>, String>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..CONNECTIONS)
            .map(|_| scope.spawn(|| one_connection(address, requests, &next)))
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                let ended = worker.join();
                ended.unwrap_or_else(|_| Err("a connection panicked".to_owned()))
            })
            .collect()
    });
    let lasted = started.elapsed().as_secs_f64();
    let mut times = Vec::new();
    for connection in connections {
        times.extend(connection?);
    }
    let count = f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX));
    Ok(Turn {
        rate: count / lasted,
        times,
    })
}

fn one_connection(
    address: &str,
    requests: &[Vec<u8>],
    next: &AtomicUsize,
) -> Result<Vec<Duration>, String> {
    let mut client = Client::to(address);
    let mut times = Vec::new();
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let asked = Instant::now();
        let answer = client.send(request)?;
        times.push(asked.elapsed());
        let leads_to = answer.header("location").unwrap_or_default();
        if answer.status != 303 || !leads_to.contains("/o/") {
            let status = answer.status;
            return Err(format!("an order was answered {status}, to {leads_to:?}"));
        }
    }
    Ok(times)
}
