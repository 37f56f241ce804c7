//! One question of a form: its label, a hint, the control and, when it was refused, why.
//!
//! Every control is tied to its label, hint and error by ids made from its name, so that a screen
//! reader says all three and the error summary can lead to it.

use leptos::prelude::*;

use super::icon::Icon;

/// The id of the control called `name`; the error summary links to it.
#[must_use]
pub fn field_id(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    format!("f-{}", name.chars().map(plain).collect::<String>())
}

/// What hint and error need to be found from their control.
pub(super) struct Ties {
    /// The control's id.
    pub id: String,
    /// For `aria-describedby`: the ids of hint and error, as far as there are any.
    pub described_by: Option<String>,
    /// For `aria-invalid`.
    pub invalid: Option<&'static str>,
    /// The classes of the whole question.
    pub class: &'static str,
}

impl Ties {
    pub(super) fn new(name: &str, hint: bool, error: bool) -> Self {
        let id = field_id(name);
        let described_by = match (hint, error) {
            (false, false) => None,
            (true, false) => Some(format!("{id}-hint")),
            (false, true) => Some(format!("{id}-error")),
            (true, true) => Some(format!("{id}-hint {id}-error")),
        };
        let class = if error { "field wrong" } else { "field" };
        Self {
            id,
            described_by,
            invalid: error.then_some("true"),
            class,
        }
    }
}

/// The line under a label.
pub(super) fn hint_line(id: &str, hint: Option<String>) -> AnyView {
    let id = format!("{id}-hint");
    hint.map(|text| view! { <p class="hint" id=id>{text}</p> })
        .into_any()
}

/// The line under a refused control.
pub(super) fn error_line(id: &str, error: Option<String>) -> AnyView {
    let id = format!("{id}-error");
    let line = |text: String| {
        view! {
            <p class="error" id=id>
                <Icon name="alert" />
                <span>{text}</span>
            </p>
        }
    };
    error.map(line).into_any()
}

/// A line of text, a number, a phone number, a password.
#[component]
pub fn Field(
    /// The question.
    #[prop(into)]
    label: String,
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What the control shows at first: what was typed before, after a refusal.
    #[prop(optional, into)]
    value: String,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What to type, and why it is asked.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// Why it was refused, and the way out.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Told to screen readers; checked by the server.
    #[prop(optional)]
    required: bool,
    /// Takes the focus as the page opens; at most one on a page.
    #[prop(optional)]
    autofocus: bool,
    /// Which keyboard a phone shows: `numeric`, `decimal`, `tel`, `email`, `search`. With
    /// `decimal` the figures stand right.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// What the browser may fill in by itself.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Quiet words before the figures, such as a currency.
    #[prop(optional_no_strip, into)]
    prefix: Option<String>,
    /// Quiet words after the figures, such as a unit.
    #[prop(optional_no_strip, into)]
    suffix: Option<String>,
    /// The most characters it takes.
    #[prop(optional)]
    maxlength: Option<u32>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.is_some(), error.is_some());
    let boxed = prefix.is_some() || suffix.is_some();
    let hint = hint_line(&ties.id, hint);
    let error = error_line(&ties.id, error);
    let figures = (inputmode == Some("decimal")).then_some("amount");
    let input = view! {
        <input
            id=ties.id.clone()
            class=figures
            type=kind
            name=name
            value=value
            required=required
            autofocus=autofocus
            inputmode=inputmode
            autocomplete=autocomplete
            maxlength=maxlength
            aria-describedby=ties.described_by
            aria-invalid=ties.invalid
        />
    };
    let control = if boxed {
        framed(prefix, input.into_any(), suffix)
    } else {
        input.into_any()
    };
    view! {
        <div class=ties.class>
            <label for=ties.id>{label}</label>
            {hint}
            {control}
            {error}
        </div>
    }
}

/// A control between its quiet words.
fn framed(prefix: Option<String>, control: AnyView, suffix: Option<String>) -> AnyView {
    let affix = |text: String| view! { <span class="affix">{text}</span> };
    view! { <div class="box">{prefix.map(affix)} {control} {suffix.map(affix)}</div> }.into_any()
}

