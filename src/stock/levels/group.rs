//! What has no stock of its own: a kit, looked at by its parts, and a family, by its variants.

use std::collections::HashMap;

use uuid::Uuid;

use super::Row;
use super::store::{self, Place};
use crate::platform::BusinessTx;
use crate::values::{Quantity, Stop};

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// Sold as one; it leaves the shelf as its parts.
    Kit,
    /// What variants have in common.
    Family,
}

impl GroupKind {
    /// Its word in the database and in translation keys (`kind-kit`).
    pub const fn code(self) -> &'static str {
        match self {
            GroupKind::Kit => "kit",
            GroupKind::Family => "family",
        }
    }

    /// The kind of that word; none for what has stock of its own.
    pub fn parse(code: &str) -> Option<GroupKind> {
        let all = [GroupKind::Kit, GroupKind::Family];
        all.into_iter().find(|kind| kind.code() == code)
    }
}

/// A kit or a family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The product.
    pub product_id: Uuid,
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// Which of the two.
    pub kind: GroupKind,
    /// Whether it is off sale.
    pub is_retired: bool,
}

/// A kit or a family with all that its page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupLevels {
    /// The product itself.
    pub group: Group,
    /// Its parts or variants at each location where they have a level; one that never was anywhere
    /// is one row of nothing.
    pub rows: Vec<Row>,
    /// How much of a part is in one kit, by part.
    pub in_one: HashMap<Uuid, Quantity>,
    /// How many whole kits each open location could make: its name and the number.
    pub makes: Vec<(String, i64)>,
}

/// A kit or a family of the business, with the levels of what it is made of.
pub async fn group_levels(tx: &mut BusinessTx, product_id: Uuid) -> Result<GroupLevels, Stop> {
    let group = store::group(tx, product_id).await?.ok_or(Stop::NotFound)?;
    let (members, makes) = match group.kind {
        GroupKind::Kit => (
            store::parts(tx, product_id).await?,
            store::makes(tx, product_id).await?,
        ),
        GroupKind::Family => (store::variants(tx, product_id).await?, Vec::new()),
    };
    let places: Vec<Place> = members.iter().map(|(id, _)| (*id, None)).collect();
    let amounts = members.into_iter();
    Ok(GroupLevels {
        rows: store::rows(tx, &places).await?,
        in_one: amounts
            .filter_map(|(id, amount)| Some((id, amount?)))
            .collect(),
        group,
        makes,
    })
}
