//! Language, paper, printer, and what this till is.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::till::face::parts::{button, chip, chips, notice, sheet};
use crate::till::face::state::Till;
use crate::till::face::{js, paper, printer};
use crate::values::Language;

/// Draws them.
pub fn settings(till: Till) -> AnyView {
    let say = till.say;
    let head = till.device.read(|shop| shop.head().clone());
    let about = format!("{} · {} · {}", head.name, head.series, head.location_name);
    let version = till.boot.with_value(|boot| boot.version.clone());
    let body = view! {
        <div class="stack">
            <h3>{say.t("till-app-language")}</h3>
            {languages(till)}
            <h3>{say.t("till-app-paper")}</h3>
            {papers()}
            <h3>{say.t("till-app-printer")}</h3>
            {printers(till)}
            <h3>{say.t("till-app-about")}</h3>
            <p>{about}</p>
            <p class="quiet">"Dukani " {version}</p>
            {not_safe(till)}
        </div>
    };
    sheet(till, say.t("till-app-settings"), body.into_any())
}

/// What a till goes without where its page came by plain HTTP, from another machine.
pub fn not_safe(till: Till) -> Option<AnyView> {
    let is_safe = js::global("isSecureContext").is_some_and(|safe| safe.is_truthy());
    (!is_safe).then(|| notice("notice look", till.say.t("till-app-not-https")))
}

fn languages(till: Till) -> AnyView {
    let buttons = Language::ALL.into_iter().map(|language| {
        let name = view! { <span lang=language.code()>{language.own_name()}</span> };
        let words = till.device.words;
        let is_spoken = move || words.with(|words| words.language == language.code());
        let speak = move || {
            spawn_local(async move {
                match till.device.speak(language.code()).await {
                    Ok(()) => js::reload(),
                    Err(trouble) => till.trouble(&trouble),
                }
            });
        };
        chip(name, is_spoken, speak)
    });
    chips(buttons.collect())
}

fn papers() -> AnyView {
    let chosen = RwSignal::new(paper::roll());
    let buttons = ["58", "80"].into_iter().map(|width| {
        let choose = move || {
            js::keep("dukani-till-roll", width);
            chosen.set(width.to_owned());
        };
        chip(format!("{width} mm"), move || chosen.get() == width, choose)
    });
    chips(buttons.collect())
}

fn printers(till: Till) -> AnyView {
    let say = till.say;
    let ways = [
        ("usb", "till-app-printer-usb"),
        ("serial", "till-app-printer-serial"),
        ("bluetooth", "till-app-printer-bluetooth"),
    ];
    let ways: Vec<_> = ways
        .into_iter()
        .filter(|(way, _)| printer::has(way))
        .collect();
    if ways.is_empty() {
        return view! { <p class="quiet">{say.t("till-app-printer-page")}</p> }.into_any();
    }
    let buttons = ways
        .into_iter()
        .map(|(way, key)| button("till-chip", say.t(key), move || printer::choose(till, way)));
    chips(buttons.collect())
}
