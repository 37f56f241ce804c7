//! What the business says about itself, and how it is paid.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::settings_tabs;
use crate::businesses::api::KeepSettings;
use crate::businesses::business::{
    LONGEST_ABOUT, LONGEST_NOTE, OUR_COLOUR, ROUNDINGS, Settings, TaxPoint,
};
use crate::businesses::store;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{CheckField, Field, Form, HiddenField, SelectField, Submit, TextAreaField};
use crate::values::{Language, Money, Phone, Stop, currency_sign};

/// `/b/{business}/settings`.
pub async fn settings(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("settings").await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepSettings)?;
    let kept = store::settings(&mut tx).await?;
    let say = Say(visit.language_for(tx.scope()));
    let typed = Typed { say, flash: &flash };
    let address = format!("{}/s/{}", visit.state.config.public_url, kept.slug);
    let fields = view! {
        <HiddenField name="business" value=kept.slug.clone() />
        {typed.summary()}
        <div class="form-cols">
            <div class="stack">{about(&typed, &kept)} {money(&typed, &kept)}</div>
            <div class="stack">
                {storefront(&typed, &kept, address)} {payment(&typed, &kept)}
                {receipts(&typed, &kept)}
            </div>
        </div>
        <div class="sticky-foot">
            <Submit label=say.t("save") />
        </div>
    };
    let fields = fields.into_any();
    let body = view! {
        {settings_tabs(say, tx.scope(), "business")}
        <Form action=KeepSettings::url()>{fields}</Form>
    };
    Ok(Page::of(
        tx.scope(),
        "settings",
        say.t("settings-title"),
        body.into_any(),
    ))
}

fn about(typed: &Typed<'_>, kept: &Settings) -> AnyView {
    let say = typed.say;
    let phone = kept.phone.as_ref().map(Phone::shown).unwrap_or_default();
    let language =
        |language: Language| (language.code().to_owned(), language.own_name().to_owned());
    view! {
        <section class="card form">
            <h2>{say.t("settings-about")}</h2>
            <Field
                label=say.t("settings-name")
                name=typed.name("name")
                value=typed.value("name", &kept.name)
                error=typed.error("name")
                required=true
            />
            <Field
                label=say.t("settings-phone")
                name=typed.name("phone")
                value=typed.value("phone", &phone)
                kind="tel"
                hint=say.t("settings-phone-hint")
                error=typed.error("phone")
                inputmode="tel"
            />
            <TextAreaField
                label=say.t("settings-words")
                name=typed.name("about")
                value=typed.value("about", &kept.about)
                maxlength=LONGEST_ABOUT
                hint=say.t("settings-words-hint")
                error=typed.error("about")
            />
            <SelectField
                label=say.t("language")
                name=typed.name("language")
                options=Language::ALL.map(language).into()
                selected=typed.value("language", kept.language.code())
                hint=say.t("settings-language-hint")
            />
        </section>
    }
    .into_any()
}

fn money(typed: &Typed<'_>, kept: &Settings) -> AnyView {
    let say = typed.say;
    let rounding = |minor: i64| {
        let sign = currency_sign(&kept.currency);
        let amount = Money::from_minor(minor).short(&kept.currency);
        let words = match minor {
            1 => say.t("settings-rounding-none"),
            _ => say.with(
                "settings-rounding-to",
                &[("amount", &format!("{sign} {amount}"))],
            ),
        };
        (minor.to_string(), words)
    };
    let point = |point: TaxPoint| {
        let words = match point {
            TaxPoint::Payment => say.t("settings-tax-point-payment"),
            TaxPoint::HandOver => say.t("settings-tax-point-hand-over"),
        };
        (point.code().to_owned(), words)
    };
    let rounded = kept.rounding.minor().to_string();
    view! {
        <section class="card form">
            <h2>{say.t("settings-money")}</h2>
            <Field
                label=say.t("settings-tax-pin")
                name=typed.name("tax_pin")
                value=typed.value("tax_pin", kept.tax_pin.as_deref().unwrap_or_default())
                hint=say.t("settings-tax-pin-hint")
                error=typed.error("tax_pin")
                autocomplete="off"
            />
            <SelectField
                label=say.t("settings-tax-point")
                name=typed.name("tax_point")
                options=TaxPoint::ALL.map(point).into()
                selected=typed.value("tax_point", kept.tax_point.code())
            />
            <SelectField
                label=say.t("settings-rounding")
                name=typed.name("rounding")
                options=ROUNDINGS.map(rounding).into()
                selected=typed.value("rounding", &rounded)
            />
        </section>
    }
    .into_any()
}

