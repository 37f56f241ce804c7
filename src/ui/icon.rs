//! The one set of icons: strokes on a 24-unit grid, drawn in the colour of the text beside them.
//!
//! Compiled for both sides, because islands show icons too. An icon is decoration: it is hidden
//! from screen readers, and no meaning hangs on it alone.

use leptos::prelude::*;

/// One small inline picture, as tall as 1.25 lines of its text. An unknown name draws a bag, so
/// that a slip is seen on the page and breaks nothing.
#[component]
pub fn Icon(
    /// A name out of the set, such as `"cart"`; see [`drawing`].
    name: &'static str,
) -> impl IntoView {
    drawn(drawing(name))
}

/// The picture of a drawing: of one that is named here, a bundle carries no other.
pub fn drawn(drawing: &'static str) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            width="20"
            height="20"
            fill="none"
            stroke="currentColor"
            aria-hidden="true"
            inner_html=drawing
        ></svg>
    }
}

/// The drawing of the way to a menu.
pub const MENU: &str = r#"<path d="M4 6.5h16M4 12h16M4 17.5h16"/>"#;
/// The drawing of a camera.
pub const CAMERA: &str =
    r#"<path d="M3.5 7.5H8L9.5 5h5L16 7.5h4.5v12h-17z"/><circle cx="12" cy="13" r="3.5"/>"#;

/// The drawing of a kind of goods, by the name of a category's picture; a bag where there is none.
#[must_use]
pub fn goods(picture: &str) -> &'static str {
    food(picture).unwrap_or(BAG)
}

/// The inside of an icon's `<svg>`. Safe to insert raw: it is never made from input.
#[must_use]
pub fn drawing(name: &str) -> &'static str {
    place(name)
        .or_else(|| act(name))
        .or_else(|| food(name))
        .unwrap_or(BAG)
}

const BAG: &str = r#"<path d="M5 8h14l1 12.5H4zM8.5 11V7a3.5 3.5 0 0 1 7 0v4"/>"#;

/// Things of the shop and places in the program.
fn place(name: &str) -> Option<&'static str> {
    Some(match name {
        "cart" => {
            r#"<path d="M2.5 4H5l2.5 11.5h10L20.5 7.5H6"/><circle cx="9" cy="19.5" r="1.5"/><circle cx="16.5" cy="19.5" r="1.5"/>"#
        }
        "search" => r#"<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>"#,
        "box" => r#"<path d="M12 3 4 7v10l8 4 8-4V7zM4 7l8 4 8-4M12 11v10"/>"#,
        "tag" => r#"<path d="M3.5 3.5H12l8.5 8.5-8.5 8.5L3.5 12z"/><path d="M8 8h.01"/>"#,
        "users" => {
            r#"<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-4 2.5-6 6.5-6s6.5 2 6.5 6M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.5c2.3.8 3.5 2.6 3.5 5.5"/>"#
        }
        "orders" | "clipboard" => {
            r#"<path d="M9 4H5.5v16.5h13V4H15"/><path d="M9 2.5h6v4H9zM9 11.5h6M9 15.5h4"/>"#
        }
        "home" => r#"<path d="M3 11.5 12 4l9 7.5M5.5 9.5v11h13v-11M10 20.5v-6h4v6"/>"#,
        "chart" => r#"<path d="M3.5 3.5v17h17M8 16.5v-5M12.5 16.5V7M17 16.5v-7"/>"#,
        "book" => {
            r#"<path d="M12 6.5C10 4.5 7 4 3.5 4v14.5c3.5 0 6.5.5 8.5 2.5 2-2 5-2.5 8.5-2.5V4C17 4 14 4.5 12 6.5zV21"/>"#
        }
        "settings" => {
            r#"<path d="M4 7h9M17.5 7H20M4 17h2.5M11 17h9"/><circle cx="15" cy="7" r="2.5"/><circle cx="8.5" cy="17" r="2.5"/>"#
        }
        _ => return None,
    })
}

