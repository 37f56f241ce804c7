//! Tills as the bench plays them: who they are, what they say, and how they all say it at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use dukani::platform::{clock, secrets};
use dukani::sales::AtShift;
use dukani::till::wire::{self, Answer, Body, Event, OpenShiftAsk, Outcome, Push};
use uuid::Uuid;

use super::fixture::Fixture;
use super::http::{self, Client};
use super::inside::hex;
use super::record;
use super::sales::{self, Goods, PRODUCTS, Turn};
use super::script::{self, Known, Script};

/// So many sync at once.
pub const TILLS: usize = 32;
/// The till whose shift is reported; before it are ours, and behind them as many that `pgbench` plays.
pub const REPORTED: u64 = 65;

/// One till, by its number: it has a cashier, a shift and a series of its own.
#[derive(Debug, Clone, Copy)]
pub struct Till {
    number: u64,
    /// The last number of its series.
    last: i64,
}

/// A request that a till sends.
struct Letter {
    /// How long after the start; at once where the one before is answered: none.
    due: Option<Duration>,
    /// How many events are in it.
    events: usize,
    request: Vec<u8>,
}

/// How a till sends what it sold.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// So many requests.
    pub requests: u64,
    /// With so many sales in each.
    pub batch: u64,
    /// A request each so often, also where the one before is not answered yet; none: as fast as it can.
    pub every: Option<Duration>,
}

/// All of ours, with what they sell.
pub struct Counter {
    address: String,
    goods: Arc<Goods>,
    tills: Vec<Till>,
    /// The number of the next sale.
    next: u64,
}

impl Counter {
    /// Every till that `tills.sql` made opens its shift.
    pub fn open(fixture: &Fixture, goods: Arc<Goods>) -> Result<Counter, String> {
        let mut client = Client::to(&fixture.address);
        for number in 1..=REPORTED {
            let till = Till::of(number);
            let body = Body::OpenShift(OpenShiftAsk { float_minor: 0 });
            let event = till.event(till.shift()?.shift_id, body)?;
            let letter = till.letter(&fixture.address, None, vec![event])?;
            send(&mut client, &letter)?;
        }
        let tills = (1..).take(TILLS).map(Till::of);
        Ok(Counter {
            address: fixture.address.clone(),
            goods,
            tills: tills.collect(),
            next: 1,
        })
    }

    /// The first of so many numbers of sales that nobody else gets.
    pub fn take(&mut self, count: u64) -> u64 {
        let first = self.next;
        self.next += count;
        first
    }

    /// All tills sell at once. A sale that is not recorded, or is flagged, stops the bench.
    pub fn sell(&mut self, pace: Pace) -> Result<Turn, String> {
        let each = pace.requests * pace.batch;
        let mut all = Vec::new();
        for place in 0..self.tills.len() {
            let first = self.take(each);
            all.push(self.letters(place, first, pace)?);
        }
        let started = Instant::now();
        let answered = at_once(&self.address, &all, started)?;
        let took = started.elapsed().as_secs_f64();
        let sales: usize = all.iter().flatten().map(|letter| letter.events).sum();
        Ok(Turn {
            rate: f64::from(u32::try_from(sales).unwrap_or(u32::MAX)) / took,
            times: answered,
        })
    }

    /// What one till sends: sales from that number on.
    fn letters(&mut self, place: usize, first: u64, pace: Pace) -> Result<Vec<Letter>, String> {
        let till = self.tills.get_mut(place).ok_or("there is no such till")?;
        let mut letters = Vec::new();
        // They do not all begin at the same instant.
        let offset = u32::try_from(place).unwrap_or(0);
        let tills = u32::try_from(TILLS).unwrap_or(1);
        for request in 0..pace.requests {
            let turns = u32::try_from(request).unwrap_or(u32::MAX);
            let due = pace.every.map(|long| long * turns + long * offset / tills);
            let from = first + request * pace.batch;
            let events = (from..from + pace.batch).map(|number| till.sale(&self.goods, number));
            let events = events.collect::<Result<Vec<Event>, String>>()?;
            letters.push(till.letter(&self.address, due, events)?);
        }
        Ok(letters)
    }

    /// Records two sales of the same products at our first till.
    pub fn recorded(&mut self, fixture: &Fixture) -> Result<Script, String> {
        self.next = self.next.next_multiple_of(PRODUCTS / 2);
        let first = self.take(PRODUCTS);
        let pace = Pace {
            requests: 1,
            batch: 1,
            every: None,
        };
        let here = self.letters(0, first, pace)?;
        let there = self.letters(0, first + PRODUCTS / 2, pace)?;
        let tell = |letters: &[Letter]| {
            let told = one_after_the_other(&self.address, letters, Instant::now());
            told.map(|_| ())
        };
        let (mut one, mut two) = (|| tell(&here), || tell(&there));
        let recorded = record::record(fixture, &mut [&mut one, &mut two])?;
        match recorded.as_slice() {
            [one, two] => script::ordering(one, two, &known()?),
            _ => Err("the sales were not recorded".to_owned()),
        }
    }
}

impl Till {
    /// The one of that number, when it has sold nothing.
    pub fn of(number: u64) -> Till {
        Till { number, last: 0 }
    }

    /// Where and in which shift it sells.
    pub fn shift(&self) -> Result<AtShift, String> {
        Ok(AtShift {
            device_id: id("08", self.number)?,
            shift_id: id("0a", self.number)?,
        })
    }

    fn token(&self) -> String {
        format!("bench-till-{}", self.number)
    }

