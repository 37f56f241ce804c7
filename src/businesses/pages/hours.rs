//! When the business is open.

use chrono::NaiveTime;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::settings_tabs;
use crate::businesses::api::{CloseOn, KeepHours, OpenOn};
use crate::businesses::opening_hours::{ClosedDay, EVERY_DAY, OpeningHours};
use crate::businesses::store;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Acts, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, Submit, dates};
use crate::values::Stop;

/// `/b/{business}/settings/hours`.
pub async fn hours(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let week = visit.flash("hours").await?;
    let closing = visit.flash("closed-day").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let kept = store::hours::opening_hours(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let zone = scope.calendar.zone.name().replace('_', " ");
    let body = view! {
        {settings_tabs(say, scope, "hours")}
        <div class="form-cols">
            <section class="card">
                <p class="quiet">{say.with("hours-text", &[("zone", &zone)])}</p>
                {week_form(&Typed { say, flash: &week }, scope, &kept)}
            </section>
            <section class="card">
                <h2>{say.t("hours-closed-days")}</h2>
                <p class="quiet">{say.t("hours-closed-days-text")}</p>
                {closed_days(say, scope, &kept.closed)}
                {close_form(&Typed { say, flash: &closing }, scope)}
            </section>
        </div>
    };
    let title = say.t("hours-title");
    Ok(Page::of(scope, "settings", title, body.into_any()))
}

fn clock(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn week_form(typed: &Typed<'_>, scope: &Scope, kept: &OpeningHours) -> AnyView {
    let say = typed.say;
    let day = |(number, span): (usize, &Option<_>)| {
        let span: &Option<crate::businesses::Span> = span;
        let opens = span.map(|span| clock(span.opens)).unwrap_or_default();
        let closes = span.map(|span| clock(span.closes)).unwrap_or_default();
        view! {
            <fieldset>
                <legend>{say.t(&format!("day-{number}"))}</legend>
                <div class="row">
                    {time(typed, "opens", number, &opens)} {time(typed, "closes", number, &closes)}
                </div>
            </fieldset>
        }
    };
    let days = (1..).zip(kept.week.iter()).map(day).collect_view();
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {typed.summary()}
        {days}
        <Submit label=say.t("save") />
        // Behind the other: the enter key presses the first.
        <Submit
            label=say.t("hours-every-day")
            kind="plain"
            name=typed.name(EVERY_DAY)
            value="1".to_owned()
        />
    };
    let fields = fields.into_any();
    view! { <Form action=KeepHours::url()>{fields}</Form> }.into_any()
}

fn time(typed: &Typed<'_>, which: &str, number: usize, kept: &str) -> AnyView {
    let say = typed.say;
    let field = format!("{which}_{number}");
    view! {
        <Field
            label=say.t(&format!("hours-{which}"))
            name=typed.name(&field)
            value=typed.value(&field, kept)
            kind="time"
            error=typed.error(&field)
        />
    }
    .into_any()
}

fn closed_days(say: Say, scope: &Scope, days: &[ClosedDay]) -> AnyView {
    let line = |closed: &ClosedDay| {
        let fields = view! {
            <HiddenField name="business" value=scope.slug.clone() />
            <HiddenField name="day" value=closed.day.to_string() />
            <Submit label=say.t("remove") kind="bare" class="small" />
        };
        let fields = fields.into_any();
        view! {
            <li class="row">
                <span>
                    {dates::weekday(say, closed.day)}
                    " "
                    <span class="quiet">{closed.reason.clone()}</span>
                </span>
                <Form action=OpenOn::url() class="end">
                    {fields}
                </Form>
            </li>
        }
    };
    let lines = days.iter().map(line).collect_view();
    // A list without lines would be read aloud, and part the form from the words above it.
    let list = (!days.is_empty()).then(|| view! { <ul class="stack">{lines}</ul> });
    list.into_any()
}

fn close_form(typed: &Typed<'_>, scope: &Scope) -> AnyView {
    let say = typed.say;
    // These two are sent under their own names: the summary leads to fields that are called so.
    let acts = Acts {
        say,
        flash: typed.flash,
    };
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {acts.summary()}
        <Field
            label=say.t("hours-closed-day")
            name="day"
            value=typed.value("day", "")
            kind="date"
            error=typed.error("day")
            required=true
        />
        <Field
            label=say.t("hours-closed-reason")
            name="reason"
            value=typed.value("reason", "")
            hint=say.t("hours-closed-reason-hint")
            error=typed.error("reason")
            maxlength=80
        />
        <Submit label=say.t("hours-close-on") kind="plain" />
    };
    let fields = fields.into_any();
    view! { <Form action=CloseOn::url()>{fields}</Form> }.into_any()
}
