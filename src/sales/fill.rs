//! A basket that is filled: the products of its lines as they are now, checked, priced and added up.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::approval::Consent;
use super::basket::{MOST_MONEY, SellAsk, field_of};
use super::cart::{self, Excess, Given, Priced, Totals};
use super::goods::{GoodKind, Item};
use super::taken::{Oddity, Taken};
use super::{LineTax, SaleLine, store};
use crate::catalog;
use crate::catalog::price_lists::{RETAIL, prices_for};
use crate::platform::BusinessTx;
use crate::stock::{Leaving, Left};
use crate::values::{Money, Quantity, Rate, Refusal, Stop};

/// What is sold, ready to leave the shelf.
#[derive(Debug, Clone)]
pub(super) struct Basket {
    pub items: Vec<Item>,
    pub totals: Totals,
    /// Numbers of the lines that are sold for less than the list says.
    pub lowered: Vec<i32>,
    rates: HashMap<Uuid, Rate>,
}

impl Basket {
    /// Looks every line up. Refuses with all that cannot be sold so; a product that is not there is
    /// not found, nor is a pack.
    pub async fn fill(
        tx: &mut BusinessTx,
        ask: &SellAsk,
        day: NaiveDate,
        rounding: Money,
        consent: &mut Consent,
        taken: &mut Taken,
    ) -> Result<Basket, Stop> {
        let mut goods = store::goods(tx, &ask.lines).await?;
        goods.extend(store::quick_goods(tx, &ask.lines).await?);
        let lines = ask.lines.iter();
        let items = lines.map(|line| {
            let good = goods.remove(&line.line_no)?;
            let ask = line.clone();
            Some(Item { ask, good })
        });
        let mut items: Vec<Item> = items.collect::<Option<_>>().ok_or(Stop::NotFound)?;
        let refusals: Vec<Refusal> = items.iter().filter_map(Item::problem).collect();
        taken.odd(Oddity::Goods, refusals)?;
        let currency = tx.scope().currency.clone();
        let quick = items.iter().filter_map(|item| item.quick(&currency));
        taken.odd(Oddity::QuickItem, quick.collect())?;
        for item in &mut items {
            if item.ask.pack_id.is_some() && item.good.pack.is_none() {
                return Err(Stop::NotFound);
            }
            // Only of what happened can it be wrong still.
            let is_named = item.good.batch_fits && item.good.kind != GoodKind::Kit;
            item.ask.batch_id = item.ask.batch_id.filter(|_| is_named);
        }
        let known = prices(tx, ask, &items).await?;
        let lowered = lowered(tx, &items, &known, consent, taken)?;
        let rates = catalog::tax_rates(tx, day).await?;
        let rates = rates.into_iter().map(|(class, (_, rate))| (class, rate));
        let rates: HashMap<Uuid, Rate> = rates.collect();
        let totals = add_up(ask, &items, &rates, rounding)?;
        within_limit(&items, &known, &totals, consent, taken)?;
        Ok(Basket {
            items,
            totals,
            lowered,
            rates,
        })
    }

    /// What leaves the shelf for it. Of what does not come out even nothing does: that happened, and was
    /// noted.
    pub fn leaving(&self) -> Vec<Leaving> {
        let items = self.items.iter();
        items
            .flat_map(|item| item.leaving().unwrap_or_default())
            .collect()
    }

    /// Its lines as they are written down, with what the goods had cost that left.
    pub fn lines(&self, left: &[Left]) -> Option<Vec<SaleLine>> {
        let both = self.items.iter().zip(&self.totals.lines);
        both.map(|(item, counted)| {
            let own = left.iter().filter(|one| one.line_no == item.ask.line_no);
            let cost = Money::sum(own.map(|one| one.value))?;
            Some(SaleLine {
                line_no: item.ask.line_no,
                product_id: (item.good.kind != GoodKind::Quick).then_some(item.ask.product_id),
                pack_id: item.ask.pack_id,
                sku: item.good.sku.clone(),
                name: item.good.name.clone(),
                unit: item.unit(),
                quantity: item.ask.quantity,
                holds: item.holds(),
                unit_price: item.ask.unit_price,
                discount: counted.discount,
                amount: counted.amount,
                tax: LineTax {
                    tax_class_id: item.good.tax_class_id,
                    code: item.good.tax_code.clone(),
                    rate: rate_of(&self.rates, item),
                    amount: counted.tax,
                },
                cost,
                batch_id: item.ask.batch_id,
                note: item.ask.note.trim().to_owned(),
                returns_line_no: None,
                restocked: None,
                returned: Quantity::ZERO,
                returned_amount: Money::ZERO,
            })
        })
        .collect()
    }
}

