//! The goods of the shop, in memory: by id, by words and by barcode. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

use uuid::Uuid;

use super::fold::words;
use super::order::sorted;
use super::slip::{begins_like, may_be};
use crate::till::wire::Product;

/// Up to so many found things are put in order by themselves; for more, all names are gone through in
/// order until enough are found.
const FEW: u32 = 2_000;

/// A product, and what it was found by when it was put in.
#[derive(Debug)]
struct Entry {
    product: Product,
    /// Its name, folded.
    name: Box<str>,
    /// In which load it was sent.
    load: u32,
}

/// All goods. A place in `all` is a product's for ever.
#[derive(Debug, Default)]
pub(super) struct Goods {
    all: Vec<Option<Entry>>,
    by_id: HashMap<Uuid, u32>,
    /// Words of names, more words, SKUs and barcodes, of what may be sold.
    by_word: BTreeMap<Box<str>, Vec<u32>>,
    /// Names of what may be sold, in order.
    by_name: BTreeSet<(Box<str>, u32)>,
    /// Whole SKUs of what may be sold, folded.
    by_sku: HashMap<Box<str>, u32>,
    /// Barcodes of everything, with the pack that they stand on.
    by_code: HashMap<Box<str>, (u32, Option<Uuid>)>,
    /// Numbers on the scale, of everything.
    by_scale: HashMap<Box<str>, u32>,
    /// Whether a kit has ever been among them.
    has_kits: bool,
}

/// Whether it may stand in a list of goods.
fn is_sold(product: &Product) -> bool {
    !product.retired && product.kind != "family"
}

/// What a product is found by, each once.
fn found_by(product: &Product) -> Vec<String> {
    let codes = product.barcodes.iter().map(|one| one.barcode.as_str());
    let all = [&product.name, &product.search_words, &product.sku]
        .into_iter()
        .map(String::as_str)
        .chain(codes)
        .flat_map(words);
    let mut each: Vec<String> = Vec::new();
    for word in all {
        // They are few.
        if !each.contains(&word) {
            each.push(word);
        }
    }
    each
}

/// Whether no place has its bit.
fn is_none(bits: &[u64]) -> bool {
    bits.iter().all(|bits| *bits == 0)
}

/// A text, folded.
fn folded(text: &str) -> Box<str> {
    words(text).join(" ").into_boxed_str()
}

impl Goods {
    /// What stands at a place.
    fn entry(&self, place: u32) -> Option<&Entry> {
        self.all.get(place as usize)?.as_ref()
    }

    /// The product of that id.
    pub fn get(&self, id: Uuid) -> Option<&Product> {
        let place = self.by_id.get(&id)?;
        self.entry(*place).map(|entry| &entry.product)
    }

