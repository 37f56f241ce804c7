//! What a till knows of the shop, in memory: found by words, by a scanner or by category, and priced.
//!
//! Pure: pages of the catalogue come in, answers go out. What never breaks here:
//! - a page may come again, and a thing may stand in several: the last one counts;
//! - while all is loaded anew, what was known stays, so that selling goes on; when the last page is in,
//!   what was not sent again is gone;
//! - a scanner's code and a price mean what they mean in the books.

mod fold;
mod goods;
mod older;
mod order;
mod pages;
mod people;
mod price;
mod shelf;
mod slip;

pub use fold::small;
pub use older::Older;
pub use order::sorted;

use std::collections::HashMap;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Offset, Timelike, Utc};
use uuid::Uuid;

use goods::Goods;
use people::People;
use shelf::Since;

use super::wire::{
    Catalogue, Category, Customer, Member, OpenShift, Pack, Product, Settings, Stock, TaxClass,
    TillHead,
};
use crate::sales::cart::{Label, QuickItem};
use crate::sales::vouchers::last_day;
use crate::values::{
    BusinessCalendar, Carries, Money, Quantity, Rate, ScaleBarcode, Unit, barcode_forms, is_barcode,
};

/// The word of the prices that everybody pays.
pub const RETAIL: &str = "retail";

/// What the till knows. `Default` knows nothing yet.
#[derive(Debug, Default)]
pub struct Shop {
    head: TillHead,
    settings: Option<Settings>,
    goods: Goods,
    people: People,
    categories: HashMap<Uuid, (Category, u32)>,
    taxes: HashMap<Uuid, (TaxClass, u32)>,
    stock: HashMap<Uuid, (Stock, u32)>,
    /// What this till has sold, and the books do not know yet.
    untold: Since,
    /// What they were told of since the last page, which does not count it.
    told: Since,
    /// How far the business's clocks are ahead of UTC, in seconds.
    offset: i32,
    /// Which load of everything this is, and which was the last whose last page is in. What is of a load
    /// before that one is gone.
    load: u32,
    whole: u32,
}

/// What a scanner read, or a finger touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The product.
    pub product_id: Uuid,
    /// The pack.
    pub pack_id: Option<Uuid>,
    /// What a scale weighed, and what its label says of it; nothing weighed is not sold.
    pub weighed: Option<(Quantity, Label)>,
}

impl Hit {
    /// A product in its own unit.
    pub fn of(product_id: Uuid) -> Hit {
        Hit {
            product_id,
            pack_id: None,
            weighed: None,
        }
    }
}

impl Shop {
    /// Takes in a page of the catalogue.
    pub fn take(&mut self, page: Catalogue) {
        if page.reset {
            self.load = self.load.saturating_add(1);
        }
        let load = self.load;
        if !page.till.series.is_empty() {
            self.head = page.till;
        }
        if page.settings.is_some() {
            self.settings = page.settings;
        }
        for product in page.products {
            self.goods.put(product, load);
        }
        for one in page.categories {
            self.categories.insert(one.category_id, (one, load));
        }
        for one in page.tax_classes {
            self.taxes.insert(one.tax_class_id, (one, load));
        }
        for one in page.stock {
            self.stock.insert(one.product_id, (one, load));
        }
        self.people.take(page.customers, page.members, load);
        if !page.more {
            self.told = Since::default();
        }
        if self.is_loading() && !page.more {
            self.whole = load;
            self.goods.keep_only(load);
            self.people.keep_only(load);
            self.categories.retain(|_, (_, of)| *of == load);
            self.taxes.retain(|_, (_, of)| *of == load);
            self.stock.retain(|_, (_, of)| *of == load);
        }
    }

    /// What the business says of itself.
    pub fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    /// Whether a tip is asked for.
    pub fn takes_tips(&self) -> bool {
        self.settings.as_ref().is_some_and(|one| one.tips)
    }

    /// Whether the server takes gift vouchers that a till has sold: one of before does not.
    pub fn sells_vouchers(&self) -> bool {
        self.settings.as_ref().is_some_and(|one| one.vouchers)
    }

    /// The last day of a voucher that is sold at an instant; none: it has none.
    pub fn voucher_last_day(&self, at: DateTime<Utc>) -> Option<NaiveDate> {
        let days = self.settings.as_ref()?.voucher_days;
        last_day(self.day(at), days)
    }

    /// The till itself.
    pub fn head(&self) -> &TillHead {
        &self.head
    }

    /// The till itself, where that was told without a page.
    pub fn set_head(&mut self, head: TillHead) {
        if !head.series.is_empty() {
            self.head = head;
        }
    }

