//! What forms send when nothing is wrong with them.

use super::chaos::chance;
use super::own_forms::OWN;
use super::request::Addresses;
use super::run::Dice;

/// Every field of every form, with what may stand there. The demo owner's own password stands
/// only where it confirms, never where another could be set with it.
pub const FIELDS: &[(&str, &str)] = &[
    ("business", "demo"),
    ("shop", "demo"),
    ("revision", "1"),
    ("to", "ready"),
    ("tender", "cash"),
    ("amount", "10"),
    ("receipt", ""),
    ("reason", "a reason"),
    ("quantity", "1"),
    ("phone", "0712345678"),
    ("code", "AAAAAA"),
    ("since", "2026-01-01T00:00:00Z"),
    ("bring_back", "on"),
    ("day", "2199-12-12"),
    ("all", "on"),
    ("again", "on"),
    ("expired_ok", "on"),
    ("language", "en"),
    ("back", "/b/demo"),
    ("next", "/b/demo"),
    ("token", "guess"),
    ("role", "cashier"),
    ("paper", "roll-58"),
    ("password", "duka-la-mfano"),
    ("form[name]", "Renamed"),
    ("form[identity]", "0711222333"),
    ("form[password]", "a long enough password"),
    ("form[current_password]", "not the password"),
    ("form[new_password]", "another long password"),
    ("form[next]", ""),
    ("form[country]", "KE"),
    ("form[location_name]", "Stall"),
    ("form[slug]", ""),
    ("form[sku]", ""),
    ("form[price]", "99"),
    ("form[cost]", "60"),
    ("form[unit]", "kg"),
    ("form[quantity_step]", "0.5"),
    ("form[tax_class]", "standard"),
    ("form[barcodes]", ""),
    ("form[search_words]", "unga"),
    ("form[description]", "Words"),
    ("form[picture]", ""),
    ("form[position]", "1"),
    ("form[stock]", "7"),
    ("form[stock_before]", "7"),
    ("form[revision]", "1"),
    ("form[fee]", "10"),
    ("form[fresh]", ""),
    ("form[address]", "A street"),
    ("form[address_note]", "A door"),
    ("form[note]", "A note"),
    ("form[sells_online]", "on"),
    ("form[offers_pickup]", "on"),
    ("form[phone]", "0712345678"),
    ("form[whatsapp]", "0712345678"),
    ("form[tagline]", "Fresh"),
    ("form[delivery_note]", "By noon"),
    ("form[about]", "A shop"),
    ("form[accent]", ""),
    ("form[pay_by]", "mpesa"),
    ("form[shown]", ""),
    ("form[language]", "en"),
    ("form[tax_pin]", ""),
    ("form[tax_point]", "payment"),
    ("form[rounding]", "100"),
    ("form[pays_by_mpesa]", "on"),
    ("form[pays_on_hand_over]", "on"),
    ("form[storefront_open]", "on"),
    ("form[short_code]", "174379"),
    ("form[kind]", "paybill"),
    ("form[till_number]", ""),
    ("form[consumer_key]", "key"),
    ("form[consumer_secret]", "secret"),
    ("form[passkey]", "a passkey"),
    ("form[role]", "cashier"),
    ("form[opens_1]", "08:00"),
    ("form[closes_1]", "18:00"),
    ("act", "rename"),
    ("aside_why", "not ours"),
    ("barcode", "6001234567890"),
    ("counted", "10"),
    ("how", "set"),
    ("identity", "0722333444"),
    ("limit", "100"),
    ("lines", "Small\nLarge"),
    ("name", "A name"),
    ("note", "a note"),
    ("off_note", "two were bad"),
    ("query", "tab=all"),
    ("scale_code", "7"),
    ("seen", "x"),
    ("shared", "on"),
    ("uncounted", "leave"),
    ("valid_from", "2199-01-01"),
    ("view_name", "A view"),
    ("why", "short"),
    ("words", "a note"),
    ("form[amount]", "10"),
    ("form[base]", "retail"),
    ("form[contact]", "Sales desk"),
    ("form[costing]", "fifo"),
    ("form[counted]", "10"),
    ("form[below_zero]", "allow"),
    ("form[cashier]", "10"),
    ("form[manager]", ""),
    ("form[cash]", "5"),
    ("form[tips]", "true"),
    ("form[expired]", "block"),
    ("form[expires_on]", "2199-01-01"),
    ("form[lead_days]", "2"),
    ("form[minimum]", "2"),
    ("form[number]", "B-1"),
    ("form[percent]", "10"),
    ("form[round_to]", "1"),
    ("form[receipt_footer]", "Thank you"),
    ("form[receipt_header]", "Fresh every morning"),
    ("form[supplier_sku]", "S-1"),
    ("form[tender]", "cash"),
    ("form[terms_days]", "14"),
    ("form[valid_from]", "2199-01-01"),
    ("form[way]", "up"),
    ("form[what]", "FUZZ"),
];

