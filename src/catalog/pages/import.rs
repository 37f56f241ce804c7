//! The import: what a file must look like, a sample to start from, and what an import did or would
//! do.

use leptos::prelude::*;
use uuid::Uuid;

use super::{error_of, errors_of};
use crate::catalog::import::{COLUMNS, ImportReport, REQUIRED};
use crate::catalog::uploads::import_form;
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{
    CheckField, ErrorSummary, FileField, Form, HiddenField, LinkButton, Notice, Submit,
};
use crate::values::Stop;

/// `/b/{business}/products/import`
pub async fn import(visit: Visit) -> Result<Page, Stop> {
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&import_form(visit.param("business"))).await?;
    let tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let say = Say(visit.language_for(tx.scope()));
    let base = format!("/b/{}/products", tx.scope().slug);
    let body = view! {
        <div class="stack">
            {report_of(say, &flash)}
            <div class="form-cols">
                {form(say, &base, &flash)}
                {columns(say, &base)}
            </div>
        </div>
    };
    Ok(Page::of(
        tx.scope(),
        "products",
        say.t("product-import"),
        body.into_any(),
    ))
}

fn form(say: Say, base: &str, flash: &Flash) -> AnyView {
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
    view! {
        <section class="card">
            <h2>{say.t("import-columns")}</h2>
            <div class="stack">
                <p>{say.t("import-columns-text")}</p>
                <p>
                    <LinkButton href=sample label=say.t("import-sample") icon="download" />
                </p>
            </div>
            <table class="lines">
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

/// What the last import did, once.
fn report_of(say: Say, flash: &Flash) -> Option<AnyView> {
    let report = flash.typed.get("report")?.clone();
    let report: ImportReport = serde_json::from_value(report).ok()?;
    let bad = flash
        .typed
        .get("bad_rows")
        .and_then(serde_json::Value::as_i64)
        .unwrap_or(0);
    let (kind, title) = match (bad > 0, report.dry_run) {
        (true, _) => ("bad", say.count("import-refused", bad)),
        (false, true) => ("info", say.t("import-tried")),
        (false, false) => ("good", say.t("import-done")),
    };
    let counts = [
        ("import-rows", report.rows),
        ("import-added", report.added),
        ("import-changed", report.changed),
        ("import-unchanged", report.unchanged),
    ];
    let count = |(key, count): (&str, u64)| {
        let text = say.count(key, i64::try_from(count).unwrap_or(i64::MAX));
        view! { <li>{text}</li> }
    };
    let counts = if bad > 0 {
        view! { <p>{say.t("import-refused-text")}</p> }.into_any()
    } else {
        view! { <ul>{counts.into_iter().map(count).collect_view()}</ul> }.into_any()
    };
    let notice = view! { <Notice kind=kind title=title>{counts}</Notice> };
    let rows = (bad > 0).then(|| bad_rows(say, &report, bad));
    Some(view! { <div class="stack">{notice} {rows}</div> }.into_any())
}

/// Each bad line of the file and what to do about it.
fn bad_rows(say: Say, report: &ImportReport, bad: i64) -> AnyView {
    let row = |(line, refusals): &(u64, Vec<crate::values::Refusal>)| {
        let reasons = refusals.iter().map(|refusal| {
            let column = refusal.field.as_deref().map(|field| match field {
                "barcodes" => "barcode".to_owned(),
                "category_id" => "category".to_owned(),
                other => other.to_owned(),
            });
            let reason = say.refusal(refusal);
            view! { <li>{column.map(|column| view! { <code>{column}</code> ": " })} {reason}</li> }
        });
        let reasons = reasons.collect_view();
        view! {
            <tr>
                <td class="num">{line.to_string()}</td>
                <td>
                    <ul>{reasons}</ul>
                </td>
            </tr>
        }
    };
    let told = i64::try_from(report.bad.len()).unwrap_or(0);
    let more = (bad > told).then(|| {
        view! { <p class="quiet">{say.count("import-more-bad", bad - told)}</p> }
    });
    view! {
        <section class="card">
            <table class="lines">
                <thead>
                    <tr>
                        <th scope="col" class="num">{say.t("import-line")}</th>
                        <th scope="col">{say.t("import-reason")}</th>
                    </tr>
                </thead>
                <tbody>{report.bad.iter().map(row).collect_view()}</tbody>
            </table>
            {more}
        </section>
    }
    .into_any()
}
