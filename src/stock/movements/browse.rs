//! Looking through the log.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store::{self, Ask};
use super::{Cursor, Document, Filter};
use crate::platform::BusinessTx;
use crate::stock::Kind;
use crate::values::{Money, Quantity, Stop, Unit};

/// One movement, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The movement.
    pub movement_id: Uuid,
    /// What it is.
    pub kind: Kind,
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// What it is counted in.
    pub unit: Unit,
    /// Where.
    pub location: String,
    /// In +, out -.
    pub quantity: Quantity,
    /// At cost, with the same sign.
    pub value: Money,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who did it, where a member did.
    pub who: Option<String>,
    /// What caused it; what covers a shortfall is told by the sale that it came from.
    pub document: Document,
    /// Where it covers a shortfall: what brought the goods.
    pub brought: Vec<Document>,
    /// What was there after it, where one product is asked for: at the location that is, or at all.
    pub balance: Option<Quantity>,
}

impl Row {
    /// Where a page begins that follows this row.
    pub fn cursor(&self) -> Cursor {
        Cursor {
            at: self.at,
            movement_id: self.movement_id,
        }
    }
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The movements, the newest first.
    pub rows: Vec<Row>,
    /// Where the next page begins; none on the last.
    pub next: Option<Cursor>,
    /// The one product that is asked for, if it is one, and its name.
    pub product: Option<(Uuid, String)>,
}

/// A page of at most so many movements, the newest first.
pub async fn list(tx: &mut BusinessTx, filter: &Filter, each: i64) -> Result<Listed, Stop> {
    let products = match (filter.product, filter.words.as_deref().map(str::trim)) {
        (Some(product_id), _) => Some(vec![product_id]),
        (None, Some(words)) if !words.is_empty() => Some(store::found(tx, words).await?),
        (None, _) => None,
    };
    let one = match products.as_deref() {
        Some([product_id]) => store::product_name(tx, *product_id).await?,
        _ => None,
    };
    let (from, until) = filter.instants(&tx.scope().calendar);
    let ask = Ask {
        filter,
        products: products.as_deref(),
        from,
        until,
        limit: each.saturating_add(1),
    };
    let mut ids = store::ids(tx, &ask).await?;
    let most = usize::try_from(each).unwrap_or(usize::MAX);
    let has_more = ids.len() > most;
    ids.truncate(most);
    let mut rows = store::rows(tx, &ids).await?;
    find_brought(tx, &mut rows).await?;
    name_documents(tx, &mut rows).await?;
    if let Some((product_id, _)) = &one {
        let balances = store::balances(tx, *product_id, filter.location, &ids).await?;
        for row in &mut rows {
            row.balance = balances.get(&row.movement_id).copied();
        }
    }
    let next = rows.last().filter(|_| has_more).map(Row::cursor);
    Ok(Listed {
        rows,
        next,
        product: one,
    })
}

/// Looks up what brought the goods that covered shortfalls.
async fn find_brought(tx: &mut BusinessTx, rows: &mut [Row]) -> Result<(), Stop> {
    let covers = rows.iter().filter(|row| row.kind == Kind::Cover);
    let covers: Vec<Uuid> = covers.map(|row| row.movement_id).collect();
    // Most pages have none.
    if covers.is_empty() {
        return Ok(());
    }
    for (movement_id, document) in store::brought(tx, &covers).await? {
        if let Some(row) = rows.iter_mut().find(|row| row.movement_id == movement_id) {
            row.brought.push(document);
        }
    }
    Ok(())
}

/// Looks up what the documents of these rows are called, all at once.
async fn name_documents(tx: &mut BusinessTx, rows: &mut [Row]) -> Result<(), Stop> {
    let mut wanted: Vec<(String, Uuid)> = rows
        .iter()
        .flat_map(|row| std::iter::once(&row.document).chain(&row.brought))
        .map(|document| (document.kind.clone(), document.id))
        .collect();
    wanted.sort();
    wanted.dedup();
    let known = store::documents(tx, &wanted).await?;
    let known: HashMap<(String, Uuid), Document> = known
        .into_iter()
        .map(|document| ((document.kind.clone(), document.id), document))
        .collect();
    for row in rows {
        for named in std::iter::once(&mut row.document).chain(&mut row.brought) {
            if let Some(document) = known.get(&(named.kind.clone(), named.id)) {
                *named = document.clone();
            }
        }
    }
    Ok(())
}
