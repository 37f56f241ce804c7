//! How far a till knows what was changed. Pure.
//!
//! It is a transaction's number: of those before it, all that were committed are known. Where more stands
//! in an answer than one page, the cursor says where the next one begins; the number stays that of the
//! first page, so that what is changed meanwhile comes again.

use uuid::Uuid;

/// What a till knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// In which cluster: after a restore, transactions have other numbers.
    pub epoch: String,
    /// Changes of transactions from here on are not known.
    pub from: i64,
    /// Where the next page begins, if there is one.
    pub within: Option<Within>,
}

/// A page of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Within {
    /// What is known when the last page is: `from` of then.
    pub next: i64,
    /// After this kind of thing,
    pub kind: String,
    /// and this thing.
    pub id: Uuid,
}

impl Cursor {
    /// As a till keeps it.
    pub fn write(&self) -> String {
        let Cursor {
            epoch,
            from,
            within,
        } = self;
        match within {
            None => format!("1~{epoch}~{from}"),
            Some(Within { next, kind, id }) => format!("1~{epoch}~{from}~{next}~{kind}~{id}"),
        }
    }

    /// What a till has kept; none where it is none of ours: then it begins anew.
    pub fn read(text: &str) -> Option<Cursor> {
        let parts: Vec<&str> = text.split('~').collect();
        let number = |text: &str| text.parse::<i64>().ok().filter(|number| *number >= 0);
        let (epoch, from, within) = match parts.as_slice() {
            ["1", epoch, from] => (epoch, from, None),
            ["1", epoch, from, next, kind, id] => {
                let within = Within {
                    next: number(next)?,
                    kind: (*kind).to_owned(),
                    id: id.parse().ok()?,
                };
                (epoch, from, Some(within))
            }
            _ => return None,
        };
        Some(Cursor {
            epoch: (*epoch).to_owned(),
            from: number(from)?,
            within,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let cursor = Cursor {
            epoch: "77.1.5".to_owned(),
            from: 12,
            within: None,
        };
        let page = Cursor {
            within: Some(Within {
                next: 40,
                kind: "product".to_owned(),
                id: Uuid::from_u128(7),
            }),
            ..cursor.clone()
        };
        for one in [cursor, page] {
            assert_eq!(Cursor::read(&one.write()), Some(one));
        }
    }

    #[test]
    fn what_is_no_cursor_begins_anew() {
        for text in [
            "",
            "1",
            "2~a~1",
            "1~a~x",
            "1~a~-1",
            "1~a~1~2",
            "1~a~1~2~k~x",
            "1~a~1~b~k~x",
        ] {
            assert_eq!(Cursor::read(text), None, "{text}");
        }
    }
}
