//! The picture of a product: its photo, or the drawing of its category.

use leptos::prelude::*;
use uuid::Uuid;

use crate::catalog::{icon_of, photo_address};
use crate::ui::Icon;

/// A product's picture in its frame. `slug` is the business's; `alt` is empty where the product's
/// name stands beside it. Only what is seen first is loaded at once.
pub(super) fn picture(
    slug: &str,
    photo: Option<Uuid>,
    drawn: &str,
    alt: &str,
    is_first: bool,
) -> AnyView {
    let inside = match photo {
        Some(file) => {
            let loading = (!is_first).then_some("lazy");
            view! {
                <img
                    src=photo_address(slug, file)
                    alt=alt.to_owned()
                    width="400"
                    height="300"
                    loading=loading
                    decoding="async"
                />
            }
            .into_any()
        }
        None => view! { <Icon name=icon_of(drawn) /> }.into_any(),
    };
    view! { <span class="photo">{inside}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_photo_is_loaded_at_once() {
        let photo = Some(Uuid::nil());
        let first = picture("duka", photo, "leaf", "", true).to_html();
        let other = picture("duka", photo, "leaf", "", false).to_html();
        assert!(!first.contains("lazy") && other.contains(r#"loading="lazy""#));
        assert!(other.contains("/files/duka/00000000-"), "{other}");
        assert!(
            picture("duka", None, "leaf", "", true)
                .to_html()
                .contains("<svg")
        );
    }
}
