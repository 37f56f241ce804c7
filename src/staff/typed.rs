//! A form on its way back to the person who typed it: what stood in its fields and, beside each,
//! why it was refused.

use leptos::prelude::*;

use crate::platform::flash::Flash;
use crate::ui::ErrorSummary;
use crate::ui::language::Say;
use crate::values::{Refusal, Stop};

/// What a page needs to show a form again after a refusal. Fields are sent as `form[name]`.
pub struct Typed<'a> {
    /// The reader's language.
    pub say: Say,
    /// What was typed and refused; empty at first sight.
    pub flash: &'a Flash,
}

impl Typed<'_> {
    /// The name that a field is sent under.
    pub fn name(&self, field: &str) -> String {
        format!("form[{field}]")
    }

    /// What stands in a field: what was typed, else what is kept.
    pub fn value(&self, field: &str, kept: &str) -> String {
        self.flash.value(field, kept)
    }

    /// Whether a box is ticked: as it was sent, else as it is kept.
    pub fn ticked(&self, field: &str, kept: bool) -> bool {
        self.flash.ticked(field, kept)
    }

    /// Why a field was refused, if it was.
    pub fn error(&self, field: &str) -> Option<String> {
        let about = |refusal: &&Refusal| refusal.field.as_deref() == Some(field);
        let refusal = self.flash.refusals.iter().find(about)?;
        Some(self.say.refusal(refusal))
    }

    /// Everything that was refused, for the head of the form; nothing where nothing was.
    pub fn summary(&self) -> AnyView {
        self.summary_of(|_| None)
    }

    /// The same of a form of many lines, whose fields are called `what-key`: `line_of` says of a key
    /// which line it is, and what stands on it.
    pub fn summary_of(&self, line_of: impl Fn(&str) -> Option<(i32, String)>) -> AnyView {
        let line = |refusal: &Refusal| {
            let name = refusal.field.as_deref().map(|field| self.name(field));
            let text = refused_line(self.say, refusal, &line_of);
            (name.unwrap_or_default(), text)
        };
        let errors: Vec<(String, String)> = self.flash.refusals.iter().map(line).collect();
        let count = i64::try_from(errors.len()).unwrap_or_default();
        let title = self.say.count("refused-summary", count);
        view! { <ErrorSummary title=title errors=errors /> }.into_any()
    }
}

/// A page with several forms: which of them was refused just now, and what was typed into it. The
/// `act` of what was typed says which.
#[derive(Clone, Copy)]
pub struct Acts<'a> {
    /// The reader's language.
    pub say: Say,
    /// What was typed and refused; empty at first sight.
    pub flash: &'a Flash,
}

impl Acts<'_> {
    /// Whether the form of that name was refused just now.
    pub fn was_refused(&self, act: &str) -> bool {
        self.flash.is_refused() && self.flash.value("act", "") == act
    }

    /// What stands in a field of a form: what was typed into it, else what is offered.
    pub fn value(&self, act: &str, field: &str, offered: &str) -> String {
        if self.was_refused(act) {
            return self.flash.value(field, offered);
        }
        offered.to_owned()
    }

    /// Why a field of a form was refused, if it was.
    pub fn error(&self, act: &str, field: &str) -> Option<String> {
        let about = |refusal: &&Refusal| refusal.field.as_deref() == Some(field);
        let refusal = self.flash.refusals.iter().find(about)?;
        self.was_refused(act).then(|| self.say.refusal(refusal))
    }

    /// Everything that was refused, for the head of the page; nothing where nothing was.
    pub fn summary(&self) -> AnyView {
        let say = self.say;
        let line = |refusal: &Refusal| {
            let field = refusal.field.clone().unwrap_or_default();
            (field, say.refusal(refusal))
        };
        let errors: Vec<(String, String)> = self.flash.refusals.iter().map(line).collect();
        let count = i64::try_from(errors.len()).unwrap_or_default();
        let title = say.count("refused-summary", count);
        view! { <ErrorSummary title=title errors=errors /> }.into_any()
    }
}

/// A refusal for the head of a form of many lines: of which line it is, what stands there, and why.
pub fn refused_line(
    say: Say,
    refusal: &Refusal,
    line_of: impl Fn(&str) -> Option<(i32, String)>,
) -> String {
    let text = say.refusal(refusal);
    let key = refusal.field.as_deref().and_then(|it| it.split_once('-'));
    let Some((number, name)) = key.and_then(|(_, key)| line_of(key)) else {
        return text;
    };
    let number = number.to_string();
    let named = [
        ("line", number.as_str()),
        ("name", name.as_str()),
        ("text", text.as_str()),
    ];
    let key = if name.is_empty() {
        "refused-on-line"
    } else {
        "refused-on-line-of"
    };
    say.with(key, &named)
}

/// A line that somebody typed, as it is kept: no control characters (PostgreSQL takes no zero in a
/// text), no space at its ends and single ones inside.
pub fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let text: String = text.chars().map(plain).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All the refusals of a form, or the way on.
pub fn unless_refused(refusals: Vec<Refusal>) -> Result<(), Stop> {
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn a_line_is_a_line() {
        assert_eq!(one_line("  Mama\u{0} Mboga\r\n  Shop\t"), "Mama Mboga Shop");
        assert_eq!(one_line("\u{a0}\n"), "");
    }

    #[test]
    fn a_summary_says_which_line_and_what_stands_on_it() {
        let refusal = Refusal::at("quantity-l3", "refused-not-a-quantity");
        let line_of = |key: &str| match key {
            "l3" => Some((3, "Rice".to_owned())),
            "l4" => Some((4, String::new())),
            _ => None,
        };
        let said = |field: &str| {
            let refusal = Refusal {
                field: Some(field.to_owned()),
                ..refusal.clone()
            };
            refused_line(Say(Language::En), &refusal, line_of)
        };
        let bare = said("quantity");
        assert_eq!(said("quantity-l3"), format!("Line 3, Rice: {bare}"));
        assert_eq!(said("quantity-l4"), format!("Line 4: {bare}"));
        assert_eq!(said("quantity-l5"), bare);
    }

    #[test]
    fn a_refusal_stands_beside_its_field_and_leads_to_it() {
        let flash = Flash {
            typed: serde_json::json!({"name": "<b>", "open": ""}),
            refusals: vec![Refusal::at("name", "refused-required")],
            notice: None,
        };
        let typed = Typed {
            say: Say(Language::En),
            flash: &flash,
        };
        assert_eq!(typed.value("name", "kept"), "<b>");
        assert_eq!(typed.value("phone", "kept"), "kept");
        assert!(!typed.ticked("open", true));
        assert!(typed.error("name").is_some() && typed.error("phone").is_none());
        assert!(typed.summary().to_html().contains("#f-form-name-"));
    }
}
