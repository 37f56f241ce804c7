//! How a record is shown: its facts, its figures and what happened to it.

use leptos::prelude::*;

/// A figure to run the shop by, inside a `<dl class="card figures">`.
#[component]
pub fn KeyFigure(
    /// What is counted, and over which time.
    #[prop(into)]
    label: String,
    /// What it is measured against; a [`Delta`] fits here.
    #[prop(optional)]
    note: Option<AnyView>,
    /// The figure itself.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="figure">
            <dt>{label}</dt>
            <dd>
                <div class="value num">{children()}</div>
                {note.map(|note| view! { <div class="quiet">{note}</div> })}
            </dd>
        </div>
    }
}

/// How a figure moved: sign and word carry the meaning, the colour only follows.
#[component]
pub fn Delta(
    /// True where the movement is a gain for the shop, which is not always the larger figure.
    good: bool,
    /// With sign and word, such as "+8.2 % more".
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let class = if good { "delta up" } else { "delta down" };
    view! { <span class=class>{text}</span> }
}

/// What is known about a thing, line by line.
#[component]
pub fn Facts(
    /// The name of each fact and the fact.
    rows: Vec<(String, AnyView)>,
) -> impl IntoView {
    let row = |(name, fact): (String, AnyView)| {
        view! {
            <dt>{name}</dt>
            <dd>{fact}</dd>
        }
    };
    view! { <dl class="facts">{rows.into_iter().map(row).collect_view()}</dl> }
}

/// A document's totals. The last row is the sum, and the largest.
#[component]
pub fn Totals<N>(
    /// The name of each row and its amount.
    rows: Vec<(N, AnyView)>,
) -> impl IntoView
where
    N: IntoView + 'static,
{
    let last = rows.len().saturating_sub(1);
    let row = |(place, (name, amount)): (usize, (N, AnyView))| {
        let name = name.into_any();
        let class = (place == last).then_some("total");
        view! { <div class=class><dt>{name}</dt><dd>{amount}</dd></div> }
    };
    view! { <dl class="sum">{rows.into_iter().enumerate().map(row).collect_view()}</dl> }
}

/// What happened to a thing, the newest first.
#[component]
pub fn Timeline(
    /// When, what, and by whom (empty where nobody did it).
    items: Vec<(String, String, String)>,
) -> impl IntoView {
    let line = |(when, what, who): (String, String, String)| {
        let beside = if who.is_empty() {
            when
        } else {
            format!("{when} · {who}")
        };
        view! { <li>{what}<p class="quiet">{beside}</p></li> }
    };
    view! { <ol class="timeline">{items.into_iter().map(line).collect_view()}</ol> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_total_is_the_sum() {
        let rows = vec![
            ("Goods".to_owned(), "745.00".into_any()),
            ("Total".to_owned(), "845.00".into_any()),
        ];
        let html = view! { <Totals rows=rows /> }.to_html();
        assert_eq!(html.matches(r#"class="total""#).count(), 1, "{html}");
    }
}
