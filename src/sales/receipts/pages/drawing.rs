//! A receipt drawn: the same on paper and on a screen, in one narrow column.

use leptos::prelude::*;

use crate::sales::receipts::qr::qr_of;
use crate::sales::receipts::receipt::{Item, Receipt, Row};
use crate::ui::language::Say;

/// The whole receipt. With `has_code`, the QR code of its link and the code under it: who looks at a
/// page has come by them.
pub(super) fn draw(say: Say, receipt: &Receipt, has_code: bool) -> AnyView {
    let total = view! {
        <tr class="total">
            <th scope="row">{receipt.total.name.clone()}</th>
            <td class="money">{receipt.total.figure.clone()}</td>
        </tr>
    };
    view! {
        <article class="receipt" aria-label=receipt.title.clone()>
            {head(receipt)}
            {items(say, receipt)}
            <table class="receipt-rows">
                <caption class="hidden">{say.t("till-receipt-sums")}</caption>
                <tbody>{rows(&receipt.sums)} {total} {rows(&receipt.money)}</tbody>
            </table>
            {taxes(receipt)}
            {foot(receipt, has_code)}
        </article>
    }
    .into_any()
}

fn lines(texts: &[String]) -> AnyView {
    let line = |text: &String| view! { <div>{text.clone()}</div> };
    texts.iter().map(line).collect_view().into_any()
}

fn head(receipt: &Receipt) -> AnyView {
    let copy = receipt.copy.clone();
    let copy = copy.map(|words| view! { <p class="receipt-copy">{words}</p> });
    view! {
        <header>
            <b class="receipt-shop">{receipt.shop.clone()}</b>
            {lines(&receipt.head)}
            {copy}
            <b>{receipt.title.clone()}</b>
            {lines(&receipt.facts)}
        </header>
    }
    .into_any()
}

fn items(say: Say, receipt: &Receipt) -> AnyView {
    let rows = receipt.items.iter().map(item).collect_view();
    view! {
        <table class="receipt-rows items">
            <caption class="hidden">{say.t("orders-goods")}</caption>
            <thead class="hidden">
                <tr>
                    <th scope="col">{say.t("orders-product")}</th>
                    <th scope="col">{say.t("orders-amount")}</th>
                    <th scope="col">{say.t("till-receipt-letter")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn item(item: &Item) -> AnyView {
    view! {
        <tr>
            <td>{item.name.clone()} {lines(&item.details)}</td>
            <td class="money">{item.figure.clone()}</td>
            <td>{item.tax.clone()}</td>
        </tr>
    }
    .into_any()
}

fn rows(rows: &[Row]) -> AnyView {
    let row = |row: &Row| {
        view! {
            <tr>
                <th scope="row">{row.name.clone()}</th>
                <td class="money">{row.figure.clone()}</td>
            </tr>
        }
    };
    rows.iter().map(row).collect_view().into_any()
}

fn taxes(receipt: &Receipt) -> AnyView {
    if receipt.taxes.is_empty() {
        return ().into_any();
    }
    view! {
        <table class="receipt-rows">
            <caption>{receipt.tax_title.clone()}</caption>
            <tbody>{rows(&receipt.taxes)}</tbody>
        </table>
    }
    .into_any()
}

fn foot(receipt: &Receipt, has_code: bool) -> AnyView {
    if !has_code {
        return view! { <footer>{lines(&receipt.foot)}</footer> }.into_any();
    }
    let qr = qr_of(&receipt.link).map(|qr| {
        view! {
            <svg
                class="receipt-qr"
                viewBox=format!("0 0 {0} {0}", qr.size)
                shape-rendering="crispEdges"
                aria-hidden="true"
            >
                <path d=qr.path></path>
            </svg>
        }
    });
    view! {
        <footer>
            {lines(&receipt.foot)}
            {qr}
            <div>{receipt.verify.clone()}</div>
            <a href=receipt.link.clone()>
                <b class="num">{receipt.code.clone()}</b>
            </a>
        </footer>
    }
    .into_any()
}
