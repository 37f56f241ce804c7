//! The branches and stalls of the business.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use super::{fresh, settings_tabs, wanted};
use crate::businesses::api::{CloseLocation, KeepLocation};
use crate::businesses::location::Location;
use crate::businesses::store;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{CheckField, Field, Form, HiddenField, LinkButton, Status, Submit, file_link};
use crate::values::{Phone, Refusal, Stop};

/// `/b/{business}/settings/locations`: every location.
pub async fn locations(visit: Visit) -> Result<Page, Stop> {
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let all = store::locations(&mut tx).await?;
    let closed = store::closed_locations(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let list = format!("/b/{}/settings/locations", scope.slug);
    let add = view! {
        <LinkButton
            href=format!("{list}/new")
            label=say.t("settings-location-add")
            kind="go"
            icon="plus"
            class="main-act"
        />
    };
    let open = all.into_iter().map(|location| (location, false));
    let closed = closed.into_iter().map(|location| (location, true));
    let rows = open
        .chain(closed)
        .map(|(location, is_closed)| row(say, &list, location, is_closed))
        .collect_view();
    let body = view! {
        {settings_tabs(say, scope, "locations")}
        <div class="card table-wrap">
            <table class="table">
                <caption class="hidden">{say.t("settings-locations")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("name")}</th>
                        <th scope="col">{say.t("settings-location-address")}</th>
                        <th scope="col">{say.t("phone")}</th>
                        <th scope="col">{say.t("settings-storefront")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {file_link(say, &scope.slug, "locations")}
    };
    let page = Page::of(
        scope,
        "settings",
        say.t("settings-locations"),
        body.into_any(),
    );
    Ok(Page {
        act: Some(add.into_any()),
        ..page
    })
}

fn row(say: Say, list: &str, location: Location, is_closed: bool) -> AnyView {
    let href = format!("{list}/{}", location.location_id);
    let phone = location.phone.as_ref().map(Phone::shown);
    // A cell without words is not drawn on a phone.
    let address = Some(location.address).filter(|address| !address.is_empty());
    let (kind, state) = match (is_closed, location.sells_online, location.offers_pickup) {
        (true, ..) => ("plain", say.t("settings-location-closed")),
        (false, false, _) => ("plain", say.t("settings-location-offline")),
        (false, true, false) => ("info", say.t("settings-location-delivers")),
        (false, true, true) => ("good", say.t("settings-location-picks-up")),
    };
    view! {
        <tr>
            <td class="lead">
                <a href=href>{location.name}</a>
            </td>
            <td data-label=say.t("settings-location-address")>{address}</td>
            <td data-label=say.t("phone")>{phone}</td>
            <td class="state">
                <Status kind=kind text=state />
            </td>
        </tr>
    }
    .into_any()
}

/// `/b/{business}/settings/locations/{location}`: one location, or a new one.
pub async fn location(visit: Visit) -> Result<Page, Stop> {
    let (location_id, is_new) = wanted(&visit, "location")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&format!("location:{location_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let all = store::locations(&mut tx).await?;
    // The only place of a shop is where its customers order.
    let is_first = all.is_empty();
    let kept = all
        .into_iter()
        .find(|location| location.location_id == location_id);
    if kept.is_none() && !is_new {
        let closed = store::closed_locations(&mut tx).await?;
        let mut closed = closed.into_iter();
        let closed = closed.find(|location| location.location_id == location_id);
        let closed = closed.ok_or(Stop::NotFound)?;
        return Ok(closed_one(&visit, tx.scope(), &flash, closed));
    }
    let is_new = is_new && kept.is_none();
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let closing = kept.as_ref().filter(|_| !is_new);
    let closing = closing.map(|location| close(say, &scope.slug, location));
    let list = format!("/b/{}/settings/locations", scope.slug);
    let title = kept.as_ref().map(|location| location.name.clone());
    let title = title.unwrap_or_else(|| say.t("settings-location-add"));
    let is_busy = |refusal: &Refusal| refusal.field.as_deref() == Some("closed");
    let is_busy = flash.refusals.iter().any(is_busy);
    let busy = is_busy.then(|| hindered(say, &scope.slug, location_id, &flash));
    let busy = busy.flatten();
    let summary = (!is_busy).then(|| typed.summary());
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name=typed.name("location_id") value=location_id.to_string() />
        <HiddenField name=typed.name("fresh") value=fresh(is_new) />
        {summary}
        {place_fields(&typed, kept.as_ref())}
        {online_fields(&typed, kept.as_ref(), is_first)}
        <div class="form-foot">
            <Submit label=say.t("save") />
            <LinkButton href=list label=say.t("cancel") kind="bare" />
        </div>
    };
    let fields = fields.into_any();
    let body = view! {
        <div class="stack">
            {busy}
            <div class="form-cols">
                <div class="card">
                    <Form action=KeepLocation::url()>{fields}</Form>
                </div>
                {closing}
            </div>
        </div>
    };
    Ok(Page::of(scope, "settings", title, body.into_any()))
}

/// Asks once more, with the location's name, before it is closed.
fn close(say: Say, slug: &str, location: &Location) -> AnyView {
    let question = say.with("settings-location-close-ask", &[("name", &location.name)]);
    let fields = view! {
        <HiddenField name="business" value=slug.to_owned() />
        <HiddenField name="location_id" value=location.location_id.to_string() />
        <p>{question}</p>
        <Submit label=say.t("settings-location-close") kind="danger" />
    };
    let fields = fields.into_any();
    view! {
        <details class="card more">
            <summary>{say.t("settings-location-close")}</summary>
            <Form action=CloseLocation::url()>{fields}</Form>
        </details>
    }
    .into_any()
}

/// Why it was not closed, or not opened again, just now, each with the way to where that is put right.
fn hindered(say: Say, slug: &str, location_id: Uuid, flash: &Flash) -> Option<AnyView> {
    let refusals = &flash.refusals;
    let line = |refusal: &Refusal| {
        let text = say.refusal(refusal);
        let Some(path) = way_out(&refusal.key, location_id) else {
            return view! { <li>{text}</li> }.into_any();
        };
        let href = format!("/b/{slug}{path}");
        view! { <li><a href=href>{text}</a></li> }.into_any()
    };
    let count = i64::try_from(refusals.len()).unwrap_or_default();
    let title = say.count("refused-summary", count);
    let lines = refusals.iter().map(line).collect_view();
    (!refusals.is_empty()).then(|| {
        view! {
            <div class="problems" role="alert" tabindex="-1" autofocus=true>
                <h2>{title}</h2>
                <ul>{lines}</ul>
            </div>
        }
        .into_any()
    })
}

/// Where that is put right, if anywhere.
fn way_out(key: &str, location_id: Uuid) -> Option<String> {
    let path = match key {
        "refused-location-last" => "/settings/locations/new",
        "refused-location-goods" => return Some(format!("/stock?at={location_id}")),
        "refused-location-short" => return Some(format!("/stock?show=short&at={location_id}")),
        "refused-location-orders" => "/orders",
        "refused-location-transfers" => "/stock/transfers",
        "refused-location-purchases" => "/purchases",
        "refused-location-takes" => "/stock/takes",
        "refused-location-tills" => "/tills",
        _ => return None,
    };
    Some(path.to_owned())
}

/// One that is closed: it can only be opened again.
fn closed_one(visit: &Visit, scope: &Scope, flash: &Flash, location: Location) -> Page {
    let say = Say(visit.language_for(scope));
    let hindered = hindered(say, &scope.slug, location.location_id, flash);
    let text = say.with("settings-location-closed-text", &[("name", &location.name)]);
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name="location_id" value=location.location_id.to_string() />
        <HiddenField name="bring_back" value="true" />
        <p>{text}</p>
        <Submit label=say.t("settings-location-open-again") />
    };
    let fields = fields.into_any();
    let body = view! {
        <div class="stack">
            {hindered}
            <div class="card">
                <Form action=CloseLocation::url()>{fields}</Form>
            </div>
        </div>
    };
    Page::of(scope, "settings", location.name, body.into_any())
}

fn place_fields(typed: &Typed<'_>, kept: Option<&Location>) -> AnyView {
    let say = typed.say;
    let name = kept.map_or("", |location| &location.name);
    let address = kept.map_or("", |location| &location.address);
    let phone = kept.and_then(|location| location.phone.as_ref());
    let phone = phone.map(Phone::shown).unwrap_or_default();
    view! {
        <Field
            label=say.t("settings-location-name")
            name=typed.name("name")
            value=typed.value("name", name)
            error=typed.error("name")
            required=true
        />
        <Field
            label=say.t("settings-location-address")
            name=typed.name("address")
            value=typed.value("address", address)
            hint=say.t("settings-location-address-hint")
            error=typed.error("address")
        />
        <Field
            label=say.t("phone")
            name=typed.name("phone")
            value=typed.value("phone", &phone)
            kind="tel"
            hint=say.t("settings-location-phone-hint")
            error=typed.error("phone")
            inputmode="tel"
        />
    }
    .into_any()
}

/// Whether customers order from it and pick up there: a new one only where it is the first.
fn online_fields(typed: &Typed<'_>, kept: Option<&Location>, is_first: bool) -> AnyView {
    let say = typed.say;
    let sells = kept.map_or(is_first, |location| location.sells_online);
    let picks_up = kept.map_or(is_first, |location| location.offers_pickup);
    view! {
        <CheckField
            label=say.t("settings-location-sells-online")
            name=typed.name("sells_online")
            checked=typed.ticked("sells_online", sells)
            hint=say.t("settings-location-sells-online-hint")
        />
        <CheckField
            label=say.t("settings-location-offers-pickup")
            name=typed.name("offers_pickup")
            checked=typed.ticked("offers_pickup", picks_up)
            hint=say.t("settings-location-offers-pickup-hint")
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_location_open_is_put_right_somewhere() {
        for what in [
            "last",
            "goods",
            "short",
            "orders",
            "transfers",
            "purchases",
            "takes",
            "tills",
        ] {
            let key = format!("refused-location-{what}");
            assert!(way_out(&key, Uuid::nil()).is_some(), "{key}");
        }
        assert_eq!(way_out("refused-place-name-taken", Uuid::nil()), None);
    }
}
