//! What people send for photos, and what only looks like one.
#![allow(clippy::unwrap_used)]

use image::{ImageEncoder, Rgba};

use super::*;

fn png(width: u32, height: u32) -> Vec<u8> {
    let image = RgbaImage::from_pixel(width, height, Rgba([0, 0, 0, 0]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image)
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn largest(bytes: &[u8]) -> Shrunk {
    shrink(bytes).unwrap().remove(0)
}

fn refusal(bytes: &[u8]) -> String {
    shrink(bytes).err().unwrap().key
}

fn decoded(shrunk: &Shrunk) -> RgbImage {
    image::load_from_memory(&shrunk.jpeg).unwrap().into_rgb8()
}

fn has(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|here| here == what)
}

#[test]
fn large_photos_shrink_and_small_ones_stay() {
    let sizes = shrink(&png(1600, 400)).unwrap();
    let sides: Vec<_> = sizes.iter().map(|s| (s.width, s.height)).collect();
    assert_eq!(sides, [(800, 200), (320, 80), (160, 40)]);
    // A phone held upright: the width counts.
    let tall = largest(&png(900, 1200));
    assert_eq!((tall.width, tall.height), (800, 1067));
    let sizes = shrink(&png(30, 20)).unwrap();
    assert_eq!(sizes.len(), 1, "a small picture needs no smaller ones");
    let small = &sizes[0];
    assert_eq!((small.width, small.height), (30, 20));
    // See-through is paper.
    let pixel = decoded(small).get_pixel(5, 5).0;
    assert!(pixel.iter().all(|colour| *colour > 250), "{pixel:?}");
}

/// The least of EXIF: "turn a quarter to the right", and a place south of the equator.
fn exif() -> Vec<u8> {
    let mut exif = vec![0x49, 0x49, 0x2a, 0, 8, 0, 0, 0];
    // Two entries: the orientation, and where the GPS entries stand.
    exif.extend([2, 0]);
    exif.extend([0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
    exif.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    // One GPS entry: latitude "S".
    exif.extend([1, 0]);
    exif.extend([1, 0, 2, 0, 2, 0, 0, 0, b'S', 0, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif
}

fn jpeg(exif: Option<Vec<u8>>) -> Vec<u8> {
    let half = |x: u32, _: u32| Rgb(if x < 20 { [220, 0, 0] } else { [0, 0, 220] });
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder
        .encode_image(&RgbImage::from_fn(40, 20, half))
        .unwrap();
    bytes
}

#[test]
fn a_photo_taken_upright_stands_upright_and_tells_no_place() {
    let taken = jpeg(Some(exif()));
    assert!(has(&taken, b"Exif") && has(&taken, &[0x25, 0x88]));
    let kept = largest(&taken);
    assert_eq!((kept.width, kept.height), (20, 40));
    assert!(!has(&kept.jpeg, b"Exif") && !has(&kept.jpeg, &[0x25, 0x88, 4, 0]));
    // What was on the left is on top.
    let picture = decoded(&kept);
    let (top, bottom) = (picture.get_pixel(10, 4).0, picture.get_pixel(10, 36).0);
    assert!(top[0] > 150 && bottom[2] > 150, "{top:?} {bottom:?}");
    // The control: without that word it lies as it was sent.
    let kept = largest(&jpeg(None));
    assert_eq!((kept.width, kept.height), (40, 20));
}

#[test]
fn what_is_no_photo_is_refused() {
    for bytes in [
        &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
        b"<?xml version='1.0'?><svg/>",
        b"GIF89a",
        b"%PDF-1.7",
        &png(30, 20)[..40],
    ] {
        assert_eq!(refusal(bytes), "refused-photo-kind");
    }
}

#[test]
fn what_hides_behind_a_photo_stays_behind() {
    let mut both = jpeg(None);
    both.extend(b"PK\x03\x04<script>alert(1)</script>");
    for size in shrink(&both).unwrap() {
        assert!(!has(&size.jpeg, b"<script>") && !has(&size.jpeg, b"PK\x03\x04"));
    }
}

/// A PNG that says it is so large, with next to nothing in it.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut head = width.to_be_bytes().to_vec();
    head.extend(height.to_be_bytes());
    head.extend([8, 2, 0, 0, 0]);
    for (kind, data) in [(b"IHDR", head), (b"IDAT", vec![0x78, 0x9c, 0x03, 0x00])] {
        let mut chunk = kind.to_vec();
        chunk.extend(&data);
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(&chunk);
        png.extend(crc(&chunk).to_be_bytes());
    }
    png
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let odd = crc & 1 == 1;
            crc = (crc >> 1) ^ if odd { 0xedb8_8320 } else { 0 };
        }
    }
    !crc
}

#[test]
fn a_picture_that_claims_to_be_vast_is_refused_at_once() {
    // By its heading: what it holds is broken, and would be told as that, had anything been unpacked.
    assert_eq!(
        refusal(&claims(60_000, 60_000)),
        "refused-photo-too-many-pixels"
    );
    assert_eq!(refusal(&claims(1, 100_000)), "refused-photo-shape");
    // The control: of a sane size, it is only broken.
    assert_eq!(refusal(&claims(60, 60)), "refused-photo-kind");
}
