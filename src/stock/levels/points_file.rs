//! A file of minimum and reorder points: all of it, or nothing. The same file twice changes nothing
//! the second time.

use std::collections::HashMap;

use serde_json::json;
use uuid::Uuid;

use super::keep_points::{Points, set_all};
use super::sheet::{self, Line};
use super::store;
use crate::audit;
use crate::platform::files::about_file;
use crate::platform::{BusinessTx, Cx};
use crate::staff::{self, Power};
use crate::stock::skus::Spelling;
use crate::values::{Quantity, Stop};

/// What a file did, or would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Rows that were read.
    pub rows: usize,
    /// Of them, those whose points change.
    pub changed: usize,
}

/// Sets the points of a file; where it is only tried, nothing is written. Every row that cannot be is
/// refused with its line.
pub async fn keep_file(cx: &Cx, file: &[u8], only_try: bool) -> Result<Counted, Stop> {
    let lines = sheet::read(file)?;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let points = meant(&mut tx, &lines).await?;
    let changed = set_all(&mut tx, &points).await?;
    let counted = Counted {
        rows: points.len(),
        changed: changed.len(),
    };
    // A try is the whole act, dropped: what it says is what would happen.
    if only_try || changed.is_empty() {
        return Ok(counted);
    }
    let details = json!({ "rows": counted.rows, "changed": counted.changed });
    audit::record(&mut tx, "stock.points_file", "business", None, details).await?;
    tx.commit().await?;
    Ok(counted)
}

/// What the lines mean that say anything, or all that is wrong with them. A column that the file does not have leaves
/// what stands.
async fn meant(tx: &mut BusinessTx, lines: &[Line]) -> Result<Vec<Points>, Stop> {
    let skus: Vec<String> = lines.iter().map(|line| line.sku.clone()).collect();
    let spelling = Spelling::of(tx, &skus).await?;
    let products = store::products_by_sku(tx, &spelling.skus(&skus)).await?;
    let locations = store::locations_named(tx).await?;
    let mut refusals = Vec::new();
    let mut seen: HashMap<(Uuid, Uuid), u64> = HashMap::new();
    let mut points = Vec::with_capacity(lines.len());
    for line in lines.iter().filter(|line| line.says_anything()) {
        let refused = |key: &str| about_file(key).with("line", line.no);
        let sku = spelling.sku(&line.sku);
        let product = sku.and_then(|sku| products.get(sku)).copied();
        if sku.is_none() {
            refusals.push(refused("refused-points-sku-several").with("sku", &line.sku));
        } else if product.is_none() {
            refusals.push(refused("refused-points-sku").with("sku", &line.sku));
        }
        let location = locations.get(&line.location.to_lowercase()).copied();
        if location.is_none() {
            refusals.push(refused("refused-points-location").with("name", &line.location));
        }
        for text in [&line.minimum, &line.reorder].into_iter().flatten() {
            if !text.is_empty() && Quantity::parse(text).is_none() {
                let text: String = text.chars().take(40).collect();
                refusals.push(refused("refused-points-quantity").with("text", text));
            }
        }
        let (Some(product_id), Some(location_id)) = (product, location) else {
            continue;
        };
        if let Some(first) = seen.insert((product_id, location_id), line.no) {
            refusals.push(refused("refused-points-twice").with("first", first));
        }
        points.push(Points {
            product_id,
            location_id,
            minimum: line.minimum.as_deref().and_then(Quantity::parse),
            reorder: line.reorder.as_deref().and_then(Quantity::parse),
        });
    }
    if !refusals.is_empty() {
        return Err(refusals.into());
    }
    let first = lines.first();
    let (minimum, reorder) = first.map_or((false, false), |line| {
        (line.minimum.is_some(), line.reorder.is_some())
    });
    if !(minimum && reorder) {
        keep_missing_column(tx, &mut points, minimum).await?;
    }
    Ok(points)
}

/// Fills in what stands, where a file has only one of the two columns.
async fn keep_missing_column(
    tx: &mut BusinessTx,
    points: &mut [Points],
    has_minimum: bool,
) -> Result<(), Stop> {
    let kept = store::lock_points(tx, points).await?;
    for one in points {
        let now = kept.get(&(one.product_id, one.location_id)).copied();
        let (minimum, reorder) = now.unwrap_or_default();
        if has_minimum {
            one.reorder = reorder;
        } else {
            one.minimum = minimum;
        }
    }
    Ok(())
}