    /// Something that its cashier did just now.
    pub fn event(&self, event_id: Uuid, body: Body) -> Result<Event, String> {
        Ok(Event {
            id: event_id,
            member_id: id("09", self.number)?,
            occurred_at: clock::now(),
            seq: 0,
            device_id: None,
            series: None,
            body,
        })
    }

    /// The sale of that number.
    fn sale(&mut self, goods: &Goods, number: u64) -> Result<Event, String> {
        let ask = sales::ask(goods, number).ok_or("a sale cannot be counted")?;
        self.last += 1;
        let lines = ask.lines.iter().map(|line| wire::SaleLine {
            line_no: line.line_no,
            product_id: line.product_id,
            pack_id: None,
            quantity_milli: line.quantity.milli(),
            unit_price_minor: line.unit_price.minor(),
            discount_minor: 0,
            discount_bp: None,
            batch_id: None,
            weighed: None,
            quick: None,
            note: String::new(),
        });
        let tenders = ask.tenders.iter().map(|one| wire::Tender {
            payment_id: one.payment_id,
            tender: one.tender.code().to_owned(),
            amount_minor: one.amount.minor(),
            reference: String::new(),
            handed_minor: None,
        });
        let sale = wire::Sale {
            number: self.last,
            shift_id: Some(self.shift()?.shift_id),
            customer_id: None,
            price_list: ask.price_list.clone(),
            lines: lines.collect(),
            discount_minor: 0,
            discount_bp: None,
            tip_minor: 0,
            tenders: tenders.collect(),
            note: String::new(),
            approved_by: None,
        };
        self.event(ask.sale_id, Body::Sale(sale))
    }

    fn letter(
        &self,
        address: &str,
        due: Option<Duration>,
        events: Vec<Event>,
    ) -> Result<Letter, String> {
        let count = events.len();
        let push = Push {
            app_version: "bench".to_owned(),
            unsynced: u32::try_from(count).unwrap_or(u32::MAX),
            unsynced_since: events.first().map(|event| event.occurred_at),
            events,
        };
        let body = serde_json::to_vec(&push).map_err(|e| e.to_string())?;
        let cookie = format!("dukani_till={}", self.token());
        let headers = [("Cookie", cookie.as_str()), (wire::HEADER, "1")];
        Ok(Letter {
            due,
            events: count,
            request: http::post_json(address, wire::EVENTS, &headers, &body),
        })
    }

    /// Tells one thing.
    pub fn tell(&self, address: &str, event: Event) -> Result<(), String> {
        let letter = self.letter(address, None, vec![event])?;
        send(&mut Client::to(address), &letter).map(|_| ())
    }
}

/// What of a sale of our first till is known, and what it is for the till that each client of `pgbench`
/// plays: behind ours there are as many for them, so that none is in another's way.
fn known() -> Result<Known, String> {
    let till = Till::of(1);
    let number = format!("(:client_id::bigint + {})", TILLS + 1);
    let of_kind = |kind: &str| {
        let sql =
            format!("('01970000-00{kind}-7000-8000-' || lpad(to_hex({number}), 12, '0'))::uuid");
        Ok::<_, String>((id(kind, till.number)?.to_string(), sql))
    };
    let token = format!("\\x{}", hex(&secrets::digest(&till.token())));
    let token_of_it = format!("sha256(convert_to('bench-till-' || {number}, 'UTF8'))");
    // To `pgbench` a colon in quotes is the beginning of a variable.
    let series_of_it = format!("('till' || chr(58) || 'T' || {number})");
    Ok(Known {
        values: vec![
            (token, token_of_it),
            ("till:T1".to_owned(), series_of_it),
            of_kind("08")?,
            of_kind("09")?,
            of_kind("0a")?,
        ],
        products: PRODUCTS,
    })
}

fn id(kind: &str, number: u64) -> Result<Uuid, String> {
    sales::id(kind, number).ok_or_else(|| format!("{number} makes no id"))
}

/// Every till sends its letters, one after the other; how long each was on its way.
fn at_once(address: &str, all: &[Vec<Letter>], started: Instant) -> Result<Vec<Duration>, String> {
    let tills: Vec<Result<Vec<Duration>, String>> = std::thread::scope(|scope| {
        let tills: Vec<_> = all
            .iter()
            .map(|letters| scope.spawn(move || one_after_the_other(address, letters, started)))
            .collect();
        let ended = tills.into_iter().map(|till| {
            let ended = till.join();
            ended.unwrap_or_else(|_| Err("a till panicked".to_owned()))
        });
        ended.collect()
    });
    let mut times = Vec::new();
    for till in tills {
        times.extend(till?);
    }
    Ok(times)
}

fn one_after_the_other(
    address: &str,
    letters: &[Letter],
    started: Instant,
) -> Result<Vec<Duration>, String> {
    let mut client = Client::to(address);
    let mut times = Vec::new();
    for letter in letters {
        let due = letter.due.map(|due| started + due);
        if let Some(due) = due {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
        }
        // One that had to wait for the one before it waits from when it was due.
        let from = due.unwrap_or_else(Instant::now);
        let ended = send(&mut client, letter)?;
        times.push(ended.saturating_duration_since(from));
    }
    Ok(times)
}

/// Sends a letter; when its answer was there.
fn send(client: &mut Client, letter: &Letter) -> Result<Instant, String> {
    let answer = client.send(&letter.request)?;
    let ended = Instant::now();
    let said = answer.text();
    let settled = serde_json::from_str::<Answer>(&said).map(|answer| answer.settled);
    let is_done = settled.is_ok_and(|settled| {
        let done = settled.iter().filter(|one| one.outcome == Outcome::Done);
        done.count() == letter.events
    });
    if answer.status != 200 || !is_done {
        return Err(format!("a till was answered {}: {said}", answer.status));
    }
    Ok(ended)
}
