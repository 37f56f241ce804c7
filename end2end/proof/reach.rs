//! Every server function and every plain handler, asked with nothing wrong, by somebody who may: each
//! must do something else than refuse what it was sent unread. Whatever is not reached this way,
//! nonsense does not reach either.

use dukani::till::wire::PIN;
use sqlx::PgConnection;

use super::chaos::escaped;
use super::nasty::CALLBACKS;
use super::request::{Addresses, file_field};
use super::run::Dice;
use super::till_talk;
use super::wire::{Ended, Reply, Wire};

/// So often the same is asked, of other things that are there: not every prompt is every order's.
const TRIES: usize = 60;
/// What stands between the parts of a form with a file.
const BOUNDARY: &str = "xYzxYz";
/// Refusals of who did not read what was sent, found nothing that it is about, or asked nothing of it.
const UNREAD: [&str; 8] = [
    "refused-fault",
    "refused-forbidden",
    "refused-import-missing",
    "refused-not-found",
    "refused-signed-out",
    "refused-slow-down",
    "refused-unreadable",
    "refused-upload-broken",
];
/// Functions after which whoever was signed in may be so no more.
pub const ENDS: [&str; 4] = ["sign_", "end_", "accept", "password"];

/// What is asked.
#[derive(Clone, Copy)]
pub enum Target<'a> {
    /// A server function.
    Function(&'a str),
    /// A plain handler: its method and its address.
    Handler(&'a str, &'a str),
}

impl Target<'_> {
    fn name(self) -> String {
        match self {
            Target::Function(path) => path.to_owned(),
            Target::Handler(method, path) => format!("{method} {path}"),
        }
    }
}

/// Signs the owner in; her cookies.
pub async fn signed_in(host: &str, number: u64, wire: &mut Wire) -> String {
    let [.., a, b, c] = number.to_be_bytes();
    let body = "form[identity]=0700000001&form[password]=duka-la-mfano&form[next]=";
    let request = format!(
        "POST /api/staff/sign_in HTTP/1.1\r\nhost: {host}\r\naccept: text/html\r\n\
         x-forwarded-for: 11.{a}.{b}.{c}\r\ncontent-length: {}\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n{body}",
        body.len()
    );
    let ended = wire.send(request.as_bytes(), false, false).await;
    let Ended::Replied(reply) = ended else {
        panic!("the owner cannot sign in: {ended:?}");
    };
    let is_in = reply.cookies.iter().any(|pair| pair.starts_with("dukani="));
    assert!(is_in, "the owner is not signed in: {reply:?}");
    reply.cookies.join("; ")
}

/// Why an answer is none of what was asked, if it is not. `flashes` is what was kept for the page that
/// it leads to.
pub fn turned_away(target: Target<'_>, reply: &Reply, flashes: &[String]) -> Option<String> {
    let is_answer = match target {
        // An image that M-Pesa draws may be none.
        Target::Handler("GET", path) if path.starts_with("/sync/v1/qr/") => {
            matches!(reply.status, 200 | 204)
        }
        Target::Handler("GET", _) => reply.status == 200,
        _ => matches!(reply.status, 200 | 302 | 303),
    };
    // That is where signing out ends.
    let is_out = matches!(target, Target::Function(path) if path.ends_with("/sign_out"));
    let is_led_away =
        reply.location.contains("__err") || (reply.location.contains("/sign-in?next=") && !is_out);
    if !is_answer || is_led_away {
        return Some(format!("{} {}", reply.status, reply.location));
    }
    let said = |word: &&&str| flashes.iter().any(|text| text.contains(**word));
    UNREAD.iter().find(said).map(ToString::to_string)
}

struct Asker<'a> {
    addresses: &'a Addresses,
    dice: Dice,
    wire: Wire,
    session: String,
    sign_ins: u64,
}

