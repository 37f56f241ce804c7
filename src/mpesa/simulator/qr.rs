//! QR codes, drawn as the real service draws them: a PNG, in base64. What stands in ours is words that
//! people can read: the real app alone would know what to do with the real ones.

use super::api;
use super::ask::{self, QrAsked};
use super::ids;
use super::knob::Kind;
use super::refusal::Refusal;
use super::state::Simulator;
use super::switches::{QrFault, Switches};
use crate::mpesa::wire::QrAnswer;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use qrcode::{Color, QrCode};

/// The white that must be left around it, in modules.
const QUIET: usize = 4;

/// `POST /mpesa/qrcode/v1/generate`.
pub(super) async fn generate(
    State(simulator): State<Simulator>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (switches, _) = simulator.take(Kind::Qr, None);
    simulator.time().wait(switches.qr_delay_ms).await;
    match answer(&simulator, &switches, &headers, &body) {
        Ok(answer) => Json(answer).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

fn answer(
    simulator: &Simulator,
    switches: &Switches,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<QrAnswer, Refusal> {
    match switches.qr_fault {
        QrFault::Spike => return Err(Refusal::Spike),
        QrFault::InternalError => return Err(Refusal::internal()),
        QrFault::LostAnswer => return Err(Refusal::Cut),
        QrFault::InvalidToken => return Err(Refusal::invalid_token()),
        QrFault::NoProduct => return Err(Refusal::no_product()),
        QrFault::None | QrFault::NoImage => {}
    }
    api::owner(simulator, headers)?;
    let asked = ask::qr(headers, body)?;
    let image = if switches.qr_fault == QrFault::NoImage {
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" />".to_vec()
    } else {
        drawn(&asked).ok_or_else(Refusal::internal)?
    };
    Ok(QrAnswer {
        response_code: format!("AG_{}", ids::request_id()),
        request_id: ids::request_id(),
        response_description: "QR Code Successfully Generated.".to_owned(),
        qr_code: STANDARD.encode(image),
    })
}

/// The image: as wide as was asked for, or a little less, because a module has whole pixels.
fn drawn(asked: &QrAsked) -> Option<Vec<u8>> {
    let text = format!(
        "{} {} KES {} {} {}",
        asked.trx_code, asked.party, asked.amount, asked.reference, asked.merchant_name
    );
    let code = QrCode::new(text).ok()?;
    let modules = code.width();
    let colours = code.into_colors();
    let pixels_each = (asked.size / (modules + 2 * QUIET)).max(1);
    let side = (modules + 2 * QUIET) * pixels_each;
    // None: the white around it.
    let module = |pixel: usize| {
        let at = (pixel / pixels_each).checked_sub(QUIET)?;
        (at < modules).then_some(at)
    };
    let shade = |(x, y): (usize, usize)| {
        let place = module(x).zip(module(y)).map(|(x, y)| y * modules + x);
        let colour = place.and_then(|place| colours.get(place));
        if colour == Some(&Color::Dark) { 0 } else { 255 }
    };
    let places = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    let pixels: Vec<u8> = places.map(shade).collect();
    let width = u32::try_from(side).ok()?;
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&pixels, width, width, ExtendedColorType::L8)
        .ok()?;
    Some(png)
}
