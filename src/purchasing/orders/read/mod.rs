//! Reads the lines of an order's form against what is known of products and prices. Pure: every line
//! that will not do is refused, all at once.

use std::collections::HashMap;

use uuid::Uuid;

use super::Line;
use super::form::PurchaseForm;
use crate::purchasing::goods::{Goods, free_or_not, in_units};
use crate::purchasing::suppliers::Offer;
use crate::staff::one_line;
use crate::values::{Money, Quantity, Refusal};

/// The most lines of one order.
pub(super) const MOST_LINES: usize = 200;

/// A product that somebody typed, and the pack whose barcode it was, if it was one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub product_id: Uuid,
    pub pack: Option<String>,
}

/// What a form is read against.
pub(super) struct Known<'a> {
    pub currency: &'a str,
    pub goods: &'a HashMap<Uuid, Goods>,
    /// What was typed, and what it means.
    pub named: &'a HashMap<String, Result<Named, Refusal>>,
    /// What this supplier asks, by product.
    pub offers: &'a HashMap<Uuid, Offer>,
}

/// A line to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewLine {
    pub product_id: Uuid,
    pub supplier_sku: String,
    pub pack_id: Option<Uuid>,
    pub pack_name: String,
    pub holds: Quantity,
    pub packs: Quantity,
    pub quantity: Quantity,
    pub cost: Money,
    pub amount: Money,
}

impl NewLine {
    /// Whether it is written like that already.
    pub fn is(&self, kept: &Line) -> bool {
        self.product_id == kept.product_id
            && self.pack_id == kept.pack_id
            && self.packs == kept.packs
            && self.quantity == kept.quantity
            && self.cost == kept.cost
    }
}

/// What is typed where a line names its product, without idle spaces.
pub(super) fn terms(form: &PurchaseForm) -> Vec<String> {
    let typed = form.what.values().map(|what| one_line(what));
    let mut terms: Vec<String> = typed.filter(|what| !what.is_empty()).collect();
    terms.sort_unstable();
    terms.dedup();
    terms.truncate(MOST_LINES);
    terms
}

/// The products that lines name by their ids.
pub(super) fn products(form: &PurchaseForm) -> Vec<Uuid> {
    let ids = form.product.values().take(MOST_LINES);
    ids.filter_map(|id| id.trim().parse().ok()).collect()
}

/// The lines of the order.
pub(super) fn lines(form: &PurchaseForm, known: &Known<'_>) -> Result<Vec<NewLine>, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut lines: Vec<NewLine> = Vec::new();
    for key in form.keys() {
        match line(form, known, key) {
            Ok(None) => {}
            Ok(Some(new)) => {
                let twice = lines.iter().any(|line| line.product_id == new.product_id);
                if twice {
                    let name = known.goods.get(&new.product_id);
                    let name = name.map_or("", |goods| goods.name.as_str());
                    let refusal = Refusal::of("refused-po-twice").with("name", name);
                    refusals.push(at("what", key, refusal));
                } else {
                    lines.push(new);
                }
            }
            Err(refusal) => refusals.push(refusal),
        }
    }
    if lines.is_empty() && refusals.is_empty() {
        refusals.push(Refusal::of("refused-po-nothing"));
    }
    if form.keys().len() > MOST_LINES {
        refusals.push(Refusal::of("refused-po-lines").with("most", MOST_LINES));
    }
    if refusals.is_empty() {
        Ok(lines)
    } else {
        Err(refusals)
    }
}

/// A refusal at a field of a line.
fn at(what: &str, key: &str, refusal: Refusal) -> Refusal {
    Refusal {
        field: Some(format!("{what}-{key}")),
        ..refusal
    }
}

