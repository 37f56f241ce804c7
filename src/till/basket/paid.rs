//! What was taken for a basket before it is a sale: kept with it, part by part, so that nothing of it is forgotten
//! where the till is left, loaded anew or breaks. Pure.

use uuid::Uuid;

use super::{Basket, MOST_MONEY, Word};
use crate::till::shop::Shop;
use crate::till::wire;
use crate::values::{Money, Tender};

impl Basket {
    /// What is given beside for whoever serves.
    ///
    /// # Errors
    /// What cannot be paid.
    pub fn set_tip(&mut self, tip: Money) -> Result<(), Word> {
        if !(Money::ZERO..=MOST_MONEY).contains(&tip) {
            return Err("till-not-an-amount");
        }
        self.tip = tip;
        Ok(())
    }

    /// Whether money was taken for it, or M-Pesa asked.
    pub fn is_paid(&self) -> bool {
        !(self.parts.is_empty() && self.prompts.is_empty())
    }

    /// What was paid so far: what prompts brought, and what was taken by hand.
    pub fn tenders(&self) -> Vec<wire::Tender> {
        let mut tenders = self.prompted();
        tenders.extend_from_slice(&self.parts);
        tenders
    }

    /// What that comes to.
    pub fn paid(&self) -> Money {
        sum(self.tenders().iter())
    }

    /// How much of it lies in the drawer.
    pub fn paid_in_cash(&self) -> Money {
        let is_cash = |one: &&wire::Tender| one.tender == Tender::Cash.code();
        sum(self.parts.iter().filter(is_cash))
    }

    /// What the buyer may still owe, as far as is known here, and whether so much more on her account is beyond it.
    /// None where nobody is known to buy.
    pub fn credit(&self, shop: &Shop, more: Money) -> Option<(Money, bool)> {
        let buyer = shop.customer(self.customer_id?)?;
        let owed = shop.owed(buyer).minor();
        let room = Money::from_minor(buyer.limit_minor.saturating_sub(owed).max(0));
        let is_hers = |one: &&wire::Tender| one.tender == Tender::OnAccount.code();
        let all = sum(self.parts.iter().filter(is_hers)).plus(more);
        Some((room, all.is_none_or(|all| all > room)))
    }

    /// Gives a part back that was taken by hand.
    pub fn give_back(&mut self, payment_id: Uuid) {
        self.parts.retain(|one| one.payment_id != payment_id);
    }

    /// Takes everything out of it: nobody buys it, and nobody waits for a prompt of it that came to nothing.
    ///
    /// # Errors
    /// Something was taken for it: that is given back first.
    pub fn empty(&mut self) -> Result<(), Word> {
        if !self.tenders().is_empty() {
            return Err("till-paid-first");
        }
        while let Some(last) = self.lines.len().checked_sub(1) {
            self.remove(last)?;
        }
        self.waiting.clear();
        self.prompts.clear();
        self.customer_id = None;
        self.name.clear();
        self.note.clear();
        Ok(())
    }

    /// As the till takes it over that this browser has become, with what was taken by hand. None where nothing was,
    /// or where M-Pesa has brought some of it: a manager sees that. What M-Pesa has not brought stays behind.
    pub fn handed_on(&self) -> Option<Basket> {
        let is_by_hand = !self.parts.is_empty() && self.prompted().is_empty();
        is_by_hand.then(|| Basket {
            prompts: Vec::new(),
            ..self.clone()
        })
    }

    /// Says who buys. What was put on another's account is no money, and not hers to owe.
    pub(super) fn buys(&mut self, customer: Option<Uuid>) {
        if self.customer_id != customer {
            let account = Tender::OnAccount.code();
            self.parts.retain(|one| one.tender != account);
        }
        self.customer_id = customer;
    }
}

fn sum<'a>(parts: impl Iterator<Item = &'a wire::Tender>) -> Money {
    let amounts = parts.map(|one| Money::from_minor(one.amount_minor));
    Money::sum(amounts).unwrap_or(MOST_MONEY)
}