    /// The books know of a shift that was opened at this till.
    pub fn opened(&mut self, shift: OpenShift) {
        self.closed(shift.shift_id);
        self.head.open_shifts.push(shift);
    }

    /// The books know that it was closed.
    pub fn closed(&mut self, shift_id: Uuid) {
        self.head.open_shifts.retain(|one| one.shift_id != shift_id);
    }

    /// Whether all of it is being loaded anew, and the last page is still to come.
    pub fn is_loading(&self) -> bool {
        self.whole < self.load
    }

    /// Whether enough is known to sell.
    pub fn is_ready(&self) -> bool {
        self.settings.is_some() && !self.head.series.is_empty() && !self.taxes.is_empty()
    }

    /// A product, also one that is not sold any more.
    pub fn product(&self, id: Uuid) -> Option<&Product> {
        self.goods.get(id)
    }

    /// A pack of a product.
    pub fn pack(&self, product_id: Uuid, pack_id: Uuid) -> Option<&Pack> {
        let packs = &self.product(product_id)?.packs;
        packs.iter().find(|pack| pack.pack_id == pack_id)
    }

    /// How much of a product's own unit one of what is sold is. None where there is no such pack.
    pub fn holds(&self, product_id: Uuid, pack_id: Option<Uuid>) -> Option<Quantity> {
        let Some(pack_id) = pack_id else {
            return Some(Quantity::ONE);
        };
        let pack = self.pack(product_id, pack_id)?;
        Some(Quantity::from_milli(pack.holds_milli))
    }

    /// What may be sold and is found by all words of a text: by their beginnings, in any order, with
    /// accents or without. Names, more words, SKUs and barcodes count.
    pub fn search(&self, typed: &str, most: usize) -> Vec<Uuid> {
        self.goods.search(typed, most, false)
    }

    /// The same where nothing is found: with one slip forgiven in each word that nothing has. Who reads it
    /// chooses; nothing of it is sold unseen.
    pub fn search_like(&self, typed: &str, most: usize) -> Vec<Uuid> {
        self.goods.search(typed, most, true)
    }

    /// What a scanner read: first the very barcode, then the same with other zeros before it, then what
    /// the business's scales print. None where nobody has it. What is not sold any more is found too.
    pub fn scan(&self, code: &str) -> Option<Hit> {
        let code = code.trim();
        if !is_barcode(code) {
            return None;
        }
        let forms = barcode_forms(code);
        let found = forms.iter().find_map(|form| self.goods.with_code(form));
        if let Some((product, pack_id)) = found {
            return Some(Hit {
                pack_id,
                ..Hit::of(product.product_id)
            });
        }
        let read = ScaleBarcode::read(code)?;
        let formats = &self.settings.as_ref()?.scale_formats;
        let format = formats.iter().find(|one| one.prefix == read.prefix)?;
        let product = self.goods.on_scale(&read.item)?;
        let unit = Unit::parse(&product.unit)?;
        let price = Money::from_minor(product.price_minor);
        let (quantity, amount) = read.means(Carries::parse(&format.carries)?, unit, price);
        let label = Label::of(quantity, amount);
        // Of what is measured a label says how much, or it is none that sells.
        let nothing = (Quantity::ZERO, Label::Weight);
        let nothing = unit.is_measured().then_some(nothing);
        Some(Hit {
            weighed: quantity.zip(label).or(nothing),
            ..Hit::of(product.product_id)
        })
    }

    /// The goods of a category, by name; none: all goods.
    pub fn in_category(&self, id: Option<Uuid>, most: usize) -> Vec<Uuid> {
        let belongs = |product: &&Product| id.is_none() || product.category_id == id;
        let goods = self.goods.by_name().filter(belongs).take(most);
        goods.map(|product| product.product_id).collect()
    }

    /// The categories that are there, in their order.
    pub fn categories(&self) -> Vec<&Category> {
        let all = self.categories.values().map(|(one, _)| one);
        let all: Vec<&Category> = all.filter(|one| !one.retired).collect();
        let key = |one: &Category| (one.position, one.category_id);
        sorted(all, &|one, other| key(one).cmp(&key(other)))
    }

    /// What one costs by a list, tax included, where so much is bought: the list's own price, else the
    /// retail one, else what the product costs in its own unit. None for a pack without a price.
    pub fn price(
        &self,
        product_id: Uuid,
        pack_id: Option<Uuid>,
        list: &str,
        quantity: Quantity,
        now: DateTime<Utc>,
    ) -> Option<Money> {
        let product = self.product(product_id)?;
        let listed = |list: &str| price::listed(&product.prices, list, pack_id, quantity, now);
        let of_list = self.is_open(list).then(|| listed(list)).flatten();
        let own = || pack_id.is_none().then_some(product.price_minor);
        of_list
            .or_else(|| listed(RETAIL))
            .or_else(|| own().map(Money::from_minor))
    }

