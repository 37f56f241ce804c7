//! The forms of people who pack: taking goods off an order, notes, what a prompt of M-Pesa came to,
//! and the list with its views. Each asks for its power, then does one thing.

use std::collections::{BTreeMap, HashMap};

use leptos::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::api::{id, page_of, revision_of, submitted};
use super::{Filter, Reduction, WhyOff};
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The `act` of the form that packs what is ticked in the list.
pub(super) const BULK: &str = "bulk";

/// What was typed into a form that takes goods off, for another look at it.
fn typed_off(why: &str, note: &str, id: &str, keep: &HashMap<String, String>) -> Value {
    let mut typed = Map::new();
    for (name, value) in [
        ("act", "take-off"),
        ("why", why),
        ("off_note", note),
        ("cancellation_id", id),
    ] {
        typed.insert(name.to_owned(), json!(value));
    }
    for (line, value) in keep.iter().take(200) {
        typed.insert(format!("keep-{line}"), json!(value));
    }
    Value::Object(typed)
}

/// What stays of which line: `l3` is the third.
fn kept_lines(keep: HashMap<String, String>) -> Result<BTreeMap<i32, String>, Stop> {
    keep.into_iter().map(kept_line).collect()
}

fn kept_line((name, typed): (String, String)) -> Result<(i32, String), Stop> {
    let line_no = name.strip_prefix('l').and_then(|no| no.parse::<i32>().ok());
    let line_no = line_no.ok_or_else(|| Refusal::of("refused-unreadable"))?;
    Ok((line_no, typed))
}

/// Goods that are taken off an order; all of them: an order that will not happen.
#[server(prefix = "/api/orders", endpoint = "take_off_order")]
pub async fn take_off_order(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] revision: String,
    #[server(default)] cancellation_id: String,
    #[server(default)] why: String,
    #[server(default)] off_note: String,
    #[server(default)] keep: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = typed_off(&why, &off_note, &cancellation_id, &keep);
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::FulfilOrders).await?;
        let ask = Reduction {
            cancellation_id: id(&cancellation_id)?,
            keep: kept_lines(keep)?,
            why: WhyOff::parse(&why).ok_or_else(|| Refusal::at("why", "refused-why-needed"))?,
            note: off_note,
        };
        let revision = revision_of(&revision)?;
        let order = super::cancel_lines(&cx, id(&order_id)?, revision, &ask).await?;
        let done = if order.may_cancel() {
            Refusal::of("done-taken-off").with("total", order.total.named(&order.currency))
        } else {
            Refusal::of("done-order-cancelled")
        };
        let done = done.with("code", order.code);
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// A note for the other members.
#[server(prefix = "/api/orders", endpoint = "note_order")]
pub async fn note_order(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] note_id: String,
    #[server(default)] words: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "act": "note", "note_id": note_id, "words": words });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::FulfilOrders).await?;
        super::write_note(&cx, id(&order_id)?, id(&note_id)?, &words).await?;
        let done = Refusal::of("done-note-written");
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// Money of a prompt that did not fit, counted for the order after all.
#[server(prefix = "/api/orders", endpoint = "count_order_attempt")]
pub async fn count_order_attempt(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] attempt_id: String,
    #[server(default)] counted: String,
    #[server(default)] code: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "act": "count", "counted": counted, "code": code });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let (order, attempt) = (id(&order_id)?, id(&attempt_id)?);
        super::count_attempt(&cx, order, attempt, &counted, &code).await?;
        let done = Refusal::of("done-attempt-counted");
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// A prompt that did not fit, and whose money is not ours to count.
#[server(prefix = "/api/orders", endpoint = "set_order_attempt_aside")]
pub async fn set_order_attempt_aside(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] attempt_id: String,
    #[server(default)] aside_why: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "act": "set-aside", "aside_why": aside_why });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let (order, attempt) = (id(&order_id)?, id(&attempt_id)?);
        super::set_attempt_aside(&cx, order, attempt, &aside_why).await?;
        let done = Refusal::of("done-attempt-set-aside");
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// A prompt whose outcome nobody knows, called off.
#[server(prefix = "/api/orders", endpoint = "give_order_attempt_up")]
pub async fn give_order_attempt_up(
    #[server(default)] business: String,
    #[server(default)] order_id: String,
    #[server(default)] attempt_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let typed = json!({ "act": "give-up" });
    let submitted = submitted(&visit, &business, &order_id, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::TakeMoney).await?;
        let (order, attempt) = (id(&order_id)?, id(&attempt_id)?);
        super::give_attempt_up(&cx, order, attempt).await?;
        let done = Refusal::of("done-attempt-given-up");
        Ok(Done::saying(page_of(&business, &order_id), done))
    };
    submitted.answer(outcome.await).await
}

