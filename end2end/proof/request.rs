//! Requests to every address of the program, with something wrong in each of them. The same chance
//! makes the same request.

use std::collections::BTreeMap;

use super::chaos::{chance, escaped, length, nasty, noise};
use super::nasty::{CALLBACKS, COOKIES, FILES, HEADERS, HOSTS, JSON, QUERIES, SEGMENTS};
use super::run::Dice;
use super::till_talk;

/// A longer head may be refused before it has come whole, by a server that hangs up.
const LARGE: usize = 60_000;
/// What stands between the parts of a form with a file.
const BOUNDARY: &str = "xYzxYz";

/// What can be asked for.
pub struct Addresses {
    /// Addresses to look at, such as `/s/:shop/p/:product`.
    pub pages: Vec<String>,
    /// Addresses of server functions.
    pub functions: Vec<String>,
    /// Addresses that take a form with a file.
    pub uploads: Vec<String>,
    /// What may be filled in: by the name of the place, what is really there.
    pub real: BTreeMap<String, Vec<String>>,
    /// Where the server is, `host:port`.
    pub host: String,
}

/// One request, ready to be sent.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What goes out.
    pub bytes: Vec<u8>,
    /// Whether its answer has no body.
    pub is_head: bool,
    /// Whether it says that it is longer or shorter than it is.
    pub is_cut: bool,
    /// Whether the server may close without a word: it is cut off, or its head is very large.
    pub may_be_silent: bool,
    /// Whether it may end the session it was sent in.
    pub ends_session: bool,
}

/// What a request consists of.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) method: &'static str,
    pub(super) path: Vec<u8>,
    pub(super) kind: Option<Vec<u8>>,
    pub(super) body: Vec<u8>,
}

/// What the field of the file is called in the form of an upload, where it is not `file`.
const FILE_FIELDS: [(&str, &str); 3] = [
    ("/photo", "photo"),
    ("/suppliers/import", "suppliers"),
    ("/products/files/:what", "packs_file"),
];

/// The same for any upload.
pub fn file_field(path: &str) -> &'static str {
    let mut known = FILE_FIELDS.iter();
    let found = known.find(|(end, _)| path.ends_with(*end));
    found.map_or("file", |(_, field)| *field)
}

impl Addresses {
    /// The request of this chance. `session` is the cookie of somebody signed in.
    pub fn request(&self, dice: &mut Dice, number: u64, session: &str) -> Asked {
        let parts = match dice.below(100) {
            0..40 => self.look(dice),
            40..88 => self.call(dice),
            88..94 => self.upload(dice),
            94..97 => self.told(dice),
            _ => self.callback(dice),
        };
        let mut head = self.head(dice, &parts, number, session);
        let claimed = if chance(dice, 1) && !parts.body.is_empty() {
            let other = [parts.body.len() + 100, parts.body.len() / 2, usize::MAX];
            Some(dice.one_of(&other))
        } else {
            None
        };
        if !parts.body.is_empty() || parts.method == "POST" {
            let claimed = claimed.unwrap_or(parts.body.len());
            head.extend(format!("content-length: {claimed}\r\n").bytes());
        }
        head.extend(b"\r\n");
        let path = String::from_utf8_lossy(&parts.path).into_owned();
        let of_sessions = ["sign_out", "end_", "accept"];
        let is_large = head.len() > LARGE;
        head.extend(&parts.body);
        Asked {
            is_head: parts.method == "HEAD",
            is_cut: claimed.is_some(),
            may_be_silent: claimed.is_some() || is_large,
            ends_session: path.starts_with("/api/staff/")
                && of_sessions.iter().any(|word| path.contains(word)),
            bytes: head,
        }
    }

