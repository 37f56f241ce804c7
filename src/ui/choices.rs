//! Questions with given answers: one of a list, one of a few cards, yes or no.

use leptos::prelude::*;

use super::fields::{Ties, error_line, field_id, hint_line};

/// One answer on a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// The answer in a word or two.
    pub title: String,
    /// What it means for the one who chooses it.
    pub description: Option<String>,
    /// What it costs, with its currency, at the card's right end.
    pub price: Option<String>,
}

/// One of a list.
#[component]
pub fn SelectField(
    /// The question.
    #[prop(into)]
    label: String,
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// What is sent, and what is read.
    options: Vec<(String, String)>,
    /// The value that is chosen at first.
    #[prop(optional, into)]
    selected: String,
    /// How to choose.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// Why it was refused, and the way out.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.is_some(), error.is_some());
    let hint = hint_line(&ties.id, hint);
    let error = error_line(&ties.id, error);
    let line = |(value, text): (String, String)| {
        let chosen = value == selected;
        view! { <option value=value selected=chosen>{text}</option> }
    };
    let options = options.into_iter().map(line).collect_view();
    view! {
        <div class=ties.class>
            <label for=ties.id.clone()>{label}</label>
            {hint}
            <select
                id=ties.id
                name=name
                aria-describedby=ties.described_by
                aria-invalid=ties.invalid
            >
                {options}
            </select>
            {error}
        </div>
    }
}

/// Yes or no. An unticked box sends nothing; a ticked one sends `true`.
#[component]
pub fn CheckField(
    /// What ticking it says.
    #[prop(into)]
    label: String,
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
    /// What follows from it.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.is_some(), false);
    let hint = hint_line(&ties.id, hint);
    let label_for = ties.id.clone();
    view! {
        <div class="field check">
            <label for=label_for>
                <input
                    id=ties.id
                    type="checkbox"
                    name=name
                    value="true"
                    checked=checked
                    aria-describedby=ties.described_by
                />
                <span>{label}</span>
            </label>
            {hint}
        </div>
    }
}

/// One of a few, each on a card that says what it means.
#[component]
pub fn ChoiceField(
    /// The question.
    #[prop(into)]
    label: String,
    /// The name it is sent under.
    #[prop(into)]
    name: String,
    /// The answers, in the order they are shown.
    choices: Vec<Choice>,
    /// The value that is chosen at first.
    #[prop(optional, into)]
    selected: String,
    /// How to choose.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// Why it was refused, and the way out.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
) -> impl IntoView {
    let ties = Ties::new(&name, hint.is_some(), error.is_some());
    let hint = hint_line(&ties.id, hint);
    let error = error_line(&ties.id, error);
    let cards = choices.into_iter().enumerate().map(|(place, choice)| {
        // The first has the question's own id, which the error summary leads to.
        let id = if place == 0 {
            ties.id.clone()
        } else {
            field_id(&format!("{name}-{place}"))
        };
        let chosen = choice.value == selected;
        card(id, name.clone(), choice, chosen)
    });
    let cards = cards.collect_view();
    view! {
        <fieldset class=ties.class aria-describedby=ties.described_by>
            <legend>{label}</legend>
            {hint}
            <div class="choices">{cards}</div>
            {error}
        </fieldset>
    }
}

/// One answer's card; the whole of it can be pressed.
fn card(id: String, name: String, choice: Choice, chosen: bool) -> AnyView {
    let says = choice
        .description
        .map(|text| view! { <span class="quiet">{text}</span> });
    let price = choice
        .price
        .map(|text| view! { <span class="end money">{text}</span> });
    let label_for = id.clone();
    view! {
        <label class="choice" for=label_for>
            <input id=id type="radio" name=name value=choice.value checked=chosen />
            <span>
                <b>{choice.title}</b>
                {says}
            </span>
            {price}
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_selected_option_is_selected() {
        let options = vec![
            ("a".to_owned(), "A".to_owned()),
            ("b".to_owned(), "B".to_owned()),
        ];
        let html =
            view! { <SelectField label="Tax" name="tax" options=options selected="b" /> }.to_html();
        assert_eq!(html.matches(" selected").count(), 1, "{html}");
    }

    #[test]
    fn the_first_card_has_the_id_that_the_summary_leads_to() {
        let one = |value: &str| Choice {
            value: value.into(),
            ..Choice::default()
        };
        let choices = vec![one("pick_up"), one("deliver")];
        let html = view! { <ChoiceField label="How" name="how" choices=choices /> }.to_html();
        assert!(html.contains(r#"id="f-how""#), "{html}");
        assert!(html.contains(r#"id="f-how-1""#), "{html}");
        assert!(!html.contains(" checked"), "{html}");
    }
}
