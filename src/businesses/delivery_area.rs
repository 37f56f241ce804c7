//! Named areas that are delivered to: an estate, a stage, a part of town. Customers choose one,
//! because most have no street address.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::business::name;
use crate::staff::unless_refused;
use crate::values::{Money, MoneyFault, Refusal, Stop};

/// An area, and what delivery there costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryArea {
    /// Its id.
    pub area_id: Uuid,
    /// Its name.
    pub name: String,
    /// What delivery there costs, tax included; may be nothing.
    pub fee: Money,
}

/// What the page of an area sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AreaForm {
    /// Its id: made with the page, where the area is new.
    pub area_id: String,
    /// Not empty where the page was for a new one.
    pub fresh: String,
    /// Its name.
    pub name: String,
    /// An amount as people type it.
    pub fee: String,
}

impl DeliveryArea {
    /// The area of a form, in a business's currency. Refuses with every field that will not do.
    pub fn read(form: &AreaForm, currency: &str) -> Result<DeliveryArea, Stop> {
        let area_id = form.area_id.parse().map_err(|_| Stop::NotFound)?;
        let mut refusals = Vec::new();
        let name = name(&form.name, &mut refusals);
        let fee = match Money::parse(&form.fee, currency) {
            Ok(fee) if fee >= Money::ZERO => fee,
            Ok(_) | Err(MoneyFault::NotAnAmount | MoneyFault::TooLarge) => {
                refusals.push(Refusal::at("fee", "refused-not-an-amount"));
                Money::ZERO
            }
        };
        unless_refused(refusals)?;
        Ok(DeliveryArea { area_id, name, fee })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form(name: &str, fee: &str) -> AreaForm {
        let area_id = Uuid::now_v7().to_string();
        AreaForm {
            area_id,
            name: name.to_owned(),
            fee: fee.to_owned(),
            ..AreaForm::default()
        }
    }

    #[test]
    fn reads_a_name_and_a_fee() {
        let area = DeliveryArea::read(&form(" Kilimani ", "150"), "KES").unwrap();
        assert_eq!((area.name.as_str(), area.fee.minor()), ("Kilimani", 15_000));
        assert_eq!(
            DeliveryArea::read(&form("Stage", "0"), "KES").unwrap().fee,
            Money::ZERO
        );
        for fee in ["", "-5", "free", "1.234"] {
            assert!(
                DeliveryArea::read(&form("Stage", fee), "KES").is_err(),
                "{fee}"
            );
        }
        let nameless = AreaForm {
            area_id: "x".to_owned(),
            ..form("", "")
        };
        assert_eq!(DeliveryArea::read(&nameless, "KES"), Err(Stop::NotFound));
    }
}