    /// Whether a list still counts.
    pub fn is_open(&self, list: &str) -> bool {
        let lists = self.settings.as_ref().map(|settings| &settings.price_lists);
        lists.is_some_and(|lists| lists.iter().any(|one| one.list == list && !one.retired))
    }

    /// The rate of a class of tax on a day. A class that has none takes no tax.
    pub fn rate(&self, tax_class: Uuid, day: NaiveDate) -> Rate {
        let rates = self.taxes.get(&tax_class).map(|(class, _)| &class.rates);
        let valid = rates.into_iter().flatten();
        let valid = valid.filter(|rate| rate.valid_from <= day);
        let newest = valid.max_by_key(|rate| rate.valid_from);
        newest.map_or(Rate::ZERO, |rate| Rate::from_basis_points(rate.rate_bp))
    }

    /// The class of a quick item: that of a new product, unless somebody says otherwise. Nil where it is
    /// not known.
    pub fn standard_tax(&self) -> Uuid {
        let mut all = self.taxes.values();
        let standard = all.find(|(class, _)| class.code == "standard");
        standard.map_or(Uuid::nil(), |(class, _)| class.tax_class_id)
    }

    /// The class of what a line sells: its product's, or a quick item's.
    pub fn tax_of(&self, product_id: Uuid, quick: Option<&QuickItem>) -> Uuid {
        let product = self.product(product_id).map(|product| product.tax_class_id);
        match quick {
            Some(_) => self.standard_tax(),
            None => product.unwrap_or_default(),
        }
    }

    /// What a line sells is called: its product, or a quick item. A dash where it is not known.
    pub fn name_of(&self, product_id: Uuid, quick: Option<&QuickItem>) -> String {
        let product = || self.product(product_id).map(|product| product.name.clone());
        let name = quick.map(|quick| quick.name.clone()).or_else(product);
        name.unwrap_or_else(|| "–".to_owned())
    }

    /// What a line counts: its pack's name, or its unit's word.
    pub fn unit_of(&self, product_id: Uuid, pack_id: Option<Uuid>) -> String {
        let pack = pack_id.and_then(|pack_id| self.pack(product_id, pack_id));
        let own = || self.product(product_id).map(|product| product.unit.clone());
        let unit = pack.map(|pack| pack.name.clone()).or_else(own);
        unit.unwrap_or_else(|| Unit::Piece.code().to_owned())
    }

    /// How products of a class are taxed.
    pub fn tax_class(&self, id: Uuid) -> Option<&TaxClass> {
        self.taxes.get(&id).map(|(class, _)| class)
    }

    /// Says how far the business's clocks are ahead of UTC, in seconds.
    pub fn set_offset(&mut self, seconds: i32) {
        self.offset = seconds;
    }

    fn calendar(&self) -> BusinessCalendar<FixedOffset> {
        let day_starts_at = self
            .settings
            .as_ref()
            .map(|settings| settings.day_starts_at);
        BusinessCalendar {
            zone: FixedOffset::east_opt(self.offset).unwrap_or(Utc.fix()),
            day_starts_at: day_starts_at.unwrap_or_default(),
        }
    }

    /// The business's day at an instant.
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        self.calendar().day_of(at)
    }

    /// An instant as the business's clocks show it.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        self.calendar().local(at)
    }

    /// The same as people read it.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        let local = self.local(at);
        // By hand: what reads patterns would be in a till's bundle for this one.
        let (day, month, year) = (local.day(), local.month(), local.year());
        let (hour, minute) = (local.hour(), local.minute());
        format!("{day:02}/{month:02}/{year} {hour:02}:{minute:02}")
    }

    /// A customer.
    pub fn customer(&self, id: Uuid) -> Option<&Customer> {
        self.people.customer(id)
    }

    /// Customers by the beginnings of their names, or by figures of their numbers.
    pub fn customers(&self, typed: &str, most: usize) -> Vec<Uuid> {
        self.people.customers(typed, most)
    }

    /// Writes a customer down whom the books do not know yet.
    pub fn meet(&mut self, customer: Customer) {
        self.people.meet(customer);
    }

    /// The books know her by another id.
    pub fn forget_met(&mut self, id: Uuid) {
        self.people.forget_met(id);
    }

    /// A member, also one who was let go.
    pub fn member(&self, id: Uuid) -> Option<&Member> {
        self.people.member(id)
    }

    /// Who works here and has a PIN, by name.
    pub fn members(&self) -> Vec<&Member> {
        self.people.members()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(in crate::till) mod tests;
