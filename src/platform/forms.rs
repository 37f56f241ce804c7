//! How a form is answered: always by a redirect. Refused, it goes back to its page, where what was
//! typed stands again beside the reasons; done, it goes on, and the next page says so once.

use axum::extract::Request;
use serde::Serialize;
use serde_json::Value;

use super::flash::Flash;
use super::{Visit, fault, files};
use crate::values::{Refusal, Stop};

/// Where a form that was done goes on, and the good news there.
#[derive(Debug, Clone)]
pub struct Done {
    /// A path of ours.
    pub to: String,
    /// Good news: a translation key and what it names.
    pub notice: Option<Refusal>,
}

impl Done {
    /// Goes on without a word.
    pub fn to(path: impl Into<String>) -> Done {
        Done {
            to: path.into(),
            notice: None,
        }
    }

    /// Goes on and says so.
    pub fn saying(path: impl Into<String>, notice: Refusal) -> Done {
        Done {
            to: path.into(),
            notice: Some(notice),
        }
    }
}

/// A submitted form on its way to an answer.
pub struct Submitted {
    visit: Visit,
    form: String,
    back: String,
    typed: Value,
    /// The field that carries a file, if one does.
    file: Option<String>,
}

/// The key under which a page finds its good news.
pub const NOTICE: &str = "notice";

/// In the address of the sign-in where what was typed waits behind it.
pub const KEPT: &str = "kept";

/// Fields that are never kept, whatever happens.
const SECRETS: [&str; 8] = [
    "password",
    "new_password",
    "current_password",
    "consumer_key",
    "consumer_secret",
    "passkey",
    "pin",
    "again",
];

/// The most of a refused form that is kept, in bytes.
const MOST_TYPED: usize = 40_000;

/// The most of the reasons that are kept beside it, in bytes. PostgreSQL keeps no more than 65,536 of both.
const MOST_REASONS: usize = 16_000;

/// What PostgreSQL adds to a field, at most: where its name and its text stand, and how they are aligned.
const OF_A_FIELD: usize = 16;

impl Submitted {
    /// A form (its key in the flash), the page it stands on, and what was typed.
    pub fn new(visit: &Visit, form: &str, back: impl Into<String>, typed: &impl Serialize) -> Self {
        Submitted {
            visit: visit.clone(),
            form: form.chars().take(120).collect(),
            back: back.into(),
            typed: kept_of(serde_json::to_value(typed).unwrap_or_default()),
            file: None,
        }
    }

    /// A form whose field `named` carries a file. A file is kept for nobody: where she has to sign in
    /// again, the page says that it has to be chosen again.
    #[must_use]
    pub fn with_file(mut self, named: &str) -> Self {
        self.file = Some(named.to_owned());
        self
    }

    /// What stopped a form with a file before any of it was read. Where she has to sign in again, the
    /// rest of the form is kept.
    pub async fn unread(&mut self, stop: Stop, request: Request) -> Stop {
        if stop == Stop::SignIn {
            self.typed = kept_of(Value::Object(files::typed_beside(request).await));
        }
        stop
    }

    /// Keeps what was typed beside a file, for another look at the form where the file is refused: who
    /// only wanted to try it must not bring it in the next time.
    pub fn beside(&mut self, upload: &files::Upload) {
        self.typed = kept_of(Value::Object(upload.typed()));
    }

    /// Answers. The result is always `Ok`: what went wrong is said on the page it leads to.
    pub async fn answer(self, outcome: Result<Done, Stop>) -> Result<(), Stop> {
        let to = match outcome {
            Ok(done) => {
                if let Some(notice) = done.notice {
                    let flash = Flash {
                        notice: Some(notice),
                        ..Flash::default()
                    };
                    self.keep(NOTICE, &flash).await;
                }
                done.to
            }
            Err(stop) => self.refused(stop).await,
        };
        self.visit.send_to(&to);
        Ok(())
    }

