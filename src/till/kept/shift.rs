//! A shift as the till reckons it, from what it has recorded. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Document;
use crate::till::wire::{Body, OpenShift, PayOut, Tender};
use crate::values::Money;

/// A shift that is open, so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftNow {
    /// Its id.
    pub shift_id: Uuid,
    /// Its number, where the books have given it one.
    pub number: Option<i64>,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// The money that it began with.
    pub float: Money,
    /// How many sales there were.
    pub sales: usize,
    /// How many refunds and voids.
    pub backs: usize,
    /// How many gift vouchers were sold; their money is in what was taken.
    pub vouchers: usize,
    /// What was taken, by tender.
    pub taken: Vec<(String, Money)>,
    /// What was paid back, by tender.
    pub paid_back: Vec<(String, Money)>,
    /// Cash that was put in, sales apart.
    pub cash_in: Money,
    /// Cash that was taken out, refunds apart.
    pub cash_out: Money,
    /// What should be in the drawer.
    pub expected: Money,
    /// Whether something came back of which only the books know how it was paid back: then what should
    /// be in the drawer is not known to the cent.
    pub is_rough: bool,
}

/// Adds to what was taken or paid back. A sum that cannot be counted stays as it is.
pub(super) fn add(all: &mut Vec<(String, Money)>, pieces: &[Tender]) {
    for piece in pieces {
        let amount = Money::from_minor(piece.amount_minor);
        match all.iter_mut().find(|(tender, _)| *tender == piece.tender) {
            Some((_, sum)) => *sum = sum.plus(amount).unwrap_or(*sum),
            None => all.push((piece.tender.clone(), amount)),
        }
    }
}

fn cash_of(all: &[(String, Money)]) -> Money {
    let cash = all.iter().find(|(tender, _)| tender == "cash");
    cash.map_or(Money::ZERO, |(_, sum)| *sum)
}

impl ShiftNow {
    fn begins(open: &OpenShift, number: Option<i64>) -> ShiftNow {
        let float = Money::from_minor(open.float_minor);
        ShiftNow {
            shift_id: open.shift_id,
            number,
            opened_at: open.opened_at,
            float,
            sales: 0,
            backs: 0,
            vouchers: 0,
            taken: Vec::new(),
            paid_back: Vec::new(),
            cash_in: Money::ZERO,
            cash_out: Money::ZERO,
            expected: float,
            is_rough: false,
        }
    }

    /// Counts something in that happened in it.
    fn count(&mut self, document: &Document, all: &[Document]) {
        let mine = Some(self.shift_id);
        match &document.event.body {
            Body::Sale(sale) if sale.shift_id == mine => {
                self.sales += 1;
                add(&mut self.taken, &sale.tenders);
            }
            Body::Refund(refund) if refund.shift_id == mine => {
                self.backs += 1;
                match &refund.pay_out {
                    PayOut::Exactly(pieces) => add(&mut self.paid_back, pieces),
                    PayOut::AsPaid => self.is_rough = true,
                }
            }
            Body::Void(void) if void.shift_id == mine => {
                self.backs += 1;
                let sale = all.iter().find(|one| one.id() == void.sale_id);
                match sale.map(|sale| &sale.event.body) {
                    Some(Body::Sale(sale)) => add(&mut self.paid_back, &sale.tenders),
                    _ => self.is_rough = true,
                }
            }
            Body::Voucher(sold) if sold.shift_id == mine => {
                self.vouchers += 1;
                add(&mut self.taken, std::slice::from_ref(&sold.paid));
            }
            Body::CashMove(cash) if cash.shift_id == self.shift_id => {
                let amount = Money::from_minor(cash.amount_minor);
                let sum = match cash.way.as_str() {
                    "in" => &mut self.cash_in,
                    _ => &mut self.cash_out,
                };
                *sum = sum.plus(amount).unwrap_or(*sum);
            }
            _ => {}
        }
    }

    fn drawer(&self) -> Option<Money> {
        self.float
            .plus(cash_of(&self.taken))?
            .plus(self.cash_in)?
            .minus(cash_of(&self.paid_back))?
            .minus(self.cash_out)
    }
}

/// Whether a shift is closed here.
fn is_closed(shift_id: Uuid, all: &[Document]) -> bool {
    let closes = |one: &Document| match &one.event.body {
        Body::CloseShift(close) => close.shift_id == shift_id,
        _ => false,
    };
    all.iter().any(|one| closes(one) && !one.is_refused())
}

/// A member's shift that is open at this till: the newest that the books know of, else the newest that it
/// has opened and not closed. `all`: what the till has recorded.
pub fn reckon(member_id: Uuid, all: &[Document], open: &[OpenShift]) -> Option<ShiftNow> {
    let there = |one: &OpenShift| one.member_id == member_id && !is_closed(one.shift_id, all);
    let of_books = open.iter().filter(|one| there(one));
    let of_books = of_books.max_by_key(|one| one.opened_at).cloned();
    let opened = |one: &Document| {
        let Body::OpenShift(ask) = &one.event.body else {
            return None;
        };
        let is_told = one.settled.is_some();
        let shift = OpenShift {
            shift_id: one.id(),
            member_id: one.event.member_id,
            number: 0,
            float_minor: ask.float_minor,
            opened_at: one.event.occurred_at,
        };
        // The books know of every shift that they were told of: another one was closed there.
        let is_gone = is_told && !open.iter().any(|known| known.shift_id == shift.shift_id);
        (there(&shift) && !one.is_refused() && !is_gone).then_some(shift)
    };
    let own = all.iter().filter_map(opened);
    let own = own.max_by_key(|shift| shift.opened_at);
    let (shift, number) = match (of_books, own) {
        (Some(shift), _) => (shift.clone(), Some(shift.number)),
        (None, own) => (own?, None),
    };
    let mut now = ShiftNow::begins(&shift, number);
    for document in all.iter().filter(|one| !one.is_refused()) {
        now.count(document, all);
    }
    now.expected = now.drawer().unwrap_or(now.float);
    Some(now)
}
