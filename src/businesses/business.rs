//! What a business says about itself, and how the settings form becomes that.

use serde::{Deserialize, Serialize};

use crate::staff::{one_line, unless_refused};
use crate::values::{Language, Money, Phone, Refusal, Stop, read_tax_pin};

/// The colour that a storefront has until its business chooses one: the green of our own buttons.
pub(super) const OUR_COLOUR: &str = "#1c6b43";

/// When tax on an order is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaxPoint {
    /// When it is paid.
    Payment,
    /// When the goods are handed over.
    HandOver,
}

impl TaxPoint {
    /// Both.
    pub const ALL: [TaxPoint; 2] = [TaxPoint::Payment, TaxPoint::HandOver];

    /// Its word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            TaxPoint::Payment => "payment",
            TaxPoint::HandOver => "hand_over",
        }
    }

    /// The tax point of that code, or none.
    pub fn parse(code: &str) -> Option<TaxPoint> {
        TaxPoint::ALL.into_iter().find(|point| point.code() == code)
    }
}

/// A business, as it is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Its name.
    pub name: String,
    /// Its slug: `/s/{slug}` is its storefront. Never changes.
    pub slug: String,
    /// ISO 3166. Never changes.
    pub country: String,
    /// ISO 4217 currency of its books. Never changes.
    pub currency: String,
    /// The language it speaks where nobody asks for another.
    pub language: Language,
    /// Where its customers reach it.
    pub phone: Option<Phone>,
    /// Its number with the tax authority.
    pub tax_pin: Option<String>,
    /// When tax on an order is owed.
    pub tax_point: TaxPoint,
    /// What totals are rounded to; one minor unit: they are not.
    pub rounding: Money,
    /// The storefront's own words, plain text of several lines.
    pub about: String,
    /// The storefront's colour, `#rrggbb` in lower case; none: ours.
    pub accent: Option<String>,
    /// Whether it takes M-Pesa before goods are packed.
    pub pays_by_mpesa: bool,
    /// Whether customers may pay on delivery or at pick-up.
    pub pays_on_hand_over: bool,
    /// Whether its storefront takes orders.
    pub storefront_open: bool,
    /// One line under the storefront's name; may be empty.
    pub tagline: String,
    /// Said where a customer chooses how the goods come; may be empty.
    pub delivery_note: String,
    /// Where customers write to it on WhatsApp.
    pub whatsapp: Option<Phone>,
    /// Stands under its name on receipts, plain text of several lines; may be empty.
    pub receipt_header: String,
    /// Stands at the end of receipts, plain text of several lines; may be empty.
    pub receipt_footer: String,
}

/// What the settings page sends.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    /// The business's name.
    pub name: String,
    /// A phone number in any spelling, or nothing.
    pub phone: String,
    /// Plain text.
    pub about: String,
    /// A language's code.
    pub language: String,
    /// A tax PIN, or nothing.
    pub tax_pin: String,
    /// A tax point's code.
    pub tax_point: String,
    /// Minor units.
    pub rounding: String,
    /// `#rrggbb`, or nothing.
    pub accent: String,
    /// Ticked or not.
    pub pays_by_mpesa: String,
    /// Ticked or not.
    pub pays_on_hand_over: String,
    /// Ticked or not.
    pub storefront_open: String,
    /// One line.
    pub tagline: String,
    /// Plain text.
    pub delivery_note: String,
    /// A phone number in any spelling, or nothing.
    pub whatsapp: String,
    /// Plain text.
    pub receipt_header: String,
    /// Plain text.
    pub receipt_footer: String,
}

const LONGEST_NAME: usize = 80;
/// The most characters of what a shop says about itself.
pub(super) const LONGEST_ABOUT: usize = 1000;
const LONGEST_TAGLINE: usize = 100;
/// The most characters of what it says about delivery, and at either end of a receipt.
pub(super) const LONGEST_NOTE: usize = 300;
/// What totals can be rounded to, in minor units.
pub(super) const ROUNDINGS: [i64; 5] = [1, 5, 10, 50, 100];

