//! The catalogue as a file: the very columns that the import reads, so that what goes out can come
//! in again and change nothing.
//!
//! The ids of what is asked for are read at once; their products follow a part at a time, each part
//! in a short transaction of its own. So a hundred thousand products take little memory, and a slow
//! browser holds no connection to the database while it thinks.

use std::collections::HashMap;

use uuid::Uuid;

use super::import::COLUMNS;
use super::kind::ProductKind;
use super::product::{Browse, OwnerList, Product};
use super::store::Eyes;
use super::{browse, store};
use crate::platform::{BusinessTx, Cx, files};
use crate::staff::{self, Power};
use crate::values::{Quantity, Stop};

/// How many products are read and written at a time.
const PART: usize = 1000;

/// An export under way.
pub struct Export {
    cx: Cx,
    ids: Vec<Uuid>,
    next: usize,
    has_begun: bool,
}

impl Export {
    /// Begins to write what a list of the back office shows, all pages of it.
    pub async fn begin(cx: Cx, asked: &OwnerList) -> Result<Export, Stop> {
        let mut tx = cx.read().await?;
        staff::allow(&tx, Power::KeepProducts)?;
        let ids = if asked.retired {
            let (ids, _) = store::page_of_retired(&mut tx, asked, all).await?;
            ids
        } else {
            let among = browse::among(&mut tx, asked.words.as_deref()).await?;
            let shop = Browse {
                category: asked.category.clone(),
                sort: asked.sort,
                ..Browse::default()
            };
            let among = among.as_deref();
            let (ids, _) = store::page_of_shop(&mut tx, &shop, Eyes::Owner, among, all).await?;
            ids
        };
        drop(tx);
        Ok(Export {
            cx,
            ids,
            next: 0,
            has_begun: false,
        })
    }

    /// The next piece of the file; none at its end. The first one is the heading.
    pub async fn next(&mut self) -> Result<Option<String>, Stop> {
        if !self.has_begun {
            self.has_begun = true;
            return Ok(Some(files::heading(COLUMNS)));
        }
        let to = self.ids.len().min(self.next.saturating_add(PART));
        let ids = self.ids.get(self.next..to).unwrap_or_default();
        if ids.is_empty() {
            return Ok(None);
        }
        let mut tx = self.cx.read().await?;
        let rows = load(&mut tx, ids).await?;
        let currency = tx.scope().currency.clone();
        drop(tx);
        self.next = to;
        let lines = rows.iter().map(|row| line(row, &currency));
        Ok(Some(lines.collect()))
    }
}

