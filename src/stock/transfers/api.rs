//! The forms of transfers. Each asks for its power, then does one thing; a refusal goes back to the
//! page, where what was typed stands again. `form[act]` says which of a page's forms it is.

use std::collections::HashMap;

use leptos::prelude::*;
use uuid::Uuid;

use super::Done as Came;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::platform::http::encode;
use crate::staff::{self, Power};
use crate::stock::typed_lines;
use crate::values::{Refusal, Stop};

type Fields = HashMap<String, String>;

/// The id of the form; only an id goes into an address, whatever was sent.
fn id_of(form: &Fields) -> Option<Uuid> {
    typed_lines::text(form, "transfer_id").parse().ok()
}

/// The page that a transfer's forms stand on and go back to.
fn page_of(business: &str, form: &Fields) -> String {
    let list = format!("/b/{}/stock/transfers", encode(business));
    match id_of(form) {
        Some(id) if typed_lines::text(form, "revision") == "0" => format!("{list}/new?id={id}"),
        Some(id) => format!("{list}/{id}"),
        None => list,
    }
}

fn submitted(visit: &Visit, business: &str, form: &Fields) -> Submitted {
    let key = format!("transfer:{}", id_of(form).unwrap_or_default());
    Submitted::new(visit, &key, page_of(business, form), form)
}

/// Back to the transfer, which says what happened.
fn done(business: &str, came: Came, words: Refusal) -> Done {
    let id = came.transfer_id;
    let page = format!("/b/{}/stock/transfers/{id}", encode(business));
    Done::saying(page, words.with("number", came.number))
}

/// A transfer that is asked for, or changed. `form[look]` only says what the rows mean.
#[server(prefix = "/api/stock", endpoint = "keep_transfer")]
pub async fn keep_transfer(
    #[server(default)] business: String,
    #[server(default)] form: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        if !typed_lines::text(&form, "look").is_empty() {
            // Nothing is wrong with it: the page shows what was typed, and what it means.
            return Err(Stop::Refused(Vec::new()));
        }
        let kept = super::make(&cx, &form).await?;
        Ok(done(&business, kept, Refusal::of("done-transfer-kept")))
    };
    submitted.answer(outcome.await).await
}

/// Goods that leave.
#[server(prefix = "/api/stock", endpoint = "send_transfer")]
pub async fn send_transfer(
    #[server(default)] business: String,
    #[server(default)] form: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        let sent = super::send(&cx, &form).await?;
        Ok(done(&business, sent, Refusal::of("done-transfer-sent")))
    };
    submitted.answer(outcome.await).await
}

/// Goods that came.
#[server(prefix = "/api/stock", endpoint = "receive_transfer")]
pub async fn receive_transfer(
    #[server(default)] business: String,
    #[server(default)] form: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::CountStock).await?;
        let arrived = super::arrive(&cx, &form).await?;
        Ok(done(
            &business,
            arrived,
            Refusal::of("done-transfer-arrived"),
        ))
    };
    submitted.answer(outcome.await).await
}

/// A transfer that will not happen, or that comes back.
#[server(prefix = "/api/stock", endpoint = "cancel_transfer")]
pub async fn cancel_transfer(
    #[server(default)] business: String,
    #[server(default)] form: HashMap<String, String>,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let submitted = submitted(&visit, &business, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        let cancelled = super::cancel(&cx, &form).await?;
        let words = Refusal::of("done-transfer-cancelled");
        Ok(done(&business, cancelled, words))
    };
    submitted.answer(outcome.await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_always_ours() {
        let id = Uuid::nil();
        let form = |id: &str, revision: &str| {
            Fields::from([
                ("transfer_id".to_owned(), id.to_owned()),
                ("revision".to_owned(), revision.to_owned()),
            ])
        };
        let page = page_of("a/b", &form(&id.to_string(), "0"));
        assert_eq!(page, format!("/b/a%2Fb/stock/transfers/new?id={id}"));
        let page = page_of("demo", &form(&id.to_string(), "3"));
        assert_eq!(page, format!("/b/demo/stock/transfers/{id}"));
        let page = page_of("demo", &form("//evil.example", "0"));
        assert_eq!(page, "/b/demo/stock/transfers");
    }
}
