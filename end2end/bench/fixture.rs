//! The program under measurement: `dukani serve --demo` with a database of its own, on ports of its
//! own, and what the kernel knows about its processes.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::http::{self, Client};
use super::settings::Settings;

/// A release build fills the demo at its first start; a slow disk makes a cluster slowly.
const START: Duration = Duration::from_secs(120);
/// The kernel counts processor time in hundredths of a second.
const TICKS_PER_SECOND: f64 = 100.0;

/// A running program. Dropped, it is stopped and its data are gone.
pub struct Fixture {
    child: Child,
    program: PathBuf,
    data: PathBuf,
    /// Host and port.
    pub address: String,
}

/// Processor time so far, in seconds.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    /// Of the program.
    pub server: f64,
    /// Of PostgreSQL, all its processes.
    pub postgres: f64,
    /// Of what we ran and waited for: the generator of the load.
    pub load: f64,
}

impl Fixture {
    /// Starts the program on empty data and waits until it serves.
    pub fn start(settings: &Settings, name: &str) -> Result<Fixture, String> {
        let data = settings.data(name);
        fs::create_dir_all(&data).map_err(|e| format!("{}: {e}", data.display()))?;
        let (port, simulator) = (free_port()?, free_port()?);
        let address = format!("127.0.0.1:{port}");
        let log = fs::File::create(data.join("program.log")).map_err(|e| e.to_string())?;
        let log_too = log.try_clone().map_err(|e| e.to_string())?;
        let mut command = Command::new(&settings.program);
        command
            .args(["serve", "--demo"])
            .current_dir(&settings.root)
            .env("DUKANI_DATA", &data)
            .env("DUKANI_ADDR", &address)
            .env("DUKANI_SIMULATOR_ADDR", format!("127.0.0.1:{simulator}"))
            // Each request names a customer's address of its own: limits count by it.
            .env("DUKANI_TRUST_PROXY", "1")
            // What is recorded has to be whole: the program keeps parameters out of the log.
            .env("PGOPTIONS", "-c log_error_verbosity=default")
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(log_too);
        for elsewhere in [
            "DATABASE_URL",
            "DARAJA_URL",
            "DUKANI_CALLBACK_URL",
            "DUKANI_PUBLIC_URL",
            "DUKANI_SECRET_KEY",
        ] {
            command.env_remove(elsewhere);
        }
        let child = command
            .spawn()
            .map_err(|e| format!("{}: {e}", settings.program.display()))?;
        let mut fixture = Fixture {
            child,
            program: settings.program.clone(),
            data,
            address,
        };
        fixture.wait_until_it_serves()?;
        Ok(fixture)
    }