    async fn refused(&self, stop: Stop) -> String {
        let (to, refusals) = match stop {
            Stop::Refused(refusals) => (self.back.clone(), refusals),
            Stop::NotFound => (self.back.clone(), vec![Refusal::of("refused-not-found")]),
            Stop::Forbidden => (self.back.clone(), vec![Refusal::of("refused-forbidden")]),
            Stop::SlowDown(seconds) => {
                let minutes = seconds.div_ceil(60);
                (
                    self.back.clone(),
                    vec![Refusal::of("refused-slow-down").with("minutes", minutes)],
                )
            }
            Stop::SignIn => {
                let to = format!("/sign-in?next={}", super::http::encode(&self.back));
                // Said again on the form's own page: what stands there is not saved yet.
                match &self.file {
                    Some(named) => (to, vec![Refusal::at(named, "refused-file-again")]),
                    None => {
                        let refusal = Refusal::of("refused-signed-out");
                        (format!("{to}&{KEPT}=1"), vec![refusal])
                    }
                }
            }
            Stop::Fault(id) | Stop::Unavailable(id) => (
                self.back.clone(),
                vec![Refusal::of("refused-fault").with("id", id)],
            ),
        };
        let flash = Flash {
            typed: self.typed.clone(),
            refusals: first_of(refusals),
            notice: None,
        };
        self.keep(&self.form, &flash).await;
        to
    }

    async fn keep(&self, form: &str, flash: &Flash) {
        let browser = self.visit.browser_or_new();
        if let Err(stop) = self.visit.state.db.keep_flash(&browser, form, flash).await {
            // The redirect still happens; what is lost is the message, and that is worth a line.
            let _ = fault("a refused form could not be kept", &stop);
        }
    }
}

/// What is kept of a form: no secrets, and no more than somebody typed. Strangers must not fill our
/// tables, nor with many fields where a form takes fields of any name.
fn kept_of(mut typed: Value) -> Value {
    if let Value::Object(fields) = &mut typed {
        for secret in SECRETS {
            fields.remove(secret);
        }
        let mut room = MOST_TYPED;
        fields.retain(|name, value| {
            let size = OF_A_FIELD + name.len() + value.as_str().map_or(0, str::len);
            let fits = size <= 16_000 && size <= room;
            room -= if fits { size } else { 0 };
            fits
        });
    }
    typed
}

/// As many reasons as are kept: the first ones. Who mends those sees the others after them.
fn first_of(mut refusals: Vec<Refusal>) -> Vec<Refusal> {
    let mut room = MOST_REASONS;
    let mut fits = |refusal: &Refusal| {
        let texts = refusal.args.iter().flat_map(|(name, value)| [name, value]);
        let texts = texts.chain(&refusal.field).chain([&refusal.key]);
        let size: usize = texts.map(|text| OF_A_FIELD + text.len()).sum();
        room = room.saturating_sub(4 * OF_A_FIELD + size);
        room > 0
    };
    let kept = refusals
        .iter()
        .map_while(|one| fits(one).then_some(()))
        .count();
    refusals.truncate(kept.max(1));
    if kept == 0
        && let Some(vast) = refusals.first_mut()
    {
        *vast = Refusal::of(&vast.key);
    }
    refusals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let mut typed = serde_json::Map::new();
        typed.insert("pin".to_owned(), Value::from("2468"));
        typed.insert("name".to_owned(), Value::from("Unga"));
        typed.insert("long".to_owned(), Value::from("x".repeat(16_001)));
        for number in 0..8_000 {
            typed.insert(format!("x{number}"), Value::from(""));
        }
        let kept = kept_of(Value::Object(typed));
        assert!(kept.get("pin").is_none() && kept.get("long").is_none());
        assert_eq!(kept.get("name"), Some(&Value::from("Unga")));
        let fields = kept.as_object().map_or(0, serde_json::Map::len);
        assert!((1_000..4_000).contains(&fields), "{fields}");
    }

    #[test]
    fn the_first_reasons_are_kept_and_one_at_least() {
        let long = |number: usize| {
            let why = Refusal::at(&format!("what-l{number}"), "refused-product-unknown");
            why.with("text", "N".repeat(300))
        };
        let all: Vec<Refusal> = (0..400).map(long).collect();
        let kept = first_of(all.clone());
        assert!((20..60).contains(&kept.len()), "{}", kept.len());
        assert_eq!(kept, all[..kept.len()]);
        let field = "f".repeat(20_000);
        let vast = vec![Refusal::at(&field, "refused-not-found")];
        assert_eq!(first_of(vast), [Refusal::of("refused-not-found")]);
        assert_eq!(first_of(Vec::new()), []);
    }
}
