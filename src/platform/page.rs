//! What a page hands to the door that frames it.

use leptos::prelude::AnyView;

use super::Scope;
use crate::values::Phone;

/// A page's content. The frame of its door (navigation, header, language) goes round it.
pub struct Page {
    /// For the browser's tab and the page's head; already translated.
    pub title: String,
    /// Which entry of the navigation is the current one: `"orders"`, `"products"`.
    pub section: &'static str,
    /// The main act of the page, shown beside its title; an empty view where there is none.
    pub act: Option<AnyView>,
    /// The page above this one, below the list that both belong to: its address and its name (back
    /// office only).
    pub above: Option<(String, String)>,
    /// The content.
    pub body: AnyView,
    /// The business it is about, where it is about one.
    pub scope: Option<Scope>,
    /// Seconds after which the browser asks again, without script.
    pub refresh: Option<u32>,
    /// How many things are in the cart (storefront only).
    pub cart_count: i64,
    /// What the shop shows of itself on every page (storefront only).
    pub window: Window,
}

/// What a storefront shows of its business on every page, besides the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    /// The fill of its buttons, `#rrggbb`; none: the program's own.
    pub accent: Option<String>,
    /// The shop's own words, plain text; empty where it has none.
    pub about: String,
    /// The number to call.
    pub phone: Option<Phone>,
    /// The number to write to on WhatsApp.
    pub whatsapp: Option<Phone>,
    /// One line under the shop's name; empty where it has none.
    pub tagline: String,
    /// Whether it is open, in words; empty where it does not tell its hours.
    pub open_now: String,
    /// Its week, each day with its hours, in words.
    pub week: Vec<(String, String)>,
}

impl Page {
    /// A page of a business.
    pub fn of(scope: &Scope, section: &'static str, title: String, body: AnyView) -> Page {
        Page {
            scope: Some(scope.clone()),
            ..Page::outside(section, title, body)
        }
    }

    /// A page outside every business.
    pub fn outside(section: &'static str, title: String, body: AnyView) -> Page {
        Page {
            title,
            section,
            act: None,
            above: None,
            body,
            scope: None,
            refresh: None,
            cart_count: 0,
            window: Window::default(),
        }
    }

    /// The same page, which leads back up to another one by its address and its name.
    #[must_use]
    pub fn under(mut self, above: (String, String)) -> Page {
        self.above = Some(above);
        self
    }
}
