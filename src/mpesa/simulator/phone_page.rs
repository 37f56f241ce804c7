//! The virtual phone as a page: a SIM prompt with its buttons, the last ones, the rules that stand.
//!
//! What never breaks: no script is needed, every text from outside is escaped, and nothing on
//! the page is typed, so that its refreshing every two seconds loses nothing.

use super::prompts::{Ending, Prompt};
use super::rules::Standing;
use super::switches_page;
use crate::mpesa::credentials::east_africa;
use html_escape::{encode_double_quoted_attribute, encode_text};

pub(super) const STYLE: &str = include_str!("phone_page.css");

/// How many prompts that have ended are shown.
const SHOWN: usize = 8;

/// The whole page; `now` is the simulator's time.
pub(super) fn render(prompts: &[Prompt], rules: &[Standing], now: &str) -> String {
    let open: String = prompts
        .iter()
        .filter(|prompt| prompt.ending.is_none())
        .map(open_prompt)
        .collect();
    let ended: String = prompts
        .iter()
        .filter_map(|prompt| Some(ended_prompt(prompt, prompt.ending.as_ref()?)))
        .take(SHOWN)
        .collect();
    let screen = if open.is_empty() {
        "<p class=quiet>No prompt. Pay somewhere with M-Pesa and it appears here.</p>".to_owned()
    } else {
        open
    };
    let history = if ended.is_empty() {
        String::new()
    } else {
        format!("<section><h2>Last prompts</h2><ul class=ended>{ended}</ul></section>")
    };
    let rules = switches_page::standing(rules);
    let clock = clock(now);
    frame(
        r#"<meta http-equiv="refresh" content="2">"#,
        &format!(
            "<main><section class=phone>{screen}</section>{history}{rules}\
             <p><a href=\"/switches\">Switches: make M-Pesa misbehave</a></p>{clock}</main>"
        ),
    )
}

/// A page that says why something was not done, with the way back.
pub(super) fn problem(message: &str) -> String {
    let message = encode_text(message);
    frame(
        "",
        &format!(r#"<main><p>{message}</p><p><a href="/phone">The phone</a></p></main>"#),
    )
}

pub(super) fn frame(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <title>Virtual phone</title>{head}<style>{STYLE}</style></head><body>\
         <h1>Virtual phone</h1>{body}</body></html>"
    )
}

/// What time the simulator takes it for, and buttons to move it.
fn clock(now: &str) -> String {
    let buttons: String = [
        ("advance_ms", "60000", "+ 1 min"),
        ("advance_ms", "3600000", "+ 1 h"),
        ("reset", "true", "real time"),
    ]
    .iter()
    .map(|(name, value, label)| format!("<button name={name} value={value}>{label}</button>"))
    .collect();
    let now = encode_text(now);
    format!(
        "<form class=switch method=post action=\"/clock\"><span class=quiet>The simulator's \
         clock: {now}</span><div>{buttons}</div></form>"
    )
}

fn open_prompt(prompt: &Prompt) -> String {
    let id = encode_double_quoted_attribute(&prompt.checkout_request_id);
    let buttons: String = [
        ("accept", "Accept (PIN ok)", "yes"),
        ("cancel", "Cancel", "no"),
        ("wrong-pin", "Wrong PIN", ""),
        ("no-funds", "No funds", ""),
        ("ignore", "Ignore", ""),
    ]
    .iter()
    .filter(|(key, _, _)| !(prompt.ignored && *key == "ignore"))
    .map(|(key, label, class)| {
        format!(
            "<form method=post action=\"/phone/{id}/{key}\">\
             <button class=\"{class}\">{label}</button></form>"
        )
    })
    .collect();
    let opened = east_africa(prompt.opened_at).format("%H:%M:%S");
    let ends = east_africa(prompt.expires_at).format("%H:%M:%S");
    let note = if prompt.ignored { ", ignored" } else { "" };
    format!(
        "<article class=prompt data-checkout-request-id=\"{id}\">\
         <p class=to>SIM prompt for {phone}</p>\
         <p>Do you want to pay <strong>Ksh {amount}</strong> to <strong>{party}</strong> \
         account no. <strong>{account}</strong>?</p>\
         <p class=quiet>{kind} {short_code}, {description}. Came at {opened}, stays \
         until {ends}{note}.</p>\
         <div class=buttons>{buttons}</div></article>",
        phone = encode_text(&prompt.phone),
        amount = grouped(prompt.amount),
        party = encode_text(&prompt.party_b),
        account = encode_text(&prompt.account_reference),
        kind = if prompt.transaction_type == "CustomerPayBillOnline" {
            "PayBill"
        } else {
            "Till of"
        },
        short_code = encode_text(&prompt.short_code),
        description = encode_text(&prompt.description),
    )
}

fn ended_prompt(prompt: &Prompt, ending: &Ending) -> String {
    let deliveries = if prompt.deliveries.is_empty() {
        "on its way".to_owned()
    } else {
        prompt.deliveries.join(", ")
    };
    let (class, outcome) = match &ending.receipt {
        Some(receipt) => ("paid", format!("Paid, receipt {receipt}")),
        None => (
            "failed",
            format!("{} ({})", ending.description, ending.code),
        ),
    };
    format!(
        "<li class={class}><strong>Ksh {amount}</strong> {account} \
         <span>{outcome}</span><span class=quiet>{phone}, {at}, callback: {deliveries}</span></li>",
        amount = grouped(prompt.amount),
        account = encode_text(&prompt.account_reference),
        outcome = encode_text(&outcome),
        phone = encode_text(&prompt.phone),
        at = east_africa(ending.at).format("%H:%M:%S"),
        deliveries = encode_text(&deliveries),
    )
}

/// Shillings with commas.
fn grouped(amount: i64) -> String {
    let digits = amount.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn shillings_are_grouped() {
        for (amount, text) in [
            (1, "1"),
            (450, "450"),
            (1450, "1,450"),
            (250_000, "250,000"),
        ] {
            assert_eq!(grouped(amount), text);
        }
    }

    #[test]
    fn an_empty_phone_says_what_to_do() {
        let page = render(&[], &[], "2026-01-15T09:30:00.000+03:00");
        assert!(page.contains("No prompt.") && page.contains("http-equiv"));
        assert!(page.contains("href=\"/switches\"") && page.contains("09:30:00"));
    }

    #[test]
    fn problems_are_escaped() {
        assert!(problem("<b>").contains("&lt;b&gt;"));
    }
}
