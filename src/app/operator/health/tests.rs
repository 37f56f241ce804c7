//! An installation that is well, and everything that may not be.
#![allow(clippy::unwrap_used)]

use super::*;

fn well() -> Seen {
    let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    let note = |hours: i64| {
        Some(Note {
            at: now - TimeDelta::hours(hours),
            well: true,
            said: "fine".to_owned(),
        })
    };
    Seen {
        now,
        vitals: Vitals {
            database: Ok(Duration::from_millis(2)),
            connections_in_use: 1,
            connections_idle: 3,
            work: Some(Work {
                migration: (8, 8),
                businesses: 2,
                worker_seen_seconds: Some(4),
                ..Work::default()
            }),
        },
        most_connections: 16,
        uptime: Duration::from_secs(90_061),
        disk: Some(Disk {
            free: 50 * GIB,
            all: 100 * GIB,
        }),
        backup: note(20),
        check: note(20),
        drill: note(200),
        is_stopping: false,
    }
}

fn verdict(seen: &Seen, what: &str) -> Verdict {
    let lines = judge(seen);
    lines.iter().find(|line| line.what == what).unwrap().verdict
}

#[test]
fn all_is_well() {
    let lines = judge(&well());
    assert_eq!(worst(&lines), Verdict::Ok, "{lines:#?}");
    assert!(lines.iter().all(|line| line.to_do.is_none()));
    let said: Vec<_> = lines.iter().map(|line| line.said.as_str()).collect();
    assert!(
        said.contains(&"50.0 GiB free of 100 GiB (50 %)"),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|said| said.ends_with("up for 1 d 1 h, 2 businesses"))
    );
}

#[test]
fn what_is_not_well_is_said_with_what_to_do() {
    let mut seen = well();
    seen.vitals = Vitals::silent("refused".to_owned());
    assert_eq!(verdict(&seen, "Database"), Verdict::Bad);
    let mut seen = well();
    let work = seen.vitals.work.as_mut().unwrap();
    work.migration = (7, 8);
    work.worker_seen_seconds = Some(61);
    work.jobs_waiting = 1;
    work.oldest_job_seconds = 301;
    work.outbox_late = 1;
    work.mpesa_stuck = 1;
    work.mpesa_review = 1;
    seen.vitals.connections_in_use = 16;
    seen.disk = Some(Disk {
        free: GIB,
        all: 100 * GIB,
    });
    seen.backup.as_mut().unwrap().at -= TimeDelta::hours(17);
    seen.check.as_mut().unwrap().well = false;
    seen.drill = None;
    for (what, expected) in [
        ("Migrations", Verdict::Bad),
        ("Worker", Verdict::Bad),
        ("Jobs", Verdict::LookHere),
        ("Outbox", Verdict::LookHere),
        ("M-Pesa prompts", Verdict::LookHere),
        ("M-Pesa in review", Verdict::LookHere),
        ("Connections", Verdict::LookHere),
        ("Disk", Verdict::Bad),
        ("Last backup", Verdict::LookHere),
        ("Last check", Verdict::Bad),
        ("Last drill", Verdict::LookHere),
        ("Program", Verdict::Ok),
    ] {
        assert_eq!(verdict(&seen, what), expected, "{what}");
    }
    let not_well = judge(&seen);
    for line in not_well {
        let is_well = line.verdict == Verdict::Ok;
        assert_eq!(is_well, line.to_do.is_none(), "{}", line.what);
    }
}
