//! `dukani rotate-key`: every secret of every business, sealed anew with another key.
//!
//! One transaction a business, so it can stop anywhere and go on later; until it is done both keys
//! open. With the key in the environment the operator brings the new one and the old one. With the
//! key in its file the command makes the new one, keeps the old one beside it, and throws that away
//! when nothing is sealed with it any more: a server that runs reads the file itself.

use super::operate::operator;
use super::server;
use crate::payments;
use crate::platform::secrets::{self, SealingKey};
use crate::platform::{Config, Database};

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rotated {
    /// How many businesses' secrets were sealed anew.
    pub sealed: usize,
    /// How many had been already, or have none.
    pub done_before: usize,
    /// The businesses whose secrets neither key opens, by slug, and why.
    pub failed: Vec<(String, String)>,
}

/// Does it, and says what it did.
pub async fn rotate(config: &Config, db: &Database) -> Result<(), String> {
    let file = server::key_file(config);
    let by_file = config.secret_key.is_none();
    if by_file {
        // Made first where there is none, so that a new installation can be asked as well.
        server::sealing_key(config)?;
        secrets::renew_file(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    let seal = server::sealing_key(config)?;
    if !seal.has_old() {
        return Err(
            "set DUKANI_SECRET_KEY to the new key, DUKANI_SECRET_KEY_OLD to the old one".to_owned(),
        );
    }
    let rotated = reseal_all(db, &seal).await?;
    for (slug, why) in &rotated.failed {
        println!("{slug}: {why}");
    }
    let (sealed, before) = (rotated.sealed, rotated.done_before);
    println!(
        "key {}: {sealed} sealed anew, {before} had no need",
        seal.id()
    );
    if !rotated.failed.is_empty() {
        return Err("not everything could be sealed anew; keep the old key".to_owned());
    }
    if by_file {
        secrets::forget_old_file(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    } else {
        println!("DUKANI_SECRET_KEY_OLD is needed no more");
    }
    Ok(())
}

/// Seals the secrets of every business anew, one after the other.
pub async fn reseal_all(db: &Database, seal: &SealingKey) -> Result<Rotated, String> {
    let mut rotated = Rotated::default();
    for slug in db.all_slugs().await.map_err(|stop| stop.to_string())? {
        match payments::reseal(&operator(db, &slug), seal).await {
            Ok(true) => rotated.sealed += 1,
            Ok(false) => rotated.done_before += 1,
            Err(stop) => rotated.failed.push((slug, stop.to_string())),
        }
    }
    Ok(rotated)
}
