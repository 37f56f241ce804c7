//! The taxes a new business starts with, and what a tax is on a day.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::store;
use crate::platform::{BusinessTx, fault};
use crate::values::{Rate, Stop};

/// The standard rate of value added tax and the day from which we know it to hold. Before
/// relying on it, look it up: rates change with finance acts.
const fn standard(country: &[u8]) -> (u32, (i32, u32, u32)) {
    match country {
        b"TZ" | b"UG" | b"RW" => (1800, (2021, 1, 1)),
        b"ID" => (1100, (2022, 4, 1)),
        // Kenya: back at 16 % from January 2021.
        _ => (1600, (2021, 1, 1)),
    }
}

/// Gives a business its tax classes: standard, zero-rated, exempt. Again changes nothing.
pub async fn open_taxes(tx: &mut BusinessTx) -> Result<(), Stop> {
    let (rate, (year, month, day)) = standard(tx.scope().country.as_bytes());
    let valid_from = NaiveDate::from_ymd_opt(year, month, day)
        .ok_or_else(|| fault("a tax starts on no day", &"open_taxes"))?;
    let zero = Rate::default();
    let classes = [
        ("standard", "Standard", "B", Rate::from_basis_points(rate)),
        ("zero", "Zero-rated", "C", zero),
        ("exempt", "Exempt", "A", zero),
    ];
    for (code, name, fiscal_code, rate) in classes {
        store::insert_tax_class(tx, code, name, fiscal_code, valid_from, rate).await?;
    }
    Ok(())
}

/// Each tax class's code and rate on a day.
pub async fn tax_rates(
    tx: &mut BusinessTx,
    day: NaiveDate,
) -> Result<HashMap<Uuid, (String, Rate)>, Stop> {
    store::tax_rates_on(tx, day).await
}

/// The rate that the tax class of this code has today; nought where there is none.
pub(super) async fn rate_today(tx: &mut BusinessTx, code: &str) -> Result<Rate, Stop> {
    let today = tx.scope().today();
    let rates = tax_rates(tx, today).await?;
    let of_it = rates.into_values().find(|(own, _)| own == code);
    Ok(of_it.map(|(_, rate)| rate).unwrap_or_default())
}
