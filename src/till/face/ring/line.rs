//! A line of the cart, and what is given on the whole of it.

use leptos::prelude::*;

use crate::sales::cart::Discount;
use crate::till::basket::{Basket, Word};
use crate::till::face::parts::{
    Pad, button, chip, chips, field, main_act, pad, press, send, sheet,
};
use crate::till::face::state::Till;
use crate::till::shop::Hit;
use crate::values::{Money, Quantity, Rate, Unit};

/// A discount as somebody types it: `50`, or `5%`. None where it is neither.
fn read_discount(till: Till, text: &str) -> Option<Discount> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Discount::NONE);
    }
    match text.strip_suffix('%') {
        Some(share) => Rate::parse(share.trim()).map(Discount::Share),
        None => till.typed_money(text).map(Discount::Amount),
    }
}

/// The same the other way.
fn written(till: Till, discount: Discount) -> String {
    match discount {
        Discount::Amount(Money::ZERO) => String::new(),
        Discount::Amount(amount) => amount.bare(&till.currency()),
        Discount::Share(rate) => format!("{}%", rate.bare()),
    }
}

/// One line: how much, for how much, less what; or out of the cart.
pub fn line(till: Till, at: usize) -> AnyView {
    let say = till.say;
    let Some(line) = till
        .basket
        .with_untracked(|basket| basket.lines.get(at).cloned())
    else {
        return sheet(till, say.t("till-app-cart-empty"), ().into_any());
    };
    let currency = till.currency();
    let quantity = RwSignal::new(line.quantity.short());
    let price = RwSignal::new(line.price.bare(&currency));
    let discount = RwSignal::new(written(till, line.discount));
    let note = RwSignal::new(line.note.clone());
    let old = (line.quantity, line.price, line.discount);
    let done = move || {
        keep(
            till,
            at,
            old,
            &quantity.get_untracked(),
            &price.get_untracked(),
            &discount.get_untracked(),
            &note.get_untracked(),
        )
    };
    let body = view! {
        <form
            class="stack"
            on:submit=send(done)
        >
            // On a phone the figures fill the page.
            {packs(till, at)}
            {pad(till, "till-quantity", say.t("till-app-quantity").into_any(), quantity, Pad::Figure)}
            {field("till-price", say.t("till-app-price"), price, "decimal")}
            {field("till-discount", say.t("till-app-discount-hint"), discount, "text")}
            {field("till-line-note", say.t("till-app-line-note"), note, "text")}
            <div class="till-acts">
                {button("button danger", say.t("till-app-remove"), move || {
                    let mut basket = till.basket.get_untracked();
                    put(till, basket.remove(at), basket);
                })}
                {main_act(say.t("till-app-done"))}
            </div>
        </form>
    };
    sheet(till, till.line_name(&line), body.into_any())
}

/// Other packs of the same goods.
fn packs(till: Till, at: usize) -> AnyView {
    let line = till
        .basket
        .with_untracked(|basket| basket.lines.get(at).cloned());
    let Some(line) = line else {
        return ().into_any();
    };
    let (product_id, sold_in) = (line.product_id, line.pack_id);
    let all = till.product(product_id).map(|one| (one.unit, one.packs));
    let (unit, packs) = all.unwrap_or_default();
    let own = (None, till.unit(&unit));
    let others = packs.into_iter().filter(|pack| pack.sold);
    let others = others.map(|pack| (Some(pack.pack_id), pack.name));
    let choices: Vec<_> = std::iter::once(own).chain(others).collect();
    if choices.len() < 2 {
        return ().into_any();
    }
    let buttons = choices.into_iter().map(|(pack_id, name)| {
        let name = if name.is_empty() {
            till.say.t(&format!("unit-{}-one", Unit::Piece.code()))
        } else {
            name
        };
        let choose = move || {
            if pack_id == sold_in {
                till.close();
            } else {
                let hit = Hit::of(product_id);
                repack(till, at, &Hit { pack_id, ..hit });
            }
        };
        chip(name, move || pack_id == sold_in, choose)
    });
    chips(buttons.collect())
}

