//! What is counted, for an operator's monitoring: every name in this one file.
//!
//! What never breaks here: labels are routes, states and tenders, of which there are few. No
//! business, phone number, slug or id is ever a label, and without the operator's address
//! (`DUKANI_METRICS_ADDR`) nothing is counted and nothing is kept.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::vitals::Vitals;

const REQUESTS: &str = "dukani_http_request_duration_seconds";
const ORDERS: &str = "dukani_orders_placed_total";
const PAYMENTS: &str = "dukani_payments_recorded_total";
const PROMPTS: &str = "dukani_mpesa_prompts_sent_total";
const ATTEMPTS: &str = "dukani_mpesa_attempts_moved_total";
const CALLBACKS: &str = "dukani_mpesa_callbacks_total";
const FAULTS: &str = "dukani_faults_total";
const BUILD: &str = "dukani_build_info";
const UPTIME: &str = "dukani_uptime_seconds";
const DATABASE_UP: &str = "dukani_database_up";
const DATABASE_ANSWER: &str = "dukani_database_answer_seconds";
const CONNECTIONS: &str = "dukani_database_connections";
const JOBS: &str = "dukani_jobs_waiting";
const JOBS_OLDEST: &str = "dukani_jobs_oldest_seconds";
const JOBS_FAILED: &str = "dukani_jobs_given_up";
const OUTBOX: &str = "dukani_outbox_waiting";
const OUTBOX_LATE: &str = "dukani_outbox_late";
const BUSINESSES: &str = "dukani_businesses";
const OPEN_ATTEMPTS: &str = "dukani_mpesa_attempts";

/// From a page that is in memory to the limit of a request, in seconds.
const BUCKETS: [f64; 12] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
static STARTING: Mutex<()> = Mutex::new(());
static STARTED: OnceLock<Instant> = OnceLock::new();

/// Notes that the program starts now.
pub fn note_start() {
    let _ = STARTED.set(Instant::now());
}

/// How long the program has been running.
pub fn uptime() -> Duration {
    STARTED.get_or_init(Instant::now).elapsed()
}

/// Starts counting. Twice is once.
pub fn start() -> Result<(), String> {
    let _one_at_a_time = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    if RECORDER.get().is_some() {
        return Ok(());
    }
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(REQUESTS.to_owned()), &BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .map_err(|e| format!("metrics: {e}"))?;
    let _ = RECORDER.set(handle);
    describe();
    Ok(())
}

fn describe() {
    describe_histogram!(REQUESTS, "Requests by route, method and class of status.");
    describe_counter!(ORDERS, "Orders placed in storefronts.");
    describe_counter!(PAYMENTS, "Payments written down, by tender and direction.");
    describe_counter!(PROMPTS, "M-Pesa prompts sent.");
    describe_counter!(ATTEMPTS, "M-Pesa attempts that came into a state.");
    describe_counter!(
        CALLBACKS,
        "Callbacks of M-Pesa: news, duplicate, unread (kept for a job) or forged."
    );
    describe_counter!(FAULTS, "Failures of our own that were logged.");
    describe_gauge!(BUILD, "Always 1; the version is its label.");
    describe_gauge!(UPTIME, "Since the program started.");
    describe_gauge!(DATABASE_UP, "1 when the database answers.");
    describe_gauge!(DATABASE_ANSWER, "How long the database took to answer.");
    describe_gauge!(CONNECTIONS, "Connections for requests, in use and idle.");
    describe_gauge!(JOBS, "Jobs whose time has come and that nobody has taken.");
    describe_gauge!(JOBS_OLDEST, "How long the oldest of them has waited.");
    describe_gauge!(JOBS_FAILED, "Jobs that were tried to the limit.");
    describe_gauge!(OUTBOX, "Work that is still to be done, now or later.");
    describe_gauge!(OUTBOX_LATE, "Work not done five minutes after its time.");
    describe_gauge!(BUSINESSES, "Businesses of this installation.");
    describe_gauge!(OPEN_ATTEMPTS, "Attempts in review, unknown, or stuck.");
}

