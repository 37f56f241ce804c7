//! Decodes a photo under limits and makes the sizes that are kept. Pure.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, ImageResult, Limits, Rgb,
    RgbImage, RgbaImage,
};

use super::WIDTHS;
use crate::values::Refusal;

/// The most pixels that are decoded.
const MOST_PIXELS: u64 = 40_000_000;
/// One side may be so many times the other.
const MOST_TIMES: u32 = 10;
/// The most memory that decoding one photo takes, in bytes.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
/// The JPEG qualities that are tried, the best first, until the size fits.
const QUALITIES: [u8; 4] = [80, 72, 64, 54];

/// A photo in one of its sizes.
pub(super) struct Shrunk {
    pub for_width: u32,
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
}

/// How many bytes a size should not pass.
fn budget(for_width: u32) -> usize {
    match for_width {
        160 => 5 * 1024,
        320 => 12 * 1024,
        _ => 90 * 1024,
    }
}

fn not_a_photo() -> Refusal {
    Refusal::at("photo", "refused-photo-kind")
}

fn too_many_pixels() -> Refusal {
    let refusal = Refusal::at("photo", "refused-photo-too-many-pixels");
    refusal.with("most", MOST_PIXELS / 1_000_000)
}

/// What an error of the decoder is to the person who sent the photo.
fn refused(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => too_many_pixels(),
        _ => not_a_photo(),
    }
}

/// The sizes of a photo, the largest first. A photo that is small already has fewer copies.
pub(super) fn shrink(bytes: &[u8]) -> Result<Vec<Shrunk>, Refusal> {
    let photo = upright(bytes)?;
    let paper = on_white(&photo.into_rgba8());
    let mut sizes = Vec::new();
    for for_width in WIDTHS {
        let small = fitted(&paper, for_width);
        // Where the smallest size is as large as the picture, a copy would be the same again.
        if sizes.is_empty() || small.width() < paper.width() {
            sizes.push(encode(&small, for_width).map_err(refused)?);
        }
    }
    Ok(sizes)
}

/// Decodes: the kind by the first bytes, never by a name; the size by the heading, before anything
/// is unpacked. Then the photo is made small and turned the way it was taken.
fn upright(bytes: &[u8]) -> Result<DynamicImage, Refusal> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|_| not_a_photo())?;
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    if !reader.format().is_some_and(|kind| known.contains(&kind)) {
        return Err(not_a_photo());
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    let long = width.max(height);
    if pixels > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(too_many_pixels());
    }
    if long / MOST_TIMES > width.min(height) {
        return Err(Refusal::at("photo", "refused-photo-shape"));
    }
    let orientation = decoder.orientation().map_err(refused)?;
    let mut photo = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let most = WIDTHS[0].saturating_mul(2);
    if long > most {
        // Quickly, so that the good but slow filter has less to look at.
        photo = photo.thumbnail(most, most);
    }
    photo.apply_orientation(orientation);
    Ok(photo)
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

/// A picture no wider than that, and no taller than four thirds of it.
fn fitted(image: &RgbImage, for_width: u32) -> RgbImage {
    let tallest = for_width.saturating_mul(4).div_ceil(3);
    if image.width() <= for_width && image.height() <= tallest {
        return image.clone();
    }
    let image = DynamicImage::from(image.clone());
    image
        .resize(for_width, tallest, FilterType::CatmullRom)
        .into_rgb8()
}

fn encode(image: &RgbImage, for_width: u32) -> ImageResult<Shrunk> {
    let mut jpeg = Vec::new();
    for quality in QUALITIES {
        jpeg.clear();
        JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(image)?;
        if jpeg.len() <= budget(for_width) {
            break;
        }
    }
    Ok(Shrunk {
        for_width,
        jpeg,
        width: image.width(),
        height: image.height(),
    })
}

#[cfg(test)]
mod tests;