impl Settings {
    /// These settings with what a form changes. Refuses with every field that will not do.
    pub fn with(&self, form: &SettingsForm) -> Result<Settings, Stop> {
        let mut refusals = Vec::new();
        let name = name(&form.name, &mut refusals);
        let phone = phone(&form.phone, &self.country, &mut refusals);
        let about = lines("about", &form.about, LONGEST_ABOUT, &mut refusals);
        let tagline = one_line(&form.tagline);
        if tagline.chars().count() > LONGEST_TAGLINE {
            refusals.push(Refusal::at("tagline", "refused-too-long").with("most", LONGEST_TAGLINE));
        }
        let delivery_note = note("delivery_note", &form.delivery_note, &mut refusals);
        let receipt_header = note("receipt_header", &form.receipt_header, &mut refusals);
        let receipt_footer = note("receipt_footer", &form.receipt_footer, &mut refusals);
        let whatsapp = phone_at("whatsapp", &form.whatsapp, &self.country, &mut refusals);
        let tax_pin = read_tax_pin(&form.tax_pin, &self.country, &mut refusals);
        let accent = accent(&form.accent, &mut refusals);
        // What is chosen from a list can only be wrong where somebody made the form up.
        let rounding = form
            .rounding
            .parse::<i64>()
            .ok()
            .filter(|minor| ROUNDINGS.contains(minor));
        let rounding = rounding.map_or(self.rounding, Money::from_minor);
        let settings = Settings {
            name,
            phone,
            about,
            tax_pin,
            accent,
            rounding,
            tagline,
            delivery_note,
            receipt_header,
            receipt_footer,
            whatsapp,
            language: Language::parse(&form.language).unwrap_or(self.language),
            tax_point: TaxPoint::parse(&form.tax_point).unwrap_or(self.tax_point),
            // M-Pesa pays in shillings of Kenya.
            pays_by_mpesa: !form.pays_by_mpesa.is_empty() && self.currency == "KES",
            pays_on_hand_over: !form.pays_on_hand_over.is_empty(),
            storefront_open: !form.storefront_open.is_empty(),
            ..self.clone()
        };
        let payable = settings.pays_by_mpesa || settings.pays_on_hand_over;
        if settings.storefront_open && !payable {
            refusals.push(Refusal::at("pays_on_hand_over", "refused-no-way-to-pay"));
        }
        unless_refused(refusals)?;
        Ok(settings)
    }
}

/// Several lines in that field, of so many characters at most.
fn lines(field: &str, text: &str, most: usize, refusals: &mut Vec<Refusal>) -> String {
    let lines = paragraphs(text);
    if lines.chars().count() > most {
        refusals.push(Refusal::at(field, "refused-too-long").with("most", most));
    }
    lines
}

fn note(field: &str, text: &str, refusals: &mut Vec<Refusal>) -> String {
    lines(field, text, LONGEST_NOTE, refusals)
}

/// A name of 1 to 80 characters in the field `name`.
pub(super) fn name(text: &str, refusals: &mut Vec<Refusal>) -> String {
    let name = one_line(text);
    if name.is_empty() {
        refusals.push(Refusal::at("name", "refused-a-name-needed"));
    } else if name.chars().count() > LONGEST_NAME {
        refusals.push(Refusal::at("name", "refused-too-long").with("most", LONGEST_NAME));
    }
    name
}

/// A phone number of a country in the field `phone`, or none where nothing stands there.
pub(super) fn phone(text: &str, country: &str, refusals: &mut Vec<Refusal>) -> Option<Phone> {
    phone_at("phone", text, country, refusals)
}

fn phone_at(field: &str, text: &str, country: &str, refusals: &mut Vec<Refusal>) -> Option<Phone> {
    let text = one_line(text);
    if text.is_empty() {
        return None;
    }
    let phone = Phone::parse(&text, country);
    if phone.is_none() {
        refusals.push(Refusal::at(field, "refused-not-a-phone"));
    }
    phone
}

/// A field for a colour is never empty: ours, sent back as it was shown, was not chosen, and has another
/// green on a dark page.
fn accent(text: &str, refusals: &mut Vec<Refusal>) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() || text == OUR_COLOUR {
        return None;
    }
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        refusals.push(Refusal::at("accent", "refused-accent"));
    }
    Some(text)
}

