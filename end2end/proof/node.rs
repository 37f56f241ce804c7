//! The program itself: server nodes, the simulated M-Pesa, and commands.

use std::path::PathBuf;
use std::process::{Child, Output};
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::process;
use super::run::until;

/// Seals secrets in every node of a run; guards nothing.
const SECRET_KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// The program under test: `DUKANI_BIN`, or the one that cargo built with this test.
fn program() -> PathBuf {
    std::env::var("DUKANI_BIN").map_or_else(
        |_| PathBuf::from(env!("CARGO_BIN_EXE_dukani")),
        PathBuf::from,
    )
}

/// How a program is started: what it is told, where it writes.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its environment, beside what every one gets.
    pub variables: Vec<(String, String)>,
    /// Where it keeps files and its log.
    pub folder: PathBuf,
}

impl Setting {
    fn command(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = process::tied(&program(), false);
        command
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("DUKANI_DATA", &self.folder)
            .env("DUKANI_SECRET_KEY", SECRET_KEY)
            .env("DUKANI_TRUST_PROXY", "1")
            .env("DUKANI_LOG", "warn");
        for unset in [
            "DARAJA_URL",
            "DUKANI_PUBLIC_URL",
            "DUKANI_CALLBACK_URL",
            "DUKANI_ADDR",
        ] {
            command.env_remove(unset);
        }
        command.envs(self.variables.iter().cloned());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must do well; what it said.
    pub fn must(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "dukani {arguments:?}:\n{said}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        said
    }
}

/// A program that listens on an address, to be killed and started again.
pub struct Node {
    setting: Setting,
    arguments: Vec<String>,
    address: String,
    /// A path that answers 200 when it can serve.
    ready: &'static str,
    child: Mutex<Option<Child>>,
}

impl Node {
    /// A server node on the database of these settings.
    pub async fn serve(mut setting: Setting) -> Node {
        let address = free_address();
        setting
            .variables
            .push(("DUKANI_ADDR".to_owned(), address.clone()));
        Node::start_new(setting, &["serve"], address, "/healthz").await
    }

    /// The simulated M-Pesa.
    pub async fn simulator(mut setting: Setting) -> Node {
        let address = free_address();
        setting
            .variables
            .push(("DUKANI_SIMULATOR_ADDR".to_owned(), address.clone()));
        Node::start_new(setting, &["daraja-simulator"], address, "/phone").await
    }

    async fn start_new(
        setting: Setting,
        arguments: &[&str],
        address: String,
        ready: &'static str,
    ) -> Node {
        std::fs::create_dir_all(&setting.folder).unwrap();
        let node = Node {
            setting,
            arguments: arguments.iter().map(|text| (*text).to_owned()).collect(),
            address,
            ready,
            child: Mutex::new(None),
        };
        node.start().await;
        node
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Kills it without warning.
    pub fn kill(&self) {
        if let Some(mut child) = self.child.lock().unwrap().take() {
            process::kill_all(&mut child);
        }
    }

    /// Starts it and waits until it can serve.
    pub async fn start(&self) {
        let log_path = self.setting.folder.join("log");
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log_path)
            .unwrap();
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        let mut command = self.setting.command(&arguments);
        command.stdout(log.try_clone().unwrap()).stderr(log);
        *self.child.lock().unwrap() = Some(process::spawn(command));
        let ready = format!("{}{}", self.url(), self.ready);
        let http = super::shopper::http();
        until(
            &format!("{ready}, see {}", log_path.display()),
            Duration::from_secs(120),
            async || match http.get(&ready).send().await {
                Ok(answer) => answer.status().is_success(),
                Err(_) => false,
            },
        )
        .await;
    }

    /// The last lines that it wrote.
    pub fn log(&self) -> String {
        let log = std::fs::read_to_string(self.setting.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Node {
    /// Everything that it wrote since this was asked before; kept no longer.
    pub fn take_log(&self) -> String {
        let path = self.setting.folder.join("log");
        let log = std::fs::read(&path).unwrap_or_default();
        // It appends, so that what it writes next stands at the new end.
        let file = std::fs::OpenOptions::new().write(true).open(&path);
        file.and_then(|file| file.set_len(0)).unwrap();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// The memory that it holds, in kilobytes; none when it has ended.
    pub fn resident_kb(&self) -> Option<u64> {
        let mut child = self.child.lock().unwrap();
        let child = child.as_mut()?;
        if !matches!(child.try_wait(), Ok(None)) {
            return None;
        }
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("--- the end of the log of {}\n{}", self.address, self.log());
        }
    }
}

/// The lines of a log that tell of a failure of ours.
pub fn faults(log: &str) -> Vec<&str> {
    let tells = |line: &&str| {
        line.contains("panicked") || line.contains(" ERROR ") || line.contains("fault=")
    };
    log.lines().filter(tells).collect()
}

/// What was done to a program's surroundings, and what it may write of that while it lasts.
#[derive(Debug, Clone, Default)]
pub struct Excuse {
    /// What its messages say.
    pub sentences: &'static [&'static str],
    /// From when to when.
    pub times: Vec<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Excuse {
    /// Whether it explains a line of a log: one that begins with its time. Nothing explains a panic.
    fn explains(&self, line: &str) -> bool {
        let Some((time, rest)) = line.split_once(' ') else {
            return false;
        };
        let Ok(time) = time.parse::<DateTime<Utc>>() else {
            return false;
        };
        let is_then =
            |(from, until): &(DateTime<Utc>, DateTime<Utc>)| (*from..=*until).contains(&time);
        self.times.iter().any(is_then)
            && !rest.contains("panicked")
            && self.sentences.iter().any(|words| rest.contains(words))
    }
}

/// Those of them that nothing explains.
pub fn unexpected<'a>(log: &'a str, excuse: &Excuse) -> Vec<&'a str> {
    let mut lines = faults(log);
    lines.retain(|line| !excuse.explains(line));
    lines
}

/// An address nobody listens on.
pub fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}
