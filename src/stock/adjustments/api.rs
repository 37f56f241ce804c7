//! The forms of adjustments. Each asks for its power, then does one thing; a refusal goes back to the
//! page, where what was typed stands again.

use std::collections::HashMap;

use leptos::prelude::*;
use uuid::Uuid;

use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::stock::typed_lines;
use crate::values::{Refusal, Stop};

/// An id of the form; only an id goes into an address, whatever was sent.
fn id_in(form: &HashMap<String, String>, name: &str) -> Option<Uuid> {
    typed_lines::text(form, name).parse().ok()
}

/// A page of a document that is to be made, under the id that was made for it.
fn page_of(business: &str, path: &str, id: Option<Uuid>) -> String {
    let page = format!("/b/{}/stock/{path}", encode(business));
    match id {
        Some(id) if page.contains('?') => format!("{page}&id={id}"),
        Some(id) => format!("{page}?id={id}"),
        None => page,
    }
}

/// The document that was made, with its number said.
fn made(business: &str, recorded: &super::Recorded) -> Done {
    let id = recorded.adjustment_id;
    let page = format!("/b/{}/stock/adjustments/{id}", encode(business));
    let done = Refusal::of("done-adjustment").with("number", recorded.number);
    Done::saying(page, done)
}

/// Goods that were found, or that are gone. `form[look]` only says what the rows mean.
#[server(prefix = "/api/stock", endpoint = "adjust_stock")]
pub async fn adjust_stock(
    #[server(default)] business: String,
    #[server(default)] form: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let id = id_in(&form, "adjustment_id");
    let back = page_of(&business, "adjustments/new", id);
    let key = format!("adjustment:{}", id.unwrap_or_default());
    let submitted = Submitted::new(&visit, &key, back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        if !typed_lines::text(&form, "look").is_empty() {
            // Nothing is wrong with it: the page shows what was typed, and what it means.
            return Err(Stop::Refused(Vec::new()));
        }
        let recorded = super::adjust(&cx, &form).await?;
        Ok(made(&business, &recorded))
    };
    submitted.answer(outcome.await).await
}

/// What the goods that are there are worth.
#[server(prefix = "/api/stock", endpoint = "revalue_stock")]
pub async fn revalue_stock(
    #[server(default)] business: String,
    #[server(default)] form: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let product = id_in(&form, "product_id").unwrap_or_default();
    let back = page_of(
        &business,
        &format!("revalue?product={product}"),
        id_in(&form, "adjustment_id"),
    );
    let submitted = Submitted::new(&visit, &format!("revalue:{product}"), back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        let recorded = super::revalue(&cx, &form).await?;
        Ok(made(&business, &recorded))
    };
    submitted.answer(outcome.await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_always_ours() {
        let id = Uuid::nil();
        assert_eq!(
            page_of("a/b", "adjustments/new", Some(id)),
            format!("/b/a%2Fb/stock/adjustments/new?id={id}")
        );
        assert_eq!(
            page_of("demo", "revalue?product=1", Some(id)),
            format!("/b/demo/stock/revalue?product=1&id={id}")
        );
        assert_eq!(page_of("demo", "revalue", None), "/b/demo/stock/revalue");
        let form = HashMap::from([("adjustment_id".to_owned(), "x//y".to_owned())]);
        assert_eq!(id_in(&form, "adjustment_id"), None);
    }
}
