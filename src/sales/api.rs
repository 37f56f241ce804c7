//! The forms of a sale's page. Each asks for its power, then does one thing; a refusal goes back to
//! the page, where what was typed stands again.

use std::collections::HashMap;

use leptos::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::back::field_of;
use super::{AccountPayment, BackLine, PayOut, RefundAsk};
use crate::payments::Tender;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::platform::{Cx, Visit};
use crate::staff::{self, Power};
use crate::values::{Money, Quantity, Refusal, Stop};

/// The page that a sale's forms stand on and go back to.
fn page_of(business: &str, sale_id: &str) -> String {
    format!("/b/{}/sales/{}", encode(business), encode(sale_id))
}

/// A form of a sale's page. `typed` says in `act` which of its forms it is.
fn submitted(visit: &Visit, business: &str, sale_id: &str, typed: &Value) -> Submitted {
    let back = page_of(business, sale_id);
    Submitted::new(visit, &format!("sale:{sale_id}"), back, typed)
}

/// The form of a customer's account, which stands on the page of a sale or, where none is named, on her
/// own; and that page.
fn of_account(
    visit: &Visit,
    business: &str,
    sale_id: &str,
    customer_id: &str,
    typed: &Value,
) -> (Submitted, String) {
    if !sale_id.is_empty() {
        let page = page_of(business, sale_id);
        return (submitted(visit, business, sale_id, typed), page);
    }
    let (business, customer) = (encode(business), encode(customer_id));
    let page = format!("/b/{business}/sales/customers/{customer}");
    let key = format!("customer:{customer_id}");
    (Submitted::new(visit, &key, page.clone(), typed), page)
}

/// An id of a form; what is none names nothing.
pub(super) fn id(text: &str) -> Result<Uuid, Stop> {
    text.parse().map_err(|_| Stop::NotFound)
}

/// What was typed into the form of a refund, for another look at it.
fn typed_back(
    fields: &[(&str, &str)],
    back: &HashMap<String, String>,
    shelf: &HashMap<String, String>,
) -> Value {
    let mut typed = Map::new();
    typed.insert("act".to_owned(), json!("refund"));
    for (name, value) in fields {
        typed.insert((*name).to_owned(), json!(value));
    }
    for (line, value) in back.iter().take(500) {
        typed.insert(format!("back-{line}"), json!(value));
    }
    for line in shelf.keys().take(500) {
        typed.insert(format!("shelf-{line}"), json!("true"));
    }
    Value::Object(typed)
}

/// The lines that come back: those beside which more than nothing was typed. `l3` is the third.
fn back_lines(
    back: &HashMap<String, String>,
    shelf: &HashMap<String, String>,
) -> Result<Vec<BackLine>, Stop> {
    let mut lines = Vec::new();
    let mut refusals = Vec::new();
    for (name, typed) in back {
        let line_no = name.strip_prefix('l').and_then(|no| no.parse::<i32>().ok());
        let line_no = line_no.ok_or_else(|| Refusal::of("refused-unreadable"))?;
        let typed = typed.trim();
        let quantity = if typed.is_empty() {
            Some(Quantity::ZERO)
        } else {
            Quantity::parse(typed)
        };
        match quantity {
            None => refusals.push(Refusal::at(&field_of(line_no), "refused-not-a-quantity")),
            Some(quantity) if quantity > Quantity::ZERO => lines.push(BackLine {
                line_no,
                quantity,
                restock: shelf.contains_key(name),
            }),
            Some(_) => {}
        }
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    // A form has no order of its own; the digest of what is asked must have one.
    lines.sort_by_key(|line| line.line_no);
    Ok(lines)
}

/// How the money goes back: as it came, unless a tender is named.
fn pay_out(payment_id: &str, tender: &str, reference: String) -> Result<PayOut, Stop> {
    if tender.is_empty() {
        return Ok(PayOut::AsPaid);
    }
    let tender = Tender::parse(tender);
    let tender = tender.ok_or_else(|| Refusal::at("tender", "refused-tender-needed"))?;
    Ok(PayOut::By {
        payment_id: id(payment_id)?,
        tender,
        reference,
    })
}

/// Goods of a sale that are brought back.
#[server(prefix = "/api/sales", endpoint = "refund_sale")]
pub async fn refund_sale(
    #[server(default)] business: String,
    #[server(default)] sale_id: String,
    #[server(default)] refund_id: String,
    #[server(default)] payment_id: String,
    #[server(default)] tender: String,
    #[server(default)] receipt: String,
    #[server(default)] note: String,
    #[server(default)] back: HashMap<String, String>,
    #[server(default)] shelf: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let fields = [
        ("refund_id", refund_id.as_str()),
        ("payment_id", payment_id.as_str()),
        ("tender", tender.as_str()),
        ("receipt", receipt.as_str()),
        ("note", note.as_str()),
    ];
    let typed = typed_back(&fields, &back, &shelf);
    let submitted = submitted(&visit, &business, &sale_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Refund).await?;
        let ask = RefundAsk {
            refund_id: id(&refund_id)?,
            sale_id: id(&sale_id)?,
            shift: None,
            lines: back_lines(&back, &shelf)?,
            pay_out: pay_out(&payment_id, &tender, receipt.clone())?,
            note: note.clone(),
        };
        let refund = super::refund(&cx, &ask).await?;
        let done = Refusal::of("done-refunded");
        let done = done.with("total", refund.total.named(&refund.currency));
        let to = page_of(&business, &refund.sale_id.to_string());
        Ok(Done::saying(to, done))
    };
    submitted.answer(outcome.await).await
}

