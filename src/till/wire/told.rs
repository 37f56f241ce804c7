//! What can be told and read: values here, things in `things` and where they are kept.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, Utc};
use uuid::Uuid;

use super::Reader;
use super::writer::{write_text, write_thing};
use crate::values::{Money, Quantity, Rate, written};

/// Something that can be told and read.
pub trait Legible {
    /// Reads it, and puts it in the place of what was there. None where it is something else.
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()>;

    /// Writes it behind what was written before.
    fn write(&self, to: &mut String);

    /// Whether it is nothing, which a thing need not say of its parts.
    fn is_left_out(&self) -> bool {
        false
    }
}

/// A text is something else than what was to be read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is something else")]
pub struct SomethingElse;

/// Reads something from JSON, things by the names of their parts alone.
///
/// # Errors
/// It is something else.
pub fn read<T: Legible + Default>(text: &str) -> Result<T, SomethingElse> {
    let mut told = T::default();
    let mut from = Reader::new(text);
    let is_read = told.read(&mut from).is_some();
    if is_read && from.is_at_end() {
        Ok(told)
    } else {
        Err(SomethingElse)
    }
}

/// Says by which names the parts of a thing are told and read: first those that have to be there, then those that
/// may be left out, and are then as its default has them. No part can be forgotten.
macro_rules! legible {
    ($thing:ident { $($must:ident),* } or { $($may:ident),* }) => {
        impl $crate::till::wire::Legible for $thing {
            fn read(&mut self, from: &mut $crate::till::wire::Reader<'_>) -> Option<()> {
                const MUST: &[&str] = &[$(stringify!($must)),*];
                const NAMES: &[&str] = &[$(stringify!($must),)* $(stringify!($may)),*];
                let $thing { $($must,)* $($may),* } = self;
                from.thing(NAMES, MUST.len(), &mut [$($must,)* $($may),*])
            }

            fn write(&self, to: &mut String) {
                const NAMES: &[&str] = &[$(stringify!($must),)* $(stringify!($may)),*];
                let $thing { $($must,)* $($may),* } = self;
                $crate::till::wire::write_thing(to, NAMES, &[$($must,)* $($may),*]);
            }
        }
    };
}
pub(crate) use legible;

impl Legible for bool {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = from.word("true");
        (*self || from.word("false")).then_some(())
    }

    fn write(&self, to: &mut String) {
        to.push_str(if *self { "true" } else { "false" });
    }
}

macro_rules! whole {
    ($($kind:ty)*) => {$(
        impl Legible for $kind {
            fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
                *self = <$kind>::try_from(from.whole()?).ok()?;
                Some(())
            }

            fn write(&self, to: &mut String) {
                to.push_str(&self.to_string());
            }
        }
    )*};
}
whole! { i32 u32 u64 usize }

impl Legible for i64 {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = from.whole()?;
        Some(())
    }

    fn write(&self, to: &mut String) {
        to.push_str(&self.to_string());
    }
}

impl Legible for String {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = from.text()?.into_owned();
        Some(())
    }

    fn write(&self, to: &mut String) {
        write_text(to, self);
    }
}

impl Legible for Uuid {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = Uuid::try_parse(&from.text()?).ok()?;
        Some(())
    }

    fn write(&self, to: &mut String) {
        write_text(to, &self.to_string());
    }
}

impl Legible for DateTime<Utc> {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = written::instant(&from.text()?)?;
        Some(())
    }

    fn write(&self, to: &mut String) {
        write_text(to, &self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

impl Legible for NaiveDate {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = written::day(&from.text()?)?;
        Some(())
    }

    fn write(&self, to: &mut String) {
        write_text(to, &self.to_string());
    }
}

impl Legible for NaiveTime {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = written::time(&from.text()?)?;
        Some(())
    }

    fn write(&self, to: &mut String) {
        write_text(to, &self.to_string());
    }
}

impl Legible for Money {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = Money::from_minor(from.whole()?);
        Some(())
    }

    fn write(&self, to: &mut String) {
        self.minor().write(to);
    }
}

impl Legible for Quantity {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = Quantity::from_milli(from.whole()?);
        Some(())
    }

    fn write(&self, to: &mut String) {
        self.milli().write(to);
    }
}

impl Legible for Rate {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = Rate::from_basis_points(u32::try_from(from.whole()?).ok()?);
        Some(())
    }

    fn write(&self, to: &mut String) {
        self.basis_points().write(to);
    }
}

impl<T: Legible + Default> Legible for Option<T> {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        if from.word("null") {
            *self = None;
            return Some(());
        }
        self.insert(T::default()).read(from)
    }

    fn write(&self, to: &mut String) {
        match self {
            Some(one) => one.write(to),
            None => to.push_str("null"),
        }
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
    }
}

impl<T: Legible + Default> Legible for Vec<T> {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        self.clear();
        from.list(&mut |from| {
            let mut one = T::default();
            one.read(from)?;
            self.push(one);
            Some(())
        })
    }

    fn write(&self, to: &mut String) {
        to.push('[');
        for (place, one) in self.iter().enumerate() {
            if place > 0 {
                to.push(',');
            }
            one.write(to);
        }
        to.push(']');
    }
}

impl<A: Legible, B: Legible> Legible for (A, B) {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        let (mut one, mut other) = (Some(&mut self.0), Some(&mut self.1));
        from.list(&mut |from| match one.take() {
            Some(one) => one.read(from),
            None => other.take()?.read(from),
        })?;
        other.is_none().then_some(())
    }

    fn write(&self, to: &mut String) {
        to.push('[');
        self.0.write(to);
        to.push(',');
        self.1.write(to);
        to.push(']');
    }
}

impl Legible for HashMap<String, String> {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        from.named(&mut |name, from| {
            self.insert(name.to_owned(), from.text()?.into_owned());
            Some(())
        })
    }

    fn write(&self, to: &mut String) {
        let names: Vec<&str> = self.keys().map(String::as_str).collect();
        let texts: Vec<&dyn Legible> = self.values().map(|text| text as &dyn Legible).collect();
        write_thing(to, &names, &texts);
    }
}