    fn wait_until_it_serves(&mut self) -> Result<(), String> {
        let started = Instant::now();
        loop {
            let asked = http::get(&self.address, "/healthz", &[]);
            if Client::to(&self.address)
                .send(&asked)
                .is_ok_and(|answer| answer.status == 200)
            {
                return Ok(());
            }
            let ended = self.child.try_wait().map_err(|e| e.to_string())?;
            if ended.is_some() || started.elapsed() > START {
                let log = fs::read_to_string(self.data.join("program.log")).unwrap_or_default();
                return Err(format!("dukani did not start:\n{log}"));
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// An address of it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The folder of the database's socket.
    pub fn socket(&self) -> PathBuf {
        self.data.join("run")
    }

    /// The database's log.
    pub fn database_log(&self) -> PathBuf {
        self.data.join("postgres/server.log")
    }

    /// A file in the data folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.data.join(name)
    }

    /// Runs a script as the database's superuser; answers what it printed.
    pub fn sql(&self, script: &str, variables: &[(&str, u64)]) -> Result<String, String> {
        let mut command = Command::new("psql");
        command.args(["-qAtX", "-v", "ON_ERROR_STOP=1", "-U", "dukani"]);
        command.args(["-d", "dukani", "-f", "-", "-h"]);
        command.arg(self.socket()).current_dir("/");
        for (name, value) in variables {
            command.arg("-v").arg(format!("{name}={value}"));
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| format!("psql: {e}"))?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin
                .write_all(script.as_bytes())
                .map_err(|e| format!("psql: {e}"))?;
        }
        let output = child.wait_with_output().map_err(|e| format!("psql: {e}"))?;
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            return Err(format!("psql stopped: {why}"));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Makes businesses of so many products each, with the slugs `bench-1` and so on. Answers how
    /// long it took.
    pub fn fill(&self, businesses: u64, products: u64) -> Result<Duration, String> {
        self.fill_at(0, businesses, products)
    }

    /// The same where all goods cost the same, in minor units; 0: as the demo's. A script of recorded
    /// sales writes what is left of the recorded goods to the layers of others: only where all cost the
    /// same do these keep their cost.
    pub fn fill_at(&self, price: u64, businesses: u64, products: u64) -> Result<Duration, String> {
        let started = Instant::now();
        let sizes = [
            ("price", price),
            ("businesses", businesses),
            ("products", products),
        ];
        self.sql(include_str!("shops.sql"), &sizes)?;
        Ok(started.elapsed())
    }

    /// `dukani check` on this database: its last line.
    pub fn check(&self) -> Result<String, String> {
        let output = Command::new(&self.program)
            .arg("check")
            .env("DUKANI_DATA", &self.data)
            .env_remove("DATABASE_URL")
            .current_dir("/")
            .output()
            .map_err(|e| format!("dukani check: {e}"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let last = said
            .lines()
            .rfind(|line| !line.trim().is_empty())
            .unwrap_or("it said nothing");
        Ok(last.to_owned())
    }

    /// The most memory that the program has held so far, in megabytes.
    pub fn peak_megabytes(&self) -> Result<f64, String> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: Option<f64> = line
            .and_then(|line| line.split_whitespace().next())
            .and_then(|number| number.parse().ok());
        kilobytes
            .map(|kilobytes| kilobytes * 1024.0 / 1e6)
            .ok_or_else(|| format!("{path} tells no VmHWM"))
    }

    /// The processor time spent so far.
    pub fn spent(&self) -> Result<Spent, String> {
        let server = stat(&format!("/proc/{}/stat", self.child.id()))?;
        let own = stat("/proc/self/stat")?;
        let pid_file = self.data.join("postgres/postmaster.pid");
        let pid_file =
            fs::read_to_string(&pid_file).map_err(|e| format!("{}: {e}", pid_file.display()))?;
        let postmaster = pid_file.lines().next().unwrap_or_default().trim();
        let first = stat(&format!("/proc/{postmaster}/stat"))?;
        // Connections that have ended count in what the postmaster waited for.
        let mut postgres = first.own + first.waited_for;
        let processes = fs::read_dir("/proc").map_err(|e| e.to_string())?;
        for process in processes.flatten() {
            // One that ends meanwhile is counted by the postmaster a moment later.
            let path = process.path().join("stat");
            if let Ok(child) = stat(&path.to_string_lossy())
                && child.parent == postmaster
            {
                postgres += child.own;
            }
        }
        Ok(Spent {
            server: server.own,
            postgres,
            load: own.waited_for,
        })
    }
}

impl Spent {
    /// What was spent since an earlier moment.
    pub fn since(self, earlier: Spent) -> Spent {
        Spent {
            server: self.server - earlier.server,
            postgres: self.postgres - earlier.postgres,
            load: self.load - earlier.load,
        }
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if let Ok(pid) = i32::try_from(self.child.id())
            && kill(Pid::from_raw(pid), Signal::SIGINT).is_ok()
        {
            let _ = self.child.wait();
        }
        let _ = fs::remove_dir_all(&self.data);
        if let Some(folder) = self.data.parent() {
            // Only where it is empty: others may be running in it.
            let _ = fs::remove_dir(folder);
        }
    }
}

struct Stat {
    parent: String,
    own: f64,
    waited_for: f64,
}

fn stat(path: &str) -> Result<Stat, String> {
    let text = fs::read_to_string(Path::new(path)).map_err(|e| format!("{path}: {e}"))?;
    // The name of a program may hold anything, so the fields are counted from behind it.
    let (_, rest) = text.rsplit_once(')').unwrap_or_default();
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |at: usize| -> f64 {
        let field = fields.get(at).and_then(|field| field.parse().ok());
        field.unwrap_or(0.0)
    };
    Ok(Stat {
        parent: fields.get(1).copied().unwrap_or_default().to_owned(),
        own: (ticks(11) + ticks(12)) / TICKS_PER_SECOND,
        waited_for: (ticks(13) + ticks(14)) / TICKS_PER_SECOND,
    })
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    Ok(address.port())
}
