//! What moves by itself on the pages of orders, in the browser.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::live::count_new_orders;
use crate::ui::Icon;
use crate::values::Stop;

/// How long between two questions.
const EVERY: Duration = Duration::from_secs(10);

/// A bar that appears when orders came in after the page was drawn, and leads to them. Says it to
/// screen readers once for each new count. Asks nothing while the page is out of sight, and stops
/// when the person is signed out.
#[island]
pub fn NewOrders(
    /// The business's slug.
    business: String,
    /// When the page was drawn, in RFC 3339.
    since: String,
    /// Says that one order came.
    label_one: String,
    /// Says that several came; `#` stands for how many.
    label_many: String,
    /// Where they are.
    href: String,
) -> impl IntoView {
    let found = RwSignal::new(0_i64);
    let over = RwSignal::new(false);
    Effect::new(move |_| {
        let (business, since) = (business.clone(), since.clone());
        let question = move || ask(business.clone(), since.clone(), found, over);
        // Where the browser refuses a timer, the page is what it is without script.
        if let Ok(timer) = set_interval_with_handle(question, EVERY) {
            on_cleanup(move || timer.clear());
        }
    });
    let bar = move || {
        let count = found.get();
        let words = match count {
            0 => return None,
            1 => label_one.clone(),
            many => label_many.replace('#', &many.to_string()),
        };
        let href = href.clone();
        Some(view! {
            <a class="notice info" href=href>
                <Icon name="orders" />
                <b>{words}</b>
            </a>
        })
    };
    view! {
        <div class="live" role="status" aria-live="polite">
            {bar}
        </div>
    }
}

fn ask(business: String, since: String, found: RwSignal<i64>, over: RwSignal<bool>) {
    if over.get_untracked() || document().hidden() {
        return;
    }
    spawn_local(async move {
        match count_new_orders(business, since).await {
            // Told only when it changed, or screen readers would hear it every time.
            Ok(count) if count != found.get_untracked() => found.set(count),
            Err(Stop::SignIn | Stop::Forbidden | Stop::NotFound) => over.set(true),
            // The network comes and goes: the next question finds out.
            Ok(_) | Err(_) => {}
        }
    });
}
