//! `make bench`: what the program costs, measured against what the machine could do at most in the
//! same minutes. Figures are ratios of things that ran side by side; none of them is asserted.
//!
//! One section a module. A section starts the real program with a throwaway data folder, measures,
//! and hands a [`report::Section`] to the report, which prints it at once. A new area of the
//! product adds a module with a `measure` of the same kind and a line in [`run`].

mod counter;
mod fixture;
mod http;
mod import;
mod inside;
mod journey;
mod lighthouse;
mod orders;
mod pages;
mod rate;
mod record;
mod report;
mod sales;
mod scale;
mod script;
mod settings;
mod stock;
mod till;
mod tills;
mod tools;
mod z_report;

use std::process::ExitCode;

use fixture::Fixture;
use report::Report;
use settings::Settings;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("The bench stopped: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let settings = Settings::from_environment()?;
    let mut report = Report::begin(&settings);
    if ["pages", "rate", "lighthouse"]
        .iter()
        .any(|section| settings.wants(section))
    {
        let demo = Fixture::start(&settings, "demo")?;
        if settings.wants("pages") {
            report.add(pages::measure(&settings, &demo)?);
        }
        if settings.wants("rate") {
            report.add(rate::measure(&settings, &demo)?);
        }
        if settings.wants("lighthouse") {
            report.add(lighthouse::measure(&settings, &demo)?);
        }
    }
    if settings.wants("orders") {
        report.add(orders::measure(&settings)?);
    }
    if settings.wants("sales") {
        report.add(sales::measure(&settings)?);
    }
    if settings.wants("tills") {
        report.add(tills::measure(&settings)?);
    }
    if settings.wants("import") {
        report.add(import::measure(&settings)?);
    }
    if settings.wants("stock") {
        report.add(stock::measure(&settings)?);
    }
    if settings.wants("scale") {
        report.add(scale::measure(&settings)?);
    }
    if settings.wants("till") {
        report.add(till::measure(&settings)?);
    }
    report.end(&settings)
}
