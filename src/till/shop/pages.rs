//! All that is known, as pages again: what a till keeps in the place of many small differences. Pure.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::Shop;
use crate::till::wire::Catalogue;

/// How many rows stand on a page at most.
const ROWS: usize = 2000;

impl Shop {
    /// How many things it knows that there are many of.
    pub fn rows(&self) -> usize {
        self.goods.all().count() + self.people.count() + self.stock.len()
    }

    /// One page that says what these differences say one after the other: of each thing the last. None where one of
    /// them begins a load.
    pub fn merged(pages: Vec<Catalogue>) -> Option<Catalogue> {
        let mut all = Catalogue::default();
        for page in pages {
            if page.reset {
                return None;
            }
            all.cursor = page.cursor;
            all.more = page.more;
            all.till = page.till;
            all.settings = page.settings.or(all.settings);
            all.products.extend(page.products);
            all.categories.extend(page.categories);
            all.customers.extend(page.customers);
            all.members.extend(page.members);
            all.tax_classes.extend(page.tax_classes);
            all.stock.extend(page.stock);
        }
        keep_last(&mut all.products, |one| one.product_id);
        keep_last(&mut all.categories, |one| one.category_id);
        keep_last(&mut all.customers, |one| one.customer_id);
        keep_last(&mut all.members, |one| one.member_id);
        keep_last(&mut all.tax_classes, |one| one.tax_class_id);
        keep_last(&mut all.stock, |one| one.product_id);
        Some(all)
    }

    /// Pages that say all of it, the first of which begins anew. None while it is being loaded: then what
    /// is known is of two loads. `cursor` is what to ask with next.
    pub fn pages(&self, cursor: &str) -> Option<Vec<Catalogue>> {
        if self.is_loading() {
            return None;
        }
        let customers = self.people.sent();
        let mut pages = vec![Catalogue {
            reset: true,
            ..self.door()
        }];
        let goods: Vec<_> = self.goods.all().cloned().collect();
        pages.extend(goods.chunks(ROWS).map(|rows| Catalogue {
            products: rows.to_vec(),
            ..Catalogue::default()
        }));
        pages.extend(customers.chunks(ROWS).map(|rows| Catalogue {
            customers: rows.to_vec(),
            ..Catalogue::default()
        }));
        let stock: Vec<_> = self.stock.values().map(|(one, _)| one.clone()).collect();
        pages.extend(stock.chunks(ROWS).map(|rows| Catalogue {
            stock: rows.to_vec(),
            ..Catalogue::default()
        }));
        let last = pages.len() - 1;
        for (place, page) in pages.iter_mut().enumerate() {
            page.cursor = cursor.to_owned();
            page.more = place < last;
            page.till = self.head.clone();
        }
        Some(pages)
    }
}

fn keep_last<T>(all: &mut Vec<T>, id: impl Fn(&T) -> Uuid) {
    let mut seen = BTreeSet::new();
    all.reverse();
    all.retain(|one| seen.insert(id(one)));
    all.reverse();
}

#[cfg(test)]
mod tests {
    use super::super::tests::{id, page, product};
    use super::*;
    use crate::till::wire::Stock;

    fn difference(cursor: &str, price_minor: i64, on_hand_milli: i64) -> Catalogue {
        Catalogue {
            cursor: cursor.to_owned(),
            products: vec![product(1, "Sugar", price_minor)],
            stock: vec![Stock {
                product_id: id(1),
                on_hand_milli,
                ..Stock::default()
            }],
            ..Catalogue::default()
        }
    }

    #[test]
    fn differences_in_one_say_the_last_of_each() {
        let named = Catalogue {
            settings: page(Vec::new()).settings,
            products: vec![product(2, "Salt", 60)],
            ..difference("2", 120, 4_000)
        };
        let pages = [
            difference("1", 110, 5_000),
            named,
            difference("3", 130, 3_000),
        ];
        let one = Shop::merged(pages.to_vec()).unwrap();
        assert_eq!(one.cursor, "3");
        assert_eq!((one.products.len(), one.stock.len(), one.rows()), (2, 1, 4));
        let mut shop = Shop::default();
        shop.take(page(vec![product(1, "Sugar", 100), product(2, "Salt", 50)]));
        shop.take(one);
        assert_eq!(shop.product(id(1)).unwrap().price_minor, 130);
        assert_eq!(shop.product(id(2)).unwrap().price_minor, 60);
        assert_eq!(shop.rows(), 3);
        assert_eq!(
            Shop::merged(vec![page(Vec::new()), difference("1", 1, 1)]),
            None
        );
    }
}
