//! Sets the prices of many products by one rule: retail less 8 %, rounded to whole shillings.
//!
//! A page shows first what would come of it; what is then done is exactly that, or nothing: the form
//! carries a digest of what was shown.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::goods::{Costs, Goods};
use super::list::{NewPrice, PriceKey};
use super::set_prices::{PriceSet, SetDone, Turn, take_turn, weigh, write};
use super::{store, typed};
use crate::platform::http::encode;
use crate::platform::{BusinessTx, Cx, Scope};
use crate::staff::{self, Power};
use crate::values::{Money, Quantity, Refusal, Stop, currency_decimals};

/// What a rule may start from.
pub(super) const BASES: [&str; 3] = ["retail", "cost", "list"];
/// Ten times as much: more is a slip of the hand.
const MOST_BASIS_POINTS: i64 = 100_000;

/// A rule as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleForm {
    /// `retail`, `cost`, or `list`: what the list asks now. Empty is retail.
    pub base: String,
    /// `less` or `more`; empty is less.
    pub way: String,
    /// Percent, at most two decimals.
    pub percent: String,
    /// In minor units: what prices are rounded to a multiple of. Empty is 1.
    pub round_to: String,
    /// The slug of a category; empty is all of them.
    pub category: String,
    /// A day; empty is now.
    pub valid_from: String,
}

/// A rule that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    base: &'static str,
    /// Of the base, in hundredths of a percent: 9200 is 8 % less.
    basis_points: i64,
    round_to: Money,
    category: Option<String>,
    valid_from: Option<DateTime<Utc>>,
}

/// What a rule makes of one product's price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The product.
    pub product_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its SKU.
    pub sku: String,
    /// What everybody pays.
    pub retail: Money,
    /// What the list asks before, if anything.
    pub before: Option<Money>,
    /// What it is to ask.
    pub after: Money,
    /// Whether that is less than what it costs us.
    pub below_cost: bool,
}

/// What prices may be rounded to: the smallest coin, a whole unit of money and more.
pub(super) fn roundings(currency: &str) -> [Money; 5] {
    match currency_decimals(currency) {
        0 => [1, 10, 100, 500, 1000],
        _ => [1, 50, 100, 500, 1000],
    }
    .map(Money::from_minor)
}

impl RuleForm {
    /// The query of the page that shows what comes of it.
    pub(super) fn query(&self) -> String {
        let pairs = [
            ("base", &self.base),
            ("way", &self.way),
            ("percent", &self.percent),
            ("round_to", &self.round_to),
            ("category", &self.category),
            ("valid_from", &self.valid_from),
        ];
        let pairs = pairs.map(|(name, value)| format!("{name}={}", encode(value.trim())));
        pairs.join("&")
    }

    /// Reads every field, or says all that is wrong with them.
    pub(super) fn parse(&self, scope: &Scope) -> Result<Rule, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let base = self.base.trim();
        let base = BASES
            .into_iter()
            .find(|known| *known == base)
            .unwrap_or(BASES[0]);
        let basis_points = self.basis_points();
        if let Err(refusal) = &basis_points {
            refusals.push(refusal.clone());
        }
        let rounding = roundings(&scope.currency)
            .into_iter()
            .find(|known| known.minor().to_string() == self.round_to.trim());
        let valid_from = typed::valid_from(scope, "valid_from", &self.valid_from);
        if let Err(refusal) = &valid_from {
            refusals.push(refusal.clone());
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let category = self.category.trim().replace('\0', "");
        Ok(Rule {
            base,
            basis_points: basis_points.unwrap_or_default(),
            round_to: rounding.unwrap_or(Money::from_minor(1)),
            category: (!category.is_empty()).then_some(category),
            valid_from: valid_from.unwrap_or_default(),
        })
    }

    fn basis_points(&self) -> Result<i64, Refusal> {
        let refused = || Refusal::at("percent", "refused-price-percent");
        let typed = self.percent.trim().trim_end_matches('%').trim();
        let typed = typed.replace(',', ".");
        if typed.is_empty() || !typed.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return Err(refused());
        }
        let percent: Decimal = typed.parse().map_err(|_| refused())?;
        let exact = percent
            .checked_mul(Decimal::from(100))
            .filter(|exact| exact.fract().is_zero())
            .ok_or_else(refused)?;
        let change = exact.to_i64().ok_or_else(refused)?;
        let all = if self.way.trim() == "more" {
            10_000_i64.checked_add(change)
        } else {
            10_000_i64.checked_sub(change)
        };
        all.filter(|all| (0..=MOST_BASIS_POINTS).contains(all))
            .ok_or_else(refused)
    }
}

impl Rule {
    /// What comes of a base, rounded. None where it cannot be counted.
    fn price(&self, base: Money) -> Option<Money> {
        let exact = base.share(self.basis_points, 10_000)?;
        exact.plus(exact.rounding_to(self.round_to)?)
    }
}

