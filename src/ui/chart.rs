//! Charts drawn on the server. A table with the same figures stands behind each, for screen
//! readers; the drawing itself is only for the eye. Texts in it keep their size at every width.

use leptos::prelude::*;

/// Height of one row: a line of words and the bar under it, in pixels.
const ROW: usize = 40;

/// Lying bars, one under the other. Values under zero are drawn as none.
#[component]
pub fn BarChart(
    /// What is compared.
    #[prop(into)]
    title: String,
    /// The bar's name, its value, and the value as it is read.
    rows: Vec<(String, i64, String)>,
) -> impl IntoView {
    let largest = rows.iter().map(|row| row.1).max().unwrap_or(0);
    let height = rows.len() * ROW;
    let table = rows.iter().map(|(name, _, shown)| {
        view! { <tr><th scope="row">{name.clone()}</th><td>{shown.clone()}</td></tr> }
    });
    let table = table.collect_view();
    let bars = rows
        .into_iter()
        .enumerate()
        .map(|(place, (name, value, shown))| {
            bar(place * ROW, name, percent(value, largest), shown)
        });
    let bars = bars.collect_view();
    view! {
        <div class="chart">
            <svg width="100%" height=height aria-hidden="true">
                {bars}
            </svg>
            <table class="hidden">
                <caption>{title}</caption>
                <tbody>{table}</tbody>
            </table>
        </div>
    }
}

/// One bar with its words, `top` pixels down.
fn bar(top: usize, name: String, width: String, shown: String) -> AnyView {
    let words = top + 16;
    let line = top + 22;
    view! {
        <text x="0" y=words>{name}</text>
        <text class="shown" x="100%" y=words>{shown}</text>
        <rect class="track" y=line width="100%" height="8" rx="4"></rect>
        <rect y=line width=width height="8" rx="4"></rect>
    }
    .into_any()
}

/// `value` out of `largest` as a width with one decimal; whole numbers only, so it never drifts.
fn percent(value: i64, largest: i64) -> String {
    if value <= 0 || largest <= 0 {
        return "0%".to_owned();
    }
    let tenths = i128::from(value) * 1000 / i128::from(largest);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_shares_of_the_largest() {
        assert_eq!(percent(50, 200), "25.0%");
        assert_eq!(percent(i64::MAX, i64::MAX), "100.0%");
        assert_eq!(percent(-5, 200), "0%");
        assert_eq!(percent(0, 0), "0%");
    }

    #[test]
    fn every_value_is_in_the_table_too() {
        let rows = vec![("Mon".to_owned(), 5, "5.00".to_owned())];
        let html = view! { <BarChart title="Sales by day" rows=rows /> }.to_html();
        assert_eq!(html.matches("5.00").count(), 2, "{html}");
    }
}