    /// Whether any of them may be a kit.
    pub fn has_kits(&self) -> bool {
        self.has_kits
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Product> {
        self.all.iter().flatten().map(|entry| &entry.product)
    }

    /// Puts a product in the place of what was known of it.
    pub fn put(&mut self, product: Product, load: u32) {
        self.has_kits |= !product.parts.is_empty();
        let known = self.by_id.get(&product.product_id).copied();
        if let Some(place) = known {
            self.unfind(place);
        }
        let place = known.unwrap_or_else(|| {
            self.all.push(None);
            // Nobody has four thousand million products.
            u32::try_from(self.all.len() - 1).unwrap_or(u32::MAX)
        });
        let entry = Entry {
            name: folded(&product.name),
            product,
            load,
        };
        self.find(place, &entry);
        self.by_id.insert(entry.product.product_id, place);
        if let Some(there) = self.all.get_mut(place as usize) {
            *there = Some(entry);
        }
    }

    /// Drops what was not sent in this load.
    pub fn keep_only(&mut self, load: u32) {
        let gone = |(place, entry): (u32, &Option<Entry>)| {
            let entry = entry.as_ref()?;
            (entry.load != load).then_some((place, entry.product.product_id))
        };
        let gone: Vec<(u32, Uuid)> = (0..).zip(&self.all).filter_map(gone).collect();
        for (place, id) in gone {
            self.unfind(place);
            self.by_id.remove(&id);
            if let Some(there) = self.all.get_mut(place as usize) {
                *there = None;
            }
        }
    }

    /// Whether what stands at a place was sent in a newer load: then a code is that one's.
    fn is_newer(&self, place: Option<u32>, load: u32) -> bool {
        let there = place.and_then(|place| self.entry(place));
        there.is_some_and(|entry| entry.load > load)
    }

    fn find(&mut self, place: u32, entry: &Entry) {
        let product = &entry.product;
        for code in &product.barcodes {
            let key = code.barcode.as_str();
            let has = self.by_code.get(key).map(|(place, _)| *place);
            if !self.is_newer(has, entry.load) {
                self.by_code.insert(key.into(), (place, code.pack_id));
            }
        }
        if let Some(number) = product.scale_code.as_deref()
            && !self.is_newer(self.by_scale.get(number).copied(), entry.load)
        {
            self.by_scale.insert(number.into(), place);
        }
        if !is_sold(product) {
            return;
        }
        for word in found_by(product) {
            let places = self.by_word.entry(word.into_boxed_str()).or_default();
            places.push(place);
        }
        self.by_name.insert((entry.name.clone(), place));
        self.by_sku.insert(folded(&product.sku), place);
    }

    /// Takes out of the indexes what stands at a place. What another product has taken over meanwhile
    /// stays that one's.
    fn unfind(&mut self, place: u32) {
        let there = self.all.get_mut(place as usize);
        let Some(entry) = there.and_then(Option::take) else {
            return;
        };
        let product = &entry.product;
        for code in &product.barcodes {
            let key = code.barcode.as_str();
            if self.by_code.get(key).is_some_and(|(it, _)| *it == place) {
                self.by_code.remove(key);
            }
        }
        if let Some(number) = product.scale_code.as_deref()
            && self.by_scale.get(number) == Some(&place)
        {
            self.by_scale.remove(number);
        }
        if !is_sold(product) {
            return;
        }
        for word in found_by(product) {
            let word = word.as_str();
            let Some(places) = self.by_word.get_mut(word) else {
                continue;
            };
            places.retain(|it| *it != place);
            if places.is_empty() {
                self.by_word.remove(word);
            }
        }
        let sku = folded(&product.sku);
        if self.by_sku.get(&sku) == Some(&place) {
            self.by_sku.remove(&sku);
        }
        self.by_name.remove(&(entry.name, place));
    }

    /// The product, and perhaps the pack, that a barcode stands on.
    pub fn with_code(&self, code: &str) -> Option<(&Product, Option<Uuid>)> {
        let (place, pack_id) = self.by_code.get(code)?;
        let entry = self.entry(*place)?;
        Some((&entry.product, *pack_id))
    }

    /// The product that has this number on the scale.
    pub fn on_scale(&self, number: &str) -> Option<&Product> {
        let place = self.by_scale.get(number)?;
        self.entry(*place).map(|entry| &entry.product)
    }

    /// What may be sold, by name.
    pub fn by_name(&self) -> impl Iterator<Item = &Product> {
        let places = self.by_name.iter();
        places.filter_map(|(_, place)| self.entry(*place).map(|entry| &entry.product))
    }

    /// What may be sold and is found by all words of a text: the one that has it for its SKU, then those
    /// whose names begin with it, then the others, by name. `forgives`: a word that nothing has may be one slip
    /// away from one.
    pub fn search(&self, typed: &str, most: usize, forgives: bool) -> Vec<Uuid> {
        let typed = words(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let found = self.matching(&typed, forgives);
        let is_found = |place: u32| {
            let bits = found.get(place as usize / 64);
            bits.is_some_and(|bits| (bits >> (place % 64)) & 1 == 1)
        };
        let begin: Box<str> = typed.join(" ").into_boxed_str();
        let by_sku = self.by_sku.get(&begin).copied();
        let mut places: Vec<u32> = by_sku.into_iter().collect();
        let begins = self
            .by_name
            .range((begin.clone(), 0)..)
            .take_while(|(name, _)| name.starts_with(&*begin))
            .filter(|(_, place)| is_found(*place) && Some(*place) != by_sku);
        places.extend(begins.map(|(_, place)| *place).take(most));
        if places.len() < most {
            let rest = |name: &str, place: u32| {
                is_found(place) && Some(place) != by_sku && !name.starts_with(&*begin)
            };
            let missing = most - places.len();
            places.extend(self.rest(&found, rest, missing));
        }
        let ids = places.into_iter().take(most);
        ids.filter_map(|place| self.entry(place).map(|entry| entry.product.product_id))
            .collect()
    }

    /// A bit for each place whose product is found by all of these words.
    fn matching(&self, typed: &[String], forgives: bool) -> Vec<u64> {
        let mut all = vec![u64::MAX; self.all.len().div_ceil(64)];
        for word in typed {
            let mut own = self.having(word, false);
            if forgives && may_be(word) && is_none(&own) {
                own = self.having(word, true);
            }
            for (all, own) in all.iter_mut().zip(own) {
                *all &= own;
            }
            // All words are gone through for a slip: not again for the next one where that can find nothing.
            if is_none(&all) {
                break;
            }
        }
        all
    }

    /// A bit for each place whose product has a word that begins so, or almost so.
    fn having(&self, word: &str, almost: bool) -> Vec<u64> {
        let mut own = vec![0_u64; self.all.len().div_ceil(64)];
        // Figures stand before letters, and are most of what barcodes and numbers have put there.
        let from = if almost { "a" } else { word };
        let from = (Bound::Included(from), Bound::Unbounded);
        for (it, places) in self.by_word.range::<str, _>(from) {
            let is_it = if almost {
                begins_like(it, word)
            } else {
                it.starts_with(word)
            };
            if !is_it && !almost {
                break;
            }
            for place in places.iter().filter(|_| is_it) {
                if let Some(bits) = own.get_mut(*place as usize / 64) {
                    *bits |= 1 << (place % 64);
                }
            }
        }
        own
    }

    /// The places of what is wanted, by name.
    fn rest(&self, found: &[u64], is_wanted: impl Fn(&str, u32) -> bool, most: usize) -> Vec<u32> {
        let count: u32 = found.iter().map(|bits| bits.count_ones()).sum();
        if count > FEW {
            let wanted = self
                .by_name
                .iter()
                .filter(|(name, place)| is_wanted(name, *place));
            return wanted.map(|(_, place)| *place).take(most).collect();
        }
        let mut few: Vec<(&str, u32)> = Vec::new();
        for (at, bits) in (0_u32..).zip(found) {
            let mut bits = *bits;
            while bits != 0 {
                let place = at * 64 + bits.trailing_zeros();
                bits &= bits - 1;
                if let Some(entry) = self.entry(place)
                    && is_wanted(&entry.name, place)
                {
                    few.push((&*entry.name, place));
                }
            }
        }
        let few = sorted(few, &|one, other| one.cmp(other));
        few.into_iter().map(|(_, place)| place).take(most).collect()
    }
}
