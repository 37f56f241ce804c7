//! The health page, as HTML.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use html_escape::encode_text;

use super::health::{Line, Verdict, worst};
use crate::app::assets;

/// The page. It brings neither script nor style of its own.
pub(super) fn page(lines: &[Line], now: DateTime<Utc>) -> String {
    let sheet = &assets::BACK_OFFICE.path;
    let title = match worst(lines) {
        Verdict::Ok => "All is well",
        Verdict::LookHere => "Look here",
        Verdict::Bad => "Something does not work",
    };
    let rows: String = lines.iter().map(row).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <meta http-equiv=\"refresh\" content=\"30\">\
         <title>{title} - Dukani</title><link rel=\"stylesheet\" href=\"{sheet}\"></head>\
         <body><main class=\"main\" id=\"main\"><div class=\"page-head\"><h1>{title}</h1>\
         <p class=\"quiet\">At {} UTC. The page looks again by itself.</p></div>\
         <div class=\"table-wrap\"><table class=\"table\">\
         <caption class=\"hidden\">{title}</caption>\
         <thead><tr><th scope=\"col\">What</th>\
         <th scope=\"col\">Verdict</th><th scope=\"col\">How it is</th></tr></thead>\
         <tbody>{rows}</tbody></table></div></main></body></html>\n",
        now.format("%Y-%m-%d %H:%M:%S")
    )
}

fn row(line: &Line) -> String {
    let (class, word) = match line.verdict {
        Verdict::Ok => ("good", "OK"),
        // One piece: a narrow column would break it.
        Verdict::LookHere => ("look", "look\u{a0}here"),
        Verdict::Bad => ("bad", "BAD"),
    };
    let mut row = format!(
        "<tr><th scope=\"row\">{}</th><td data-label=\"Verdict\">\
         <span class=\"status {class}\">{word}</span></td><td data-label=\"How it is\"><div>{}",
        encode_text(line.what),
        encode_text(&line.said)
    );
    if let Some(to_do) = line.to_do {
        // Writing into a text cannot fail.
        let _ = write!(row, "<br><strong>{}</strong>", encode_text(to_do));
    }
    // One piece: on a phone what stands in a cell stands beside its label.
    row + "</div></td></tr>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_worst_first_and_escapes() {
        let lines = [
            Line {
                what: "Database",
                verdict: Verdict::Bad,
                said: "does not answer: <refused>".to_owned(),
                to_do: Some("See & mend."),
            },
            Line {
                what: "Disk",
                verdict: Verdict::Ok,
                said: "much".to_owned(),
                to_do: None,
            },
        ];
        let html = page(&lines, DateTime::UNIX_EPOCH);
        for part in [
            "<h1>Something does not work</h1>",
            "&lt;refused&gt;",
            "See &amp; mend.</strong></div></td>",
            "status good\">OK",
            "At 1970-01-01 00:00:00 UTC",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
        assert!(!html.contains("<script") && !html.contains("style="));
    }
}