/// Drops what has been summed up already: to be called every few seconds.
pub fn tidy_up() {
    if let Some(recorder) = RECORDER.get() {
        recorder.run_upkeep();
    }
}

/// Everything that was counted, in Prometheus' text format, with what is so at this moment.
pub fn render(vitals: &Vitals) -> String {
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    gauge!(UPTIME).set(uptime().as_secs_f64());
    gauge!(DATABASE_UP).set(if vitals.database.is_ok() { 1.0 } else { 0.0 });
    gauge!(CONNECTIONS, "state" => "in_use").set(f64::from(vitals.connections_in_use));
    gauge!(CONNECTIONS, "state" => "idle").set(f64::from(vitals.connections_idle));
    if let Ok(answered) = vitals.database {
        gauge!(DATABASE_ANSWER).set(answered.as_secs_f64());
    }
    if let Some(work) = &vitals.work {
        gauge!(JOBS).set(count(work.jobs_waiting));
        gauge!(JOBS_OLDEST).set(count(work.oldest_job_seconds));
        gauge!(JOBS_FAILED).set(count(work.jobs_given_up));
        gauge!(OUTBOX).set(count(work.outbox_waiting));
        gauge!(OUTBOX_LATE).set(count(work.outbox_late));
        gauge!(BUSINESSES).set(count(work.businesses));
        gauge!(OPEN_ATTEMPTS, "state" => "review").set(count(work.mpesa_review));
        gauge!(OPEN_ATTEMPTS, "state" => "unknown").set(count(work.mpesa_unknown));
        gauge!(OPEN_ATTEMPTS, "state" => "stuck").set(count(work.mpesa_stuck));
    }
    RECORDER
        .get()
        .map_or_else(String::new, PrometheusHandle::render)
}

/// A count as monitoring wants it. Nobody has so many that a digit is lost.
fn count(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap_or(i32::MAX))
}

/// Takes the time of a request, under the template of its route: never under its address.
pub async fn measure(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let method = known_method(request.method());
    let started = Instant::now();
    let response = next.run(request).await;
    let class = match response.status().as_u16() / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    };
    histogram!(REQUESTS, "route" => route, "method" => method, "status" => class)
        .record(started.elapsed());
    response
}

/// Anybody may invent methods; a label may not be invented.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        _ => "other",
    }
}

/// An order was placed.
pub fn order_placed() {
    counter!(ORDERS).increment(1);
}

/// A payment was written down, `in` or `out`. Counted where it is written, before its transaction
/// ends: one that is rolled back is counted too.
pub fn payment_recorded(tender: &'static str, direction: &'static str) {
    counter!(PAYMENTS, "tender" => tender, "direction" => direction).increment(1);
}

/// A prompt left for M-Pesa.
pub fn prompt_sent() {
    counter!(PROMPTS).increment(1);
}

/// An attempt came into a state: `pending` is a prompt that M-Pesa took, `unknown` one without an
/// answer.
pub fn attempt_moved(state: &'static str) {
    counter!(ATTEMPTS, "state" => state).increment(1);
}

/// A callback came: `news`, `duplicate`, `unread` or `forged`.
pub fn callback_heard(outcome: &'static str) {
    counter!(CALLBACKS, "outcome" => outcome).increment(1);
}

/// A fault was logged.
pub fn fault_logged() {
    counter!(FAULTS).increment(1);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_says_so() {
        start().unwrap();
        start().unwrap();
        order_placed();
        callback_heard("forged");
        histogram!(REQUESTS, "route" => "/s/{shop}", "method" => "GET", "status" => "2xx")
            .record(Duration::from_millis(30));
        let text = render(&Vitals::silent("not asked".to_owned()));
        for line in [
            "# TYPE dukani_orders_placed_total counter",
            "dukani_mpesa_callbacks_total{outcome=\"forged\"}",
            "dukani_http_request_duration_seconds_bucket{",
            "le=\"0.05\"",
            "dukani_database_up",
            "dukani_build_info{version=",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn a_method_cannot_be_invented() {
        let invented = Method::from_bytes(b"BREW").unwrap();
        assert_eq!(known_method(&invented), "other");
        assert_eq!(known_method(&Method::POST), "POST");
    }
}
