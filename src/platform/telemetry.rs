//! Logs. What goes in: what happened, to which document, how long it took. What never goes in:
//! phone numbers, names, secrets, tokens.

use tracing_subscriber::EnvFilter;

use super::Config;

/// Starts logging to standard error. Called once, by `main`.
pub fn start(config: &Config) {
    let quiet = "sqlx=warn,graphile_worker=warn,hyper=warn,tower_http=warn,h2=warn";
    let filter = EnvFilter::try_new(format!("{quiet},{}", config.log))
        .unwrap_or_else(|_| EnvFilter::new("info"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if config.log_json {
        logs.json().try_init()
    } else {
        logs.with_target(false).compact().try_init()
    };
    if let Err(error) = started {
        eprintln!("logs were already started: {error}");
    }
}
