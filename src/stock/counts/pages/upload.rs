//! `/b/{business}/stock/takes/{take}/upload`: counts in a file, tried first and then in earnest.

use leptos::prelude::*;
use uuid::Uuid;

use super::{address, error_of, title_of};
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::stock::counts::stock_take::StockTake;
use crate::stock::counts::store;
use crate::stock::counts::uploads::upload_form;
use crate::ui::language::Say;
use crate::ui::{
    CheckField, ErrorSummary, FileField, Form, HiddenField, LinkButton, Notice, Submit,
};
use crate::values::{Refusal, Stop};

/// The page that sends a file.
pub async fn upload_counts(visit: Visit) -> Result<Page, Stop> {
    let take_id = visit.param_id("take")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&upload_form(&take_id.to_string())).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::CountStock)?;
    let take = store::find(&mut tx, take_id).await?;
    let take = take.ok_or(Stop::NotFound)?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let base = address(scope, &take);
    let above = (base.clone(), title_of(say, &take));
    let body = view! {
        <div class="stack">
            {bad_rows(say, &flash)}
            <div class="form-cols">
                {form(say, &base, &take, &flash)}
                {what_it_looks_like(say, &base)}
            </div>
        </div>
    };
    let title = say.t("take-upload");
    Ok(Page::of(scope, "stock", title, body.into_any()).under(above))
}

/// The line of the file that a refusal is about, if it is about one.
fn line_of(refusal: &Refusal) -> Option<&str> {
    let line = refusal.args.iter().find(|(name, _)| name == "line");
    line.map(|(_, line)| line.as_str())
}

/// What was refused: what is wrong with the file as a whole leads to its field, rows stand in a list.
fn bad_rows(say: Say, flash: &Flash) -> AnyView {
    let told = |refusal: &Refusal| {
        let why = say.refusal(refusal);
        match line_of(refusal) {
            Some(line) => {
                let text = say.with("take-row-says", &[("line", line), ("why", &why)]);
                (String::new(), text)
            }
            None => (refusal.field.clone().unwrap_or_default(), why),
        }
    };
    let errors: Vec<(String, String)> = flash.refusals.iter().map(told).collect();
    let rows = flash.refusals.iter().filter(|one| line_of(one).is_some());
    let count = i64::try_from(rows.count()).unwrap_or_default();
    let title = if count > 0 {
        say.t("take-rows-bad")
    } else {
        say.count("refused-summary", 1)
    };
    view! { <ErrorSummary title=title errors=errors /> }.into_any()
}

fn form(say: Say, base: &str, take: &StockTake, flash: &Flash) -> AnyView {
    if !take.is_open() {
        return view! { <Notice kind="info" title=say.t("refused-take-ended") /> }.into_any();
    }
    let inside = view! {
        <HiddenField name="upload_id" value=Uuid::now_v7().to_string() />
        <FileField
            label=say.t("import-file")
            name="file"
            accept=".csv,text/csv"
            hint=say.t("take-file-hint")
            error=error_of(say, flash, "file")
        />
        <CheckField
            label=say.t("import-dry-run")
            name="dry_run"
            checked=flash.only_tries("dry_run", false)
            hint=say.t("take-dry-run-hint")
        />
        <CheckField
            label=say.t("take-replaces")
            name="replaces"
            checked=flash.ticked("replaces", false)
            hint=say.t("take-replaces-hint")
        />
        <Submit label=say.t("import-start") icon="upload" />
    }
    .into_any();
    let action = format!("{base}/upload");
    view! {
        <section class="card">
            <Form action=action multipart=true>{inside}</Form>
        </section>
    }
    .into_any()
}

fn what_it_looks_like(say: Say, base: &str) -> AnyView {
    let file = format!("{base}/take.csv");
    view! {
        <section class="card stack">
            <h2>{say.t("import-columns")}</h2>
            <p>{say.t("take-file-text")}</p>
            <pre>
                <code>"sku,counted\nUNGA-2,12\nSUKARI-1,7.5"</code>
            </pre>
            <p>
                <LinkButton href=file label=say.t("take-download") icon="download" />
            </p>
        </section>
    }
    .into_any()
}
