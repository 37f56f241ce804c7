//! What a customer's phone must fetch before it shows a page for the first time.

use std::collections::BTreeSet;

use super::fixture::Fixture;
use super::http::{self, Answer, Client, attribute, tags};
use super::journey::Journey;
use super::report::{Section, met};
use super::settings::Settings;

/// What a first view may weigh, without pictures.
const MOST_BYTES: usize = 30_000;
/// What may be fetched before something is shown: the page and its style.
const MOST_REQUESTS: usize = 2;
/// What a phone's Chrome sends.
const PHONE: [(&str, &str); 4] = [
    (
        "User-Agent",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
         Chrome/140.0.0.0 Mobile Safari/537.36",
    ),
    (
        "Accept",
        "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    ),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Accept-Language", "en-KE,en;q=0.9,sw;q=0.8"),
];

/// A first view.
struct View {
    page: usize,
    style: usize,
    requests: usize,
    scripts: usize,
    pictures: usize,
    picture_bytes: usize,
}

/// Looks at every page of the demo's storefront as a phone would.
pub fn measure(settings: &Settings, demo: &Fixture) -> Result<Section, String> {
    let journey = Journey::through(demo, "demo")?;
    let mut section = Section::new(
        "pages",
        "A first view on a phone",
        "The demo business. Bytes as they came over the socket, headers included, compressed as \
         Chrome asks for it; nothing in the browser's cache."
            .to_owned(),
        &[
            "page",
            "page, bytes",
            "style, bytes",
            "together",
            "≤ 30 kB",
            "requests before it shows",
            "≤ 2",
            "scripts",
            "pictures",
            "KSh a view",
        ],
    );
    for (name, path) in journey.pages() {
        let view = look(demo, path, &journey.cookie)?;
        let together = view.page + view.style;
        let shillings = megabytes(together + view.picture_bytes) * settings.shillings_per_megabyte;
        let pictures = match view.pictures {
            0 => "none".to_owned(),
            count => format!("{count}, {} bytes", view.picture_bytes),
        };
        section.row(&[
            name,
            &view.page.to_string(),
            &view.style.to_string(),
            &together.to_string(),
            met(together <= MOST_BYTES),
            &view.requests.to_string(),
            met(view.requests <= MOST_REQUESTS),
            &view.scripts.to_string(),
            &pictures,
            &format!("{shillings:.4}"),
        ]);
        section.figure(&format!("{name}: bytes"), together);
        section.figure(&format!("{name}: requests"), view.requests);
        section.figure(&format!("{name}: scripts"), view.scripts);
        section.figure(&format!("{name}: picture bytes"), view.picture_bytes);
    }
    section.note(format!(
        "A megabyte is taken at KSh {}: about KSh 77 a gigabyte, from Cable.co.uk's comparison of \
         bundles (US$ 0.59). Without a bundle it costs more; `BENCH_KES_PER_MB` sets it.",
        settings.shillings_per_megabyte
    ));
    Ok(section)
}

fn look(demo: &Fixture, path: &str, cookie: &str) -> Result<View, String> {
    // Read as it is first, because this program unpacks nothing.
    let plain = fetch(demo, path, &[("Cookie", cookie)])?;
    let html = plain.text();
    let mut headers = PHONE.to_vec();
    headers.push(("Cookie", cookie));
    let page = fetch(demo, path, &headers)?.wire;
    let blocking = |tag: &&str| {
        let media = attribute(tag, "media").unwrap_or_default();
        attribute(tag, "rel").as_deref() == Some("stylesheet") && media != "print"
    };
    let styles = tags(&html, "link").into_iter().filter(blocking);
    let styles: BTreeSet<String> = styles.filter_map(|tag| attribute(tag, "href")).collect();
    let mut style = 0;
    for href in &styles {
        style += fetch(demo, href, &headers)?.wire;
    }
    let scripts = tags(&html, "script");
    let waits = |tag: &&&str| {
        let later = tag.contains(" async") || tag.contains(" defer") || tag.contains("module");
        attribute(tag, "src").is_some() && !later
    };
    let images = tags(&html, "img").into_iter();
    let images: BTreeSet<String> = images.filter_map(|tag| attribute(tag, "src")).collect();
    let mut picture_bytes = 0;
    let mut pictures = 0;
    for source in images.iter().filter(|source| source.starts_with('/')) {
        pictures += 1;
        picture_bytes += fetch(demo, source, &headers)?.wire;
    }
    Ok(View {
        page,
        style,
        requests: 1 + styles.len() + scripts.iter().filter(waits).count(),
        scripts: scripts.len(),
        pictures,
        picture_bytes,
    })
}

fn fetch(demo: &Fixture, path: &str, headers: &[(&str, &str)]) -> Result<Answer, String> {
    let request = http::get(&demo.address, path, headers);
    let answer = Client::to(&demo.address).send(&request)?;
    if answer.status == 200 {
        Ok(answer)
    } else {
        Err(format!("{path} answered {}", answer.status))
    }
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6
}
