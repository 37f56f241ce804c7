//! Branches and stalls: where stock is held, orders are packed and customers pick up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::business::{name, phone};
use crate::staff::{one_line, unless_refused};
use crate::values::{Phone, Refusal, Stop};

/// A branch or stall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Its id.
    pub location_id: Uuid,
    /// Its name.
    pub name: String,
    /// How to find it, in a line; may be empty.
    pub address: String,
    /// Where its customers reach it, if not at the business's number.
    pub phone: Option<Phone>,
    /// Whether orders of the storefront are packed from its shelves.
    pub sells_online: bool,
    /// Whether customers may pick up there.
    pub offers_pickup: bool,
}

/// What the page of a location sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LocationForm {
    /// Its id: made with the page, where the location is new.
    pub location_id: String,
    /// Not empty where the page was for a new one.
    pub fresh: String,
    /// Its name.
    pub name: String,
    /// How to find it.
    pub address: String,
    /// A phone number in any spelling, or nothing.
    pub phone: String,
    /// Ticked or not.
    pub sells_online: String,
    /// Ticked or not.
    pub offers_pickup: String,
}

impl LocationForm {
    /// As the page of a location shows it.
    pub(super) fn of(location: &Location) -> LocationForm {
        let tick = |is_so: bool| if is_so { "true" } else { "" }.to_owned();
        let phone = location.phone.as_ref().map(Phone::e164);
        LocationForm {
            location_id: location.location_id.to_string(),
            fresh: String::new(),
            name: location.name.clone(),
            address: location.address.clone(),
            phone: phone.unwrap_or_default().to_owned(),
            sells_online: tick(location.sells_online),
            offers_pickup: tick(location.offers_pickup),
        }
    }
}

const LONGEST_ADDRESS: usize = 200;

impl Location {
    /// The location of a form, in a country. Refuses with every field that will not do.
    pub fn read(form: &LocationForm, country: &str) -> Result<Location, Stop> {
        let location_id = form.location_id.parse().map_err(|_| Stop::NotFound)?;
        let mut refusals = Vec::new();
        let name = name(&form.name, &mut refusals);
        let phone = phone(&form.phone, country, &mut refusals);
        let address = one_line(&form.address);
        if address.chars().count() > LONGEST_ADDRESS {
            let refusal = Refusal::at("address", "refused-too-long");
            refusals.push(refusal.with("most", LONGEST_ADDRESS));
        }
        unless_refused(refusals)?;
        let sells_online = !form.sells_online.is_empty();
        Ok(Location {
            location_id,
            name,
            address,
            phone,
            sells_online,
            // What is picked up is packed from these shelves.
            offers_pickup: sells_online && !form.offers_pickup.is_empty(),
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_location() {
        let form = LocationForm {
            location_id: Uuid::now_v7().to_string(),
            name: "Main shop".to_owned(),
            phone: "0712 345 678".to_owned(),
            offers_pickup: "true".to_owned(),
            ..LocationForm::default()
        };
        let location = Location::read(&form, "KE").unwrap();
        assert_eq!(location.phone.unwrap().e164(), "+254712345678");
        assert!(!location.sells_online && !location.offers_pickup);
        let long = LocationForm {
            address: "a".repeat(201),
            name: String::new(),
            ..form
        };
        assert!(matches!(Location::read(&long, "KE"), Err(Stop::Refused(all)) if all.len() == 2));
    }
}
