//! Forms that work without JavaScript: a plain post, and a summary of what was refused.

use leptos::prelude::*;

use super::{fields::field_id, icon::Icon};

/// A form that posts to `action`. The browser's own checks are off, because a refusal is told in
/// the reader's language, beside the field, by the server.
#[component]
pub fn Form(
    /// Where it posts to.
    #[prop(into)]
    action: String,
    /// Classes; a column of fields unless said otherwise.
    #[prop(default = "form")]
    class: &'static str,
    /// True where the form carries a file.
    #[prop(optional)]
    multipart: bool,
    children: Children,
) -> impl IntoView {
    let enctype = multipart.then_some("multipart/form-data");
    view! {
        <form
            method="post"
            action=action
            class=class
            enctype=enctype
            accept-charset="utf-8"
            novalidate=true
        >
            {children()}
        </form>
    }
}

/// The classes of a button or of a link that looks like one. `kind` is `go` (moves things on, at
/// most one on a page), `plain`, `danger` (loses something) or `bare` (no border).
pub(super) fn button_class(kind: &str, class: &str) -> String {
    let kind = match kind {
        "go" => " go",
        "danger" => " danger",
        "bare" => " bare",
        _ => "",
    };
    let space = if class.is_empty() { "" } else { " " };
    format!("button{kind}{space}{class}")
}

/// The button that sends its form.
#[component]
pub fn Submit(
    /// What pressing it does, as a verb.
    #[prop(into)]
    label: String,
    /// `go`, `plain`, `danger` or `bare`.
    #[prop(default = "go")]
    kind: &'static str,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Sent with the form where it has several buttons.
    #[prop(optional_no_strip, into)]
    name: Option<String>,
    /// The value of `name`.
    #[prop(optional_no_strip, into)]
    value: Option<String>,
    /// More classes: `wide`, `small`, `main-act`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let picture = icon.map(|name| view! { <Icon name=name /> });
    view! {
        <button type="submit" class=button_class(kind, class) name=name value=value>
            {picture}
            {label}
        </button>
    }
}

/// Something a form sends and nobody types, such as the document's id.
#[component]
pub fn HiddenField(
    /// The field's name.
    #[prop(into)]
    name: String,
    /// What is sent.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}

/// Everything that was refused, at the head of the form; each line leads to its field. Draws
/// nothing when nothing was refused.
#[component]
pub fn ErrorSummary(
    /// Says how many answers need another look.
    #[prop(into)]
    title: String,
    /// The field's name (empty when it is about the whole form) and what to do about it.
    errors: Vec<(String, String)>,
) -> impl IntoView {
    let line = |(name, text): (String, String)| {
        if name.is_empty() {
            view! { <li>{text}</li> }.into_any()
        } else {
            let to = format!("#{}", field_id(&name));
            view! { <li><a href=to>{text}</a></li> }.into_any()
        }
    };
    (!errors.is_empty()).then(|| {
        view! {
            <div class="problems" role="alert" tabindex="-1" autofocus=true>
                <h2>{title}</h2>
                <ul>{errors.into_iter().map(line).collect_view()}</ul>
            </div>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_leads_to_its_field_and_is_absent_without_errors() {
        let errors = vec![("phone".to_owned(), "Give 9 digits".to_owned())];
        let html = view! { <ErrorSummary title="Look again" errors=errors /> }.to_html();
        assert!(html.contains(r##"href="#f-phone""##), "{html}");
        let html = view! { <ErrorSummary title="Look again" errors=vec![] /> }.to_html();
        assert!(!html.contains("Look again"), "{html}");
    }
}
