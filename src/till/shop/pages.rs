//! All that is known, as pages again: what a till keeps in the place of many small differences. Pure.

use super::Shop;
use crate::till::wire::Catalogue;

/// How many rows stand on a page at most.
const ROWS: usize = 2000;

impl Shop {
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
