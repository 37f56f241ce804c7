//! Configuration: one struct, read from the environment once, every fault in it reported at once.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use super::peer::TrustProxy;
use super::telemetry;

/// Everything that an operator can set.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DATABASE_URL`: a PostgreSQL 15 or later. Unset: a private cluster in the data folder.
    pub database: DatabaseAt,
    /// `DUKANI_ADDR`: where to listen. Default `127.0.0.1:3000`.
    pub addr: SocketAddr,
    /// `DUKANI_DATA`: the data folder. Default `./data`, for root `/var/lib/dukani`.
    pub data: PathBuf,
    /// The demo's data folder: `DUKANI_DATA` too, but by default another one than a shop's.
    pub demo_data: PathBuf,
    /// `DUKANI_PUBLIC`: the folder with the browser's files. Default `./public`.
    pub public_folder: PathBuf,
    /// `DUKANI_PUBLIC_URL`: how browsers and M-Pesa reach us. Default `http://` and the address.
    pub public_url: String,
    /// `DARAJA_URL`: M-Pesa's API. Unset: M-Pesa is off, unless the demo's simulator runs.
    pub daraja_url: Option<String>,
    /// `DUKANI_CALLBACK_URL`: where M-Pesa posts results, when that is not the public address.
    pub callback_url: Option<String>,
    /// `DUKANI_SIMULATOR_ADDR`: where the Daraja simulator listens. Default `127.0.0.1:3001`.
    pub simulator_addr: SocketAddr,
    /// `DUKANI_SECRET_KEY`: 64 hex digits that seal secrets at rest. Unset: a key file in the data
    /// folder, made on first use.
    pub secret_key: Option<String>,
    /// `DUKANI_SECRET_KEY_OLD`: the key before it, while `dukani rotate-key` seals anew.
    pub secret_key_old: Option<String>,
    /// `DUKANI_DB_CONNECTIONS`: the most connections that requests use at once, up to 1000. Default 16.
    pub db_connections: u32,
    /// `DUKANI_LOG`: what to log, in the syntax of tracing's EnvFilter. Default `info`.
    pub log: String,
    /// `DUKANI_LOG_FORMAT`: `text` or `json`. Default `text`.
    pub log_json: bool,
    /// `DUKANI_TRUST_PROXY`: `1` when a proxy on this machine sets X-Forwarded-For, `private` when
    /// one in a private network does, or the proxy's address. Default: nobody's is believed.
    pub trust_proxy: TrustProxy,
    /// `DUKANI_METRICS_ADDR`: where the operator's own pages listen: metrics and health. Unset:
    /// nowhere. Never the address that customers reach.
    pub metrics_addr: Option<SocketAddr>,
    /// `DUKANI_DRAIN_SECONDS`: how long, after it was told to stop, the server still answers while
    /// `/healthz` says no, so that a proxy in front turns away. Default 0.
    pub drain: Duration,
    /// `DUKANI_STOP_SECONDS`: how long requests under way may then take to end. Default 20.
    pub stop_within: Duration,
    /// `DUKANI_REQUEST_SECONDS`: how long a request may go on without anything of it arriving and
    /// without an answer, and how long its body may come at less than a kilobyte a second. Default 30.
    pub patience: Duration,
}

/// Which PostgreSQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseAt {
    /// A server that somebody else runs.
    Url(String),
    /// Our own private cluster, in the data folder.
    Embedded,
}

