//! Keeps the settings of stock.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power, unless_refused};
use crate::stock::{BelowZero, Costing, ExpiredGoods, Policy, level_all, policy};
use crate::values::{Refusal, Stop};

/// The settings as they were chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyForm {
    /// `fifo` or `average`.
    pub costing: String,
    /// `block`, `warn` or `allow`.
    pub below_zero: String,
    /// `block` or `warn`.
    pub expired: String,
    /// Ticked or not.
    pub reclaims_tax: String,
}

impl PolicyForm {
    /// The choices; every one that is none is refused.
    fn read(&self) -> Result<Policy, Stop> {
        let costing = Costing::parse(&self.costing);
        let below_zero = BelowZero::parse(&self.below_zero);
        let expired = ExpiredGoods::parse(&self.expired);
        let asked = [
            ("costing", costing.is_some()),
            ("below_zero", below_zero.is_some()),
            ("expired", expired.is_some()),
        ];
        let missing = asked.into_iter().filter(|(_, is_chosen)| !is_chosen);
        let refusals: Vec<Refusal> = missing
            .map(|(field, _)| Refusal::at(field, "refused-choose-one"))
            .collect();
        unless_refused(refusals)?;
        match (costing, below_zero, expired) {
            (Some(costing), Some(below_zero), Some(expired)) => Ok(Policy {
                costing,
                below_zero,
                expired,
                reclaims_tax: !self.reclaims_tax.is_empty(),
            }),
            _ => Err(Refusal::of("refused-unreadable").into()),
        }
    }
}

/// Keeps the settings of a form. When average cost begins, everything that is there is levelled: its
/// value stays what it was, and every unit of a product at a place is worth the same from then on.
/// The same twice changes nothing the second time.
pub async fn keep(cx: &Cx, form: &PolicyForm) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let wanted = form.read()?;
    store::lock(&mut tx).await?;
    let now = policy(&mut tx).await?;
    if wanted == now {
        return Ok(());
    }
    store::update(&mut tx, &wanted).await?;
    // Levels are locked in there, in key order: whoever moves goods meanwhile waits, and then reads
    // the new setting.
    if wanted.costing == Costing::Average && now.costing != Costing::Average {
        level_all(&mut tx).await?;
    }
    let told = |policy: &Policy| {
        json!({
            "costing": policy.costing.code(),
            "below_zero": policy.below_zero.code(),
            "expired": policy.expired.code(),
            "reclaims_tax": policy.reclaims_tax,
        })
    };
    let details = json!({ "was": told(&now), "is": told(&wanted) });
    audit::record(&mut tx, "stock.policy", "business", None, details).await?;
    tx.commit().await
}
