//! Places an order: prices it, reserves its stock, and writes it down with everything as it is now.

use std::fmt;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::code::new_code;
use super::note::plain_lines;
use super::shelf::{self, Goods};
use super::shown::is_as_shown;
use super::store::{carts, orders, placing};
use super::totals::{self, Totals};
use super::{Fulfilment, PayBy};
use crate::ledger::next_number;
use crate::payments;
use crate::platform::secrets::{digest_bytes, new_token};
use crate::platform::{BusinessTx, Cx, fault, jobs, metrics};
use crate::stock;
use crate::values::{Language, Money, Phone, Quantity, Refusal, Stop, read_tax_pin};

/// Stock of an order that is to be paid now is held for this long.
pub(super) const HELD_MINUTES: i64 = 15;
/// The most characters of anything that a customer writes.
pub const LONGEST_TEXT: usize = 500;

/// What the checkout page sends, as it was typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckoutForm {
    /// The cart.
    pub cart_id: String,
    /// Its revision when the page was drawn.
    pub revision: String,
    /// The order that it becomes.
    pub order_id: String,
    /// What its page showed that the goods and each area's delivery come to, as `shown.rs` spells it.
    pub shown: String,
    /// Who orders.
    pub name: String,
    /// Her phone.
    pub phone: String,
    /// `pickup:<location>` or `delivery:<area>`.
    pub fulfilment: String,
    /// How to find her.
    pub address_note: String,
    /// What else she says.
    pub note: String,
    /// For her tax invoice.
    pub tax_pin: String,
    /// `mpesa` or `on_hand_over`.
    pub pay_by: String,
}

impl fmt::Debug for CheckoutForm {
    /// Who she is and where she lives belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckoutForm(hidden)")
    }
}

/// An order that was placed, perhaps by an earlier submission of the same form.
#[derive(Clone)]
pub struct Placed {
    /// The order.
    pub order_id: Uuid,
    /// Its code.
    pub code: String,
    /// The secret part of its tracking address.
    pub link: String,
    /// How it is to be paid.
    pub pay_by: PayBy,
}

impl fmt::Debug for Placed {
    /// Whoever has the link has the order.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Placed({}, hidden)", self.order_id)
    }
}

/// What a customer can choose at the checkout.
#[derive(Debug, Clone)]
pub struct CheckoutChoices {
    /// Where goods can be fetched: id, name, address.
    pub pickups: Vec<(Uuid, String, String)>,
    /// Where they are delivered to: id, name, fee.
    pub areas: Vec<(Uuid, String, Money)>,
    /// Whether M-Pesa is taken.
    pub mpesa: bool,
    /// Whether she may pay on delivery or at pick-up.
    pub on_hand_over: bool,
    /// The unit that totals are rounded to.
    pub rounding: Money,
}

/// What a customer can choose now. `mpesa_is_on`: whether the installation has M-Pesa at all.
pub async fn checkout_choices(
    tx: &mut BusinessTx,
    mpesa_is_on: bool,
) -> Result<CheckoutChoices, Stop> {
    placing::choices(tx, mpesa_is_on).await
}

/// What the form says, understood.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub order_id: Uuid,
    pub revision: i64,
    pub name: String,
    pub phone: Phone,
    pub fulfilment: Fulfilment,
    /// The location or the area.
    pub place: Uuid,
    pub address_note: String,
    pub note: String,
    pub tax_pin: Option<String>,
    pub pay_by: PayBy,
    pub digest: Vec<u8>,
}