/// One line; none where there is nothing on it.
fn line(form: &PurchaseForm, known: &Known<'_>, key: &str) -> Result<Option<NewLine>, Refusal> {
    let packs = PurchaseForm::of(&form.packs, key);
    let what = one_line(PurchaseForm::of(&form.what, key));
    let id = PurchaseForm::of(&form.product, key);
    // A line that is there goes when its packs do; one that is half typed is asked about.
    if packs.is_empty() && what.is_empty() {
        return Ok(None);
    }
    let named = product(known, key, id, &what)?;
    let Some(named) = named else {
        return Err(at("what", key, Refusal::of("refused-required")));
    };
    let gone = || at("what", key, Refusal::of("refused-changed-meanwhile"));
    let goods = known.goods.get(&named.product_id).ok_or_else(gone)?;
    goods
        .may_be_bought()
        .map_err(|refusal| at("what", key, refusal))?;
    let not = || at("packs", key, Refusal::of("refused-not-a-quantity"));
    let packs = Quantity::parse(packs).ok_or_else(not)?;
    if packs == Quantity::ZERO {
        return if id.is_empty() { Err(not()) } else { Ok(None) };
    }
    let offer = known.offers.get(&named.product_id);
    let typed = PurchaseForm::of(&form.pack, key);
    let pack = pack(goods, offer, typed, named.pack.as_deref());
    let (pack_id, pack_name, holds) = pack.map_err(|refusal| at("pack", key, refusal))?;
    let whole = || {
        let refusal = Refusal::of("refused-po-whole");
        at("packs", key, refusal.with("name", &goods.name))
    };
    let quantity = in_units(packs, holds, goods.unit).ok_or_else(whole)?;
    if quantity == Quantity::ZERO {
        return Err(not());
    }
    let typed = PurchaseForm::of(&form.cost, key);
    let is_free = !PurchaseForm::of(&form.free, key).is_empty();
    let cost = if typed.is_empty() && is_free {
        Ok(Money::ZERO)
    } else {
        cost(goods, offer, typed, holds, known.currency)
    };
    let cost = cost.and_then(|cost| free_or_not(cost, is_free, &goods.name));
    let cost = cost.map_err(|refusal| at("cost", key, refusal))?;
    let too_much = || at("cost", key, Refusal::of("refused-stock-too-dear"));
    Ok(Some(NewLine {
        product_id: goods.product_id,
        supplier_sku: offer.map_or_else(String::new, |offer| offer.supplier_sku.clone()),
        pack_id,
        pack_name,
        holds,
        packs,
        quantity,
        cost,
        amount: cost.worth_of(packs).ok_or_else(too_much)?,
    }))
}

/// Which product a line is about; none where it does not say.
fn product(known: &Known<'_>, key: &str, id: &str, what: &str) -> Result<Option<Named>, Refusal> {
    let gone = || at("what", key, Refusal::of("refused-changed-meanwhile"));
    if !id.is_empty() {
        let product_id = id.parse().map_err(|_| gone())?;
        return Ok(Some(Named {
            product_id,
            pack: None,
        }));
    }
    if what.is_empty() {
        return Ok(None);
    }
    match known.named.get(what) {
        Some(Ok(named)) => Ok(Some(named.clone())),
        Some(Err(refusal)) => Err(at("what", key, refusal.clone())),
        None => Err(gone()),
    }
}

/// The pack of a line, with its name and what it holds: as typed, else as scanned, else as she sells it.
fn pack(
    goods: &Goods,
    offer: Option<&Offer>,
    typed: &str,
    scanned: Option<&str>,
) -> Result<(Option<Uuid>, String, Quantity), Refusal> {
    let usual = || {
        let id = offer.and_then(|offer| offer.pack_id)?;
        goods.packs.iter().find(|pack| pack.pack_id == id)
    };
    let pack = match (typed.is_empty(), scanned) {
        (false, _) => goods.pack_named(typed)?,
        (true, Some(scanned)) => goods.pack_named(scanned)?,
        (true, None) => usual(),
    };
    Ok(match pack {
        Some(pack) => (Some(pack.pack_id), pack.name.clone(), pack.holds),
        None => (None, String::new(), Quantity::ONE),
    })
}

/// What one pack costs: as typed, else as she asks, else as it was last.
fn cost(
    goods: &Goods,
    offer: Option<&Offer>,
    typed: &str,
    holds: Quantity,
    currency: &str,
) -> Result<Money, Refusal> {
    let not = || Refusal::of("refused-not-an-amount");
    if !typed.is_empty() {
        let cost = Money::parse(typed, currency).ok();
        return cost.filter(|cost| *cost >= Money::ZERO).ok_or_else(not);
    }
    let hers = offer.and_then(|offer| offer.cost_of(holds));
    let last = || goods.cost.and_then(|cost| cost.times(holds));
    let needed = || Refusal::of("refused-po-cost-needed").with("name", &goods.name);
    hers.or_else(last).ok_or_else(needed)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
