//! The virtual phone as a page: a SIM prompt with its buttons, the last ones, the switches.
//!
//! What never breaks: no script is needed, every text from outside is escaped, and nothing on
//! the page is typed, so that its refreshing every two seconds loses nothing.

use super::faults::{PushFault, QueryFault, Switches};
use super::state::{Answer, Ending, Prompt};
use crate::mpesa::credentials::east_africa;
use html_escape::{encode_double_quoted_attribute, encode_text};
use std::time::Duration;

pub(super) const STYLE: &str = include_str!("phone_page.css");

/// How many prompts that have ended are shown.
const SHOWN: usize = 8;

/// The whole page.
pub(super) fn render(prompts: &[Prompt], switches: &Switches, lifetime: Duration) -> String {
    let open: String = prompts
        .iter()
        .filter(|prompt| prompt.ending.is_none())
        .map(|prompt| open_prompt(prompt, lifetime))
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
    let switches = switch_form(switches);
    frame(
        r#"<meta http-equiv="refresh" content="2">"#,
        &format!("<main><section class=phone>{screen}</section>{history}{switches}</main>"),
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

fn frame(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <title>Virtual phone</title>{head}<style>{STYLE}</style></head><body>\
         <h1>Virtual phone</h1>{body}</body></html>"
    )
}

fn open_prompt(prompt: &Prompt, lifetime: Duration) -> String {
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
    let note = if prompt.ignored { ", ignored" } else { "" };
    format!(
        "<article class=prompt data-checkout-request-id=\"{id}\">\
         <p class=to>SIM prompt for {phone}</p>\
         <p>Do you want to pay <strong>Ksh {amount}</strong> to <strong>{party}</strong> \
         account no. <strong>{account}</strong>?</p>\
         <p class=quiet>{kind} {short_code}, {description}. Came at {opened}, stays \
         {seconds} s{note}.</p>\
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
        seconds = lifetime.as_secs(),
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

/// One switch: its name, what it says, and the value each button sends with its label.
fn row(name: &str, title: &str, choices: &[(&str, &str, bool)]) -> String {
    let buttons: String = choices
        .iter()
        .map(|(value, label, is_on)| {
            let pressed = if *is_on { " aria-pressed=true" } else { "" };
            format!(r#"<button name="{name}" value="{value}"{pressed}>{label}</button>"#)
        })
        .collect();
    format!("<div class=switch><span>{title}</span><div>{buttons}</div></div>")
}

fn on_off(name: &str, title: &str, is_on: bool) -> String {
    row(
        name,
        title,
        &[("false", "off", !is_on), ("true", "on", is_on)],
    )
}

fn switch_form(switches: &Switches) -> String {
    let late = |seconds: u64| switches.late_seconds == seconds;
    let auto = |answer: Option<Answer>| switches.auto == answer;
    let wait = |milliseconds: u64| switches.auto_after_ms == milliseconds;
    let rows = [
        row(
            "auto",
            "Answer by itself",
            &[
                ("off", "off", auto(None)),
                ("accept", "accept", auto(Some(Answer::Accept))),
                ("cancel", "cancel", auto(Some(Answer::Cancel))),
                ("wrong-pin", "wrong PIN", auto(Some(Answer::WrongPin))),
                ("no-funds", "no funds", auto(Some(Answer::NoFunds))),
                (
                    "misconfigured",
                    "wrong till",
                    auto(Some(Answer::Misconfigured)),
                ),
            ],
        ),
        row(
            "auto_after_ms",
            "… after",
            &[
                ("0", "0 s", wait(0)),
                ("2000", "2 s", wait(2000)),
                ("10000", "10 s", wait(10000)),
            ],
        ),
        on_off("drop_callbacks", "Drop callbacks", switches.drop_callbacks),
        on_off(
            "double_callbacks",
            "Deliver callbacks twice",
            switches.double_callbacks,
        ),
        row(
            "late_seconds",
            "Deliver callbacks late by",
            &[
                ("0", "0 s", late(0)),
                ("5", "5 s", late(5)),
                ("30", "30 s", late(30)),
            ],
        ),
        on_off(
            "early_callbacks",
            "Callback before the answer",
            switches.early_callbacks,
        ),
        push_row(switches.push_fault),
        query_row(switches.query_fault),
        on_off(
            "rotate_tokens",
            "A new token kills the old",
            switches.rotate_tokens,
        ),
        on_off(
            "numeric_expiry",
            "expires_in as a number",
            switches.numeric_expiry,
        ),
    ];
    format!(
        "<section><h2>Switches</h2><form method=post action=\"/switches\">{}</form></section>",
        rows.concat()
    )
}

fn push_row(fault: PushFault) -> String {
    let is = |other: PushFault| fault == other;
    row(
        "push_fault",
        "Pushes get",
        &[
            ("none", "an answer", is(PushFault::None)),
            (
                "lost-answer",
                "no answer, prompt live",
                is(PushFault::LostAnswer),
            ),
            (
                "internal-error",
                "error, prompt live",
                is(PushFault::InternalError),
            ),
            ("refused", "a refusal", is(PushFault::Refused)),
            ("busy", "busy", is(PushFault::Busy)),
            ("spike", "429", is(PushFault::Spike)),
            ("html", "a 503 page", is(PushFault::Html)),
        ],
    )
}

fn query_row(fault: QueryFault) -> String {
    let is = |other: QueryFault| fault == other;
    row(
        "query_fault",
        "Queries get",
        &[
            ("none", "an answer", is(QueryFault::None)),
            ("too-early", "unknown id", is(QueryFault::TooEarly)),
            ("settling", "4999", is(QueryFault::Settling)),
            (
                "premature-paid",
                "0 too soon",
                is(QueryFault::PrematurePaid),
            ),
            ("contradiction", "a failure", is(QueryFault::Contradiction)),
            ("spike", "429", is(QueryFault::Spike)),
            ("html", "a 503 page", is(QueryFault::Html)),
        ],
    )
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
        let page = render(&[], &Switches::default(), Duration::from_secs(60));
        assert!(page.contains("No prompt.") && page.contains("http-equiv"));
        assert!(page.contains(r#"name="drop_callbacks" value="true""#));
    }

    #[test]
    fn problems_are_escaped() {
        assert!(problem("<b>").contains("&lt;b&gt;"));
    }
}
