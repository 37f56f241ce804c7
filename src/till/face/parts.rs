//! Parts that every view is made of: a sheet, a pad of figures, a field, a button with its key.

use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::same::same;
use super::state::Till;
use crate::values::Money;

/// Something that stands before the view until it is dealt with. Escape closes it.
pub fn sheet(till: Till, title: String, body: AnyView) -> AnyView {
    let node: NodeRef<Dialog> = NodeRef::new();
    follow(move || {
        let Some(dialog) = node.get() else {
            return;
        };
        if dialog.open() {
            enter(&dialog);
        } else {
            let _ = dialog.show_modal();
        }
    });
    let wrong = live(move || {
        let text = till.wrong.get();
        (!text.is_empty()).then(|| notice("notice bad", text))
    });
    view! {
        <dialog node_ref=node class="till-sheet" aria-labelledby="till-sheet-title" on:close=move |_| till.close()>
            <div class="till-sheet-top">
                <div class="till-sheet-head">
                    <h2 id="till-sheet-title">{title}</h2>
                    <button
                        type="button"
                        class="button bare"
                        aria-label=till.say.t("till-app-close")
                        on:click=press(move || till.close())
                    >
                        <span aria-hidden="true">"✕"</span>
                    </button>
                </div>
                <div role="alert">{wrong}</div>
            </div>
            <div class="till-sheet-body">{body}</div>
        </dialog>
    }
    .into_any()
}

/// Puts the cursor into a sheet that comes in another's place: to the browser it is the same one, which was
/// open already.
fn enter(dialog: &Element) {
    // Nor is it begun in the middle, where the other was read to.
    dialog.set_scroll_top(0);
    let first = |what: &str| dialog.query_selector(what).ok().flatten();
    let to = first("[autofocus]").or_else(|| first("button"));
    if let Some(to) = to.and_then(|to| to.dyn_into::<HtmlElement>().ok()) {
        let _ = to.focus();
    }
}

/// A text that is written anew when what it reads changes. Boxed, and [`live`] as well: what draws them is
/// in the bundle once, and not once for each.
pub fn live_text(say: impl FnMut() -> String + Send + 'static) -> AnyView {
    let say: Box<dyn FnMut() -> String + Send> = Box::new(say);
    say.into_any()
}

/// A part that is drawn anew when what it reads changes.
pub fn live<V: IntoView + 'static>(mut draw: impl FnMut() -> V + Send + 'static) -> AnyView {
    let draw: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || draw().into_any());
    draw.into_any()
}

/// What a button does. Boxed, like [`live`]; and so is [`send`].
pub fn press(mut act: impl FnMut() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| act())
}

/// What a form does.
pub fn send(mut act: impl FnMut() + 'static) -> Box<dyn FnMut(SubmitEvent)> {
    Box::new(move |event: SubmitEvent| {
        event.prevent_default();
        act();
    })
}

/// Does something, and again whenever what it reads changes. Boxed as well.
pub fn follow(act: impl FnMut() + 'static) {
    fn boxed(mut act: Box<dyn FnMut()>) {
        Effect::new(move |_: Option<()>| act());
    }
    boxed(Box::new(act));
}

/// A notice with a text.
pub fn notice(class: &'static str, text: String) -> AnyView {
    view! { <p class=class>{text}</p> }.into_any()
}

/// What a pad of figures is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pad {
    /// A PIN: never shown.
    Pin,
    /// An amount or a quantity.
    Figure,
}

/// A field for figures, with a pad under it for fingers. What stood in it goes with the first figure that
/// is typed.
pub fn pad(
    till: Till,
    id: &'static str,
    label: AnyView,
    typed: RwSignal<String>,
    kind: Pad,
) -> AnyView {
    let node: NodeRef<Input> = NodeRef::new();
    let is_fresh = RwSignal::new(true);
    follow(move || {
        if let Some(field) = node.get() {
            let _ = field.focus();
        }
    });
    let shape = if kind == Pad::Pin { "password" } else { "text" };
    view! {
        <div class="till-pad">
            <label for=id>{label}</label>
            <input
                id=id
                node_ref=node
                class="amount"
                type=shape
                inputmode="none"
                autocomplete="off"
                maxlength="16"
                autofocus=true
                // Properties are set a moment after a sheet has put the cursor here: what is marked is there before.
                value=typed.get_untracked()
                prop:value=move || typed.get()
                on:focus=mark_all
                on:input=move |event| {
                    is_fresh.set(false);
                    typed.set(event_target_value(&event));
                }
            />
            {keys(till, typed, is_fresh, kind)}
        </div>
    }
    .into_any()
}

/// What stands in a field goes with what is typed next.
fn mark_all(event: web_sys::FocusEvent) {
    event_target::<HtmlInputElement>(&event).select();
}

const FIGURES: [&str; 9] = ["7", "8", "9", "4", "5", "6", "1", "2", "3"];

