//! Reads the lines of a receipt's form against what was ordered and what the shop sells. Pure: every
//! line that will not do is refused, all at once.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use uuid::Uuid;

use super::form::ReceiveForm;
use crate::staff::one_line;
use crate::stock::find_product::Found;
use crate::values::{Money, Quantity, Refusal, Unit, typed_day};

/// The most lines of one receipt.
pub(super) const MOST_LINES: usize = 200;

/// What a quantity is expected to cost: `amount` for `per` of the product's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Expected {
    pub amount: Money,
    pub per: Quantity,
}

/// A product, as far as receiving it needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Goods {
    pub product_id: Uuid,
    pub name: String,
    pub sku: String,
    pub unit: Unit,
    pub step: Quantity,
    /// Off sale.
    pub is_retired: bool,
    /// Neither a kit nor a family of variants: something that stands on a shelf.
    pub is_plain: bool,
    /// From the supplier's list, else what it cost last.
    pub expected: Option<Expected>,
}

/// A line of the order, as far as receiving needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OrderedLine {
    pub line_no: i32,
    pub product_id: Uuid,
    pub quantity: Quantity,
    pub received: Quantity,
    /// For the whole quantity, tax left out.
    pub amount: Money,
}

impl OrderedLine {
    /// What is still to come.
    pub fn to_come(&self) -> Quantity {
        let left = self.quantity.minus(self.received).unwrap_or_default();
        left.max(Quantity::ZERO)
    }
}

/// What a form is read against.
pub(super) struct Known<'a> {
    pub currency: &'a str,
    pub today: NaiveDate,
    /// The lines of the order; none: there is no order.
    pub ordered: Option<&'a [OrderedLine]>,
    pub goods: &'a HashMap<Uuid, Goods>,
    /// What the codes mean that were typed, or why they mean nothing.
    pub codes: &'a HashMap<String, Result<Found, Refusal>>,
}

/// A line that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// How the form calls it.
    pub key: String,
    pub purchase_line_no: Option<i32>,
    pub product_id: Uuid,
    pub quantity: Quantity,
    /// Of all of it.
    pub value: Money,
    pub batch: String,
    pub expires_on: Option<NaiveDate>,
}

/// The keys of a form's lines: those of the order first, in their order.
fn keys(form: &ReceiveForm) -> Vec<&str> {
    let all: BTreeSet<&str> = form
        .quantity
        .keys()
        .chain(form.code.keys())
        .map(String::as_str)
        .collect();
    let mut keys: Vec<&str> = all.into_iter().collect();
    keys.sort_by_key(|&key| {
        let number = key.get(1..).and_then(|no| no.parse::<i32>().ok());
        (key.get(..1), number.unwrap_or(0))
    });
    keys
}

/// The codes that were typed.
pub(super) fn codes(form: &ReceiveForm) -> Vec<String> {
    let typed = form.code.values().map(|code| one_line(code));
    let mut codes: Vec<String> = typed.filter(|code| !code.is_empty()).collect();
    codes.sort();
    codes.dedup();
    codes.truncate(MOST_LINES);
    codes
}

/// The products that lines name by their ids.
pub(super) fn named(form: &ReceiveForm) -> Vec<Uuid> {
    let ids = form.quantity.keys().filter_map(|key| key.strip_prefix('p'));
    ids.filter_map(|id| id.parse().ok())
        .take(MOST_LINES)
        .collect()
}

/// The lines that came.
pub(super) fn lines(form: &ReceiveForm, known: &Known<'_>) -> Result<Vec<Wanted>, Vec<Refusal>> {
    let mut reader = Reader {
        form,
        known,
        came: HashMap::new(),
        refusals: Vec::new(),
    };
    let mut wanted = Vec::new();
    for key in keys(form) {
        match reader.line(key) {
            Ok(Some(line)) => wanted.push(line),
            Ok(None) => {}
            Err(refusal) => reader.refusals.push(refusal),
        }
    }
    if wanted.len() > MOST_LINES {
        let refusal = Refusal::of("refused-receive-lines").with("most", MOST_LINES);
        reader.refusals.push(refusal);
    }
    if wanted.is_empty() && reader.refusals.is_empty() {
        reader.refusals.push(Refusal::of("refused-receive-nothing"));
    }
    if form.more.is_empty() {
        reader.refuse_more(&wanted);
    }
    if reader.refusals.is_empty() {
        Ok(wanted)
    } else {
        Err(reader.refusals)
    }
}

