//! The plain handlers: every address that is neither a page (`table.rs`) nor a server function. The
//! test below holds the list to the sources of the router, and the walls between businesses and
//! nonsense are tried at all of it, so that a new handler cannot be forgotten.

use super::assets::{BACK_OFFICE, STOREFRONT, TILL};

/// The method of each handler, and the shape of its address.
const HANDLERS: [(&str, &str); 41] = [
    ("GET", "/b/{business}/bills.csv"),
    ("GET", "/b/{business}/files/{kind}/all.csv"),
    ("GET", "/b/{business}/prices/{list}/prices.csv"),
    ("GET", "/b/{business}/products/export.csv"),
    ("GET", "/b/{business}/products/imports/{import}/rows.csv"),
    ("GET", "/b/{business}/products/packs.csv"),
    ("GET", "/b/{business}/products/parts.csv"),
    ("GET", "/b/{business}/products/sample.csv"),
    ("GET", "/b/{business}/stock/expiry.csv"),
    ("GET", "/b/{business}/stock/levels.csv"),
    ("GET", "/b/{business}/stock/movements.csv"),
    ("GET", "/b/{business}/stock/takes/{take}/take.csv"),
    ("GET", "/b/{business}/suppliers/ageing.csv"),
    ("GET", "/b/{business}/suppliers/prices.csv"),
    ("GET", "/b/{business}/suppliers/suppliers.csv"),
    ("GET", "/b/{business}/suppliers/{supplier}/statement.csv"),
    ("GET", "/files/{business}/{file}"),
    ("GET", "/files/{business}/{file}/{width}"),
    ("GET", "/healthz"),
    ("GET", "/sync/v1/catalogue"),
    ("GET", "/sync/v1/document"),
    ("GET", "/sync/v1/prompt/{attempt}"),
    ("GET", "/sync/v1/qr/{sale}/{minor}"),
    ("GET", "/sync/v1/voucher/{voucher_code}"),
    ("GET", "/till/manifest.webmanifest"),
    ("GET", "/till/qr/{shop}/r/{receipt_code}"),
    ("GET", "/till/sw.js"),
    ("GET", "/till/words"),
    ("POST", "/b/{business}/files/{kind}"),
    ("POST", "/b/{business}/prices/{list}/file"),
    ("POST", "/b/{business}/products/files/{what}"),
    ("POST", "/b/{business}/products/import"),
    ("POST", "/b/{business}/products/{product}/photo"),
    ("POST", "/b/{business}/stock/points"),
    ("POST", "/b/{business}/stock/takes/{take}/upload"),
    ("POST", "/b/{business}/suppliers/import"),
    ("POST", CALLBACK),
    ("POST", "/sync/v1/events"),
    ("POST", "/sync/v1/pin"),
    ("POST", "/sync/v1/prompt"),
    ("POST", "/sync/v1/prompt/{attempt}/give_up"),
];

/// Where M-Pesa posts. Every handler that takes a post takes a form with a file, but this one and those
/// of tills.
pub const CALLBACK: &str = "/d/c/{token}";

/// All of them, stylesheets included.
pub fn handlers() -> Vec<(&'static str, String)> {
    let named = HANDLERS.iter();
    let mut all: Vec<_> = named
        .map(|(method, path)| (*method, (*path).to_owned()))
        .collect();
    all.extend([&STOREFRONT, &BACK_OFFICE, &TILL].map(|sheet| ("GET", sheet.path.clone())));
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::HANDLERS;

    const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "any"];

    /// Files whose routes are not the shop's: the simulated M-Pesa and who tries it out, the operator's
    /// own address, tests, and this one.
    fn is_elsewhere(path: &Path) -> bool {
        let text = path.to_string_lossy();
        let starts = ["mpesa/", "app/operator/", "tests/", "app/handlers.rs"];
        starts.iter().any(|start| text.starts_with(start))
            || text.contains("/tests")
            || text.contains("/scenes/")
    }

    fn sources() -> Vec<(PathBuf, String)> {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
        let (mut found, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                let short = path.strip_prefix(root).unwrap().to_path_buf();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "rs") && !is_elsewhere(&short) {
                    found.push((short, std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
        found
    }

    /// What stands between the brackets that are open at the beginning of this.
    fn arguments(text: &str) -> &str {
        let mut depth = 1;
        for (at, c) in text.char_indices() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return &text[..at];
            }
        }
        text
    }

    /// The methods that are named in what follows an address.
    fn methods(rest: &str) -> Vec<&'static str> {
        let words = rest.match_indices('(').filter_map(|(at, _)| {
            let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            rest[..at].rsplit(|c| !is_word(c)).next()
        });
        let words: Vec<&str> = words.collect();
        let named = |method: &&str| words.contains(method);
        METHODS.into_iter().filter(named).collect()
    }

    /// Every route of these sources, and what cannot be read as one.
    fn routes(sources: &[(PathBuf, String)]) -> (BTreeSet<(String, String)>, Vec<String>) {
        let (mut routes, mut unread) = (BTreeSet::new(), Vec::new());
        for (path, text) in sources {
            for other in [".route_service(", ".nest(", ".nest_service("] {
                if text.contains(other) {
                    unread.push(format!("{}: {other}", path.display()));
                }
            }
            for call in text.split(".route(").skip(1) {
                let call = arguments(call).trim();
                let address = call.strip_prefix('"').and_then(|rest| rest.split_once('"'));
                let Some((address, rest)) = address else {
                    // The addresses of stylesheets are made of what is in them.
                    if !path.ends_with("app/assets.rs") {
                        unread.push(format!("{}: .route({call})", path.display()));
                    }
                    continue;
                };
                let methods = methods(rest);
                if methods.is_empty() {
                    unread.push(format!("{}: .route({call})", path.display()));
                }
                for method in methods {
                    routes.insert((method.to_uppercase(), address.to_owned()));
                }
            }
        }
        (routes, unread)
    }

    #[test]
    fn the_table_is_what_the_router_is_built_of() {
        let (found, unread) = routes(&sources());
        assert!(unread.is_empty(), "not to be read as a route: {unread:#?}");
        let named = |(method, path): &(&str, &str)| ((*method).to_owned(), (*path).to_owned());
        let known: BTreeSet<(String, String)> = HANDLERS.iter().map(named).collect();
        assert_eq!(known.len(), HANDLERS.len(), "one stands there twice");
        let missing: Vec<_> = found.difference(&known).collect();
        assert!(missing.is_empty(), "not in the table: {missing:#?}");
        let gone: Vec<_> = known.difference(&found).collect();
        assert!(gone.is_empty(), "in the table, served nowhere: {gone:#?}");
    }

    #[test]
    fn a_new_route_would_be_found() {
        let source = r#"
            Router::new()
                .route("/new/{thing}", get(one).post(two).layer(limit(MOST)))
                .route(&named, get(three))
                .nest("/deep", other())
        "#;
        let (found, unread) = routes(&[(PathBuf::from("stock/new.rs"), source.to_owned())]);
        let expected = ["GET", "POST"].map(|method| (method.to_owned(), "/new/{thing}".to_owned()));
        assert_eq!(found, BTreeSet::from(expected));
        assert_eq!(unread.len(), 2, "{unread:?}");
    }
}
