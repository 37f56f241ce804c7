//! Her shift so far, and its end.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::till::basket::Basket;
use crate::till::browser::ShiftNow;
use crate::till::face::parts::{Pad, button, field, live, main_act, notice, pad, send, sheet};
use crate::till::face::state::Till;
use crate::till::face::{js, paper};
use crate::till::wire::{Body, CloseShift};
use crate::values::Money;

/// What she has taken so far.
pub fn so_far(till: Till) -> AnyView {
    let say = till.say;
    till.reckon();
    let report = live(move || till.shift.get().map(|shift| report(till, &shift)));
    sheet(till, say.t("till-app-shift"), report)
}

/// The shift that was closed just now, for whoever closed it: until the next turn begins.
pub fn closed(till: Till) -> AnyView {
    live(move || {
        let shift = till.shift.get().filter(|shift| shift.counted.is_some());
        shift.map(|shift| untrack(|| report(till, &shift)))
    })
}

/// What it is, at which till, whose, and from when to when.
fn head(till: Till, shift: &ShiftNow) -> AnyView {
    let key = if shift.counted.is_some() {
        "till-app-closed"
    } else {
        "till-app-shift"
    };
    let whose = till.device.read(|shop| {
        let head = shop.head();
        let her = shop.member(shift.member_id);
        let name = her.map_or("", |her| her.name.as_str());
        match shift.number {
            Some(number) => format!("{} · {name} · {}-{number}", head.name, head.series),
            None => format!("{} · {name}", head.name),
        }
    });
    let (from, to) = (till.time(shift.opened_at), till.time(till.device.now()));
    view! {
        <header>
            <h3>{till.say.t(key)}</h3>
            <p>{whose}</p>
            <p>{format!("{from} – {to}")}</p>
        </header>
    }
    .into_any()
}

/// What it comes to, on the screen and on paper.
fn report(till: Till, shift: &ShiftNow) -> AnyView {
    let say = till.say;
    let line = |name: String, figure: String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="num">{figure}</dd>
            </div>
        }
    };
    let tender = |code: &str| say.t(&format!("tender-{code}"));
    let taken = shift
        .taken
        .iter()
        .map(|(code, amount)| line(tender(code), till.money(*amount)));
    let back = shift.paid_back.iter().map(|(code, amount)| {
        let amount = amount.negated().unwrap_or_default();
        line(tender(code), till.money(amount))
    });
    let vouchers =
        (shift.vouchers > 0).then(|| line(say.t("till-app-vouchers"), shift.vouchers.to_string()));
    let out = shift.cash_out.negated().unwrap_or_default();
    let counted = shift
        .counted
        .map(|counted| line(say.t("till-app-counted"), till.money(counted)));
    let apart = shift
        .counted
        .map(|counted| apart(till, shift.expected, counted));
    view! {
        <div class="stack">
            <div class=format!("till-paper roll-{}", paper::roll())>
                {head(till, shift)}
                <dl class="sum">
                    {line(say.t("till-app-float"), till.money(shift.float))}
                    {line(say.t("till-app-sales"), shift.sales.to_string())}
                    {vouchers}
                    {taken.collect_view()}
                    {line(say.t("till-app-backs"), shift.backs.to_string())}
                    {back.collect_view()}
                    {line(say.t("till-app-cash-in"), till.money(shift.cash_in))}
                    {line(say.t("till-app-cash-out"), till.money(out))}
                    {counted}
                    <div class="total">
                        <dt>{say.t("till-app-expected")}</dt>
                        <dd class="num">{till.money(shift.expected)}</dd>
                    </div>
                </dl>
                {apart}
                {rough(till, shift)}
            </div>
            {button("button", say.t("till-app-print"), js::print)}
        </div>
    }
    .into_any()
}

/// What lies in the drawer for carts that are no sales yet, here and put aside: it is counted, and not expected.
fn not_sold_yet(till: Till) -> AnyView {
    let cash = RwSignal::new(Money::ZERO);
    spawn_local(async move {
        let mut carts = till.device.parked().await;
        carts.push(till.basket.get_untracked());
        let all = Money::sum(carts.iter().map(Basket::paid_in_cash));
        cash.set(all.unwrap_or_default());
    });
    live(move || {
        let text = till.paid_waits(cash.get())?;
        Some(notice("notice look", text))
    })
}

/// What was counted, and how far that is from what was expected.
fn apart(till: Till, expected: Money, counted: Money) -> AnyView {
    let apart = counted.minus(expected).unwrap_or(Money::ZERO);
    let (expected, apart) = (till.money(expected), till.money(apart));
    let named = [("amount", expected.as_str()), ("count", apart.as_str())];
    notice("", till.say.with("till-app-difference", &named))
}

/// That what is expected is not exact, where it is not.
fn rough(till: Till, shift: &ShiftNow) -> Option<AnyView> {
    let text = till.say.t("till-app-rough");
    shift.is_rough.then(|| notice("notice look", text))
}

/// Ends it: whatever is counted.
pub fn close(till: Till) -> AnyView {
    let say = till.say;
    let counted = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let keep = move || {
        let Some((member_id, shift_id)) = till.hers() else {
            return;
        };
        let Some(amount) = till.typed_money(&counted.get_untracked()) else {
            till.refuse(say.t("till-app-no-amount"));
            return;
        };
        let ask = CloseShift {
            shift_id,
            counted_minor: amount.minor(),
            note: note.get_untracked(),
        };
        till.once(async move {
            let shift = till.device.shift(member_id).await;
            let body = Box::new(move |_: i64| Body::CloseShift(ask));
            match till
                .device
                .record(Uuid::now_v7(), member_id, None, body)
                .await
            {
                Ok(_) => {
                    till.lock();
                    till.shift.set(shift.map(|shift| ShiftNow {
                        counted: Some(amount),
                        ..shift
                    }));
                }
                Err(trouble) => till.trouble(&trouble),
            }
        });
    };
    let difference = live(move || {
        let counted = till.typed_money(&counted.get())?;
        let shift = till.shift.get()?;
        let said = apart(till, shift.expected, counted);
        Some((said, rough(till, &shift)))
    });
    let body = view! {
        <form
            class="stack"
            on:submit=send(keep)
        >
            <p class="quiet">{say.t("till-app-close-text")}</p>
            {pad(till, "till-counted", say.t("till-app-counted").into_any(), counted, Pad::Figure)}
            <div role="status">{difference}</div>
            {not_sold_yet(till)}
            {field("till-close-note", say.t("till-app-note"), note, "text")}
            {main_act(say.t("till-app-close-shift"))}
        </form>
    };
    sheet(till, say.t("till-app-close-shift"), body.into_any())
}
