//! What a person signs in with: a phone number in any spelling, or an e-mail address.

use crate::values::Phone;

/// The country of a number written without one.
const HOME: &str = "KE";

/// A phone number or an e-mail address, in the one spelling that is stored.
#[derive(Clone, PartialEq, Eq)]
pub enum Identity {
    /// A phone number.
    Phone(Phone),
    /// An e-mail address in lower case.
    Email(String),
}

impl Identity {
    /// Reads either; none where the text is neither.
    pub fn parse(text: &str) -> Option<Identity> {
        let text = text.trim();
        if text.contains('@') {
            return email(text).map(Identity::Email);
        }
        Phone::parse(text, HOME).map(Identity::Phone)
    }

    /// As it is stored: E.164, or in lower case.
    pub fn stored(&self) -> &str {
        match self {
            Identity::Phone(phone) => phone.e164(),
            Identity::Email(email) => email,
        }
    }

    /// The phone number, if it is one.
    pub fn phone(&self) -> Option<&str> {
        match self {
            Identity::Phone(phone) => Some(phone.e164()),
            Identity::Email(_) => None,
        }
    }

    /// The e-mail address, if it is one.
    pub fn email(&self) -> Option<&str> {
        match self {
            Identity::Phone(_) => None,
            Identity::Email(email) => Some(email),
        }
    }
}

/// Plain ASCII only: the database and this program must agree on what its lower case is.
fn email(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let plain = |c: char| c.is_ascii_graphic() && !"@,;<>()[]\\\"".contains(c);
    let fits = !name.is_empty()
        && text.len() <= 254
        && name.chars().all(plain)
        && host.split('.').count() >= 2
        && host.split('.').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
    fits.then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_one_identity() {
        for text in [
            "0712 345 678",
            "+254712345678",
            " 254712345678 ",
            "712-345-678",
        ] {
            assert_eq!(
                Identity::parse(text).unwrap().stored(),
                "+254712345678",
                "{text}"
            );
        }
        assert_eq!(
            Identity::parse(" Duka@Example.CO.KE ").unwrap().stored(),
            "duka@example.co.ke"
        );
        let phone = Identity::parse("0712345678").unwrap();
        assert_eq!(
            (phone.phone(), phone.email()),
            (Some("+254712345678"), None)
        );
    }

    #[test]
    fn refuses_what_is_neither() {
        let wrong = [
            "",
            "duka",
            "duka@",
            "@example.com",
            "a@b",
            "a@b..com",
            "a b@example.com",
            "a@b@c.com",
            "é@example.com",
            "a\0@example.com",
            "0712",
            "<a@example.com>",
        ];
        for text in wrong {
            assert!(Identity::parse(text).is_none(), "{text}");
        }
    }
}
