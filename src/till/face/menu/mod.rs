//! Everything that a till does besides selling: one list, and what stands behind each line of it.

mod approve;
mod back;
mod cash;
mod customer;
mod documents;
mod parked;
mod settings;
mod shift;
mod unsynced;
mod voucher;

use leptos::prelude::*;

use super::parts::{row, sheet};
use super::printer;
use super::state::{Sheet, Till};

pub use approve::approve;
pub use back::back;
pub use cash::cash;
pub use customer::customer;
pub use documents::{document, documents};
pub use parked::{park, parked};
pub use settings::{not_safe, settings};
pub use shift::{close, closed, so_far};
pub use unsynced::{save_file, unsynced};
pub use voucher::voucher;

/// The list.
pub fn menu(till: Till) -> AnyView {
    let say = till.say;
    let to =
        |key: &str, sheet: Sheet| row(say.t(key), String::new(), move || till.open(sheet.clone()));
    let of_shift = |key: &str, sheet: Sheet| {
        row(say.t(key), String::new(), move || {
            if till.in_shift().is_some() {
                till.open(sheet.clone());
            }
        })
    };
    let unsynced = till.device.unsynced.get_untracked().to_string();
    let drawer = printer::is_known().then(|| {
        let name = say.t("till-app-drawer");
        row(name, String::new(), move || printer::kick(till))
    });
    // Who may take money may sell one: everybody may who may sell.
    let vouchers = till
        .may("sell")
        .then(|| of_shift("till-app-voucher-sell", Sheet::Voucher));
    let body = view! {
        <div class="till-list">
            {to("till-app-parked", Sheet::Parked)}
            {to("till-app-documents", Sheet::Documents)}
            {to("till-app-customer", Sheet::Customer)}
            {vouchers}
            {of_shift("till-app-cash", Sheet::Cash)}
            {of_shift("till-app-shift", Sheet::Shift)}
            {of_shift("till-app-close-shift", Sheet::Close)}
            {row(say.t("till-app-unsynced"), unsynced, move || till.open(Sheet::Unsynced))}
            {drawer}
            {link("/till/screen".to_owned(), "dukani-screen", say.t("till-app-screen"))}
            {to("till-app-settings", Sheet::Settings)}
        </div>
    };
    sheet(till, say.t("till-app-menu"), body.into_any())
}

/// What opens beside the till.
fn link(href: String, target: &'static str, name: String) -> AnyView {
    view! {
        <a class="till-row" href=href target=target rel="noopener">
            {name}
        </a>
    }
    .into_any()
}