impl CheckoutForm {
    fn parse(&self, country: &str, browser: &[u8]) -> Result<Request, Stop> {
        let mut refusals = Vec::new();
        let (address_note, note) = (plain_lines(&self.address_note), plain_lines(&self.note));
        for (field, text) in [
            ("name", &self.name),
            ("address_note", &address_note),
            ("note", &note),
        ] {
            if text.chars().count() > LONGEST_TEXT {
                refusals.push(Refusal::at(field, "refused-too-long").with("most", LONGEST_TEXT));
            }
        }
        let tax_pin = read_tax_pin(&self.tax_pin, country, &mut refusals);
        let mut refuse = |field: &str, key: &str| {
            refusals.push(Refusal {
                field: Some(field.to_owned()),
                ..Refusal::of(key)
            });
        };
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            refuse("name", "refused-name-needed");
        }
        let phone = Phone::parse(&self.phone, country);
        if phone.is_none() {
            refuse("phone", "refused-not-a-phone");
        }
        let (kind, place) = self.fulfilment.split_once(':').unwrap_or_default();
        let place = place.parse().ok();
        if place.is_none() || !matches!(kind, "pickup" | "delivery") {
            refuse("fulfilment", "refused-fulfilment-needed");
        }
        let pay_by = PayBy::parse(&self.pay_by);
        if pay_by.is_none() {
            refuse("pay_by", "refused-pay-by-needed");
        }
        let (Ok(order_id), Ok(revision)) = (self.order_id.parse(), self.revision.parse()) else {
            return Err(Refusal::of("refused-cart-changed").into());
        };
        match (phone, place, pay_by) {
            (Some(phone), Some(place), Some(pay_by)) if refusals.is_empty() => Ok(Request {
                order_id,
                revision,
                name,
                phone,
                fulfilment: Fulfilment::parse(kind),
                place,
                address_note,
                note,
                tax_pin,
                pay_by,
                digest: self.digest(browser),
            }),
            _ => Err(refusals.into()),
        }
    }

    /// Of everything that was submitted, and by which browser: the same key with another body is
    /// another request, and so is the same body from elsewhere.
    fn digest(&self, browser: &[u8]) -> Vec<u8> {
        let body = serde_json::to_vec(self).unwrap_or_default();
        digest_bytes(&[browser, body.as_slice()].concat())
    }
}

/// Places the order of a cart, once, however often it is submitted.
pub async fn place(cx: &Cx, browser: &[u8], form: &CheckoutForm) -> Result<Placed, Stop> {
    let mut tx = cx.begin().await?;
    let request = form.parse(&tx.scope().country.clone(), browser)?;
    // Whoever submits the same cart at the same instant waits here.
    let cart = carts::lock(&mut tx, browser).await?;
    if let Some(placed) = again(&mut tx, &request).await? {
        tx.commit().await?;
        return Ok(placed);
    }
    let changed = || Refusal::of("refused-cart-changed");
    let cart = cart.ok_or_else(changed)?;
    if cart.order_id != request.order_id || cart.revision != request.revision {
        return Err(changed().into());
    }
    let goods = placing::priced(&mut tx, cart.cart_id).await?;
    if goods.is_empty() {
        return Err(Refusal::of("refused-cart-empty").into());
    }
    can_be_placed(&goods)?;
    let terms = placing::terms(&mut tx, &request).await?;
    let totals = add_up(&goods, &terms)?;
    let area = terms.area.as_ref().map(|area| (area.area_id, area.fee));
    if !is_as_shown(&form.shown, totals.goods, area) {
        return Err(Refusal::of("refused-prices-changed").into());
    }
    can_be_paid_so(request.pay_by, totals.total)?;
    let location = hold_somewhere(&mut tx, &terms.locations, &totals).await?;
    let placed = write(&mut tx, cx.language, &request, &terms, &totals, location).await?;
    let own = own_link(browser, request.order_id);
    orders::insert_link(&mut tx, request.order_id, &own).await?;
    carts::empty(&mut tx, cart.cart_id).await?;
    tx.commit().await?;
    metrics::order_placed();
    Ok(placed)
}

/// The order that an earlier submission of this very form placed.
async fn again(tx: &mut BusinessTx, request: &Request) -> Result<Option<Placed>, Stop> {
    let Some((code, digest)) = orders::placed(tx, request.order_id).await? else {
        return Ok(None);
    };
    if digest != request.digest {
        return Err(Refusal::of("refused-order-placed-already")
            .with("code", code)
            .into());
    }
    let link = new_link(tx, request.order_id).await?;
    Ok(Some(Placed {
        order_id: request.order_id,
        code,
        link,
        pay_by: request.pay_by,
    }))
}

/// A new tracking link of an order; only its digest is kept.
pub(super) async fn new_link(tx: &mut BusinessTx, order_id: Uuid) -> Result<String, Stop> {
    let link = new_token();
    orders::insert_link(tx, order_id, &link).await?;
    Ok(link)
}

