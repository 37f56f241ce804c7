//! Takes a product off sale, and puts it back. Its stock stays where it is, and in the books.

use serde_json::json;
use uuid::Uuid;

use super::keep_product::free_slug;
use super::store;
use crate::audit;
use crate::platform::Cx;
use crate::staff::{self, Power};
use crate::values::Stop;

/// Takes a product off sale; its name. Again changes nothing.
pub async fn retire(cx: &Cx, product_id: Uuid) -> Result<String, Stop> {
    set(cx, product_id, true).await
}

/// Puts a product back on sale; its name. Its address gets a suffix where another product has
/// taken it meanwhile.
pub async fn bring_back(cx: &Cx, product_id: Uuid) -> Result<String, Stop> {
    set(cx, product_id, false).await
}

async fn set(cx: &Cx, product_id: Uuid, retired: bool) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let product = store::lock(&mut tx, product_id)
        .await?
        .ok_or(Stop::NotFound)?;
    if product.retired == retired {
        return Ok(product.name);
    }
    let slug = if retired {
        product.slug
    } else {
        free_slug(&mut tx, &product.slug, product_id).await?
    };
    store::set_retired(&mut tx, product_id, retired, &slug).await?;
    let act = if retired {
        "product.retire"
    } else {
        "product.bring_back"
    };
    let details = json!({ "name": product.name });
    audit::record(&mut tx, act, "product", Some(product_id), details).await?;
    tx.commit().await?;
    Ok(product.name)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::catalog::keep_product::keep;
    use crate::catalog::{ProductForm, by_slug};
    use crate::tests::support::Shop;

    fn beans(id: Uuid) -> ProductForm {
        ProductForm {
            product_id: id.to_string(),
            name: "Beans".to_owned(),
            price: "196".to_owned(),
            ..ProductForm::default()
        }
    }

    async fn at(shop: &Shop, slug: &str) -> Option<Uuid> {
        let mut tx = shop.customer().read().await.unwrap();
        let found = by_slug(&mut tx, slug).await.unwrap();
        found.map(|found| found.product.product_id)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_retired_product_is_gone_until_it_comes_back() {
        let shop = Shop::open("retire").await;
        let (old, cx) = (Uuid::now_v7(), shop.cx());
        keep(&cx, &beans(old)).await.unwrap();
        assert_eq!(retire(&cx, old).await.unwrap(), "Beans");
        retire(&cx, old).await.unwrap();
        assert_eq!(at(&shop, "beans").await, None);

        // Its address is free; its code is not.
        let new = Uuid::now_v7();
        keep(&cx, &beans(new)).await.unwrap();
        assert_eq!(at(&shop, "beans").await, Some(new));
        bring_back(&cx, old).await.unwrap();
        assert_eq!(at(&shop, "beans-2").await, Some(old));
        assert_eq!(retire(&cx, Uuid::now_v7()).await, Err(Stop::NotFound));
    }
    #[tokio::test(flavor = "multi_thread")]
    async fn a_cart_says_what_is_gone_and_an_order_keeps_its_name() {
        let shop = Shop::open("retire-cart").await;
        let (order, _) = shop.an_order(12_000).await;
        let line = shop.order(order).await.lines.remove(0);
        let product = line.product_id.unwrap();
        let browser = shop.cart_of(product, "1").await;
        let form = shop.checkout(&browser).await;
        retire(&shop.cx(), product).await.unwrap();

        let mut tx = shop.customer().read().await.unwrap();
        let cart = crate::orders::cart(&mut tx, Some(&browser)).await;
        drop(tx);
        let problem = cart.unwrap().unwrap().lines[0].problem().unwrap();
        assert_eq!(problem.key, "refused-retired");
        let placed = crate::orders::place(&shop.customer(), &browser, &form).await;
        match placed {
            Err(Stop::Refused(why)) => assert_eq!(why[0].key, "refused-retired"),
            other => panic!("{other:?}"),
        }
        let still = shop.order(order).await.lines.remove(0);
        assert_eq!((still.name, still.sku), (line.name, line.sku));
    }
}
