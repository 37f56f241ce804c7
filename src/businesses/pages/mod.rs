//! The pages of a business: which one to enter, a new one, and its settings. The first two stand
//! outside every business.

mod delivery;
mod hours;
mod locations;
mod picker;
mod settings;

use leptos::prelude::*;
use uuid::Uuid;

use crate::businesses::Settings;
use crate::platform::page::Window;
use crate::platform::{Scope, Visit};
use crate::staff::{Power, may};
use crate::ui::Tabs;
use crate::ui::language::Say;
use crate::values::Stop;

pub use delivery::{area, areas};
pub use hours::hours;
pub use locations::{location, locations};
pub use picker::{businesses, new_business};
pub use settings::settings;

/// The pages of the settings beside each other; `current` is `business`, `hours`, `delivery`,
/// `locations` or `payments`.
pub fn settings_tabs(say: Say, scope: &Scope, current: &str) -> AnyView {
    let base = format!("/b/{}/settings", scope.slug);
    let tab = |name: &str, path: &str, words: String| {
        (format!("{base}{path}"), words, name == current, None)
    };
    let mut tabs = vec![
        tab("business", "", say.t("settings-tab-business")),
        tab("hours", "/hours", say.t("settings-tab-hours")),
        tab("delivery", "/delivery", say.t("settings-tab-delivery")),
        tab("locations", "/locations", say.t("settings-tab-locations")),
        tab("stock", "/stock", say.t("policy-title")),
        tab("selling", "/selling", say.t("settings-tab-selling")),
        tab("taxes", "/taxes", say.t("settings-tab-taxes")),
        tab("scales", "/scales", say.t("settings-tab-scales")),
    ];
    // M-Pesa pays in shillings of Kenya, and where money goes is the owner's to say.
    if scope.currency == "KES" && may(&scope.who, Power::KeepAccounts) {
        tabs.push(tab("payments", "/payments", say.t("settings-tab-payments")));
    }
    view! { <Tabs items=tabs label=say.t("settings-title") /> }.into_any()
}

/// What a page for customers shows of a business where it is not about orders.
pub fn window(shop: &Settings) -> Window {
    Window {
        accent: shop.accent.clone(),
        phone: shop.phone.clone(),
        whatsapp: shop.whatsapp.clone(),
        ..Window::default()
    }
}

/// Which thing a page is about: its id, and whether it is a new one. A new one keeps the id that
/// was made for it when its form comes back refused.
fn wanted(visit: &Visit, param: &str) -> Result<(Uuid, bool), Stop> {
    if visit.param(param) != "new" {
        return Ok((visit.param_id(param)?, false));
    }
    let again = visit.query("id").and_then(|id| id.parse().ok());
    Ok((again.unwrap_or_else(Uuid::now_v7), true))
}

/// What a form sends where its thing is new.
fn fresh(is_new: bool) -> &'static str {
    if is_new { "true" } else { "" }
}
