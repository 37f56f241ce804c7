//! Packs and parts of kits as small files: what each must look like, the one to start from, and what
//! was wrong with the last one.

use leptos::prelude::*;

use super::files::What;
use crate::catalog::pages::{error_of, errors_of};
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{CheckField, ErrorSummary, FileField, Form, LinkButton, Submit, bad_rows, line_of};
use crate::values::Stop;

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
            {bad_rows(say, &packs.refusals)} {bad_rows(say, &parts.refusals)}
            <div class="form-cols">
                {card(say, &base, What::Packs, &packs)} {card(say, &base, What::Parts, &parts)}
            </div>
        </div>
    };
    let title = say.t("sheet-title");
    Ok(Page::of(tx.scope(), "products", title, body.into_any()))
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
            checked=flash.only_tries(&what.field("dry_run"), false)
            hint=say.t("points-dry-run-hint")
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
