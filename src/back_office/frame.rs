//! What stands round a page of a business: navigation, the page's head, and news from the last act.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::{Html, Meta};

use super::news::{count_badge, news};
use super::places::{CRUMBED, PLACES, Place};
use super::plain_frame::plain_frame;
use crate::platform::{Page, Scope, Visit, Who};
use crate::staff::api::SignOut;
use crate::staff::{LanguageSwitch, may};
use crate::ui::language::Say;
use crate::ui::{Crumbs, Form, Icon, Notice, SafeTitle};
use crate::values::Refusal;

/// Frames a page of a business; a page without one gets the [`plain_frame`]. `notice` is what the
/// last act left to say, `to_pack` how many orders are to be packed, where she may see them.
pub fn frame(visit: &Visit, page: Page, notice: Option<Refusal>, to_pack: Option<i64>) -> AnyView {
    let Some(scope) = page.scope.clone() else {
        return plain_frame(visit, page, notice);
    };
    let say = Say(visit.language_for(&scope));
    let places: Vec<&Place> = PLACES
        .iter()
        .filter(|place| may(&scope.who, place.power))
        .collect();
    let head = Head {
        title: page.title,
        crumbs: crumb(say, &scope, visit.path())
            .into_iter()
            .chain(page.above)
            .collect(),
        act: page.act,
    };
    let document = document(say, &head.title, &scope.name, page.refresh);
    let head = page_head(say, head);
    let body = with_notice(say, notice, page.body);
    view! {
        {document}
        <a class="skip" href="#main">
            {say.t("frame-skip")}
        </a>
        <div class="frame">
            <header class="top-bar">
                <span class="mark" aria-hidden="true">
                    {initial(&scope.name)}
                </span>
                <b>{scope.name.clone()}</b>
            </header>
            {side_nav(say, visit, &scope, &places, page.section, to_pack)}
            <main class="main" id="main" tabindex="-1">
                <p class="only-print">{scope.name.clone()}</p>
                {head}
                {body}
            </main>
            {bottom_nav(say, &scope, &places, page.section, to_pack)}
            {news(say, &scope)}
        </div>
    }
    .into_any()
}

/// The document's language and title, and that no search engine keeps it. `refresh` asks the
/// browser to come again, without script.
pub(super) fn document(say: Say, title: &str, whose: &str, refresh: Option<u32>) -> AnyView {
    let text = format!("{title} · {whose}");
    let again = refresh.map(|seconds| {
        let seconds = seconds.to_string();
        view! { <Meta http_equiv="refresh" content=seconds /> }
    });
    view! {
        <Html attr:lang=say.0.code() />
        <SafeTitle text=text />
        <Meta name="robots" content="noindex" />
        {again}
    }
    .into_any()
}

/// The page's content under what the last act left to say.
pub(super) fn with_notice(say: Say, notice: Option<Refusal>, body: AnyView) -> AnyView {
    let Some(notice) = notice else { return body };
    let kind = if notice.key.starts_with("refused-") {
        "look"
    } else {
        "good"
    };
    view! {
        <div class="stack">
            <Notice kind=kind title=say.refusal(&notice) />
            <div>{body}</div>
        </div>
    }
    .into_any()
}

struct Head {
    title: String,
    /// The list that this page belongs to and the page above it: their addresses and their names.
    crumbs: Vec<(String, String)>,
    act: Option<AnyView>,
}

fn page_head(say: Say, head: Head) -> AnyView {
    let crumbs = head.crumbs;
    let label = say.t("way-back");
    let crumbs = (!crumbs.is_empty()).then(|| view! { <Crumbs items=crumbs label=label /> });
    let act = head.act.map(|act| view! { <div class="acts">{act}</div> });
    view! {
        <div class="page-head">
            {crumbs}
            <h1>{head.title}</h1>
            {act}
        </div>
    }
    .into_any()
}

/// The way back up: a page that belongs to a list leads to it.
fn crumb(say: Say, scope: &Scope, path: &str) -> Option<(String, String)> {
    let base = format!("/b/{}", scope.slug);
    let below = path.strip_prefix(&base)?;
    let (_, list, key) = CRUMBED
        .into_iter()
        .find(|(start, _, _)| below.starts_with(start))?;
    Some((format!("{base}{list}"), say.t(key)))
}

