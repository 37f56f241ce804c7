//! A control in a row of a table.

use leptos::prelude::*;

/// A line to type into, in a cell. Its label stands elsewhere in the row, or is only said.
#[component]
pub fn CellInput(
    /// Where its label and the error summary find it.
    id: String,
    /// The name it is sent under.
    name: String,
    /// What it shows at first: what was typed before, after a refusal.
    value: String,
    /// The most characters it takes.
    maxlength: u32,
    /// `decimal`, whose figures stand right, `date` or `text`.
    #[prop(default = "decimal")]
    kind: &'static str,
    /// What is said of it to screen readers, where no label is tied to it.
    #[prop(optional_no_strip, into)]
    label: Option<String>,
    /// What stands in it while it is empty.
    #[prop(optional_no_strip, into)]
    placeholder: Option<String>,
    /// Quiet words after the figures, such as a unit.
    #[prop(optional_no_strip, into)]
    suffix: Option<String>,
    /// Why it was refused, and the way out.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let invalid = error.is_some().then_some("true");
    let described_by = error.is_some().then(|| error_id.clone());
    let (kind, inputmode, class) = match kind {
        "decimal" => ("text", Some("decimal"), Some("amount")),
        kind => (kind, None, None),
    };
    let suffix = suffix.map(|text| view! { <span class="quiet">{text}</span> });
    let error = error.map(|text| {
        view! {
            <p class="error" id=error_id>
                {text}
            </p>
        }
    });
    view! {
        <input
            id=id
            class=class
            type=kind
            inputmode=inputmode
            autocomplete="off"
            maxlength=maxlength
            name=name
            value=value
            placeholder=placeholder
            aria-label=label
            aria-invalid=invalid
            aria-describedby=described_by
        />
        {suffix}
        {error}
    }
}
