//! A supplier, and how her form becomes her. Pure.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::staff::one_line;
use crate::values::{Phone, Refusal, read_tax_pin};

/// Days until goods come, where nobody has said otherwise.
const USUAL_LEAD: i32 = 3;
/// The most characters of a note about her.
pub(super) const LONGEST_NOTE: usize = 1000;

/// Whom the business buys from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplier {
    /// Her id.
    pub supplier_id: Uuid,
    /// Counts her edits.
    pub revision: i32,
    /// Her name, hers alone among those that are not retired.
    pub name: String,
    /// Whom to ask for; may be empty.
    pub contact: String,
    /// Where she is called and written to.
    pub phone: Option<Phone>,
    /// Her e-mail address.
    pub email: Option<String>,
    /// Where she is; may be empty.
    pub address: String,
    /// Her number with the tax authority.
    pub tax_pin: Option<String>,
    /// Days from a bill to the day it is due.
    pub terms_days: i32,
    /// Days from an order to its goods.
    pub lead_days: i32,
    /// Words among us; may be empty.
    pub note: String,
    /// Whether nothing is bought from her any more.
    pub is_retired: bool,
}

impl Supplier {
    /// By when goods may be expected that are ordered on a day. None where no calendar has it.
    pub(in crate::purchasing) fn brings_by(&self, ordered_on: NaiveDate) -> Option<NaiveDate> {
        let days = u64::try_from(self.lead_days).ok()?;
        ordered_on.checked_add_days(Days::new(days))
    }

    /// Whether both say the same, whatever their revisions.
    pub(super) fn says(&self, other: &Supplier) -> bool {
        let plain = |one: &Supplier| Supplier {
            revision: 0,
            is_retired: false,
            ..one.clone()
        };
        plain(self) == plain(other)
    }
}

/// A supplier as she was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupplierForm {
    /// Made with the page.
    pub supplier_id: String,
    /// The revision that the page showed; empty or 0 where she is new.
    pub revision: String,
    /// Required.
    pub name: String,
    /// A person's name.
    pub contact: String,
    /// In any spelling.
    pub phone: String,
    /// An address with an `@`.
    pub email: String,
    /// One line.
    pub address: String,
    /// As the country writes it.
    pub tax_pin: String,
    /// A whole number; empty is none.
    pub terms_days: String,
    /// A whole number; empty is the usual.
    pub lead_days: String,
    /// Several lines.
    pub note: String,
}

impl SupplierForm {
    /// A supplier as her form shows her.
    pub(super) fn of(supplier: &Supplier) -> SupplierForm {
        SupplierForm {
            supplier_id: supplier.supplier_id.to_string(),
            revision: supplier.revision.to_string(),
            name: supplier.name.clone(),
            contact: supplier.contact.clone(),
            phone: supplier
                .phone
                .as_ref()
                .map(Phone::shown)
                .unwrap_or_default(),
            email: supplier.email.clone().unwrap_or_default(),
            address: supplier.address.clone(),
            tax_pin: supplier.tax_pin.clone().unwrap_or_default(),
            terms_days: supplier.terms_days.to_string(),
            lead_days: supplier.lead_days.to_string(),
            note: supplier.note.clone(),
        }
    }

    /// Reads every field; all that will not do is refused at once. `country` is the business's.
    pub(super) fn read(&self, supplier_id: Uuid, country: &str) -> Result<Supplier, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let name = short("name", &self.name, 120, &mut refusals);
        if name.is_empty() {
            refusals.push(Refusal::at("name", "refused-a-name-needed"));
        }
        let supplier = Supplier {
            supplier_id,
            revision: 1,
            name,
            contact: short("contact", &self.contact, 120, &mut refusals),
            phone: phone(&self.phone, country, &mut refusals),
            email: email(&self.email, &mut refusals),
            address: short("address", &self.address, 400, &mut refusals),
            tax_pin: read_tax_pin(&self.tax_pin, country, &mut refusals),
            terms_days: days("terms_days", &self.terms_days, 0, &mut refusals),
            lead_days: days("lead_days", &self.lead_days, USUAL_LEAD, &mut refusals),
            note: note(&self.note, &mut refusals),
            is_retired: false,
        };
        if refusals.is_empty() {
            Ok(supplier)
        } else {
            Err(refusals)
        }
    }
}

