//! The document's title, written by people and therefore escaped here.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the document's title. Use this and never [`leptos_meta::Title`], which writes its text
/// into the page as it stands.
#[component]
pub fn SafeTitle(
    /// Plain text; may contain anything a person can type.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <Title text=title_html(&text) /> }
}

/// The inside of a `<title>` element that shows exactly `text`.
#[must_use]
pub fn title_html(text: &str) -> String {
    html_escape::encode_text(text).into_owned()
}

#[cfg(test)]
mod tests {
    use leptos_meta::ServerMetaContext;

    use super::*;

    #[test]
    fn a_title_cannot_close_itself() {
        let html = title_html("Beans </title><script>alert(1)</script> & more");
        assert!(!html.contains("</title"));
        assert!(!html.contains("<script"));
        assert!(html.contains("&amp; more"));
    }

    #[test]
    fn nothing_of_a_title_lands_in_the_body() {
        let owner = Owner::new();
        owner.with(|| {
            let (meta, _output) = ServerMetaContext::new();
            provide_context(meta);
            leptos_meta::provide_meta_context();
            let html = view! { <SafeTitle text="</title><script>alert(1)</script>" /> }.to_html();
            assert!(!html.contains("<script"));
        });
    }
}
