//! What can be read from what was told: values here, things in `things` and where they are kept.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use super::Reader;
use crate::values::{Money, Quantity, Rate, written};

/// Something that can be read: it is put in the place of what was there.
pub trait Legible {
    /// Reads it. None where it is something else.
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()>;
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

/// Says by which names the parts of a thing are read: first those that have to be there, then those that
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
        }
    };
}
pub(crate) use legible;

impl Legible for bool {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = from.word("true");
        (*self || from.word("false")).then_some(())
    }
}

macro_rules! whole {
    ($($kind:ty)*) => {$(
        impl Legible for $kind {
            fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
                *self = <$kind>::try_from(from.whole()?).ok()?;
                Some(())
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
}

impl Legible for String {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = from.text()?.into_owned();
        Some(())
    }
}

impl Legible for Uuid {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = Uuid::try_parse(&from.text()?).ok()?;
        Some(())
    }
}

impl Legible for DateTime<Utc> {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = written::instant(&from.text()?)?;
        Some(())
    }
}

impl Legible for NaiveDate {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = written::day(&from.text()?)?;
        Some(())
    }
}

impl Legible for NaiveTime {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = written::time(&from.text()?)?;
        Some(())
    }
}

impl Legible for Money {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = Money::from_minor(from.whole()?);
        Some(())
    }
}

impl Legible for Quantity {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = Quantity::from_milli(from.whole()?);
        Some(())
    }
}

impl Legible for Rate {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        *self = Rate::from_basis_points(u32::try_from(from.whole()?).ok()?);
        Some(())
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
}

impl Legible for HashMap<String, String> {
    fn read(&mut self, from: &mut Reader<'_>) -> Option<()> {
        from.named(&mut |name, from| {
            self.insert(name.to_owned(), from.text()?.into_owned());
            Some(())
        })
    }
}