impl Config {
    /// Reads the environment. The error lists every fault, one a line.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn from_environment() -> Result<Config, String> {
        Config::from_lookup(|name| std::env::var(name).ok())
    }

    /// Reads from anything that knows variables by name.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Config, String> {
        let get = |name: &str| {
            lookup(name)
                .map(|v| v.trim().to_owned())
                .filter(|v| !v.is_empty())
        };
        let mut faults = Vec::new();
        let addr = address(&get, "DUKANI_ADDR", "127.0.0.1:3000", &mut faults);
        let simulator_addr = address(&get, "DUKANI_SIMULATOR_ADDR", "127.0.0.1:3001", &mut faults);
        let public_url = get("DUKANI_PUBLIC_URL").unwrap_or_else(|| format!("http://{addr}"));
        let db_connections = connections(&get, &mut faults);
        let metrics_addr = get("DUKANI_METRICS_ADDR")
            .map(|_| address(&get, "DUKANI_METRICS_ADDR", "", &mut faults));
        if faults.is_empty() && metrics_addr.is_some_and(|metrics| metrics == addr) {
            faults.push("DUKANI_METRICS_ADDR is the address that customers reach".to_owned());
        }
        let drain = seconds(&get, "DUKANI_DRAIN_SECONDS", 0, &mut faults);
        let stop_within = seconds(&get, "DUKANI_STOP_SECONDS", 20, &mut faults);
        let patience = seconds(&get, "DUKANI_REQUEST_SECONDS", 30, &mut faults);
        if patience.is_zero() {
            faults.push("DUKANI_REQUEST_SECONDS leaves no time for any request".to_owned());
        }
        for name in ["DUKANI_PUBLIC_URL", "DARAJA_URL", "DUKANI_CALLBACK_URL"] {
            if let Some(url) = get(name)
                && !is_web_address(&url)
            {
                faults.push(format!("{name} is not an http or https address: {url}"));
            }
        }
        let secret_key = key(&get, "DUKANI_SECRET_KEY", &mut faults);
        let secret_key_old = key(&get, "DUKANI_SECRET_KEY_OLD", &mut faults);
        if secret_key.is_none() && secret_key_old.is_some() {
            faults.push("DUKANI_SECRET_KEY_OLD is set without DUKANI_SECRET_KEY".to_owned());
        }
        let log_format = get("DUKANI_LOG_FORMAT").unwrap_or_else(|| "text".to_owned());
        if !matches!(log_format.as_str(), "text" | "json") {
            faults.push("DUKANI_LOG_FORMAT is neither text nor json".to_owned());
        }
        let log = log_filter(&get, &mut faults);
        let trust_proxy = trust_proxy(&get, &mut faults);
        if !faults.is_empty() {
            return Err(faults.join("\n"));
        }
        let data = get("DUKANI_DATA").map(PathBuf::from);
        let trimmed = |url: String| url.trim_end_matches('/').to_owned();
        Ok(Config {
            database: get("DATABASE_URL").map_or(DatabaseAt::Embedded, DatabaseAt::Url),
            addr,
            demo_data: data.clone().unwrap_or_else(|| default_data_folder(true)),
            data: data.unwrap_or_else(|| default_data_folder(false)),
            public_folder: get("DUKANI_PUBLIC").map_or_else(|| "public".into(), PathBuf::from),
            public_url: trimmed(public_url),
            daraja_url: get("DARAJA_URL").map(trimmed),
            callback_url: get("DUKANI_CALLBACK_URL").map(trimmed),
            simulator_addr,
            secret_key,
            secret_key_old,
            db_connections,
            log,
            log_json: log_format == "json",
            trust_proxy,
            metrics_addr,
            drain,
            stop_within,
            patience,
        })
    }

    /// The same for the demo: its data are never where a shop's are, unless the operator says so. Who
    /// chose a database has chosen, and the key that seals what is in it stays where it was.
    #[must_use]
    pub fn for_demo(self) -> Config {
        match self.database {
            DatabaseAt::Url(_) => self,
            DatabaseAt::Embedded => Config {
                data: self.demo_data.clone(),
                ..self
            },
        }
    }

    /// The folder of a shop's data where the demo's are another one by default: older versions kept the
    /// demo there too, and whatever was opened beside it.
    pub fn beside_demo(&self) -> Option<PathBuf> {
        (self.data == default_data_folder(true)).then(|| default_data_folder(false))
    }

    /// Whether the public address is this machine: only then may goods be "paid" in a simulator.
    pub fn is_this_machine(&self) -> bool {
        let host = self.public_host();
        let is_port = |port: &str| port.chars().all(|c| c.is_ascii_digit());
        let host = match host.rsplit_once(':') {
            Some((host, port)) if is_port(port) => host,
            _ => &host,
        };
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        bare == "localhost"
            || bare
                .parse::<std::net::IpAddr>()
                .is_ok_and(|ip| ip.is_loopback())
    }

    /// The host, with its port, of the public address.
    pub fn public_host(&self) -> String {
        let rest = self
            .public_url
            .split_once("://")
            .map_or("", |(_, rest)| rest);
        rest.split('/')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase()
    }

    /// Whether browsers reach us by https: then cookies are Secure.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

