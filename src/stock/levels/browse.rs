//! Looking through levels, and what all of them are worth.

use uuid::Uuid;

use super::store::{self, Ask, Found, Place};
use super::{Filter, Group, Row, Show};
use crate::ledger::{self, Role};
use crate::platform::BusinessTx;
use crate::values::{Money, Stop};

/// Products on a page.
const EACH: i64 = 50;

/// A page of levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// One row for each product and location, in the order of the filter.
    pub rows: Vec<Row>,
    /// Which page this is.
    pub page: i64,
    /// Whether another page follows.
    pub has_more: bool,
    /// The kits and families that the words found: they have no levels of their own.
    pub groups: Vec<Group>,
}

/// A page of levels: 50 products by name, each with the locations that the filter leaves, or 50 levels
/// in another order.
pub async fn list(tx: &mut BusinessTx, filter: &Filter) -> Result<Listed, Stop> {
    let page = filter.page.max(1);
    let narrowed = narrowed(tx, filter).await?;
    let offset = (page - 1).saturating_mul(EACH);
    let mut places = places_among(tx, filter, &narrowed, EACH + 1, offset).await?;
    let most = usize::try_from(EACH).unwrap_or(usize::MAX);
    let has_more = places.len() > most;
    places.truncate(most);
    let groups = if page == 1 && filter.show == Show::All {
        store::groups(tx, &narrowed.groups, narrowed.category).await?
    } else {
        Vec::new()
    };
    Ok(Listed {
        groups,
        rows: rows(tx, filter, &places).await?,
        page,
        has_more,
    })
}

/// What a filter leaves, in its order, from one window of all of it.
pub(super) async fn places(
    tx: &mut BusinessTx,
    filter: &Filter,
    limit: i64,
    offset: i64,
) -> Result<Vec<Place>, Stop> {
    let narrowed = narrowed(tx, filter).await?;
    places_among(tx, filter, &narrowed, limit, offset).await
}

/// What the category and the words of a filter come to.
#[derive(Default)]
struct Narrowed {
    category: Option<Uuid>,
    /// What words found that has a stock of its own, the best first; none where there are no words.
    among: Option<Vec<Uuid>>,
    /// The kits and families that they found.
    groups: Vec<Uuid>,
}

/// A category that is not there leaves nothing.
async fn narrowed(tx: &mut BusinessTx, filter: &Filter) -> Result<Narrowed, Stop> {
    let category = match &filter.category {
        None => None,
        Some(slug) => match store::category(tx, slug).await? {
            Some(category_id) => Some(category_id),
            None => {
                return Ok(Narrowed {
                    among: Some(Vec::new()),
                    ..Narrowed::default()
                });
            }
        },
    };
    let Some(words) = filter.asked_words() else {
        return Ok(Narrowed {
            category,
            ..Narrowed::default()
        });
    };
    let found = store::found(tx, words).await?;
    let (groups, plain): (Vec<Found>, Vec<Found>) = found.into_iter().partition(|one| one.is_group);
    let ids =
        |found: Vec<Found>| -> Vec<Uuid> { found.into_iter().map(|one| one.product_id).collect() };
    Ok(Narrowed {
        category,
        among: Some(ids(plain)),
        groups: ids(groups),
    })
}

async fn places_among(
    tx: &mut BusinessTx,
    filter: &Filter,
    narrowed: &Narrowed,
    limit: i64,
    offset: i64,
) -> Result<Vec<Place>, Stop> {
    if narrowed.among.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let ask = Ask {
        filter,
        among: narrowed.among.as_deref(),
        category: narrowed.category,
        limit,
        offset,
    };
    store::places(tx, &ask).await
}

/// The levels of these that a filter leaves.
pub(super) async fn rows(
    tx: &mut BusinessTx,
    filter: &Filter,
    places: &[Place],
) -> Result<Vec<Row>, Stop> {
    let mut rows = store::rows(tx, places).await?;
    rows.retain(|row| row.is_wanted(filter.show));
    Ok(rows)
}

/// What all goods on all shelves are worth: the balance of the inventory account.
pub async fn total_value(tx: &mut BusinessTx) -> Result<Money, Stop> {
    ledger::balance(tx, Role::Inventory).await
}
