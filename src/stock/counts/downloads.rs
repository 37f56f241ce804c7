//! A take as a file: what was counted, and what was not, in the columns that can be sent back.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use axum::routing::get;
use uuid::Uuid;

use super::pages::sees_book;
use super::stock_take::StockTake;
use super::store::{self, Listed, Valued};
use crate::platform::files::{heading, record_with_numbers, sent, visit_of};
use crate::platform::{AppState, Scope, Visit};
use crate::staff::{self, Power};
use crate::stock::levels::sees_costs;
use crate::values::Stop;

/// The routes of files that go out.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/b/{business}/stock/takes/{take}/take.csv", get(take))
}

async fn take(
    State(state): State<AppState>,
    Path((business, take)): Path<(String, String)>,
    request: Request,
) -> Response {
    let visit = visit_of(state, request);
    sent(&visit, file_of(&visit, &business, &take).await)
}

/// The name of a take's file, which is of our making, and what is in it.
async fn file_of(visit: &Visit, business: &str, take: &str) -> Result<(String, String), Stop> {
    let take_id = take.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
    let mut tx = visit.member(business)?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let take = store::find(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let lines = store::valued(&mut tx, &take).await?;
    let all = store::whole(&mut tx, &take, None).await?;
    let name = format!("{}-stock-take-{}.csv", tx.scope().slug, take.number);
    Ok((name, written(tx.scope(), &take, &lines, &all)))
}

/// Every product of a take by category and name, counted or not.
fn written(scope: &Scope, take: &StockTake, lines: &[Valued], all: &[Listed]) -> String {
    let by_product: HashMap<Uuid, &Valued> =
        lines.iter().map(|line| (line.product_id, line)).collect();
    let told = sees_book(scope, take);
    let mut columns = vec![
        "sku",
        "name",
        "category",
        "unit",
        "counted_by",
        "counted_at",
        "counted",
    ];
    if told {
        columns.extend(["book", "difference"]);
    }
    // What goods cost is not for every hand.
    if told && sees_costs(&scope.who) {
        columns.push("value");
    }
    let mut file = heading(columns);
    for row in all {
        let line = by_product.get(&row.product_id).copied();
        file.push_str(&written_row(scope, row, line, told));
    }
    file
}

fn written_row(scope: &Scope, row: &Listed, line: Option<&Valued>, told: bool) -> String {
    let at = row.counted_at.map(|at| {
        let at = scope.calendar.local(at);
        at.format("%Y-%m-%d %H:%M").to_string()
    });
    let at = at.unwrap_or_default();
    let category = row.category.as_deref().unwrap_or_default();
    let who = row.who.as_deref().unwrap_or_default();
    let unit = row.unit.code();
    let (sku, name) = (row.sku.as_str(), row.name.as_str());
    let texts = [sku, name, category, unit, who, at.as_str()];
    let counted = row.counted.map(|counted| counted.short());
    let mut numbers = vec![counted.unwrap_or_default()];
    if told {
        numbers.extend(match line {
            Some(line) => {
                let change = line.counted.minus(line.book).unwrap_or_default();
                [line.book.short(), change.short()]
            }
            None => [row.book.short(), String::new()],
        });
    }
    if told && sees_costs(&scope.who) {
        let value = line.map(|line| line.value.bare(&scope.currency));
        numbers.push(value.unwrap_or_default());
    }
    let numbers = numbers.iter().map(String::as_str);
    record_with_numbers(texts.into_iter().chain(numbers))
}
