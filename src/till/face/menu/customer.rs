//! Who buys: found by her phone number or her name, or written down.

use leptos::prelude::*;
use uuid::Uuid;

use crate::till::face::js;
use crate::till::face::parts::{field, live, row, send, sheet};
use crate::till::face::state::Till;
use crate::till::wire::{Body, NewCustomer};
use crate::values::may_be_phone;

/// Finds her.
pub fn customer(till: Till) -> AnyView {
    let say = till.say;
    let typed = RwSignal::new(String::new());
    let list = live(move || {
        let typed = typed.get();
        let found = till.device.read(|shop| {
            let ids = shop.customers(typed.trim(), 20);
            let all = ids.into_iter().filter_map(|id| shop.customer(id));
            all.map(|one| (one.clone(), shop.owed(one)))
                .collect::<Vec<_>>()
        });
        let rows = found.into_iter().map(|(one, owed)| {
            let name = format!("{} {}", one.name, one.phone);
            let amount = till.money(owed);
            let owes = if owed.is_zero() {
                String::new()
            } else {
                say.with("till-app-owes", &[("amount", amount.as_str())])
            };
            let id = one.customer_id;
            row(name, owes, move || choose(till, Some(id)))
        });
        rows.collect_view()
    });
    let is_known = till
        .basket
        .with_untracked(|basket| basket.customer_id.is_some());
    let nobody = is_known.then(|| {
        row(say.t("till-app-no-customer"), String::new(), move || {
            choose(till, None)
        })
    });
    let body = view! {
        <div class="stack">
            <form on:submit=send(
                move || find(till, typed),
            )>{field("till-customer", say.t("till-app-customer-find"), typed, "search")}</form>
            <div class="till-list">{nobody} {list}</div>
            {new(till, typed)}
        </div>
    };
    sheet(till, say.t("till-app-customer"), body.into_any())
}

/// Chooses the one who is found; of nobody, the name is typed next.
fn find(till: Till, typed: RwSignal<String>) {
    let wanted = typed.get_untracked().trim().to_owned();
    if wanted.is_empty() {
        return;
    }
    match till
        .device
        .read(|shop| shop.customers(&wanted, 2))
        .as_slice()
    {
        [one] => choose(till, Some(*one)),
        [] => js::focus_anyway("till-customer-name"),
        _ => (),
    }
}

fn choose(till: Till, id: Option<Uuid>) {
    let now = till.device.now();
    till.change(|basket| till.device.read(|shop| basket.set_customer(shop, id, now)));
    till.close();
}

/// Writes her down, by the number that was typed.
fn new(till: Till, typed: RwSignal<String>) -> AnyView {
    let say = till.say;
    let name = RwSignal::new(String::new());
    let keep = move || {
        let phone = typed.get_untracked().trim().to_owned();
        let country = till
            .device
            .read(|shop| shop.settings().map(|one| one.country.clone()));
        // Else the books could not write her down, nor what she owes.
        let is_one = may_be_phone(&phone, &country.unwrap_or_default());
        let Some(member_id) = till.member_id().filter(|_| is_one) else {
            till.refuse(say.t("till-app-no-phone"));
            return;
        };
        let id = Uuid::now_v7();
        let name = name.get_untracked().trim().to_owned();
        till.once(async move {
            let body = Box::new(move |_: i64| Body::Customer(NewCustomer { phone, name }));
            match till.device.record(id, member_id, None, body).await {
                Ok(_) => choose(till, Some(id)),
                Err(trouble) => till.trouble(&trouble),
            }
        });
    };
    view! {
        <form
            class="stack"
            on:submit=send(keep)
        >
            <h3>{say.t("till-app-customer-new")}</h3>
            <p class="quiet">{say.t("till-app-customer-new-text")}</p>
            {field("till-customer-name", say.t("till-app-customer-name"), name, "text")}
            <button type="submit" class="button till-main">
                {say.t("till-app-customer-keep")}
            </button>
        </form>
    }
    .into_any()
}
