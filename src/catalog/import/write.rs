//! Writes what a plan says, in a few statements however many rows it has.

use uuid::Uuid;

use super::plan::{Change, Plan};
use crate::catalog::keep_product::price_of;
use crate::catalog::store::{self, PriceRow, ProductRow};
use crate::ledger::{self, Draft, Role};
use crate::platform::{BusinessTx, fault};
use crate::stock::{self, Arrival, Arriving, Count, Kind, Source};
use crate::values::{Quantity, Refusal, Stop};

/// Who and what writes.
pub(super) struct Pen {
    /// The document that movements and entries come from.
    pub document: Uuid,
    /// Who set the prices.
    pub member_id: Option<Uuid>,
    /// Where stock is counted.
    pub home: Option<Uuid>,
}

/// Writes a plan. Lines that the shelf does not allow any more go into `bad`; then the caller drops
/// its transaction.
pub(super) async fn write(
    tx: &mut BusinessTx,
    pen: &Pen,
    plan: &Plan,
    bad: &mut Vec<(u64, Vec<Refusal>)>,
) -> Result<(), Stop> {
    store::insert_categories(tx, &plan.categories).await?;
    let (made, kept): (Vec<&Change>, Vec<&Change>) = plan
        .changes
        .iter()
        .partition(|change| change.kept.is_none());
    let rows: Vec<ProductRow> = made.iter().map(|change| change.row.clone()).collect();
    store::insert_products(tx, &rows).await?;
    let rows: Vec<ProductRow> = kept.iter().map(|change| change.row.clone()).collect();
    store::update_products(tx, &rows, true).await?;
    let anew = |change: &&Change| {
        let before = change.kept.as_ref()?;
        let is_anew = change.draft.measures_anew(before);
        is_anew.then_some(change.draft.product_id)
    };
    let anew: Vec<Uuid> = kept.iter().filter_map(anew).collect();
    store::take_from_old_carts(tx, &anew).await?;
    let renamed = |change: &&Change| {
        let before = change.kept.as_ref()?;
        let renames = change.draft.renames_family(before);
        renames.then(|| (change.draft.product_id, before.name.clone()))
    };
    let renamed: Vec<(Uuid, String)> = kept.iter().filter_map(renamed).collect();
    store::rename_variants(tx, &renamed).await?;
    prices_and_codes(tx, pen, plan).await?;
    let Some(home) = pen.home else {
        return Ok(());
    };
    // Levels before the journal's number, as every document locks them.
    let counted: Vec<Uuid> = kept
        .iter()
        .filter(|c| c.counted.is_some())
        .map(|c| c.draft.product_id)
        .collect();
    stock::lock_all(tx, home, &counted).await?;
    open_stock(tx, pen.document, home, &made).await?;
    recount(tx, pen.document, home, &kept, bad).await
}

async fn prices_and_codes(tx: &mut BusinessTx, pen: &Pen, plan: &Plan) -> Result<(), Stop> {
    let reprices = |change: &&Change| {
        let kept = change.kept.as_ref();
        kept.is_none_or(|kept| change.draft.reprices(kept))
    };
    let changes = plan.changes.iter();
    let prices = changes
        .filter(reprices)
        .map(|change| price_of(&change.draft));
    let prices: Vec<PriceRow> = prices.collect();
    store::insert_prices(tx, &prices, pen.member_id).await?;
    let recodes = |change: &&Change| match &change.kept {
        Some(kept) => kept.barcodes != change.draft.barcodes,
        None => !change.draft.barcodes.is_empty(),
    };
    let codes: Vec<(Uuid, &[String])> = plan
        .changes
        .iter()
        .filter(recodes)
        .map(|change| (change.draft.product_id, change.draft.barcodes.as_slice()))
        .collect();
    store::replace_barcodes(tx, &codes).await
}

fn line_no(change: &Change) -> i32 {
    i32::try_from(change.line).unwrap_or(i32::MAX)
}

/// The stock of new products: one receipt, one entry.
async fn open_stock(
    tx: &mut BusinessTx,
    document: Uuid,
    location_id: Uuid,
    made: &[&Change],
) -> Result<(), Stop> {
    let too_dear = || fault("an import's stock cannot be counted", &document);
    let mut lines = Vec::new();
    for change in made {
        let Some(quantity) = change.draft.stock.filter(|stock| *stock > Quantity::ZERO) else {
            continue;
        };
        let value = change.draft.cost.unwrap_or_default().times(quantity);
        lines.push(Arriving {
            line_no: line_no(change),
            product_id: change.draft.product_id,
            quantity,
            // The plan has refused what cannot be counted.
            value: value.ok_or_else(too_dear)?,
            batch_id: None,
            expires_on: None,
            received_at: None,
            origin_id: None,
        });
    }
    if lines.is_empty() {
        return Ok(());
    }
    let arrival = Arrival {
        kind: Kind::Opening,
        source: Source {
            kind: "import",
            id: document,
        },
        location_id,
    };
    let value = stock::bring_in(tx, &arrival, &lines).await?;
    let against = value.negated().ok_or_else(too_dear)?;
    let entry = Draft {
        source_kind: "import",
        source_id: document,
        purpose: "opening",
        occurred_at: tx.scope().now,
        location_id: Some(location_id),
        lines: vec![(Role::Inventory, value), (Role::OpeningEquity, against)],
    };
    ledger::post(tx, entry).await?;
    Ok(())
}

/// The stock of products that were there before: one count of all that is another number.
async fn recount(
    tx: &mut BusinessTx,
    document: Uuid,
    location_id: Uuid,
    kept: &[&Change],
    bad: &mut Vec<(u64, Vec<Refusal>)>,
) -> Result<(), Stop> {
    let count = |change: &&Change| {
        Some(Count {
            line_no: line_no(change),
            product_id: change.draft.product_id,
            counted: change.counted?,
            unit_cost: change.draft.cost,
        })
    };
    let counts: Vec<Count> = kept.iter().filter_map(count).collect();
    for (line, refusal) in stock::adjust_all(tx, document, location_id, &counts).await? {
        bad.push((u64::try_from(line).unwrap_or(0), vec![refusal]));
    }
    Ok(())
}