/// A class that has no rate on that day takes no tax.
fn rate_of(rates: &HashMap<Uuid, Rate>, item: &Item) -> Rate {
    let rate = rates.get(&item.good.tax_class_id);
    rate.copied().unwrap_or_default()
}

fn add_up(
    ask: &SellAsk,
    items: &[Item],
    rates: &HashMap<Uuid, Rate>,
    rounding: Money,
) -> Result<Totals, Stop> {
    let lines: Vec<Priced> = items
        .iter()
        .map(|item| Priced {
            price: item.ask.unit_price,
            quantity: item.ask.quantity,
            printed: item.ask.printed(),
            discount: item.ask.discount,
            rate: rate_of(rates, item),
        })
        .collect();
    let totals = cart::total(&lines, ask.discount, rounding);
    let totals = totals.filter(|totals| totals.total <= MOST_MONEY);
    totals.ok_or_else(too_large)
}

fn too_large() -> Stop {
    Refusal::of("refused-sale-too-large").into()
}

/// Refuses what is given away beyond the limits of whoever answers for the sale. A lower price than the
/// one that is known here is given away too.
fn within_limit(
    items: &[Item],
    known: &[Option<Money>],
    totals: &Totals,
    consent: &mut Consent,
    taken: &mut Taken,
) -> Result<(), Stop> {
    // Of what happened, a lower price is noted by itself.
    let counts = !taken.is_told();
    let lines = items.iter().zip(known).zip(&totals.lines);
    let given = lines.map(|((item, known), counted)| {
        let (asked, quantity) = (item.ask.unit_price, item.ask.quantity);
        let known = known.filter(|_| counts).unwrap_or(asked);
        let full = known.max(asked).times(quantity)?;
        let lowered = full.minus(asked.times(quantity)?)?;
        Some(Given {
            full,
            own: lowered.plus(counted.own)?,
            all: lowered.plus(counted.discount)?,
        })
    });
    let given: Vec<Given> = given.collect::<Option<_>>().ok_or_else(too_large)?;
    let Some(excess) = consent.excess(&given) else {
        return Ok(());
    };
    let limit = consent.limit().shown();
    let refusals: Vec<Refusal> = match excess {
        Excess::Whole => {
            let refusal = Refusal::at("discount", "refused-sale-discount-most");
            vec![refusal.with("limit", limit)]
        }
        Excess::Lines(places) => {
            let beyond = places.into_iter().filter_map(|place| items.get(place));
            let refusal = |item: &Item| {
                let field = field_of(item.ask.line_no);
                Refusal::at(&field, "refused-sale-line-discount-most")
                    .with("name", &item.good.name)
                    .with("limit", &limit)
            };
            beyond.map(refusal).collect()
        }
    };
    taken.odd(Oddity::Discount, refusals)
}

/// The lines whose price is lower than the one that is known here. Refuses them, unless whoever sells or
/// approves may take goods back as well: a price that a till shows is not a price that a till makes.
fn lowered(
    tx: &BusinessTx,
    items: &[Item],
    known: &[Option<Money>],
    consent: &mut Consent,
    taken: &mut Taken,
) -> Result<Vec<i32>, Stop> {
    let currency = &tx.scope().currency;
    let mut lowered = Vec::new();
    let mut refusals = Vec::new();
    for (item, price) in items.iter().zip(known) {
        if let Some(refusal) = item.price_problem(*price, currency) {
            lowered.push(item.ask.line_no);
            refusals.push(refusal);
        }
    }
    if !refusals.is_empty() && !consent.passes(|hand| hand.lowers) {
        taken.odd(Oddity::Price, refusals)?;
    }
    Ok(lowered)
}

/// The price of each line that is known here: the list's own, else the retail price of a product that
/// is not sold in a pack.
async fn prices(
    tx: &mut BusinessTx,
    ask: &SellAsk,
    items: &[Item],
) -> Result<Vec<Option<Money>>, Stop> {
    let retail = |item: &Item| item.ask.pack_id.is_none().then_some(item.good.price);
    let own: Vec<Option<Money>> = items.iter().map(retail).collect();
    let pays_retail = |(item, own): (&Item, &Option<Money>)| {
        own.is_some_and(|price| item.ask.unit_price >= price)
    };
    // Most sales: what lists and quantities say could only be less.
    if ask.price_list == RETAIL && items.iter().zip(&own).all(pays_retail) {
        return Ok(own);
    }
    let wanted: Vec<(Uuid, Option<Uuid>, Quantity)> = items
        .iter()
        .map(|item| (item.ask.product_id, item.ask.pack_id, item.ask.quantity))
        .collect();
    let listed = prices_for(tx, &ask.price_list, &wanted).await?;
    let best = listed.into_iter().zip(own);
    Ok(best.map(|(listed, own)| listed.or(own)).collect())
}
