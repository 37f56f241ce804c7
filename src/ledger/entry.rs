//! Journal entries: as they are drafted by a document, and as they stand in the books.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Role;
use crate::values::Money;

/// What a document asks the books to write. Debits are positive, credits negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The kind of document: `order`, `payment`, `import`.
    pub source_kind: &'static str,
    /// The document.
    pub source_id: Uuid,
    /// What happened to it: `payment`, `hand_over`, `cancel`, `opening`.
    pub purpose: &'static str,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// Where.
    pub location_id: Option<Uuid>,
    /// What it does to which account.
    pub lines: Vec<(Role, Money)>,
}

impl Draft {
    /// The lines as they are written: one a role, none of zero. None when a sum can't be counted
    /// or the lines do not balance: the document is wrong, and nothing may be posted.
    pub fn balanced(&self) -> Option<Vec<(Role, Money)>> {
        let mut merged: Vec<(Role, Money)> = Vec::new();
        for (role, amount) in &self.lines {
            match merged.iter_mut().find(|(known, _)| known == role) {
                Some((_, sum)) => *sum = sum.plus(*amount)?,
                None => merged.push((*role, *amount)),
            }
        }
        merged.retain(|(_, amount)| !amount.is_zero());
        let sum = Money::sum(merged.iter().map(|(_, amount)| *amount))?;
        sum.is_zero().then_some(merged)
    }

    /// The same the other way round, by a document of the same kind and at another time. None where it
    /// can't be counted.
    pub fn reversed(&self, source_id: Uuid, occurred_at: DateTime<Utc>) -> Option<Draft> {
        let turned = |(role, amount): &(Role, Money)| Some((*role, amount.negated()?));
        let lines: Option<Vec<(Role, Money)>> = self.lines.iter().map(turned).collect();
        Some(Draft {
            source_kind: self.source_kind,
            source_id,
            purpose: "reversal",
            occurred_at,
            location_id: self.location_id,
            lines: lines?,
        })
    }
}

/// An entry as it stands in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub entry_id: Uuid,
    /// Its number in the journal.
    pub number: i64,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// The business's day.
    pub business_date: NaiveDate,
    /// The kind of document.
    pub source_kind: String,
    /// The document.
    pub source_id: Uuid,
    /// What happened to it.
    pub purpose: String,
    /// Where.
    pub location_id: Option<Uuid>,
    /// Its lines, in order.
    pub lines: Vec<EntryLine>,
}

/// A line of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// The account's number.
    pub number: String,
    /// The account's name.
    pub name: String,
    /// The account's kind.
    pub kind: String,
    /// What postings find it by.
    pub role: Option<Role>,
    /// Debit positive, credit negative.
    pub amount: Money,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn draft(lines: Vec<(Role, i64)>) -> Draft {
        Draft {
            source_kind: "order",
            source_id: Uuid::nil(),
            purpose: "payment",
            occurred_at: DateTime::UNIX_EPOCH,
            location_id: None,
            lines: lines
                .into_iter()
                .map(|(role, minor)| (role, Money::from_minor(minor)))
                .collect(),
        }
    }

    #[test]
    fn merges_and_drops() {
        let draft = draft(vec![
            (Role::Cash, 100),
            (Role::Cash, 50),
            (Role::Sales, -150),
            (Role::Rounding, 0),
        ]);
        let lines = draft.balanced().unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0], (Role::Cash, Money::from_minor(150)));
    }

    #[test]
    fn refuses_what_does_not_balance() {
        assert!(
            draft(vec![(Role::Cash, 100), (Role::Sales, -99)])
                .balanced()
                .is_none()
        );
    }
}
