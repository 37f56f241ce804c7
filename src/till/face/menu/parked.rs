//! Carts that were put aside.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::till::basket::Basket;
use crate::till::face::parts::{button, field, live, main_act, notice, row, send, sheet};
use crate::till::face::prompt;
use crate::till::face::state::{Till, View};

/// Puts the cart in hand aside, under a name where one is typed.
pub fn park(till: Till) -> AnyView {
    let say = till.say;
    let name = RwSignal::new(till.basket.with_untracked(|basket| basket.name.clone()));
    let keep = move || {
        let name = name.get_untracked().trim().to_owned();
        // Something was scanned into the field: it is not in the cart, and the cart is not put aside for it.
        if till.device.read(|shop| shop.scan(&name)).is_some() {
            till.refuse(say.with("till-app-scan-not-here", &[("code", name.as_str())]));
            return;
        }
        let basket = Basket {
            name,
            ..till.basket.get_untracked()
        };
        till.once(async move {
            match till.device.park(&basket).await {
                Ok(()) => {
                    till.basket.set(Basket::new());
                    till.cart_open.set(false);
                    till.close();
                    till.news.set(say.t("till-app-parked-news"));
                }
                Err(trouble) => till.trouble(&trouble),
            }
        });
    };
    let body = view! {
        <form class="stack" on:submit=send(keep)>
            {field("till-park", say.t("till-app-park-name"), name, "search")}
            <div class="till-acts">
                {button("button danger", say.t("till-app-empty"), move || empty(till))}
                {main_act(say.t("till-app-park"))}
            </div>
        </form>
    };
    sheet(till, say.t("till-app-park"), body.into_any())
}

/// Takes everything out of the cart in hand.
fn empty(till: Till) {
    // What she pays all the same would be paid for the next customer's goods.
    if till.prompting.get_untracked() || untrack(|| prompt::waits(till)) {
        till.refuse(till.say.t("till-app-prompt-first"));
        return;
    }
    let mut basket = till.basket.get_untracked();
    if let Err(key) = basket.empty() {
        till.refuse(till.say.t(key));
        return;
    }
    till.basket.set(basket);
    till.cart_open.set(false);
    till.close();
}

/// Lists them; one that is chosen comes back, and what was in hand goes aside.
pub fn parked(till: Till) -> AnyView {
    let say = till.say;
    let list = RwSignal::new(Vec::<Basket>::new());
    spawn_local(async move { list.set(till.device.parked().await) });
    let rows = live(move || {
        let all = list.get();
        if all.is_empty() {
            return notice("quiet", say.t("till-app-parked-none"));
        }
        let rows = all.into_iter().map(|basket| one(till, basket, list));
        rows.collect_view().into_any()
    });
    let body = view! { <div class="till-list">{rows}</div> };
    sheet(till, say.t("till-app-parked"), body.into_any())
}

fn one(till: Till, basket: Basket, list: RwSignal<Vec<Basket>>) -> AnyView {
    let names = basket.lines.iter().map(|line| till.line_name(line));
    let names = names.chain(basket.waiting.iter().cloned());
    let names: Vec<String> = names.take(3).collect();
    let mut name = names.join(", ");
    if !basket.name.is_empty() {
        name = format!("{}: {name}", basket.name);
    }
    let now = till.device.now();
    let totals = till.device.read(|shop| basket.totals(shop, now, false));
    let total = totals
        .map(|totals| till.money(totals.total))
        .unwrap_or_default();
    let (sale_id, paid) = (basket.sale_id, basket.paid());
    if !paid.is_zero() {
        let (already, paid) = (till.say.t("till-app-paid-already"), till.money(paid));
        name.push_str(&format!(" · {already}: {paid}"));
    }
    row(name, total, move || {
        till.once(async move {
            let hand = till.basket.get_untracked();
            match till.device.unpark(sale_id, &hand).await {
                Ok(basket) => {
                    till.basket.set(basket);
                    till.go(View::Ring);
                }
                Err(trouble) => {
                    till.trouble(&trouble);
                    list.set(till.device.parked().await);
                }
            }
        });
    })
}
