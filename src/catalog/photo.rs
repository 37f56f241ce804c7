//! Photos of products. What comes in is decoded under limits, turned the right way up, shrunk, and
//! encoded anew: where it was taken and by which phone does not survive, nor does anything that
//! only looks like a picture.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, ImageResult, Limits, Rgb, RgbImage,
    RgbaImage,
};
use serde_json::json;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::store;
use crate::audit;
use crate::platform::{Cx, fault};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// The largest file that is taken, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// The most pixels that are decoded.
const MOST_PIXELS: u64 = 40_000_000;
/// The most memory that decoding one photo takes, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The longest side of what is kept, in pixels.
const SIDE: u32 = 800;
/// The JPEG quality of what is kept.
const QUALITY: u8 = 78;

/// Photos that are decoded at once: each may need much memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A photo as it is kept.
struct Shrunk {
    jpeg: Vec<u8>,
    width: u32,
    height: u32,
}

/// The address of a photo. What is there never changes: a new photo has a new address.
pub fn photo_address(business_slug: &str, file_id: Uuid) -> String {
    format!("/files/{business_slug}/{file_id}")
}

/// Gives a product a photo (JPEG, PNG or WebP); the product's name.
pub async fn keep_photo(cx: &Cx, product_id: Uuid, bytes: Vec<u8>) -> Result<String, Stop> {
    // Nobody makes us decode who may not keep the result.
    let tx = cx.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    drop(tx);
    if bytes.is_empty() {
        return Err(Refusal::at("photo", "refused-photo-missing").into());
    }
    if bytes.len() > MOST_BYTES {
        return Err(too_large().into());
    }
    let turn = AT_ONCE
        .acquire()
        .await
        .map_err(|e| fault("photos are closed", &e))?;
    let work = move || {
        // Given back by the work itself: a browser that goes away lets no other in beside it.
        let _turn = turn;
        shrink(&bytes)
    };
    let shrunk = tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| fault("a photo could not be decoded", &e))??;
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let file_id = Uuid::now_v7();
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    let (width, height) = (side(shrunk.width), side(shrunk.height));
    store::insert_file(&mut tx, file_id, &shrunk.jpeg, width, height).await?;
    let name = store::set_image(&mut tx, product_id, file_id)
        .await?
        .ok_or(Stop::NotFound)?;
    let details = json!({ "file_id": file_id, "bytes": shrunk.jpeg.len() });
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

/// That a file is larger than we take.
pub(super) fn too_large() -> Refusal {
    Refusal::at("photo", "refused-photo-too-large").with("most", MOST_BYTES / (1024 * 1024))
}

fn not_a_photo() -> Refusal {
    Refusal::at("photo", "refused-photo-kind")
}

fn shrink(bytes: &[u8]) -> Result<Shrunk, Refusal> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| not_a_photo())?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    if !reader
        .format()
        .is_some_and(|format| known.contains(&format))
    {
        return Err(not_a_photo());
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| not_a_photo())?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        let refusal = Refusal::at("photo", "refused-photo-too-many-pixels");
        return Err(refusal.with("most", MOST_PIXELS / 1_000_000));
    }
    let orientation = decoder.orientation().map_err(|_| not_a_photo())?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| not_a_photo())?;
    if width > SIDE || height > SIDE {
        image = image.thumbnail(SIDE, SIDE);
    }
    image.apply_orientation(orientation);
    encode(&on_white(&image.into_rgba8())).map_err(|_| not_a_photo())
}

/// What a see-through picture looks like on paper.
fn on_white(image: &RgbaImage) -> RgbImage {
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0;
        let alpha = u32::from(alpha);
        let over = |colour: u8| {
            let mixed = (u32::from(colour) * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([over(red), over(green), over(blue)])
    })
}

fn encode(image: &RgbImage) -> ImageResult<Shrunk> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode_image(image)?;
    Ok(Shrunk {
        jpeg,
        width: image.width(),
        height: image.height(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use image::{ImageEncoder, Rgba};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let image = RgbaImage::from_pixel(width, height, Rgba([0, 0, 0, 0]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(image)
            .write_to(&mut bytes, ImageFormat::Png)
            .unwrap();
        bytes.into_inner()
    }

    fn decoded(shrunk: &Shrunk) -> RgbImage {
        image::load_from_memory(&shrunk.jpeg).unwrap().into_rgb8()
    }

    #[test]
    fn large_photos_shrink_and_small_ones_stay() {
        let shrunk = shrink(&png(1600, 400)).unwrap();
        assert_eq!((shrunk.width, shrunk.height), (800, 200));
        let shrunk = shrink(&png(30, 20)).unwrap();
        assert_eq!((shrunk.width, shrunk.height), (30, 20));
        assert!(
            decoded(&shrunk)
                .get_pixel(5, 5)
                .0
                .iter()
                .all(|colour| *colour > 250)
        );
    }

    #[test]
    fn a_photo_taken_upright_stands_upright_and_says_nothing_of_the_phone() {
        // The least of EXIF: one entry, "turn a quarter to the right".
        let exif = [
            0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0,
            0,
        ];
        let mut jpeg = Vec::new();
        let mut encoder = JpegEncoder::new(&mut jpeg);
        encoder.set_exif_metadata(exif.to_vec()).unwrap();
        encoder.encode_image(&RgbImage::new(40, 20)).unwrap();
        let shrunk = shrink(&jpeg).unwrap();
        assert_eq!((shrunk.width, shrunk.height), (20, 40));
        assert!(!shrunk.jpeg.windows(4).any(|bytes| bytes == b"Exif"));
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        for bytes in [
            &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
            b"GIF89a",
            b"%PDF-1.7",
            &png(30, 20)[..40],
        ] {
            let refusal = shrink(bytes).err().unwrap();
            assert_eq!(refusal.key, "refused-photo-kind");
        }
    }
}
