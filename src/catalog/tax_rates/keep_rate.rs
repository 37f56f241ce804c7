//! Gives a tax class another rate from a day on, and another letter.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::catalog::product::TAX_CODES;
use crate::catalog::product_form::about;
use crate::platform::{BusinessTx, Cx, Scope};
use crate::staff::{self, Power, unless_refused};
use crate::values::{Rate, Refusal, Stop, typed_day};

/// A rate as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateForm {
    /// Which class.
    pub tax_class_id: String,
    /// Percent, at most two decimals.
    pub percent: String,
    /// A day, today or later.
    pub valid_from: String,
}

impl RateForm {
    fn rate(&self) -> Result<Rate, Refusal> {
        Rate::parse(&self.percent).ok_or_else(|| Refusal::at("percent", "refused-tax-percent"))
    }

    fn day(&self, scope: &Scope) -> Result<NaiveDate, Refusal> {
        let day = typed_day(&self.valid_from);
        let day = day.ok_or_else(|| Refusal::at("valid_from", "refused-not-a-day"))?;
        if day < scope.today() {
            return Err(Refusal::at("valid_from", "refused-tax-day-past"));
        }
        Ok(day)
    }
}

/// Gives a class another rate from a day on; the rate. The same again changes nothing. Refuses a day
/// before today, and a day that has another rate already.
pub async fn add_rate(cx: &Cx, form: &RateForm) -> Result<Rate, Stop> {
    let mut tx = cx.begin().await?;
    let rate = add_rate_in(&mut tx, form).await?;
    tx.commit().await?;
    Ok(rate)
}

/// The same in a transaction that is open.
pub(super) async fn add_rate_in(tx: &mut BusinessTx, form: &RateForm) -> Result<Rate, Stop> {
    staff::allow(tx, Power::KeepSettings)?;
    let (rate, day) = (form.rate(), form.day(tx.scope()));
    let mut refusals = Vec::new();
    refusals.extend(rate.as_ref().err().cloned());
    refusals.extend(day.as_ref().err().cloned());
    unless_refused(refusals)?;
    let (rate, day) = (rate?, day?);
    let tax_class_id: Uuid = form
        .tax_class_id
        .trim()
        .parse()
        .map_err(|_| Stop::NotFound)?;
    let code = store::lock_class(tx, tax_class_id)
        .await?
        .ok_or(Stop::NotFound)?;
    match store::rate_from(tx, tax_class_id, day).await? {
        Some(kept) if kept == rate => return Ok(rate),
        Some(kept) => {
            let refusal = Refusal::at("valid_from", "refused-tax-day-taken");
            return Err(refusal.with("rate", kept.shown()).into());
        }
        None => {}
    }
    store::insert_rate(tx, tax_class_id, day, rate).await?;
    let details = json!({
        "code": code,
        "valid_from": day,
        "basis_points": rate.basis_points(),
    });
    let subject = Some(tax_class_id);
    audit::record(tx, "tax.rate", "tax_class", subject, details).await?;
    Ok(rate)
}

/// A letter of fiscal documents as it was typed, in capitals; none where it cannot be one.
pub(super) fn letter_of(typed: &str) -> Option<String> {
    let letter = typed.trim().to_ascii_uppercase();
    let is_plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    ((1..=2).contains(&letter.len()) && letter.chars().all(is_plain)).then_some(letter)
}

/// Gives classes other letters on fiscal documents: `letters` names a class's code and its letter.
/// Again changes nothing.
pub async fn keep_letters(cx: &Cx, letters: &HashMap<String, String>) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let mut wanted = Vec::new();
    let mut refusals = Vec::new();
    for code in TAX_CODES {
        let Some(typed) = letters.get(code) else {
            continue;
        };
        match letter_of(typed) {
            Some(letter) => wanted.push((code, letter)),
            None => refusals.push(about(code, "refused-tax-letter")),
        }
    }
    unless_refused(refusals)?;
    let mut changed = Vec::new();
    for (code, letter) in wanted {
        if store::set_letter(&mut tx, code, &letter).await? {
            changed.push(format!("{code}: {letter}"));
        }
    }
    if changed.is_empty() {
        return Ok(());
    }
    let details = json!({ "letters": changed });
    audit::record(&mut tx, "tax.letters", "tax_class", None, details).await?;
    tx.commit().await
}
