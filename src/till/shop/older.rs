//! What is kept, taken in from its newest page back: a till may be used before all of it is read. Pure.

use super::Shop;
use crate::till::wire::Catalogue;

/// The load that the newest page is of, and the one before it, which serves while that is not whole.
const NEWEST: u32 = 1;
const OLDEST: u32 = 0;

/// How far back the pages have been taken in.
#[derive(Debug)]
pub struct Older {
    load: u32,
    /// Whether nothing that is older counts any more.
    pub is_done: bool,
    /// How many pages of differences there were.
    pub differences: usize,
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
        self.take(door);
        self.is_loading = is_broken_off;
        Older {
            load: NEWEST,
            is_done: false,
            differences: 0,
            is_counting: true,
        }
    }

    /// Takes in the page before those that were. What is known already is newer.
    pub fn take_older(&mut self, page: Catalogue, older: &mut Older) {
        if older.is_counting {
            older.differences += 1;
            if page.more || page.reset {
                // It is of a load, and so was the last page that was counted, where more came after this.
                older.differences = older
                    .differences
                    .saturating_sub(if page.more { 2 } else { 1 });
                older.is_counting = false;
            }
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
            older.is_done = !self.is_loading || load == OLDEST;
            older.load = OLDEST;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{id, page, product};
    use super::*;

    /// A shop out of pages, the newest first; and how many were differences.
    fn backwards(pages: &[Catalogue]) -> (Shop, usize) {
        let mut forwards = Shop::default();
        pages.iter().for_each(|page| forwards.take(page.clone()));
        let mut shop = Shop::default();
        let is_broken_off = pages.last().unwrap().more;
        let mut older = shop.begin(forwards.door(), is_broken_off);
        for page in pages.iter().rev() {
            if older.is_done {
                break;
            }
            shop.take_older(page.clone(), &mut older);
        }
        (shop, older.differences)
    }

    fn difference(price_minor: i64) -> Catalogue {
        Catalogue {
            reset: false,
            settings: None,
            ..page(vec![product(1, "Sugar", price_minor)])
        }
    }

    #[test]
    fn the_newest_page_counts_and_a_whole_load_is_the_end() {
        let mut first = page(vec![product(1, "Sugar", 100), product(2, "Salt", 50)]);
        first.more = true;
        let last = Catalogue {
            reset: false,
            settings: None,
            ..page(vec![product(3, "Tea", 70)])
        };
        let gone = page(vec![product(9, "Gone", 10)]);
        let pages = [gone, first, last, difference(110), difference(120)];
        let (shop, differences) = backwards(&pages);
        assert_eq!(shop.product(id(1)).unwrap().price_minor, 120);
        assert!(shop.product(id(2)).is_some() && shop.product(id(3)).is_some());
        assert!(shop.product(id(9)).is_none());
        assert!(shop.is_ready() && !shop.is_loading());
        assert_eq!(differences, 2);
    }

    #[test]
    fn before_a_load_that_was_broken_off_the_older_one_serves_until_it_is_whole() {
        let old = page(vec![product(1, "Sugar", 100), product(2, "Salt", 50)]);
        let mut anew = page(vec![product(1, "Sugar", 130)]);
        anew.more = true;
        let (mut shop, _) = backwards(&[old, anew]);
        assert_eq!(shop.product(id(1)).unwrap().price_minor, 130);
        assert!(shop.product(id(2)).is_some() && shop.is_loading());
        shop.take(Catalogue {
            reset: false,
            ..page(vec![product(3, "Tea", 70)])
        });
        assert!(shop.product(id(1)).is_some() && shop.product(id(3)).is_some());
        assert!(shop.product(id(2)).is_none() && shop.is_ready());
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