/// Several lines of text.
#[component]
pub fn TextAreaField(
    /// The question.
    #[prop(into)]
    label: String,
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What the control shows at first.
    #[prop(optional, into)]
    value: String,
    /// How many lines are shown.
    #[prop(default = 4)]
    rows: u32,
    /// The most characters that the server takes, a line's end being one. Left out where it counts
    /// something else, such as codes: a list that is cut short would be kept with half a code.
    #[prop(optional)]
    maxlength: Option<usize>,
    /// What to type, and why it is asked.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// Why it was refused, and the way out.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.is_some(), error.is_some());
    let hint = hint_line(&ties.id, hint);
    let error = error_line(&ties.id, error);
    view! {
        <div class=ties.class>
            <label for=ties.id.clone()>{label}</label>
            {hint}
            <textarea
                id=ties.id
                name=name
                rows=rows
                maxlength=maxlength
                aria-describedby=ties.described_by
                aria-invalid=ties.invalid
                inner_html=textarea_html(&value)
            ></textarea>
            {error}
        </div>
    }
}

/// The inside of a `<textarea>` that shows exactly `value`: the framework would write it as it
/// stands, and browsers drop one newline at the start.
fn textarea_html(value: &str) -> String {
    let escaped = html_escape::encode_text(value);
    if value.starts_with('\n') || value.starts_with("\r\n") {
        format!("\n{escaped}")
    } else {
        escaped.into_owned()
    }
}

/// A file to hand in.
#[component]
pub fn FileField(
    /// The question.
    #[prop(into)]
    label: String,
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// Which files are offered, such as `image/png,image/jpeg`; the server checks again.
    #[prop(optional)]
    accept: Option<&'static str>,
    /// Whether several may be chosen.
    #[prop(optional)]
    multiple: bool,
    /// What to choose, and how large it may be.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// Why it was refused, and the way out.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.is_some(), error.is_some());
    let hint = hint_line(&ties.id, hint);
    let error = error_line(&ties.id, error);
    view! {
        <div class=ties.class>
            <label for=ties.id.clone()>{label}</label>
            {hint}
            <input
                id=ties.id
                type="file"
                name=name
                accept=accept
                multiple=multiple
                aria-describedby=ties.described_by
                aria-invalid=ties.invalid
            />
            {error}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATTACK: &str = "</textarea><script>alert(1)</script>";

    #[test]
    fn a_text_area_cannot_be_closed_from_inside() {
        let html = view! { <TextAreaField label="Note" name="note" value=ATTACK /> }.to_html();
        assert!(!html.contains("<script"), "{html}");
        assert_eq!(html.matches("</textarea>").count(), 1, "{html}");
    }

    #[test]
    fn an_empty_text_area_is_empty_and_a_first_newline_survives() {
        let html = view! { <TextAreaField label="Note" name="note" /> }.to_html();
        assert!(html.contains("></textarea>"), "{html}");
        assert_eq!(textarea_html("\nGate"), "\n\nGate");
    }

    #[test]
    fn a_text_area_takes_no_more_than_the_server() {
        let html = view! { <TextAreaField label="Note" name="note" maxlength=300 /> }.to_html();
        assert!(html.contains(r#" maxlength="300""#), "{html}");
        let html = view! { <TextAreaField label="Note" name="note" /> }.to_html();
        assert!(!html.contains("maxlength"), "{html}");
    }

    #[test]
    fn a_value_cannot_leave_its_attribute() {
        let value = r#""><script>alert(1)</script>"#;
        let html = view! { <Field label="Name" name="name" value=value /> }.to_html();
        assert!(!html.contains(r#""><script"#), "{html}");
    }

    #[test]
    fn a_refused_field_is_tied_to_its_hint_and_error() {
        let hint = "With 9 digits".to_owned();
        let error = Some("Too short".to_owned());
        let html = view! { <Field label="Phone" name="phone" hint=hint error=error /> }.to_html();
        assert!(
            html.contains(r#"aria-describedby="f-phone-hint f-phone-error""#),
            "{html}"
        );
        assert!(html.contains(r#"aria-invalid="true""#), "{html}");
        assert!(html.contains(r#"id="f-phone-error""#), "{html}");
    }
}
