//! Runs every invariant over one business: how many rows were examined, and which break it.

use sqlx::Row;

use super::invariants::{self, Invariant};
use crate::platform::BusinessTx;
use crate::values::Stop;

/// What one invariant found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule, in words.
    pub rule: &'static str,
    /// How many rows it looked at.
    pub examined: i64,
    /// The rows that break it.
    pub broken: Vec<String>,
}

/// Examines the business that the transaction has entered. A table that has rows of which none is
/// visible is a broken rule too: a check that sees nothing proves nothing.
pub async fn check(tx: &mut BusinessTx) -> Result<Vec<Finding>, Stop> {
    examine(tx, invariants::all()).await
}

/// The same of a business that came out of a backup. What was to be done when that was made is late by
/// now, and is no fault of it.
pub async fn check_restored(tx: &mut BusinessTx) -> Result<Vec<Finding>, Stop> {
    examine(tx, invariants::written()).await
}

async fn examine(
    tx: &mut BusinessTx,
    rules: impl Iterator<Item = &'static Invariant>,
) -> Result<Vec<Finding>, Stop> {
    let business = tx.business();
    let mut findings = Vec::new();
    for invariant in rules {
        let examined: i64 = sqlx::query(invariant.examined)
            .bind(business)
            .fetch_one(tx.conn())
            .await?
            .try_get(0)?;
        let rows = sqlx::query(invariant.broken)
            .bind(business)
            .fetch_all(tx.conn())
            .await?;
        let broken = rows
            .iter()
            .map(|row| row.try_get::<String, _>(0))
            .collect::<Result<_, _>>()?;
        findings.push(Finding {
            rule: invariant.rule,
            examined,
            broken,
        });
    }
    findings.push(census(tx).await?);
    Ok(findings)
}

async fn census(tx: &mut BusinessTx) -> Result<Finding, Stop> {
    let business = tx.business();
    let real = sqlx::query!(r#"select what as "what!", rows as "rows!" from app.census()"#)
        .fetch_all(tx.conn())
        .await?;
    let seen = sqlx::query(invariants::SEEN)
        .bind(business)
        .fetch_all(tx.conn())
        .await?;
    let mut broken = Vec::new();
    let mut examined = 0;
    for row in &seen {
        let (what, count): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        examined += count;
        let there = real.iter().find(|r| r.what == what).map_or(0, |r| r.rows);
        if there != count {
            broken.push(format!("{what}: {count} of {there} rows visible"));
        }
    }
    Ok(Finding {
        rule: "what is examined is all there is",
        examined,
        broken,
    })
}