fn storefront(typed: &Typed<'_>, kept: &Settings, address: String) -> AnyView {
    let say = typed.say;
    let accent = kept.accent.as_deref().unwrap_or(OUR_COLOUR);
    let whatsapp = kept.whatsapp.as_ref().map(Phone::shown).unwrap_or_default();
    view! {
        <section class="card form">
            <h2>{say.t("settings-storefront")}</h2>
            <p>
                <span class="quiet">{say.t("settings-storefront-text")}</span>
                <br />
                <a href=format!("/s/{}", kept.slug)>{address}</a>
            </p>
            <CheckField
                label=say.t("settings-storefront-open")
                name=typed.name("storefront_open")
                checked=typed.ticked("storefront_open", kept.storefront_open)
                hint=say.t("settings-storefront-open-hint")
            />
            <Field
                label=say.t("settings-tagline")
                name=typed.name("tagline")
                value=typed.value("tagline", &kept.tagline)
                hint=say.t("settings-tagline-hint")
                error=typed.error("tagline")
                maxlength=100
            />
            <TextAreaField
                label=say.t("settings-delivery-note")
                name=typed.name("delivery_note")
                value=typed.value("delivery_note", &kept.delivery_note)
                rows=2
                maxlength=LONGEST_NOTE
                hint=say.t("settings-delivery-note-hint")
                error=typed.error("delivery_note")
            />
            <Field
                label=say.t("settings-whatsapp")
                name=typed.name("whatsapp")
                value=typed.value("whatsapp", &whatsapp)
                kind="tel"
                hint=say.t("settings-whatsapp-hint")
                error=typed.error("whatsapp")
                inputmode="tel"
            />
            <Field
                label=say.t("settings-accent")
                name=typed.name("accent")
                value=typed.value("accent", accent)
                kind="color"
                hint=say.t("settings-accent-hint")
                error=typed.error("accent")
            />
        </section>
    }
    .into_any()
}

fn receipts(typed: &Typed<'_>, kept: &Settings) -> AnyView {
    let say = typed.say;
    view! {
        <section class="card form">
            <h2>{say.t("settings-receipts")}</h2>
            <TextAreaField
                label=say.t("settings-receipt-header")
                name=typed.name("receipt_header")
                value=typed.value("receipt_header", &kept.receipt_header)
                rows=2
                maxlength=LONGEST_NOTE
                hint=say.t("settings-receipt-header-hint")
                error=typed.error("receipt_header")
            />
            <TextAreaField
                label=say.t("settings-receipt-footer")
                name=typed.name("receipt_footer")
                value=typed.value("receipt_footer", &kept.receipt_footer)
                rows=2
                maxlength=LONGEST_NOTE
                hint=say.t("settings-receipt-footer-hint")
                error=typed.error("receipt_footer")
            />
        </section>
    }
    .into_any()
}

fn payment(typed: &Typed<'_>, kept: &Settings) -> AnyView {
    let say = typed.say;
    let mpesa = (kept.currency == "KES").then(|| {
        view! {
            <CheckField
                label=say.t("settings-pays-by-mpesa")
                name=typed.name("pays_by_mpesa")
                checked=typed.ticked("pays_by_mpesa", kept.pays_by_mpesa)
                hint=say.t("settings-pays-by-mpesa-hint")
            />
        }
    });
    view! {
        <section class="card form">
            <h2>{say.t("settings-how-paid")}</h2>
            {mpesa}
            <CheckField
                label=say.t("settings-pays-on-hand-over")
                name=typed.name("pays_on_hand_over")
                checked=typed.ticked("pays_on_hand_over", kept.pays_on_hand_over)
            />
        </section>
    }
    .into_any()
}
