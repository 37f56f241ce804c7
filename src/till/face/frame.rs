//! What stands round every view: the bar, the sheets, the keys, and what is kept of the cart meanwhile.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::parts::{follow, live, notice};
use super::state::{Sheet, Till, View};
use super::{bar, js, menu, prompt, ring, screen, view_of};
use crate::till::basket::Basket;
use crate::values::UNSENT;

/// After so long what was sold is shown.
const MOMENT: Duration = Duration::from_millis(300);

/// So long it is seen what was just done.
const SEEN: Duration = Duration::from_secs(4);

/// Draws the till.
pub fn frame(till: Till) -> AnyView {
    ring::listen(till);
    ring::let_come(till);
    screen::tell(till);
    keep_draft(till);
    take_draft_when_alone(till);
    prompt::watch(till);
    tell_office(till);
    // What another tab recorded counts as well.
    follow(move || {
        till.device.recorded.track();
        till.reckon();
    });
    let sheet = live(move || {
        let sheet = till.sheet.get();
        sheet.map(|sheet| untrack(|| stand_before(till, sheet)))
    });
    view! {
        {bar::bar(till)}
        {said(till)}
        {view_of(till)}
        {sheet}
    }
    .into_any()
}

/// The office hears by this browser's cookie what the till keeps, whatever the network does. A moment later: a browser
/// stops for a cookie, and a sale does not wait for that.
fn tell_office(till: Till) {
    follow(move || {
        till.device.unsynced.track();
        let tell = move || js::keep_cookie(UNSENT, till.device.unsynced.get_untracked());
        set_timeout(tell, MOMENT);
    });
}

/// What was just done, in the one place or the other in turn: where only the text of an element changed, it would
/// not be read out again. It goes by a timer: what fades by itself is a layer, which a browser draws more slowly.
fn said(till: Till) -> AnyView {
    let times = StoredValue::new(0_u32);
    let is_past = RwSignal::new(false);
    follow(move || {
        till.news.track();
        is_past.set(false);
        let time = times.get_value().wrapping_add(1);
        times.set_value(time);
        let pass = move || {
            if times.get_value() == time {
                is_past.set(true);
            }
        };
        set_timeout(pass, SEEN);
    });
    let is_odd = StoredValue::new(false);
    let said = live(move || {
        let news = till.news.get();
        let odd = !is_odd.get_value();
        is_odd.set_value(odd);
        let said = (!news.is_empty()).then(|| notice("till-said no-print", news));
        if odd { (said, None) } else { (None, said) }
    });
    view! {
        <div role="status" aria-live="polite" class:past=move || is_past.get()>
            {said}
        </div>
    }
    .into_any()
}

/// The cart in hand outlives a crash; nobody's cart is kept before the last one is back.
fn keep_draft(till: Till) {
    let is_due = StoredValue::new(false);
    let keep = move || {
        if is_due.get_value() {
            is_due.set_value(false);
            let basket = till.basket.get_untracked();
            spawn_local(async move { till.device.keep_draft(&basket).await });
        }
    };
    follow(move || {
        let is_paid = till.basket.with(Basket::is_paid);
        let is_paying = till.view.get() == View::Pay;
        if till.cashier.with(Option::is_none) {
            return;
        }
        let is_on_its_way = is_due.get_value();
        is_due.set_value(true);
        if is_paid || is_paying {
            keep();
        } else if !is_on_its_way {
            js::when_drawn(keep);
        }
    });
}

/// A tab that broke may let go of its cart only after she has signed in at this one.
fn take_draft_when_alone(till: Till) {
    follow(move || {
        let is_signed_in = till.cashier.with(Option::is_some);
        if till.device.leading.get() && is_signed_in {
            spawn_local(till.take_draft());
        }
    });
}

fn stand_before(till: Till, sheet: Sheet) -> AnyView {
    match sheet {
        Sheet::Menu => menu::menu(till),
        Sheet::Line(at) => ring::line(till, at),
        Sheet::Whole => ring::whole(till),
        Sheet::Customer => menu::customer(till),
        Sheet::Park => menu::park(till),
        Sheet::Parked => menu::parked(till),
        Sheet::Documents => menu::documents(till),
        Sheet::Document(id) => menu::document(till, id, true),
        Sheet::TakenBack(id) => menu::document(till, id, false),
        Sheet::Back(id) => menu::back(till, id),
        Sheet::Voucher => menu::voucher(till),
        Sheet::Cash => menu::cash(till),
        Sheet::Shift => menu::so_far(till),
        Sheet::Close => menu::close(till),
        Sheet::Unsynced => menu::unsynced(till),
        Sheet::Settings => menu::settings(till),
        Sheet::Camera => ring::camera(till),
        Sheet::Waiting(code) => ring::waiting(till, &code),
        Sheet::NotKnown(code) => ring::quick(till, &code, true),
        Sheet::Quick(name) => ring::quick(till, &name, false),
        Sheet::Short => ring::short(till),
        Sheet::Approve(what) => menu::approve(till, what),
    }
}
