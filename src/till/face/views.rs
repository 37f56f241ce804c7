//! What can fill the page of a till, and what can stand before it.

use uuid::Uuid;

use super::{end, prompt};
use crate::till::browser::Document;
use crate::values::Money;

/// What fills the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Whose turn is it?
    Door,
    /// She counts her float.
    Float,
    /// She rings up.
    Ring,
    /// She is paid.
    Pay,
    /// It is done: the receipt.
    Done,
}

impl View {
    /// Where the cursor goes when a sheet before it is closed: of one that is taken away no browser puts it back.
    pub fn onward(self) -> &'static str {
        match self {
            View::Pay => prompt::PAID,
            View::Done => end::NEXT,
            View::Door | View::Float | View::Ring => "till-search",
        }
    }
}

/// What stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sheet {
    /// Everything else that a till does.
    Menu,
    /// A line of the cart.
    Line(usize),
    /// What is given on the whole cart, and a word about it.
    Whole,
    /// Who buys.
    Customer,
    /// The cart is put aside.
    Park,
    /// Carts that were put aside.
    Parked,
    /// What was sold here.
    Documents,
    /// One of them.
    Document(Uuid),
    /// What was taken back just now, with its first receipt.
    TakenBack(Uuid),
    /// What comes back of it.
    Back(Uuid),
    /// A gift voucher is sold.
    Voucher,
    /// Cash in and out.
    Cash,
    /// The shift so far.
    Shift,
    /// The end of the shift.
    Close,
    /// What the books do not have yet.
    Unsynced,
    /// Printer, language, about.
    Settings,
    /// The camera reads barcodes.
    Camera,
    /// The goods of this barcode are still to come.
    Waiting(String),
    /// Nobody knows this barcode: it may be sold as a quick item.
    NotKnown(String),
    /// Nothing is called so: the same.
    Quick(String),
    /// Goods that are not there by the books: are they sold all the same?
    Short,
    /// Somebody who may has to type her PIN.
    Approve(Approval),
}

/// What somebody is asked to allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approval {
    /// What the cart gives away.
    Basket,
    /// That the buyer owes more than she may.
    Credit,
    /// That a sale was a mistake.
    Void(Uuid),
    /// That a manager has looked at what the books refused.
    Refused(Uuid),
    /// What comes back; it waits in [`Till::back`](super::state::Till::back).
    Back(Uuid),
}

/// What was sold last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sold {
    /// The document.
    pub document: Document,
    /// What comes back of what was handed over.
    pub change: Money,
}