/// What a button does, and how something stands.
fn act(name: &str) -> Option<&'static str> {
    Some(match name {
        "plus" => r#"<path d="M12 5v14M5 12h14"/>"#,
        "minus" => r#"<path d="M5 12h14"/>"#,
        "check" => r#"<path d="m5 12.5 4.5 4.5L19 7"/>"#,
        "cross" => r#"<path d="m6 6 12 12M18 6 6 18"/>"#,
        "alert" => r#"<path d="M12 4 2.5 20.5h19zM12 10v5M12 17.7v.01"/>"#,
        "info" => r#"<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.7v.01"/>"#,
        "phone" => {
            r#"<rect x="6.5" y="2.5" width="11" height="19" rx="2"/><path d="M10.5 18.5h3"/>"#
        }
        "phone-pay" => {
            r#"<path d="M16.5 9V4.5a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v15a2 2 0 0 0 2 2H13M9.5 18.5h2"/><path d="m14 16.5 2.5 2.5 5-5.5"/>"#
        }
        "truck" => {
            r#"<path d="M4.5 17.5h-2v-12h12v12h-5M14.5 9.5h4l3 3.5v4.5h-2M14.5 17.5h0"/><circle cx="7" cy="18" r="2.2"/><circle cx="17" cy="18" r="2.2"/>"#
        }
        "store" => {
            r#"<path d="M4 4h16l1.5 5.5h-19zM4.5 9.5v11h15v-11M2.5 9.5c0 4 4.75 4 4.75 0 0 4 4.75 4 4.75 0 0 4 4.75 4 4.75 0 0 4 4.75 4 4.75 0M10 20.5v-5h4v5"/>"#
        }
        "clock" => r#"<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>"#,
        "arrow-left" => r#"<path d="M20 12H4.5M10.5 5.5 4 12l6.5 6.5"/>"#,
        "arrow-right" => r#"<path d="M4 12h15.5M13.5 5.5 20 12l-6.5 6.5"/>"#,
        "chevron-down" => r#"<path d="m6 9.5 6 6 6-6"/>"#,
        "chevron-right" => r#"<path d="m9.5 6 6 6-6 6"/>"#,
        "menu" => MENU,
        "upload" => r#"<path d="M12 15.5V4M7 8.5 12 3.5l5 5M4 15.5v5h16v-5"/>"#,
        "download" => r#"<path d="M12 3.5V15M7 10.5l5 5 5-5M4 15.5v5h16v-5"/>"#,
        "filter" => r#"<path d="M3.5 6h17M7 12h10M10.5 18h3"/>"#,
        "globe" => {
            r#"<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c-5 5.5-5 12.5 0 18M12 3c5 5.5 5 12.5 0 18"/>"#
        }
        "sign-out" => r#"<path d="M13 3.5H4.5v17H13M9.5 12H21M17 7.5l4.5 4.5-4.5 4.5"/>"#,
        "edit" => r#"<path d="m4 20 1-5L16 4l4 4L9 19zM13.5 6.5l4 4"/>"#,
        "trash" => r#"<path d="M4 6.5h16M9 6.5v-3h6v3M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6"/>"#,
        "camera" => CAMERA,
        "image" => {
            r#"<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><circle cx="9" cy="10" r="1.7"/><path d="m4 18 5-4 3 2.5 4-4.5 4.5 4.5"/>"#
        }
        "bell" => {
            r#"<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l2 2H4zM10 18.5a2 2 0 0 0 4 0M12 5V2.5"/>"#
        }
        "print" => r#"<path d="M7 8.5v-5h10v5M7 17.5H3.5v-9h17v9H17M7 14h10v6.5H7z"/>"#,
        "refresh" => r#"<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.5M20 4v5.5h-5.5"/>"#,
        _ => return None,
    })
}

