//! `/b/{business}/sales/shifts/{shift}`: what a shift comes to so far, or came to, on paper of any
//! width; the form that closes it; and what the books say of it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::paper::Paper;
use super::{allow, title};
use crate::businesses;
use crate::ledger::{self, Entry, pages::entries_table};
use crate::platform::{Page, Scope, Visit};
use crate::sales::shifts::api::CloseShift;
use crate::sales::shifts::{self, Shift, is_hers};
use crate::staff::{Power, Typed, may};
use crate::ui::language::Say;
use crate::ui::{Field, Form, HiddenField, Icon, PrintButton, Submit};
use crate::values::Stop;

/// One shift.
pub async fn shift(visit: Visit) -> Result<Page, Stop> {
    let shift_id = visit.param_id("shift")?;
    let flash = visit.flash(&format!("shift:{shift_id}")).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    allow(&tx)?;
    let report = shifts::report(&mut tx, shift_id).await?;
    if !is_hers(&tx, report.shift.member_id) {
        return Err(Stop::NotFound);
    }
    let shop = businesses::settings(&mut tx).await?;
    let entries = if may(&tx.scope().who, Power::SeeBooks) {
        let mut sources = vec![shift_id];
        sources.extend(report.moves.iter().map(|one| one.move_id));
        ledger::entries_of(&mut tx, &sources).await?
    } else {
        Vec::new()
    };
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let typed = Typed { say, flash: &flash };
    let paper = Paper {
        say,
        scope,
        shop: &shop,
        report: &report,
    };
    let closing = report.shift.closed.is_none() && may(&scope.who, Power::RunShift);
    let closing = closing.then(|| close_form(&typed, scope, &report.shift));
    let body = view! {
        <div class="stack">
            {closing}
            <p class="quiet no-print">{say.t("shift-how-to-print")}</p>
            <div class="slips">{paper.sheet()}</div>
            {books(say, scope, &entries)}
        </div>
    };
    let title = title(say, &report.shift);
    let is_main = report.shift.closed.is_some();
    let print = view! { <PrintButton label=say.t("print-page") is_main=is_main /> };
    let mut page = Page::of(scope, "sales", title, body.into_any());
    page.act = Some(print.into_any());
    Ok(page)
}

/// What was counted, and a word about it.
fn close_form(typed: &Typed<'_>, scope: &Scope, shift: &Shift) -> AnyView {
    let say = typed.say;
    let fields = view! {
        {typed.summary()}
        <HiddenField name="business" value=scope.slug.clone() />
        <HiddenField name=typed.name("shift_id") value=shift.shift_id.to_string() />
        <p class="hint">{say.t("shift-close-text")}</p>
        <Field
            label=say.t("shift-counted")
            name=typed.name("counted")
            value=typed.value("counted", "")
            inputmode="decimal"
            autocomplete="off"
            error=typed.error("counted")
        />
        <Field
            label=say.t("sales-note")
            name=typed.name("note")
            value=typed.value("note", "")
            hint=say.t("shift-close-note-hint")
            maxlength=300
            error=typed.error("note")
        />
        <Submit label=say.t("shift-close") />
    };
    let fields = fields.into_any();
    view! {
        <details class="card more no-print" id="close" open=typed.flash.is_refused()>
            <summary>
                <Icon name="check" />
                {say.t("shift-close")}
            </summary>
            <Form action=CloseShift::url()>{fields}</Form>
        </details>
    }
    .into_any()
}

/// What the books say of the shift and of its cash; its sales have pages of their own.
fn books(say: Say, scope: &Scope, entries: &[Entry]) -> AnyView {
    if entries.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card no-print">
            <h2>{say.t("orders-books")}</h2>
            {entries_table(say, scope, entries)}
        </section>
    }
    .into_any()
}
