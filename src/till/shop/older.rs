//! What is kept, taken in from its newest page back: a till may be used before all of it is read. Pure.
//!
//! New pages may be taken in meanwhile. What never breaks: a load that is whole is the end of everything before
//! it, whether its last page was among those that are kept, or came while they were being read.

use super::Shop;
use crate::till::wire::Catalogue;

/// The load that the newest page is of, and the one before it, which serves while that is not whole.
const NEWEST: u32 = 1;
const OLDEST: u32 = 0;

/// How far back the pages have been taken in.
#[derive(Debug)]
pub struct Older {
    /// Of which load the next page is, and whether a page of it was taken in that is its last, or came after.
    load: u32,
    is_whole: bool,
    /// Whether nothing that is older counts any more.
    is_done: bool,
    /// How many pages of differences there were.
    differences: usize,
    is_counting: bool,
}

impl Shop {
    /// What a till needs to be opened, as a page: all but goods, customers and what is on the shelves.
    pub fn door(&self) -> Catalogue {
        let members = self.people.everybody();
        Catalogue {
            till: self.head.clone(),
            settings: self.settings.clone(),
            categories: self
                .categories
                .values()
                .map(|(one, _)| one.clone())
                .collect(),
            tax_classes: self.taxes.values().map(|(one, _)| one.clone()).collect(),
            members,
            ..Catalogue::default()
        }
    }

    /// Begins with what was at the door, and with whether the newest page says that more was to come.
    pub fn begin(&mut self, door: Catalogue, is_broken_off: bool) -> Older {
        self.load = NEWEST;
        self.whole = NEWEST;
        self.take(door);
        if is_broken_off {
            self.whole = OLDEST;
        }
        Older {
            load: NEWEST,
            is_whole: false,
            is_done: false,
            differences: 0,
            is_counting: true,
        }
    }

    /// Whether the page before those that were taken in still counts. It does not after the first page of a
    /// whole load, nor once another load has become whole.
    pub fn wants(&self, older: &Older) -> bool {
        !older.is_done && older.load >= self.whole
    }

    /// How many pages of differences were taken in, of the load that counts.
    pub fn differences(&self, older: &Older) -> usize {
        if self.load == NEWEST {
            older.differences
        } else {
            0
        }
    }

    /// Takes in the page before those that were. What is known already is newer.
    pub fn take_older(&mut self, page: Catalogue, older: &mut Older) {
        if !self.wants(older) {
            return;
        }
        older.count(&page);
        if !page.more {
            older.is_whole = true;
            // What more was to come, if anything, was of a difference.
            self.whole = self.whole.max(older.load);
        }
        let load = older.load;
        for product in page.products {
            if self.product(product.product_id).is_none() {
                self.goods.put(product, load);
            }
        }
        for one in page.stock {
            self.stock.entry(one.product_id).or_insert((one, load));
        }
        self.people.take_older(page.customers, load);
        if page.reset {
            // What was before a whole load is no more. Before one that was broken off it serves until
            // that is whole.
            older.is_done = older.is_whole;
            older.load = OLDEST;
            older.is_whole = false;
        }
    }
}

