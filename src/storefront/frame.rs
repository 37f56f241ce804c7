//! The frame round every page of the storefront: head, header, footer. No script.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Html, Meta, Style};

use super::accent;
use super::shop::{base_of, here, paragraphs, post};
use crate::platform::page::Window;
use crate::platform::{Page, Visit};
use crate::staff::api::ChooseLanguage;
use crate::ui::language::Say;
use crate::ui::{HiddenField, Icon, Notice, SafeTitle};
use crate::values::{Language, Refusal};

/// What the program calls itself where no shop is entered.
const PROGRAM: &str = "Dukani";

/// Sections that are read or filled in from top to bottom.
const NARROW: [&str; 4] = ["checkout", "order", "find", "closed"];

/// Where a frame stands.
struct Place {
    say: Say,
    name: String,
    base: String,
    is_shop: bool,
}

/// Frames a page of a shop; also, without cart and colours, a page that is about none: the
/// installation's first page, and what is said where a page of a shop could not be drawn.
pub fn frame(visit: &Visit, page: Page, notice: Option<Refusal>) -> AnyView {
    let scope = page.scope.as_ref();
    let language = scope.map_or_else(|| visit.language(), |scope| visit.language_for(scope));
    let place = Place {
        say: Say(language),
        name: scope.map_or_else(|| PROGRAM.to_owned(), |scope| scope.name.clone()),
        base: base_of(visit.param("shop")),
        is_shop: scope.is_some(),
    };
    let say = place.say;
    let narrow = !place.is_shop || NARROW.contains(&page.section);
    let class = if narrow { "shop narrow" } else { "shop" };
    let notice = notice.map(|notice| {
        let is_refusal = notice.key.starts_with("refused-");
        let kind = if is_refusal { "look" } else { "good" };
        view! { <Notice kind=kind title=say.refusal(&notice) /> }
    });
    let head = head(&place, &page);
    let header = header(&place, page.cart_count);
    let tagline = (page.section == "shop" && !page.window.tagline.is_empty())
        .then(|| view! { <p class="quiet">{page.window.tagline.clone()}</p> });
    let footer = footer(&place, &page.window, here(visit));
    view! {
        {head}
        <a class="skip" href="#main">
            {say.t("store-skip")}
        </a>
        {header}
        <main class=class id="main">
            {notice}
            {tagline}
            {page.body}
        </main>
        {page.act}
        {footer}
    }
    .into_any()
}

/// What belongs to the document: its language, title, colours, and when it is asked for again.
fn head(place: &Place, page: &Page) -> AnyView {
    let title = if page.title == place.name {
        page.title.clone()
    } else {
        format!("{} · {}", page.title, place.name)
    };
    // An element, not an attribute: only an element can carry the word that the policy asks for.
    let style = page.window.accent.as_deref().and_then(accent::style);
    let style = style.map(|style| view! { <Style>{style}</Style> });
    let refresh = page
        .refresh
        .map(|seconds| view! { <Meta http_equiv="refresh" content=seconds.to_string() /> });
    view! {
        <Html attr:lang=place.say.0.code() />
        {style}
        <SafeTitle text=title />
        {refresh}
    }
    .into_any()
}

fn header(place: &Place, cart_count: i64) -> AnyView {
    let say = place.say;
    let home = if place.base.is_empty() {
        "/".to_owned()
    } else {
        place.base.clone()
    };
    let initial: String = place
        .name
        .chars()
        .find(|c| c.is_alphanumeric())
        .map_or_else(String::new, |c| c.to_uppercase().collect());
    let count =
        (cart_count > 0).then(|| view! { <span class="count">{cart_count.to_string()}</span> });
    let cart = place.is_shop.then(|| {
        view! {
            <a class="button cart-link" href=format!("{}/cart", place.base)>
                <Icon name="cart" />
                <span class="hidden">{say.t("store-cart")} " "</span>
                {count}
            </a>
        }
    });
    view! {
        <header class="shop-head">
            <div>
                <a class="shop-name" href=home>
                    <span class="shop-mark" aria-hidden="true">
                        {initial}
                    </span>
                    " "
                    {place.name.clone()}
                </a>
                {cart}
            </div>
        </header>
    }
    .into_any()
}

fn footer(place: &Place, window: &Window, back: String) -> AnyView {
    let say = place.say;
    let about = (!window.about.trim().is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{say.t("store-about")}</summary>
                <div class="stack">{paragraphs(&window.about)}</div>
            </details>
        }
    });
    let find = place.is_shop.then(|| {
        view! {
            <a href=format!("{}/find", place.base)>{say.t("store-find-order")}</a>
            " "
        }
    });
    let call = window.phone.as_ref().map(|phone| {
        view! {
            <a href=format!("tel:{}", phone.e164())>{say.t("store-call")} " " {phone.shown()}</a>
        }
    });
    let write = window.whatsapp.as_ref().map(|phone| {
        view! {
            " "
            <a href=format!("https://wa.me/{}", phone.msisdn()) rel="noopener noreferrer">
                "WhatsApp "
                {phone.shown()}
            </a>
        }
    });
    view! {
        <footer class="shop-foot">
            {open_hours(say, window)}
            {about}
            <nav aria-label=say.t("store-more")>{find} {call} {write}</nav>
            {languages(say, back)}
        </footer>
    }
    .into_any()
}

/// Whether it is open, and behind that its week.
fn open_hours(say: Say, window: &Window) -> AnyView {
    if window.open_now.is_empty() {
        return ().into_any();
    }
    let row = |(day, hours): &(String, String)| {
        view! {
            <dt>{day.clone()}</dt>
            <dd>{hours.clone()}</dd>
        }
    };
    let rows = window.week.iter().map(row).collect_view();
    view! {
        <p>
            <Icon name="clock" />
            " "
            {window.open_now.clone()}
        </p>
        <details class="more">
            <summary>{say.t("store-hours")}</summary>
            <dl class="facts">{rows}</dl>
        </details>
    }
    .into_any()
}

/// The other languages, each by its own name.
fn languages(say: Say, back: String) -> AnyView {
    let others = Language::ALL.into_iter().filter(|other| *other != say.0);
    let button = |other: Language| {
        view! {
            <button
                type="submit"
                class="button bare"
                name="language"
                value=other.code()
                lang=other.code()
            >
                {other.own_name()}
            </button>
            " "
        }
    };
    let inside = view! {
        <HiddenField name="back" value=back />
        <Icon name="globe" />
        {others.map(button).collect_view()}
    };
    post(ChooseLanguage::url(), "row no-print", inside.into_any())
}
