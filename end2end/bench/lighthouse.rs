//! What Lighthouse says of the storefront, as a phone's browser sees it.

use std::process::Command;

use serde_json::Value;

use super::fixture::Fixture;
use super::journey::Journey;
use super::report::Section;
use super::settings::Settings;

const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];

/// Looks at the category, the product and the checkout of the demo's storefront.
pub fn measure(settings: &Settings, demo: &Fixture) -> Result<Section, String> {
    let journey = Journey::through(demo, "demo")?;
    let pages = [
        ("category", &journey.category),
        ("product", &journey.product),
        ("checkout", &journey.checkout),
    ];
    let output = Command::new("node")
        .arg(settings.beside("lighthouse.mjs"))
        .args(["--cookie", &journey.cookie])
        .args(pages.iter().map(|(_, path)| demo.url(path)))
        .output()
        .map_err(|e| format!("node: {e}"))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("lighthouse.mjs stopped: {why}"));
    }
    let looks: Vec<Value> = serde_json::from_slice(&output.stdout)
        .map_err(|e| format!("lighthouse.mjs told no JSON: {e}"))?;
    let version = looks.first().map(|look| text(&look["version"]));
    let mut section = Section::new(
        "lighthouse",
        "Lighthouse",
        format!(
            "The demo business; Lighthouse {}, its phone on its slow network, Debian's Chromium.",
            version.unwrap_or_default()
        ),
        &[
            "page",
            "performance",
            "accessibility",
            "best practices",
            "search engines",
            "what costs points",
        ],
    );
    for ((name, _), look) in pages.iter().zip(&looks) {
        let scores: Vec<String> = CATEGORIES
            .iter()
            .map(|category| look["scores"][category].to_string())
            .collect();
        let lost = look["lost"].as_array().map_or(&[][..], Vec::as_slice);
        let lost: Vec<String> = lost.iter().map(text).collect();
        let lost = if lost.is_empty() {
            "nothing".to_owned()
        } else {
            lost.join(", ")
        };
        let mut cells = vec![*name];
        cells.extend(scores.iter().map(String::as_str));
        cells.push(&lost);
        section.row(&cells);
        section.figure(name, look["scores"].clone());
    }
    section.note(
        "The checkout is one customer's own: it asks search engines to stay away, and loses points \
         with them for it."
            .to_owned(),
    );
    Ok(section)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
