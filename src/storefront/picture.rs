//! The picture of a product: its photo, or the drawing of its category.

use leptos::prelude::*;
use uuid::Uuid;

use crate::catalog::{icon_of, photo_for_width, photo_sizes};
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
            // With an `alt` it stands alone on its product's page; else it is one of several.
            let sizes = if alt.is_empty() {
                "(min-width: 720px) 220px, 44vw"
            } else {
                "(min-width: 720px) 540px, 100vw"
            };
            view! {
                <img
                    src=photo_for_width(slug, file, 320)
                    srcset=photo_sizes(slug, file)
                    sizes=sizes
                    alt=alt.to_owned()
                    width="320"
                    height="240"
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
            other.contains("/160 160w") && other.contains("sizes="),
            "{other}"
        );
        assert!(
            picture("duka", None, "leaf", "", true)
                .to_html()
                .contains("<svg")
        );
    }
}
