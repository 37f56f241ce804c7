//! Golden bytes: what goes to the printer, to the last command.

use super::*;

fn receipt() -> Receipt {
    Receipt {
        shop: "Duka la Mfano na Bidhaa".to_owned(),
        head: vec!["Café, Moi Avenue".to_owned(), "PIN P051234567X".to_owned()],
        copy: None,
        title: "Sale 12".to_owned(),
        facts: vec!["3 Mar 2026, 14:05".to_owned()],
        items: vec![
            Item {
                name: "Maize flour, the very finest of all".to_owned(),
                details: vec!["2 kg × 150.00".to_owned(), "Discount 10.00".to_owned()],
                figure: "290.00".to_owned(),
                tax: "B".to_owned(),
            },
            Item {
                name: "Bread".to_owned(),
                details: vec!["1 × 60.50".to_owned()],
                figure: "60.50".to_owned(),
                tax: "A".to_owned(),
            },
        ],
        sums: vec![Row::new("Rounding", "0.50")],
        total: Row::new("Total", "KSh\u{a0}351"),
        money: vec![Row::new("M-Pesa ABCDEFGH12 from her phone", "351.00")],
        tax_title: "Tax inside".to_owned(),
        taxes: vec![
            Row::new("B 16 % of 250.00", "40.00"),
            Row::new("A exempt, 60.50", "0.00"),
        ],
        foot: vec!["Asante!".to_owned()],
        verify: "Ours?".to_owned(),
        code: "8AE8-UNM2-7ZHA".to_owned(),
        link: "https://d.example/s/duka/r/8AE8UNM27ZHA".to_owned(),
    }
}

/// The link is 39 bytes long; three more belong to its command.
const QR: &[u8] = b"\x1d(k\x04\x00\x31\x41\x32\x00\
    \x1d(k\x03\x00\x31\x43\x05\
    \x1d(k\x03\x00\x31\x45\x31\
    \x1d(k\x2a\x00\x31\x50\x30https://d.example/s/duka/r/8AE8UNM27ZHA\
    \x1d(k\x03\x00\x31\x51\x30\n";

/// Where the first difference is, in words: bytes are not read.
fn same(printed: &[u8], golden: &[u8]) {
    let at = printed
        .iter()
        .zip(golden)
        .take_while(|(a, b)| a == b)
        .count();
    let from = at.saturating_sub(30);
    let shown = |bytes: &[u8]| {
        let to = bytes.len().min(at + 30);
        bytes[from.min(to)..to].escape_ascii().to_string()
    };
    assert!(
        printed == golden,
        "differs at {at}: {} instead of {}",
        shown(printed),
        shown(golden)
    );
}

#[test]
fn a_roll_of_58_mm() {
    let job = Job {
        roll: Roll::Narrow,
        cuts: true,
        opens_drawer: true,
    };
    let golden = [
        b"\x1b@\x1c.\x1bt\x10".as_slice(),
        b"\x1bp\x00\x19\xfa",
        b"\x1ba\x01\x1d!\x11Duka la Mfano na\nBidhaa\n\x1d!\x00",
        b"Caf\xe9, Moi Avenue\nPIN P051234567X\n",
        b"\x1bE\x01Sale 12\n\x1bE\x003 Mar 2026, 14:05\n\x1ba\x00",
        b"--------------------------------\n",
        b"Maize flour, the very finest of\nall\n",
        b"  2 kg \xd7 150.00         290.00 B\n",
        b"  Discount 10.00\n",
        b"Bread\n",
        b"  1 \xd7 60.50              60.50 A\n",
        b"--------------------------------\n",
        b"Rounding                    0.50\n",
        b"\x1bE\x01Total                    KSh 351\n\x1bE\x00",
        b"M-Pesa ABCDEFGH12 from her phone\n",
        b"                          351.00\n",
        b"--------------------------------\n",
        b"Tax inside\n",
        b"B 16 % of 250.00           40.00\n",
        b"A exempt, 60.50             0.00\n",
        b"--------------------------------\n",
        b"\x1ba\x01Asante!\n",
        QR,
        b"Ours?\n\x1bE\x018AE8-UNM2-7ZHA\n\x1bE\x00\x1ba\x00",
        b"\x1dV\x42\x00",
    ];
    same(&bytes(&receipt(), job), &golden.concat());
}