fn address(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: &str,
    faults: &mut Vec<String>,
) -> SocketAddr {
    let text = get(name).unwrap_or_else(|| default.to_owned());
    text.parse().unwrap_or_else(|_| {
        faults.push(format!(
            "{name} is not an address like 127.0.0.1:3000: {text}"
        ));
        SocketAddr::from(([127, 0, 0, 1], 0))
    })
}

/// How many connections requests may use. With none nobody could be served.
fn connections(get: &impl Fn(&str) -> Option<String>, faults: &mut Vec<String>) -> u32 {
    const USUAL: u32 = 16;
    let Some(text) = get("DUKANI_DB_CONNECTIONS") else {
        return USUAL;
    };
    let number = text
        .parse::<u32>()
        .ok()
        .filter(|most| (1..=1000).contains(most));
    number.unwrap_or_else(|| {
        faults.push(format!(
            "DUKANI_DB_CONNECTIONS is not a whole number from 1 to 1000: {text}"
        ));
        USUAL
    })
}

fn seconds(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    default: u64,
    faults: &mut Vec<String>,
) -> Duration {
    let text = get(name).unwrap_or_else(|| default.to_string());
    let seconds = text.parse().ok().filter(|seconds| *seconds <= 3600);
    Duration::from_secs(seconds.unwrap_or_else(|| {
        faults.push(format!("{name} is not a number of seconds: {text}"));
        default
    }))
}

fn log_filter(get: &impl Fn(&str) -> Option<String>, faults: &mut Vec<String>) -> String {
    let said = get("DUKANI_LOG").unwrap_or_else(|| "info".to_owned());
    if !telemetry::reads(&said) {
        faults.push(format!(
            "DUKANI_LOG is not a filter such as info or dukani=debug: {said}"
        ));
    }
    said
}

fn trust_proxy(get: &impl Fn(&str) -> Option<String>, faults: &mut Vec<String>) -> TrustProxy {
    let said = get("DUKANI_TRUST_PROXY").unwrap_or_default();
    TrustProxy::read(&said).unwrap_or_else(|| {
        faults.push(format!(
            "DUKANI_TRUST_PROXY is neither 1, private, an address nor 0: {said}"
        ));
        TrustProxy::Nobody
    })
}

/// A key of 64 hexadecimal digits, if one is set.
fn key(
    get: &impl Fn(&str) -> Option<String>,
    name: &str,
    faults: &mut Vec<String>,
) -> Option<String> {
    let key = get(name)?;
    if key.len() != 64 || !key.chars().all(|c| c.is_ascii_hexdigit()) {
        faults.push(format!("{name} is not 64 hexadecimal digits"));
    }
    Some(key)
}

fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

