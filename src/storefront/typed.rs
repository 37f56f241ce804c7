//! What a refused form held and why it was refused, as its page shows both again.

use leptos::prelude::*;

use crate::platform::flash::Flash;
use crate::ui::language::Say;
use crate::ui::{ErrorSummary, Icon};

/// A form that may have been refused.
pub(super) struct Typed<'a> {
    /// Speaks the visitor's language.
    pub say: Say,
    /// What was kept of the form.
    pub flash: &'a Flash,
    /// True where the fields are sent as `form[name]`.
    pub is_nested: bool,
}

impl Typed<'_> {
    /// The name that a field is sent under.
    pub fn name(&self, field: &str) -> String {
        if self.is_nested {
            format!("form[{field}]")
        } else {
            field.to_owned()
        }
    }

    /// What was typed, or what stands there otherwise.
    pub fn value(&self, field: &str, otherwise: &str) -> String {
        self.flash.value(field, otherwise)
    }

    /// Why a field was refused.
    pub fn error(&self, field: &str) -> Option<String> {
        let refusals = &self.flash.refusals;
        let refusal = refusals
            .iter()
            .find(|refusal| refusal.field.as_deref() == Some(field))?;
        Some(self.say.refusal(refusal))
    }

    /// Everything that was refused, for the head of the form.
    pub fn summary(&self) -> AnyView {
        let say = self.say;
        let errors = self.flash.refusals.iter().map(|refusal| {
            let field = refusal.field.as_deref();
            let name = field.map_or_else(String::new, |field| self.name(field));
            (name, say.refusal(refusal))
        });
        let errors: Vec<(String, String)> = errors.collect();
        let count = i64::try_from(errors.len()).unwrap_or_default();
        let title = say.count("refused-summary", count);
        view! { <ErrorSummary title=title errors=errors /> }.into_any()
    }

    /// Everything that was refused, in one line, for a form that is a mere button.
    pub fn in_one_line(&self) -> Option<String> {
        let lines: Vec<String> = self
            .flash
            .refusals
            .iter()
            .map(|refusal| self.say.refusal(refusal))
            .collect();
        (!lines.is_empty()).then(|| lines.join(" "))
    }
}

/// Why something can't be as it was asked, beside the thing.
pub(super) fn error_line(text: Option<String>) -> AnyView {
    text.map(|text| {
        view! {
            <p class="error" role="alert">
                <Icon name="alert" />
                <span>{text}</span>
            </p>
        }
    })
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{Language, Refusal};

    #[test]
    fn a_refused_field_is_led_to_by_its_sent_name() {
        let flash = Flash {
            typed: serde_json::json!({ "phone": "07" }),
            refusals: vec![Refusal::at("phone", "refused-not-a-phone")],
            notice: None,
        };
        let typed = Typed {
            say: Say(Language::En),
            flash: &flash,
            is_nested: true,
        };
        assert_eq!(typed.value("phone", ""), "07");
        assert!(typed.error("phone").is_some() && typed.error("name").is_none());
        let html = typed.summary().to_html();
        assert!(html.contains(r##"href="#f-form-phone-""##), "{html}");
    }
}
