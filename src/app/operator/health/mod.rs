//! What an operator should know, judged: for each thing one line that says how it is, and what to
//! do where it is not well. Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::platform::notes::Note;
use crate::platform::vitals::{Vitals, Work};

#[cfg(test)]
mod tests;

const GIB: u64 = 1024 * 1024 * 1024;

/// How well a thing is, from well to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    /// As it should be.
    Ok,
    /// Somebody should look, today.
    LookHere,
    /// Something does not work now.
    Bad,
}

/// One thing, judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Line {
    /// The thing.
    pub what: &'static str,
    /// How well it is.
    pub verdict: Verdict,
    /// How it is, in words.
    pub said: String,
    /// What to do, where something is to be done.
    pub to_do: Option<&'static str>,
}

/// The disk that the data folder is on, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Disk {
    pub free: u64,
    pub all: u64,
}

/// Everything that is judged.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub now: DateTime<Utc>,
    pub vitals: Vitals,
    pub most_connections: u32,
    pub uptime: Duration,
    pub disk: Option<Disk>,
    pub backup: Option<Note>,
    pub check: Option<Note>,
    pub drill: Option<Note>,
    pub is_stopping: bool,
}

/// The worst of all lines.
pub(super) fn worst(lines: &[Line]) -> Verdict {
    let verdicts = lines.iter().map(|line| line.verdict);
    verdicts.max().unwrap_or(Verdict::Ok)
}

/// Judges.
pub(super) fn judge(seen: &Seen) -> Vec<Line> {
    let mut lines = vec![database(seen)];
    if let Some(work) = &seen.vitals.work {
        lines.extend([migrations(work), worker(work), jobs(work), outbox(work)]);
        lines.extend([stuck(work), review(work)]);
    }
    lines.extend([connections(seen), disk(seen.disk)]);
    lines.extend([
        noted("Last backup", seen.now, seen.backup.as_ref(), &BACKUP),
        noted("Last check", seen.now, seen.check.as_ref(), &CHECK),
        noted("Last drill", seen.now, seen.drill.as_ref(), &DRILL),
    ]);
    lines.push(program(seen));
    lines
}

fn line(what: &'static str, verdict: Verdict, said: String, to_do: &'static str) -> Line {
    Line {
        what,
        verdict,
        said,
        to_do: (verdict != Verdict::Ok).then_some(to_do),
    }
}

fn database(seen: &Seen) -> Line {
    let to_do = "See whether PostgreSQL runs and what its log says: for the private cluster \
                 postgres/server.log in the data folder.";
    match &seen.vitals.database {
        Err(why) => line(
            "Database",
            Verdict::Bad,
            format!("does not answer: {why}"),
            to_do,
        ),
        Ok(took) => {
            let slow = took.as_millis() > 500;
            let verdict = if slow { Verdict::LookHere } else { Verdict::Ok };
            let said = format!("answers in {} ms", took.as_millis());
            line("Database", verdict, said, to_do)
        }
    }
}

fn migrations(work: &Work) -> Line {
    let (there, known) = work.migration;
    let (verdict, said, to_do) = match there.cmp(&known) {
        std::cmp::Ordering::Equal => (Verdict::Ok, format!("up to date, at {there}"), ""),
        std::cmp::Ordering::Less => (
            Verdict::Bad,
            format!("at {there}, and this program needs {known}"),
            "Run `dukani migrate`.",
        ),
        std::cmp::Ordering::Greater => (
            Verdict::Bad,
            format!("at {there}, and this program knows {known}: the program is too old"),
            "Start the newer program, or restore the backup from before the upgrade.",
        ),
    };
    line("Migrations", verdict, said, to_do)
}

fn worker(work: &Work) -> Line {
    let (verdict, said) = match work.worker_seen_seconds {
        Some(seconds) if seconds <= 60 => (Verdict::Ok, format!("alive {seconds} s ago")),
        Some(seconds) => (Verdict::Bad, format!("silent for {}", span(seconds))),
        None => (Verdict::Bad, "none is at work".to_owned()),
    };
    let to_do = "Jobs are not done: restart Dukani, and look into its log for `the worker`.";
    line("Worker", verdict, said, to_do)
}

fn jobs(work: &Work) -> Line {
    let late = work.jobs_waiting > 0 && work.oldest_job_seconds > 300;
    let verdict = if late || work.jobs_given_up > 0 {
        Verdict::LookHere
    } else {
        Verdict::Ok
    };
    let oldest = match work.jobs_waiting {
        0 => "none waits".to_owned(),
        waiting => format!(
            "{waiting} wait, the oldest for {}",
            span(work.oldest_job_seconds)
        ),
    };
    let said = format!("{oldest}; {} were given up", work.jobs_given_up);
    let to_do = "The log says why a job fails: look for `fault`. One that was given up is not \
                 tried again by itself.";
    line("Jobs", verdict, said, to_do)
}

