//! What should be ordered now, from whom, and why.

mod need;

pub use need::Need;

use uuid::Uuid;

use self::need::whole_packs;
use super::read::MOST_LINES;
use super::store::{self, Figures, Window};
use crate::platform::BusinessTx;
use crate::staff::{self, Power};
use crate::values::{Money, Quantity, Stop, Unit};

/// A product that should be ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggested {
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// From whom: who is asked first, else the cheapest, else who brought it last; none: nobody is known.
    pub supplier_id: Option<Uuid>,
    /// Her name; empty where nobody is known.
    pub supplier_name: String,
    /// The figures that say why.
    pub need: Need,
    /// What stands in drafts already; not taken off.
    pub drafted: Quantity,
    /// The pack she sells it in; none: by its own unit.
    pub pack_id: Option<Uuid>,
    /// That pack's name; empty where there is none.
    pub pack_name: String,
    /// What one pack holds; 1 where there is none.
    pub holds: Quantity,
    /// How many packs.
    pub packs: Quantity,
    /// How much that is in the product's own unit.
    pub quantity: Quantity,
    /// What one pack costs, as far as is known.
    pub cost: Option<Money>,
    /// The least that she sells at once, where that is more than is needed.
    pub least: Option<Quantity>,
}

/// No list has more pages; keeps what somebody types into the address countable.
const LAST_PAGE: i64 = 20_000;
/// Lines on a page, whoever they are had from: what runs out first.
const EACH: usize = 50;

/// A page of what should be ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The lines, by supplier and name.
    pub lines: Vec<Suggested>,
    /// Which page this is.
    pub page: i64,
    /// Whether another page follows.
    pub has_more: bool,
}

/// What should be ordered for a location, what runs out first on the first page; only from one
/// supplier where one is named: of hers a page holds as much as an order does.
pub async fn suggest(
    tx: &mut BusinessTx,
    location_id: Uuid,
    supplier: Option<Uuid>,
    page: i64,
) -> Result<Suggestion, Stop> {
    staff::allow(tx, Power::SeePurchases)?;
    let each = supplier.map_or(EACH, |_| MOST_LINES);
    let many = i64::try_from(each).unwrap_or(i64::MAX);
    let page = page.clamp(1, LAST_PAGE);
    let window = Window {
        location_id,
        supplier,
        limit: many + 1,
        offset: (page - 1) * many,
    };
    let mut figures = store::suggested(tx, window).await?;
    let has_more = figures.len() > each;
    figures.truncate(each);
    let mut lines: Vec<Suggested> = figures.into_iter().filter_map(line).collect();
    lines.sort_by_cached_key(|line| {
        let (supplier, name) = (line.supplier_name.to_lowercase(), line.name.to_lowercase());
        // Those of nobody at the end.
        (line.supplier_id.is_none(), supplier, line.supplier_id, name)
    });
    Ok(Suggestion {
        lines,
        page,
        has_more,
    })
}

/// The line of a product; none where nothing of it is needed after all.
fn line(figures: Figures) -> Option<Suggested> {
    let need = Need {
        on_hand: Quantity::from_milli(figures.on_hand_milli),
        reserved: Quantity::from_milli(figures.reserved_milli),
        expired: Quantity::from_milli(figures.expired_milli),
        short: Quantity::from_milli(figures.short_milli),
        minimum: figures.minimum_milli.map(Quantity::from_milli),
        reorder: figures.reorder_milli.map(Quantity::from_milli),
        sold: Quantity::from_milli(figures.sold_milli),
        on_order: Quantity::from_milli(figures.coming_milli),
        in_transit: Quantity::from_milli(figures.in_transit_milli),
        lead_days: i64::from(figures.lead_days),
    };
    let amount = need.amount();
    if !need.is_needed() || amount == Quantity::ZERO {
        return None;
    }
    let sold_in = Quantity::from_milli(figures.holds_milli.unwrap_or(1000));
    let hers = figures.cost_minor.map(Money::from_minor);
    // A pack that is not in use any more: by the unit, at its share of the price.
    let (pack_id, pack_name, holds, cost) = if figures.pack_retired {
        let share = hers.and_then(|cost| cost.share(1000, sold_in.milli()));
        (None, String::new(), Quantity::ONE, share)
    } else {
        let name = figures.pack_name.unwrap_or_default();
        (figures.pack_id, name, sold_in, hers)
    };
    let needed = whole_packs(amount, holds)?;
    let least = figures.least_milli.map(Quantity::from_milli);
    let packs = match least {
        Some(least) => whole_packs(least, holds)?.max(needed),
        None => needed,
    };
    let quantity = packs
        .milli()
        .checked_mul(holds.milli())?
        .checked_div(1000)?;
    Some(Suggested {
        product_id: figures.product_id,
        sku: figures.sku,
        name: figures.name,
        unit: Unit::parse(&figures.unit).unwrap_or(Unit::Piece),
        supplier_id: figures.supplier_id,
        supplier_name: figures.supplier_name.unwrap_or_default(),
        need,
        drafted: Quantity::from_milli(figures.drafted_milli),
        pack_id,
        pack_name,
        holds,
        packs,
        quantity: Quantity::from_milli(quantity),
        cost,
        least: least.filter(|_| packs > needed),
    })
}
