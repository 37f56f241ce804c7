//! The report of a shift of many sales, as its page is served, beside its SQL alone.

use std::sync::Arc;

use dukani::till::wire::{Body, CloseShift};
use uuid::Uuid;

use super::counter::{Counter, REPORTED, Till};
use super::fixture::Fixture;
use super::inside::{COOKIE, Inside};
use super::rate;
use super::report::{Section, met};
use super::sales;
use super::settings::Settings;
use super::stock;
use super::tools::{Length, median, pgbench};

/// Sales of the shift.
const SALES: u64 = 10_000;
/// How long its report may take, in milliseconds.
const MOST_MS: f64 = 1000.0;

/// What the report took.
pub struct Measured {
    /// The page, in milliseconds.
    page: f64,
    /// Its statements alone.
    sql: f64,
    /// How many statements there are.
    statements: usize,
}

/// Sells ten thousand times in one shift, closes it, and asks for its report.
pub fn measure(
    settings: &Settings,
    fixture: &Fixture,
    counter: &mut Counter,
) -> Result<Measured, String> {
    let till = Till::of(REPORTED);
    let at = till.shift()?;
    let mut goods = sales::goods(fixture, false)?;
    goods.shift = Some(at);
    let inside = Inside::of(fixture)?;
    let first = counter.take(SALES);
    // That is not what is measured: nobody waits for the disk.
    wait_for_the_disk(fixture, "off")?;
    sales::sell(&inside, &Arc::new(goods), first..first + SALES)?;
    wait_for_the_disk(fixture, "on")?;
    let close = CloseShift {
        shift_id: at.shift_id,
        counted_minor: 0,
        note: String::new(),
    };
    let closed = till.event(Uuid::now_v7(), Body::CloseShift(close))?;
    till.tell(&fixture.address, closed)?;
    fixture.sql("vacuum analyze;", &[])?;

    let path = format!("/b/bench-1/sales/shifts/{}", at.shift_id);
    let page = median(&stock::ask(fixture, &path)?);
    let script = rate::recorded(fixture, &path, &format!("dukani={COOKIE}"))?;
    let seconds = Length::Seconds(settings.seconds);
    let in_a_second = pgbench(fixture, "z_report", &script, seconds, 1)?;
    Ok(Measured {
        page,
        sql: 1000.0 / in_a_second,
        statements: script.statements(),
    })
}

fn wait_for_the_disk(fixture: &Fixture, on: &str) -> Result<(), String> {
    let settings = format!(
        "alter system set synchronous_commit = {on};
         select pg_reload_conf();"
    );
    fixture.sql(&settings, &[]).map(|_| ())
}

impl Measured {
    /// Its row.
    pub fn show(&self, section: &mut Section) {
        let (page, sql) = (self.page, self.sql);
        section.row(&[
            &format!("Z report of {SALES} sales, as a page, one at a time : its SQL alone"),
            &format!("{page:.0} ms"),
            &format!("{sql:.0} ms"),
            &format!("{:.2}", page / sql),
            "≤ 1000 ms",
            met(page <= MOST_MS),
        ]);
        section.figure("z report: page ms", page);
        section.figure("z report: SQL ms", sql);
        section.figure("z report: statements", self.statements);
    }
}
