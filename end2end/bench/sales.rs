//! How fast sales of three lines are committed, beside how fast PostgreSQL alone executes the
//! statements of one; and how much slower it is where every seller sells the same three products.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dukani::payments::Tender;
use dukani::sales::cart::Discount;
use dukani::sales::{self, AskLine, AskTender, AtShift, SellAsk};
use dukani::values::{Money, Quantity};
use uuid::Uuid;

use super::fixture::Fixture;
use super::inside::Inside;
use super::record;
use super::report::{Section, met};
use super::script::{self, Known, Script};
use super::settings::{CONNECTIONS, Settings};
use super::tools::{Length, median, percentile, pgbench, spread};

/// The business has so many products; an even number, so that two sales can be of the same ones.
pub const PRODUCTS: u64 = 1000;
/// What each of them costs, in minor units: the same for all, see [`Fixture::fill_at`].
pub const PRICE: u64 = 12_000;
/// Sales before this number warm the database up, or are recorded.
const FIRST: u64 = 2000;
/// The share of the database's own rate that is wanted.
const WANTED: f64 = 0.5;
/// The share that is left where all sell the same.
const WANTED_OF_THE_SAME: f64 = 0.4;

/// What is sold: the prices of the products, and where.
pub struct Goods {
    prices: Vec<Money>,
    location: Uuid,
    /// All sales are of the same three products.
    is_same: bool,
    /// In which shift, if in one.
    pub shift: Option<AtShift>,
}

/// Sells in a business that is filled for it.
pub fn measure(settings: &Settings) -> Result<Section, String> {
    let fixture = Fixture::start(settings, "sales")?;
    fixture.fill_at(PRICE, 1, PRODUCTS)?;
    let inside = Inside::of(&fixture)?;
    let different = Arc::new(goods(&fixture, false)?);
    let same = Arc::new(goods(&fixture, true)?);
    let count = settings.orders;
    sell(&inside, &different, 1..400)?;
    let script = recorded(&fixture, &inside, &different)?;
    let statements = script.statements();

    let (mut ours, mut theirs, mut hot, mut times) = (vec![], vec![], vec![], vec![]);
    for round in 0..settings.rounds {
        let first = FIRST + round * count * 3;
        let turn = sell(&inside, &different, first..first + count)?;
        ours.push(turn.rate);
        times.extend(turn.times);
        let length = Length::Orders {
            first: first + count,
            count,
        };
        theirs.push(pgbench(&fixture, "sale", &script, length, CONNECTIONS)?);
        hot.push(sell(&inside, &same, first + 2 * count..first + 3 * count)?.rate);
    }
    let mut section = Section::new(
        "sales",
        "A sale of three lines, and its SQL alone",
        format!(
            "A business with {PRODUCTS} products; {count} sales a turn, sold for cash by {CONNECTIONS} \
             sellers at once, each with cost, stock, tax and journal in one transaction of \
             {statements} statements; `pgbench` executes the same for as many other sales, prepared, \
             as the same role."
        ),
        &["figure", "Dukani", "beside it", "ratio", "goal", "met"],
    );
    show(&mut section, &ours, &theirs, &hot);
    latency(&mut section, &mut times);
    Ok(section)
}

fn show(section: &mut Section, ours: &[f64], theirs: &[f64], hot: &[f64]) {
    let (rate, beside, same) = (median(ours), median(theirs), median(hot));
    let (low, high) = spread(ours, theirs);
    section.row(&[
        "sales a second : transactions a second of `pgbench`",
        &format!("{rate:.0}"),
        &format!("{beside:.0}"),
        &format!("{:.2} ({low:.2} to {high:.2})", rate / beside),
        "≥ 0.50",
        met(rate / beside >= WANTED),
    ]);
    let (low, high) = spread(hot, ours);
    section.row(&[
        "the same three products : different ones",
        &format!("{same:.0}"),
        &format!("{rate:.0}"),
        &format!("{:.2} ({low:.2} to {high:.2})", same / rate),
        "≥ 0.40",
        met(same / rate >= WANTED_OF_THE_SAME),
    ]);
    section.figure("sales a second", rate);
    section.figure("transactions a second", beside);
    section.figure("ratio", rate / beside);
    section.figure("same : different", same / rate);
}

fn latency(section: &mut Section, times: &mut [Duration]) {
    let (half, slow) = (percentile(times, 50), percentile(times, 99));
    let title = format!("a sale at {CONNECTIONS} sellers: median, 99 of 100");
    let shown = format!("{half:.1} ms, {slow:.1} ms");
    section.row(&[&title, &shown, "", "", "", ""]);
    section.figure("median ms", half);
    section.figure("p99 ms", slow);
}

