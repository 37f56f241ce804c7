//! Keeps the rules of selling.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Rules, store};
use crate::audit;
use crate::platform::Cx;
use crate::sales::cart::{Limits, Rounding};
use crate::staff::{self, Power, unless_refused};
use crate::values::{Money, Rate, Refusal, Stop};

/// The coarsest that cash can be rounded to: a thousand shillings.
pub(in crate::sales) const COARSEST: Money = Money::from_minor(100_000);

/// The rules as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RulesForm {
    /// Percent that a cashier may give away.
    pub cashier: String,
    /// Percent that a manager may give away. Nothing: as it is, because only an owner is asked.
    pub manager: String,
    /// The smallest coin, for totals that are paid in cash. Nothing: cash is rounded like all else.
    pub cash: String,
    /// `true`: tips are asked for.
    pub tips: String,
}

impl RulesForm {
    /// The rules that are wanted; what is none is refused, all of it at once.
    fn read(&self, now: &Rules, currency: &str) -> Result<Rules, Stop> {
        let cashier = Rate::parse(&self.cashier);
        let manager = if self.manager.trim().is_empty() {
            Some(now.limits.manager)
        } else {
            Rate::parse(&self.manager)
        };
        let cash = if self.cash.trim().is_empty() {
            Some(Money::ZERO)
        } else {
            let typed = Money::parse(&self.cash, currency).ok();
            typed.filter(|cash| (Money::ZERO..=COARSEST).contains(cash))
        };
        let asked = [
            ("cashier", cashier.is_some(), "refused-tax-percent"),
            ("manager", manager.is_some(), "refused-tax-percent"),
            ("cash", cash.is_some(), "refused-not-an-amount"),
        ];
        let wrong = asked.into_iter().filter(|(_, is_read, _)| !is_read);
        let refusals: Vec<Refusal> = wrong
            .map(|(field, _, key)| Refusal::at(field, key))
            .collect();
        unless_refused(refusals)?;
        match (cashier, manager, cash) {
            (Some(cashier), Some(manager), Some(cash)) => Ok(Rules {
                rounding: Rounding {
                    cash,
                    ..now.rounding
                },
                limits: Limits { cashier, manager },
                takes_tips: self.tips == "true",
            }),
            _ => Err(Refusal::of("refused-unreadable").into()),
        }
    }
}

/// Keeps the rules of a form. The same twice changes nothing the second time.
///
/// # Errors
/// Refuses what is no percentage or no amount; whoever is not an owner changes no manager's limit.
pub async fn keep(cx: &Cx, form: &RulesForm) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    store::lock(&mut tx).await?;
    let now = store::rules(&mut tx).await?;
    let wanted = form.read(&now, &tx.scope().currency)?;
    if wanted == now {
        return Ok(());
    }
    if wanted.limits.manager != now.limits.manager {
        staff::allow(&tx, Power::KeepPeople)?;
    }
    store::update(&mut tx, &wanted).await?;
    let told = |rules: &Rules| {
        json!({
            "cashier_bp": rules.limits.cashier.basis_points(),
            "manager_bp": rules.limits.manager.basis_points(),
            "cash": rules.rounding.cash,
            "tips": rules.takes_tips,
        })
    };
    let details = json!({ "was": told(&now), "is": told(&wanted) });
    audit::record(&mut tx, "sale.rules", "business", None, details).await?;
    tx.commit().await
}