/// Ids of documents that are about to be made.
const NEW: &[&str] = &[
    "cancellation_id",
    "count_id",
    "new_id",
    "note_id",
    "print_id",
    "refund_id",
    "set_id",
];

/// Whether it is a field of a line rather than of the form.
fn is_of_line(name: &str) -> bool {
    name.matches('[').count() > usize::from(name.starts_with("form["))
}

impl Addresses {
    /// Every field that the form of this function may have, all of them right. Any function takes its
    /// own out of them.
    pub fn fields(&self, dice: &mut Dice, function: &str) -> Vec<(String, Vec<u8>)> {
        let name = function.rsplit('/').next().unwrap_or_default();
        let own = OWN.iter().find(|(form, _)| *form == name);
        let own = own.map(|(_, own)| *own).unwrap_or_default();
        let stands_alone = own.iter().any(|(name, _)| name.starts_with("form["));
        let is_own = |name: &str| {
            let mut names = own.iter().map(|(own, _)| *own);
            let is_part = |own: &str| {
                let rest = own.strip_prefix(name);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
            };
            (stands_alone && name.starts_with("form[")) || names.any(is_part)
        };
        let mut fields = self.common(dice);
        fields.retain(|(name, _)| !is_own(name));
        let has_lines = chance(dice, 50);
        for (name, value) in own {
            if has_lines || !is_of_line(name) {
                fields.push((self.filled(dice, name), self.filled(dice, value).into()));
            }
        }
        fields
    }

    /// What most forms take their fields out of.
    fn common(&self, dice: &mut Dice) -> Vec<(String, Vec<u8>)> {
        let mut fields: Vec<(String, Vec<u8>)> = FIELDS
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
            .collect();
        for name in NEW {
            fields.push(((*name).to_owned(), self.filled(dice, "@new").into()));
        }
        for name in self.real.keys().filter(|name| !name.contains("slug")) {
            let value = self.there(dice, name);
            match name.as_str() {
                "link" | "list" => fields.push((name.clone(), value)),
                _ => {
                    fields.push((format!("{name}_id"), value.clone()));
                    fields.push((format!("form[{name}_id]"), value));
                }
            }
        }
        let place = [b"pickup:".to_vec(), self.there(dice, "location")].concat();
        fields.push(("form[fulfilment]".to_owned(), place));
        fields
    }

    /// A text with what it names put in.
    fn filled(&self, dice: &mut Dice, text: &str) -> String {
        let Some((before, named)) = text.split_once('@') else {
            return text.to_owned();
        };
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        let end = named.find(|c| !is_name(c)).unwrap_or(named.len());
        let (name, after) = named.split_at(end);
        let value = match name {
            "new" => {
                let mut bytes = [0; 16];
                bytes[..8].copy_from_slice(&dice.below(u64::MAX).to_be_bytes());
                bytes[8..].copy_from_slice(&dice.below(u64::MAX).to_be_bytes());
                let id = uuid::Builder::from_random_bytes(bytes).into_uuid();
                id.to_string()
            }
            _ => String::from_utf8_lossy(&self.there(dice, name)).into_owned(),
        };
        format!("{before}{value}{after}")
    }

    /// Something of this kind that is really there.
    pub fn there(&self, dice: &mut Dice, name: &str) -> Vec<u8> {
        let some = &self.real[name];
        let at = dice.below(some.len() as u64);
        some[usize::try_from(at).unwrap()].clone().into()
    }
}
