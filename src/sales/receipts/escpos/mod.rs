//! A receipt as the bytes that receipt printers understand (ESC/POS): text in a code page, a QR code,
//! the cut, and the kick that opens the drawer. Pure, for server and browser: the browser sends them to
//! the printer over USB, a serial line or Bluetooth.
//!
//! What people typed can command nothing: control characters never reach the printer, and letters that
//! the code page lacks become a question mark. Width is counted in columns of the printer's own font.

mod page;

use super::receipt::{Item, Receipt, Row};

/// How wide the roll is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roll {
    /// 58 mm: 32 columns.
    Narrow,
    /// 80 mm: 48 columns.
    Wide,
}

impl Roll {
    const fn columns(self) -> usize {
        match self {
            Roll::Narrow => 32,
            Roll::Wide => 48,
        }
    }
}

/// What happens round the receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// On which roll.
    pub roll: Roll,
    /// Whether the printer cuts the paper; one that cannot is fed as far as its edge.
    pub cuts: bool,
    /// Whether the drawer opens, which it does first: change is given while the paper comes.
    pub opens_drawer: bool,
}

/// Wakes the printer from whatever was printed before; takes a printer that was made for Chinese out of
/// reading two bytes as one letter; chooses the code page of Windows for western Europe.
const BEGIN: [u8; 7] = [0x1B, b'@', 0x1C, b'.', 0x1B, b't', 16];
/// The first drawer, with a pulse of 50 ms.
const KICK: [u8; 5] = [0x1B, b'p', 0, 25, 250];
/// Feeds as far as the knife, and cuts all but a corner.
const CUT: [u8; 4] = [0x1D, b'V', 66, 0];
/// Five lines: as far as the edge where paper is torn.
const FEED: [u8; 3] = [0x1B, b'd', 5];
const LEFT: [u8; 3] = [0x1B, b'a', 0];
const CENTRE: [u8; 3] = [0x1B, b'a', 1];
const BOLD: [u8; 3] = [0x1B, b'E', 1];
const LIGHT: [u8; 3] = [0x1B, b'E', 0];
/// Twice as wide and twice as high.
const LARGE: [u8; 3] = [0x1D, b'!', 0x11];
const PLAIN: [u8; 3] = [0x1D, b'!', 0];

/// The bytes that print a receipt.
#[must_use]
pub fn bytes(receipt: &Receipt, job: Job) -> Vec<u8> {
    let mut paper = Paper {
        bytes: BEGIN.to_vec(),
        columns: job.roll.columns(),
    };
    if job.opens_drawer {
        paper.send(&KICK);
    }
    paper.head(receipt);
    if !receipt.items.is_empty() {
        paper.rule();
    }
    for item in &receipt.items {
        paper.item(item);
    }
    paper.rule();
    paper.rows(&receipt.sums);
    paper.send(&BOLD);
    paper.row(&receipt.total);
    paper.send(&LIGHT);
    paper.rows(&receipt.money);
    if !receipt.taxes.is_empty() {
        paper.rule();
        paper.text(&receipt.tax_title);
        paper.rows(&receipt.taxes);
    }
    paper.rule();
    paper.foot(receipt);
    if job.cuts {
        paper.send(&CUT);
    } else {
        paper.send(&FEED);
    }
    paper.bytes
}

/// The bytes that open the drawer, and print nothing.
#[must_use]
pub fn kick() -> Vec<u8> {
    KICK.to_vec()
}

/// What was put on the paper so far.
struct Paper {
    bytes: Vec<u8>,
    columns: usize,
}

impl Paper {
    fn send(&mut self, command: &[u8]) {
        self.bytes.extend_from_slice(command);
    }

    /// Text, over as many lines of so many columns as it takes.
    fn wrapped(&mut self, text: &str, columns: usize) {
        for line in page::wrap(text, columns) {
            self.bytes.extend_from_slice(&line);
            self.bytes.push(b'\n');
        }
    }

    fn text(&mut self, text: &str) {
        self.wrapped(text, self.columns);
    }

    fn rule(&mut self) {
        let line = vec![b'-'; self.columns];
        self.send(&line);
        self.send(b"\n");
    }

    /// A name and its figure at the right edge; under the name where they do not fit beside each other.
    fn row(&mut self, row: &Row) {
        let name = page::encode(&row.name);
        let figure = page::encode(&row.figure);
        let together = name.len() + 1 + figure.len();
        if together > self.columns {
            self.text(&row.name);
        } else {
            self.send(&name);
        }
        let before = if together > self.columns {
            0
        } else {
            name.len()
        };
        let gap = self.columns.saturating_sub(before + figure.len());
        let gap = vec![b' '; gap];
        self.send(&gap);
        self.send(&figure);
        self.send(b"\n");
    }

    fn rows(&mut self, rows: &[Row]) {
        for row in rows {
            self.row(row);
        }
    }

    fn head(&mut self, receipt: &Receipt) {
        self.send(&CENTRE);
        self.send(&LARGE);
        self.wrapped(&receipt.shop, self.columns / 2);
        self.send(&PLAIN);
        for line in &receipt.head {
            self.text(line);
        }
        if let Some(copy) = &receipt.copy {
            self.send(&LARGE);
            self.wrapped(copy, self.columns / 2);
            self.send(&PLAIN);
        }
        self.send(&BOLD);
        self.text(&receipt.title);
        self.send(&LIGHT);
        for line in &receipt.facts {
            self.text(line);
        }
        self.send(&LEFT);
    }

    /// The name above, then how much of it with what it came to and the letter of its tax.
    fn item(&mut self, item: &Item) {
        self.text(&item.name);
        let figure = format!("{} {}", item.figure, item.tax);
        let mut details = item.details.iter();
        let first = details.next().map_or("", String::as_str);
        self.row(&Row::new(format!("  {first}"), figure));
        for detail in details {
            self.text(&format!("  {detail}"));
        }
    }

    fn foot(&mut self, receipt: &Receipt) {
        self.send(&CENTRE);
        for line in &receipt.foot {
            self.text(line);
        }
        if !receipt.link.is_empty() {
            self.qr(&receipt.link);
        }
        self.text(&receipt.verify);
        self.send(&BOLD);
        self.text(&receipt.code);
        self.send(&LIGHT);
        self.send(&LEFT);
    }

    /// The printer draws the QR code by itself: its kind, the size of a dot, how much of it may be
    /// spoilt (15 %), what it says, and now print it.
    fn qr(&mut self, link: &str) {
        // Three more bytes belong to what is said; the length has two bytes.
        let Ok(length) = u16::try_from(link.len() + 3) else {
            return;
        };
        let [low, high] = length.to_le_bytes();
        self.send(&[0x1D, b'(', b'k', 4, 0, 0x31, 0x41, 0x32, 0]);
        self.send(&[0x1D, b'(', b'k', 3, 0, 0x31, 0x43, 5]);
        self.send(&[0x1D, b'(', b'k', 3, 0, 0x31, 0x45, 0x31]);
        self.send(&[0x1D, b'(', b'k', low, high, 0x31, 0x50, 0x30]);
        self.send(link.as_bytes());
        self.send(&[0x1D, b'(', b'k', 3, 0, 0x31, 0x51, 0x30]);
        self.send(b"\n");
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
