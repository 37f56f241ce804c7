//! Being paid: one way or several, change in large figures, and the moment at which it is a sale.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::js;
use super::parts::{
    Pad, button, change, chips, due, field, follow, kbd, live, live_text, notice, pad, press, row,
    send,
};
use super::paying::{Paying, first_field};
use super::prompt;
use super::state::{Approval, Sheet, Sold, Till, View};
use super::ways::{FOR_GOODS, ways};
use crate::till::basket::Basket;
use crate::till::browser::Trouble;
use crate::till::shop::Shop;
use crate::till::wire::{self, Body};
use crate::values::{Money, Tender};

/// Notes, in whole units of the currency.
const NOTES: [i64; 5] = [50, 100, 200, 500, 1_000];
/// The same where a unit is worth little.
const LARGE_NOTES: [i64; 5] = [5_000, 10_000, 20_000, 50_000, 100_000];

/// Draws it.
pub fn pay(till: Till) -> AnyView {
    let paying = Paying::begin(till);
    let say = till.say;
    let amount = live_text(move || say.t(paying.asks_for()));
    view! {
        <section class="till-pay">
            <h1 class="hidden">{say.t("till-app-pay")}</h1>
            {due(say.t("till-app-to-pay"), live_text(move || till.money(paying.due())))}
            {so_far(paying)}
            {ways(till, paying.way, FOR_GOODS, [paying.typed, paying.reference], first_field)}
            <form
                class="stack"
                on:submit=send(move || take(paying))
            >
                // What another way than cash needs stands first: on a phone the figures fill the page.
                {live(move || how(paying))}
                {pad(till, "till-paid", amount, paying.typed, Pad::Figure)}
                {live(move || (paying.way.get() == Tender::Cash).then(|| notes(paying)))}
                {tip(paying)}
                <div class="till-foot">
                    <div role="status">{live(move || change(till, paying.change()))}</div>
                    <div class="till-acts">
                        <button
                            type="button"
                            class="button"
                            on:click=press(move || till.go(View::Ring))
                        >
                            {say.t("till-app-back")}
                            {kbd("Esc")}
                        </button>
                        <button
                            id=prompt::PAID
                            type="submit"
                            class="button go till-main"
                            disabled=move || paying.waits.get() || till.pays_unseen.get()
                        >
                            {say.t("till-app-paid")}
                            {kbd("↵")}
                        </button>
                    </div>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// What was paid already, where it is paid in several ways.
fn so_far(paying: Paying) -> AnyView {
    let till = paying.till;
    let rows = live(move || {
        let parts = till.basket.with(|basket| basket.parts.clone());
        let rows = parts.into_iter().map(|one| {
            let name = till.say.t(&format!("tender-{}", one.tender));
            let amount = till.money(Money::from_minor(one.amount_minor));
            view! {
                <button
                    type="button"
                    class="till-row"
                    on:click=press(move || give_back(paying, one.payment_id))
                >
                    <span>{name} " " {one.reference}</span>
                    <span class="num">
                        {amount} <span aria-hidden="true">" ✕"</span>
                        <span class="hidden">{till.say.t("till-app-remove")}</span>
                    </span>
                </button>
            }
        });
        rows.collect_view()
    });
    // What M-Pesa has brought is not taken back here.
    let prompted = live(move || {
        let brought = till.basket.with(Basket::prompted).into_iter();
        let rows = brought.map(|one| {
            let name = till.say.t("tender-mpesa");
            let amount = till.money(Money::from_minor(one.amount_minor));
            view! {
                <p class="till-row">
                    <span>{name} " " {one.reference}</span>
                    <span class="num">{amount} " ✓"</span>
                </p>
            }
        });
        rows.collect_view()
    });
    view! { <div class="till-list">{prompted} {rows}</div> }.into_any()
}

/// Gives a part back, unless it is being sold.
fn give_back(paying: Paying, payment_id: Uuid) {
    if !paying.is_busy() {
        let basket = paying.till.basket;
        basket.update(|basket| basket.give_back(payment_id));
    }
}

/// What belongs to another way than cash: a code, a customer.
fn how(paying: Paying) -> AnyView {
    let say = paying.till.say;
    match paying.way.get() {
        Tender::Cash => ().into_any(),
        Tender::OnAccount => account(paying),
        Tender::Mpesa => mpesa(paying),
        Tender::Voucher => field(
            "till-reference",
            say.t("till-app-voucher-code"),
            paying.reference,
            "text",
        ),
        _ => field(
            "till-reference",
            say.t("till-app-reference"),
            paying.reference,
            "text",
        ),
    }
}

/// M-Pesa asks for it; or it was paid by hand, by the code that the customer is shown or by the number, and
/// has a code.
fn mpesa(paying: Paying) -> AnyView {
    let till = paying.till;
    follow(move || till.qr.set(paying.by_qr()));
    on_cleanup(move || till.qr.set(0));
    let is_shown = Memo::new(move |_| {
        let can_ask = prompt::can_ask(till) && !paying.due().is_zero();
        can_ask || prompt::waits(till)
    });
    let asked = move || paying.asked();
    let panel = live(move || {
        is_shown
            .get()
            .then(|| prompt::panel(till, paying.phone, asked))
    });
    let code = till.say.t("till-app-mpesa-code");
    view! {
        {panel}
        {field("till-reference", code, paying.reference, "text")}
    }
    .into_any()
}

/// What is given beside for whoever serves, where that is asked for.
fn tip(paying: Paying) -> AnyView {
    let till = paying.till;
    let has_tip = till.basket.with_untracked(|basket| !basket.tip.is_zero());
    if !has_tip && !till.device.read(Shop::takes_tips) {
        return ().into_any();
    }
    let label = till.say.t("till-app-tip");
    field("till-tip", label, paying.tip, "decimal")
}

fn notes(paying: Paying) -> AnyView {
    let till = paying.till;
    let currency = till.currency();
    let scale = 10_i64.pow(crate::values::currency_decimals(&currency));
    let notes = if scale == 1 { LARGE_NOTES } else { NOTES };
    let due = paying.due();
    let exact = (due, till.say.t("till-app-exact"));
    let notes = notes
        .into_iter()
        .map(|note| Money::from_minor(note.saturating_mul(scale)));
    let notes = notes
        .filter(|note| *note > due)
        .map(|note| (note, till.money(note)));
    let buttons = std::iter::once(exact).chain(notes).map(|(note, name)| {
        let text = note.bare(&currency);
        button("till-chip", name, move || paying.typed.set(text.clone()))
    });
    chips(buttons.collect())
}

fn account(paying: Paying) -> AnyView {
    let till = paying.till;
    let found = till.basket.with(|basket| {
        till.device.read(|shop| {
            let (room, _) = basket.credit(shop, Money::ZERO)?;
            let her = shop.customer(basket.customer_id?)?;
            Some((her.name.clone(), room))
        })
    });
    let Some((name, room)) = found else {
        let who = till.say.t("till-app-account-who");
        return row(who, String::new(), move || till.open(Sheet::Customer));
    };
    let amount = till.money(room);
    let named = [("name", name.as_str()), ("amount", amount.as_str())];
    let said = till.say.with("till-app-account-left", &named);
    notice("notice info", said)
}

/// Takes what is typed, unless it will not do.
fn take(paying: Paying) {
    let till = paying.till;
    if paying.is_busy() || till.pays_unseen.get_untracked() {
        return;
    }
    let Some(handed) = paying.handed() else {
        till.refuse(till.say.t("till-app-no-amount"));
        return;
    };
    let reference = paying.reference.get_untracked().trim().to_ascii_uppercase();
    // She may be another since: with other prices, what was allowed is not allowed any more.
    if refused(paying, handed, &reference) || till.asks_leave() || asks_credit(paying, handed) {
        return;
    }
    if paying.way.get_untracked() == Tender::Voucher && !paying.due().is_zero() {
        voucher(paying, handed, reference);
        return;
    }
    pay_in(paying, handed, reference);
}

/// Whether it will not do; then it is said why.
fn refused(paying: Paying, handed: Money, reference: &str) -> bool {
    let till = paying.till;
    let refusal = paying.refusal(handed, reference);
    if let Some(key) = refusal {
        till.refuse(till.say.t(key));
    }
    refusal.is_some()
}

/// Whether somebody has to allow first that the buyer owes more than she may; then she is asked.
fn asks_credit(paying: Paying, handed: Money) -> bool {
    let till = paying.till;
    let more = handed.min(paying.due());
    let basket = till.basket.get_untracked();
    let credit = till.device.read(|shop| basket.credit(shop, more));
    let is_beyond = credit.is_some_and(|(_, is_beyond)| is_beyond);
    let asks = paying.way.get_untracked() == Tender::OnAccount
        && is_beyond
        && till.credit.get_untracked() != basket.customer_id
        // Who may allow it does, by selling.
        && !matches!(till.role().as_str(), "owner" | "manager");
    if asks {
        till.open(Sheet::Approve(Approval::Credit));
    }
    asks
}

/// What is left of a voucher is taken, as far as it is meant and due; the server says how much that is.
fn voucher(paying: Paying, handed: Money, code: String) {
    let till = paying.till;
    paying.begins();
    spawn_local(async move {
        let answer = till.device.voucher(&code).await;
        // She may have left, or taken another way meanwhile: then it is not meant any more.
        let is_meant = paying.way.try_get_untracked() == Some(Tender::Voucher);
        paying.ends();
        match answer {
            _ if !is_meant => (),
            Ok(answer) if answer.usable => {
                let taken = handed.min(Money::from_minor(answer.balance_minor));
                // Something else may have been paid, or the tip be another.
                if !refused(paying, taken, &answer.code) {
                    pay_in(paying, taken, answer.code);
                }
            }
            Ok(answer) => till.refuse(answer.refusal.map(|said| said.words).unwrap_or_default()),
            Err(Trouble::Away) => till.refuse(till.say.t("till-app-voucher-away")),
            Err(trouble) => till.trouble(&trouble),
        }
    });
}

/// So much is paid in the way that is chosen; where that is all of it, it is a sale.
fn pay_in(paying: Paying, handed: Money, reference: String) {
    let till = paying.till;
    let way = paying.way.get_untracked();
    let due = paying.due();
    let amount = handed.min(due);
    let change = handed.minus(amount).unwrap_or_default();
    let part = (!amount.is_zero()).then(|| wire::Tender {
        payment_id: Uuid::now_v7(),
        tender: way.code().to_owned(),
        amount_minor: amount.minor(),
        reference,
        handed_minor: (way == Tender::Cash).then_some(handed.minor()),
    });
    if amount < due {
        // It is kept with the cart: she may leave, and the till may break.
        till.basket.update(|basket| basket.parts.extend(part));
        paying.typed.set(String::new());
        paying.reference.set(String::new());
        till.wrong.set(String::new());
        // What is still to be paid stands there.
        js::to_top();
        js::focus_soon(first_field(till, way));
        return;
    }
    finish(paying, part, change);
}

/// It is sold when the device has it on its disk, and not before.
fn finish(paying: Paying, last: Option<wire::Tender>, change: Money) {
    let till = paying.till;
    if paying.is_busy() {
        return;
    }
    let Some((member_id, shift_id)) = till.hers() else {
        return;
    };
    paying.begins();
    let basket = till.basket.get_untracked();
    let sale_id = basket.sale_id;
    let mut tenders = basket.tenders();
    tenders.extend(last);
    let body = Box::new(move |number: i64| {
        let sale = till
            .device
            .read(|shop| basket.to_sale(shop, number, Some(shift_id), &tenders));
        Body::Sale(sale)
    });
    spawn_local(async move {
        match till.device.record(sale_id, member_id, None, body).await {
            Ok(document) => {
                till.sold.set(Some(Sold { document, change }));
                till.basket.set(Basket::new());
                till.typed.set(String::new());
                till.go(View::Done);
            }
            Err(trouble) => till.trouble(&trouble),
        }
        paying.ends();
    });
}
