//! The page of an order, for whoever holds its link: what to do now, then everything about it.
//!
//! While a prompt is open the page renews itself; a script is never needed.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::ask_again::{ask_form, ask_key};
use super::call_off::way_out;
use super::order_parts::{bill, history, how_it_comes, steps};
use super::shop::Shop;
use super::stage::{Stage, stage};
use super::typed::Typed;
use crate::orders::{self, Fulfilment, Order, Whole};
use crate::platform::{Page, Visit};
use crate::ui::{Icon, Status};
use crate::values::{Money, Stop};

/// `/s/{shop}/o/{link}`.
pub async fn order_status(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.storefront(visit.param("shop")).read().await?;
    let shop = Shop::of(&visit, &mut tx).await?;
    let whole = orders::by_link(&mut tx, visit.param("link")).await?;
    let browser = visit.browser();
    let cart_count = orders::cart_count(&mut tx, browser.as_deref()).await?;
    let order = &whole.order;
    let attempt = whole.attempt.as_ref();
    let stage = stage(
        order.state,
        order.payment(),
        order.pay_by,
        attempt.map(|a| a.state),
    );
    let wrote = !(order.note.is_empty() && order.address_note.is_empty());
    let may_call_off = orders::may_call_off(order, whole.attempt.as_slice());
    let is_own = (wrote || may_call_off)
        && orders::is_own(&mut tx, order.order_id, browser.as_deref()).await?;
    let asked = attempt.map_or(tx.scope().now, |attempt| attempt.created_at);
    let seconds_ago = tx.scope().now.signed_duration_since(asked).num_seconds();
    let scope = tx.scope().clone();
    // No request waits for a second connection while it holds one.
    drop(tx);
    let flash = visit.flash(&ask_key(&order.order_id.to_string())).await?;
    let say = shop.say;
    let typed = Typed {
        say,
        flash: &flash,
        is_nested: false,
    };
    let ask = match (stage.can_ask(), visit.mpesa_is_on()) {
        (false, _) => typed.summary(),
        (true, true) => ask_form(&shop, &whole, visit.param("link"), &typed),
        (true, false) => {
            view! { {typed.summary()} <p>{say.t("store-mpesa-is-off")}</p> }.into_any()
        }
    };
    let is_paying = stage.can_ask() || matches!(stage, Stage::Waiting | Stage::Checking);
    let is_over = matches!(stage, Stage::HandedOver | Stage::Cancelled);
    let closed_now = (!is_over)
        .then(|| shop.closed_now(&scope, "store-ordered-while-closed"))
        .flatten();
    let says = say.with("store-describes-order", &[("shop", &shop.name)]);
    let body = view! {
        <Meta name="robots" content="noindex" />
        <Meta name="description" content=says />
        {is_paying.then(|| steps(say, 3))}
        {state_card(&shop, &whole, stage)}
        {closed_now}
        {ask}
        {code_card(&shop, order)}
        {bill(&shop, &whole)}
        {how_it_comes(&shop, order, is_own)}
        {way_out(&shop, order, stage, visit.param("link"), is_own && may_call_off)}
        {history(&shop, &whole.events, &scope.calendar)}
    };
    let title = say.with("store-order-title", &[("code", &order.code)]);
    let mut page = shop.page(&scope, "order", title, cart_count, body.into_any());
    page.refresh = stage.refresh_after(seconds_ago);
    Ok(page)
}

/// What to do now, in the largest words of the page.
fn state_card(shop: &Shop, whole: &Whole, stage: Stage) -> AnyView {
    let say = shop.say;
    let order = &whole.order;
    let (kind, icon) = stage.look();
    let amount = match stage {
        Stage::Paid | Stage::HandedOver => Some(order.total),
        Stage::Cancelled => None,
        Stage::Waiting => Some(asked(whole)),
        _ => Some(order.due()),
    };
    let amount = amount.map(|amount| view! { <p class="price">{shop.amount(amount)}</p> });
    let texts = says(shop, whole, stage);
    let texts = texts
        .into_iter()
        .map(|text| view! { <p>{text}</p> })
        .collect_view();
    // How far it has come says little while its money is on the way.
    let word = match stage {
        Stage::OnHandOver | Stage::Paid | Stage::HandedOver | Stage::Cancelled => {
            format!("order-state-{}", order.state.code())
        }
        _ => format!("order-payment-{}", order.payment().code()),
    };
    let word = say.t(&word);
    let renews = matches!(stage, Stage::Waiting | Stage::Checking).then(|| {
        view! {
            <p class="quiet">
                {say.t("store-renews-itself")} " " <a href="">{say.t("store-look-again")}</a>
            </p>
        }
    });
    view! {
        <div class=format!("card order-state {kind}") role="status">
            <Icon name=icon />
            <h1>{say.t(&format!("store-stage-{}", stage.code()))}</h1>
            {amount}
            {texts}
            <Status kind=kind text=word />
            {renews}
        </div>
    }
    .into_any()
}