fn short(field: &str, typed: &str, most: usize, refusals: &mut Vec<Refusal>) -> String {
    let text = one_line(typed);
    if text.chars().count() > most {
        refusals.push(Refusal::at(field, "refused-too-long").with("most", most));
    }
    text
}

fn note(typed: &str, refusals: &mut Vec<Refusal>) -> String {
    let lines: Vec<String> = typed.lines().map(one_line).collect();
    let text = lines.join("\n").trim().to_owned();
    if text.chars().count() > LONGEST_NOTE {
        refusals.push(Refusal::at("note", "refused-too-long").with("most", LONGEST_NOTE));
    }
    text
}

fn phone(typed: &str, country: &str, refusals: &mut Vec<Refusal>) -> Option<Phone> {
    let text = one_line(typed);
    if text.is_empty() {
        return None;
    }
    let phone = Phone::parse_called(&text, country);
    if phone.is_none() {
        refusals.push(Refusal::at("phone", "refused-not-called"));
    }
    phone
}

fn email(typed: &str, refusals: &mut Vec<Refusal>) -> Option<String> {
    let text = one_line(typed);
    if text.is_empty() {
        return None;
    }
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_graphic() && !"@,;<>()[]?&#%\\\"".contains(c))
    };
    let fits = match text.split_once('@') {
        Some((name, host)) => plain(name) && plain(host) && text.len() <= 200,
        None => false,
    };
    if !fits {
        refusals.push(Refusal::at("email", "refused-supplier-email"));
    }
    Some(text)
}

fn days(field: &str, typed: &str, usual: i32, refusals: &mut Vec<Refusal>) -> i32 {
    let text = typed.trim();
    if text.is_empty() {
        return usual;
    }
    let days = text.parse::<i32>().ok();
    let days = days.filter(|days| (0..=365).contains(days));
    if days.is_none() {
        refusals.push(Refusal::at(field, "refused-supplier-days"));
    }
    days.unwrap_or(usual)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn form() -> SupplierForm {
        SupplierForm {
            name: " Unga  Ltd ".to_owned(),
            phone: "0712 345 678".to_owned(),
            email: "orders@unga.example".to_owned(),
            tax_pin: "p051234567x".to_owned(),
            terms_days: "30".to_owned(),
            ..SupplierForm::default()
        }
    }

    #[test]
    fn a_form_becomes_a_supplier_and_back() {
        let supplier = form().read(Uuid::nil(), "KE").unwrap();
        assert_eq!(supplier.name, "Unga Ltd");
        assert_eq!(supplier.phone.as_ref().unwrap().e164(), "+254712345678");
        assert_eq!(supplier.tax_pin.as_deref(), Some("P051234567X"));
        assert_eq!((supplier.terms_days, supplier.lead_days), (30, 3));
        let again = SupplierForm::of(&supplier).read(Uuid::nil(), "KE").unwrap();
        assert!(supplier.says(&again));
        let edited = Supplier {
            revision: 7,
            ..again
        };
        assert!(supplier.says(&edited));
        let other = Supplier {
            lead_days: 4,
            ..edited
        };
        assert!(!supplier.says(&other));
    }

    #[test]
    fn every_field_that_will_not_do_is_told() {
        let wrong = SupplierForm {
            name: String::new(),
            contact: "a".repeat(121),
            phone: "12".to_owned(),
            email: "nobody".to_owned(),
            address: "a".repeat(401),
            tax_pin: "P05".to_owned(),
            terms_days: "366".to_owned(),
            lead_days: "soon".to_owned(),
            note: "a".repeat(1001),
            ..SupplierForm::default()
        };
        let refused = wrong.read(Uuid::nil(), "KE").unwrap_err();
        let fields: Vec<String> = refused.into_iter().filter_map(|one| one.field).collect();
        assert_eq!(
            fields,
            [
                "name",
                "contact",
                "phone",
                "email",
                "address",
                "tax_pin",
                "terms_days",
                "lead_days",
                "note"
            ]
        );
    }
}
