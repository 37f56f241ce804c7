//! Logs. What goes in: what happened, to which document, how long it took. What never goes in:
//! phone numbers, names, secrets, tokens. `src/tests/logs` holds that.

use std::io::IsTerminal;

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

use super::Config;

/// Libraries that say more than anybody wants to read, or than anybody may: at their finest they
/// write down what goes over the wire. An operator who names one of them hears it.
const QUIET: &str = "sqlx=warn,graphile_worker=warn,hyper=warn,hyper_util=warn,reqwest=warn,\
     rustls=warn,tower_http=warn,h2=warn,tower_sessions=warn,tower_sessions_core=warn";

/// Whether a text is a filter of logs, in the syntax of `EnvFilter`.
pub fn reads(filter: &str) -> bool {
    EnvFilter::try_new(filter).is_ok()
}

/// Starts logging to standard error. Called once, by `main`.
pub fn start(config: &Config) {
    let colours = std::io::stderr().is_terminal();
    let subscriber = subscriber(&config.log, config.log_json, colours, std::io::stderr);
    if let Err(error) = subscriber.try_init() {
        eprintln!("logs were already started: {error}");
    }
}

/// Writes logs to `writer`: what `filter` lets through (in the syntax of `EnvFilter`), as lines of
/// JSON or of text, the latter with `colours` or without.
pub fn subscriber<W>(
    filter: &str,
    json: bool,
    colours: bool,
    writer: W,
) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter =
        EnvFilter::try_new(format!("{QUIET},{filter}")).unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(colours)
        .with_writer(writer);
    if json {
        Box::new(logs.json().finish())
    } else {
        Box::new(logs.with_target(false).compact().finish())
    }
}
