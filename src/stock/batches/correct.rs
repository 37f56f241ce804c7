//! Puts right what was typed of a batch: its number, and until when it keeps.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power, one_line, unless_refused};
use crate::values::{Refusal, Stop, typed_day};

/// The most characters of a batch's number.
const MOST_NUMBER: usize = 60;

/// A batch as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BatchForm {
    /// The batch.
    pub batch_id: String,
    /// What the supplier printed on it.
    pub number: String,
    /// The last day that it may be sold on; empty: it keeps.
    pub expires_on: String,
}

impl BatchForm {
    /// Number and last day; every field that will not do is refused. The day that is `kept` may stay,
    /// though nobody could type it today: `9999-12-31` was taken once.
    pub(super) fn read(
        &self,
        kept: Option<NaiveDate>,
    ) -> Result<(String, Option<NaiveDate>), Stop> {
        let mut refusals = Vec::new();
        let number = one_line(&self.number);
        if number.is_empty() || number.chars().count() > MOST_NUMBER {
            refusals.push(Refusal::at("number", "refused-batch-number"));
        }
        let typed = self.expires_on.trim();
        let stays = kept.filter(|day| day.to_string() == typed);
        let day = typed_day(typed).or(stays);
        if !typed.is_empty() && day.is_none() {
            refusals.push(Refusal::at("expires_on", "refused-not-a-day"));
        }
        unless_refused(refusals)?;
        Ok((number, day))
    }
}

/// Puts a batch right; its number. Its goods that are there keep as long from then on. Refused where
/// it would expire before it came. The same twice changes nothing the second time.
pub async fn correct(cx: &Cx, form: &BatchForm) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let batch_id: Uuid = form.batch_id.parse().map_err(|_| Stop::NotFound)?;
    store::lock(&mut tx, &[batch_id]).await?;
    let (number, is_other) = correct_in(&mut tx, batch_id, form).await?;
    if is_other {
        tx.commit().await?;
    }
    Ok(number)
}

/// The same in a transaction of more than one batch, all of which are locked: its number, and whether
/// anything is other now.
pub(super) async fn correct_in(
    tx: &mut BusinessTx,
    batch_id: Uuid,
    form: &BatchForm,
) -> Result<(String, bool), Stop> {
    let kept = store::locked(tx, batch_id).await?;
    let kept = kept.ok_or(Stop::NotFound)?;
    let (number, expires_on) = form.read(kept.expires_on)?;
    if expires_on.is_some_and(|day| day < kept.received_on) {
        let refusal = Refusal::at("expires_on", "refused-batch-before-it-came");
        return Err(refusal.with("date", kept.received_on).into());
    }
    if number == kept.number && expires_on == kept.expires_on {
        return Ok((number, false));
    }
    let parts = store::update(tx, batch_id, &number, expires_on).await?;
    let details = json!({
        "product_id": kept.product_id,
        "number": { "was": kept.number, "is": number },
        "expires_on": { "was": kept.expires_on, "is": expires_on },
        "parts": parts,
    });
    audit::record(tx, "batch.correct", "batch", Some(batch_id), details).await?;
    Ok((number, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_day_keeps_and_a_wrong_one_is_refused() {
        let form = |number: &str, day: &str| BatchForm {
            number: number.to_owned(),
            expires_on: day.to_owned(),
            ..BatchForm::default()
        };
        assert_eq!(
            form(" L 42\n", "").read(None),
            Ok(("L 42".to_owned(), None))
        );
        let bad = form("", "tomorrow").read(None);
        assert!(matches!(bad, Err(Stop::Refused(all)) if all.len() == 2));
        assert!(form("L42", "+12026-01-01").read(None).is_err());
        let never = NaiveDate::from_ymd_opt(9999, 12, 31);
        let stays = form("L42", "9999-12-31");
        assert_eq!(stays.read(never), Ok(("L42".to_owned(), never)));
        assert!(stays.read(None).is_err());
    }
}