/// What only the browser that placed an order can name: kept among the order's links, it tells that
/// browser from one that a link was passed on to. Made of the digest of its cookie.
pub(super) fn own_link(browser: &[u8], order_id: Uuid) -> String {
    let browser: Vec<String> = browser.iter().map(u8::to_string).collect();
    format!("{order_id}/{}", browser.join("."))
}

fn add_up(goods: &[(totals::Priced, Quantity)], terms: &placing::Terms) -> Result<Totals, Stop> {
    let delivery = terms
        .area
        .as_ref()
        .map(|area| (area.name.clone(), area.fee, terms.delivery_tax.clone()));
    let totals = totals::total(goods, delivery, terms.rounding, "rounding");
    let totals = totals.ok_or_else(|| Refusal::of("refused-order-too-large"))?;
    if totals.total > Money::from_minor(100_000_000_000) {
        return Err(Refusal::of("refused-order-too-large").into());
    }
    Ok(totals)
}

/// Refuses to be paid by M-Pesa what it takes in no prompt: such an order could be placed, and never paid
/// as it was to be.
fn can_be_paid_so(pay_by: PayBy, total: Money) -> Result<(), Refusal> {
    if pay_by != PayBy::Mpesa || total.is_zero() {
        return Ok(());
    }
    payments::can_be_paid(total).map_err(|refusal| Refusal {
        field: Some("pay_by".to_owned()),
        ..refusal
    })
}

/// Refuses what is sold no more, and a part of a kit that became one in the cart: kits are whole.
fn can_be_placed(goods: &[(totals::Priced, Quantity)]) -> Result<(), Stop> {
    for (product, quantity) in goods {
        if product.retired {
            let refusal = Refusal::of("refused-retired");
            return Err(refusal.with("name", &product.name).into());
        }
        if !product.parts.is_empty() && !quantity.is_in_steps_of(product.step) {
            let refusal = Refusal::of("refused-step").with("name", &product.name);
            return Err(refusal.with("step", product.step.short()).into());
        }
    }
    Ok(())
}

/// Reserves all goods at the first of these locations that has them all.
async fn hold_somewhere(
    tx: &mut BusinessTx,
    locations: &[(Uuid, String)],
    totals: &Totals,
) -> Result<(Uuid, String), Stop> {
    let goods: Vec<Goods<'_>> = (1..)
        .zip(&totals.lines)
        .filter_map(|(line_no, line)| {
            Some(Goods {
                line_no,
                product_id: line.product?,
                name: &line.name,
                quantity: line.quantity,
                parts: &line.parts,
            })
        })
        .collect();
    let lines = shelf::lines(&goods)?;
    if locations.is_empty() {
        return Err(Refusal::at("fulfilment", "refused-fulfilment-needed").into());
    }
    let all: Vec<Uuid> = locations.iter().map(|(id, _)| *id).collect();
    let held = stock::hold_at_first(tx, &all, &lines).await?;
    let held = held.map_err(|missing| shelf::missing(&goods, &missing))?;
    let there = locations.iter().find(|(id, _)| *id == held).cloned();
    there.ok_or_else(|| fault("an order is held where nobody looked", &held))
}

async fn write(
    tx: &mut BusinessTx,
    language: Language,
    request: &Request,
    terms: &placing::Terms,
    totals: &Totals,
    location: (Uuid, String),
) -> Result<Placed, Stop> {
    let customer_id = placing::customer(tx, request, language).await?;
    let now = tx.scope().now;
    let until = (request.pay_by == PayBy::Mpesa)
        .then(|| now.checked_add_signed(TimeDelta::minutes(HELD_MINUTES)))
        .flatten();
    let code = new_code();
    let number = next_number(tx, "order").await?;
    let new = placing::NewOrder {
        request,
        terms,
        totals,
        location,
        customer_id,
        language,
        reserved_until: until,
        code: code.clone(),
        number,
    };
    placing::insert(tx, &new).await?;
    let total = totals.total.short(&tx.scope().currency.clone());
    orders::happened(tx, request.order_id, "placed", json!({ "total": total })).await?;
    if let Some(until) = until {
        jobs::enqueue(
            tx,
            "orders.release",
            json!({ "order_id": request.order_id }),
            until,
        )
        .await?;
    }
    let link = new_link(tx, request.order_id).await?;
    Ok(Placed {
        order_id: request.order_id,
        code,
        link,
        pay_by: request.pay_by,
    })
}
