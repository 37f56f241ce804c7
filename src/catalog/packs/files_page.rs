//! Packs and parts of kits as small files: what each must look like, the one to start from, and what
//! was wrong with the last one.

use leptos::prelude::*;

use super::files::What;
use crate::catalog::pages::{error_of, errors_of};
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{CheckField, ErrorSummary, FileField, Form, LinkButton, Notice, Submit};
use crate::values::{Refusal, Stop};

/// `/b/{business}/products/files`
pub async fn small_files(visit: Visit) -> Result<Page, Stop> {
    let business = visit.param("business").to_owned();
    // Taken first, so that no request waits for a second connection while it holds one.
    let packs = visit.flash(&What::Packs.form(&business)).await?;
    let parts = visit.flash(&What::Parts.form(&business)).await?;
    let tx = visit.member(&business)?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let say = Say(visit.language_for(tx.scope()));
    let base = format!("/b/{}/products", tx.scope().slug);
    let body = view! {
        <div class="stack">
            {bad_rows(say, &packs)} {bad_rows(say, &parts)}
            <div class="form-cols">
                {card(say, &base, What::Packs, &packs)} {card(say, &base, What::Parts, &parts)}
            </div>
        </div>
    };
    let title = say.t("sheet-title");
    Ok(Page::of(tx.scope(), "products", title, body.into_any()))
}

/// The line of a file that a refusal is about, if it is about one.
fn line_of(refusal: &Refusal) -> Option<&str> {
    refusal.field.as_deref()?.strip_prefix("row-")
}

/// One kind of file: its columns, the way out and the way in.
fn card(say: Say, base: &str, what: What, flash: &Flash) -> AnyView {
    let whole = Flash {
        refusals: flash
            .refusals
            .iter()
            .filter(|refusal| line_of(refusal).is_none())
            .cloned()
            .collect(),
        ..Flash::default()
    };
    let errors = errors_of(say, &whole, str::to_owned);
    let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
    let (heading, text) = match what {
        What::Packs => (say.t("sheet-packs"), say.t("sheet-packs-text")),
        What::Parts => (say.t("sheet-parts"), say.t("sheet-parts-text")),
    };
    let own = format!("{base}/{}.csv", what.code());
    let inside = view! {
        <ErrorSummary title=title errors=errors />
        <FileField
            label=say.t("import-file")
            name=what.field("file")
            accept=".csv,text/csv"
            hint=say.t("sheet-file-hint")
            error=error_of(say, &whole, &what.field("file"))
        />
        <CheckField
            label=say.t("import-dry-run")
            name=what.field("dry_run")
            hint=say.t("import-dry-run-hint")
        />
        <Submit label=say.t("import-start") kind="plain" icon="upload" />
    }
    .into_any();
    let action = format!("{base}/files/{}", what.code());
    view! {
        <section class="card form">
            <h2>{heading}</h2>
            <p>{text}</p>
            <p>
                <LinkButton href=own label=say.t("import-own-list") icon="download" />
            </p>
            <Form action=action multipart=true>{inside}</Form>
        </section>
    }
    .into_any()
}

/// Each bad line of a file and what to do about it; nothing where there is none.
fn bad_rows(say: Say, flash: &Flash) -> Option<AnyView> {
    let rows: Vec<(&str, &Refusal)> = flash
        .refusals
        .iter()
        .filter_map(|refusal| Some((line_of(refusal)?, refusal)))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let mut lines: Vec<&str> = rows.iter().map(|(line, _)| *line).collect();
    lines.dedup();
    let count = i64::try_from(lines.len()).unwrap_or(1);
    let row = |(line, refusal): &(&str, &Refusal)| {
        let column = refusal.args.iter().find(|(name, _)| name == "of");
        let column = column.map(|(_, column)| column.clone()).unwrap_or_default();
        view! {
            <tr>
                <td class="num">{(*line).to_owned()}</td>
                <td>
                    <code>{column}</code>
                </td>
                <td>{say.refusal(refusal)}</td>
            </tr>
        }
    };
    let table = view! {
        <table class="lines">
            <thead>
                <tr>
                    <th scope="col" class="num">{say.t("import-line")}</th>
                    <th scope="col">{say.t("import-column")}</th>
                    <th scope="col">{say.t("import-reason")}</th>
                </tr>
            </thead>
            <tbody>{rows.iter().map(row).collect_view()}</tbody>
        </table>
    };
    let title = say.count("import-refused", count);
    let inside = view! {
        <p>{say.t("import-refused-text")}</p>
        {table}
    }
    .into_any();
    Some(view! { <Notice kind="bad" title=title>{inside}</Notice> }.into_any())
}
