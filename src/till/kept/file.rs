//! The file of what the books do not have yet, which another till or a manager can send in its place. Pure.

use uuid::Uuid;

use crate::till::wire::{Event, Raw, legible, read, write};

/// What was not told, as a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    /// What it is.
    dukani: String,
    /// Of which till.
    device_id: Uuid,
    /// In order, each as it was kept: also what only a newer till can read.
    events: Vec<Raw>,
}

legible!(File { dukani, device_id, events } or {});

impl File {
    /// That of a till: the events that it has not told, as it keeps them.
    pub fn of(device_id: Uuid, texts: &[String]) -> File {
        let events = texts.iter().filter_map(|text| read::<Raw>(text).ok());
        File {
            dukani: "till".to_owned(),
            device_id,
            events: events.collect(),
        }
    }

    /// What another till has to tell of it, in order. Where an event does not say at which till it happened, that is
    /// put in; else it stays as it is.
    pub fn told(&self) -> Vec<String> {
        let told = self.events.iter().map(|raw| {
            let bare = read::<Event>(&raw.0).ok();
            let bare = bare.filter(|event| event.device_id.is_none());
            let of_till = bare.map(|event| Event {
                device_id: Some(self.device_id),
                ..event
            });
            of_till.map_or_else(|| raw.0.clone(), |event| write(&event))
        });
        told.collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const SHIFT: &str = r#"{"id":"01890000-0000-7000-8000-000000000001","member_id":"01890000-0000-7000-8000-000000000002","occurred_at":"2026-03-01T08:00:00Z","kind":"open_shift","body":{"float_minor":1000}"#;

    #[test]
    fn what_only_a_newer_till_can_read_goes_through_as_it_is() {
        let device_id = Uuid::from_u128(7);
        let newer = r#"{"id":"x","kind":"lottery","body":{"odds":1.5e-3}, "more":[null,"\u00e9"]}"#;
        let own = format!(
            r#"{SHIFT},"device_id":"{}","odd":true}}"#,
            Uuid::from_u128(8)
        );
        let bare = format!("{SHIFT}}}");
        let texts = [newer.to_owned(), own.clone(), bare, "half a {".to_owned()];
        let file = File::of(device_id, &texts);
        let file: File = read(&write(&file)).unwrap();
        let told = file.told();
        assert_eq!(told.first().map(String::as_str), Some(newer));
        assert_eq!(told.get(1), Some(&own));
        let bare: Event = read(told.get(2).unwrap()).unwrap();
        assert_eq!(bare.device_id, Some(device_id));
        assert_eq!(told.len(), 3);
    }
}
