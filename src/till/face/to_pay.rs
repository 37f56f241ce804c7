//! On to payment: what keeps a cart from it, and goods that are waited for first.

use std::time::Duration;

use leptos::prelude::*;

use super::ring;
use super::state::{Approval, Sheet, Till, View};

/// For so long nothing is paid where payment has opened by itself: whoever pressed something just then meant the cart.
const UNSEEN: Duration = Duration::from_millis(700);

impl Till {
    /// Goes to be paid, unless goods are not there, or somebody has to allow what the cart gives away first. Where
    /// goods are still to come that were scanned, it goes when they have, unless she does something else first.
    pub fn to_pay(self) {
        let basket = self.basket.get_untracked();
        if !basket.waiting.is_empty() {
            // It belongs to this sale.
            self.refuse(self.say.t("till-app-waiting-first"));
            self.pays_soon.set(true);
            return;
        }
        if basket.lines.is_empty() || self.in_shift().is_none() {
            return;
        }
        // Something was taken out, and what is given away is more than the rest: nobody would pay anything.
        if untrack(|| self.totals(false)).is_none() {
            self.refuse(self.say.t("till-discount-too-large"));
            return;
        }
        if !ring::keeps(self) {
            self.to_pay_anyway();
        }
    }

    /// The same when the goods have come that she waited for.
    pub fn to_pay_by_itself(self) {
        self.to_pay();
        if self.view.get_untracked() == View::Pay {
            self.pays_unseen.set(true);
            set_timeout(move || self.pays_unseen.set(false), UNSEEN);
        }
    }

    /// The same, whether goods are there or not.
    pub fn to_pay_anyway(self) {
        if !self.asks_leave() {
            self.go(View::Pay);
        }
    }

    /// She does something else: nothing goes on by itself under her hand, and that is not said any more.
    pub fn stays(self) {
        if self.pays_soon.get_untracked() {
            self.pays_soon.set(false);
            self.wrong.set(String::new());
        }
    }

    /// Whether somebody has to allow first what the cart gives away; then she is asked.
    pub fn asks_leave(self) -> bool {
        let (basket, now) = (self.basket.get_untracked(), self.device.now());
        let role = self.role();
        let excess = self.device.read(|shop| basket.excess(shop, &role, now));
        let asks = basket.approved_by.is_none() && excess.is_some();
        if asks {
            self.open(Sheet::Approve(Approval::Basket));
        }
        asks
    }
}