/// The list that a form stands on and goes back to, its filters read and spelled anew: whatever
/// was sent, it stays an address of ours.
fn list_of(business: &str, query: &str) -> String {
    let query = Filter::parse(query).query();
    format!("/b/{}/orders?{query}", encode(business))
}

/// Orders that were ticked in the list, each as `id.revision`, are packed.
#[server(prefix = "/api/orders", endpoint = "mark_orders_packed")]
pub async fn mark_orders_packed(
    #[server(default)] business: String,
    #[server(default)] query: String,
    #[server(default)] ids: Vec<String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = list_of(&business, &query);
    let typed = json!({ "act": BULK, "ids": ids.join(" ") });
    let submitted = Submitted::new(&visit, "orders", back.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::FulfilOrders).await?;
        let ticked: Vec<(Uuid, i32)> = ids.iter().filter_map(|text| ticked(text)).collect();
        let done = super::pack_all(&cx, &ticked).await?;
        let count = done.packed.len();
        let notice = if done.not.is_empty() {
            Refusal::of("done-orders-packed").with("count", count)
        } else {
            let codes = done.not.join(", ");
            let some = Refusal::of("refused-some-not-packed");
            some.with("count", count).with("codes", codes)
        };
        Ok(Done::saying(back, notice))
    };
    submitted.answer(outcome.await).await
}

/// An order that was ticked: its id and the revision that the page showed.
pub(super) fn ticked(text: &str) -> Option<(Uuid, i32)> {
    let (order_id, revision) = text.split_once('.')?;
    Some((order_id.parse().ok()?, revision.parse().ok()?))
}

/// The filters that are shown now, kept under a name.
#[server(prefix = "/api/orders", endpoint = "keep_order_view")]
pub async fn keep_order_view(
    #[server(default)] business: String,
    #[server(default)] query: String,
    #[server(default)] view_id: String,
    #[server(default)] view_name: String,
    #[server(default)] shared: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = list_of(&business, &query);
    let typed = json!({
        "act": "keep-view", "view_id": view_id, "view_name": view_name, "shared": shared,
    });
    let submitted = Submitted::new(&visit, "orders", back.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::SeeOrders).await?;
        let filter = Filter::parse(&query);
        let is_shared = !shared.is_empty();
        super::keep_view(&cx, id(&view_id)?, &view_name, &filter, is_shared).await?;
        let done = Refusal::of("done-view-kept").with("name", view_name.trim());
        Ok(Done::saying(back, done))
    };
    submitted.answer(outcome.await).await
}

/// A view that is thrown away.
#[server(prefix = "/api/orders", endpoint = "drop_order_view")]
pub async fn drop_order_view(
    #[server(default)] business: String,
    #[server(default)] query: String,
    #[server(default)] view_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = list_of(&business, &query);
    let typed = json!({ "act": "drop-view" });
    let submitted = Submitted::new(&visit, "orders", back.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::SeeOrders).await?;
        super::drop_view(&cx, id(&view_id)?).await?;
        Ok(Done::saying(back, Refusal::of("done-view-dropped")))
    };
    submitted.answer(outcome.await).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_always_ours() {
        assert_eq!(
            list_of("demo", "tab=all&q=x//evil.example&x=1"),
            "/b/demo/orders?tab=all&q=x%2F%2Fevil.example"
        );
        assert_eq!(list_of("a/b", ""), "/b/a%2Fb/orders?tab=open");
    }

    #[test]
    fn lines_and_ticks_are_read() {
        let keep = HashMap::from([("l3".to_owned(), "1.5".to_owned())]);
        assert_eq!(kept_lines(keep).unwrap()[&3], "1.5");
        let wrong = HashMap::from([("3".to_owned(), "1.5".to_owned())]);
        assert!(kept_lines(wrong).is_err());
        let id = Uuid::now_v7();
        assert_eq!(ticked(&format!("{id}.7")), Some((id, 7)));
        assert_eq!(ticked(&id.to_string()), None);
    }
}
