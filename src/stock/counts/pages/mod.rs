//! The pages of stock takes: the list, one take as counters and as managers see it, counting a
//! product, closing, a file, and a sheet of paper.

mod close;
mod count;
mod differences;
mod ending;
mod find;
mod goods;
mod list;
mod new;
mod sheet;
mod take;
mod upload;

pub use close::close_take;
pub use count::count_product;
pub use list::takes;
pub use new::new_take;
pub use sheet::count_sheet;
pub use take::take;
pub use upload::upload_counts;

use super::stock_take::{State, StockTake};
use crate::platform::Scope;
use crate::platform::flash::Flash;
use crate::staff::{Power, may};
use crate::ui::language::Say;
use crate::values::{Quantity, Refusal, Unit};

/// How many rows a list shows.
const PER_PAGE: i64 = 50;

/// Whether whoever counts is told what the books say: while a blind take is open nobody is, and when
/// it has ended only who may close one.
pub(super) fn sees_book(scope: &Scope, take: &StockTake) -> bool {
    sees_differences(scope, take) && !(take.is_blind && take.is_open())
}

/// Whether whoever looks is told what was counted otherwise than the books say: of a blind take only
/// who may close it.
fn sees_differences(scope: &Scope, take: &StockTake) -> bool {
    !take.is_blind || may(&scope.who, Power::MoveStock)
}

/// The address of a take's page.
fn address(scope: &Scope, take: &StockTake) -> String {
    format!("/b/{}/stock/takes/{}", scope.slug, take.take_id)
}

/// What a take is called: its number, and its name or what it counts.
fn title_of(say: Say, take: &StockTake) -> String {
    let number = take.number.to_string();
    let name = if take.name.is_empty() {
        take.place()
    } else {
        take.name.clone()
    };
    say.with("take-called", &[("number", &number), ("name", &name)])
}

/// How the state of a take looks.
fn state_kind(state: State) -> &'static str {
    match state {
        State::Open => "info",
        State::Done => "good",
        State::Cancelled => "plain",
    }
}

fn state_words(say: Say, state: State) -> String {
    say.t(&format!("take-state-{}", state.code()))
}

/// A quantity with its unit, such as `1.5 kg`.
fn amount_of(say: Say, quantity: Quantity, unit: Unit) -> String {
    let amount = quantity.short();
    format!("{amount} {}", say.units(unit, &amount))
}

/// Why a field was refused, if it was.
fn error_of(say: Say, flash: &Flash, field: &str) -> Option<String> {
    let about = |refusal: &&Refusal| refusal.field.as_deref() == Some(field);
    let refusal = flash.refusals.iter().find(about)?;
    Some(say.refusal(refusal))
}

/// Everything that was refused, each with the name of its control, which is that of its field.
fn errors_of(say: Say, flash: &Flash) -> Vec<(String, String)> {
    let line = |refusal: &Refusal| {
        let field = refusal.field.clone().unwrap_or_default();
        (field, say.refusal(refusal))
    };
    flash.refusals.iter().map(line).collect()
}

/// How many of a list are left out before a page of it, and which page that is: the first where none
/// is asked for, the last where there are not so many.
fn page_of(asked: Option<String>, total: i64) -> (i64, i64, i64) {
    let pages = (total.max(1) - 1) / PER_PAGE + 1;
    let asked = asked.and_then(|page| page.parse::<i64>().ok());
    let page = asked.unwrap_or(1).clamp(1, pages);
    (page, pages, (page - 1) * PER_PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_there_is_the_nearest() {
        let asked = |page: &str, total| page_of(Some(page.to_owned()), total);
        assert_eq!(page_of(None, 0), (1, 1, 0));
        assert_eq!(asked("2", 51), (2, 2, 50));
        assert_eq!(asked("9", 50), (1, 1, 0));
        assert_eq!(asked("-3", 500), (1, 10, 0));
        assert_eq!(asked("x", 500), (1, 10, 0));
    }
}
