//! The form of a supplier: a new one on a page of its own, else on hers.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use uuid::Uuid;

use crate::platform::{Page, Visit};
use crate::purchasing::suppliers::SupplierForm;
use crate::purchasing::suppliers::api::{KeepSupplier, supplier_form};
use crate::purchasing::suppliers::supplier::LONGEST_NOTE;
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, LinkButton, Submit, TextAreaField};
use crate::values::Stop;

/// `/b/{business}/suppliers/new`
pub async fn new_supplier(visit: Visit) -> Result<Page, Stop> {
    // One that was refused comes back with the id it was given.
    let again = visit.query("id").and_then(|id| id.parse::<Uuid>().ok());
    let supplier_id = again.unwrap_or_else(Uuid::now_v7).to_string();
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&supplier_form(&supplier_id)).await?;
    let tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::Buy)?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let kept = SupplierForm {
        supplier_id,
        lead_days: "3".to_owned(),
        terms_days: "0".to_owned(),
        ..SupplierForm::default()
    };
    let back = format!("/b/{}/suppliers", scope.slug);
    let form = form(&typed, &scope.slug, &kept, &back);
    let body = view! {
        <div class="form-cols">
            <section class="card">{form}</section>
        </div>
    };
    let title = say.t("suppliers-new");
    Ok(Page::of(scope, "purchases", title, body.into_any()))
}

/// The form, with what was typed before a refusal.
pub(super) fn form(typed: &Typed<'_>, slug: &str, kept: &SupplierForm, back: &str) -> AnyView {
    let say = typed.say;
    let revision = if kept.revision.is_empty() {
        "0".to_owned()
    } else {
        kept.revision.clone()
    };
    let inside = view! {
        <HiddenField name="business" value=slug.to_owned() />
        <HiddenField name=typed.name("supplier_id") value=kept.supplier_id.clone() />
        <HiddenField name=typed.name("revision") value=revision />
        {typed.summary()}
        {who(typed, kept)}
        {terms(typed, kept)}
        <TextAreaField
            label=say.t("suppliers-note")
            name=typed.name("note")
            value=typed.value("note", &kept.note)
            maxlength=LONGEST_NOTE
            hint=say.t("suppliers-note-hint")
            error=typed.error("note")
        />
        <div class="form-foot">
            <Submit label=say.t("save") />
            <LinkButton href=back.to_owned() label=say.t("cancel") kind="bare" />
        </div>
    };
    let inside = inside.into_any();
    view! { <Form action=KeepSupplier::url()>{inside}</Form> }.into_any()
}

/// Who she is and how she is reached.
fn who(typed: &Typed<'_>, kept: &SupplierForm) -> AnyView {
    let say = typed.say;
    view! {
        <Field
            label=say.t("name")
            name=typed.name("name")
            value=typed.value("name", &kept.name)
            error=typed.error("name")
            required=true
            maxlength=120
        />
        <Field
            label=say.t("suppliers-contact")
            name=typed.name("contact")
            value=typed.value("contact", &kept.contact)
            hint=say.t("suppliers-contact-hint")
            error=typed.error("contact")
            maxlength=120
        />
        <Field
            label=say.t("phone")
            name=typed.name("phone")
            value=typed.value("phone", &kept.phone)
            kind="tel"
            inputmode="tel"
            error=typed.error("phone")
        />
        <Field
            label=say.t("email")
            name=typed.name("email")
            value=typed.value("email", &kept.email)
            kind="email"
            inputmode="email"
            error=typed.error("email")
        />
        <Field
            label=say.t("suppliers-address")
            name=typed.name("address")
            value=typed.value("address", &kept.address)
            error=typed.error("address")
            maxlength=400
        />
        <Field
            label=say.t("settings-tax-pin")
            name=typed.name("tax_pin")
            value=typed.value("tax_pin", &kept.tax_pin)
            error=typed.error("tax_pin")
            maxlength=30
        />
    }
    .into_any()
}

/// When she brings and when she is paid.
fn terms(typed: &Typed<'_>, kept: &SupplierForm) -> AnyView {
    let say = typed.say;
    view! {
        <div class="pair">
            <Field
                label=say.t("suppliers-lead")
                name=typed.name("lead_days")
                value=typed.value("lead_days", &kept.lead_days)
                hint=say.t("suppliers-lead-hint")
                error=typed.error("lead_days")
                inputmode="numeric"
                suffix=say.t("suppliers-days-word")
            />
            <Field
                label=say.t("suppliers-terms")
                name=typed.name("terms_days")
                value=typed.value("terms_days", &kept.terms_days)
                hint=say.t("suppliers-terms-hint")
                error=typed.error("terms_days")
                inputmode="numeric"
                suffix=say.t("suppliers-days-word")
            />
        </div>
    }
    .into_any()
}
