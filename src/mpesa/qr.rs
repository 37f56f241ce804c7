//! M-Pesa's own QR code: a customer scans it with M-Pesa's app, and pays the amount that is in it. To
//! have one drawn moves no money and leaves nothing behind.
//!
//! What never breaks: what is handed on is a PNG of a size that fits on a page; whoever waits for it
//! does not wait long.

use super::answers::{Exchange, describe, is_good, refusal_of};
use super::client::Daraja;
use super::credentials::{AccountKind, Credentials};
use super::error_body::ErrorBody;
use super::push::{RefusedKind, credentials_flaw, is_plain_text};
use super::wire::{QrAnswer, QrRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use std::time::Duration;

const PATH: &str = "/mpesa/qrcode/v1/generate";

/// How long it is waited for: a customer stands there, and the number does as well.
const PATIENCE: Duration = Duration::from_secs(6);

/// How wide it is drawn, in pixels.
const SIZE: &str = "300";

/// The most bytes of an image that are handed on.
const MOST_BYTES: usize = 100_000;

/// The most pixels of a side.
const MOST_PIXELS: u32 = 2_000;

/// What a QR code is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    /// Who is paid, as the customer reads it: 1 to 40 of `[A-Za-z0-9 ._-]`.
    pub merchant_name: String,
    /// What is paid: 1 to 12 of `[A-Za-z0-9 ._-]`.
    pub reference: String,
    /// Whole shillings, at least one.
    pub amount_shillings: i64,
}

/// How that went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QrOutcome {
    /// A PNG.
    Drawn(Vec<u8>),
    /// Daraja draws none, for this reason.
    Refused(RefusedKind),
    /// No answer with an image in it.
    Unknown { why: String },
}

impl Qr {
    /// The first field that Daraja would not take, by its name for it.
    fn flaw(&self) -> Option<&'static str> {
        if self.amount_shillings < 1 {
            Some("Amount")
        } else if !is_plain_text(&self.merchant_name, 40) {
            Some("MerchantName")
        } else if !is_plain_text(&self.reference, 12) {
            Some("RefNo")
        } else {
            None
        }
    }
}

impl Daraja {
    /// Has a QR code drawn with which these are paid. `now` is the time of the request.
    pub async fn qr(&self, credentials: &Credentials, ask: &Qr, now: DateTime<Utc>) -> QrOutcome {
        self.qr_within(PATIENCE, credentials, ask, now).await
    }

    /// The same, waiting so long at most for token and image together.
    pub(super) async fn qr_within(
        &self,
        patience: Duration,
        credentials: &Credentials,
        ask: &Qr,
        now: DateTime<Utc>,
    ) -> QrOutcome {
        if let Some(field) = ask.flaw().or_else(|| credentials_flaw(credentials)) {
            return QrOutcome::Refused(RefusedKind::BadRequest(field.to_owned()));
        }
        let body = serde_json::to_vec(&QrRequest {
            merchant_name: &ask.merchant_name,
            ref_no: &ask.reference,
            amount: ask.amount_shillings,
            trx_code: match credentials.kind {
                AccountKind::PayBill => "PB",
                AccountKind::Till { .. } => "BG",
            },
            cpi: credentials.party_b(),
            size: SIZE,
        });
        let call = self.call(credentials, PATH, body, now);
        match tokio::time::timeout(patience, call).await {
            Ok(Ok(exchange)) => read(&exchange),
            Ok(Err(fault)) => QrOutcome::Refused(fault.kind),
            Err(_) => unknown("no answer in time"),
        }
    }
}

fn unknown(why: &str) -> QrOutcome {
    QrOutcome::Unknown {
        why: why.to_owned(),
    }
}

fn read(exchange: &Exchange) -> QrOutcome {
    match exchange {
        Exchange::NeverSent { .. } => QrOutcome::Refused(RefusedKind::NeverSent),
        Exchange::Lost { why, .. } => unknown(why),
        Exchange::Answered { status, body } => {
            if is_good(*status)
                && let Ok(answer) = serde_json::from_slice::<QrAnswer>(body)
            {
                return match png(&answer.qr_code) {
                    Some(image) => QrOutcome::Drawn(image),
                    None => unknown("the image is no PNG that fits on a page"),
                };
            }
            let error = ErrorBody::parse(body);
            match refusal_of(error.meaning(*status)) {
                Some(kind) => QrOutcome::Refused(kind),
                None => unknown(&describe(*status, &error)),
            }
        }
    }
}

/// The image in a text, where it is a PNG of a size that fits on a page.
fn png(text: &str) -> Option<Vec<u8>> {
    let image = STANDARD.decode(text.trim()).ok()?;
    let head = image.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let side = |at: usize| -> Option<u32> {
        let bytes = head.get(at..at.checked_add(4)?)?;
        Some(u32::from_be_bytes(bytes.try_into().ok()?))
    };
    let fits = |side: u32| (1..=MOST_PIXELS).contains(&side);
    let is_whole = image.ends_with(b"IEND\xaeB`\x82");
    let is_sane = image.len() <= MOST_BYTES && is_whole && fits(side(0)?) && fits(side(4)?);
    is_sane.then_some(image)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn image(width: u32, height: u32, more: usize) -> String {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend(vec![0; more]);
        bytes.extend(b"IEND\xaeB`\x82");
        STANDARD.encode(bytes)
    }

    fn answered(qr_code: &str) -> QrOutcome {
        let body = serde_json::json!({
            "ResponseCode": "AG_20260115_000043fdf61864fe9ff5", "RequestID": "16738-27456357-1",
            "ResponseDescription": "QR Code Successfully Generated.", "QRCode": qr_code,
        });
        read(&Exchange::Answered {
            status: 200,
            body: body.to_string().into_bytes(),
        })
    }

    #[test]
    fn only_a_png_that_fits_on_a_page_is_handed_on() {
        assert!(matches!(answered(&image(300, 300, 9)), QrOutcome::Drawn(_)));
        let gif = STANDARD.encode(b"GIF89a and more of it, more than thirty bytes");
        let cut = image(300, 300, 9);
        for wrong in [
            String::new(),
            "no base64".to_owned(),
            gif,
            cut[..40].to_owned(),
            image(0, 300, 9),
            image(300, 2_001, 9),
            image(300, 300, MOST_BYTES),
        ] {
            let outcome = answered(&wrong);
            assert!(matches!(outcome, QrOutcome::Unknown { .. }), "{outcome:?}");
        }
    }

    #[test]
    fn what_daraja_would_not_take_is_named() {
        let good = Qr {
            merchant_name: "Mama Njeri s Shop".to_owned(),
            reference: "T12ABCDEF".to_owned(),
            amount_shillings: 2_760,
        };
        assert_eq!(good.flaw(), None);
        let nothing = Qr {
            amount_shillings: 0,
            ..good.clone()
        };
        assert_eq!(nothing.flaw(), Some("Amount"));
        let nobody = Qr {
            merchant_name: "Mama & Co".to_owned(),
            ..good.clone()
        };
        assert_eq!(nobody.flaw(), Some("MerchantName"));
        let long = Qr {
            reference: "T123456789012".to_owned(),
            ..good
        };
        assert_eq!(long.flaw(), Some("RefNo"));
    }
}
