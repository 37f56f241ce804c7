//! The form that prints a receipt.

use leptos::prelude::*;
use serde_json::json;

use super::PrintAsk;
use super::pages::{Paper, page_of};
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::Stop;

/// Counts a print, and leads to its paper.
#[server(prefix = "/api/sales", endpoint = "print_receipt")]
pub async fn print_receipt(
    #[server(default)] business: String,
    #[server(default)] sale_id: String,
    #[server(default)] print_id: String,
    #[server(default)] paper: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = page_of(&business, &sale_id);
    let typed = json!({ "paper": paper });
    let submitted = Submitted::new(&visit, &format!("receipt:{sale_id}"), page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::SeeOrders).await?;
        let ask = PrintAsk {
            print_id: print_id.parse().map_err(|_| Stop::NotFound)?,
            sale_id: sale_id.parse().map_err(|_| Stop::NotFound)?,
        };
        super::print(&cx, &ask).await?;
        let paper = Paper::parse(&paper).code();
        Ok(Done::to(format!(
            "{page}?paper={paper}&print={}",
            ask.print_id
        )))
    };
    submitted.answer(outcome.await).await
}
