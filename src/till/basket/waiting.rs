//! What a scanner read while goods were still being taken in: it waits in the basket, in order, until its goods
//! are there. Pure.

use chrono::{DateTime, Utc};

use super::{Basket, MOST_LINES, Word};
use crate::till::shop::Shop;

/// What came of what waited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Came {
    /// Where the last stands that was put in.
    pub at: Option<usize>,
    /// Why something that is known by now cannot be sold. It waits no longer.
    pub refused: Option<Word>,
}

impl Basket {
    /// Puts in what a scanner read: a product, or once more what was sold without one. None where nobody
    /// knows the code.
    pub fn scan(
        &mut self,
        shop: &Shop,
        code: &str,
        now: DateTime<Utc>,
    ) -> Option<Result<usize, Word>> {
        match shop.scan(code) {
            Some(hit) => Some(self.add(shop, &hit, now)),
            None => self.again(shop, code.trim(), now).map(Ok),
        }
    }

    /// Has a code wait until its goods are there.
    ///
    /// # Errors
    /// There would be more than a sale has lines.
    pub fn wait_for(&mut self, code: &str) -> Result<(), Word> {
        if self.lines.len() + self.waiting.len() >= MOST_LINES {
            return Err("till-too-many-lines");
        }
        self.waiting.push(code.trim().to_owned());
        Ok(())
    }

    /// Puts in what waits and is known by now, in the order in which it was scanned.
    pub fn come(&mut self, shop: &Shop, now: DateTime<Utc>) -> Came {
        let mut came = Came::default();
        for code in std::mem::take(&mut self.waiting) {
            match self.scan(shop, &code, now) {
                Some(Ok(at)) => came.at = Some(at),
                Some(Err(word)) => came.refused = Some(word),
                None => self.waiting.push(code),
            }
        }
        came
    }

    /// Waits for a code no longer; where it was scanned several times, for one of them.
    pub fn give_up(&mut self, code: &str) {
        if let Some(at) = self.waiting.iter().position(|one| one == code) {
            self.waiting.remove(at);
        }
    }
}
