//! What was measured, as tables to be read and pasted, and as figures for machines.

use std::fs;
use std::process::Command;

use serde_json::{Map, Value, json};

use super::settings::{CONNECTIONS, Settings};
use super::tools::program;

/// One part of the bench.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name, as `BENCH` names it.
    pub name: &'static str,
    /// What it shows, in a few words.
    pub title: &'static str,
    /// On how much data.
    pub data: String,
    /// The heads of the table's columns.
    pub columns: Vec<&'static str>,
    /// The table's rows.
    pub rows: Vec<Vec<String>>,
    /// What explains the table, a sentence each.
    pub notes: Vec<String>,
    /// The figures themselves, unrounded, by name.
    pub figures: Map<String, Value>,
}

impl Section {
    /// An empty one.
    pub fn new(
        name: &'static str,
        title: &'static str,
        data: String,
        columns: &[&'static str],
    ) -> Section {
        Section {
            name,
            title,
            data,
            columns: columns.to_vec(),
            rows: Vec::new(),
            notes: Vec::new(),
            figures: Map::new(),
        }
    }

    /// Adds a row to the table.
    pub fn row(&mut self, cells: &[&str]) {
        let cells = cells.iter().map(|cell| (*cell).to_owned());
        self.rows.push(cells.collect());
    }

    /// Keeps a figure for machines.
    pub fn figure(&mut self, name: &str, value: impl Into<Value>) {
        self.figures.insert(name.to_owned(), value.into());
    }

    /// Adds an explanation.
    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    fn print(&self) {
        println!("\n### {}\n\n{}\n", self.title, self.data);
        println!("| {} |", self.columns.join(" | "));
        println!("|{}", "---|".repeat(self.columns.len()));
        for row in &self.rows {
            println!("| {} |", row.join(" | "));
        }
        for note in &self.notes {
            println!("\n{note}");
        }
    }

    fn json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let cells = self.columns.iter().zip(row);
                let cells = cells.map(|(column, cell)| ((*column).to_owned(), json!(cell)));
                Value::Object(cells.collect())
            })
            .collect();
        json!({
            "name": self.name,
            "title": self.title,
            "data": self.data,
            "rows": rows,
            "notes": self.notes,
            "figures": self.figures,
        })
    }
}

/// "yes" where a goal is met, "**no**" where it is not.
pub fn met(is_met: bool) -> &'static str {
    if is_met { "yes" } else { "**no**" }
}

/// All sections, with the machine that they ran on.
#[derive(Debug)]
pub struct Report {
    machine: Map<String, Value>,
    sections: Vec<Section>,
}

impl Report {
    /// Prints what this is measured on.
    pub fn begin(settings: &Settings) -> Report {
        let machine = machine(settings);
        let said = |name: &str| machine.get(name).map(show).unwrap_or_default();
        println!(
            "Measured on {} with {} cores and {} MB of memory; {}; {}; Dukani at {}, {}.",
            said("processor"),
            said("cores"),
            said("memory_megabytes"),
            said("postgres"),
            said("rust"),
            said("commit"),
            said("day"),
        );
        println!(
            "The program, PostgreSQL and what loads them share these cores. {} turns of {} s each, \
             {CONNECTIONS} connections; load before the start: {}.",
            settings.rounds,
            settings.seconds,
            said("load_before"),
        );
        Report {
            machine,
            sections: Vec::new(),
        }
    }

    /// Prints a section and keeps it.
    pub fn add(&mut self, section: Section) {
        section.print();
        self.sections.push(section);
    }

    /// Writes the figures down for machines.
    pub fn end(&self, settings: &Settings) -> Result<(), String> {
        let sections: Vec<Value> = self.sections.iter().map(Section::json).collect();
        let all = json!({ "machine": self.machine, "sections": sections });
        let text = serde_json::to_string_pretty(&all).map_err(|e| e.to_string())?;
        let path = &settings.figures;
        fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        eprintln!("\nThe figures are in {}", path.display());
        Ok(())
    }
}

fn show(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn machine(settings: &Settings) -> Map<String, Value> {
    let processor = field("/proc/cpuinfo", "model name");
    let memory = field("/proc/meminfo", "MemTotal");
    let kilobytes: u64 = memory
        .split_whitespace()
        .next()
        .and_then(|number| number.parse().ok())
        .unwrap_or(0);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let postgres = program("postgres").to_string_lossy().into_owned();
    let git = |arguments: &[&str]| {
        let root = settings.root.to_string_lossy().into_owned();
        let mut command = Command::new("git");
        says(command.arg("-C").arg(root).args(arguments))
    };
    let changed = if git(&["status", "--porcelain"]).is_empty() {
        ""
    } else {
        " with changes"
    };
    let commit = git(&["rev-parse", "--short=10", "HEAD"]);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown");
    let mut machine = Map::new();
    let mut keep = |name: &str, value: Value| machine.insert(name.to_owned(), value);
    keep("processor", json!(processor));
    keep("cores", json!(cores));
    keep("memory_megabytes", json!(kilobytes / 1024));
    let postgres = says(Command::new(postgres).arg("--version"));
    let postgres = postgres.replace("postgres (PostgreSQL)", "PostgreSQL");
    keep("postgres", json!(postgres));
    keep("rust", json!(says(Command::new("rustc").arg("--version"))));
    keep("commit", json!(format!("{commit}{changed}")));
    keep("day", json!(says(Command::new("date").arg("+%F"))));
    keep("load_before", json!(load));
    machine
}

fn field(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let value = text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    });
    value.unwrap_or_else(|| "unknown".to_owned())
}

fn says(command: &mut Command) -> String {
    let output = command.output().map(|output| output.stdout);
    let output = output.unwrap_or_default();
    String::from_utf8_lossy(&output).trim().to_owned()
}
