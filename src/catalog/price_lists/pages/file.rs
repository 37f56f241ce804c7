//! A list's prices as a file: how it goes out, what it looks like, how it comes in.

use leptos::prelude::*;
use uuid::Uuid;

use crate::catalog::price_lists::api::{flash_of, list_page};
use crate::catalog::price_lists::sheet::COLUMNS;
use crate::catalog::price_lists::store;
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{CheckField, ErrorSummary, FileField, Form, HiddenField, LinkButton, Submit};
use crate::values::{Refusal, Stop};

/// `/b/{business}/prices/{list}/file`
pub async fn file(visit: Visit) -> Result<Page, Stop> {
    let word = visit.param("list").to_owned();
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&flash_of("file", &word)).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let list = store::find(&mut tx, &word).await?.ok_or(Stop::NotFound)?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let base = list_page(&scope.slug, &list.list);
    let up = (base.clone(), list.name.clone());
    let body = view! {
        <div class="form-cols">
            {form(say, &base, &flash)}
            {columns(say, &base)}
        </div>
    };
    let title = say.t("prices-file");
    Ok(Page::of(scope, "products", title, body.into_any()).under(up))
}

/// A refusal in words, behind the line of the file and the column that it is about.
fn told(say: Say, refusal: &Refusal) -> String {
    let why = say.refusal(refusal);
    let row = refusal.args.iter().find(|(name, _)| name == "row");
    let Some((_, row)) = row else {
        return why;
    };
    let column = refusal.field.as_deref();
    let why = column.map_or_else(|| why.clone(), |column| format!("{column}: {why}"));
    let named = [("row", row.as_str()), ("why", why.as_str())];
    say.with("prices-file-row", &named)
}

fn form(say: Say, base: &str, flash: &Flash) -> AnyView {
    let line = |refusal: &Refusal| ("file".to_owned(), told(say, refusal));
    let errors: Vec<(String, String)> = flash.refusals.iter().map(line).collect();
    let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
    let inside = view! {
        <ErrorSummary title=title errors=errors />
        <HiddenField name="set_id" value=Uuid::now_v7().to_string() />
        <FileField
            label=say.t("import-file")
            name="file"
            accept=".csv,text/csv"
            hint=say.t("prices-file-hint")
        />
        <CheckField
            label=say.t("import-dry-run")
            name="dry_run"
            checked=flash.only_tries("dry_run", false)
            hint=say.t("points-dry-run-hint")
        />
        <Submit label=say.t("import-start") icon="upload" />
    }
    .into_any();
    let action = format!("{base}/file");
    view! {
        <section class="card">
            <Form action=action multipart=true>
                {inside}
            </Form>
        </section>
    }
    .into_any()
}

/// What may stand in which column, and a file to start from.
fn columns(say: Say, base: &str) -> AnyView {
    let row = |column: &'static str| {
        let text = say.t(&format!("prices-column-{}", column.replace('_', "-")));
        view! {
            <tr>
                <td>
                    <code>{column}</code>
                </td>
                <td>{text}</td>
            </tr>
        }
    };
    let own = format!("{base}/prices.csv");
    let all = format!("{base}/prices.csv?all=1");
    view! {
        <section class="card">
            <h2>{say.t("import-columns")}</h2>
            <div class="stack">
                <p>{say.t("prices-columns-text")}</p>
                <p class="row">
                    <LinkButton href=own label=say.t("prices-file-own") icon="download" />
                    <LinkButton href=all label=say.t("prices-file-all") icon="download" />
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
