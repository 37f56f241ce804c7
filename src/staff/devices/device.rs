//! A device, as the back office lists it, and the forms that make one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::platform::Visit;
use crate::staff::{one_line, unless_refused};
use crate::values::{Refusal, Stop};

/// The most characters of a device's name.
pub(super) const LONGEST_NAME: u32 = 60;

/// How a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It sells.
    Working,
    /// Too many wrong PINs: it takes none until somebody unlocks it.
    Locked,
    /// It is no till any more.
    Revoked,
}

impl State {
    /// Its word, at the end of translation keys.
    pub const fn code(self) -> &'static str {
        match self {
            State::Working => "working",
            State::Locked => "locked",
            State::Revoked => "revoked",
        }
    }
}

/// The browser that asks.
#[derive(Debug, Default)]
pub struct Here {
    /// The digest of its token, if it is a till.
    pub token: Option<Vec<u8>>,
    /// How much it says it keeps that the books do not have: it may have had no network to tell us.
    pub unsent: i32,
}

impl Here {
    /// As its request says.
    pub fn of(visit: &Visit) -> Here {
        Here {
            token: visit.till(),
            unsent: visit.unsent(),
        }
    }
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub device_id: Uuid,
    /// What the people of the shop call it.
    pub name: String,
    /// The name of the location where it sells.
    pub location: String,
    /// What its numbers begin with: `T1`.
    pub series: String,
    /// The name of the member who enrolled it, or made its code.
    pub enrolled_by: String,
    /// Since when.
    pub enrolled_at: DateTime<Utc>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When too many wrong PINs locked it, if they did.
    pub locked_at: Option<DateTime<Utc>>,
    /// When it last asked for anything, to a few minutes.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// How many sales it had not sent when it last said so, or says now.
    pub unsynced: i32,
    /// The name of the member whose turn it is there.
    pub at_till: Option<String>,
    /// Whether it is the browser that asks.
    pub is_this: bool,
}

impl Device {
    /// How it stands.
    pub fn state(&self) -> State {
        match (self.revoked_at, self.locked_at) {
            (Some(_), _) => State::Revoked,
            (None, Some(_)) => State::Locked,
            (None, None) => State::Working,
        }
    }
}

/// A till to be: this browser, or another one by a code; or one that gets another name.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeviceForm {
    /// Made with the page: sent twice, it is one device, or one code.
    pub device_id: String,
    /// What to call it.
    pub name: String,
    /// Where it sells.
    pub location_id: String,
}

/// A code, typed in the browser that is to be a till.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeTyped {
    /// Made with the page: sent twice, it is one device.
    pub device_id: String,
    /// The code, in any spelling.
    pub code: String,
}

/// A device's name, or why it will not do.
pub(super) fn name_of(typed: &str) -> Result<String, Refusal> {
    let name = one_line(typed);
    if name.is_empty() {
        return Err(Refusal::at("name", "refused-a-name-needed"));
    }
    let most = usize::try_from(LONGEST_NAME).unwrap_or(usize::MAX);
    if name.chars().count() > most {
        return Err(Refusal::at("name", "refused-too-long").with("most", most));
    }
    Ok(name)
}

/// What a device is to be called and where it is to sell. Refuses with every field that will not do.
pub(super) fn named_place(name: &str, location_id: &str) -> Result<(String, Uuid), Stop> {
    let mut refusals = Vec::new();
    let name = name_of(name).map_err(|refusal| refusals.push(refusal));
    let location = location_id
        .parse::<Uuid>()
        .map_err(|_| refusals.push(Refusal::at("location_id", "refused-required")));
    unless_refused(refusals)?;
    match (name, location) {
        (Ok(name), Ok(location)) => Ok((name, location)),
        _ => Err(Stop::NotFound),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_told_at_once() {
        let Err(Stop::Refused(refusals)) = named_place(" \u{0} ", "here") else {
            panic!("not refused")
        };
        let fields: Vec<_> = refusals.iter().filter_map(|r| r.field.as_deref()).collect();
        assert_eq!(fields, ["name", "location_id"]);
        let id = Uuid::from_u128(7);
        let place = named_place("  Front   counter ", &id.to_string()).unwrap();
        assert_eq!(place, ("Front counter".to_owned(), id));
        assert!(name_of(&"x".repeat(60)).is_ok());
        assert!(name_of(&"x".repeat(61)).is_err());
    }
}
