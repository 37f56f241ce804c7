//! `/till` in a browser that is no till: it asks for a code.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::platform::{Page, Visit};
use crate::staff::Typed;
use crate::staff::devices::api::EnrolByCode;
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, Submit};
use crate::values::Stop;

/// Asks for a code. `was_till`: somebody took it back.
pub async fn no_till(visit: &Visit, was_till: bool) -> Result<Page, Stop> {
    let say = Say(visit.language());
    // Its token hangs on this cookie: given before the code is typed, a form whose answer was lost can
    // be sent again.
    visit.browser_or_new();
    let flash = visit.flash("till-enrol").await?;
    let typed = Typed { say, flash: &flash };
    let title = say.t(if was_till {
        "till-ended-title"
    } else {
        "till-new-title"
    });
    let text = say.t(if was_till {
        "till-ended-text"
    } else {
        "till-new-text"
    });
    let id = typed.value("device_id", &Uuid::now_v7().to_string());
    let fields = view! {
        <HiddenField name=typed.name("device_id") value=id />
        {typed.summary()}
        <Field
            label=say.t("till-code")
            name=typed.name("code")
            value=typed.value("code", "")
            hint=say.t("till-code-hint")
            error=typed.error("code")
            autocomplete="off"
            maxlength=20
            required=true
        />
        <Submit label=say.t("till-enrol") class="wide" />
    };
    let fields = fields.into_any();
    let body = view! {
        <h1>{title.clone()}</h1>
        <p>{text}</p>
        <Form action=EnrolByCode::url()>{fields}</Form>
        <p class="quiet">{say.t("till-secure")}</p>
    };
    Ok(Page::outside("till", title, body.into_any()))
}