/// What the phone is asked for: of an order that was made smaller meanwhile, still all of it.
fn asked(whole: &Whole) -> Money {
    let attempt = whole.attempt.as_ref();
    attempt.map_or_else(|| whole.order.due(), |attempt| attempt.amount)
}

/// The sentences under the title.
fn says(shop: &Shop, whole: &Whole, stage: Stage) -> Vec<String> {
    let say = shop.say;
    let order = &whole.order;
    let shop_name = ("shop", shop.name.as_str());
    let (due, asked) = (shop.money(order.due()), shop.money(asked(whole)));
    let phone = super::ask_again::usual_phone(whole).ending();
    let wording = || {
        let attempt = whole.attempt.as_ref()?;
        Some(say.with(&attempt.wording(), &[("phone", phone), ("amount", &asked)]))
    };
    let mut texts: Vec<String> = Vec::new();
    match stage {
        Stage::Waiting => {
            let named = [("phone", phone), ("amount", asked.as_str())];
            texts.push(say.with("store-waiting-text", &named));
        }
        Stage::Checking => texts.push(say.with("store-checking-text", &[shop_name])),
        Stage::Review => {
            texts.extend(wording());
            texts.push(say.with("store-review-text", &[shop_name]));
        }
        Stage::Failed => texts.extend(wording()),
        Stage::ToPay => texts.push(say.with("store-to-pay-text", &[("amount", &due)])),
        Stage::OnHandOver => {
            texts.push(next_word(shop, order));
            texts.push(match order.fulfilment {
                Fulfilment::Pickup => say.t("store-pay-at-pickup"),
                Fulfilment::Delivery => say.t("store-pay-at-delivery"),
            });
        }
        Stage::Paid => {
            texts.extend(receipts(shop, whole));
            texts.push(next_word(shop, order));
        }
        Stage::HandedOver => {
            texts.extend(receipts(shop, whole));
            texts.push(say.with("store-handed-over-text", &[shop_name]));
        }
        Stage::Cancelled => texts.extend(cancelled(shop, whole)),
    }
    if order.refund_owed > Money::ZERO {
        let owed = shop.money(order.refund_owed);
        texts.push(say.with("store-refund-owed", &[("amount", &owed), shop_name]));
    }
    texts
}

/// What the shop does next: packs, waits for her, brings it.
fn next_word(shop: &Shop, order: &Order) -> String {
    let say = shop.say;
    let key = format!(
        "store-next-{}-{}",
        order.state.code(),
        order.fulfilment.code()
    );
    say.with(
        &key,
        &[("shop", &shop.name), ("place", &order.location_name)],
    )
}

/// The receipt numbers of what came in.
fn receipts(shop: &Shop, whole: &Whole) -> Option<String> {
    let say = shop.say;
    let incoming = whole.payments.iter().filter(|payment| payment.is_in);
    let numbers: Vec<&str> = incoming
        .filter_map(|payment| payment.receipt.as_deref())
        .collect();
    let numbers = numbers.join(", ");
    (!numbers.is_empty()).then(|| say.with("store-receipt", &[("receipt", &numbers)]))
}

/// A prompt may still ring after its order was cancelled.
fn cancelled(shop: &Shop, whole: &Whole) -> Vec<String> {
    let say = shop.say;
    let mut texts = vec![say.with("store-cancelled-text", &[("shop", &shop.name)])];
    if whole
        .attempt
        .as_ref()
        .is_some_and(|attempt| attempt.state.is_open())
    {
        texts.push(say.t("store-do-not-pay"));
    }
    texts
}

/// The order's code, large, and how to find the way back here.
fn code_card(shop: &Shop, order: &Order) -> AnyView {
    let say = shop.say;
    view! {
        <section class="card order-state">
            <h2>{say.t("store-order-code")}</h2>
            <p class="price num">{order.code.clone()}</p>
            <p class="quiet">{say.t("store-bookmark")}</p>
        </section>
    }
    .into_any()
}
