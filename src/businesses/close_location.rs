//! Closes a branch or stall that holds nothing and waits for nothing, and opens it again.

use serde_json::json;
use uuid::Uuid;

use super::store;
use super::store::places::{Busy, busy_with, lock_place, set_closed};
use crate::platform::{BusinessTx, Cx};
use crate::staff::{Power, unless_refused};
use crate::values::{Refusal, Stop};
use crate::{audit, staff};

/// Closes a location, or opens it again; its name. Being so already is no error.
///
/// # Errors
/// Not found; refused in words for everything that it still holds or waits for, and where it is the only
/// one that is open.
pub async fn close_location(cx: &Cx, location_id: Uuid, is_closed: bool) -> Result<String, Stop> {
    let mut tx = cx.begin().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let (name, is_other) = close_in(&mut tx, location_id, is_closed).await?;
    if is_other {
        tx.commit().await?;
    }
    Ok(name)
}

/// The same in a transaction of more than one location: its name, and whether anything is other now.
pub(super) async fn close_in(
    tx: &mut BusinessTx,
    location_id: Uuid,
    is_closed: bool,
) -> Result<(String, bool), Stop> {
    // All of them: of two that are closed at once, one may be the last.
    store::lock_locations(tx).await?;
    let place = lock_place(tx, location_id).await?.ok_or(Stop::NotFound)?;
    if place.is_closed == is_closed {
        return Ok((place.name, false));
    }
    if is_closed {
        unless_refused(reasons(&busy_with(tx, location_id).await?, &place.name))?;
    }
    set_closed(tx, location_id, &place.name, is_closed).await?;
    let act = if is_closed {
        "location.close"
    } else {
        "location.open"
    };
    let details = json!({ "name": place.name });
    audit::record(tx, act, "location", Some(location_id), details).await?;
    Ok((place.name, true))
}

/// Why a location cannot be closed.
fn reasons(busy: &Busy, name: &str) -> Vec<Refusal> {
    let mut reasons = Vec::new();
    if busy.others == 0 {
        reasons.push(Refusal::at("closed", "refused-location-last").with("name", name));
    }
    let still = [
        (busy.goods, Refusal::at("closed", "refused-location-goods")),
        (busy.short, Refusal::at("closed", "refused-location-short")),
        (
            busy.orders,
            Refusal::at("closed", "refused-location-orders"),
        ),
        (
            busy.transfers,
            Refusal::at("closed", "refused-location-transfers"),
        ),
        (
            busy.purchases,
            Refusal::at("closed", "refused-location-purchases"),
        ),
        (busy.takes, Refusal::at("closed", "refused-location-takes")),
        (busy.tills, Refusal::at("closed", "refused-location-tills")),
    ];
    let still = still.into_iter().filter(|(count, _)| *count > 0);
    reasons.extend(still.map(|(count, why)| why.with("name", name).with("count", count)));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_holds_a_location_open_is_told() {
        let busy = Busy {
            goods: 3,
            short: 2,
            tills: 1,
            ..Busy::default()
        };
        let told = reasons(&busy, "Kiosk");
        let keys: Vec<&str> = told.iter().map(|one| one.key.as_str()).collect();
        let expected = [
            "refused-location-last",
            "refused-location-goods",
            "refused-location-short",
            "refused-location-tills",
        ];
        assert_eq!(keys, expected);
        let free = Busy {
            others: 1,
            ..Busy::default()
        };
        assert!(reasons(&free, "Kiosk").is_empty());
    }
}
