//! How fast a file of products goes in: sent to the page, tried first and then in earnest, with its
//! progress; beside how fast PostgreSQL alone takes the rows that it became.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use dukani::catalog::import::{self, KeptImport, State};
use uuid::Uuid;

use super::fixture::Fixture;
use super::http::Client;
use super::inside::{COOKIE, Inside};
use super::report::Section;
use super::settings::Settings;
use super::tools::{median, spread};

/// Rows of the file.
const ROWS: u32 = 20_000;
/// Products that are there before.
const PRODUCTS: u64 = 1_000;
/// How often we look how far it is, and for how long.
const LOOK: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(600);

/// What sending a file came to.
struct Sent {
    /// From its first byte to its end, in seconds.
    took: f64,
    /// Until the page answered, in seconds.
    answered: f64,
    /// How many different numbers of rows were seen to be in.
    steps: usize,
}

/// What the turns took, in rows a second.
#[derive(Default)]
struct Turns {
    tried: Vec<f64>,
    meant: Vec<f64>,
    again: Vec<f64>,
    alone: Vec<f64>,
    answered: Vec<f64>,
    steps: usize,
}

/// Sends a file to a business that is filled for it; each turn another one.
pub fn measure(settings: &Settings) -> Result<Section, String> {
    let fixture = Fixture::start(settings, "import")?;
    // The second business takes the same rows from PostgreSQL alone.
    fixture.fill(2, PRODUCTS)?;
    let inside = Inside::of(&fixture)?;
    let mut turns = Turns::default();
    let mut checked = String::new();
    for round in 0..settings.rounds {
        let file = file(round);
        turns
            .tried
            .push(rate(send(&fixture, &inside, &file, true)?.took));
        let meant = send(&fixture, &inside, &file, false)?;
        turns.meant.push(rate(meant.took));
        turns.answered.push(meant.answered);
        turns.steps = turns.steps.max(meant.steps);
        turns
            .again
            .push(rate(send(&fixture, &inside, &file, false)?.took));
        if round == 0 {
            checked = fixture.check()?;
        }
        fixture.sql(include_str!("import_keep.sql"), &[("round", round)])?;
        let started = Instant::now();
        fixture.sql(include_str!("import_alone.sql"), &[])?;
        turns.alone.push(rate(started.elapsed().as_secs_f64()));
    }
    let mut section = Section::new(
        "import",
        "A file of products, and its rows alone",
        format!(
            "A business with {PRODUCTS} products, and a file of {ROWS} new ones with price, cost, \
             barcode, category and opening stock, sent to *Import from a file* and worked through \
             behind the page. Beside it the very rows that it became, put into another business by \
             `insert … select` in one transaction, without triggers and foreign keys."
        ),
        &["what", "seconds", "rows a second", "beside it", "ratio"],
    );
    show(&mut section, &turns);
    section.note(format!(
        "The page answered the file after {:.2} s and could then say {} different numbers of rows \
         that were in. `dukani check` afterwards: {checked}.",
        median(&turns.answered),
        turns.steps
    ));
    Ok(section)
}

fn show(section: &mut Section, turns: &Turns) {
    for (what, rates) in [
        ("tried: checked whole, nothing changed", &turns.tried),
        ("in earnest", &turns.meant),
        ("the same file again: nothing to change", &turns.again),
    ] {
        let (ours, beside) = (median(rates), median(&turns.alone));
        let (low, high) = spread(rates, &turns.alone);
        section.row(&[
            what,
            &format!("{:.1}", f64::from(ROWS) / ours),
            &format!("{ours:.0}"),
            &format!("{beside:.0}"),
            &format!("{:.3} ({low:.3} to {high:.3})", ours / beside),
        ]);
        section.figure(&format!("{what}: rows a second"), ours);
    }
    let ratio = median(&turns.meant) / median(&turns.alone);
    section.figure("rows a second alone", median(&turns.alone));
    section.figure("ratio", ratio);
    section.figure("steps", turns.steps);
}

fn rate(seconds: f64) -> f64 {
    f64::from(ROWS) / seconds
}

/// The file of a turn.
fn file(round: u64) -> String {
    let mut file = "sku,name,price,cost,stock,category,barcode\n".to_owned();
    for row in 0..ROWS {
        file.push_str(&format!(
            "IMPORT-{round}-{row},Goods {row} of turn {round},{},10,{},Shelf {},\
             70{round:02}{row:06}\n",
            50 + row % 200,
            1 + row % 40,
            row % 7
        ));
    }
    file
}

/// Sends a file as its page does, and waits until it is worked through.
fn send(fixture: &Fixture, inside: &Inside, file: &str, dry_run: bool) -> Result<Sent, String> {
    let import_id = Uuid::now_v7();
    let request = upload(&fixture.address, import_id, file, dry_run);
    let started = Instant::now();
    let answer = Client::to(&fixture.address).send(&request)?;
    let answered = started.elapsed().as_secs_f64();
    let to = answer.header("location").unwrap_or_default();
    if !to.ends_with(&import_id.to_string()) {
        return Err(format!("the file was not taken: {} {to}", answer.status));
    }
    let mut seen = BTreeSet::new();
    while started.elapsed() < PATIENCE {
        let kept = look(inside, import_id)?;
        let took = started.elapsed().as_secs_f64();
        seen.insert(kept.rows_done);
        let wanted = if dry_run { State::Tried } else { State::Done };
        if kept.state == wanted {
            return Ok(Sent {
                took,
                answered,
                steps: seen.len(),
            });
        }
        if !kept.state.is_under_way() {
            return Err(format!("the import ended as {:?}", kept.state));
        }
        std::thread::sleep(LOOK);
    }
    Err(format!("the import had not ended after {PATIENCE:?}"))
}

fn look(inside: &Inside, import_id: Uuid) -> Result<KeptImport, String> {
    let kept = inside.runtime.block_on(async {
        let mut tx = inside.cx().read().await?;
        import::kept(&mut tx, import_id, 0).await
    });
    let (kept, _) = kept.map_err(|stop| format!("the import cannot be seen: {stop}"))?;
    Ok(kept)
}

/// The form of the page, with the file in it.
fn upload(address: &str, import_id: Uuid, file: &str, dry_run: bool) -> Vec<u8> {
    let field = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body = field("import_id", &import_id.to_string());
    body.push_str(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"goods.csv\"\r\n\r\n",
    );
    body.push_str(file);
    body.push_str("\r\n");
    if dry_run {
        body.push_str(&field("dry_run", "true"));
    }
    body.push_str("--x--\r\n");
    let head = format!(
        "POST /b/bench-1/products/import HTTP/1.1\r\nHost: {address}\r\nCookie: dukani={COOKIE}\r\n\
         Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head, body].concat().into_bytes()
}
