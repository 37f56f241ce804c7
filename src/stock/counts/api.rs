//! The forms of stock takes. Each asks for its power, then does one thing; a refusal goes back to its
//! page, where what was typed stands again.

use std::collections::{BTreeMap, HashMap};

use leptos::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Close, Count, How, TakeForm, Uncounted};
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// All takes of a business.
pub(super) fn takes_of(business: &str) -> String {
    format!("/b/{}/stock/takes", encode(business))
}

/// The page of one take.
pub(super) fn page_of(business: &str, take_id: &str) -> String {
    format!("{}/{}", takes_of(business), encode(take_id))
}

/// Under which key the forms of a take's page are kept where they are refused.
pub(super) fn form_of(take_id: &str) -> String {
    format!("take:{take_id}")
}

/// The same for the form that counts.
pub(super) fn count_form_of(take_id: &str) -> String {
    format!("take-count:{take_id}")
}

/// An id of a form; what is none names nothing.
fn id(text: &str) -> Result<Uuid, Stop> {
    text.trim().parse().map_err(|_| Stop::NotFound)
}

/// Opens a take.
#[server(prefix = "/api/stock", endpoint = "open_stock_take")]
pub async fn open_stock_take(
    #[server(default)] business: String,
    #[server(default)] form: TakeForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let back = format!("{}/new", takes_of(&business));
    let submitted = Submitted::new(&visit, "take-new", back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        let take = super::open(&cx, &form).await?;
        let done = Refusal::of("done-take-opened").with("number", take.number);
        let page = page_of(&business, &take.take_id.to_string());
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// What was typed into the form that counts, for another look at it.
fn typed_count(count_id: &str, counted: &str, packs: &HashMap<String, String>) -> Value {
    let mut typed = Map::new();
    typed.insert("count_id".to_owned(), json!(count_id));
    typed.insert("counted".to_owned(), json!(counted));
    for (pack, many) in packs.iter().take(50) {
        typed.insert(format!("packs[{pack}]"), json!(many));
    }
    Value::Object(typed)
}

/// How many there are of which pack.
fn packs_of(packs: HashMap<String, String>) -> Result<BTreeMap<Uuid, String>, Stop> {
    packs.into_iter().map(pack_of).collect()
}

fn pack_of((pack, many): (String, String)) -> Result<(Uuid, String), Stop> {
    let pack = pack.strip_prefix('p').ok_or(Stop::NotFound)?;
    Ok((id(pack)?, many))
}

/// Counts one product.
#[server(prefix = "/api/stock", endpoint = "count_in_take")]
pub async fn count_in_take(
    #[server(default)] business: String,
    #[server(default)] take_id: String,
    #[server(default)] product_id: String,
    #[server(default)] count_id: String,
    #[server(default)] how: String,
    #[server(default)] counted: String,
    #[server(default)] packs: HashMap<String, String>,
    #[server(default)] revision: String,
    #[server(default)] list: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business, &take_id);
    // Whoever counts down the list of a category goes back to it.
    let (list, on) = match list.parse::<Uuid>() {
        Ok(category) => (
            format!("&list={category}"),
            format!("{page}?show=todo&category={category}"),
        ),
        Err(_) => (String::new(), page.clone()),
    };
    let back = format!("{page}/count?product={}{list}", encode(&product_id));
    let typed = typed_count(&count_id, &counted, &packs);
    let submitted = Submitted::new(&visit, &count_form_of(&take_id), back, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::CountStock).await?;
        let ask = Count {
            count_id: id(&count_id)?,
            product_id: id(&product_id)?,
            how: How::parse(&how).unwrap_or(How::Set),
            loose: counted,
            packs: packs_of(packs)?,
            revision: revision.parse().unwrap_or(0),
        };
        let done = super::count(&cx, id(&take_id)?, &ask).await?;
        let notice = Refusal::of("done-take-counted")
            .with("name", done.name)
            .with("counted", done.counted.short());
        Ok::<Done, Stop>(Done::saying(on, notice))
    };
    submitted.answer(outcome.await).await
}

/// Forgets what a take says of a product.
#[server(prefix = "/api/stock", endpoint = "forget_count")]
pub async fn forget_count(
    #[server(default)] business: String,
    #[server(default)] take_id: String,
    #[server(default)] product_id: String,
    #[server(default)] revision: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business, &take_id);
    let back = format!("{page}/count?product={}", encode(&product_id));
    let submitted = Submitted::new(&visit, &count_form_of(&take_id), back, &json!({}));
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::CountStock).await?;
        let (take, product) = (id(&take_id)?, id(&product_id)?);
        let name = super::forget(&cx, take, product, revision.parse().unwrap_or(0)).await?;
        let done = Refusal::of("done-take-forgotten").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// Closes a take. Whoever takes for nothing what nobody counted is shown it first.
#[server(prefix = "/api/stock", endpoint = "close_stock_take")]
pub async fn close_stock_take(
    #[server(default)] business: String,
    #[server(default)] take_id: String,
    #[server(default)] uncounted: String,
    #[server(default)] seen: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business, &take_id);
    let uncounted = Uncounted::parse(&uncounted).unwrap_or(Uncounted::Leave);
    let listed = format!("{page}/close");
    let back = match uncounted {
        Uncounted::Leave => page.clone(),
        Uncounted::Zero => listed.clone(),
    };
    let typed = json!({ "act": "close", "uncounted": uncounted.code() });
    let submitted = Submitted::new(&visit, &form_of(&take_id), back, &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        if uncounted == Uncounted::Zero && seen.is_empty() {
            return Ok(Done::to(listed));
        }
        let ask = Close { uncounted, seen };
        let take = super::close(&cx, id(&take_id)?, &ask).await?;
        let done = Refusal::of("done-take-closed").with("number", take.number);
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

/// Calls a take off.
#[server(prefix = "/api/stock", endpoint = "cancel_stock_take")]
pub async fn cancel_stock_take(
    #[server(default)] business: String,
    #[server(default)] take_id: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business, &take_id);
    let typed = json!({ "act": "cancel" });
    let submitted = Submitted::new(&visit, &form_of(&take_id), page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        let take = super::cancel(&cx, id(&take_id)?).await?;
        let done = Refusal::of("done-take-cancelled").with("number", take.number);
        Ok::<Done, Stop>(Done::saying(page, done))
    };
    submitted.answer(outcome.await).await
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::stock::counts::how_many::pack_field;

    #[test]
    fn packs_are_named_by_their_ids() {
        let pack = Uuid::now_v7();
        let typed = HashMap::from([(format!("p{pack}"), "3".to_owned())]);
        let kept = typed_count("x", "4", &typed);
        assert_eq!(kept[pack_field(pack)], "3");
        assert_eq!(packs_of(typed).unwrap()[&pack], "3");
        assert!(packs_of(HashMap::from([("carton".to_owned(), "3".to_owned())])).is_err());
    }

    #[test]
    fn addresses_stay_ours() {
        assert_eq!(page_of("a/b", "../x"), "/b/a%2Fb/stock/takes/..%2Fx");
    }
}
