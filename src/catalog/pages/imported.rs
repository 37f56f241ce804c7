//! One import: how far it has come, and, once it has ended, what it did and what is to be put right.
//! The page asks again by itself while there is work, and can be left: the work goes on.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::import::{form, state_of};
use crate::catalog::api::DoImport;
use crate::catalog::downloads::column_of;
use crate::catalog::import::{KeptImport, State, kept};
use crate::catalog::uploads::import_form;
use crate::platform::{Page, Scope, Visit};
use crate::staff::{self, Power};
use crate::ui::language::Say;
use crate::ui::{Form, HiddenField, LinkButton, Notice, Status, Submit, dates};
use crate::values::{Refusal, Stop};

/// How many bad rows the page shows; the file that it offers has the rest.
const MOST_BAD: i64 = 60;
/// Seconds after which the page asks again.
const AGAIN: u32 = 2;

/// `/b/{business}/products/imports/{import}`
pub async fn imported(visit: Visit) -> Result<Page, Stop> {
    let import_id = visit.param_id("import")?;
    // Taken first, so that no request waits for a second connection while it holds one.
    let flash = visit.flash(&import_form(visit.param("business"))).await?;
    let mut tx = visit.member(visit.param("business"))?.read().await?;
    staff::allow(&tx, Power::KeepProducts)?;
    let say = Say(visit.language_for(tx.scope()));
    let (import, bad) = kept(&mut tx, import_id, MOST_BAD).await?;
    let base = format!("/b/{}/products", tx.scope().slug);
    let shown = Shown {
        say,
        scope: tx.scope(),
        base: &base,
        import: &import,
    };
    let above = (format!("{base}/import"), say.t("product-import"));
    let ended = !import.state.is_under_way();
    // What was only tried, and has to be put right, is only tried again.
    let tries = import.dry_run && !bad.is_empty();
    let body = view! {
        <div class="stack">
            {shown.facts()}
            {shown.outcome()}
            {(!bad.is_empty()).then(|| shown.bad_rows(&bad))}
            {ended.then(|| form(say, &base, &flash, tries))}
        </div>
    };
    let title = match import.file_name.as_str() {
        "" => say.t("product-import"),
        name => name.to_owned(),
    };
    let mut page = Page::of(tx.scope(), "products", title, body.into_any()).under(above);
    page.refresh = (!ended).then_some(AGAIN);
    Ok(page)
}

struct Shown<'a> {
    say: Say,
    scope: &'a Scope,
    base: &'a str,
    import: &'a KeptImport,
}