    /// Everything before the length of the body.
    fn head(&self, dice: &mut Dice, parts: &Parts, number: u64, session: &str) -> Vec<u8> {
        let mut head = [
            parts.method.as_bytes(),
            b" ",
            parts.path.as_slice(),
            b" HTTP/1.1\r\n",
        ]
        .concat();
        if chance(dice, 1) {
            head.extend(dice.one_of(HOSTS));
        } else {
            head.extend(format!("host: {}\r\n", self.host).bytes());
        }
        let accepts: [&[u8]; 5] = [
            b"text/html",
            b"text/html",
            b"*/*",
            b"application/json",
            b"\xff",
        ];
        head.extend([&b"accept: "[..], dice.one_of(&accepts), b"\r\n"].concat());
        // Another address for each: limits must not keep the rest from being reached.
        let [.., a, b, c] = number.to_be_bytes();
        if chance(dice, 98) {
            head.extend(format!("x-forwarded-for: 10.{a}.{b}.{c}\r\n").bytes());
        } else {
            let forged = dice.one_of(&["x", ",,,", "::1, ::2", "999.1.1.1", "10.0.0.1:80"]);
            head.extend(format!("x-forwarded-for: {forged}\r\n").bytes());
        }
        let mut cookie = match dice.below(100) {
            0..75 => session.as_bytes().to_vec(),
            75..80 => till_talk::COOKIE.into(),
            80..90 => format!("dukani_browser={:032x}", number % 50).into(),
            90..98 => dice.one_of(COOKIES).to_vec(),
            98 => b"a=".iter().copied().chain(noise(dice, 300)).collect(),
            _ => b"a=b; ".repeat(length(dice, 5_000)),
        };
        // One header, whatever it says.
        cookie.retain(|byte| !b"\r\n\0".contains(byte));
        head.extend([&b"cookie: "[..], cookie.as_slice(), b"\r\n"].concat());
        while chance(dice, 15) {
            head.extend(dice.one_of(HEADERS));
        }
        if parts.path.starts_with(b"/sync/") {
            head.extend(till_talk::HEADER.bytes());
        }
        if let Some(kind) = &parts.kind {
            head.extend([&b"content-type: "[..], kind.as_slice(), b"\r\n"].concat());
        }
        head
    }

    fn look(&self, dice: &mut Dice) -> Parts {
        let at = dice.below(self.pages.len() as u64);
        let mut path = self.path(dice, &self.pages[usize::try_from(at).unwrap()]);
        if chance(dice, 50) {
            path.push(b'?');
            path.extend(self.query(dice));
        }
        let methods = [
            "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "HEAD", "POST",
            "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "NONSENSE",
        ];
        Parts {
            method: dice.one_of(&methods),
            path,
            ..Parts::default()
        }
    }

    fn call(&self, dice: &mut Dice) -> Parts {
        let at = dice.below(self.functions.len() as u64);
        let function = &self.functions[usize::try_from(at).unwrap()];
        let mut parts = Parts {
            method: "POST",
            path: function.clone().into(),
            kind: Some(b"application/x-www-form-urlencoded".to_vec()),
            body: self.form(dice, function),
        };
        match dice.below(1_000) {
            0..20 => {
                parts.method = "GET";
                parts.path.push(b'?');
                parts.path.extend(std::mem::take(&mut parts.body));
            }
            20..50 => {
                let kinds: [&[u8]; 5] = [
                    b"application/json",
                    b"text/plain",
                    b"",
                    b"\xff",
                    b"multipart/form-data; boundary=x",
                ];
                parts.kind = Some(dice.one_of(&kinds).to_vec());
            }
            50..70 => {
                parts.kind = Some(b"application/json".to_vec());
                parts.body = b"[".repeat(length(dice, 100_000));
            }
            70..80 => parts.body = b"{\"form\":".repeat(length(dice, 20_000)),
            80..100 => parts.body = noise(dice, 400),
            100..130 => {
                let kept = length(dice, parts.body.len());
                parts.body.truncate(kept);
            }
            130..140 => {
                parts.method = dice.one_of(&["PUT", "DELETE", "OPTIONS", "PATCH", "HEAD", "TRACE"]);
            }
            140 => parts.body = b"a=1&".repeat(2_621_440),
            _ => {}
        }
        parts
    }