/// Products on their way out, in this order.
async fn load(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<Vec<Exported>, Stop> {
    let products = store::find_all(tx, ids).await?;
    let categories = store::all_categories(tx).await?;
    let open = categories.into_iter().filter(|category| !category.retired);
    let names: HashMap<Uuid, String> = open
        .map(|category| (category.category_id, category.name))
        .collect();
    let levels = match store::home_location(tx).await? {
        Some(home) => Some(store::on_hand_at(tx, home.location_id, ids).await?),
        None => None,
    };
    let exported = |product: Product| {
        let id = product.product_id;
        let category = product.category_id.and_then(|id| names.get(&id).cloned());
        let stock = levels
            .as_ref()
            .filter(|_| product.kind == ProductKind::Plain);
        let stock = stock.map(|levels| levels.get(&id).copied().unwrap_or_default());
        (
            id,
            Exported {
                product,
                category,
                stock,
            },
        )
    };
    let mut found: HashMap<Uuid, Exported> = products.into_iter().map(exported).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// A window on everything.
fn all(total: i64) -> (i64, i64) {
    (total.max(1), 0)
}

/// A product with what stands elsewhere: the name of its category, where that is open, and what is
/// on hand where products are counted.
struct Exported {
    product: Product,
    category: Option<String>,
    stock: Option<Quantity>,
}

/// In the order of [`COLUMNS`].
fn line(row: &Exported, currency: &str) -> String {
    let product = &row.product;
    let cost = product.cost.map(|cost| cost.bare(currency));
    let barcodes = product.barcodes.join(" ");
    let price = product.price.bare(currency);
    let stock = row.stock.map(Quantity::short).unwrap_or_default();
    let step = product.step.short();
    files::record([
        product.sku.as_str(),
        &barcodes,
        &product.name,
        row.category.as_deref().unwrap_or_default(),
        product.unit.code(),
        &step,
        &price,
        cost.as_deref().unwrap_or_default(),
        &product.tax_code,
        &stock,
        &product.search_words,
        &product.description,
        &product.slug,
    ])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::catalog::demo::CATALOGUE;
    use crate::catalog::import::import;
    use crate::catalog::keep_product::keep;
    use crate::catalog::{ProductForm, keep_category, retire_product};
    use crate::tests::support::Shop;

    async fn exported(shop: &Shop, asked: &OwnerList) -> String {
        let mut export = Export::begin(shop.cx(), asked).await.unwrap();
        let mut file = String::new();
        while let Some(piece) = export.next().await.unwrap() {
            file.push_str(&piece);
        }
        file
    }

    async fn hostile(shop: &Shop) {
        let form = ProductForm {
            product_id: Uuid::now_v7().to_string(),
            sku: "=1+1".to_owned(),
            name: "@SUM(A1), \"quoted\"".to_owned(),
            price: "1250.5".to_owned(),
            cost: "900".to_owned(),
            barcodes: "20000017\n-12345".to_owned(),
            search_words: "'+254".to_owned(),
            description: "-first\nsecond; third,\ttab".to_owned(),
            stock: "3".to_owned(),
            ..ProductForm::default()
        };
        keep(&shop.cx(), &form).await.unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_goes_out_and_comes_in_again_changes_nothing() {
        let shop = Shop::open("round-trip").await;
        let cx = shop.cx();
        import(&cx, Uuid::now_v7(), CATALOGUE.as_bytes(), false)
            .await
            .unwrap();
        hostile(&shop).await;
        // A category that was closed with its products still in it.
        let mut tx = shop.look().await;
        let (named, ..) = store::categories_named(&mut tx).await.unwrap();
        drop(tx);
        keep_category::retire(&cx, named["milk"]).await.unwrap();

        let file = exported(&shop, &OwnerList::default()).await;
        assert_eq!(file.matches("\r\n").count(), 46);
        for line in file.lines().skip(1) {
            assert!(!line.starts_with(['=', '+', '-', '@']), "{line}");
        }
        assert!(file.contains("'=1+1") && file.contains("'@SUM"), "{file}");
        let again = import(&cx, Uuid::now_v7(), file.as_bytes(), false)
            .await
            .unwrap();
        assert_eq!(
            (again.added, again.changed, again.unchanged, again.bad),
            (0, 0, 45, Vec::new())
        );
        assert_eq!(exported(&shop, &OwnerList::default()).await, file);
        // The control: a file with another price does change something.
        let dearer = file.replace("1250.50", "1300.00");
        let outcome = import(&cx, Uuid::now_v7(), dearer.as_bytes(), true).await;
        assert_eq!(outcome.unwrap().changed, 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_filtered_out_stays_at_home() {
        let shop = Shop::open("filtered").await;
        let unga = shop.sells("UNGA", "118", "5").await;
        shop.sells("SUGAR", "223", "5").await;
        let words = OwnerList {
            words: Some("sugar".to_owned()),
            ..OwnerList::default()
        };
        let file = exported(&shop, &words).await;
        assert!(file.contains("SUGAR") && !file.contains("UNGA"), "{file}");
        retire_product::retire(&shop.cx(), unga).await.unwrap();
        let retired = OwnerList {
            retired: true,
            ..OwnerList::default()
        };
        let file = exported(&shop, &retired).await;
        assert!(file.contains("UNGA") && !file.contains("SUGAR"), "{file}");
        let refused = Export::begin(shop.cashier(), &retired).await;
        assert!(matches!(refused, Err(Stop::Forbidden)));
    }
}
