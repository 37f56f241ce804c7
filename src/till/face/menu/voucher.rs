//! A gift voucher is sold: for how much, how it is paid, and for whom.

use leptos::prelude::*;
use uuid::Uuid;

use crate::sales::cart;
use crate::till::face::parts::{Pad, change, field, live, main_act, notice, pad, send, sheet};
use crate::till::face::state::{Sold, Till, View};
use crate::till::face::ways::{FOR_VOUCHERS, ways};
use crate::till::shop::Shop;
use crate::till::wire::{self, Body, SoldVoucher};
use crate::values::{Money, Tender};

/// What is typed of it.
#[derive(Clone, Copy)]
struct Selling {
    till: Till,
    amount: RwSignal<String>,
    way: RwSignal<Tender>,
    handed: RwSignal<String>,
    reference: RwSignal<String>,
    note: RwSignal<String>,
}

/// Asks for all of it.
pub fn voucher(till: Till) -> AnyView {
    let say = till.say;
    let title = say.t("till-app-voucher-sell");
    if !till.device.read(Shop::sells_vouchers) {
        return sheet(
            till,
            title,
            notice("notice look", say.t("till-app-voucher-not-here")),
        );
    }
    // Whoever stands in the cart, until another is named.
    let customer = till.basket.with_untracked(|basket| basket.customer_id);
    let hers = |shop: &Shop| Some(shop.customer(customer?)?.name.clone());
    let selling = Selling {
        till,
        amount: RwSignal::new(String::new()),
        way: RwSignal::new(Tender::Cash),
        handed: RwSignal::new(String::new()),
        reference: RwSignal::new(String::new()),
        note: RwSignal::new(till.device.read(hers).unwrap_or_default()),
    };
    let amount = say.t("till-app-amount").into_any();
    let away = live(move || {
        let is_away = !till.device.online.get();
        is_away.then(|| notice("notice info", say.t("till-app-voucher-waits")))
    });
    let typed = [selling.handed, selling.reference];
    let body = view! {
        <form
            class="stack"
            on:submit=send(move || sell(selling))
        >
            {pad(till, "till-voucher-amount", amount, selling.amount, Pad::Figure)}
            {ways(till, selling.way, FOR_VOUCHERS, typed, |_, _| "till-voucher-how")}
            {live(move || how(selling))}
            <div role="status">{live(move || comes_back(selling))}</div>
            {field("till-voucher-note", say.t("till-app-voucher-note"), selling.note, "text")}
            {away}
            {main_act(say.t("till-app-voucher-do"))}
        </form>
    };
    sheet(till, title, body.into_any())
}

/// What belongs to the way: what is handed over, or a code.
fn how(selling: Selling) -> AnyView {
    let say = selling.till.say;
    let (key, typed, mode) = match selling.way.get() {
        Tender::Cash => ("till-app-handed", selling.handed, "decimal"),
        Tender::Mpesa => ("till-app-mpesa-code", selling.reference, "text"),
        _ => ("till-app-reference", selling.reference, "text"),
    };
    field("till-voucher-how", say.t(key), typed, mode)
}

/// What comes back of what is handed over.
fn comes_back(selling: Selling) -> AnyView {
    let till = selling.till;
    let is_cash = selling.way.get() == Tender::Cash;
    let amount = till.typed_money(&selling.amount.get());
    let handed = till.typed_money(&selling.handed.get());
    let both = amount.zip(handed).filter(|_| is_cash);
    let back = both.and_then(|(amount, handed)| cart::change(amount, handed));
    change(till, back)
}

impl Selling {
    /// How it is paid, and what comes back of it; or why what is typed will not do.
    fn paid(self) -> Result<(wire::Tender, Money), &'static str> {
        let till = self.till;
        let amount = till.typed_money(&self.amount.get_untracked());
        let amount = amount.filter(|amount| !amount.is_zero());
        let amount = amount.ok_or("till-app-no-amount")?;
        let way = self.way.get_untracked();
        let reference = self.reference.get_untracked().trim().to_ascii_uppercase();
        if way == Tender::Mpesa && reference.is_empty() {
            return Err("till-app-mpesa-needs-code");
        }
        let typed = self.handed.get_untracked();
        let handed = if way != Tender::Cash || typed.trim().is_empty() {
            amount
        } else {
            till.typed_money(&typed).ok_or("till-app-no-amount")?
        };
        let change = cart::change(amount, handed).ok_or("till-app-voucher-too-little")?;
        let tender = wire::Tender {
            payment_id: Uuid::now_v7(),
            tender: way.code().to_owned(),
            amount_minor: amount.minor(),
            reference,
            handed_minor: (way == Tender::Cash).then_some(handed.minor()),
        };
        Ok((tender, change))
    }
}

/// It is sold when the device has it on its disk, and not before.
fn sell(selling: Selling) {
    let till = selling.till;
    let (paid, change) = match selling.paid() {
        Ok(paid) => paid,
        Err(key) => {
            till.refuse(till.say.t(key));
            return;
        }
    };
    let Some((member_id, shift_id)) = till.hers() else {
        return;
    };
    let code = match till.device.voucher_code() {
        Ok(code) => code,
        Err(trouble) => {
            till.trouble(&trouble);
            return;
        }
    };
    let now = till.device.now();
    let last = |shop: &Shop| shop.voucher_last_day(now);
    let sold = SoldVoucher {
        code,
        paid,
        shift_id: Some(shift_id),
        expires_on: untrack(|| till.device.read(last)),
        note: selling.note.get_untracked().trim().to_owned(),
    };
    till.once(async move {
        let body = Box::new(move |_: i64| Body::Voucher(sold));
        match till
            .device
            .record(Uuid::now_v7(), member_id, None, body)
            .await
        {
            Ok(document) => {
                till.sold.set(Some(Sold { document, change }));
                till.go(View::Done);
            }
            Err(trouble) => till.trouble(&trouble),
        }
    });
}
