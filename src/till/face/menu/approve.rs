//! Somebody who may lets something through with her PIN: the cashier's turn goes on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{back, documents};
use crate::sales::cart::Excess;
use crate::till::face::door::people;
use crate::till::face::parts::{Pad, live, main_act_unless, pad, send, sheet, sum};
use crate::till::face::state::{Approval, Sheet, Till, View};
use crate::values::Money;

/// Asks who, and her PIN.
pub fn approve(till: Till, what: Approval) -> AnyView {
    let say = till.say;
    let people: Vec<(String, String)> = people(till, "refund")
        .into_iter()
        .map(|one| (one.member_id.to_string(), one.name))
        .collect();
    let asked = asked(till, &what);
    let who = RwSignal::new(people.first().map(|(id, _)| id.clone()).unwrap_or_default());
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submit = move || {
        let Ok(member_id) = Uuid::try_parse(&who.get_untracked()) else {
            till.refuse(say.t("till-app-nobody-may"));
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let what = what.clone();
        spawn_local(async move {
            let pin = typed.get_untracked();
            typed.set(String::new());
            match till.device.check_pin(member_id, &pin, false).await {
                Ok(()) => allowed(till, &what, member_id),
                Err(no) => till.refuse(till.pin_no(&no)),
            }
            busy.set(false);
        });
    };
    let options = people
        .into_iter()
        .map(|(id, name)| view! { <option value=id>{name}</option> });
    let body = view! {
        <p>{say.t("till-app-approve-text")}</p>
        <dl class="sum">{asked}</dl>
        <form
            class="stack"
            on:submit=send(submit)
        >
            <div class="field">
                <label for="till-approve-who">{say.t("till-app-who")}</label>
                <select
                    id="till-approve-who"
                    on:change=move |event| who.set(event_target_value(&event))
                >
                    {options.collect_view()}
                </select>
            </div>
            {pad(till, "till-approve-pin", say.t("till-app-pin").into_any(), typed, Pad::Pin)}
            {main_act_unless(busy, say.t("till-app-approve-do"))}
        </form>
    };
    sheet(till, say.t("till-app-approve"), body.into_any())
}

/// What is to be allowed: whoever types her PIN sees it, and what it comes to.
fn asked(till: Till, what: &Approval) -> AnyView {
    let rows = RwSignal::new(at_once(till, what));
    let what = what.clone();
    spawn_local(async move {
        let document = about(till, &what).await;
        // The sheet may be gone by now.
        let _ = rows.try_update(|rows| rows.extend(document));
    });
    live(move || {
        let rows = rows
            .get()
            .into_iter()
            .map(|(name, figure)| sum(name, figure));
        rows.collect_view()
    })
}

/// What of it is known at once: what it is, and of a cart what that comes to.
fn at_once(till: Till, what: &Approval) -> Vec<(String, String)> {
    let say = till.say;
    let mut rows = match what {
        Approval::Basket => given(till),
        Approval::Credit => owed(till),
        Approval::Void(_) => vec![(say.t("till-app-void"), String::new())],
        Approval::Refused(_) => vec![(say.t("till-app-put-away-do"), String::new())],
        Approval::Back(_) => vec![(say.t("till-app-back-goods"), String::new())],
    };
    if matches!(what, Approval::Basket | Approval::Credit) {
        let total = untrack(|| till.totals(false));
        let total = total.map(|totals| till.money(totals.total));
        rows.push((say.t("till-app-total"), total.unwrap_or_default()));
    }
    rows
}

/// The document that it is about, where it is about one, and what that comes to, or what is paid back of it.
async fn about(till: Till, what: &Approval) -> Option<(String, String)> {
    match what {
        Approval::Basket | Approval::Credit => None,
        Approval::Void(id) | Approval::Refused(id) => {
            let document = till.device.document(*id).await?;
            let title = documents::title(till, &document);
            Some((title, documents::amount(till, &document)))
        }
        Approval::Back(id) => {
            let known = back::sale_of(till, *id).await?;
            let named = [("number", known.number.as_str())];
            let title = till.say.with("till-app-receipt", &named);
            let amount = untrack(|| back::paid_back(till, &known));
            let amount = amount.map(|amount| till.money(amount));
            Some((title, amount.unwrap_or_default()))
        }
    }
}

/// What the cart gives away: lines whose price was typed, or that are beyond what she may, and the discounts.
fn given(till: Till) -> Vec<(String, String)> {
    let (now, role) = (till.device.now(), till.role());
    let basket = till.basket.get_untracked();
    let (excess, totals) = till.device.read(|shop| {
        let excess = basket.excess(shop, &role, now);
        (excess, basket.totals(shop, now, false))
    });
    let beyond = match excess {
        Some(Excess::Lines(lines)) => lines,
        _ => Vec::new(),
    };
    let lines = basket.lines.iter().enumerate();
    let lines = lines.filter(|(at, line)| {
        let is_typed = line.is_typed && line.quick.is_none();
        is_typed || beyond.contains(at)
    });
    let lines = lines.map(|(_, line)| (till.line_name(line), till.at_price(line)));
    let discount = totals.map(|totals| totals.discount);
    let discount = discount.filter(|discount| !discount.is_zero());
    let discount = discount.map(|discount| {
        let name = till.say.t("till-app-discounts");
        (name, till.money(discount))
    });
    lines.chain(discount).collect()
}

/// How much more the buyer may owe.
fn owed(till: Till) -> Vec<(String, String)> {
    let basket = till.basket.get_untracked();
    let found = till.device.read(|shop| {
        let (room, _) = basket.credit(shop, Money::ZERO)?;
        let her = shop.customer(basket.customer_id?)?;
        Some((her.name.clone(), room))
    });
    let said = found.map(|(name, room)| {
        let amount = till.money(room);
        let named = [("name", name.as_str()), ("amount", amount.as_str())];
        (
            till.say.with("till-app-account-left", &named),
            String::new(),
        )
    });
    said.into_iter().collect()
}

fn allowed(till: Till, what: &Approval, member_id: Uuid) {
    match what {
        Approval::Basket | Approval::Credit => {
            till.basket
                .update(|basket| basket.approved_by = Some(member_id));
            if *what == Approval::Credit {
                let buyer = till.basket.with_untracked(|basket| basket.customer_id);
                till.credit.set(buyer);
            }
            if till.view.get_untracked() == View::Pay {
                // How it is paid is chosen already.
                till.close();
            } else {
                till.go(View::Pay);
            }
        }
        Approval::Void(sale_id) => {
            till.open(Sheet::Document(*sale_id));
            documents::void(till, *sale_id, Some(member_id));
        }
        Approval::Refused(id) => documents::put_away(till, *id),
        Approval::Back(sale_id) => back::record(till, *sale_id, Some(member_id)),
    }
}