/// Several lines that somebody typed, as they are kept: no control characters, no lines of spaces.
fn paragraphs(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(one_line).collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn duka() -> Settings {
        Settings {
            name: "Duka".to_owned(),
            slug: "duka".to_owned(),
            country: "KE".to_owned(),
            currency: "KES".to_owned(),
            language: Language::En,
            phone: None,
            tax_pin: None,
            tax_point: TaxPoint::Payment,
            rounding: Money::from_minor(100),
            about: String::new(),
            accent: None,
            pays_by_mpesa: true,
            pays_on_hand_over: true,
            storefront_open: true,
            tagline: String::new(),
            delivery_note: String::new(),
            whatsapp: None,
            receipt_header: String::new(),
            receipt_footer: String::new(),
        }
    }

    fn form() -> SettingsForm {
        SettingsForm {
            name: " Duka la  Mama ".to_owned(),
            language: "sw".to_owned(),
            tax_point: "hand_over".to_owned(),
            rounding: "10".to_owned(),
            pays_by_mpesa: "true".to_owned(),
            ..SettingsForm::default()
        }
    }

    fn refused(form: &SettingsForm) -> Vec<String> {
        let Err(Stop::Refused(refusals)) = duka().with(form) else {
            return Vec::new();
        };
        refusals
            .into_iter()
            .map(|refusal| refusal.field.unwrap_or_default())
            .collect()
    }

    #[test]
    fn a_form_changes_what_it_names_and_nothing_else() {
        let kept = duka().with(&form()).unwrap();
        assert_eq!(kept.name, "Duka la Mama");
        assert_eq!(
            (kept.language, kept.tax_point),
            (Language::Sw, TaxPoint::HandOver)
        );
        assert_eq!(kept.rounding.minor(), 10);
        assert!(kept.pays_by_mpesa && !kept.pays_on_hand_over && !kept.storefront_open);
        assert_eq!(
            (kept.slug.as_str(), kept.currency.as_str()),
            ("duka", "KES")
        );
    }

    #[test]
    fn tells_every_field_that_will_not_do() {
        let wrong = SettingsForm {
            name: "\u{0} ".to_owned(),
            phone: "020 1234".to_owned(),
            about: "a".repeat(1001),
            tagline: "a".repeat(101),
            delivery_note: "a".repeat(301),
            receipt_header: "a".repeat(301),
            receipt_footer: "a".repeat(301),
            whatsapp: "call me".to_owned(),
            tax_pin: "A12345678".to_owned(),
            accent: "green".to_owned(),
            ..form()
        };
        assert_eq!(
            refused(&wrong),
            [
                "name",
                "phone",
                "about",
                "tagline",
                "delivery_note",
                "receipt_header",
                "receipt_footer",
                "whatsapp",
                "tax_pin",
                "accent"
            ]
        );
    }

    #[test]
    fn a_storefront_that_is_open_can_be_paid() {
        let open = SettingsForm {
            storefront_open: "true".to_owned(),
            pays_by_mpesa: String::new(),
            ..form()
        };
        assert_eq!(refused(&open), ["pays_on_hand_over"]);
        let indonesian = Settings {
            currency: "IDR".to_owned(),
            country: "ID".to_owned(),
            ..duka()
        };
        assert!(!indonesian.with(&form()).unwrap().pays_by_mpesa);
    }

    #[test]
    fn keeps_pins_and_colours_in_one_spelling() {
        let kept = duka()
            .with(&SettingsForm {
                tax_pin: "p051 234567 x".to_owned(),
                accent: " #7A2E8C ".to_owned(),
                about: "Open daily\r\n\r\n  07:00  to 21:00 \n".to_owned(),
                ..form()
            })
            .unwrap();
        assert_eq!(kept.tax_pin.as_deref(), Some("P051234567X"));
        assert_eq!(kept.accent.as_deref(), Some("#7a2e8c"));
        assert_eq!(kept.about, "Open daily\n\n07:00 to 21:00");
    }

    #[test]
    fn our_own_colour_sent_back_is_none_that_was_chosen() {
        let mut sent = form();
        sent.accent = OUR_COLOUR.to_owned();
        assert_eq!(duka().with(&sent).unwrap().accent, None);
    }
}