impl Shown<'_> {
    fn facts(&self) -> AnyView {
        let say = self.say;
        let import = self.import;
        let at = self.scope.calendar.local(import.created_at);
        let at = dates::recent(say, at, self.scope.today());
        let beside = match &import.who {
            Some(who) => format!("{at} · {who}"),
            None => at,
        };
        let (kind, word) = state_of(say, import);
        view! {
            <p class="row">
                <Status kind=kind text=word />
                <span class="quiet">{beside}</span>
            </p>
        }
        .into_any()
    }

    fn outcome(&self) -> AnyView {
        let say = self.say;
        let (kind, title, text) = match self.import.state {
            State::Waiting | State::Writing => return self.progress(),
            State::Done => ("good", say.t("import-done"), None),
            State::Tried => ("info", say.t("import-tried"), None),
            State::Refused => {
                let title = say.count("import-refused", self.import.bad);
                ("bad", title, Some(say.t("import-refused-text")))
            }
            State::Stopped => {
                let done = self.import.rows_done.to_string();
                let rows = self.import.rows.to_string();
                let args = [("done", done.as_str()), ("rows", rows.as_str())];
                let text = say.with("import-stopped-text", &args);
                ("bad", say.t("import-stopped"), Some(text))
            }
        };
        let counts = (self.import.state != State::Refused).then(|| self.counts());
        let inside = view! {
            {text.map(|text| view! { <p>{text}</p> })}
            {counts}
            {(self.import.state == State::Tried).then(|| self.in_earnest())}
            {(self.import.state == State::Done)
                .then(|| {
                    let products = self.base.to_owned();
                    view! {
                        <p>
                            <LinkButton href=products label=say.t("nav-products") icon="box" />
                        </p>
                    }
                })}
        }
        .into_any();
        view! { <Notice kind=kind title=title>{inside}</Notice> }.into_any()
    }

    /// Rows done of rows, as they are written.
    fn progress(&self) -> AnyView {
        let say = self.say;
        let import = self.import;
        let (done, rows) = (import.rows_done.to_string(), import.rows.to_string());
        let args = [("done", done.as_str()), ("rows", rows.as_str())];
        let words = if import.state == State::Waiting {
            say.count("import-checking", import.rows)
        } else {
            say.with("import-progress", &args)
        };
        let value = (import.state == State::Writing).then_some(done.clone());
        let again = format!("{}/imports/{}", self.base, import.import_id);
        view! {
            <section class="card stack">
                <h2>{words.clone()}</h2>
                <progress max=rows.clone() value=value aria-label=words></progress>
                <p>{say.t("import-may-leave")}</p>
                <p>
                    <LinkButton href=again label=say.t("import-look-again") icon="refresh" />
                </p>
            </section>
        }
        .into_any()
    }

    fn counts(&self) -> AnyView {
        let import = self.import;
        let counts = [
            ("import-rows", import.rows),
            ("import-added", import.added),
            ("import-changed", import.changed),
            ("import-unchanged", import.unchanged),
        ];
        let count = |(key, count): (&str, i64)| {
            let text = self.say.count(key, count);
            view! { <li>{text}</li> }
        };
        view! { <ul>{counts.into_iter().map(count).collect_view()}</ul> }.into_any()
    }

    /// The way from a try to the thing itself, without sending the file again.
    fn in_earnest(&self) -> Option<AnyView> {
        let say = self.say;
        let import = self.import;
        if !import.has_file || import.added + import.changed == 0 {
            return None;
        }
        let inside = view! {
            <HiddenField name="business" value=self.scope.slug.clone() />
            <HiddenField name="import_id" value=import.import_id.to_string() />
            <Submit label=say.t("import-do-it") icon="check" />
        }
        .into_any();
        Some(view! { <Form action=DoImport::url()>{inside}</Form> }.into_any())
    }

    /// Each bad line of the file and what to do about it.
    fn bad_rows(&self, bad: &[(i64, Vec<Refusal>)]) -> AnyView {
        let say = self.say;
        let row = |(line, refusals): &(i64, Vec<Refusal>)| {
            let reasons = refusals.iter().map(|refusal| {
                let column = column_of(refusal).map(str::to_owned);
                let column = column.map(|column| view! { <code>{column}</code> ": " });
                view! { <li>{column} {say.refusal(refusal)}</li> }
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
        let told = i64::try_from(bad.len()).unwrap_or(0);
        let more = self.import.bad - told;
        let more = (more > 0).then(|| {
            view! { <p class="quiet">{say.count("import-more-bad", more)}</p> }
        });
        let file = format!("{}/imports/{}/rows.csv", self.base, self.import.import_id);
        view! {
            <section class="card">
                <table class="lines">
                    <caption class="hidden">{say.t("import-reason")}</caption>
                    <thead>
                        <tr>
                            <th scope="col" class="num">{say.t("import-line")}</th>
                            <th scope="col">{say.t("import-reason")}</th>
                        </tr>
                    </thead>
                    <tbody>{bad.iter().map(row).collect_view()}</tbody>
                </table>
                {more}
                <p>
                    <LinkButton href=file label=say.t("import-bad-file") icon="download" />
                </p>
            </section>
        }
        .into_any()
    }
}