fn outbox(work: &Work) -> Line {
    let verdict = if work.outbox_late > 0 {
        Verdict::LookHere
    } else {
        Verdict::Ok
    };
    let said = format!(
        "{} to do, {} of them more than five minutes late",
        work.outbox_waiting, work.outbox_late
    );
    let to_do = "Customers may wait for a prompt or an answer: look at worker and jobs above.";
    line("Outbox", verdict, said, to_do)
}

fn stuck(work: &Work) -> Line {
    let verdict = if work.mpesa_stuck > 0 {
        Verdict::LookHere
    } else {
        Verdict::Ok
    };
    let said = format!(
        "{} on their way for more than 15 minutes; {} of unknown outcome, which M-Pesa is asked \
         about by itself for two days",
        work.mpesa_stuck, work.mpesa_unknown
    );
    let to_do =
        "See whether M-Pesa answers (the log), and whether it can reach /d/c/ from outside.";
    line("M-Pesa prompts", verdict, said, to_do)
}

fn review(work: &Work) -> Line {
    let verdict = if work.mpesa_review > 0 {
        Verdict::LookHere
    } else {
        Verdict::Ok
    };
    let said = format!("{} prompts wait for a person", work.mpesa_review);
    let to_do = "Their businesses see them with the order in the back office; remind them.";
    line("M-Pesa in review", verdict, said, to_do)
}

fn connections(seen: &Seen) -> Line {
    let (used, most) = (seen.vitals.connections_in_use, seen.most_connections);
    let verdict = if used >= most {
        Verdict::LookHere
    } else {
        Verdict::Ok
    };
    let said = format!(
        "{used} of {most} in use, {} idle",
        seen.vitals.connections_idle
    );
    let to_do = "Requests wait for each other. If it stays so, raise DUKANI_DB_CONNECTIONS.";
    line("Connections", verdict, said, to_do)
}

fn disk(disk: Option<Disk>) -> Line {
    let to_do = "Make room, or move the data folder to a larger disk: a full one stops every sale.";
    let Some(disk) = disk else {
        let said = "the data folder cannot be looked at".to_owned();
        return line("Disk", Verdict::LookHere, said, to_do);
    };
    let percent = disk
        .free
        .saturating_mul(100)
        .checked_div(disk.all)
        .unwrap_or(0);
    let verdict = if percent < 2 || disk.free < GIB / 4 {
        Verdict::Bad
    } else if percent < 10 || disk.free < 2 * GIB {
        Verdict::LookHere
    } else {
        Verdict::Ok
    };
    let free = disk.free.saturating_mul(10) / GIB;
    let said = format!(
        "{}.{} GiB free of {} GiB ({percent} %)",
        free / 10,
        free % 10,
        disk.all / GIB
    );
    line("Disk", verdict, said, to_do)
}

/// What is expected of a command that somebody or something runs now and then.
struct Expected {
    hours: i64,
    never: &'static str,
    to_do: &'static str,
}

const BACKUP: Expected = Expected {
    hours: 36,
    never: "none was made from this data folder",
    to_do: "Run `dukani backup --keep 14 FOLDER` every night, and bring a copy to another machine.",
};

const CHECK: Expected = Expected {
    hours: 8 * 24,
    never: "none was run",
    to_do: "Run `dukani check` and read what it says. What is broken in the books must be \
            understood before anybody mends it.",
};

const DRILL: Expected = Expected {
    hours: 35 * 24,
    never: "none was run",
    to_do: "Run `dukani drill` on the newest backup. A backup that cannot be restored is none.",
};

fn noted(what: &'static str, now: DateTime<Utc>, note: Option<&Note>, expected: &Expected) -> Line {
    let Some(note) = note else {
        let said = expected.never.to_owned();
        return line(what, Verdict::LookHere, said, expected.to_do);
    };
    let age = now - note.at;
    let verdict = if !note.well {
        Verdict::Bad
    } else if age > TimeDelta::hours(expected.hours) {
        Verdict::LookHere
    } else {
        Verdict::Ok
    };
    let ended = if note.well { "" } else { "FAILED, " };
    let said = format!("{ended}{} ago: {}", span(age.num_seconds()), note.said);
    line(what, verdict, said, expected.to_do)
}

fn program(seen: &Seen) -> Line {
    let businesses = seen.vitals.work.as_ref().map(|work| work.businesses);
    let businesses = businesses.map_or_else(String::new, |count| {
        let word = if count == 1 { "business" } else { "businesses" };
        format!(", {count} {word}")
    });
    let up = i64::try_from(seen.uptime.as_secs()).unwrap_or(i64::MAX);
    let stopping = if seen.is_stopping { ", stopping" } else { "" };
    let version = env!("CARGO_PKG_VERSION");
    let said = format!(
        "Dukani {version}, up for {}{businesses}{stopping}",
        span(up)
    );
    line("Program", Verdict::Ok, said, "")
}

/// A time as a person says it: its largest unit or two.
fn span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => format!("{hours} h {} min", minutes % 60),
        (days, hours, _) => format!("{days} d {} h", hours % 24),
    }
}
