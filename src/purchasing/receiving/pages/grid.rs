//! A form of many lines on its way back to the person who typed it. A field of a line is called
//! `what-key` where it is kept and refused, and `form[what][key]` where it is sent.

use leptos::prelude::*;

use crate::platform::flash::Flash;
use crate::staff::refused_line;
use crate::ui::language::Say;
use crate::ui::{CellInput, ErrorSummary, field_id};
use crate::values::Refusal;

/// What a page needs to show such a form again.
pub(in crate::purchasing) struct Grid<'a> {
    /// The reader's language.
    pub say: Say,
    /// What was typed and refused; empty at first sight.
    pub flash: &'a Flash,
}

impl Grid<'_> {
    /// The name that a field is sent under.
    pub fn name(&self, field: &str) -> String {
        match field.split_once('-') {
            Some((what, key)) => format!("form[{what}][{key}]"),
            None => format!("form[{field}]"),
        }
    }

    /// What stands in a field: what was typed, else what is offered.
    pub fn value(&self, field: &str, offered: &str) -> String {
        self.flash.value(field, offered)
    }

    /// Whether a box is ticked: as it was sent, else as it is offered.
    pub fn ticked(&self, field: &str, offered: bool) -> bool {
        self.flash.ticked(field, offered)
    }

    /// Why a field was refused, if it was.
    pub fn error(&self, field: &str) -> Option<String> {
        let about = |refusal: &&Refusal| refusal.field.as_deref() == Some(field);
        let refusal = self.flash.refusals.iter().find(about)?;
        Some(self.say.refusal(refusal))
    }

    /// Everything that was refused, for the head of the form; nothing where nothing was. `lines` are
    /// the keys of its lines in their order, each with what stands on it.
    pub fn summary(&self, lines: &[(String, String)]) -> AnyView {
        let line_of = |key: &str| {
            let mut numbered = (1_i32..).zip(lines);
            let found = numbered.find(|(_, (known, _))| known == key);
            found.map(|(number, (_, name))| (number, name.clone()))
        };
        let line = |refusal: &Refusal| {
            let name = refusal.field.as_deref().map(|field| self.name(field));
            let text = refused_line(self.say, refusal, line_of);
            (name.unwrap_or_default(), text)
        };
        let errors: Vec<(String, String)> = self.flash.refusals.iter().map(line).collect();
        let count = i64::try_from(errors.len()).unwrap_or_default();
        let title = self.say.count("refused-summary", count);
        view! { <ErrorSummary title=title errors=errors /> }.into_any()
    }

    /// A field in a table's cell. `kind` is `decimal`, `date` or `text`; `label` says which field of
    /// which line it is.
    pub fn cell(
        &self,
        field: &str,
        label: String,
        offered: &str,
        kind: &'static str,
        placeholder: String,
    ) -> AnyView {
        let name = self.name(field);
        let id = field_id(&name);
        view! {
            <span class="filled">
                <CellInput
                    id=id
                    name=name
                    value=self.value(field, offered)
                    maxlength=120
                    kind=kind
                    label=label
                    placeholder=placeholder
                    error=self.error(field)
                />
            </span>
        }
        .into_any()
    }

    /// A box in a table's cell.
    pub fn tick(&self, field: &str, label: String, offered: bool) -> AnyView {
        let name = self.name(field);
        let id = field_id(&name);
        let error_id = format!("{id}-error");
        let error = self.error(field).map(|text| {
            view! {
                <p class="error" id=error_id>
                    {text}
                </p>
            }
        });
        view! {
            <span class="filled">
                <input
                    id=id
                    type="checkbox"
                    name=name
                    value="true"
                    checked=self.ticked(field, offered)
                    aria-label=label
                />
                {error}
            </span>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Language;

    #[test]
    fn a_refused_cell_is_found_from_the_summary() {
        let flash = Flash {
            typed: serde_json::json!({"quantity-l1": "x"}),
            refusals: vec![Refusal::at("quantity-l1", "refused-not-a-quantity")],
            notice: None,
        };
        let grid = Grid {
            say: Say(Language::En),
            flash: &flash,
        };
        let cell = grid.cell("quantity-l1", String::new(), "3", "decimal", String::new());
        let html = cell.to_html();
        assert!(html.contains(r#"value="x""#), "{html}");
        assert!(html.contains(r#"name="form[quantity][l1]""#), "{html}");
        assert!(html.contains(r#"id="f-form-quantity--l1-""#), "{html}");
        let lines = [("l1".to_owned(), "Rice".to_owned())];
        let summary = grid.summary(&lines).to_html();
        assert!(summary.contains("#f-form-quantity--l1-"), "{summary}");
        assert!(summary.contains("Line 1, Rice: "), "{summary}");
        assert!(
            !grid
                .tick("free-l1", String::new(), true)
                .to_html()
                .contains(" checked")
        );
    }
}
