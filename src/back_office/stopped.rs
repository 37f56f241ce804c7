//! What a person sees when a page stopped: in plain words, with a way out. All doors show it.

use leptos::prelude::*;

use crate::platform::arriving::SILENT;
use crate::platform::{Visit, http};
use crate::ui::language::Say;
use crate::ui::{Icon, LinkButton};
use crate::values::Stop;

/// The title and the content, with its heading, of the page that stands in for one that stopped.
pub fn stopped(visit: &Visit, stop: &Stop) -> (String, AnyView) {
    let say = Say(visit.language());
    let (title, text) = say.stop(stop);
    let (href, label) = way_out(say, visit, stop);
    let view = view! {
        <section class="empty">
            <Icon name=icon_of(stop) />
            <h1>{title.clone()}</h1>
            <p>{text}</p>
            <LinkButton href=href label=label kind="go" />
        </section>
    };
    (title, view.into_any())
}

fn icon_of(stop: &Stop) -> &'static str {
    match stop {
        Stop::Refused(_) | Stop::Fault(_) => "alert",
        Stop::NotFound => "search",
        Stop::SignIn | Stop::Forbidden => "users",
        Stop::SlowDown(_) => "clock",
        Stop::Unavailable(_) => "refresh",
    }
}

/// Where to go from here: again to the same page where that can help, else to the nearest page
/// that is surely there.
fn way_out(say: Say, visit: &Visit, stop: &Stop) -> (String, String) {
    match stop {
        Stop::SignIn => {
            let next = http::encode(&visit.path_and_query());
            let href = format!("/sign-in?next={next}");
            return (href, say.t("stopped-to-sign-in"));
        }
        Stop::SlowDown(_) | Stop::Fault(_) | Stop::Unavailable(_) => {
            return (visit.path_and_query(), say.t("stopped-again"));
        }
        // The form that stopped coming stands there.
        Stop::Refused(reasons) if reasons.iter().any(|one| one.key == SILENT) => {
            return (visit.path_and_query(), say.t("stopped-again"));
        }
        Stop::Refused(_) | Stop::NotFound | Stop::Forbidden => {}
    }
    match home(visit.path(), *stop == Stop::Forbidden) {
        Home::Shop(href) => (href, say.t("stopped-to-shop")),
        Home::Business(href) => (href, say.t("stopped-to-business")),
        Home::Businesses => ("/businesses".to_owned(), say.t("stopped-to-businesses")),
        Home::Start => ("/".to_owned(), say.t("stopped-to-start")),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Home {
    Shop(String),
    Business(String),
    Businesses,
    Start,
}

/// The home of the door that a path goes through. `inside`: the business itself may be seen.
fn home(path: &str, inside: bool) -> Home {
    let mut segments = path.split('/').skip(1);
    match (segments.next(), segments.next(), segments.next()) {
        // A storefront under its own host name: its home is that host's root.
        (Some("s"), Some(shop), Some(_)) if shop.starts_with('@') => Home::Shop("/".to_owned()),
        // The storefront itself is what was not found: its home would not be either.
        (Some("s"), Some(shop), Some(_)) => Home::Shop(format!("/s/{shop}")),
        (Some("b"), Some(slug), Some(_)) if inside => Home::Business(format!("/b/{slug}")),
        (Some("b"), _, _) => Home::Businesses,
        _ => Home::Start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_door_has_a_home() {
        assert_eq!(home("/s/duka/p/none", false), Home::Shop("/s/duka".into()));
        assert_eq!(home("/s/@duka.co.ke/p/x", false), Home::Shop("/".into()));
        assert_eq!(home("/s/nobody", false), Home::Start);
        assert_eq!(
            home("/b/duka/books", true),
            Home::Business("/b/duka".into())
        );
        assert_eq!(home("/b/duka/orders/x", false), Home::Businesses);
        assert_eq!(home("/nowhere", false), Home::Start);
    }
}
