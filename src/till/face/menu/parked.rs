//! Carts that were put aside.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::till::basket::Basket;
use crate::till::browser::Trouble;
use crate::till::face::parts::{live, notice, row, sheet};
use crate::till::face::state::{Till, View};

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
        spawn_local(async move {
            match take(till, sale_id).await {
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

/// Takes a cart back, and puts the one in hand aside: both, or neither.
async fn take(till: Till, sale_id: Uuid) -> Result<Basket, Trouble> {
    let basket = till.device.unpark(sale_id).await?;
    let hand = till.basket.get_untracked();
    if hand.is_empty() {
        return Ok(basket);
    }
    let parked = till.device.park(&hand).await;
    if parked.is_err() {
        till.device.park(&basket).await?;
    }
    parked.map(|()| basket)
}
