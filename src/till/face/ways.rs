//! The ways in which money comes at a till: chosen from, for goods and for a gift voucher.

use leptos::prelude::*;

use super::js;
use super::parts::{chip, chips};
use super::state::Till;
use crate::values::Tender;

/// What buys goods. What is no money stands last.
const WAYS: [Tender; 7] = [
    Tender::Cash,
    Tender::Mpesa,
    Tender::Card,
    Tender::BankTransfer,
    Tender::Qris,
    Tender::OnAccount,
    Tender::Voucher,
];
/// For goods it is all of them.
pub const FOR_GOODS: usize = WAYS.len();
/// So many of them buy a voucher: nothing is written up, and no voucher buys another.
pub const FOR_VOUCHERS: usize = 5;

/// Whether money comes so where that currency is.
fn is_here(way: Tender, currency: &str) -> bool {
    match way {
        Tender::Mpesa => currency == "KES" || currency == "TZS",
        Tender::Qris => currency == "IDR",
        _ => true,
    }
}

/// Draws the first `most` of them. What was typed of one is not of another; `first` says which field the
/// cursor goes to.
pub fn ways(
    till: Till,
    way: RwSignal<Tender>,
    most: usize,
    typed: [RwSignal<String>; 2],
    first: fn(Till, Tender) -> &'static str,
) -> AnyView {
    let currency = till.currency();
    let here = WAYS.into_iter().take(most);
    let here = here.filter(|one| is_here(*one, &currency));
    let all = here.map(|one| {
        let name = till.say.t(&format!("tender-{}", one.code()));
        let choose = move || {
            for text in typed {
                text.set(String::new());
            }
            // Why the other would not do is no reason against this one.
            till.wrong.set(String::new());
            way.set(one);
            js::focus_soon(first(till, one));
        };
        chip(name, move || way.get() == one, choose)
    });
    chips(all.collect())
}
