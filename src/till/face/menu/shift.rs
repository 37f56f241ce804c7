//! Her shift so far, and its end.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::sales::receipts::Receipt;
use crate::sales::receipts::receipt::Row;
use crate::till::basket::Basket;
use crate::till::browser::ShiftNow;
use crate::till::face::parts::{Pad, button, field, live, main_act, notice, pad, send, sheet};
use crate::till::face::state::Till;
use crate::till::face::{paper, printer};
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

/// What it comes to, on the screen and on paper.
fn report(till: Till, shift: &ShiftNow) -> AnyView {
    let slip = slip(till, shift);
    let drawn = paper::drawn(&slip);
    let print = move || printer::print_or_page(till, Some(slip.clone()), false);
    view! {
        <div class="stack">
            {drawn}
            {button("button", till.say.t("till-app-print"), print)}
        </div>
    }
    .into_any()
}

/// The same as a receipt, which screen and printer draw: what it is, at which till, whose, from when to when, and
/// what it comes to.
fn slip(till: Till, shift: &ShiftNow) -> Receipt {
    let say = till.say;
    let (name, whose) = till.device.read(|shop| {
        let (settings, head) = (shop.settings(), shop.head());
        let her = shop.member(shift.member_id);
        let her = her.map_or("", |her| her.name.as_str());
        let mut whose = format!("{} · {her}", head.name);
        if let Some(number) = shift.number {
            whose = format!("{whose} · {}-{number}", head.series);
        }
        let name = settings.map(|one| one.name.clone());
        (name.unwrap_or_default(), whose)
    });
    let (from, to) = (till.time(shift.opened_at), till.time(till.device.now()));
    let (mut sums, mut foot, mut title) = (Vec::new(), Vec::new(), "till-app-shift");
    let mut line = |name: String, figure: String| sums.push(Row::new(name, figure));
    let tender = |code: &str| say.t(&format!("tender-{code}"));
    let back = |amount: Money| till.money(amount.negated().unwrap_or_default());
    line(say.t("till-app-float"), till.money(shift.float));
    line(say.t("till-app-sales"), shift.sales.to_string());
    if shift.vouchers > 0 {
        line(say.t("till-app-vouchers"), shift.vouchers.to_string());
    }
    for (code, amount) in &shift.taken {
        line(tender(code), till.money(*amount));
    }
    line(say.t("till-app-backs"), shift.backs.to_string());
    for (code, amount) in &shift.paid_back {
        let way = tender(code);
        let named = [("name", way.as_str())];
        line(say.with("till-app-paid-back", &named), back(*amount));
    }
    line(say.t("till-app-cash-in"), till.money(shift.cash_in));
    line(say.t("till-app-cash-out"), back(shift.cash_out));
    if let Some(counted) = shift.counted {
        title = "till-app-closed";
        line(say.t("till-app-counted"), till.money(counted));
        foot.push(apart(till, shift.expected, counted));
    }
    foot.extend(rough(till, shift));
    Receipt {
        shop: name,
        title: say.t(title),
        facts: vec![whose, format!("{from} – {to}")],
        sums,
        total: Row::new(say.t("till-app-expected"), till.money(shift.expected)),
        foot,
        ..Receipt::default()
    }
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
fn apart(till: Till, expected: Money, counted: Money) -> String {
    let apart = counted.minus(expected).unwrap_or(Money::ZERO);
    let (expected, apart) = (till.money(expected), till.money(apart));
    let named = [("amount", expected.as_str()), ("count", apart.as_str())];
    till.say.with("till-app-difference", &named)
}

/// That what is expected is not exact, where it is not.
fn rough(till: Till, shift: &ShiftNow) -> Option<String> {
    shift.is_rough.then(|| till.say.t("till-app-rough"))
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
        let said = notice("", apart(till, shift.expected, counted));
        let rough = rough(till, &shift).map(|text| notice("notice look", text));
        Some((said, rough))
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
