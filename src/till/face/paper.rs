//! A receipt on the screen and on paper: worded as the till keeps it, and drawn.

use leptos::prelude::*;

use super::js;
use super::parts;
use super::state::Till;
use crate::sales::receipts::Receipt;
use crate::sales::receipts::receipt::Row;
use crate::till::browser::Document;
use crate::till::kept::Writer;

/// The receipt of a document; again: it says that it is a copy. None of what has none. The code of a voucher is
/// for her who sold it, and for who may give money back anyway.
pub fn receipt(till: Till, document: &Document, again: bool) -> Option<Receipt> {
    let public_url = till.boot.with_value(|boot| boot.public_url.clone());
    let words = |key: &str, named: &[(&str, &str)]| till.say.with(key, named);
    let is_hers = till.member_id() == Some(document.event.member_id);
    let sees_code = is_hers || untrack(|| till.may("refund"));
    till.device.read(|shop| {
        let writer = Writer {
            shop,
            words: &words,
            public_url: &public_url,
            sees_code,
        };
        writer.receipt(document, again)
    })
}

/// How wide the paper is: `58` or `80`.
pub fn roll() -> String {
    js::kept("dukani-till-roll").unwrap_or_else(|| "80".to_owned())
}

/// Draws it: on the screen, and alone on the paper where the page is printed.
pub fn drawn(receipt: &Receipt) -> AnyView {
    let rows = |rows: &[Row]| {
        let rows = rows.iter().cloned();
        let rows = rows.map(|row| parts::sum(row.name, row.figure));
        rows.collect_view()
    };
    let text = |lines: &[String]| {
        let lines = lines.iter().cloned();
        lines.map(|line| view! { <p>{line}</p> }).collect_view()
    };
    let items = receipt.items.iter().cloned().map(|item| {
        let details = item.details.into_iter();
        let details = details.map(|line| view! { <span class="quiet">{line}</span> });
        let details = details.collect_view();
        view! {
            <div>
                <dt>{item.name} {details}</dt>
                <dd class="num">{item.figure} " " {item.tax}</dd>
            </div>
        }
    });
    let taxes = (!receipt.taxes.is_empty()).then(|| {
        view! {
            <h3>{receipt.tax_title.clone()}</h3>
            <dl class="sum">{rows(&receipt.taxes)}</dl>
        }
    });
    // The server draws it: without a network it is not there, and the code is enough.
    let qr = receipt.link.split_once("/s/").map(|(_, path)| {
        let src = format!("/till/qr/{path}");
        view! { <img src=src alt="" /> }
    });
    let class = format!("till-paper roll-{}", roll());
    view! {
        <article class=class>
            <header>
                <h2>{receipt.shop.clone()}</h2>
                {text(&receipt.head)}
                {receipt.copy.clone().map(|copy| view! { <h3>{copy}</h3> })}
                <h3>{receipt.title.clone()}</h3>
                {text(&receipt.facts)}
            </header>
            <dl class="sum">{items.collect_view()}</dl>
            <dl class="sum">
                {rows(&receipt.sums)}
                <div class="total">
                    <dt>{receipt.total.name.clone()}</dt>
                    <dd class="num">{receipt.total.figure.clone()}</dd>
                </div>
                {rows(&receipt.money)}
            </dl>
            {taxes}
            <footer>
                {text(&receipt.foot)}
                <p class="quiet">{receipt.verify.clone()}</p>
                <p><b>{receipt.code.clone()}</b></p>
                {qr}
            </footer>
        </article>
    }
    .into_any()
}
