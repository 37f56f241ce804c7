//! Dukani's one program.

use clap::Parser;
use dukani::app::commands::{Dukani, run};
use dukani::platform::{Config, metrics, telemetry};

fn main() -> std::process::ExitCode {
    let dukani = Dukani::parse();
    let config = match Config::from_environment() {
        Ok(config) => config,
        Err(faults) => {
            eprintln!("{faults}");
            return std::process::ExitCode::FAILURE;
        }
    };
    telemetry::start(&config);
    metrics::note_start();
    // Pages wait for the database while they are drawn: a single worker could starve itself.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(run(dukani, config)),
        Err(error) => Err(error.to_string()),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            std::process::ExitCode::FAILURE
        }
    }
}