impl Older {
    fn count(&mut self, page: &Catalogue) {
        if !self.is_counting {
            return;
        }
        self.differences += 1;
        if page.more || page.reset {
            // It is of a load, and so was the last page that was counted, where more came after this.
            let of_load = if page.more { 2 } else { 1 };
            self.differences = self.differences.saturating_sub(of_load);
            self.is_counting = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{id, page, product};
    use super::*;
    use crate::till::wire::{Barcode, Product};

    /// A shop that was opened with what these pages left at its door, and has taken in none of them yet.
    fn opened(pages: &[Catalogue]) -> (Shop, Older) {
        let mut forwards = Shop::default();
        pages.iter().for_each(|page| forwards.take(page.clone()));
        let mut shop = Shop::default();
        let is_broken_off = pages.last().unwrap().more;
        let older = shop.begin(forwards.door(), is_broken_off);
        (shop, older)
    }

    /// Takes in pages, the newest first, for as long as they count.
    fn fill(shop: &mut Shop, older: &mut Older, pages: &[Catalogue]) {
        for page in pages.iter().rev() {
            if !shop.wants(older) {
                break;
            }
            shop.take_older(page.clone(), older);
        }
    }

    /// A shop out of pages, the newest first; and how many were differences.
    fn backwards(pages: &[Catalogue]) -> (Shop, usize) {
        let (mut shop, mut older) = opened(pages);
        fill(&mut shop, &mut older, pages);
        let differences = shop.differences(&older);
        (shop, differences)
    }

    /// A page of products that is not the first of a load.
    fn further(products: Vec<Product>, more: bool) -> Catalogue {
        Catalogue {
            reset: false,
            settings: None,
            more,
            ..page(products)
        }
    }

    fn difference(price_minor: i64) -> Catalogue {
        further(vec![product(1, "Sugar", price_minor)], false)
    }

    /// The first page of a load of several.
    fn first(products: Vec<Product>) -> Catalogue {
        Catalogue {
            more: true,
            ..page(products)
        }
    }

    fn knows(shop: &Shop, number: u128) -> bool {
        shop.product(id(number)).is_some()
    }

    #[test]
    fn the_newest_page_counts_and_a_whole_load_is_the_end() {
        let begun = first(vec![product(1, "Sugar", 100), product(2, "Salt", 50)]);
        let last = further(vec![product(3, "Tea", 70)], false);
        let gone = page(vec![product(9, "Gone", 10)]);
        let pages = [gone, begun, last, difference(110), difference(120)];
        let (shop, differences) = backwards(&pages);
        assert_eq!(shop.product(id(1)).unwrap().price_minor, 120);
        assert!(knows(&shop, 2) && knows(&shop, 3));
        assert!(!knows(&shop, 9));
        assert!(shop.is_ready() && !shop.is_loading());
        assert_eq!(differences, 2);
    }

    #[test]
    fn before_a_load_that_was_broken_off_the_older_one_serves_until_it_is_whole() {
        let old = page(vec![product(1, "Sugar", 100), product(2, "Salt", 50)]);
        let anew = first(vec![product(1, "Sugar", 130)]);
        let (mut shop, _) = backwards(&[old, anew]);
        assert_eq!(shop.product(id(1)).unwrap().price_minor, 130);
        assert!(knows(&shop, 2) && shop.is_loading());
        shop.take(further(vec![product(3, "Tea", 70)], false));
        assert!(knows(&shop, 1) && knows(&shop, 3));
        assert!(!knows(&shop, 2) && shop.is_ready());
    }

    #[test]
    fn a_load_that_becomes_whole_meanwhile_is_the_end() {
        let pages = [page(vec![product(1, "Sugar", 100), product(9, "Gone", 10)])];
        let (mut shop, mut older) = opened(&pages);
        // Another tab has loaded all of it anew.
        shop.take(first(vec![product(1, "Sugar", 130)]));
        assert!(
            shop.wants(&older),
            "until that is whole, the older one serves"
        );
        shop.take(further(vec![product(3, "Tea", 70)], false));
        assert!(!shop.wants(&older));
        fill(&mut shop, &mut older, &pages);
        shop.take_older(pages[0].clone(), &mut older);
        assert_eq!(shop.product(id(1)).unwrap().price_minor, 130);
        assert!(knows(&shop, 3) && !knows(&shop, 9));
        assert_eq!(shop.differences(&older), 0);
    }

    #[test]
    fn a_load_that_was_broken_off_and_becomes_whole_meanwhile_is_the_end_too() {
        let old = page(vec![product(2, "Salt", 50), product(9, "Gone", 10)]);
        let pages = [old, first(vec![product(1, "Sugar", 130)])];
        let (mut shop, mut older) = opened(&pages);
        shop.take(further(vec![product(2, "Salt", 60)], false));
        fill(&mut shop, &mut older, &pages);
        assert!(
            knows(&shop, 1) && !knows(&shop, 9),
            "its own first page counts"
        );
        assert_eq!(shop.product(id(2)).unwrap().price_minor, 60);
    }

    #[test]
    fn what_serves_while_a_load_is_not_whole_goes_no_further_back_than_a_whole_one() {
        let gone = page(vec![product(9, "Gone", 10)]);
        let old = page(vec![product(1, "Sugar", 100)]);
        let (mut shop, mut older) = opened(&[gone.clone(), old.clone()]);
        shop.take(first(vec![product(3, "Tea", 70)]));
        fill(&mut shop, &mut older, &[gone.clone(), old]);
        assert!(knows(&shop, 1) && !knows(&shop, 9));
        // Two loads that were broken off, one after the other: what was before both serves.
        let whole = page(vec![product(1, "Sugar", 100)]);
        let broken = |number| first(vec![product(number, "Tea", 70)]);
        let (shop, _) = backwards(&[gone, whole, broken(3), broken(4)]);
        assert!(knows(&shop, 1) && knows(&shop, 3) && knows(&shop, 4));
        assert!(!knows(&shop, 9) && shop.is_loading());
    }

    #[test]
    fn a_difference_of_several_pages_that_was_broken_off_is_no_load() {
        let gone = page(vec![product(9, "Gone", 10)]);
        let whole = page(vec![product(1, "Sugar", 100), product(2, "Salt", 50)]);
        let part = further(vec![product(1, "Sugar", 110)], true);
        let (shop, _) = backwards(&[gone, whole, part]);
        assert_eq!(shop.product(id(1)).unwrap().price_minor, 110);
        assert!(knows(&shop, 2) && !knows(&shop, 9));
        assert!(!shop.is_loading());
    }

    #[test]
    fn a_barcode_is_that_of_the_newer_load() {
        let coded = |number: u128| Product {
            barcodes: vec![Barcode {
                barcode: "5012345678900".to_owned(),
                pack_id: None,
            }],
            ..product(number, "Tea", 70)
        };
        let pages = [page(vec![coded(1)]), first(vec![coded(2)])];
        let (shop, _) = backwards(&pages);
        let hit = shop.scan("5012345678900").unwrap();
        assert_eq!(hit.product_id, id(2));
    }

    #[test]
    fn one_page_of_everything_is_no_difference() {
        let (_, differences) = backwards(&[page(vec![product(1, "Sugar", 100)])]);
        assert_eq!(differences, 0);
        let all = page(vec![product(1, "Sugar", 100)]);
        let (_, differences) = backwards(&[all, difference(110)]);
        assert_eq!(differences, 1);
    }
}