struct Reader<'a> {
    form: &'a ReceiveForm,
    known: &'a Known<'a>,
    /// What the lines so far bring of each line of the order.
    came: HashMap<i32, Quantity>,
    refusals: Vec<Refusal>,
}

fn at(what: &str, key: &str, refused: &str) -> Refusal {
    Refusal {
        field: Some(format!("{what}-{key}")),
        ..Refusal::of(refused)
    }
}

impl<'a> Reader<'a> {
    /// One line; none where nothing of it came.
    fn line(&mut self, key: &str) -> Result<Option<Wanted>, Refusal> {
        let typed = ReceiveForm::of(&self.form.quantity, key);
        let code = one_line(ReceiveForm::of(&self.form.code, key));
        if typed.is_empty() && code.is_empty() {
            return Ok(None);
        }
        if typed.is_empty() {
            return Err(at("quantity", key, "refused-not-a-quantity"));
        }
        let not = || at("quantity", key, "refused-not-a-quantity");
        let named = Quantity::parse(typed).ok_or_else(not)?;
        if named == Quantity::ZERO {
            return Ok(None);
        }
        let (product_id, quantity) = self.product(key, &code, named)?;
        let gone = || at("quantity", key, "refused-changed-meanwhile");
        let goods = self.known.goods.get(&product_id).ok_or_else(gone)?;
        self.fits(key, goods, quantity)?;
        let ordered = self.ordered(product_id);
        let value = self.value(key, goods, ordered, named, quantity)?;
        if let Some(ordered) = ordered {
            let came = self.came.entry(ordered.line_no).or_default();
            *came = came.plus(quantity).ok_or_else(not)?;
        }
        Ok(Some(Wanted {
            key: key.to_owned(),
            purchase_line_no: ordered.map(|line| line.line_no),
            product_id,
            quantity,
            value,
            batch: one_line(ReceiveForm::of(&self.form.batch, key)),
            expires_on: self.expiry(key)?,
        }))
    }

    /// Which product a line is about, and how much of it in its own unit: the barcode of a pack names
    /// as many as it holds.
    fn product(&self, key: &str, code: &str, named: Quantity) -> Result<(Uuid, Quantity), Refusal> {
        let gone = || Refusal::of("refused-changed-meanwhile");
        if let Some(id) = key.strip_prefix('p') {
            let id: Uuid = id.parse().map_err(|_| gone())?;
            return Ok((id, named));
        }
        if let Some(line_no) = key.strip_prefix('l') {
            let line_no: i32 = line_no.parse().map_err(|_| gone())?;
            let lines = self.known.ordered.unwrap_or_default();
            let line = lines.iter().find(|line| line.line_no == line_no);
            return line.map(|line| (line.product_id, named)).ok_or_else(gone);
        }
        if code.is_empty() {
            return Err(at("code", key, "refused-required"));
        }
        match self.known.codes.get(code) {
            None => Err(gone()),
            Some(Err(refusal)) => Err(Refusal {
                field: Some(format!("code-{key}")),
                ..refusal.clone()
            }),
            Some(Ok(found)) => {
                let quantity = found.in_units(named);
                let not = || at("quantity", key, "refused-not-a-quantity");
                Ok((found.product_id, quantity.ok_or_else(not)?))
            }
        }
    }

    /// Whether it can stand on the shelf, and in this quantity.
    fn fits(&self, key: &str, goods: &Goods, quantity: Quantity) -> Result<(), Refusal> {
        if goods.is_retired {
            return Err(at("quantity", key, "refused-receive-retired").with("name", &goods.name));
        }
        if !goods.is_plain {
            return Err(at("quantity", key, "refused-receive-no-shelf").with("name", &goods.name));
        }
        let is_whole = goods.unit.is_measured()
            || quantity.is_in_steps_of(Quantity::ONE)
            || quantity.is_in_steps_of(goods.step);
        if !is_whole {
            return Err(at("quantity", key, "refused-receive-whole").with("name", &goods.name));
        }
        Ok(())
    }

