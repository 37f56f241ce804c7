//! The import: what a file must look like, a list to start from, and the last ones that were sent.

use leptos::prelude::*;
use uuid::Uuid;

use super::{error_of, errors_of};
use crate::catalog::import::{COLUMNS, KeptImport, REQUIRED, State, latest};
use crate::catalog::uploads::import_form;
use crate::platform::flash::Flash;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{
    CheckField, ErrorSummary, FileField, Form, HiddenField, LinkButton, Status, Submit, dates,
};
use crate::values::Stop;

/// `/b/{business}/products/import`
pub async fn import(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&import_form(visit.param("business"))).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let say = Say(visit.language_for(tx.scope()));
    let base = format!("/b/{}/products", tx.scope().slug);
    let imports = latest(&mut tx).await?;
    let body = view! {
        <div class="stack">
            <div class="form-cols">
                {form(say, &base, &flash, false)}
                {columns(say, &base)}
            </div>
            {recent(say, tx.scope(), &base, &imports)}
        </div>
    };
    Ok(Page::of(
        tx.scope(),
        "products",
        say.t("product-import"),
        body.into_any(),
    ))
}

/// The form that sends a file. `tries`: whether it is only tried where nothing else was chosen.
pub(super) fn form(say: Say, base: &str, flash: &Flash, tries: bool) -> AnyView {
    let errors = errors_of(say, flash, str::to_owned);
    let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
    let inside = view! {
        <ErrorSummary title=title errors=errors />
        <HiddenField name="import_id" value=Uuid::now_v7().to_string() />
        <FileField
            label=say.t("import-file")
            name="file"
            accept=".csv,text/csv"
            hint=say.t("import-file-hint")
            error=error_of(say, flash, "file")
        />
        <CheckField
            label=say.t("import-dry-run")
            name="dry_run"
            checked=flash.only_tries("dry_run", tries)
            hint=say.t("import-dry-run-hint")
        />
        <Submit label=say.t("import-start") icon="upload" />
    }
    .into_any();
    let action = format!("{base}/import");
    view! {
        <section class="card">
            <Form action=action multipart=true>{inside}</Form>
        </section>
    }
    .into_any()
}

/// What may stand in which column.
fn columns(say: Say, base: &str) -> AnyView {
    let row = |column: &'static str| {
        let text = say.t(&format!("import-column-{}", column.replace('_', "-")));
        let needed = if REQUIRED.contains(&column) {
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
    let sample = format!("{base}/sample.csv");
    let own = format!("{base}/export.csv");
    view! {
        <section class="card">
            <h2>{say.t("import-columns")}</h2>
            <div class="stack">
                <p>{say.t("import-columns-text")}</p>
                <p class="row">
                    <LinkButton href=own label=say.t("import-own-list") icon="download" />
                    <LinkButton href=sample label=say.t("import-sample") icon="download" />
                </p>
                <p class="quiet">{say.t("import-own-list-text")}</p>
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

/// The last imports, each with how it ended.
fn recent(say: Say, scope: &Scope, base: &str, imports: &[KeptImport]) -> Option<AnyView> {
    let row = |import: &KeptImport| {
        let href = format!("{base}/imports/{}", import.import_id);
        let name = match import.file_name.as_str() {
            "" => say.t("import-file"),
            name => name.to_owned(),
        };
        let at = dates::recent(say, scope.calendar.local(import.created_at), scope.today());
        let (kind, word) = state_of(say, import);
        view! {
            <tr>
                <td class="lead">
                    <a href=href>{name}</a>
                </td>
                <td class="by">{at}</td>
                <td class="by">{import.who.clone()}</td>
                <td class="num by">{say.count("import-rows", import.rows)}</td>
                <td class="aside">
                    <Status kind=kind text=word />
                </td>
            </tr>
        }
    };
    let rows = imports.iter().map(row).collect_view();
    (!imports.is_empty()).then(|| {
        view! {
            <section class="card table-wrap">
                <h2>{say.t("import-recent")}</h2>
                <table class="table">
                    <caption class="hidden">{say.t("import-recent")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{say.t("import-file")}</th>
                            <th scope="col">{say.t("date")}</th>
                            <th scope="col">{say.t("import-by")}</th>
                            <th scope="col" class="num">{say.t("import-rows-heading")}</th>
                            <th scope="col">{say.t("state")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any()
    })
}

/// The colour and the word of how an import stands.
pub(super) fn state_of(say: Say, import: &KeptImport) -> (&'static str, String) {
    match import.state {
        State::Waiting => ("info", say.t("import-state-waiting")),
        State::Writing => ("info", say.t("import-state-writing")),
        State::Done => ("good", say.t("import-state-done")),
        State::Tried => ("plain", say.t("import-state-tried")),
        State::Refused => ("look", say.t("import-state-refused")),
        State::Stopped => ("look", say.t("import-state-stopped")),
    }
}