/// What a rule would change on a list, what costs us more than it would bring first; and the digest of
/// it, which the form that does it carries.
pub(super) async fn plan(
    tx: &mut BusinessTx,
    list: &str,
    now: DateTime<Utc>,
    rule: &Rule,
) -> Result<(Vec<Planned>, String), Stop> {
    let goods = store::goods_on_sale(tx, rule.category.as_deref()).await?;
    let keys: Vec<PriceKey> = goods.iter().map(key_of).collect();
    let before = store::standing_at(tx, list, rule.valid_from.unwrap_or(now), &keys).await?;
    let costs = Costs::of(tx, &goods).await?;
    let mut planned = Vec::new();
    for ((one, key), before) in goods.into_iter().zip(keys).zip(before) {
        let base = match rule.base {
            // Nothing comes of nothing: what came for free is not given away for that.
            "cost" => costs
                .of_unit(one.product_id)
                .filter(|cost| *cost > Money::ZERO),
            "list" => before,
            _ => Some(one.retail),
        };
        let Some(after) = base.and_then(|base| rule.price(base)) else {
            continue;
        };
        if before == Some(after) {
            continue;
        }
        planned.push(Planned {
            product_id: one.product_id,
            name: one.name,
            sku: one.sku,
            retail: one.retail,
            before,
            after,
            below_cost: costs.is_above(key, after),
        });
    }
    // A stable sort: by name within each.
    planned.sort_by_key(|one| !one.below_cost);
    let seen = seen_of(&planned);
    Ok((planned, seen))
}

fn seen_of(planned: &[Planned]) -> String {
    let parts: Vec<String> = planned
        .iter()
        .map(|one| format!("{}={}", one.product_id, one.after.minor()))
        .collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    typed::digest(&parts)
}

fn key_of(one: &Goods) -> PriceKey {
    PriceKey {
        product_id: one.product_id,
        pack_id: None,
        minimum: Quantity::ZERO,
    }
}

/// Sets prices by a rule. `seen` is the digest of what was shown; where something else would come of
/// the rule by now, it is refused, to be looked at again.
pub async fn set_many(
    cx: &Cx,
    list: &str,
    set_id: Uuid,
    form: &RuleForm,
    seen: &str,
) -> Result<SetDone, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let rule = form.parse(tx.scope())?;
    let body = [
        "many",
        list,
        rule.base,
        &rule.basis_points.to_string(),
        &rule.round_to.minor().to_string(),
        rule.category.as_deref().unwrap_or_default(),
        form.valid_from.trim(),
        seen,
    ];
    let set = PriceSet {
        set_id,
        list,
        digest: typed::digest(&body),
        valid_from: rule.valid_from,
    };
    let Turn::Go(now) = take_turn(&mut tx, &set).await? else {
        return Ok(SetDone::default());
    };
    let (planned, now_seen) = plan(&mut tx, list, now, &rule).await?;
    if now_seen != seen {
        return Err(Refusal::of("refused-prices-moved").into());
    }
    if planned.is_empty() {
        return Err(Refusal::of("refused-prices-nothing").into());
    }
    let ids: Vec<Uuid> = planned.iter().map(|one| one.product_id).collect();
    let goods = store::goods(&mut tx, &ids).await?;
    let wanted: Vec<NewPrice> = goods
        .iter()
        .zip(&planned)
        .map(|(one, planned)| NewPrice {
            key: key_of(one),
            amount: Some(planned.after),
        })
        .collect();
    let (changes, done) = weigh(&mut tx, &set, now, &goods, &wanted).await?;
    write(&mut tx, &set, now, &changes).await?;
    tx.commit().await?;
    Ok(done)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn rule(percent: &str, way: &str, round_to: i64) -> Option<Rule> {
        let form = RuleForm {
            percent: percent.to_owned(),
            way: way.to_owned(),
            ..RuleForm::default()
        };
        Some(Rule {
            base: BASES[0],
            basis_points: form.basis_points().ok()?,
            round_to: Money::from_minor(round_to),
            category: None,
            valid_from: None,
        })
    }

    #[test]
    fn a_rule_takes_off_puts_on_and_rounds() {
        let price = |percent, way, round_to, base| {
            let rule = rule(percent, way, round_to).unwrap();
            rule.price(Money::from_minor(base)).unwrap().minor()
        };
        // 236.00 less 8 % is 217.12.
        assert_eq!(price("8", "less", 1, 23_600), 21_712);
        assert_eq!(price("8", "less", 100, 23_600), 21_700);
        assert_eq!(price("8 %", "", 500, 23_600), 21_500);
        assert_eq!(price("12,5", "more", 100, 10_000), 11_300);
        assert_eq!(price("0", "less", 100, 10_050), 10_100);
        assert_eq!(price("100", "less", 1, 10_000), 0);
    }

    #[test]
    fn a_percent_is_one() {
        for wrong in ["", "-8", "eight", "101", "8.125", "1.2.3"] {
            assert_eq!(rule(wrong, "less", 1), None, "{wrong}");
        }
        assert_eq!(rule("901", "more", 1), None);
    }
}