    fn ordered(&self, product_id: Uuid) -> Option<&'a OrderedLine> {
        let lines = self.known.ordered.unwrap_or_default();
        lines.iter().find(|line| line.product_id == product_id)
    }

    /// What all of a line cost: as typed for one of what was named, else as expected. Nothing only where
    /// it came for nothing.
    fn value(
        &self,
        key: &str,
        goods: &Goods,
        ordered: Option<&OrderedLine>,
        named: Quantity,
        quantity: Quantity,
    ) -> Result<Money, Refusal> {
        let is_free = !ReceiveForm::of(&self.form.free, key).is_empty();
        let typed = ReceiveForm::of(&self.form.cost, key);
        let not = || at("cost", key, "refused-not-an-amount");
        let too_dear = || at("cost", key, "refused-stock-too-dear");
        let value = if typed.is_empty() {
            if is_free {
                return Ok(Money::ZERO);
            }
            let expected = self.expected(goods, ordered, quantity);
            let expected = expected.ok_or_else(|| {
                at("cost", key, "refused-receive-cost-needed").with("name", &goods.name)
            })?;
            // What was ordered free of charge comes so, where nothing else is said.
            if ordered.is_some() && expected.is_zero() {
                return Ok(expected);
            }
            expected
        } else {
            let cost = Money::parse(typed, self.known.currency).map_err(|_| not())?;
            if cost < Money::ZERO {
                return Err(not());
            }
            cost.times(named).ok_or_else(too_dear)?
        };
        if value > Money::MOST {
            return Err(too_dear());
        }
        match (is_free, value.is_zero()) {
            (false, true) => {
                Err(at("cost", key, "refused-receive-cost-zero").with("name", &goods.name))
            }
            (true, false) => {
                Err(at("cost", key, "refused-receive-not-free").with("name", &goods.name))
            }
            _ => Ok(value),
        }
    }

    /// What a quantity should cost. Parts of an ordered line together cost what the line does.
    fn expected(
        &self,
        goods: &Goods,
        ordered: Option<&OrderedLine>,
        quantity: Quantity,
    ) -> Option<Money> {
        let Some(line) = ordered else {
            let expected = goods.expected?;
            return expected
                .amount
                .share(quantity.milli(), expected.per.milli());
        };
        let so_far = self.came.get(&line.line_no).copied().unwrap_or_default();
        let before = line.received.plus(so_far)?;
        let after = before.plus(quantity)?;
        let share = |part: Quantity| line.amount.share(part.milli(), line.quantity.milli());
        share(after)?.minus(share(before)?)
    }

    fn expiry(&self, key: &str) -> Result<Option<NaiveDate>, Refusal> {
        let typed = ReceiveForm::of(&self.form.expires, key);
        if typed.is_empty() {
            return Ok(None);
        }
        let no_day = || at("expires", key, "refused-purchases-date");
        let day = typed_day(typed).ok_or_else(no_day)?;
        if day < self.known.today {
            let refusal = at("expires", key, "refused-batch-expired");
            return Err(refusal.with("date", day));
        }
        Ok(Some(day))
    }

    /// More than was ordered, or something else: only where the person says so.
    fn refuse_more(&mut self, wanted: &[Wanted]) {
        let Some(ordered) = self.known.ordered else {
            return;
        };
        for line in ordered {
            let came = self.came.get(&line.line_no).copied().unwrap_or_default();
            if came <= line.to_come() {
                continue;
            }
            let first = wanted
                .iter()
                .find(|one| one.purchase_line_no == Some(line.line_no));
            let key = first.map_or("", |one| one.key.as_str());
            let name = self.known.goods.get(&line.product_id);
            let refusal = at("quantity", key, "refused-receive-more")
                .with("name", name.map_or("", |goods| goods.name.as_str()))
                .with("left", line.to_come().short());
            self.refusals.push(refusal);
        }
        for other in wanted.iter().filter(|one| one.purchase_line_no.is_none()) {
            let name = self.known.goods.get(&other.product_id);
            let refusal = at("quantity", &other.key, "refused-receive-not-ordered");
            let name = name.map_or("", |goods| goods.name.as_str());
            self.refusals.push(refusal.with("name", name));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
