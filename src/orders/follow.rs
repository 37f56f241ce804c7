//! Following an order without signing in: by its link, or by phone and code where the link is lost.

use chrono::TimeDelta;
use serde_json::json;
use uuid::Uuid;

use super::code::{is_code, read_code};
use super::place::{HELD_MINUTES, new_link, own_link};
use super::store::{changes, orders};
use super::{PayBy, Whole, release, store};
use crate::payments::{self, PaysFor};
use crate::platform::{BusinessTx, Cx, jobs, limits};
use crate::values::{Money, Phone, Refusal, Stop};

/// The order behind a tracking link; not found for a wrong one.
pub async fn by_link(tx: &mut BusinessTx, link: &str) -> Result<Whole, Stop> {
    let order_id = orders::by_link(tx, link).await?.ok_or(Stop::NotFound)?;
    store::whole(tx, order_id).await
}

/// A new link of the order with this code, for whoever knows the phone it was ordered with. Few
/// tries are allowed. What can be no phone or no code is named; of two that can be, the answer does
/// not tell which was wrong.
pub async fn find_link(cx: &Cx, phone: &str, code: &str, peer: &str) -> Result<String, Stop> {
    let db = cx.database();
    db.limit(&limits::FIND_PEER, peer, cx.now).await?;
    // Limits take a connection of their own: they are asked while none is held.
    let scope = cx.read().await?.scope().clone();
    let (phone, code) = read_both(phone, code, &scope.country)?;
    let of_shop = |what: &str| format!("{}\n{what}", scope.business_id);
    db.limit(&limits::FIND_CODE, &of_shop(&code), cx.now)
        .await?;
    db.limit(&limits::FIND_PHONE, &of_shop(phone.e164()), cx.now)
        .await?;
    let mut tx = cx.begin().await?;
    let order_id = orders::by_phone_and_code(&mut tx, &phone, &code).await?;
    let order_id = order_id.ok_or_else(|| Refusal::of("refused-order-not-found"))?;
    let link = new_link(&mut tx, order_id).await?;
    tx.commit().await?;
    Ok(link)
}

fn read_both(phone: &str, code: &str, country: &str) -> Result<(Phone, String), Vec<Refusal>> {
    let (phone, code) = (Phone::parse(phone, country), read_code(code));
    let mut refusals = Vec::new();
    if phone.is_none() {
        refusals.push(Refusal::at("phone", "refused-not-a-phone"));
    }
    if !is_code(&code) {
        refusals.push(Refusal::at("code", "refused-not-an-order-code"));
    }
    match phone {
        Some(phone) if refusals.is_empty() => Ok((phone, code)),
        _ => Err(refusals),
    }
}

/// Whether this browser placed the order. What a customer wrote is repeated to her own browser:
/// links are passed on.
pub async fn is_own(
    tx: &mut BusinessTx,
    order_id: Uuid,
    browser: Option<&[u8]>,
) -> Result<bool, Stop> {
    let Some(browser) = browser else {
        return Ok(false);
    };
    let own = orders::by_link(tx, &own_link(browser, order_id)).await?;
    Ok(own == Some(order_id))
}

/// Asks M-Pesa to prompt a phone for what is due, once for each `attempt_id`; the same id on another
/// phone is refused. Stock that was given back meanwhile is reserved again first: nobody pays for what
/// is gone. `peer`: where it is asked from, for the limits.
pub async fn ask_mpesa(
    cx: &Cx,
    link: &str,
    attempt_id: Uuid,
    phone: &str,
    peer: &str,
) -> Result<(), Stop> {
    let mut tx = cx.read().await?;
    let scope = tx.scope().clone();
    // Who has no order of this shop uses up nobody's prompts.
    orders::by_link(&mut tx, link)
        .await?
        .ok_or(Stop::NotFound)?;
    drop(tx);
    let phone = Phone::parse(phone, &scope.country)
        .ok_or_else(|| Refusal::at("phone", "refused-not-a-phone"))?;
    // Limits take a connection of their own: they are asked while none is held.
    let limited = limited(cx, scope.business_id, &phone, peer).await;
    let mut tx = cx.begin().await?;
    let order_id = orders::by_link(&mut tx, link)
        .await?
        .ok_or(Stop::NotFound)?;
    payments::lock_attempts(&mut tx, order_id).await?;
    let order = orders::lock(&mut tx, order_id).await?;
    let what = PaysFor::Order(order_id);
    if payments::is_asked_on(&mut tx, attempt_id, what, &phone).await? {
        return Ok(());
    }
    if order.state.is_final() || order.due() == Money::ZERO {
        return Err(Refusal::of("refused-nothing-due").into());
    }
    if !payments::takes_mpesa(&mut tx).await? {
        return Err(Refusal::of("refused-mpesa-off").into());
    }
    limited?;
    release::hold_again(&mut tx, &order).await?;
    payments::ask(&mut tx, attempt_id, what, &phone, order.due(), &order.code).await?;
    let now = tx.scope().now;
    // What is paid at hand-over is held without end; a prompt that fails must not change that.
    if order.paid == Money::ZERO && order.pay_by == PayBy::Mpesa {
        let until = now
            .checked_add_signed(TimeDelta::minutes(HELD_MINUTES))
            .unwrap_or(now);
        changes::hold_until(&mut tx, order_id, Some(until)).await?;
        jobs::enqueue(
            &mut tx,
            "orders.release",
            json!({ "order_id": order_id }),
            until,
        )
        .await?;
    }
    orders::happened(
        &mut tx,
        order_id,
        "asked",
        json!({ "phone": phone.ending() }),
    )
    .await?;
    tx.commit().await
}

/// Counts a prompt: where it is asked from, on which phone, and for which shop.
async fn limited(cx: &Cx, business: i64, phone: &Phone, peer: &str) -> Result<(), Stop> {
    let db = cx.database();
    db.limit(&limits::PROMPT_PEER, peer, cx.now).await?;
    db.limit(&limits::PROMPT_PHONE, phone.e164(), cx.now)
        .await?;
    db.limit(&limits::PROMPT_PHONE_DAY, phone.e164(), cx.now)
        .await?;
    db.limit(&limits::PROMPT_SHOP, &business.to_string(), cx.now)
        .await
}
