//! The program's own verbs, called from here: what has no page yet, or is one act of many lines. They
//! run as the program's requests do, as its role, in its database.

use std::time::Duration;

use dukani::platform::{Cx, Database, Door, clock, secrets};
use dukani::values::Language;
use sqlx::postgres::PgConnectOptions;

use super::fixture::Fixture;
use super::settings::CONNECTIONS;

/// The session that the bench signs in with: as long as a real one, and known.
pub const COOKIE: &str = "AAAAAAAAAAAAAAAAAAAAAA";

/// A way into the first business, as its owner.
pub struct Inside {
    /// What the verbs run on.
    pub runtime: tokio::runtime::Runtime,
    db: Database,
}

impl Inside {
    /// Signs the owner of `bench-1` in, and connects.
    pub fn of(fixture: &Fixture) -> Result<Inside, String> {
        let digest = hex(&secrets::digest(COOKIE));
        fixture.sql(
            &format!(
                "select app.session_save('\\x{digest}', m.user_id, '{{}}', now() + interval '1 day', true)
                   from app.member m join app.business b using (business_id)
                  where b.slug = 'bench-1' and m.role = 'owner' limit 1;"
            ),
            &[],
        )?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|e| e.to_string())?;
        let login = PgConnectOptions::new()
            .socket(fixture.socket())
            .username("dukani")
            .database("dukani")
            // As the program's: parameters are recorded too.
            .options([("log_error_verbosity", "default")]);
        let most = u32::try_from(CONNECTIONS).unwrap_or(16);
        let db = runtime.block_on(Database::connect(&login, most, Duration::from_secs(10)))?;
        Ok(Inside { runtime, db })
    }

    /// An act of the owner, now.
    pub fn cx(&self) -> Cx {
        let door = Door::Member {
            session: secrets::digest(COOKIE),
            slug: "bench-1".to_owned(),
        };
        Cx::new(&self.db, door, clock::now(), Language::En)
    }
}

/// Bytes as PostgreSQL writes them, without the sign before.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