fn keys(till: Till, typed: RwSignal<String>, is_fresh: RwSignal<bool>, kind: Pad) -> AnyView {
    let change = move |how: fn(&mut String, &str), figure: &'static str| {
        typed.update(|text| {
            if is_fresh.get_untracked() {
                text.clear();
            }
            how(text, figure);
        });
        is_fresh.set(false);
    };
    let key = move |figure: &'static str| {
        view! {
            <button
                type="button"
                class="button"
                tabindex="-1"
                on:click=press(move || change(String::push_str, figure))
            >
                {figure}
            </button>
        }
    };
    let figures = FIGURES.into_iter().map(key).collect_view();
    let last = if kind == Pad::Pin { "" } else { "." };
    let point = (!last.is_empty()).then(|| key(last));
    view! {
        // The cursor stays in the field, so that Enter goes on.
        <div class="till-keys" on:mousedown=|event| event.prevent_default()>
            {figures} {point} {key("0")}
            <button
                type="button"
                class="button"
                tabindex="-1"
                aria-label=till.say.t("till-app-delete")
                on:click=press(move || change(drop_last, ""))
            >
                "⌫"
            </button>
        </div>
    }
    .into_any()
}

fn drop_last(text: &mut String, _: &str) {
    text.pop();
}

/// A field for text; one that searches has the cursor at once.
pub fn field(
    id: &'static str,
    label: String,
    typed: RwSignal<String>,
    mode: &'static str,
) -> AnyView {
    field_of(id, label, typed, mode, mode == "search")
}

/// The same, where a sheet begins with it.
pub fn first_field(
    id: &'static str,
    label: String,
    typed: RwSignal<String>,
    mode: &'static str,
) -> AnyView {
    field_of(id, label, typed, mode, true)
}

fn field_of(
    id: &'static str,
    label: String,
    typed: RwSignal<String>,
    mode: &'static str,
    is_first: bool,
) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                id=id
                type="text"
                inputmode=mode
                autofocus=is_first
                autocomplete="off"
                maxlength="200"
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// A shortcut, shown on its button where there is a keyboard.
pub fn kbd(key: &'static str) -> AnyView {
    view! {
        <span class="kbd" aria-hidden="true">
            {key}
        </span>
    }
    .into_any()
}

/// What a row of the menu, of documents, of people is: a wide button with two texts.
pub fn row(name: String, more: String, act: impl Fn() + 'static) -> AnyView {
    fn drawn(name: String, more: String, act: Box<dyn FnMut(MouseEvent)>) -> AnyView {
        view! {
            <button type="button" class="till-row" on:click=act>
                <span>{name}</span>
                <span class="num">{more}</span>
            </button>
        }
        .into_any()
    }
    drawn(name, more, press(act))
}

/// A button with a text.
pub fn button(class: &'static str, text: String, act: impl FnMut() + 'static) -> AnyView {
    fn drawn(class: &'static str, text: String, act: Box<dyn FnMut(MouseEvent)>) -> AnyView {
        view! {
            <button type="button" class=class on:click=act>
                {text}
            </button>
        }
        .into_any()
    }
    drawn(class, text, press(act))
}

/// One of several things that are chosen from; what is chosen is marked.
pub fn chip(
    name: impl IntoView + 'static,
    is_chosen: impl Fn() -> bool + Send + 'static,
    act: impl FnMut() + 'static,
) -> AnyView {
    fn drawn(
        name: AnyView,
        is_chosen: Box<dyn Fn() -> bool + Send>,
        act: Box<dyn FnMut(MouseEvent)>,
    ) -> AnyView {
        let pressed = move || if is_chosen() { "true" } else { "false" };
        view! {
            <button type="button" class="till-chip" aria-pressed=pressed on:click=act>
                {name}
            </button>
        }
        .into_any()
    }
    drawn(name.into_any(), Box::new(is_chosen), press(act))
}

/// All of them, beside each other.
pub fn chips(all: Vec<AnyView>) -> AnyView {
    view! { <div class="till-chips">{all}</div> }.into_any()
}

/// A large figure, and what it is.
pub fn due(name: String, amount: AnyView) -> AnyView {
    view! {
        <p class="till-due">
            <span>{name}</span>
            <b class="num">{amount}</b>
        </p>
    }
    .into_any()
}

/// A figure among others, with what it is.
pub fn sum(name: String, figure: String) -> AnyView {
    same(format!("{name}\n{figure}"), move || {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="num">{figure}</dd>
            </div>
        }
        .into_any()
    })
}

/// What comes back of what was handed over, where anything does.
pub fn change(till: Till, change: Option<Money>) -> AnyView {
    match change.filter(|change| !change.is_zero()) {
        Some(change) => due(till.say.t("till-app-change"), till.money(change).into_any()),
        None => ().into_any(),
    }
}

/// What a form is for: the button that sends it.
pub fn main_act(text: String) -> AnyView {
    view! {
        <button type="submit" class="button go till-main">
            {text}
        </button>
    }
    .into_any()
}

/// The same, which waits while something is under way.
pub fn main_act_unless(busy: RwSignal<bool>, text: String) -> AnyView {
    view! {
        <button type="submit" class="button go till-main" disabled=move || busy.get()>
            {text}
        </button>
    }
    .into_any()
}