/// What `bench-1` has, sold in no shift.
pub fn goods(fixture: &Fixture, is_same: bool) -> Result<Goods, String> {
    let prices = fixture.sql(
        "select p.price_minor from app.product p join app.business b using (business_id)
          where b.slug = 'bench-1' order by p.product_id;",
        &[],
    )?;
    let prices = prices.lines().filter_map(|line| line.parse().ok());
    let location = fixture.sql(
        "select location_id from app.stock_level join app.business using (business_id)
          where slug = 'bench-1' limit 1;",
        &[],
    )?;
    Ok(Goods {
        prices: prices.map(Money::from_minor).collect(),
        location: location.parse().map_err(|e| format!("{location}: {e}"))?,
        is_same,
        shift: None,
    })
}

/// The sale of that number: one each of three products.
pub fn ask(goods: &Goods, number: u64) -> Option<SellAsk> {
    let mut lines = Vec::new();
    let mut total = Money::ZERO;
    for place in 0..3 {
        let of = if goods.is_same { 0 } else { 2 * number };
        let product = (of + place) % PRODUCTS;
        let price = *goods.prices.get(usize::try_from(product).ok()?)?;
        total = total.plus(price)?;
        lines.push(AskLine {
            line_no: i32::try_from(place).ok()? + 1,
            product_id: id("01", product)?,
            pack_id: None,
            quantity: Quantity::ONE,
            unit_price: price,
            discount: Discount::NONE,
            batch_id: None,
            weighed: None,
            quick: None,
            note: String::new(),
        });
    }
    let rounding = total.rounding_to(Money::from_minor(100))?;
    Some(SellAsk {
        sale_id: id("05", number)?,
        location_id: goods.location,
        shift: goods.shift,
        customer: None,
        price_list: "retail".to_owned(),
        lines,
        discount: Discount::NONE,
        tip: Money::ZERO,
        tenders: vec![AskTender {
            payment_id: id("07", number)?,
            tender: Tender::Cash,
            amount: total.plus(rounding)?,
            reference: String::new(),
            handed: None,
        }],
        note: String::new(),
        occurred_at: None,
        seen: Vec::new(),
        spoilt_ok: Vec::new(),
        approved_by: None,
    })
}

/// An id that the bench makes of a number.
pub fn id(kind: &str, number: u64) -> Option<Uuid> {
    format!("01970000-00{kind}-7000-8000-{number:012x}")
        .parse()
        .ok()
}

/// What selling took.
pub struct Turn {
    /// Sales in a second.
    pub rate: f64,
    /// How long each took.
    pub times: Vec<Duration>,
}

/// Sells these, by all sellers at once. A sale that is refused stops the bench.
pub fn sell(
    inside: &Inside,
    goods: &Arc<Goods>,
    numbers: std::ops::Range<u64>,
) -> Result<Turn, String> {
    let next = Arc::new(AtomicU64::new(numbers.start));
    let started = Instant::now();
    let times = inside.runtime.block_on(async {
        let sellers: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let (next, goods, end) = (next.clone(), goods.clone(), numbers.end);
                let cx = inside.cx();
                tokio::spawn(async move {
                    let mut times = Vec::new();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= end {
                            return Ok(times);
                        }
                        let ask = ask(&goods, number).ok_or("a sale cannot be counted")?;
                        let asked = Instant::now();
                        let sold = sales::sell(&cx, &ask).await;
                        sold.map_err(|stop| format!("sale {number}: {stop}"))?;
                        times.push(asked.elapsed());
                    }
                })
            })
            .collect();
        let mut times = Vec::new();
        for seller in sellers {
            let sold: Result<Vec<Duration>, String> = seller.await.map_err(|e| e.to_string())?;
            times.extend(sold?);
        }
        Ok::<_, String>(times)
    })?;
    let count = f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX));
    Ok(Turn {
        rate: count / started.elapsed().as_secs_f64(),
        times,
    })
}

/// Records two sales of the same products.
fn recorded(fixture: &Fixture, inside: &Inside, goods: &Arc<Goods>) -> Result<Script, String> {
    let mut one = || sell(inside, goods, 500..501).map(|_| ());
    let mut two = || sell(inside, goods, 1000..1001).map(|_| ());
    let recorded = record::record(fixture, &mut [&mut one, &mut two])?;
    let known = Known {
        values: Vec::new(),
        products: PRODUCTS,
    };
    match recorded.as_slice() {
        [one, two] => script::ordering(one, two, &known),
        _ => Err("the sales were not recorded".to_owned()),
    }
}
