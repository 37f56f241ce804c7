//! The line above everything: who sells, how the till stands with the books, and the way to the rest.

use leptos::prelude::*;

use super::menu::save_file;
use super::parts::{button, live, live_text, notice, press};
use super::state::{Sheet, Till, View};
use crate::till::browser::Trouble;
use crate::ui::icon;

/// Draws it.
pub fn bar(till: Till) -> AnyView {
    let say = till.say;
    let who = live_text(move || {
        let cashier = till.cashier.get();
        cashier.map_or_else(
            || till.boot.with_value(|boot| boot.name.clone()),
            |one| one.name,
        )
    });
    let menu = live(move || {
        till.cashier.with(Option::is_some).then(|| {
            view! {
                <button
                    type="button"
                    class="button"
                    aria-label=say.t("till-app-menu")
                    on:click=press(move || till.open(Sheet::Menu))
                >
                    {icon::drawn(icon::MENU)}
                    <span class="till-word">{say.t("till-app-menu")}</span>
                </button>
                {button("button", say.t("till-app-lock"), move || till.lock())}
            }
        })
    });
    view! {
        <header class="till-bar">
            <b class="till-who">{who}</b>
            {standing(till)}
            {menu}
        </header>
        {news(till)}
    }
    .into_any()
}

/// Whether the books have everything.
fn standing(till: Till) -> AnyView {
    let state = move || {
        let unsynced = till.device.unsynced.get();
        let online = till.device.online.get();
        let count = unsynced.to_string();
        let named = [("count", count.as_str())];
        match (online, unsynced) {
            (true, 0) => ("status good", till.say.t("till-app-online")),
            (true, _) => ("status info", till.say.with("till-app-sending", &named)),
            (false, 0) => ("status look", till.say.t("till-app-offline")),
            (false, _) => (
                "status look",
                till.say.with("till-app-offline-with", &named),
            ),
        }
    };
    view! {
        <span class=move || state().0 role="status">
            {live_text(move || state().1)}
        </span>
    }
    .into_any()
}

/// What is wrong with the till itself, and the way out.
fn trouble(till: Till) -> Option<AnyView> {
    let say = till.say;
    let trouble = till.device.trouble.get()?;
    let text = say.with(trouble.key(), &[("text", trouble.text())]);
    let is_over = matches!(trouble, Trouble::Revoked | Trouble::Unknown);
    let out = match trouble {
        Trouble::Revoked | Trouble::Unknown => Some("till-app-enrol-again"),
        Trouble::Outdated | Trouble::Another => Some("till-app-load-anew"),
        _ => None,
    };
    let out = out.map(|key| button("button", say.t(key), super::worker::forget));
    // What lets the till start without a network is not forgotten for this.
    let out = match trouble {
        Trouble::NoStorage => Some(button(
            "button",
            say.t("till-app-load-anew"),
            super::js::reload,
        )),
        _ => out,
    };
    // Nobody may be let in any more who would find it in the menu.
    let save = live(move || {
        let has_any = is_over && till.device.unsynced.get() > 0;
        has_any.then(|| {
            button("button", say.t("till-app-save-file"), move || {
                save_file(till)
            })
        })
    });
    let shown = view! {
        <div class="notice bad">
            <b>{text}</b>
            {save}
            {out}
        </div>
    };
    Some(shown.into_any())
}

/// What a person should know, whatever she does.
fn news(till: Till) -> AnyView {
    let say = till.say;
    let loading = live(move || {
        let (done, all) = till.device.loading.get()?;
        let (count, number) = (done.to_string(), all.to_string());
        let named = [("count", count.as_str()), ("number", number.as_str())];
        Some(notice("notice info", say.with("till-app-loading", &named)))
    });
    let clock = live(move || {
        let is_off = till.device.clock_ahead.get().abs() > 120;
        is_off.then(|| notice("notice look", say.t("till-app-clock")))
    });
    let tight = live(move || {
        let is_tight = till.device.storage.with(|storage| storage.is_tight());
        is_tight.then(|| notice("notice look", say.t("till-app-tight")))
    });
    let wrong = live(move || {
        let text = till.wrong.get();
        let shows = !text.is_empty() && till.sheet.with(Option::is_none);
        shows.then(|| notice("notice bad", text))
    });
    view! {
        <div role="alert" class="till-alerts">
            {live(move || trouble(till))}
            {clock}
            {tight}
            {wrong}
        </div>
        {loading}
    }
    .into_any()
}

/// Whether whoever sells is at her cart.
pub fn is_ringing(till: Till) -> bool {
    till.view.get_untracked() == View::Ring && till.sheet.with_untracked(Option::is_none)
}
