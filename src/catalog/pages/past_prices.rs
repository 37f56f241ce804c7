//! What a product was asked for, as a card on its pages.

use leptos::prelude::*;

use crate::catalog::store::{PastPrice, PastPrices};
use crate::platform::Scope;
use crate::ui::language::Say;
use crate::ui::{dates, page_links};
use crate::values::Unit;

/// Prices so far, the newest first, each with its list where that is asked for; nothing where there never
/// was one. `to` is the address of a page of them.
pub(in crate::catalog) fn past_prices(
    say: Say,
    scope: &Scope,
    past: &PastPrices,
    with_list: bool,
    to: impl Fn(i64) -> String,
) -> Option<AnyView> {
    if past.rows.is_empty() && past.page == 1 {
        return None;
    }
    let row = |price: &PastPrice| table_row(say, scope, price, with_list);
    let rows = past.rows.iter().map(row).collect_view();
    let list = with_list.then(|| view! { <th scope="col">{say.t("prices-list")}</th> });
    let card = view! {
        <section class="card" id="prices">
            <h2>{say.t("product-prices")}</h2>
            <table class="lines">
                <caption class="hidden">{say.t("product-prices")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("product-price-from")}</th>
                        {list}
                        <th scope="col">{say.t("prices-of")}</th>
                        <th scope="col">{say.t("product-price-by")}</th>
                        <th scope="col" class="num">{say.t("price")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {page_links(say, (past.page, past.pages), None, to)}
        </section>
    };
    Some(card.into_any())
}

fn table_row(say: Say, scope: &Scope, price: &PastPrice, with_list: bool) -> AnyView {
    let moment = |at| dates::moment(say, scope.calendar.local(at));
    let until = price.until.map(|until| {
        let text = say.with("product-price-until", &[("until", &moment(until))]);
        view! { <div class="quiet">{text}</div> }
    });
    let list = with_list.then(|| {
        let list = price.list.clone();
        view! { <td>{list.unwrap_or_else(|| say.t("prices-retail"))}</td> }
    });
    let amount = price.amount.map_or_else(
        || say.t("prices-ends"),
        |amount| amount.named(&scope.currency),
    );
    view! {
        <tr>
            <td>{moment(price.valid_from)} {until}</td>
            {list}
            <td>{of_what(say, price)}</td>
            <td>{price.who.clone()}</td>
            <td class="money">{amount}</td>
        </tr>
    }
    .into_any()
}

/// `Carton, from 10`.
fn of_what(say: Say, price: &PastPrice) -> String {
    let unit = Unit::parse(&price.unit).map(|unit| say.unit(unit));
    let unit = unit.unwrap_or_else(|| price.unit.clone());
    let of = price.pack.clone().unwrap_or(unit);
    if price.minimum.milli() == 0 {
        return of;
    }
    let quantity = price.minimum.short();
    let from = say.with("prices-from", &[("quantity", &quantity)]);
    format!("{of}, {from}")
}
