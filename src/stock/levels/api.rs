//! Server functions of levels: each requires a power and calls one verb.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use leptos::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Points;
use crate::platform::Visit;
use crate::platform::forms::{Done, Submitted};
use crate::staff::{self, Power};
use crate::values::{Quantity, Refusal, Stop};

/// The most locations that one form is read for.
const MOST: usize = 200;

/// Sets minimum and reorder points of a product, location by location.
#[server(prefix = "/api/stock", endpoint = "keep_points")]
pub async fn keep_points(
    #[server(default)] business: String,
    #[server(default)] product_id: String,
    #[server(default)] minimum: HashMap<String, String>,
    #[server(default)] reorder: HashMap<String, String>,
) -> Result<(), Stop> {
    let (minimum, reorder) = (by_location(minimum), by_location(reorder));
    let visit = Visit::current();
    let page = page_of(&business, &product_id);
    let typed = typed(&minimum, &reorder);
    let key = format!("points:{product_id}");
    let submitted = Submitted::new(&visit, &key, page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::MoveStock).await?;
        let product_id = product_id.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let points = read(product_id, &minimum, &reorder)?;
        let name = super::keep_points(&cx, product_id, &points).await?;
        let notice = Refusal::of("done-points-kept").with("name", name);
        Ok::<Done, Stop>(Done::saying(page, notice))
    };
    submitted.answer(outcome.await).await
}

/// The page of a product; only an id goes into an address, whatever was sent.
fn page_of(business: &str, product_id: &str) -> String {
    match product_id.parse::<Uuid>() {
        Ok(id) => format!("/b/{business}/stock/products/{id}"),
        Err(_) => format!("/b/{business}/stock"),
    }
}

/// The fields of a form by their location's id: each is sent with `at` before it.
fn by_location(fields: HashMap<String, String>) -> HashMap<String, String> {
    let bare = |name: String| name.strip_prefix("at").map(str::to_owned).unwrap_or(name);
    fields
        .into_iter()
        .map(|(name, value)| (bare(name), value))
        .collect()
}

/// What was typed, under the names that the page gives its fields.
fn typed(minimum: &HashMap<String, String>, reorder: &HashMap<String, String>) -> Value {
    let mut typed = Map::new();
    for (name, values) in [("minimum", minimum), ("reorder", reorder)] {
        for (location, value) in values.iter().take(MOST) {
            typed.insert(format!("{name}-{location}"), json!(value));
        }
    }
    Value::Object(typed)
}

/// The points of a form; every field that is no quantity is refused.
fn read(
    product_id: Uuid,
    minimum: &HashMap<String, String>,
    reorder: &HashMap<String, String>,
) -> Result<Vec<Points>, Stop> {
    let locations: BTreeSet<&String> = minimum.keys().chain(reorder.keys()).take(MOST).collect();
    let mut refusals = Vec::new();
    let mut quantity = |name: &str, location: &str, values: &HashMap<String, String>| {
        let text = values.get(location).map_or("", |text| text.trim());
        if text.is_empty() {
            return None;
        }
        let quantity = Quantity::parse(text);
        if quantity.is_none() {
            let field = format!("{name}-{location}");
            refusals.push(Refusal::at(&field, "refused-not-a-quantity"));
        }
        quantity
    };
    let mut points = BTreeMap::new();
    for location in locations {
        let location_id = location.parse::<Uuid>().map_err(|_| Stop::NotFound)?;
        let one = Points {
            product_id,
            location_id,
            minimum: quantity("minimum", location, minimum),
            reorder: quantity("reorder", location, reorder),
        };
        points.insert(location_id, one);
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    Ok(points.into_values().collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> HashMap<String, String> {
        let pairs = pairs.iter();
        pairs
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect()
    }

    #[test]
    fn an_empty_field_is_no_point_and_a_wrong_one_is_refused() {
        let at = "01930000-0000-7000-8000-000000000001";
        let good = read(Uuid::nil(), &map(&[(at, " 2,5 ")]), &map(&[(at, "")])).unwrap();
        assert_eq!(good[0].minimum, Some(Quantity::from_milli(2500)));
        assert_eq!(good[0].reorder, None);
        let bad = read(Uuid::nil(), &map(&[(at, "-1")]), &map(&[(at, "much")]));
        assert!(matches!(bad, Err(Stop::Refused(all)) if all.len() == 2));
        let nowhere = read(Uuid::nil(), &map(&[("here", "1")]), &map(&[]));
        assert_eq!(nowhere, Err(Stop::NotFound));
    }
}
