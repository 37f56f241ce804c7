//! `/b/{business}/purchases/{purchase}`: one order: a form while it is a draft, then what was ordered
//! and what came of it, the link for its supplier, and how it ends.

use leptos::prelude::*;

use super::editor::{Editor, Kept};
use super::{acts, lines, link, state_kind, state_words};
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::purchasing::orders::api::{LINK, purchase_form};
use crate::purchasing::orders::{self, Whole};
use crate::staff::{self, Power, may};
use crate::ui::language::Say;
use crate::ui::{ErrorSummary, Facts, Status, dates};
use crate::values::{Refusal, Stop};

/// One order.
pub async fn purchase(visit: Visit) -> Result<Page, Stop> {
    let purchase_id = visit.param_id("purchase")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit
        .flash(&purchase_form(&purchase_id.to_string()))
        .await?;
    let made = visit.flash(LINK).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeePurchases)?;
    let whole = orders::whole(&mut tx, purchase_id).await?;
    let edits = whole.purchase.state.may_edit() && may(&tx.scope().who, Power::Buy);
    let editor = if edits {
        let kept = Kept {
            purchase_id,
            supplier: None,
            whole: Some(&whole),
        };
        Some(Editor::load(&visit, &mut tx, &flash, kept).await?)
    } else {
        None
    };
    let fresh = link::fresh(&visit, &tx, &made, purchase_id);
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let number = whole.purchase.number.to_string();
    let title = say.with("po-number", &[("number", &number)]);
    let content = match &editor {
        Some(editor) => editor.form(scope),
        None => view! {
            {summary(say, &flash)}
            {lines::table(say, scope, &whole)}
        }
        .into_any(),
    };
    let body = view! {
        <div class="stack">
            {standing(say, scope, &whole)}
            {fresh.map(|fresh| link::shown_once(say, scope, &whole, &fresh))}
            {content}
            {editor.is_none().then(|| facts(say, scope, &whole))}
            {link::card(say, scope, &whole)}
            {acts::ends(say, scope, &whole)}
        </div>
    };
    let mut page = Page::of(scope, "purchases", title, body.into_any());
    page.act = Some(acts::head(say, scope, &whole));
    Ok(page)
}

/// How it stands, in a line under its number.
fn standing(say: Say, scope: &Scope, whole: &Whole) -> AnyView {
    let purchase = &whole.purchase;
    let code = purchase.state.code();
    let href = format!("/b/{}/suppliers/{}", scope.slug, purchase.supplier_id);
    let moment = |at| dates::recent(say, scope.calendar.local(at), scope.today());
    let when = match purchase.sent_at {
        Some(at) => say.with("po-sent-at", &[("moment", &moment(at))]),
        None => say.with("po-made-at", &[("moment", &moment(purchase.made_at))]),
    };
    view! {
        <div class="row">
            <Status kind=state_kind(code) text=state_words(say, code) />
            <a href=href>{purchase.supplier_name.clone()}</a>
            <span class="quiet">{when}</span>
        </div>
    }
    .into_any()
}

/// Everything that was refused; nothing where nothing was.
fn summary(say: Say, flash: &Flash) -> AnyView {
    let line = |refusal: &Refusal| (String::new(), say.refusal(refusal));
    let errors: Vec<(String, String)> = flash.refusals.iter().map(line).collect();
    let count = i64::try_from(errors.len()).unwrap_or_default();
    let title = say.count("refused-summary", count);
    view! { <ErrorSummary title=title errors=errors /> }.into_any()
}

/// Where it is to be brought, by when, and what was said to the supplier.
fn facts(say: Say, scope: &Scope, whole: &Whole) -> AnyView {
    let purchase = &whole.purchase;
    let mut rows: Vec<(String, AnyView)> = Vec::new();
    let place = purchase.location_name.clone();
    rows.push((say.t("po-deliver-to"), place.into_any()));
    if let Some(day) = purchase.expected_on {
        rows.push((say.t("po-expected"), dates::day(say, day).into_any()));
    }
    if !purchase.note.is_empty() {
        rows.push((say.t("po-note"), purchase.note.clone().into_any()));
    }
    if let Some(by) = &purchase.made_by {
        rows.push((say.t("po-made-by"), by.clone().into_any()));
    }
    if let Some(at) = purchase.ended_at {
        let at = dates::moment(say, scope.calendar.local(at));
        rows.push((say.t("po-ended"), at.into_any()));
    }
    view! {
        <section class="card">
            <Facts rows=rows />
        </section>
    }
    .into_any()
}
