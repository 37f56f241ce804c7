//! `/b/{business}/settings/payments`: the account that M-Pesa pays into. Secrets are write-only:
//! the page says that they are kept and never what they are.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::account::{self, AccountShown};
use super::settings_api::{KeepMpesaAccount, RemoveMpesaAccount, TryMpesaAccount};
use crate::businesses::settings_tabs;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power, Typed};
use crate::ui::language::Say;
use crate::ui::{Choice, ChoiceField, Field, Form, HiddenField, Notice, Submit, dates};
use crate::values::Stop;

/// The page of the payments' settings.
pub async fn payment_settings(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash("mpesa-account").await?;
    let removed = visit.flash("mpesa-remove").await?;
    let tried = visit.flash("mpesa-try").await?;
    let asks = !staff::is_recent(&visit).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepAccounts)?;
    let kept = account::account(&mut tx).await?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let removed = Typed {
        say,
        flash: &removed,
    };
    let tried = Typed { say, flash: &tried };
    let state = match &kept {
        Some(account) => tested(say, scope, account, visit.mpesa_is_on()),
        None => view! {
            <Notice kind="look" title=say.t("settings-mpesa-unset")>
                <p>{say.t("settings-mpesa-unset-text")}</p>
            </Notice>
        }
        .into_any(),
    };
    // Else an owner would type everything, and look for M-Pesa at her checkout in vain.
    let off = (!visit.mpesa_is_on()).then(|| {
        view! {
            <Notice kind="look" title=say.t("settings-mpesa-off")>
                <p>{say.t("settings-mpesa-off-text")}</p>
            </Notice>
        }
    });
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        {typed.summary()}
        {numbers(&typed, kept.as_ref())}
        {secrets(&typed, kept.is_some())}
        {password_again(&typed, asks, "password")}
        <div class="sticky-foot">
            <Submit label=say.t("save") />
        </div>
    };
    let fields = fields.into_any();
    let remove = kept.is_some().then(|| remove(&removed, &scope.slug, asks));
    let body = view! {
        {settings_tabs(say, scope, "payments")}
        <div class="stack">
            {tried.summary()}
            {off}
            {state}
            <Form action=KeepMpesaAccount::url()>{fields}</Form>
            {remove}
        </div>
    };
    let title = say.t("settings-mpesa");
    Ok(Page::of(scope, "settings", title, body.into_any()))
}

/// What trying the account out brought, and the button that tries it.
fn tested(say: Say, scope: &Scope, account: &AccountShown, mpesa_is_on: bool) -> AnyView {
    let (kind, title, words) = match &account.tested {
        None => (
            "info",
            say.t("settings-mpesa-set"),
            say.t("mpesa-try-never"),
        ),
        Some((at, outcome)) => {
            let kind = match outcome.as_str() {
                "works" => "good",
                "keys_refused" | "number_refused" | "other_environment" => "bad",
                _ => "look",
            };
            let key = outcome.replace('_', "-");
            let at = dates::moment(say, scope.calendar.local(*at));
            let words = say.t(&format!("mpesa-tried-{key}-text"));
            let when = say.with("mpesa-tried-at", &[("at", &at)]);
            let title = say.t(&format!("mpesa-tried-{key}"));
            (kind, title, format!("{words} {when}"))
        }
    };
    let fields = view! {
        <HiddenField name="business" value=scope.slug.clone() />
        <Submit label=say.t("mpesa-try") kind="plain" />
    };
    let fields = fields.into_any();
    let form = mpesa_is_on.then(|| view! { <Form action=TryMpesaAccount::url()>{fields}</Form> });
    let more = view! {
        <p>{words}</p>
        {form}
    };
    let more = more.into_any();
    view! {
        <Notice kind=kind title=title>
            {more}
        </Notice>
    }
    .into_any()
}

