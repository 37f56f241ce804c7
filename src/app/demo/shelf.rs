//! Where the demo's goods stand, in which packs they come, and for how much shops buy them.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::past::Past;
use crate::businesses::{self, LocationForm};
use crate::catalog::{self, price_lists, scale};
use crate::platform::{Cx, fault};
use crate::stock::find_product::find_products;
use crate::stock::levels;
use crate::values::Stop;

/// Cartons, bales and sacks, with barcodes of the range that is left to shops.
const PACKS: &str = include_str!("packs.csv");
/// What other shops pay.
const WHOLESALE: &str = include_str!("wholesale.csv");
/// When to look, and when to buy, at either location.
const POINTS: &str = include_str!("points.csv");

/// The demo's locations, and its list of prices beside retail.
pub(super) struct Places {
    /// Sells online too.
    pub stall: Uuid,
    /// Sells over the counter only.
    pub kiosk: Uuid,
    /// For those who buy whole packs.
    pub wholesale: String,
}

/// Arranges the shelves.
pub(super) async fn arrange(past: &Past<'_>) -> Result<Places, Stop> {
    let cx = past.ago(39, 0);
    let mut tx = cx.read().await?;
    let locations = businesses::locations(&mut tx).await?;
    drop(tx);
    let stall = locations.first().ok_or(Stop::NotFound)?.location_id;
    let kiosk = Uuid::now_v7();
    let location = LocationForm {
        location_id: kiosk.to_string(),
        fresh: "true".to_owned(),
        name: "Stage kiosk".to_owned(),
        address: "Bus stage, gate 2".to_owned(),
        ..LocationForm::default()
    };
    businesses::keep_location(&cx, &location).await?;
    let report = catalog::packs::bring_packs(&cx, PACKS.as_bytes(), false).await?;
    if let Some((line, why)) = report.bad.first() {
        let what = format!("the demo's packs, line {line}");
        return Err(fault(&what, &format!("{why:?}")));
    }
    let wholesale = price_lists::add(&cx, "Wholesale").await?;
    let file = WHOLESALE.as_bytes();
    price_lists::bring_in(&cx, &wholesale, Uuid::now_v7(), file, false).await?;
    levels::keep_file(&cx, POINTS.as_bytes(), false).await?;
    weigh(&cx).await?;
    Ok(Places {
        stall,
        kiosk,
        wholesale,
    })
}

/// Meat is weighed by a scale that prints barcodes: 21, the number of the meat, its grams.
async fn weigh(cx: &Cx) -> Result<(), Stop> {
    let formats = BTreeMap::from([("p21".to_owned(), "weight".to_owned())]);
    scale::keep_formats(cx, &formats).await?;
    for (sku, number) in [("BEEF", "1"), ("GOAT-MEAT", "2")] {
        scale::keep_scale_code(cx, product(cx, sku).await?, number).await?;
    }
    Ok(())
}

/// The id of a product.
pub(super) async fn product(cx: &Cx, sku: &str) -> Result<Uuid, Stop> {
    let mut tx = cx.read().await?;
    let mut found = find_products(&mut tx, &[sku.to_owned()]).await?;
    let found = found.pop().ok_or(Stop::NotFound)?;
    Ok(found.map_err(Stop::from)?.product_id)
}