fn initial(name: &str) -> String {
    name.chars().take(1).flat_map(char::to_uppercase).collect()
}

fn link(say: Say, scope: &Scope, place: &Place, section: &str, to_pack: Option<i64>) -> AnyView {
    let here = (place.section == section).then_some("page");
    let href = format!("/b/{}{}", scope.slug, place.path);
    view! {
        <a href=href aria-current=here>
            <Icon name=place.icon />
            {say.t(place.key)}
            {count_badge(to_pack.filter(|_| place.section == "orders"))}
        </a>
    }
    .into_any()
}

/// Down the side on a PC; a sheet over the page on a phone.
fn side_nav(
    say: Say,
    visit: &Visit,
    scope: &Scope,
    places: &[&Place],
    section: &'static str,
    to_pack: Option<i64>,
) -> AnyView {
    let item = |place: &&Place| view! { <li>{link(say, scope, place, section, to_pack)}</li> };
    let (foot, main): (Vec<&Place>, Vec<&Place>) = places
        .iter()
        .copied()
        .partition(|place| place.stands_apart());
    let main = main.iter().map(item).collect_view();
    let foot = foot.iter().map(item).collect_view();
    let shop = format!("/s/{}", scope.slug);
    view! {
        <nav class="side-nav" id="menu" aria-label=say.t("frame-business")>
            <a class="close-menu" href="#">
                <Icon name="cross" />
                {say.t("close")}
            </a>
            {business_switch(say, scope)}
            <ul>{main}</ul>
            <div class="nav-foot">
                <ul>
                    <li>
                        <a href=shop>
                            <Icon name="store" />
                            {say.t("frame-storefront")}
                        </a>
                    </li>
                    {foot}
                    <li>
                        <a href="/account">
                            <Icon name="phone" />
                            {say.t("nav-account")}
                        </a>
                    </li>
                </ul>
                {person(say, visit, scope)}
            </div>
        </nav>
    }
    .into_any()
}

fn business_switch(say: Say, scope: &Scope) -> AnyView {
    view! {
        <details>
            <summary>
                <span class="mark" aria-hidden="true">
                    {initial(&scope.name)}
                </span>
                <span class="whose-shop">{scope.name.clone()}</span>
                <Icon name="chevron-down" />
            </summary>
            <ul>
                <li>
                    <a href="/businesses">{say.t("frame-businesses")}</a>
                </li>
            </ul>
        </details>
    }
    .into_any()
}

/// Who is signed in, her language, and the way out.
fn person(say: Say, visit: &Visit, scope: &Scope) -> AnyView {
    let who = match &scope.who {
        Who::Member { name, role, .. } => {
            format!("{name} · {}", say.t(&format!("role-{role}")))
        }
        _ => String::new(),
    };
    view! {
        <details>
            <summary>
                <span>
                    <span class="hidden">{say.t("language")} " "</span>
                    {say.0.own_name()}
                </span>
                <Icon name="globe" />
            </summary>
            <LanguageSwitch say=say back=visit.path_and_query() />
        </details>
        <Form action=SignOut::url() class="sign-out">
            <button type="submit">
                <Icon name="sign-out" />
                <span>
                    {say.t("frame-sign-out")} <br />
                    <span class="quiet">{who}</span>
                </span>
            </button>
        </Form>
    }
    .into_any()
}

/// At the thumb on a phone: the places of the day, and the way to everything else.
fn bottom_nav(
    say: Say,
    scope: &Scope,
    places: &[&Place],
    section: &'static str,
    to_pack: Option<i64>,
) -> AnyView {
    let links = places
        .iter()
        .filter(|place| place.is_at_the_thumb())
        .map(|place| link(say, scope, place, section, to_pack));
    let mut thumb = places.iter().filter(|place| place.is_at_the_thumb());
    let here = (!thumb.any(|place| place.section == section)).then_some("here");
    view! {
        <nav class="bottom-nav no-print" aria-label=say.t("frame-places")>
            {links.collect_view()}
            <a href="#menu" class=here>
                <Icon name="menu" />
                {say.t("frame-more")}
            </a>
        </nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_one_letter() {
        assert_eq!(initial("duka la mama"), "D");
        assert_eq!(initial(""), "");
    }
}