#[test]
fn a_roll_of_80_mm_that_is_torn() {
    let job = Job {
        roll: Roll::Wide,
        cuts: false,
        opens_drawer: false,
    };
    let copy = Receipt {
        copy: Some("COPY 1".to_owned()),
        taxes: Vec::new(),
        sums: Vec::new(),
        ..receipt()
    };
    let golden = [
        b"\x1b@\x1c.\x1bt\x10".as_slice(),
        b"\x1ba\x01\x1d!\x11Duka la Mfano na Bidhaa\n\x1d!\x00",
        b"Caf\xe9, Moi Avenue\nPIN P051234567X\n",
        b"\x1d!\x11COPY 1\n\x1d!\x00",
        b"\x1bE\x01Sale 12\n\x1bE\x003 Mar 2026, 14:05\n\x1ba\x00",
        b"------------------------------------------------\n",
        b"Maize flour, the very finest of all\n",
        b"  2 kg \xd7 150.00                         290.00 B\n",
        b"  Discount 10.00\n",
        b"Bread\n",
        b"  1 \xd7 60.50                              60.50 A\n",
        b"------------------------------------------------\n",
        b"\x1bE\x01Total                                    KSh 351\n\x1bE\x00",
        b"M-Pesa ABCDEFGH12 from her phone          351.00\n",
        b"------------------------------------------------\n",
        b"\x1ba\x01Asante!\n",
        QR,
        b"Ours?\n\x1bE\x018AE8-UNM2-7ZHA\n\x1bE\x00\x1ba\x00",
        b"\x1bd\x05",
    ];
    same(&bytes(&copy, job), &golden.concat());
}

#[test]
fn what_a_shift_comes_to() {
    let job = Job {
        roll: Roll::Narrow,
        cuts: true,
        opens_drawer: false,
    };
    let slip = Receipt {
        shop: "Duka".to_owned(),
        title: "Shift so far".to_owned(),
        facts: vec!["Till 1 · Asha · T1-3".to_owned()],
        sums: vec![
            Row::new("Sales", "2"),
            Row::new("Cash", "KSh\u{a0}5,520"),
            Row::new("Cash", "KSh\u{a0}\u{2212}20"),
        ],
        total: Row::new("Expected in the drawer", "KSh\u{a0}6,500"),
        foot: vec!["Counted 10 less".to_owned()],
        ..Receipt::default()
    };
    let golden = [
        b"\x1b@\x1c.\x1bt\x10".as_slice(),
        b"\x1ba\x01\x1d!\x11Duka\n\x1d!\x00",
        b"\x1bE\x01Shift so far\n\x1bE\x00Till 1 \xb7 Asha \xb7 T1-3\n\x1ba\x00",
        b"--------------------------------\n",
        b"Sales                          2\n",
        b"Cash                   KSh 5,520\n",
        b"Cash                     KSh -20\n",
        b"\x1bE\x01Expected in the drawer KSh 6,500\n\x1bE\x00",
        b"--------------------------------\n",
        b"\x1ba\x01Counted 10 less\n",
        b"\n\x1bE\x01\n\x1bE\x00\x1ba\x00",
        b"\x1dV\x42\x00",
    ];
    same(&bytes(&slip, job), &golden.concat());
}

/// What a printer would take for a command: everything but text, as far as the commands are known.
fn commands(bytes: &[u8]) -> usize {
    let starts = |byte: &&u8| matches!(**byte, 0x1B | 0x1C | 0x1D | 0x10);
    bytes.iter().filter(starts).count()
}

#[test]
fn what_was_typed_adds_no_command() {
    let job = Job {
        roll: Roll::Narrow,
        cuts: true,
        opens_drawer: false,
    };
    let plain = receipt();
    let typed = "\u{1b}p\u{0}\u{19}\u{fa}\u{1d}V\u{0}\u{10}\u{14}\u{1}".to_owned();
    let evil = Receipt {
        shop: typed.clone(),
        head: vec![typed.clone(), typed.clone()],
        foot: vec![typed.clone()],
        title: typed,
        ..receipt()
    };
    assert_eq!(
        commands(&bytes(&evil, job)),
        commands(&bytes(&plain, job)),
        "a drawer that opens by the name of a shop"
    );
}

#[test]
fn the_drawer_opens_by_itself() {
    assert_eq!(kick(), b"\x1bp\x00\x19\xfa");
}
