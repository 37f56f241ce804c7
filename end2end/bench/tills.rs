//! How fast tills that sync all at once are heard, beside how fast PostgreSQL alone executes what they
//! make the program execute; how long one waits where half as much is sold; and the report of a long
//! shift.

use std::sync::Arc;
use std::time::Duration;

use dukani::till::wire::{EVENTS, MOST_EVENTS};

use super::counter::{Counter, Pace, REPORTED, TILLS};
use super::fixture::Fixture;
use super::report::{Section, met};
use super::sales::{self, PRICE, PRODUCTS, Turn};
use super::script::Script;
use super::settings::Settings;
use super::tools::{Length, median, percentile, pgbench, spread};
use super::z_report;

/// The share of the database's own rate that is wanted.
const WANTED: f64 = 0.4;
/// How long 99 of 100 requests may take at half of the load, in milliseconds.
const MOST_MS: f64 = 250.0;

/// The turns of one way to send, and of PostgreSQL alone.
#[derive(Default)]
struct Turns {
    ours: Vec<f64>,
    theirs: Vec<f64>,
    times: Vec<Duration>,
}

/// Sells at the tills of a business that is filled for it.
pub fn measure(settings: &Settings) -> Result<Section, String> {
    let fixture = Fixture::start(settings, "tills")?;
    fixture.fill_at(PRICE, 1, PRODUCTS)?;
    fixture.sql(include_str!("tills.sql"), &[("tills", REPORTED)])?;
    let goods = Arc::new(sales::goods(&fixture, false)?);
    let mut counter = Counter::open(&fixture, goods)?;
    counter.sell(one_a_request(10))?;
    counter.sell(in_batches(50))?;
    let reported = z_report::measure(settings, &fixture, &mut counter)?;
    // Before `pgbench` writes anything: what it sells costs what the recorded goods had cost.
    let checked = fixture.check()?;

    // Where every so many sales something more is done, a second look sees the usual.
    let script = counter.recorded(&fixture);
    let script = script.or_else(|_| counter.recorded(&fixture))?;
    let sale = alone(&script)?;
    let each = settings.orders.div_ceil(tills());
    let (mut single, mut batched) = (Turns::default(), Turns::default());
    for _ in 0..settings.rounds {
        single.ours(counter.sell(one_a_request(each))?);
        single.theirs(&fixture, &script, &mut counter, each)?;
        batched.ours(counter.sell(in_batches(each))?);
        batched.theirs(&fixture, &sale, &mut counter, each)?;
    }
    let half = at_half(settings, &mut counter, median(&single.ours))?;

    let mut section = empty(each, &script, &sale);
    single.show(&mut section, "one a request");
    let batch = in_batches(each).batch;
    batched.show(&mut section, &format!("{batch} a request"));
    waits(
        &mut section,
        "a request of one sale at half of that load",
        half,
        true,
    );
    waits(&mut section, "the same at all of it", single.times, false);
    waits(
        &mut section,
        &format!("a request of {batch} sales at all of it"),
        batched.times,
        false,
    );
    reported.show(&mut section);
    section.row(&[
        "`dukani check` of what the tills told",
        &checked,
        "",
        "",
        "0 broken",
        met(checked.ends_with(" 0 broken")),
    ]);
    section.figure("check", checked.clone());
    Ok(section)
}

fn empty(each: u64, script: &Script, sale: &Script) -> Section {
    Section::new(
        "tills",
        "Tills that sync, and their SQL alone",
        format!(
            "A business with {PRODUCTS} products and {TILLS} tills, each with a cashier, an open shift and \
             a connection; {} sales of three lines for cash a turn, told to `{EVENTS}`. One sale a request \
             are {} statements in three transactions, {} of them the sale's own; `pgbench` executes \
             the same for as many other sales at as many other tills, prepared, as the same role; beside \
             batches, the sale's own transaction alone.",
            each * tills(),
            script.statements(),
            sale.statements()
        ),
        &["figure", "Dukani", "beside it", "ratio", "goal", "met"],
    )
}

fn tills() -> u64 {
    u64::try_from(TILLS).unwrap_or(1)
}

/// As a till sends while the network is there.
fn one_a_request(each: u64) -> Pace {
    Pace {
        requests: each,
        batch: 1,
        every: None,
    }
}

/// As a till sends what it sold without a network.
fn in_batches(each: u64) -> Pace {
    let most = u64::try_from(MOST_EVENTS).unwrap_or(1);
    let requests = each.div_ceil(most);
    Pace {
        requests,
        batch: each.div_ceil(requests.max(1)),
        every: None,
    }
}

/// The transaction of the sale, without those of the till that stand around it.
fn alone(script: &Script) -> Result<Script, String> {
    let behind = script.text.split_once("begin;\n");
    let inner = behind.and_then(|(_, rest)| rest.split_once("COMMIT;\n"));
    let (inner, _) = inner.ok_or("the sale's transaction was not recorded")?;
    Ok(Script {
        text: format!("begin;\n{inner}COMMIT;\n"),
        constants: script.constants.clone(),
    })
}

/// How long requests wait where tills sell half of that many a second, whatever the server does.
fn at_half(settings: &Settings, counter: &mut Counter, full: f64) -> Result<Vec<Duration>, String> {
    let tills = f64::from(u32::try_from(TILLS).unwrap_or(1));
    let every = Duration::from_secs_f64(tills / (full / 2.0));
    let long = Duration::from_secs(settings.seconds * settings.rounds);
    let requests = long.as_micros() / every.as_micros().max(1);
    let pace = Pace {
        requests: u64::try_from(requests).unwrap_or(1).max(1),
        batch: 1,
        every: Some(every),
    };
    Ok(counter.sell(pace)?.times)
}

impl Turns {
    fn ours(&mut self, turn: Turn) {
        self.ours.push(turn.rate);
        self.times.extend(turn.times);
    }

    fn theirs(
        &mut self,
        fixture: &Fixture,
        script: &Script,
        counter: &mut Counter,
        each: u64,
    ) -> Result<(), String> {
        let count = each * tills();
        let first = counter.take(count);
        let length = Length::Orders { first, count };
        self.theirs
            .push(pgbench(fixture, "till", script, length, TILLS)?);
        Ok(())
    }

    fn show(&self, section: &mut Section, how: &str) {
        let (rate, beside) = (median(&self.ours), median(&self.theirs));
        let (low, high) = spread(&self.ours, &self.theirs);
        section.row(&[
            &format!("sales a second, {how} : transactions a second of `pgbench`"),
            &format!("{rate:.0}"),
            &format!("{beside:.0}"),
            &format!("{:.2} ({low:.2} to {high:.2})", rate / beside),
            "≥ 0.40",
            met(rate / beside >= WANTED),
        ]);
        section.figure(&format!("{how}: sales a second"), rate);
        section.figure(&format!("{how}: transactions a second"), beside);
        section.figure(&format!("{how}: ratio"), rate / beside);
    }
}

/// A row of how long requests took; `counts` where that is wanted to be short.
fn waits(section: &mut Section, what: &str, mut times: Vec<Duration>, counts: bool) {
    let (half, slow) = (percentile(&mut times, 50), percentile(&mut times, 99));
    let goal = if counts { "99 of 100 ≤ 250 ms" } else { "" };
    section.row(&[
        &format!("{what}: median, 99 of 100"),
        &format!("{half:.1} ms, {slow:.1} ms"),
        "",
        "",
        goal,
        if counts { met(slow <= MOST_MS) } else { "" },
    ]);
    section.figure(&format!("{what}: median ms"), half);
    section.figure(&format!("{what}: p99 ms"), slow);
}
