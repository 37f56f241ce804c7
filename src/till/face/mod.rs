//! What a cashier sees and touches: drawn by the browser alone, on what `browser/` keeps and knows.
//!
//! What never breaks here:
//! - nothing is shown as sold, paid back or closed before the device has it on its disk;
//! - whoever exceeds what is hers to give asks somebody with a PIN who may;
//! - all of it can be done by keyboard, and by touch on a phone of 360 px;
//! - a till that lost its network looks and works as before, and says so.

mod bar;
mod door;
mod end;
mod frame;
mod js;
mod menu;
mod paper;
mod parts;
mod pay;
mod paying;
mod printer;
mod prompt;
mod ring;
mod same;
mod say;
mod screen;
mod shift;
mod state;
mod to_pay;
mod views;
mod ways;
mod worker;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlElement;

use self::state::{Till, View};
use crate::till::boot::Boot;
use crate::till::browser::{Device, Trouble};
use crate::till::wire;

/// Opens the till, or the screen for customers, in the element that the server drew for it.
pub fn open(root: HtmlElement) {
    let text = root.get_attribute("data-boot").unwrap_or_default();
    let boot: Boot = wire::read(&text).unwrap_or_default();
    let is_screen = root.get_attribute("data-face").as_deref() == Some("screen");
    if is_screen {
        root.set_text_content(None);
        leptos::mount::mount_to(root, move || screen::screen(boot.name)).forget();
        return;
    }
    let opened: Opened = RwSignal::new(None);
    // First: it starts what runs the rest.
    leptos::mount::mount_to(root, move || app(opened)).forget();
    worker::begin();
    spawn_local(async move {
        let device = Device::open(boot.clone()).await;
        if let Some(waiting) = document().get_element_by_id("till-wait") {
            waiting.remove();
        }
        opened.set(Some((device, boot)));
    });
}

type Opened = RwSignal<Option<(Result<Device, Trouble>, Boot)>>;

fn app(opened: Opened) -> AnyView {
    parts::live(move || match opened.get() {
        None => ().into_any(),
        Some((Ok(device), boot)) => {
            let till = Till::new(device, boot);
            worker::take_over_when_idle(till);
            untrack(|| frame::frame(till))
        }
        Some((Err(trouble), _)) => stopped(&trouble),
    })
}

/// The browser keeps nothing, so it keeps no words either: what is said then stands on the page.
fn stopped(trouble: &Trouble) -> AnyView {
    let text = format!("{} {}", js::written(trouble.key()), trouble.text());
    view! {
        <div class="till-wait">
            <h1>"Dukani"</h1>
            {parts::notice("notice bad", text)}
            {parts::button("button go", js::written("till-app-load-anew"), js::reload)}
        </div>
    }
    .into_any()
}

/// The view that the till is in.
fn view_of(till: Till) -> AnyView {
    let draw = move |view| match view {
        View::Door => door::door(till),
        View::Float => shift::open(till),
        View::Ring => ring::ring(till),
        View::Pay => pay::pay(till),
        View::Done => end::done(till),
    };
    // Drawn once for each: what was typed stays when the shop changes under it.
    parts::live(move || {
        let view = till.view.get();
        untrack(|| draw(view))
    })
}
