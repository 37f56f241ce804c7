//! The stylesheets: put together once, named by their content, kept by browsers for a year.

use std::sync::LazyLock;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::get;

use crate::platform::AppState;
use crate::platform::secrets::digest;

/// A stylesheet with the address that its content has.
pub struct Sheet {
    /// Where it is served.
    pub path: String,
    css: String,
}

macro_rules! sheets {
    ($($name:literal),*) => { concat!($(include_str!(concat!("../../style/", $name, ".css")), "\n"),*) };
}

/// What customers get: little.
pub static STOREFRONT: LazyLock<Sheet> = LazyLock::new(|| {
    sheet(
        "storefront",
        sheets!(
            "tokens",
            "base",
            "forms",
            "parts",
            "storefront",
            "purchasing",
            "receipts",
            "print"
        ),
    )
});

/// What members get.
pub static BACK_OFFICE: LazyLock<Sheet> = LazyLock::new(|| {
    sheet(
        "back-office",
        sheets!(
            "tokens",
            "base",
            "forms",
            "parts",
            "tables",
            "common",
            "back_office",
            "packing",
            "line_rows",
            "bills",
            "counts",
            "scan",
            "shifts",
            "purchasing",
            "receipts",
            "labels",
            "print"
        ),
    )
});

/// What a till gets: it keeps it to start without a network.
pub static TILL: LazyLock<Sheet> = LazyLock::new(|| {
    sheet(
        "till",
        sheets!(
            "tokens",
            "base",
            "forms",
            "parts",
            "common",
            "till",
            "till_paper"
        ),
    )
});

fn sheet(name: &str, css: &str) -> Sheet {
    let css = without_comments(css);
    let hash: String = digest(&css)
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Sheet {
        path: format!("/assets/{name}.{hash}.css"),
        css,
    }
}

/// Comments and indentation are for us; customers pay by the byte.
fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut kept = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Their routes.
pub fn routes() -> Router<AppState> {
    let serve = |sheet: &'static Sheet| {
        get(move || async move {
            (
                [
                    (CONTENT_TYPE, "text/css; charset=utf-8"),
                    (CACHE_CONTROL, "public, max-age=31536000, immutable"),
                ],
                sheet.css.as_str(),
            )
        })
    };
    Router::new()
        .route(&STOREFRONT.path, serve(&STOREFRONT))
        .route(&BACK_OFFICE.path, serve(&BACK_OFFICE))
        .route(&TILL.path, serve(&TILL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_comments_only() {
        assert_eq!(
            without_comments("/* a */\n.b {\n  color: red; /* c */\n}\n"),
            ".b {\ncolor: red;\n}"
        );
        assert!(STOREFRONT.css.contains(".product-grid"));
        assert!(!STOREFRONT.css.contains("/*"));
    }
}