fn default_data_folder(of_demo: bool) -> PathBuf {
    let folder = match (nix::unistd::geteuid().is_root(), of_demo) {
        (true, false) => "/var/lib/dukani",
        (true, true) => "/var/lib/dukani-demo",
        (false, false) => "data",
        (false, true) => "data-demo",
    };
    folder.into()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Config, String> {
        Config::from_lookup(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn reports_every_fault_at_once() {
        let faults = with(&[
            ("DUKANI_ADDR", "here"),
            ("DUKANI_PUBLIC_URL", "dukani.example"),
            ("DUKANI_SECRET_KEY", "short"),
        ])
        .unwrap_err();
        assert_eq!(faults.lines().count(), 3, "{faults}");
        let two = with(&[("DUKANI_ADDR", "here"), ("DUKANI_METRICS_ADDR", "9464")]).unwrap_err();
        assert_eq!(two.lines().count(), 2, "{two}");
    }

    #[test]
    fn the_operators_address_is_another_one() {
        assert!(with(&[]).unwrap().metrics_addr.is_none());
        let own = with(&[("DUKANI_METRICS_ADDR", "127.0.0.1:9464")]).unwrap();
        assert_eq!(own.metrics_addr.map(|addr| addr.port()), Some(9464));
        for wrong in ["127.0.0.1:3000", "here"] {
            assert!(with(&[("DUKANI_METRICS_ADDR", wrong)]).is_err(), "{wrong}");
        }
        for wrong in ["-1", "a while", "86400"] {
            assert!(with(&[("DUKANI_STOP_SECONDS", wrong)]).is_err(), "{wrong}");
        }
        assert!(with(&[("DUKANI_REQUEST_SECONDS", "0")]).is_err());
    }

    #[test]
    fn a_filter_of_logs_that_cannot_be_read_is_said() {
        let log = |said: &str| with(&[("DUKANI_LOG", said)]).map(|c| c.log);
        assert_eq!(log("info,dukani=debug").as_deref(), Ok("info,dukani=debug"));
        assert!(log("dukani=loud").is_err());
    }

    #[test]
    fn requests_have_at_least_one_connection() {
        let most = |said: &str| with(&[("DUKANI_DB_CONNECTIONS", said)]).map(|c| c.db_connections);
        assert_eq!(most(""), Ok(16));
        assert_eq!(most("1"), Ok(1));
        for wrong in ["0", "-1", "many", "4000000000"] {
            assert!(most(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_demo_has_a_folder_of_its_own_unless_one_is_chosen() {
        let config = with(&[]).unwrap();
        let shops = config.data.clone();
        let demo = config.for_demo();
        assert_ne!(demo.data, shops);
        assert_eq!(demo.beside_demo(), Some(shops.clone()));
        let chosen = with(&[("DUKANI_DATA", "/srv/tried")]).unwrap().for_demo();
        assert_eq!(chosen.data, PathBuf::from("/srv/tried"));
        assert_eq!(chosen.beside_demo(), None);
        let elsewhere = with(&[("DATABASE_URL", "postgres://db/demo")]).unwrap();
        assert_eq!(elsewhere.for_demo().data, shops);
    }

    #[test]
    fn whose_word_counts_is_said_without_a_typing_error() {
        let trusts = |said: &[(&str, &str)]| with(said).map(|config| config.trust_proxy);
        assert_eq!(trusts(&[]), Ok(TrustProxy::Nobody));
        let here = trusts(&[("DUKANI_TRUST_PROXY", " 1 ")]);
        assert_eq!(here, Ok(TrustProxy::Here));
        // It must not switch it off, or on, unseen.
        let why = trusts(&[("DUKANI_TRUST_PROXY", "true")]).unwrap_err();
        assert!(why.contains("DUKANI_TRUST_PROXY"), "{why}");
    }

    #[test]
    fn knows_this_machine() {
        assert!(with(&[]).unwrap().is_this_machine());
        for (url, here) in [
            ("http://localhost:3000", true),
            ("http://[::1]:3000", true),
            ("http://127.0.0.1", true),
            ("https://shop.example.co.ke", false),
            ("http://192.168.1.4:3000", false),
            ("http://localhost.example.com", false),
        ] {
            let config = with(&[("DUKANI_PUBLIC_URL", url)]).unwrap();
            assert_eq!(config.is_this_machine(), here, "{url}");
        }
    }
}
