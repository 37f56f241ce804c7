//! Processes that end with the test, however it ends.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A command whose process is killed when the test's process ends. `as_postgres`: as the user that
/// PostgreSQL runs as, when we are root.
pub fn tied(program: &Path, as_postgres: bool) -> Command {
    let mut command = Command::new("setpriv");
    if as_postgres && let Some(user) = postgres_user() {
        command
            .arg(format!("--reuid={}", user.uid))
            .arg(format!("--regid={}", user.gid))
            .arg("--clear-groups");
    }
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command.stdin(Stdio::null());
    command
}

/// The user that PostgreSQL runs as when we are root; it refuses to run as root.
pub fn postgres_user() -> Option<nix::unistd::User> {
    if !nix::unistd::geteuid().is_root() {
        return None;
    }
    nix::unistd::User::from_name("postgres").unwrap()
}

/// Starts it from a thread that lasts as long as the process: the kernel ties the signal of death
/// to the thread that started the child.
pub fn spawn(mut command: Command) -> Child {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let _ = send.send(command.spawn());
        loop {
            std::thread::park();
        }
    });
    receive.recv().unwrap().unwrap()
}

/// Kills a process and everything it started, without warning, and waits until it is gone.
pub fn kill_all(child: &mut Child) {
    let parent = pid(child);
    // Stopped first, so that it starts nothing more while we look.
    let _ = kill(parent, Signal::SIGSTOP);
    let children = children_of(parent);
    let _ = kill(parent, Signal::SIGKILL);
    for one in children {
        let _ = kill(one, Signal::SIGKILL);
    }
    let _ = child.wait();
}

/// Stops those processes that this one started whose command line names one of these, without
/// ending them: they do nothing more.
pub fn freeze_children(child: &Child, names: &[&str]) -> usize {
    let mut frozen = 0;
    for one in children_of(pid(child)) {
        let line = std::fs::read(format!("/proc/{one}/cmdline")).unwrap_or_default();
        let line = String::from_utf8_lossy(&line).into_owned();
        if names.iter().any(|name| line.contains(name)) && kill(one, Signal::SIGSTOP).is_ok() {
            frozen += 1;
        }
    }
    frozen
}

/// Asks a process to end, and waits until it has.
pub fn interrupt(child: &mut Child) {
    let _ = kill(pid(child), Signal::SIGINT);
    let _ = child.wait();
}

fn pid(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).unwrap())
}

fn children_of(parent: Pid) -> Vec<Pid> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Ok(number) = entry.file_name().to_string_lossy().parse::<i32>() else {
            continue;
        };
        // "pid (name) state parent …"; the name may hold anything, so from its last bracket.
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or_default();
        let its_parent = after.split_whitespace().nth(1);
        if its_parent.and_then(|text| text.parse().ok()) == Some(parent.as_raw()) {
            found.push(Pid::from_raw(number));
        }
    }
    found
}

/// A folder of this run, removed with it. Those of runs that were killed go now.
pub fn folder(name: &str) -> tempfile::TempDir {
    clear_away();
    let made = tempfile::Builder::new()
        .prefix(&format!("dukani-proof-{}-{name}-", std::process::id()))
        .tempdir_in("/var/tmp")
        .unwrap();
    open_to_all(made.path());
    made
}

/// PostgreSQL's user must be able to walk into the folder.
fn open_to_all(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn clear_away() {
    for entry in std::fs::read_dir("/var/tmp").unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name
            .strip_prefix("dukani-proof-")
            .and_then(|rest| rest.split('-').next())
            .and_then(|number| number.parse::<u32>().ok());
        if owner.is_some_and(|number| !PathBuf::from(format!("/proc/{number}")).exists()) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
