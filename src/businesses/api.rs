//! The forms of opening a business and of its settings.

use leptos::prelude::*;
use uuid::Uuid;

use super::business::SettingsForm;
use super::delivery_area::AreaForm;
use super::location::LocationForm;
use super::open_business::{First, OpenForm, is_open_already};
use super::opening_hours::HoursForm;
use crate::platform::forms::{Done, Submitted};
use crate::platform::{Visit, fault, limits};
use crate::staff::{self, Power};
use crate::values::{Refusal, Stop};

/// Opens a business for the person who is signed in.
#[server(prefix = "/api/businesses", endpoint = "open_business")]
pub async fn open_business(#[server(default)] form: OpenForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let first = use_context::<First>();
    let submitted = Submitted::new(&visit, "open-business", "/businesses/new", &form);
    let outcome = async {
        let First(first) = first.ok_or_else(|| fault("opening a business", &"no first rows"))?;
        let (db, session) = (&visit.state.db, visit.session().ok_or(Stop::SignIn)?);
        let who = staff::signed_in(db, &session).await?.ok_or(Stop::SignIn)?;
        let ask = super::OpenBusiness::read(&form, visit.language())?;
        let key = who.user_id.to_string();
        db.limit(&limits::OPEN_BUSINESS, &key, visit.now).await?;
        let opened = super::open_business::open_business(db, &session, visit.now, &ask, first);
        if let Err(stop) = opened.await
            && !is_open_already(db, &session, &ask).await?
        {
            return Err(stop);
        }
        let notice = Refusal::of("done-business-opened").with("name", &ask.name);
        Ok(Done::saying(format!("/b/{}", ask.slug), notice))
    };
    submitted.answer(outcome.await).await
}

/// Keeps what a business says about itself.
#[server(prefix = "/api/businesses", endpoint = "keep_settings")]
pub async fn keep_settings(
    business: String,
    #[server(default)] form: SettingsForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/settings");
    let submitted = Submitted::new(&visit, "settings", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        super::keep_settings::keep_settings(&cx, &form).await?;
        Ok(Done::saying(page, Refusal::of("done-settings-kept")))
    };
    submitted.answer(outcome.await).await
}

/// The page of a thing: its own, or that for a new one, under the id that was made for it.
fn page_of(list: &str, id: &str, fresh: &str) -> String {
    // Only an id goes into an address, whatever was sent.
    match id.parse::<Uuid>() {
        Ok(id) if fresh.is_empty() => format!("{list}/{id}"),
        Ok(id) => format!("{list}/new?id={id}"),
        Err(_) => list.to_owned(),
    }
}

/// Keeps an area that is delivered to.
#[server(prefix = "/api/businesses", endpoint = "keep_area")]
pub async fn keep_area(business: String, #[server(default)] form: AreaForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = format!("/b/{business}/settings/delivery");
    let back = page_of(&list, &form.area_id, &form.fresh);
    let submitted = Submitted::new(&visit, &format!("area:{}", form.area_id), back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let area = super::keep_area::keep_area(&cx, &form).await?;
        Ok(Done::saying(
            list,
            Refusal::of("done-area-kept").with("name", area.name),
        ))
    };
    submitted.answer(outcome.await).await
}

/// Retires an area that was delivered to.
#[server(prefix = "/api/businesses", endpoint = "retire_area")]
pub async fn retire_area(business: String, #[server(default)] area_id: String) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = format!("/b/{business}/settings/delivery");
    let back = page_of(&list, &area_id, "");
    let submitted = Submitted::new(&visit, &format!("area:{area_id}"), back, &());
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let area_id = area_id.parse().map_err(|_| Stop::NotFound)?;
        let name = super::keep_area::retire_area(&cx, area_id).await?;
        Ok(Done::saying(
            list,
            Refusal::of("done-area-retired").with("name", name),
        ))
    };
    submitted.answer(outcome.await).await
}

/// Keeps a branch or stall.
#[server(prefix = "/api/businesses", endpoint = "keep_location")]
pub async fn keep_location(
    business: String,
    #[server(default)] form: LocationForm,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = format!("/b/{business}/settings/locations");
    let back = page_of(&list, &form.location_id, &form.fresh);
    let key = format!("location:{}", form.location_id);
    let submitted = Submitted::new(&visit, &key, back, &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let location = super::keep_location::keep_location(&cx, &form).await?;
        Ok(Done::saying(
            list,
            Refusal::of("done-location-kept").with("name", location.name),
        ))
    };
    submitted.answer(outcome.await).await
}

/// Closes a branch or stall, or opens it again.
#[server(prefix = "/api/businesses", endpoint = "close_location")]
pub async fn close_location(
    business: String,
    #[server(default)] location_id: String,
    #[server(default)] bring_back: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let list = format!("/b/{business}/settings/locations");
    let back = page_of(&list, &location_id, "");
    let key = format!("location:{location_id}");
    let submitted = Submitted::new(&visit, &key, back, &());
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        let location_id = location_id.parse().map_err(|_| Stop::NotFound)?;
        let is_closed = bring_back.is_empty();
        let name = super::close_location::close_location(&cx, location_id, is_closed).await?;
        let done = if is_closed {
            Refusal::of("done-location-closed")
        } else {
            Refusal::of("done-location-open")
        };
        Ok(Done::saying(list, done.with("name", name)))
    };
    submitted.answer(outcome.await).await
}

/// Keeps the week of opening hours.
#[server(prefix = "/api/businesses", endpoint = "keep_hours")]
pub async fn keep_hours(business: String, #[server(default)] form: HoursForm) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/settings/hours");
    let submitted = Submitted::new(&visit, "hours", page.clone(), &form);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        super::keep_hours::keep_hours(&cx, &form).await?;
        Ok(Done::saying(page, Refusal::of("done-hours-kept")))
    };
    submitted.answer(outcome.await).await
}

/// Closes on a day.
#[server(prefix = "/api/businesses", endpoint = "close_on")]
pub async fn close_on(
    business: String,
    #[server(default)] day: String,
    #[server(default)] reason: String,
) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/settings/hours");
    let typed = serde_json::json!({"day": day, "reason": reason});
    let submitted = Submitted::new(&visit, "closed-day", page.clone(), &typed);
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        super::keep_hours::close_on(&cx, &day, &reason).await?;
        Ok(Done::saying(page, Refusal::of("done-hours-kept")))
    };
    submitted.answer(outcome.await).await
}

/// Opens on a day after all.
#[server(prefix = "/api/businesses", endpoint = "open_on")]
pub async fn open_on(business: String, #[server(default)] day: String) -> Result<(), Stop> {
    let visit = Visit::current();
    let page = format!("/b/{business}/settings/hours");
    let submitted = Submitted::new(&visit, "closed-day", page.clone(), &());
    let outcome = async {
        let cx = staff::require(&visit, &business, Power::KeepSettings).await?;
        super::keep_hours::open_on(&cx, &day).await?;
        Ok(Done::saying(page, Refusal::of("done-hours-kept")))
    };
    submitted.answer(outcome.await).await
}
