//! The file of points: what it must look like, a list to start from, and the form that sends it.

use leptos::prelude::*;

use super::stock_tabs;
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::stock::levels::files::points_form;
use crate::ui::language::Say;
use crate::ui::{CheckField, ErrorSummary, FileField, Form, LinkButton, Submit};
use crate::values::{Refusal, Stop};

/// The columns that are read, and whether the file must have them.
const COLUMNS: [(&str, bool); 4] = [
    ("sku", true),
    ("location", true),
    ("minimum", false),
    ("reorder_point", false),
];

/// `/b/{business}/stock/points`
pub async fn points(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&points_form(visit.param("business"))).await?;
    let tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::MoveStock)?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let base = format!("/b/{}/stock", scope.slug);
    let body = view! {
        {stock_tabs(say, scope, "levels")}
        <div class="form-cols">
            {form(say, &base, &flash)}
            {columns(say, &base)}
        </div>
    };
    Ok(Page::of(
        scope,
        "stock",
        say.t("points-file"),
        body.into_any(),
    ))
}

fn form(say: Say, base: &str, flash: &Flash) -> AnyView {
    let line = |refusal: &Refusal| {
        let control = refusal.field.clone().unwrap_or_default();
        (control, say.refusal(refusal))
    };
    let errors: Vec<(String, String)> = flash.refusals.iter().map(line).collect();
    let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
    let inside = view! {
        <ErrorSummary title=title errors=errors />
        <FileField
            label=say.t("import-file")
            name="file"
            accept=".csv,text/csv"
            hint=say.t("points-file-hint")
        />
        <CheckField
            label=say.t("import-dry-run")
            name="dry_run"
            checked=flash.ticked("dry_run", true)
            hint=say.t("points-dry-run-hint")
        />
        <Submit label=say.t("import-start") icon="upload" />
    }
    .into_any();
    let action = format!("{base}/points");
    view! {
        <section class="card">
            <Form action=action multipart=true>{inside}</Form>
        </section>
    }
    .into_any()
}

/// What may stand in which column.
fn columns(say: Say, base: &str) -> AnyView {
    let row = |(column, is_needed): (&'static str, bool)| {
        let text = say.t(&format!("points-column-{}", column.replace('_', "-")));
        let needed = if is_needed {
            say.t("import-needed")
        } else {
            say.t("optional")
        };
        view! {
            <tr>
                <td>
                    <code>{column}</code>
                    <p class="quiet">{needed}</p>
                </td>
                <td>{text}</td>
            </tr>
        }
    };
    let own = format!("{base}/levels.csv");
    view! {
        <section class="card">
            <h2>{say.t("import-columns")}</h2>
            <div class="stack">
                <p>{say.t("points-columns-text")}</p>
                <p>
                    <LinkButton href=own label=say.t("import-own-list") icon="download" />
                </p>
            </div>
            <table class="lines">
                <caption class="hidden">{say.t("import-columns")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("import-column")}</th>
                        <th scope="col">{say.t("import-meaning")}</th>
                    </tr>
                </thead>
                <tbody>{COLUMNS.into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}
