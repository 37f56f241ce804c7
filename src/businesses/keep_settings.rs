//! Changing what a business says about itself.

use serde_json::json;

use super::business::{Settings, SettingsForm};
use super::store;
use crate::platform::Cx;
use crate::staff::Power;
use crate::values::{Phone, Stop};
use crate::{audit, staff};

/// Keeps the settings of a form.
pub async fn keep_settings(cx: &Cx, form: &SettingsForm) -> Result<(), Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let kept = store::settings(&mut tx).await?.with(form)?;
    store::update_settings(&mut tx, &kept).await?;
    audit::record(&mut tx, "business.settings", "business", None, told(&kept)).await?;
    tx.commit().await
}

fn told(kept: &Settings) -> serde_json::Value {
    json!({
        "name": kept.name,
        "phone": kept.phone.as_ref().map(Phone::e164),
        "language": kept.language.code(),
        "tax_pin": kept.tax_pin,
        "tax_point": kept.tax_point.code(),
        "rounding_minor": kept.rounding.minor(),
        "about": kept.about,
        "accent": kept.accent,
        "pays_by_mpesa": kept.pays_by_mpesa,
        "pays_on_hand_over": kept.pays_on_hand_over,
        "storefront_open": kept.storefront_open,
        "tagline": kept.tagline,
        "delivery_note": kept.delivery_note,
        "whatsapp": kept.whatsapp.as_ref().map(Phone::e164),
        "receipt_header": kept.receipt_header,
        "receipt_footer": kept.receipt_footer,
    })
}
