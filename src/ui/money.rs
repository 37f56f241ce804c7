//! How an amount of money looks: the figures first, the currency quiet, never wrapped.

use leptos::prelude::*;

/// An amount with its currency. Formatting (grouping, decimals, sign) is done before.
#[component]
pub fn Amount(
    /// ISO 4217 code or the sign people write, such as `KES`; empty where a heading says it.
    #[prop(into)]
    currency: String,
    /// The figures as they are shown, such as `1,250.00`.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let sign =
        (!currency.is_empty()).then(|| view! { <span class="cur">{format!("{currency} ")}</span> });
    view! { <span class="money">{sign}{text}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_keeps_its_currency_apart() {
        let html = view! { <Amount currency="KES" text="1,250.00" /> }
            .to_html()
            .replace("<!>", "");
        assert!(html.contains(r#"<span class="cur">KES </span>"#), "{html}");
        assert!(html.contains("1,250.00"), "{html}");
    }
}