/// Kinds of goods, for a product that has no photo yet.
fn food(name: &str) -> Option<&'static str> {
    Some(match name {
        "grain" => {
            r#"<path d="M12 21V9M12 21c-4 0-5.5-2-5.5-5 4 0 5.5 2 5.5 5zM12 21c4 0 5.5-2 5.5-5-4 0-5.5 2-5.5 5zM12 14.5c-4 0-5.5-2-5.5-5 4 0 5.5 2 5.5 5zM12 14.5c4 0 5.5-2 5.5-5-4 0-5.5 2-5.5 5zM12 9c-2.5-2-2.5-4.5 0-6.5 2.5 2 2.5 4.5 0 6.5z"/>"#
        }
        "beans" => {
            r#"<path d="M9.5 3.5c3-.8 5.8 1.5 4.8 4.5-.8 2.2.3 3 .2 5-.2 3-3.5 4.5-6.5 3C3.5 13.5 4 5 9.5 3.5zM17.5 11c2.5 1.5 3.5 4.5 2 7-1.8 3-5.5 3.5-8 2M8.5 7.5c-1 1.2-1.3 2.8-.8 4.5"/>"#
        }
        "leaf" => r#"<path d="M5 19C2.5 10 9 4 20 4c.5 11-5.5 17.5-15 15zM3.5 20.5 14 10"/>"#,
        "root" => {
            r#"<path d="M14.5 9.5c1.8 2-1 6.5-10 10.5C8.5 11 12.5 7.7 14.5 9.5zM14.5 9.5c-1-2.5 0-4.5 1.5-6M14.5 9.5c2.5 1 4.5 0 6-1.5M14.5 9.5l5-5M9 13l2 2M7.5 16.5l1 1"/>"#
        }
        "fruit" => {
            r#"<path d="M12 8c-2-1.5-7-1.3-7 4.5 0 4.5 3 8 5 8 .8 0 1.2-.5 2-.5s1.2.5 2 .5c2 0 5-3.5 5-8C19 6.7 14 6.5 12 8zM12 8c0-2.5.8-4 3-5"/>"#
        }
        "milk" => r#"<path d="M8.5 3h7v3.5l2.5 4V21H6V10.5l2.5-4zM8.5 6.5h7M6 13.5h12"/>"#,
        "meat" => {
            r#"<path d="M13 4c5-1.5 8.5 2 7 7-1.3 4-5 5.5-9 5.5L8 19.5A2 2 0 1 1 5.5 21 2 2 0 1 1 4.5 16l3-3C7.5 9 9 5.2 13 4z"/><circle cx="15.5" cy="8.5" r="1.7"/>"#
        }
        "fish" => {
            r#"<path d="M2.5 12C6 6.5 12.5 5.5 17 12c-4.5 6.5-11 5.5-14.5 0zM17 12l4.5-4.5v9zM7 11v.01M11 8.5c1.3 2.3 1.3 4.7 0 7"/>"#
        }
        "egg" => r#"<path d="M12 3c3.5 0 7 5.5 7 10.5a7 7 0 0 1-14 0C5 8.5 8.5 3 12 3z"/>"#,
        "oil" => r#"<path d="M10 2.5h4V7l3 4v10.5H7V11l3-4zM7 14h10M10 5h4"/>"#,
        "salt" => {
            r#"<path d="M8 8.5h8l1.5 12.5h-11zM8 8.5a4 4 0 0 1 8 0M11 6.5v.01M13.5 6.5v.01M7.2 15h9.6"/>"#
        }
        "bread" => {
            r#"<path d="M5.5 20V11C2.5 10 3 4.5 7 4.5h10c4 0 4.5 5.5 1.5 6.5v9zM9.5 9.5v5M14.5 9.5v5"/>"#
        }
        "drop" => {
            r#"<path d="M12 3c4 5 6.5 8 6.5 11.5a6.5 6.5 0 0 1-13 0C5.5 11 8 8 12 3zM9 15a3 3 0 0 0 3 3"/>"#
        }
        "bag" => BAG,
        _ => return None,
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_draws_a_bag() {
        assert_eq!(drawing("no such icon"), drawing("bag"));
        assert_ne!(drawing("cart"), drawing("bag"));
        assert_eq!(goods("no such goods"), drawing("bag"));
        assert_eq!(goods("milk"), drawing("milk"));
    }

    #[test]
    fn an_icon_is_hidden_from_screen_readers() {
        let html = view! { <Icon name="cart" /> }.to_html();
        assert!(html.contains(r#"aria-hidden="true""#), "{html}");
        assert!(html.contains("<circle"), "{html}");
    }
}
