//! The back office's pages of price lists. Each loads all it shows in one transaction.

mod customers;
mod file;
mod list;
mod lists;
mod many;
mod product;
mod shelf;

pub use customers::customers;
pub use file::file;
pub use list::list;
pub use lists::lists;
pub use many::many;
pub use product::product;

use leptos::prelude::*;
use uuid::Uuid;

use super::goods::{Goods, Pack};
use super::list::{KeptPrice, PriceKey};
use crate::catalog::pages::{error_of, errors_of};
use crate::platform::Scope;
use crate::platform::flash::Flash;
use crate::ui::language::Say;
use crate::ui::{ErrorSummary, dates};
use crate::values::{Money, Unit};

/// Everything that was refused of a form whose fields are sent under their plain names.
fn summary(say: Say, flash: &Flash) -> AnyView {
    let errors = errors_of(say, flash, str::to_owned);
    let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
    view! { <ErrorSummary title=title errors=errors /> }.into_any()
}

/// The unit of a product in words: of one of it.
fn unit_words(say: Say, one: &Goods) -> String {
    Unit::parse(&one.unit).map_or_else(|| one.unit.clone(), |unit| say.unit(unit))
}

/// What a price is of, in words: `Carton, from 10`; nothing for a single unit.
fn of_what(say: Say, key: PriceKey, packs: &[Pack]) -> String {
    let pack = key.pack_id.map(|pack_id| pack_name(say, pack_id, packs));
    let from = (key.minimum.milli() > 0).then(|| {
        let quantity = key.minimum.short();
        say.with("prices-from", &[("quantity", &quantity)])
    });
    let words: Vec<String> = pack.into_iter().chain(from).collect();
    words.join(", ")
}

/// A pack's name; one that is used no more has no name here.
fn pack_name(say: Say, pack_id: Uuid, packs: &[Pack]) -> String {
    packs
        .iter()
        .find(|pack| pack.pack_id == pack_id)
        .map_or_else(|| say.t("prices-old-pack"), |pack| pack.name.clone())
}

/// An amount with its currency, or that the price ends.
fn amount_words(say: Say, scope: &Scope, amount: Option<Money>) -> String {
    amount.map_or_else(
        || say.t("prices-ends"),
        |amount| amount.named(&scope.currency),
    )
}

/// What a price will be, in words: `from 1 Jan 2027: KSh 90`.
fn to_come_words(say: Say, scope: &Scope, price: &KeptPrice, packs: &[Pack]) -> String {
    let day = dates::day(say, scope.calendar.day_of(price.valid_from));
    let amount = amount_words(say, scope, price.amount);
    let named = [("day", day.as_str()), ("amount", amount.as_str())];
    let words = say.with("prices-to-come", &named);
    let of = of_what(say, price.key, packs);
    if of.is_empty() {
        return words;
    }
    format!("{of}: {words}")
}
