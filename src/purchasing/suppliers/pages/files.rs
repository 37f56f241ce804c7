//! `/b/{business}/suppliers/import`: suppliers and their prices as files, out and in.

use leptos::prelude::*;

use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::purchasing::files::files_form;
use crate::purchasing::sheet::place_of;
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{CheckField, ErrorSummary, FileField, Form, LinkButton, Submit};
use crate::values::{Refusal, Stop};

/// The two kinds of files.
pub async fn files(visit: Visit) -> Result<Page, Stop> {
    let key = files_form(visit.param("business"));
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&key).await?;
    let tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::Buy)?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let base = format!("/b/{}/suppliers", scope.slug);
    let suppliers = File {
        what: "suppliers",
        title: say.t("suppliers-title"),
        text: say.t("suppliers-files-suppliers"),
        columns: "name, contact, phone, email, address, tax_pin, terms_days, lead_days, note",
    };
    let prices = File {
        what: "prices",
        title: say.t("suppliers-prices"),
        text: say.t("suppliers-files-prices"),
        columns: "supplier, sku, supplier_sku, pack, cost, minimum, preferred",
    };
    let body = view! {
        <div class="stack">
            {problems(say, &flash)}
            {suppliers.card(say, &base, &flash)}
            {prices.card(say, &base, &flash)}
        </div>
    };
    let title = say.t("suppliers-files");
    Ok(Page::of(scope, "purchases", title, body.into_any()))
}

/// Everything that was refused, each row with its line and column.
fn problems(say: Say, flash: &Flash) -> AnyView {
    let line = |refusal: &Refusal| {
        let why = say.refusal(refusal);
        let Some((line, column)) = place_of(refusal) else {
            return (String::new(), why);
        };
        let named = [("line", line), ("column", column), ("why", &why)];
        let text = if column.is_empty() {
            say.with("suppliers-files-line", &named)
        } else {
            say.with("suppliers-files-cell", &named)
        };
        (String::new(), text)
    };
    let errors: Vec<(String, String)> = flash.refusals.iter().map(line).collect();
    let title = say.t("suppliers-files-refused");
    view! { <ErrorSummary title=title errors=errors /> }.into_any()
}

/// A kind of file.
struct File {
    /// What its fields and its own file are called.
    what: &'static str,
    title: String,
    text: String,
    columns: &'static str,
}

impl File {
    fn card(self, say: Say, base: &str, flash: &Flash) -> AnyView {
        let dry_run = format!("dry_run-{}", self.what);
        // What is kept is of the form that was sent, which names its file.
        let is_sent = flash.typed.get(self.what).is_some();
        let tries = !is_sent || flash.ticked(&dry_run, true);
        let now = format!("{base}/{}.csv", self.what);
        let inside = view! {
            <FileField
                label=say.t("import-file")
                name=self.what
                accept=".csv,text/csv"
                hint=say.t("suppliers-files-hint")
            />
            <CheckField
                label=say.t("import-dry-run")
                name=dry_run
                checked=tries
                hint=say.t("points-dry-run-hint")
            />
            <Submit label=say.t("import-start") kind="plain" icon="upload" />
        };
        let inside = inside.into_any();
        view! {
            <section class="card stack">
                <h2>{self.title}</h2>
                <p>{self.text}</p>
                <p class="quiet">
                    {say.t("files-columns")} ": " <code>{self.columns}</code>
                </p>
                <p class="row">
                    <LinkButton href=now label=say.t("import-own-list") icon="download" />
                </p>
                <Form action=format!("{base}/import") multipart=true>
                    {inside}
                </Form>
            </section>
        }
        .into_any()
    }
}