impl Asker<'_> {
    /// Where, as what, and what.
    fn parts(&mut self, target: Target<'_>) -> (String, String, Vec<u8>) {
        match target {
            Target::Function(path) => {
                let fields = self.addresses.fields(&mut self.dice, path);
                let pairs = fields
                    .iter()
                    .map(|(name, value)| [escaped(name.as_bytes()), escaped(value)].join(&b'='));
                let body = pairs.collect::<Vec<_>>().join(&b'&');
                let kind = "application/x-www-form-urlencoded";
                (path.to_owned(), kind.to_owned(), body)
            }
            Target::Handler("GET", shape) => (self.path(shape), String::new(), Vec::new()),
            Target::Handler(_, PIN) => {
                let body = self.addresses.pin_typed(&mut self.dice);
                (PIN.to_owned(), "application/json".to_owned(), body)
            }
            Target::Handler(_, shape) if shape.starts_with("/sync/") => {
                let body = self.addresses.said_rightly(&mut self.dice, shape);
                (self.path(shape), "application/json".to_owned(), body)
            }
            Target::Handler(_, shape) if shape.starts_with("/d/c/") => {
                let body = CALLBACKS[0].replace('@', "0").into_bytes();
                (self.path(shape), "application/json".to_owned(), body)
            }
            Target::Handler(_, shape) => {
                let path = self.path(shape);
                let field = if path.ends_with("/parts") {
                    "parts_file"
                } else {
                    file_field(shape)
                };
                let body = format!(
                    "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{field}\"; \
                     filename=\"a.csv\"\r\n\r\nsku,name,price\nFUZZ,A name,10\n\r\n--{BOUNDARY}--\r\n"
                );
                let kind = format!("multipart/form-data; boundary={BOUNDARY}");
                (path, kind, body.into_bytes())
            }
        }
    }

    fn path(&mut self, shape: &str) -> String {
        let segments = shape.split('/').map(|segment| {
            let Some(name) = segment.strip_prefix(':') else {
                return segment.to_owned();
            };
            let there = self.addresses.there(&mut self.dice, name);
            String::from_utf8_lossy(&escaped(&there)).into_owned()
        });
        segments.collect::<Vec<_>>().join("/")
    }

    async fn ask(&mut self, target: Target<'_>) -> Ended {
        let method = match target {
            Target::Function(_) => "POST",
            Target::Handler(method, _) => method,
        };
        let (path, kind, body) = self.parts(target);
        let host = &self.addresses.host;
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\naccept: text/html\r\n\
             referer: http://{host}/b/demo\r\ncookie: {}; {}\r\n{}",
            self.session,
            till_talk::COOKIE,
            till_talk::HEADER
        );
        if method == "POST" {
            let length = body.len();
            request.push_str(&format!(
                "content-type: {kind}\r\ncontent-length: {length}\r\n"
            ));
        }
        request.push_str("\r\n");
        let request = [request.into_bytes(), body].concat();
        self.wire.send(&request, false, false).await
    }

    /// Why this was never reached; the last reason.
    async fn reach(&mut self, db: &mut PgConnection, target: Target<'_>) -> Result<(), String> {
        let mut why = String::new();
        for _ in 0..TRIES {
            if self.session.is_empty() {
                self.sign_ins += 1;
                let host = &self.addresses.host;
                // Numbers that the workers do not come to.
                let number = u64::from(u16::MAX) + self.sign_ins;
                self.session = signed_in(host, number, &mut self.wire).await;
            }
            // What was refused before, and tills that were taken back.
            for forget in [
                "delete from app.flash",
                "update app.device set revoked_at = null, revoked_by = null
                  where revoked_at is not null",
            ] {
                sqlx::query(forget).execute(&mut *db).await.unwrap();
            }
            let ended = self.ask(target).await;
            if let Target::Function(path) = target
                && ENDS.iter().any(|word| path.contains(word))
            {
                self.session.clear();
            }
            let Ended::Replied(reply) = ended else {
                why = format!("{ended:?}");
                continue;
            };
            let flashes = sqlx::query_scalar("select content::text from app.flash");
            let flashes: Vec<String> = flashes.fetch_all(&mut *db).await.unwrap();
            match turned_away(target, &reply, &flashes) {
                Some(reason) => why = reason,
                None => return Ok(()),
            }
        }
        Err(format!("{}: {why}", target.name()))
    }
}

/// Asks every function and every handler; how many there are, and which were never reached.
pub async fn reach_all(
    addresses: &Addresses,
    handlers: &[(&str, String)],
    seed: u64,
    db: &mut PgConnection,
) -> (usize, Vec<String>) {
    let mut asker = Asker {
        addresses,
        dice: Dice::of(seed, u64::MAX - 1),
        wire: Wire::to(&addresses.host),
        session: String::new(),
        sign_ins: 0,
    };
    // Backwards: one session is ended before all of them are.
    let functions = addresses.functions.iter().rev();
    let functions = functions.map(|path| Target::Function(path));
    let handlers = handlers
        .iter()
        .map(|(method, path)| Target::Handler(method, path));
    let targets: Vec<Target<'_>> = functions.chain(handlers).collect();
    let mut missed = Vec::new();
    for target in &targets {
        if let Err(why) = asker.reach(db, *target).await {
            missed.push(why);
        }
    }
    (targets.len(), missed)
}

/// The judge sees who was turned away.
pub fn must_see_who_is_turned_away() {
    let reply = |status, location: &str| {
        let mut reply = Reply::default();
        reply.status = status;
        location.clone_into(&mut reply.location);
        reply
    };
    let function = Target::Function("/api/x/y");
    let file = Target::Handler("GET", "/x.csv");
    let fine = [r#"{"refusals":[{"key":"refused-changed-meanwhile"}]}"#.to_owned()];
    let unread = [r#"{"refusals":[{"key":"refused-not-found"}]}"#.to_owned()];
    assert_eq!(turned_away(function, &reply(303, "/b/demo"), &fine), None);
    assert_eq!(turned_away(file, &reply(200, ""), &[]), None);
    let none = &unread[..0];
    for (target, reply, flashes) in [
        (function, reply(303, "/b/demo"), &unread[..]),
        (function, reply(303, "/?__err=x"), none),
        (function, reply(303, "/sign-in?next=%2F"), none),
        (function, reply(404, ""), none),
        (file, reply(404, ""), none),
        (file, reply(303, "/b/demo"), none),
    ] {
        let why = turned_away(target, &reply, flashes);
        assert!(why.is_some(), "{reply:?}");
    }
}
