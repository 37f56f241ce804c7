//! A shift as the till reckons it, from what it has recorded. Pure.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Document;
use super::known::{as_paid, back_total, parts};
use crate::till::shop::sorted;
use crate::till::wire::{Body, OpenShift, PayOut, Refund, Tender};
use crate::values::{self, Money};

/// A shift that is open, so far; or that was closed just now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftNow {
    /// Its id.
    pub shift_id: Uuid,
    /// Whose it is.
    pub member_id: Uuid,
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
    /// What was taken, by tender, in the order of every list of them.
    pub taken: Vec<(String, Money)>,
    /// What was paid back, by tender, in the same order.
    pub paid_back: Vec<(String, Money)>,
    /// Cash that was put in, sales apart.
    pub cash_in: Money,
    /// Cash that was taken out, refunds apart.
    pub cash_out: Money,
    /// What should be in the drawer.
    pub expected: Money,
    /// What was counted there, where it was closed just now.
    pub counted: Option<Money>,
    /// Whether something came back of which only the books know how it was paid back: then what should
    /// be in the drawer is not known to the cent.
    pub is_rough: bool,
}

/// Adds to what was taken or paid back. A sum that cannot be counted stays as it is.
pub(super) fn add(all: &mut Vec<(String, Money)>, pieces: &[Tender]) {
    for piece in pieces {
        put(all, &piece.tender, Money::from_minor(piece.amount_minor));
    }
}

fn put(all: &mut Vec<(String, Money)>, way: &str, amount: Money) {
    match all.iter_mut().find(|(tender, _)| tender == way) {
        Some((_, sum)) => *sum = sum.plus(amount).unwrap_or(*sum),
        None => all.push((way.to_owned(), amount)),
    }
}

/// In the order of every list of tenders, whichever came first; one that is not known here comes last.
fn in_order(sums: Vec<(String, Money)>) -> Vec<(String, Money)> {
    let place = |code: &str| {
        let mut all = values::Tender::ALL.iter();
        let found = all.position(|tender| tender.code() == code);
        found.unwrap_or(values::Tender::ALL.len())
    };
    sorted(sums, &|(one, _), (other, _)| place(one).cmp(&place(other)))
}

/// How a refund was paid back that went the way the money came, as its receipt says; nothing of what only the
/// books know.
fn went_back(document: &Document, refund: &Refund, unit: Unit<'_>) -> Vec<(String, Money)> {
    let Some(of) = &document.of else {
        return Vec::new();
    };
    let total = back_total(of, &parts(refund), unit(&of.tenders));
    let mut ways = total.map(|total| as_paid(of, total)).unwrap_or_default();
    ways.retain(|(tender, _)| !tender.is_empty());
    ways
}

/// What a sum is rounded to that is paid so.
type Unit<'a> = &'a dyn Fn(&[Tender]) -> Money;

fn cash_of(all: &[(String, Money)]) -> Money {
    let cash = all.iter().find(|(tender, _)| tender == "cash");
    cash.map_or(Money::ZERO, |(_, sum)| *sum)
}

impl ShiftNow {
    fn begins(open: &OpenShift, number: Option<i64>) -> ShiftNow {
        let float = Money::from_minor(open.float_minor);
        ShiftNow {
            shift_id: open.shift_id,
            member_id: open.member_id,
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
            counted: None,
            is_rough: false,
        }
    }

    /// Counts something in that happened in it.
    fn count(&mut self, document: &Document, all: &[Document], unit: Unit<'_>) {
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
                    PayOut::AsPaid => {
                        self.is_rough = true;
                        for (way, amount) in went_back(document, refund, unit) {
                            put(&mut self.paid_back, &way, amount);
                        }
                    }
                }
            }
            Body::Void(void) if void.shift_id == mine => {
                self.backs += 1;
                let sale = all.iter().find(|one| one.id() == void.sale_id);
                match sale.map(|sale| &sale.event.body) {
                    Some(Body::Sale(sale)) => add(&mut self.paid_back, &sale.tenders),
                    Some(Body::Voucher(sold)) => {
                        add(&mut self.paid_back, std::slice::from_ref(&sold.paid));
                    }
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

/// What was sold before all of this and was a mistake: how it was paid for stands there.
pub fn sold_before(all: &[Document]) -> Vec<Uuid> {
    let is_there = |id: &Uuid| all.iter().any(|one| one.id() == *id);
    let mistakes = all.iter().filter_map(|one| match &one.event.body {
        Body::Void(void) => Some(void.sale_id),
        _ => None,
    });
    mistakes.filter(|id| !is_there(id)).collect()
}

/// Whether a shift is closed here.
fn is_closed(shift_id: Uuid, all: &[Document]) -> bool {
    let closes = |one: &Document| match &one.event.body {
        Body::CloseShift(close) => close.shift_id == shift_id,
        _ => false,
    };
    all.iter().any(|one| closes(one) && !one.is_refused())
}

/// Her newest shift that this till has opened and that was not refused: by its place, because clocks go back.
fn newest_of(member_id: Uuid, all: &[Document]) -> Option<&Document> {
    let opens = |one: &&Document| {
        let is_hers = one.event.member_id == member_id && !one.is_refused();
        is_hers && matches!(one.event.body, Body::OpenShift(_))
    };
    let opened = all.iter().filter(opens);
    opened.max_by_key(|one| one.event.seq)
}

/// A member's shift that is open at this till: the newest that it has opened and not closed, else
/// the newest that the books know of. `all`: what the till has recorded, from when it opened that one on, and
/// [`sold_before`] of that. What the books
/// know of may be older: that she closed one, and began another, they are told when there is a network.
/// `unit`: what a sum is rounded to that is paid by these tenders.
pub fn reckon(
    member_id: Uuid,
    all: &[Document],
    open: &[OpenShift],
    unit: &dyn Fn(&[Tender]) -> Money,
) -> Option<ShiftNow> {
    let newest = newest_of(member_id, all);
    let is_it = |one: &OpenShift| newest.is_none_or(|newest| newest.id() == one.shift_id);
    let there =
        |one: &OpenShift| one.member_id == member_id && is_it(one) && !is_closed(one.shift_id, all);
    let of_books = open.iter().filter(|one| there(one));
    let of_books = of_books.max_by_key(|one| one.opened_at).cloned();
    let opened = |one: &Document| {
        let Body::OpenShift(ask) = &one.event.body else {
            return None;
        };
        let shift = OpenShift {
            shift_id: one.id(),
            member_id: one.event.member_id,
            number: 0,
            float_minor: ask.float_minor,
            opened_at: one.event.occurred_at,
        };
        // The books know of every shift that they were told of: another one was closed there.
        (there(&shift) && one.settled.is_none()).then_some(shift)
    };
    let (shift, number) = match of_books {
        Some(shift) => {
            let number = shift.number;
            (shift, Some(number))
        }
        None => (newest.and_then(opened)?, None),
    };
    let mut now = ShiftNow::begins(&shift, number);
    for document in all.iter().filter(|one| !one.is_refused()) {
        now.count(document, all, unit);
    }
    now.taken = in_order(now.taken);
    now.paid_back = in_order(now.paid_back);
    now.expected = now.drawer().unwrap_or(now.float);
    Some(now)
}
