//! The pages of files: which kinds there are, and one of them with its columns, the way out and the
//! way in.

use leptos::prelude::*;

use super::kind::{Facts, Kind};
use super::{form_of, page_of};
use crate::platform::flash::Flash;
use crate::platform::{Page, Visit};
use crate::staff::{self, Power, may};
use crate::ui::language::Say;
use crate::ui::{
    CheckField, ErrorSummary, Field, FileField, Form, LinkButton, Submit, bad_rows, line_of,
};
use crate::values::{Refusal, Stop};

/// Files that have pages of their own: where, their words, and who may see them.
const ELSEWHERE: [(&str, &str, Power); 5] = [
    ("/products/import", "products", Power::KeepProducts),
    ("/products/files", "packs", Power::KeepProducts),
    ("/prices", "prices", Power::KeepProducts),
    ("/stock/points", "points", Power::MoveStock),
    ("/suppliers/import", "suppliers", Power::Buy),
];

/// `/b/{business}/files`
pub async fn files(visit: Visit) -> Result<Page, Stop> {
    let tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::SeeProducts)?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let here = Kind::ALL
        .into_iter()
        .filter(|kind| may(&scope.who, kind.facts().see));
    let here = here.map(|kind| (page_of(&scope.slug, kind), kind.code()));
    let elsewhere = ELSEWHERE
        .into_iter()
        .filter(|(_, _, power)| may(&scope.who, *power));
    let elsewhere = elsewhere.map(|(path, code, _)| (format!("/b/{}{path}", scope.slug), code));
    let rows = elsewhere.chain(here).map(|(to, code)| {
        let (name, text) = (format!("files-{code}"), format!("files-{code}-text"));
        view! {
            <tr>
                <td>
                    <a href=to>{say.t(&name)}</a>
                </td>
                <td>{say.t(&text)}</td>
            </tr>
        }
    });
    let body = view! {
        <section class="card">
            <p>{say.t("files-text")}</p>
            <table class="lines whole-words">
                <caption class="hidden">{say.t("files-title")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say.t("import-file")}</th>
                        <th scope="col">{say.t("files-what")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    };
    let title = say.t("files-title");
    Ok(Page::of(scope, "files", title, body.into_any()))
}

/// `/b/{business}/files/{kind}`
pub async fn one_kind(visit: Visit) -> Result<Page, Stop> {
    let business = visit.param("business").to_owned();
    let Some(kind) = Kind::parse(visit.param("kind")) else {
        // Only a member is told that there is no such kind.
        let tx = visit.member(&business)?.read().await?;
        staff::allow(&tx, Power::SeeProducts)?;
        return Err(Stop::NotFound);
    };
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&form_of(&business, kind)).await?;
    let tx = visit.member(&business)?.read().await?;
    let facts = kind.facts();
    staff::allow(&tx, facts.see)?;
    let scope = tx.scope();
    let say = Say(visit.language_for(scope));
    let page = page_of(&scope.slug, kind);
    let brings = facts.bring.filter(|power| may(&scope.who, *power));
    let form = brings.map(|_| way_in(say, &page, &facts, &flash));
    let body = view! {
        <div class="stack">
            {bad_rows(say, &flash.refusals)}
            <div class="form-cols">{way_out(say, &page, kind)} {form}</div>
        </div>
    };
    let title = say.t(&format!("files-{}", kind.code()));
    Ok(Page::of(scope, "files", title, body.into_any()))
}

/// The columns, and the file as it is now.
fn way_out(say: Say, page: &str, kind: Kind) -> AnyView {
    let facts = kind.facts();
    let action = format!("{page}/all.csv");
    let get = if facts.is_dated {
        let inside = view! {
            <Field label=say.t("adjustments-from") name="from" kind="date" />
            <Field label=say.t("adjustments-to") name="to" kind="date" />
            <button type="submit" class="button">
                {say.t("files-download")}
            </button>
        };
        view! {
            <form method="get" action=action class="form">
                {inside}
            </form>
        }
        .into_any()
    } else {
        view! {
            <p>
                <LinkButton href=action label=say.t("files-download") icon="download" />
            </p>
        }
        .into_any()
    };
    view! {
        <section class="card stack">
            <h2>{say.t("import-columns")}</h2>
            <p>{say.t(&format!("files-{}-text", kind.code()))}</p>
            <p class="quiet">
                {say.t("files-columns")} ": " <code>{facts.columns.join(", ")}</code>
            </p>
            {get}
        </section>
    }
    .into_any()
}

/// The form that brings such a file.
fn way_in(say: Say, page: &str, facts: &Facts, flash: &Flash) -> AnyView {
    let whole = |refusal: &&Refusal| line_of(refusal).is_none();
    let told = |refusal: &Refusal| ("file".to_owned(), say.refusal(refusal));
    let errors = flash.refusals.iter().filter(whole).map(told);
    let errors: Vec<(String, String)> = errors.collect();
    let error = errors.first().map(|(_, why)| why.clone());
    let title = say.count("refused-summary", i64::try_from(errors.len()).unwrap_or(1));
    let inside = view! {
        <ErrorSummary title=title errors=errors />
        <FileField
            label=say.t("import-file")
            name="file"
            accept=".csv,text/csv"
            hint=say.with("files-hint", &[("most", &facts.most_rows.to_string())])
            error=error
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
    let action = page.to_owned();
    view! {
        <section class="card form">
            <h2>{say.t("files-bring")}</h2>
            {facts.makes_one.then(|| view! { <p class="quiet">{say.t("files-same-day")}</p> })}
            <Form action=action multipart=true>{inside}</Form>
        </section>
    }
    .into_any()
}
