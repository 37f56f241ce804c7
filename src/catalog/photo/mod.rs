//! Photos of products. What comes in is decoded under limits, turned the right way up, shrunk, and
//! encoded anew: where it was taken and by which phone does not survive, nor does anything that
//! only looks like a picture.
//!
//! A photo is kept three times: for a list on a phone, for a card, for the product's own page. Its
//! id is the digest of what was sent, so its address says what stands there, may be kept by a
//! browser for ever, and the same picture sent twice is one.

mod shrink;

use serde_json::json;
use tokio::sync::Semaphore;
use uuid::Uuid;

use self::shrink::{Shrunk, shrink};
use super::store::{self, SizedCopy};
use crate::audit;
use crate::platform::files::too_large;
use crate::platform::secrets::{self, digest_bytes};
use crate::platform::{BusinessTx, Cx, fault};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file that is taken, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// The widths that a photo is kept for, in pixels, the largest first.
pub const WIDTHS: [u32; 3] = [800, 320, 160];
/// Counts up when photos come to look otherwise, so that they get other addresses.
const EDITION: u8 = 1;

/// Photos that are decoded at once: each may need much memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The address of a photo for a width of [`WIDTHS`]. What is there never changes: a new photo has a
/// new address. A photo that has no such copy is there as large
/// as it is kept.
pub fn photo_for_width(business_slug: &str, file_id: Uuid, width: u32) -> String {
    format!("/files/{business_slug}/{file_id}/{width}")
}

/// Every size of a photo, for the browser to choose from (`srcset`).
pub fn photo_sizes(business_slug: &str, file_id: Uuid) -> String {
    let one = |width| {
        let address = photo_for_width(business_slug, file_id, width);
        format!("{address} {width}w")
    };
    WIDTHS.map(one).join(", ")
}

/// Gives a product a photo (JPEG, PNG or WebP); the product's name.
pub async fn keep_photo(cx: &Cx, product_id: Uuid, bytes: Vec<u8>) -> Result<String, Stop> {
    if bytes.is_empty() {
        return Err(Refusal::at("photo", "refused-photo-missing").into());
    }
    if bytes.len() > MOST_BYTES {
        return Err(too_large("photo", MOST_BYTES).into());
    }
    let file_id = id_of(&bytes);
    // Nobody makes us decode who may not keep the result, nor what has been decoded before.
    let mut tx = cx.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let is_known = store::has_file(&mut tx, file_id).await?;
    drop(tx);
    let sizes = if is_known {
        None
    } else {
        Some(decoded(bytes).await?)
    };
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    if let Some(sizes) = sizes {
        insert(&mut tx, file_id, sizes).await?;
    }
    let name = store::set_image(&mut tx, product_id, file_id)
        .await?
        .ok_or(Stop::NotFound)?;
    let details = json!({ "file_id": file_id });
    audit::record(
        &mut tx,
        "product.photo",
        "product",
        Some(product_id),
        details,
    )
    .await?;
    tx.commit().await?;
    Ok(name)
}

/// The sizes of a photo, made on a thread that may take its time.
async fn decoded(bytes: Vec<u8>) -> Result<Vec<Shrunk>, Stop> {
    let turn = AT_ONCE
        .acquire()
        .await
        .map_err(|e| fault("photos are closed", &e))?;
    let work = move || {
        // Given back by the work itself: a browser that goes away lets no other in beside it.
        let _turn = turn;
        shrink(&bytes)
    };
    let sizes = tokio::task::spawn_blocking(work).await;
    let sizes = sizes.map_err(|e| fault("a photo could not be decoded", &e))?;
    Ok(sizes?)
}

async fn insert(tx: &mut BusinessTx, file_id: Uuid, sizes: Vec<Shrunk>) -> Result<(), Stop> {
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    let mut sizes = sizes.into_iter();
    let largest = sizes.next();
    let largest = largest.ok_or_else(|| fault("a photo has no size", &file_id))?;
    let copies: Vec<SizedCopy> = sizes
        .map(|copy| SizedCopy {
            for_width: side(copy.for_width),
            width: side(copy.width),
            height: side(copy.height),
            bytes: copy.jpeg,
        })
        .collect();
    let whole = (side(largest.width), side(largest.height));
    store::insert_file(tx, file_id, &largest.jpeg, whole, &copies).await
}

/// The id of what is made of these bytes.
fn id_of(bytes: &[u8]) -> Uuid {
    let mut digest = digest_bytes(bytes);
    digest.push(EDITION);
    secrets::id_of(&digest)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tests::support::Shop;

    #[test]
    fn an_address_is_that_of_its_content() {
        assert_eq!(id_of(b"one"), id_of(b"one"));
        assert_ne!(id_of(b"one"), id_of(b"other"));
        let sizes = photo_sizes("duka", Uuid::nil());
        assert!(sizes.starts_with("/files/duka/00000000-"), "{sizes}");
        assert!(sizes.ends_with("/160 160w"), "{sizes}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_photo_is_kept_in_three_sizes_and_an_old_one_in_its_own() {
        let shop = Shop::open("three-sizes").await;
        let product = shop.sells("UNGA", "118", "5").await;
        let photo = crate::catalog::demo::PICTURES[0].1.to_vec();
        let name = keep_photo(&shop.cx(), product, photo.clone()).await;
        assert_eq!(name.unwrap(), "Product UNGA");
        // The same again is the same.
        keep_photo(&shop.cx(), product, photo.clone())
            .await
            .unwrap();
        let mut tx = shop.cx().begin().await.unwrap();
        let mut lengths = Vec::new();
        for width in [800, 320, 160] {
            let kept = store::file(&mut tx, id_of(&photo), width).await.unwrap();
            lengths.push(kept.unwrap().bytes.len());
        }
        assert!(
            lengths[0] > lengths[1] && lengths[1] > lengths[2],
            "{lengths:?}"
        );
        assert!(lengths[1] <= 12 * 1024, "{lengths:?}");
        // One that was kept before there were sizes is shown as it is.
        let old = Uuid::now_v7();
        store::insert_file(&mut tx, old, b"old", (800, 600), &[])
            .await
            .unwrap();
        let shown = store::file(&mut tx, old, 160).await.unwrap().unwrap();
        assert_eq!(shown.bytes, b"old");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_may_not_keep_products_makes_us_decode_nothing() {
        let shop = Shop::open("no-decoding").await;
        let product = shop.sells("UNGA", "118", "5").await;
        let outcome = keep_photo(&shop.cashier(), product, b"not a photo".to_vec()).await;
        assert_eq!(outcome, Err(Stop::Forbidden));
    }
}
