//! The house rules that a machine can hold.

use std::path::{Path, PathBuf};

/// A folder may use those before it, never those after.
const ORDER: [&str; 18] = [
    "values",
    "ui",
    "platform",
    "mpesa",
    "audit",
    "staff",
    "businesses",
    "ledger",
    "stock",
    "catalog",
    "payments",
    "purchasing",
    "sales",
    "orders",
    "reports",
    "storefront",
    "till",
    "back_office",
];
/// No file is longer: a room too big to live in.
const MOST_LINES: usize = 400;

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path.strip_prefix(root).unwrap().to_path_buf(), text));
            }
        }
    }
    assert!(
        found.len() > 100,
        "the sources are not where this test looks"
    );
    found
}

fn folder(path: &Path) -> String {
    path.components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned()
}

/// A file that only tests read, or the part of a file that does.
fn is_test(path: &Path) -> bool {
    path.components().any(|part| {
        matches!(
            part.as_os_str().to_string_lossy().as_ref(),
            "tests" | "tests.rs" | "scenes" | "every_row"
        )
    })
}

fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

fn complain(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn folders_use_only_those_before_them() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let Some(own) = ORDER.iter().position(|name| *name == folder(&path)) else {
            continue;
        };
        if is_test(&path) {
            continue;
        }
        for (number, line) in without_tests(&text).lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for (later, name) in ORDER.iter().enumerate().skip(own + 1) {
                let direct = line.contains(&format!("crate::{name}::"))
                    || line.contains(&format!("crate::{name};"));
                if direct {
                    faults.push(format!(
                        "{}:{}: {} uses {name} ({later} after {own})",
                        path.display(),
                        number + 1,
                        ORDER[own]
                    ));
                }
            }
            if line.contains("crate::app::") || line.contains("crate::{app") {
                faults.push(format!(
                    "{}:{}: only main and tests use app",
                    path.display(),
                    number + 1
                ));
            }
        }
    }
    complain(faults);
}

#[test]
fn files_are_rooms_to_live_in() {
    let long = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > MOST_LINES);
    complain(
        long.map(|(path, lines)| format!("{}: {lines} lines", path.display()))
            .collect(),
    );
}

#[test]
fn every_module_says_what_it_is() {
    let silent = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"));
    complain(silent.map(|(path, _)| path.display().to_string()).collect());
}

#[test]
fn server_and_browser_part_at_mod_lines_only() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let may = path.ends_with("mod.rs") || path.ends_with("lib.rs");
        if !may && !is_test(&path) && text.contains("cfg(feature") {
            faults.push(path.display().to_string());
        }
    }
    complain(faults);
}

#[test]
fn nobody_calls_what_is_banned() {
    // What, where it is allowed, and why it is banned elsewhere.
    let banned = [
        ("PgPool", "platform", "the pool is named in platform only"),
        (
            "begin_outside",
            "platform staff businesses",
            "only directories are read outside a business",
        ),
        (
            "set_config(",
            "",
            "the scope is entered by app.enter_… functions",
        ),
        ("inner_html", "ui", "what people type is escaped"),
        (
            "AssertSqlSafe",
            "platform tests",
            "SQL is not put together from text",
        ),
        (
            "println!",
            "app main.rs platform",
            "logs go through tracing",
        ),
        (
            "reqwest::",
            "mpesa tests",
            "one folder speaks to the outside",
        ),
    ];
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let own = folder(&path);
        if path.ends_with("tests/tidy.rs") {
            continue;
        }
        for (what, allowed, why) in banned {
            let here = allowed.split(' ').any(|name| name == own);
            let code = without_tests(&text)
                .lines()
                .filter(|l| !l.trim_start().starts_with("//"));
            if !here && !is_test(&path) && code.into_iter().any(|line| line.contains(what)) {
                faults.push(format!("{}: {what}: {why}", path.display()));
            }
        }
    }
    complain(faults);
}

#[test]
fn every_statement_names_its_business() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let stores = path
            .components()
            .any(|part| part.as_os_str() == "store" || part.as_os_str() == "store.rs");
        if !stores || is_test(&path) {
            continue;
        }
        for statement in statements(&text) {
            let tenant = [
                "app.find_login",
                "app.who(",
                "app.businesses_of",
                "app.sign_up",
                "app.set_password",
                "app.account_of(",
                "app.sessions_of(",
                "app.look_at_invitation(",
            ]
            .iter()
            .all(|keyhole| !statement.contains(keyhole));
            let calls = statement.contains("select app.") && !statement.contains("from app.");
            if tenant
                && !calls
                && !statement.contains("business_id")
                && !statement.contains("search_products(")
                && !statement.contains("app.free_stock($1,")
            {
                faults.push(format!("{}: {statement}", path.display()));
            }
        }
    }
    complain(faults);
}

/// The texts in a source that are SQL on our schema.
fn statements(text: &str) -> Vec<String> {
    let text = text.replace("r#\"", "\"").replace("\"#", "\"");
    text.split('"')
        .skip(1)
        .step_by(2)
        .map(|literal| literal.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|literal| {
            [
                "select ",
                "insert into app.",
                "update app.",
                "delete from app.",
                "with ",
            ]
            .iter()
            .any(|verb| literal.starts_with(verb) && literal.contains("app."))
        })
        .collect()
}