/// Asks for the password once more, unless it was typed a moment ago. Sent as `name`: two such fields
/// on a page have ids of their own.
fn password_again(typed: &Typed<'_>, asks: bool, name: &'static str) -> AnyView {
    let say = typed.say;
    if !asks {
        return ().into_any();
    }
    view! {
        <section class="card form">
            <Field
                label=say.t("account-current-password")
                name=name
                kind="password"
                hint=say.t("mpesa-password-hint")
                error=typed.error("password")
                autocomplete="current-password"
                required=true
            />
        </section>
    }
    .into_any()
}

/// Asks once more before customers can be asked by M-Pesa no longer.
fn remove(typed: &Typed<'_>, slug: &str, asks: bool) -> AnyView {
    let say = typed.say;
    let fields = view! {
        <HiddenField name="business" value=slug.to_owned() />
        <p>{say.t("mpesa-remove-ask")}</p>
        {password_again(typed, asks, "again")}
        <Submit label=say.t("mpesa-remove") kind="danger" />
    };
    let fields = fields.into_any();
    view! {
        {typed.summary()}
        <details class="card more" open=typed.flash.is_refused()>
            <summary>{say.t("mpesa-remove")}</summary>
            <Form action=RemoveMpesaAccount::url()>{fields}</Form>
        </details>
    }
    .into_any()
}

fn numbers(typed: &Typed<'_>, kept: Option<&AccountShown>) -> AnyView {
    let say = typed.say;
    let short_code = kept.map_or("", |account| &account.short_code);
    let kind = kept.map_or("paybill", |account| &account.kind);
    let till = kept.and_then(|account| account.till_number.as_deref());
    let choice = |value: &str, title: String, description: String| Choice {
        value: value.to_owned(),
        title,
        description: Some(description),
        price: None,
    };
    let paybill = say.t("settings-mpesa-paybill");
    let buy_goods = say.t("settings-mpesa-till");
    let kinds = vec![
        choice("paybill", paybill, say.t("settings-mpesa-paybill-text")),
        choice("till", buy_goods, say.t("settings-mpesa-till-text")),
    ];
    view! {
        <section class="card form">
            <h2>{say.t("settings-mpesa-numbers")}</h2>
            <ChoiceField
                label=say.t("settings-mpesa-kind")
                name=typed.name("kind")
                choices=kinds
                selected=typed.value("kind", kind)
                error=typed.error("kind")
            />
            <Field
                label=say.t("settings-mpesa-short-code")
                name=typed.name("short_code")
                value=typed.value("short_code", short_code)
                hint=say.t("settings-mpesa-short-code-hint")
                error=typed.error("short_code")
                inputmode="numeric"
                autocomplete="off"
                required=true
            />
            <Field
                label=say.t("settings-mpesa-till-number")
                name=typed.name("till_number")
                value=typed.value("till_number", till.unwrap_or_default())
                hint=say.t("settings-mpesa-till-number-hint")
                error=typed.error("till_number")
                inputmode="numeric"
                autocomplete="off"
            />
        </section>
    }
    .into_any()
}

fn secrets(typed: &Typed<'_>, is_set: bool) -> AnyView {
    let say = typed.say;
    let hint = is_set.then(|| say.t("settings-mpesa-secret-set"));
    // Empty fields would read as if what she typed were set.
    let again = typed.flash.is_refused().then(|| {
        view! { <p class="error">{say.t("settings-mpesa-secrets-again")}</p> }
    });
    let required = !is_set;
    let secret = |field: &str, label: String| {
        view! {
            <Field
                label=label
                name=typed.name(field)
                kind="password"
                hint=hint.clone()
                error=typed.error(field)
                autocomplete="new-password"
                required=required
            />
        }
    };
    view! {
        <section class="card form">
            <h2>{say.t("settings-mpesa-secrets")}</h2>
            <p class="quiet">{say.t("settings-mpesa-secrets-text")}</p>
            {again}
            {secret("consumer_key", say.t("settings-mpesa-consumer-key"))}
            {secret("consumer_secret", say.t("settings-mpesa-consumer-secret"))}
            {secret("passkey", say.t("settings-mpesa-passkey"))}
        </section>
    }
    .into_any()
}