/// An amount as it was typed, in the currency of the business; at its field refused.
pub(super) async fn amount_of(cx: &Cx, field: &str, text: &str) -> Result<(Money, String), Stop> {
    let tx = cx.read().await?;
    let currency = tx.scope().currency.clone();
    let amount = Money::parse(text, &currency);
    let amount = amount.map_err(|_| Refusal::at(field, "refused-not-an-amount"))?;
    Ok((amount, currency))
}

/// Money that a customer brings for her account.
#[server(prefix = "/api/sales", endpoint = "pay_customer_account")]
pub async fn pay_customer_account(
    #[server(default)] business: String,
    #[server(default)] sale_id: String,
    #[server(default)] customer_id: String,
    #[server(default)] payment_id: String,
    #[server(default)] tender: String,
    #[server(default)] amount: String,
    #[server(default)] receipt: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({
        "act": "pay-account", "payment_id": payment_id, "tender": tender, "amount": amount,
        "receipt": receipt,
    });
    let (submitted, page) = of_account(&visit, &business, &sale_id, &customer_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::TakeMoney).await?;
        let (amount, currency) = amount_of(&cx, "amount", &amount).await?;
        let tender = Tender::parse(&tender);
        let payment = AccountPayment {
            payment_id: id(&payment_id)?,
            tender: tender.ok_or_else(|| Refusal::at("tender", "refused-tender-needed"))?,
            amount,
            reference: Some(receipt),
        };
        let account = super::pay_account(&cx, id(&customer_id)?, &payment).await?;
        let done = Refusal::of("done-account-paid");
        let done = done.with("owed", account.owed.named(&currency));
        Ok(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// The most that a customer may owe.
#[server(prefix = "/api/sales", endpoint = "set_customer_limit")]
pub async fn set_customer_limit(
    #[server(default)] business: String,
    #[server(default)] sale_id: String,
    #[server(default)] customer_id: String,
    #[server(default)] limit: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "act": "limit", "limit": limit });
    let (submitted, page) = of_account(&visit, &business, &sale_id, &customer_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::Refund).await?;
        let (limit, currency) = amount_of(&cx, "limit", &limit).await?;
        let account = super::set_limit(&cx, id(&customer_id)?, limit).await?;
        let done = Refusal::of("done-limit-set");
        let done = done.with("limit", account.limit.named(&currency));
        Ok(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn lines_without_a_quantity_stay_sold() {
        let back = map(&[("l3", "1.5"), ("l1", ""), ("l2", "0"), ("l4", "2")]);
        let lines = back_lines(&back, &map(&[("l3", "true")])).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[0].line_no, lines[0].restock), (3, true));
        assert_eq!((lines[1].line_no, lines[1].restock), (4, false));
        for wrong in [[("x", "1")], [("l1", "much")]] {
            assert!(back_lines(&map(&wrong), &HashMap::new()).is_err());
        }
    }

    #[test]
    fn money_goes_back_as_it_came_unless_it_is_said() {
        let id = Uuid::now_v7().to_string();
        assert_eq!(pay_out(&id, "", String::new()), Ok(PayOut::AsPaid));
        assert!(pay_out(&id, "barter", String::new()).is_err());
        let by = pay_out(&id, "cash", String::new()).unwrap();
        assert!(matches!(
            by,
            PayOut::By {
                tender: Tender::Cash,
                ..
            }
        ));
    }
}
