//! The keyboard while goods are rung up: shortcuts, and scanners that type.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::cart::park;
use super::goods::find;
use super::waiting;
use crate::till::face::bar::is_ringing;
use crate::till::face::js;
use crate::till::face::state::{Sheet, Till, View};

/// A scanner types faster than anybody: so much between two keys, in milliseconds, is a hand.
const HAND: f64 = 80.0;
/// So much, and no hand is as fast.
const SCANNER: f64 = 30.0;
/// After so many keys it is a scanner's, and none that was pressed together with another.
const SURE: usize = 3;
/// How long no key has followed when a scanner has no more of them.
const SETTLED: Duration = Duration::from_millis(60);
/// Nothing shorter is a barcode.
const SHORTEST: usize = 4;
/// Nor anything shorter than this where the cursor is in a field: it may be an amount, or a word.
const SHORTEST_IN_FIELD: usize = 8;

/// Listens as long as the page is open.
pub fn listen(till: Till) {
    let touched = window_event_listener(ev::pointerdown, move |_| till.stays());
    let typed = StoredValue::new(Scanned::default());
    let handle = window_event_listener(ev::keydown, move |event| {
        let key = event.key();
        if key != "F9" {
            till.stays();
        }
        if shortcut(till, &key) || walked(&key) || scanned(till, &event, typed) {
            event.prevent_default();
        }
    });
    // They go when the page does.
    std::mem::forget((touched, handle));
}