    fn upload(&self, dice: &mut Dice) -> Parts {
        let at = dice.below(self.uploads.len() as u64);
        let path = &self.uploads[usize::try_from(at).unwrap()];
        let mut body = Vec::<u8>::new();
        let mut part = |heading: String, name: &[u8], content: &[u8]| {
            body.extend(
                format!("--{BOUNDARY}\r\ncontent-disposition: form-data; {heading}").bytes(),
            );
            body.extend(name);
            body.extend(b"\"\r\n\r\n");
            body.extend(content);
            body.extend(b"\r\n");
        };
        let field = match dice.below(6) {
            0 => "",
            1 => "other",
            _ => file_field(path),
        };
        let names: [&[u8]; 6] = [b"a.csv", b"a.png", b"..\\x", b"\xff\xfe", b"a\0b", b""];
        let mut file = match dice.below(100) {
            0..80 => dice.one_of(FILES).to_vec(),
            80..95 => nasty(dice),
            95..99 => noise(dice, 3_000),
            _ => b"x,".repeat(100_000),
        };
        if chance(dice, 30) {
            file.extend(noise(dice, 300));
        }
        let heading = format!("name=\"{field}\"; filename=\"");
        part(heading, dice.one_of(&names), &file);
        if chance(dice, 50) {
            let id = if chance(dice, 50) {
                nasty(dice)
            } else {
                self.one(dice, "import")
            };
            part("name=\"".to_owned(), b"import_id", &id);
        }
        if chance(dice, 50) {
            part("name=\"".to_owned(), b"dry_run", b"on");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").bytes());
        if chance(dice, 20) {
            let kept = length(dice, body.len());
            body.truncate(kept);
        }
        let right = format!("multipart/form-data; boundary={BOUNDARY}");
        let kind = match dice.below(12) {
            0 => "multipart/form-data".to_owned(),
            1 => "multipart/form-data; boundary=".to_owned(),
            2 => format!("multipart/form-data; boundary=\"{}", "a".repeat(300)),
            3 => "text/plain".to_owned(),
            _ => right,
        };
        Parts {
            method: "POST",
            path: self.path(dice, path),
            kind: Some(kind.into()),
            body,
        }
    }

    fn callback(&self, dice: &mut Dice) -> Parts {
        let body = match dice.below(10) {
            0 => nasty(dice),
            1 => b"{\"a\":".repeat(length(dice, 10_000)),
            2 => b"x".repeat(length(dice, 100_000)),
            _ => till_talk::filled(dice, CALLBACKS, |dice| dice.one_of(JSON).to_string()),
        };
        Parts {
            method: "POST",
            path: self.path(dice, "/d/c/:token"),
            kind: Some(b"application/json".to_vec()),
            body,
        }
    }

    /// Something that is really there; now and then something of another kind.
    pub(super) fn one(&self, dice: &mut Dice, name: &str) -> Vec<u8> {
        if self.real.contains_key(name) && !chance(dice, 10) {
            return self.there(dice, name);
        }
        let other = usize::try_from(dice.below(self.real.len() as u64)).unwrap();
        self.there(dice, self.real.keys().nth(other).unwrap())
    }

    fn path(&self, dice: &mut Dice, shape: &str) -> Vec<u8> {
        let segments = shape.split('/').map(|segment| {
            let Some(name) = segment.strip_prefix(':') else {
                return segment.as_bytes().to_vec();
            };
            let is_shop = matches!(name, "business" | "shop");
            // Ids of products stand in the back office, their words in the storefront.
            let name = match (shape.starts_with("/s/"), name) {
                (true, "product") => "product_slug",
                (true, "category") => "category_slug",
                _ => name,
            };
            match dice.below(100) {
                0..60 => escaped(&self.one(dice, name)),
                60..85 if is_shop => b"demo".to_vec(),
                60..95 => {
                    let mut segment = escaped(&nasty(dice));
                    segment.truncate(6_000);
                    segment
                }
                _ => dice.one_of(SEGMENTS).to_vec(),
            }
        });
        segments.collect::<Vec<_>>().join(&b'/')
    }

    fn query(&self, dice: &mut Dice) -> Vec<u8> {
        let pairs = 1 + dice.below(3);
        let pairs = (0..pairs).map(|_| {
            let mut pair = dice.one_of(QUERIES).as_bytes().to_vec();
            pair.extend(dice.one_of(&["=", "=", "=", "", "[]=", "[a]="]).bytes());
            let mut value = if chance(dice, 70) {
                escaped(&nasty(dice))
            } else {
                self.one(dice, "order")
            };
            value.truncate(5_000);
            pair.extend(value);
            pair
        });
        pairs.collect::<Vec<_>>().join(&b'&')
    }

    /// The form of a function, in which a few fields are wrong.
    fn form(&self, dice: &mut Dice, function: &str) -> Vec<u8> {
        let mut fields = self.fields(dice, function);
        let percent = dice.one_of(&[0, 3, 3, 10, 10, 50]);
        for (name, value) in &mut fields {
            if chance(dice, percent) {
                *value = if chance(dice, 20) {
                    self.one(dice, "")
                } else {
                    nasty(dice)
                };
                match dice.below(30) {
                    0 => name.push_str("[]"),
                    1 => name.push_str("[x][y]"),
                    2 => name.clear(),
                    3 => name.push('\0'),
                    _ => {}
                }
            }
        }
        fields.retain(|_| percent == 0 || !chance(dice, 2));
        if chance(dice, 10) {
            dice.shuffle(&mut fields);
        }
        let written = fields.iter().map(|(name, value)| {
            let name = escaped(name.as_bytes());
            [name, b"=".to_vec(), escaped(value)].concat()
        });
        let mut body = written.collect::<Vec<_>>().join(&b'&');
        if chance(dice, 3) {
            let nested = "[a]".repeat(length(dice, 2_000));
            body.extend(format!("&form{nested}=1").bytes());
        }
        body
    }
}
