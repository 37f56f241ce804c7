//! Sessions on PostgreSQL: the cookie holds the id, the table its digest and, in a column, who
//! signed in, so that the database itself can check a member's way in.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::http::HeaderMap;
use chrono::{DateTime, TimeDelta, Utc};
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::{Duration, OffsetDateTime};
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result, SessionStore};
use tower_sessions::{Expiry, SessionManagerLayer};

use super::{AppState, Config, Database, secrets};

/// The key in a session's data under which the signed-in user stands.
pub const USER: &str = "user_id";
/// The key for the browser that signed in, in a few words. The database reads it there.
pub const DEVICE: &str = "device";
/// The key for the network that it came from, shortened.
pub const CAME_FROM: &str = "came_from";
/// The cookie lives as long as a session can at most. That a session ends sooner when nobody uses
/// it (after 7 days) is kept by the database: `app.session_save` and `app.session_touch`.
const MOST_DAYS: i64 = 30;
/// How often the use of a session is written down at most.
const TOUCH_MINUTES: i64 = 5;
/// Beyond this many, what is remembered of touches begins anew: it only saves questions.
const MOST_TOUCHES: usize = 10_000;

/// When the use of a session in a business was last written down.
type Touched = HashMap<(Vec<u8>, String), DateTime<Utc>>;

/// When each session last touched each business, as far as this process knows.
static TOUCHED: LazyLock<Mutex<Touched>> = LazyLock::new(Mutex::default);

/// Keeps sessions in `app.session`, through its definer functions.
#[derive(Debug, Clone)]
pub struct Sessions(Database);

/// The layer that gives handlers their session. It reads and writes nothing until a handler asks,
/// so customers, who have no session, pay nothing for it.
pub fn layer(db: &Database, config: &Config) -> SessionManagerLayer<Sessions> {
    SessionManagerLayer::new(Sessions(db.clone()))
        .with_name(cookie_name(config))
        .with_secure(config.is_https())
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::days(MOST_DAYS)))
}

/// The cookie's name; `__Host-` binds it to this very host where browsers come by https.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() {
        "__Host-dukani"
    } else {
        "dukani"
    }
}

/// The name of the cookie by which a browser that is a till is known.
pub fn till_cookie_name(config: &Config) -> &'static str {
    if config.is_https() {
        "__Host-dukani-till"
    } else {
        "dukani_till"
    }
}

/// What we keep of a session's id.
pub fn digest_of(cookie: &str) -> Vec<u8> {
    secrets::digest(cookie)
}

fn utc(at: OffsetDateTime) -> DateTime<Utc> {
    DateTime::from_timestamp(at.unix_timestamp(), 0).unwrap_or_default()
}

fn backend(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}

impl Sessions {
    async fn write(&self, record: &Record, create: bool) -> Result<bool> {
        let user = record.data.get(USER).and_then(serde_json::Value::as_i64);
        let data = serde_json::to_value(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
        let saved = sqlx::query_scalar!(
            "select app.session_save($1, $2, $3, $4, $5)",
            digest_of(&record.id.to_string()),
            user,
            data,
            utc(record.expiry_date),
            create
        )
        .fetch_one(&self.0.runtime)
        .await
        .map_err(backend)?;
        Ok(saved == Some(true))
    }
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // An id that is taken already is drawn again: 128 random bits, so once is plenty.
        for _ in 0..3 {
            if self.write(record, true).await? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id".to_owned()))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.write(record, false).await.map(|_| ())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let row = sqlx::query!(
            r#"select data as "data!", expires_at as "expires_at!" from app.session_load($1)"#,
            digest_of(&id.to_string())
        )
        .fetch_optional(&self.0.runtime)
        .await
        .map_err(backend)?;
        let Some(row) = row else { return Ok(None) };
        let data = serde_json::from_value(row.data).map_err(|e| Error::Decode(e.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp())
            .map_err(|e| Error::Decode(e.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        sqlx::query!("select app.session_delete($1)", digest_of(&id.to_string()))
            .execute(&self.0.runtime)
            .await
            .map_err(backend)?;
        Ok(())
    }
}

/// Notes that a session was used, and where: it lives on, and its owner was seen there. Asked of the
/// database once in five minutes at most; a failure costs nobody her page.
pub(super) async fn touch(state: &AppState, path: &str, headers: &HeaderMap) {
    let Some(cookie) = super::visit::cookie(headers, cookie_name(&state.config)) else {
        return;
    };
    let slug = path.strip_prefix("/b/").unwrap_or_default();
    let slug = slug.split('/').next().unwrap_or_default();
    let session = digest_of(&cookie);
    if !is_due((session.clone(), slug.to_owned()), super::clock::now()) {
        return;
    }
    let touched = sqlx::query!("select app.session_touch($1, $2)", session, slug)
        .execute(&state.db.runtime)
        .await;
    if let Err(error) = touched {
        let _ = super::fault("a session could not be touched", &error);
    }
}

fn is_due(touch: (Vec<u8>, String), now: DateTime<Utc>) -> bool {
    let mut touched = TOUCHED.lock().unwrap_or_else(PoisonError::into_inner);
    let recent = touched
        .get(&touch)
        .is_some_and(|at| now - *at < TimeDelta::minutes(TOUCH_MINUTES));
    if recent {
        return false;
    }
    if touched.len() >= MOST_TOUCHES {
        touched.clear();
    }
    touched.insert(touch, now);
    true
}

/// Opens a session of a login for a command that acts as that person; ends by itself in an hour.
/// The answer is its digest, which is all that entering a business needs.
pub async fn open_for(
    db: &Database,
    user: i64,
) -> std::result::Result<Vec<u8>, crate::values::Stop> {
    let session = secrets::digest(&secrets::new_token());
    let expires = super::clock::now() + TimeDelta::hours(1);
    sqlx::query_scalar!(
        "select app.session_save($1, $2, $3, $4, true)",
        session,
        user,
        serde_json::json!({ USER: user }),
        expires
    )
    .fetch_one(&db.runtime)
    .await?;
    Ok(session)
}

/// Ends a session by its digest.
pub async fn end(db: &Database, session: &[u8]) -> std::result::Result<(), crate::values::Stop> {
    sqlx::query!("select app.session_delete($1)", session)
        .execute(&db.runtime)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_touch_is_due_once_in_five_minutes_for_each_business() {
        let now = super::super::clock::now();
        let touch = |slug: &str| (b"a test's session".to_vec(), slug.to_owned());
        assert!(is_due(touch("duka"), now));
        assert!(!is_due(touch("duka"), now + TimeDelta::minutes(4)));
        assert!(is_due(touch("another"), now + TimeDelta::minutes(4)));
        assert!(is_due(touch("duka"), now + TimeDelta::minutes(5)));
    }
}