/// Sells one of another pack in a line's place. What cannot be sold so stays as it was.
fn repack(till: Till, at: usize, hit: &Hit) {
    let now = till.device.now();
    let mut basket = till.basket.get_untracked();
    let added = till.device.read(|shop| basket.add(shop, hit, now));
    match added {
        Ok(place) => {
            // It is not the last.
            let _ = basket.remove(at);
            till.close();
            till.added(basket, place - usize::from(place > at));
        }
        Err(key) => till.refuse(till.say.t(key)),
    }
}

/// Puts what was typed into the line, or says what is wrong with it.
fn keep(
    till: Till,
    at: usize,
    old: (Quantity, Money, Discount),
    quantity: &str,
    price: &str,
    discount: &str,
    note: &str,
) {
    let say = till.say;
    let now = till.device.now();
    let Some(quantity) = Quantity::parse(quantity) else {
        till.refuse(say.t("till-app-no-quantity"));
        return;
    };
    let (Some(price), Some(discount)) = (till.typed_money(price), read_discount(till, discount))
    else {
        till.refuse(say.t("till-app-no-amount"));
        return;
    };
    let mut basket: Basket = till.basket.get_untracked();
    let mut changed = Ok(());
    if quantity != old.0 {
        changed = till
            .device
            .read(|shop| basket.set_quantity(shop, at, quantity, now));
    }
    if changed == Err("till-step") {
        refuse_part(till, &basket, at);
        return;
    }
    if price != old.1 {
        changed = changed.and_then(|()| basket.set_price(at, price));
    }
    if discount != old.2 {
        changed = changed.and_then(|()| basket.discount_line(at, discount));
    }
    changed = changed.and_then(|()| basket.set_note(at, note));
    put(till, changed, basket);
}

/// Says in which steps the goods of a line are sold.
fn refuse_part(till: Till, basket: &Basket, at: usize) {
    let steps = till.device.read(|shop| {
        let (line, step) = basket.lines.get(at).zip(basket.step(shop, at))?;
        Some((step, shop.unit_of(line.product_id, line.pack_id)))
    });
    let count = steps.map(|(step, unit)| till.how_much(step, &unit));
    let count = count.unwrap_or_default();
    let named = [("count", count.as_str())];
    till.refuse(till.say.with("till-step-of", &named));
}

/// Puts a cart in the place of the one in hand, unless it could not be changed so.
fn put(till: Till, changed: Result<(), Word>, basket: Basket) {
    if let Err(key) = changed {
        till.refuse(till.say.t(key));
        return;
    }
    till.basket.set(Basket {
        approved_by: None,
        ..basket
    });
    till.close();
}

/// What is given on the whole cart, and a word about it.
pub fn whole(till: Till) -> AnyView {
    let say = till.say;
    let basket = till.basket.get_untracked();
    let discount = RwSignal::new(written(till, basket.discount));
    let note = RwSignal::new(basket.note);
    let done = move || {
        let Some(given) = read_discount(till, &discount.get_untracked()) else {
            till.refuse(say.t("till-app-no-amount"));
            return;
        };
        let mut basket = till.basket.get_untracked();
        let changed = basket.discount_all(given);
        basket.note = note.get_untracked();
        put(till, changed, basket);
    };
    let body = view! {
        <form
            class="stack"
            on:submit=send(done)
        >
            {pad(till, "till-whole", say.t("till-app-discount-hint").into_any(), discount, Pad::Figure)}
            <button type="button" class="button" on:click=press(move || {
                discount.update(|text| text.push('%'));
            })>
                "%"
            </button>
            {field("till-note", say.t("till-app-note"), note, "text")}
            {main_act(say.t("till-app-done"))}
        </form>
    };
    sheet(till, say.t("till-app-discount"), body.into_any())
}
