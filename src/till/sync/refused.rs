//! What an event was that is not recorded: whoever looks at its flag would have to go to its till to find out, and a
//! till forgets. Pure.

use super::record::printed_series;
use crate::staff::one_line;
use crate::till::basket::MOST_MONEY;
use crate::till::wire::{Body, Event, Tender};
use crate::values::{Money, Refusal};

/// What it was, in a few words. `series`: what the numbers of the till begin with that tells it.
pub(super) fn what(event: &Event, series: &str, currency: &str) -> Refusal {
    let series = printed_series(event).unwrap_or(series);
    let numbered = |key: &str, number: i64| {
        let number = format!("{series}-{number}");
        Refusal::of(key).with("number", number)
    };
    let of_money = |key: &str, minor: i64| {
        let amount = amount(Some(Money::from_minor(minor)), currency);
        Refusal::of(key).with("amount", amount)
    };
    match &event.body {
        Body::Sale(sale) => {
            let paid = amount(paid(&sale.tenders), currency);
            numbered("flag-refused-sale", sale.number).with("amount", paid)
        }
        Body::Refund(refund) => numbered("flag-refused-refund", refund.number),
        Body::Void(void) if void.number == 0 => Refusal::of("flag-refused-voucher-back"),
        Body::Void(void) => numbered("flag-refused-void", void.number),
        Body::Voucher(sold) => of_money("flag-refused-voucher", sold.paid.amount_minor),
        Body::OpenShift(open) => of_money("flag-refused-open-shift", open.float_minor),
        Body::CloseShift(close) => of_money("flag-refused-close-shift", close.counted_minor),
        Body::CashMove(cash) if cash.way == "in" => {
            of_money("flag-refused-cash-in", cash.amount_minor)
        }
        Body::CashMove(cash) => of_money("flag-refused-cash-out", cash.amount_minor),
        Body::Customer(new) => {
            let name = one_line(&format!("{} {}", new.name, new.phone));
            Refusal::of("flag-refused-customer").with("name", name)
        }
    }
}

fn paid(tenders: &[Tender]) -> Option<Money> {
    let amounts = tenders.iter();
    Money::sum(amounts.map(|one| Money::from_minor(one.amount_minor)))
}

/// An amount as people read it; a dash for what is none.
fn amount(money: Option<Money>, currency: &str) -> String {
    let is_one = |money: &Money| (Money::ZERO..=MOST_MONEY).contains(money);
    let money = money.filter(is_one);
    money.map_or_else(|| "–".to_owned(), |money| money.named(currency))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::till::wire::{CashMove, CloseShift, NewCustomer, Void};

    fn said(body: Body) -> (String, String) {
        let event = Event {
            body,
            ..Event::default()
        };
        let said = what(&event, "T3", "KES");
        let (_, value) = said.args.into_iter().next().unwrap_or_default();
        (said.key, value)
    }

    #[test]
    fn whatever_is_told_has_a_few_words() {
        let told = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let close = |counted_minor: i64| {
            Body::CloseShift(CloseShift {
                counted_minor,
                ..CloseShift::default()
            })
        };
        let counted = Money::from_minor(12_300).named("KES");
        let key = "flag-refused-close-shift";
        assert_eq!(said(close(12_300)), told(key, &counted));
        for none in [i64::MIN, -1, i64::MAX] {
            assert_eq!(said(close(none)), told(key, "–"));
        }
        let void = Body::Void(Void {
            number: 7,
            ..Void::default()
        });
        assert_eq!(said(void), told("flag-refused-void", "T3-7"));
        let out = Body::CashMove(CashMove::default());
        assert_eq!(said(out).0, "flag-refused-cash-out");
        // No byte of nothing: PostgreSQL could not hold it.
        let her = Body::Customer(NewCustomer {
            phone: "07\u{0}12".to_owned(),
            name: "Asha\n".to_owned(),
        });
        assert_eq!(said(her), told("flag-refused-customer", "Asha 07 12"));
    }
}
