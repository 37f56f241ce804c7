//! Looking through what is sold: the storefront's pages and the back office's list.

use uuid::Uuid;

use super::category::CategoryShown;
use super::kind::ProductKind;
use super::kits::parts_of;
use super::product::{Browse, Described, Found, OwnerList, OwnerPage, Shown, paged};
use super::store::{self, Eyes};
use crate::platform::BusinessTx;
use crate::values::Stop;

/// Products on a page of the storefront.
const EACH: i64 = 24;
/// Products on a page of the back office.
const EACH_LISTED: i64 = 50;
/// The most characters of a question; more is not a search.
const MOST_WORDS: usize = 100;

/// What customers see, filtered and in order, 24 to a page: a family once, and not its variants.
/// Words that find nothing find an empty page, and so does a category that there is not.
pub async fn browse(tx: &mut BusinessTx, asked: &Browse) -> Result<Found, Stop> {
    let among = found(tx, asked.words.as_deref(), Eyes::Customer).await?;
    let window = |total| window(total, asked.page, EACH);
    let among = among.as_deref();
    let (ids, total) = store::page_of_shop(tx, asked, Eyes::Customer, among, window).await?;
    let products = store::load_shown(tx, &ids).await?;
    let (pages, page) = paged(total, asked.page, EACH);
    Ok(Found {
        products,
        total,
        pages,
        page,
    })
}

/// What these products look like to a customer, in this order; retired ones are left out.
pub async fn shown(tx: &mut BusinessTx, ids: &[Uuid]) -> Result<Vec<Shown>, Stop> {
    store::load_shown(tx, ids).await
}

/// One product by its address, with all that its page shows. What customers cannot see is not there.
pub async fn by_slug(tx: &mut BusinessTx, slug: &str) -> Result<Option<Described>, Stop> {
    let Some(head) = store::describe(tx, slug).await? else {
        return Ok(None);
    };
    // A variant is shown among its family's, and they come in one statement.
    let mut ids = head.variants.clone();
    if !ids.contains(&head.product_id) {
        ids.push(head.product_id);
    }
    let all = store::load_shown(tx, &ids).await?;
    let own = all.iter().find(|one| one.product_id == head.product_id);
    let Some(product) = own.cloned() else {
        return Ok(None);
    };
    let kit: Vec<Uuid> = (product.kind == ProductKind::Kit)
        .then_some(product.product_id)
        .into_iter()
        .collect();
    let mut parts = parts_of(tx, &kit).await?;
    let mut variants = all;
    variants.retain(|one| head.variants.contains(&one.product_id));
    Ok(Some(Described {
        parts: parts.remove(&product.product_id).unwrap_or_default(),
        product,
        description: head.description,
        category: head.category,
        family: head.family,
        variants,
    }))
}

/// The open categories in the owner's order, those without products too.
pub async fn categories(tx: &mut BusinessTx) -> Result<Vec<CategoryShown>, Stop> {
    store::open_categories(tx).await
}

/// Products for the back office, 50 to a page.
pub async fn list_for_owner(tx: &mut BusinessTx, asked: &OwnerList) -> Result<OwnerPage, Stop> {
    let window = |total| window(total, asked.page, EACH_LISTED);
    let (ids, total) = if asked.retired {
        store::page_of_retired(tx, asked, window).await?
    } else {
        let among = among(tx, asked.words.as_deref()).await?;
        let asked = Browse {
            category: asked.category.clone(),
            sort: asked.sort,
            ..Browse::default()
        };
        store::page_of_shop(tx, &asked, Eyes::Owner, among.as_deref(), window).await?
    };
    let products = store::load_listed(tx, &ids).await?;
    let (pages, page) = paged(total, asked.page, EACH_LISTED);
    Ok(OwnerPage {
        products,
        total,
        pages,
        page,
    })
}

/// What words find in the back office; none where there are no words.
pub(super) async fn among(
    tx: &mut BusinessTx,
    words: Option<&str>,
) -> Result<Option<Vec<Uuid>>, Stop> {
    found(tx, words, Eyes::Owner).await
}

async fn found(
    tx: &mut BusinessTx,
    words: Option<&str>,
    eyes: Eyes,
) -> Result<Option<Vec<Uuid>>, Stop> {
    let words: String = words
        .unwrap_or_default()
        .trim()
        .chars()
        .take(MOST_WORDS)
        .collect();
    // A zero byte is no text to PostgreSQL, and no word to anybody.
    let words = words.replace('\0', "");
    if words.is_empty() {
        return Ok(None);
    }
    Ok(Some(store::candidates(tx, &words, eyes).await?))
}

/// How many rows a page takes, and after how many.
fn window(total: i64, page: i64, each: i64) -> (i64, i64) {
    let (_, page) = paged(total, page, each);
    (each, (page - 1).saturating_mul(each))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::catalog::Sort;
    use crate::catalog::demo::CATALOGUE;
    use crate::catalog::import;
    use crate::tests::support::Shop;
    use crate::values::Money;

    #[tokio::test(flavor = "multi_thread")]
    async fn customers_find_sort_and_filter() {
        let shop = Shop::open("browse").await;
        let import_id = Uuid::now_v7();
        import::import(&shop.cx(), import_id, CATALOGUE.as_bytes(), false)
            .await
            .unwrap();
        let mut tx = shop.customer().read().await.unwrap();

        let all = browse(
            &mut tx,
            &Browse {
                page: 2,
                ..Browse::default()
            },
        )
        .await
        .unwrap();
        assert_eq!((all.total, all.pages, all.page), (44, 2, 2));
        assert_eq!(all.products.len(), 20);

        let words = Some("skuma".to_owned());
        let found = browse(
            &mut tx,
            &Browse {
                words,
                ..Browse::default()
            },
        )
        .await
        .unwrap();
        assert!(
            found.products[0].name.to_lowercase().contains("sukuma"),
            "{found:?}"
        );

        let asked = Browse {
            category: Some("beans-peas".to_owned()),
            max: Some(Money::from_minor(20_000)),
            sort: Sort::PriceDown,
            ..Browse::default()
        };
        let dear = browse(&mut tx, &asked).await.unwrap();
        assert!(dear.total > 0 && dear.products.iter().all(|p| p.price.minor() <= 20_000));
        assert!(
            dear.products
                .windows(2)
                .all(|pair| pair[0].price >= pair[1].price)
        );

        let asked = Browse {
            in_stock: true,
            ..Browse::default()
        };
        let here = browse(&mut tx, &asked).await.unwrap();
        assert_eq!(here.total, 42, "two goods start at nothing");

        let none = Browse {
            category: Some("shoes".to_owned()),
            ..Browse::default()
        };
        assert_eq!(browse(&mut tx, &none).await.unwrap().total, 0);
        let first = &all.products[0];
        let page = by_slug(&mut tx, &first.slug).await.unwrap().unwrap();
        assert_eq!(&page.product, first);
        assert!(page.category.is_some() && page.variants.is_empty());
        assert!(by_slug(&mut tx, "no-such-thing").await.unwrap().is_none());
    }
}
