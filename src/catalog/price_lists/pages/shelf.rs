//! What a page of a price list shows: some goods, and the prices they have on it.

use std::collections::HashMap;

use uuid::Uuid;

use crate::catalog::browse::among;
use crate::catalog::price_lists::ask::Ask;
use crate::catalog::price_lists::goods::{Costs, Goods, Pack};
use crate::catalog::price_lists::list::{KeptPrice, PriceList};
use crate::catalog::price_lists::store;
use crate::catalog::product::paged;
use crate::platform::BusinessTx;
use crate::values::Stop;

/// Products on a page.
pub(super) const EACH: i64 = 50;

/// What a page of the list shows.
pub(super) struct Shelf {
    pub goods: Vec<Goods>,
    pub packs: Vec<Pack>,
    pub standing: HashMap<Uuid, Vec<KeptPrice>>,
    pub to_come: HashMap<Uuid, Vec<KeptPrice>>,
    pub costs: Costs,
    pub total: i64,
}

impl Shelf {
    /// Loads a page of the goods that are asked for.
    pub async fn load(tx: &mut BusinessTx, list: &PriceList, ask: &Ask) -> Result<Shelf, Stop> {
        let found = among(tx, ask.words.as_deref()).await?;
        let window = |total| {
            let (_, page) = paged(total, ask.page, EACH);
            (EACH, (page - 1).saturating_mul(EACH))
        };
        let (ids, total) =
            store::page_of_goods(tx, &list.list, ask, found.as_deref(), window).await?;
        let goods = store::goods(tx, &ids).await?;
        Ok(Shelf {
            packs: store::packs_of(tx, &ids).await?,
            standing: by_product(store::standing_of(tx, &list.list, &ids).await?),
            to_come: by_product(store::to_come(tx, &list.list, &ids).await?),
            costs: Costs::of(tx, &goods).await?,
            goods,
            total,
        })
    }
}

fn by_product(prices: Vec<KeptPrice>) -> HashMap<Uuid, Vec<KeptPrice>> {
    let mut by: HashMap<Uuid, Vec<KeptPrice>> = HashMap::new();
    for price in prices {
        by.entry(price.key.product_id).or_default().push(price);
    }
    by
}