/// Whether the cursor is in a field, which gets what is typed.
fn is_in_field() -> bool {
    let tag = document()
        .active_element()
        .map(|element| element.tag_name());
    tag.is_some_and(|tag| matches!(tag.as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

/// Goes one step back; whether there was one. A browser says later that it closed a sheet, and what was pressed
/// meanwhile would be lost.
fn back(till: Till) -> bool {
    if till.sheet.with_untracked(Option::is_some) {
        till.close();
    } else if matches!(till.view.get_untracked(), View::Pay | View::Done) {
        till.go(View::Ring);
    } else {
        return false;
    }
    true
}

/// Does what a key stands for; whether it stands for something.
fn shortcut(till: Till, key: &str) -> bool {
    if key == "Escape" {
        return back(till);
    }
    if !is_ringing(till) {
        return false;
    }
    let lines = till.basket.with_untracked(|basket| basket.lines.len());
    match key {
        "/" if !is_in_field() => js::focus_anyway("till-search"),
        "F2" if lines > 0 => till.open(Sheet::Line(lines - 1)),
        "F4" if lines > 0 => till.open(Sheet::Whole),
        "F6" => till.open(Sheet::Customer),
        "F8" => park(till),
        "F9" => till.to_pay(),
        _ => return false,
    }
    true
}

/// What arrows go through: one thing after another.
const WALKED: &str = ".till-row, .till-line, .till-tile, .till-chip";

/// Goes through a list by arrows; from the search field down into the goods, and up to the end of the cart.
/// Whether it did.
fn walked(key: &str) -> bool {
    if !key.starts_with("Arrow") {
        return false;
    }
    let Some(here) = document().active_element() else {
        return false;
    };
    let is_one = here.matches(WALKED).unwrap_or_default();
    let to = match key {
        "ArrowDown" if here.id() == "till-search" => {
            document().query_selector(".till-tile").ok().flatten()
        }
        "ArrowUp" if here.id() == "till-search" => {
            let last = ".till-lines > button:last-of-type";
            document().query_selector(last).ok().flatten()
        }
        "ArrowDown" | "ArrowRight" if is_one => here.next_element_sibling(),
        "ArrowUp" | "ArrowLeft" if is_one => here.previous_element_sibling(),
        _ => None,
    };
    let to = to.and_then(|to| to.dyn_into::<HtmlElement>().ok());
    to.is_some_and(|to| to.focus().is_ok())
}

/// What a scanner has typed so far, and when its last key was pressed: not when it was heard of, which may be
/// later where the till is at work.
#[derive(Clone, Default)]
struct Scanned {
    text: String,
    last: Option<f64>,
}

/// Gathers what a scanner types; whether this key is not for the field that the cursor is in: it ended what is not for
/// it, or is held back for a moment.
fn scanned(till: Till, event: &KeyboardEvent, typed: StoredValue<Scanned>) -> bool {
    if till.cashier.with_untracked(Option::is_none) {
        return false;
    }
    let (key, now) = (event.key(), event.time_stamp());
    let last = typed.with_value(|typed| typed.last);
    let is_within = |most: f64| last.is_some_and(|last| now - last < most);
    let is_quick = is_within(HAND);
    let is_scanners = is_within(SCANNER) && is_plain(event);
    // Some press Shift for each capital.
    let was_held = !is_scanners && key != "Shift" && release(till);
    let mut seen = typed.get_value();
    if key == "Enter" {
        typed.set_value(Scanned::default());
        if was_held {
            // At once: the field would be drawn with all of it first.
            find(till);
            return true;
        }
        let is_ours = is_quick && seen.text.len() >= SHORTEST && !is_for_field(till, &seen.text);
        if is_ours {
            take_out(&seen.text);
            put(till, &seen.text);
        }
        return is_ours;
    }
    if key.chars().count() != 1 {
        return false;
    }
    if !is_quick {
        seen.text.clear();
    }
    seen.text.push_str(&key);
    seen.last = Some(now);
    let is_first = till.held.with_value(String::is_empty);
    let holds = is_scanners && seen.text.len() > SURE && (!is_first || is_at_end());
    typed.set_value(seen);
    if holds {
        till.held.update_value(|held| held.push_str(&key));
        if is_first {
            release_later(till, typed, now);
        }
    }
    holds
}

/// Whether a key writes what it is, and was pressed by itself.
fn is_plain(event: &KeyboardEvent) -> bool {
    let is_with = event.ctrl_key() || event.alt_key() || event.meta_key();
    event.key().chars().count() == 1 && !(is_with || event.repeat() || event.is_composing())
}

/// Whether what is typed now goes to the end of the search field.
fn is_at_end() -> bool {
    let here = document().active_element();
    let here = here.filter(|one| one.id() == "till-search");
    let Some(field) = here.and_then(|one| one.dyn_into::<HtmlInputElement>().ok()) else {
        return false;
    };
    let end = u32::try_from(field.value().encode_utf16().count()).ok();
    end.is_some() && field.selection_start().ok().flatten() == end
}

/// Writes into the search field what was held back of it. What a scanner types there is held back: a browser draws
/// the field anew for each key, and would be late for the last one, by which all of it is found. Whether anything was.
fn release(till: Till) -> bool {
    let held = till.held.get_value();
    till.held.set_value(String::new());
    if !held.is_empty() {
        till.typed.update(|text| text.push_str(&held));
    }
    !held.is_empty()
}

/// The same when no key has followed for a moment after the one at `last`.
fn release_later(till: Till, typed: StoredValue<Scanned>, last: f64) {
    let look = move || match typed.with_value(|typed| typed.last) {
        Some(newer) if newer > last => release_later(till, typed, newer),
        _ => {
            release(till);
        }
    };
    set_timeout(look, SETTLED);
}

/// Whether what was scanned is for the field that the cursor is in: all of it is for the one that searches and
/// for a PIN. For figures a whole barcode is not, which would be a lot of money; for any other field the code of
/// goods is not, whose Enter would send what is being filled in.
fn is_for_field(till: Till, code: &str) -> bool {
    let Some(here) = document().active_element().filter(|_| is_in_field()) else {
        return false;
    };
    let is = |what: &str| here.matches(what).unwrap_or_default();
    if code.len() < SHORTEST_IN_FIELD || is("#till-search, [type=password]") {
        return true;
    }
    !is(".amount") && till.device.read(|shop| shop.scan(code)).is_none()
}

/// Takes what was scanned out of the field that the cursor is in.
fn take_out(code: &str) {
    let field = document().active_element();
    let field = field.and_then(|one| one.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else { return };
    if let Some(before) = field.value().strip_suffix(code) {
        field.set_value(before);
        if let Ok(event) = Event::new("input") {
            let _ = field.dispatch_event(&event);
        }
    }
}

/// What was scanned goes into the cart; where the sale before is done, into the next one: its Enter was nobody's
/// who wanted only that. Elsewhere it presses nothing, and it is said that it is not in the cart.
fn put(till: Till, code: &str) {
    let is_free = till.sheet.with_untracked(Option::is_none);
    if is_free && till.view.get_untracked() == View::Done {
        till.go(View::Ring);
    }
    if is_ringing(till) {
        waiting::scanned(till, code);
    } else {
        till.refuse(till.say.with("till-app-scan-not-here", &[("code", code)]));
    }
}
